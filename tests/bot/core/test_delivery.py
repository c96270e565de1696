"""Everything arrives, in order, and a job has one visible result."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from bot.core.delivery import BROKEN_ATTEMPTS, EDITS, Delivery, StoredFiles, pause, worth_an_edit
from bot.frontends.base import ChatGoneError, NotAllowedError, RetryLaterError, TooLargeError
from engine.requests import Lane, Progress
from engine.tasks.inspect.request import PhotoProblem, PhotoVerdict
from engine.tasks.portrait.request import UnknownStyleError
from handlers.views import Progress as Status
from handlers.views import Text, to_json
from storage import jobs, outbox
from storage.errors import NoSuchMediaError
from storage.outbox import MessageKind
from tests.bot.core.test_jobstore import claim, enqueue, inspection, learnt
from tests.bot.helpers import LIMITS, FakeFrontEnd, drawn, opened, portrait, sorry
from tests.storage.helpers import ManualClock, person, state_of


@pytest.fixture
async def rig(tmp_path):
    async with opened(tmp_path, ManualClock()) as made:
        yield made


async def put(rig, text, chat="ann", **more):
    async with rig.db.transaction() as tx:
        view = more.pop("view", Text(text=text))
        await outbox.put(tx, key=text, platform="fake", address={"chat": chat}, view=to_json(view), **more)


async def begin(rig):
    """A portrait with its status message on the screen; returns the claimed job."""
    job = await enqueue(rig, portrait(await learnt(rig)))
    await put(rig, "status", view=Status(job=job, text="waiting"), job=job, thread=job)
    await rig.deliver()
    return await claim(rig, Lane.DEVICE)


async def step(rig, job, done, seconds=100.0):
    await rig.store.progress(job, Progress(stage="draw", done=done, total=100))
    rig.clock.advance(seconds)
    await rig.deliver()


# Order


async def test_a_chat_reads_from_top_to_bottom(rig):
    """Also when the first message has to wait: nothing overtakes it."""
    for number in range(4):
        await put(rig, str(number))
    rig.front.trouble = [RetryLaterError(7)]
    await rig.deliver()
    assert rig.front.texts == []
    rig.clock.advance(8)
    await rig.deliver()
    assert rig.front.texts == ["0", "1", "2", "3"]


async def test_a_chat_that_must_wait_does_not_hold_up_others(rig):
    """A limit belongs to one chat."""
    await put(rig, "a", chat="ann")
    await put(rig, "b", chat="bob")
    rig.front.trouble, rig.front.troubled = [RetryLaterError(7)], "ann"
    await rig.deliver()
    assert rig.front.texts == ["b"]


async def test_a_message_is_sent_once(rig):
    """However often the loop looks."""
    await put(rig, "a")
    for _ in range(3):
        await rig.deliver()
    assert [key for key, _ in rig.front.deliveries] == ["a"]


async def test_a_platform_that_is_switched_off_keeps_its_messages(rig):
    """They are sent when it is back."""
    await put(rig, "a")
    await rig.delivery.drain({})
    await rig.deliver()
    assert rig.front.texts == ["a"]


async def test_messages_of_one_thread_are_one_message(rig):
    """Each is edited over the one before; those that are out of date already are never sent."""
    for number in range(3):
        await put(rig, f"v{number}", thread="t")
        await rig.deliver()
    for number in range(3, 8):
        await put(rig, f"v{number}", thread="t")
    await rig.deliver()
    assert rig.front.texts == ["v7"]
    assert [key for key, _ in rig.front.deliveries] == ["v0", "v1", "v2", "v7"]


async def test_a_message_that_may_have_arrived_is_sent_again_before_its_successor(rig):
    """After a crash only the platform knows: sent again under its key, it is the one message to edit next."""
    await put(rig, "first", thread="t")
    async with rig.db.transaction() as tx:
        row = await outbox.first(tx, "fake", "fake:ann")
        await outbox.sending(tx, row.id)
    await rig.front.deliver(row.address, Text(text="first"), row.key, None, None)  # it had arrived
    await put(rig, "second", thread="t")
    await rig.deliver()
    assert [key for key, _ in rig.front.deliveries] == ["first", "first", "second"]
    assert rig.front.texts == ["second"]


# One result


async def test_the_result_takes_the_place_of_the_status_message(rig):
    """One message from "waiting" to the picture, and the job is done."""
    job = await begin(rig)
    await step(rig, job, 50)
    assert rig.front.texts == ["draw 50"]
    await rig.store.complete(job, drawn(job))
    assert await state_of(rig.db, job.id) == "rendered"
    await rig.deliver()
    assert rig.front.texts == ["portrait ready"]
    assert await state_of(rig.db, job.id) == "done"


async def test_a_failure_takes_the_place_of_the_status_message_too(rig):
    """A status that stands at 50 % for ever would be a lie."""
    job = await begin(rig)
    await rig.store.fail(job, UnknownStyleError("inc", []))
    await rig.deliver()
    assert rig.front.texts == ["portrait unknown-style"]
    assert await state_of(rig.db, job.id) == "failed"


async def test_a_job_is_being_delivered_while_its_result_is_on_the_way(rig):
    """What /status says in between."""
    job = await begin(rig)
    await rig.store.complete(job, drawn(job))
    rig.front.trouble = [RetryLaterError(5)]
    await rig.deliver()
    assert await state_of(rig.db, job.id) == "delivering"


async def test_a_verdict_that_is_out_of_date_ends_its_job_all_the_same(rig):
    """Ten photos, one message: nine verdicts are never shown, and no job stays open."""

    class Collected(type(rig.render)):
        async def rendered(self, tx, job, result):
            return [Text(text=f"verdicts up to {job.number}", thread="batch")]

    rig.store._render = Collected()
    made = [await inspection(rig, await rig.keep(b"jpeg")) for _ in range(3)]
    for _ in made:
        await rig.store.complete(await claim(rig), PhotoVerdict(problem=PhotoProblem.NO_FACE))
    await rig.deliver()
    assert rig.front.texts == ["verdicts up to 3"]
    assert [await state_of(rig.db, job) for job in made] == ["done"] * 3


# Progress


async def test_progress_is_edited_at_the_platforms_pace(rig):
    """Ten figures in one second are one edit; the newest figure is the one shown."""
    job = await begin(rig)
    for done in range(10):
        await step(rig, job, done, seconds=0.1)
    assert rig.front.texts == ["waiting"]
    rig.clock.advance(3)
    await rig.deliver()
    assert rig.front.texts == ["draw 9"]


async def test_a_job_is_edited_at_most_twenty_times(rig):
    """Platforms punish a bot that edits for ever."""
    job = await begin(rig)
    for done in range(EDITS * 2):
        await step(rig, job, done, seconds=1000)
    assert len(rig.front.deliveries) - 1 == EDITS
    async with rig.db.reading() as rx:
        assert await outbox.waiting_progress(rx, "fake", "fake:ann") == []


async def test_progress_waits_for_answers(rig):
    """What a person asked just now comes first."""
    job = await begin(rig)
    await rig.store.progress(job, Progress(stage="draw", done=1, total=4))
    rig.clock.advance(100)
    await put(rig, "answer")
    await rig.deliver()
    assert [view.text for _, view in rig.front.deliveries] == ["waiting", "answer", "draw 1"]


async def test_progress_of_a_job_that_ended_is_dropped(rig):
    """A late figure must not be edited over the result."""
    job = await begin(rig)
    await rig.store.complete(job, drawn(job))
    async with rig.db.transaction() as tx:
        await outbox.put_progress(
            tx, platform="fake", address={"chat": "ann"}, view=to_json(Status(job=job.id, text="late")),
            account=await person(tx), job=job.id, key="late",
        )  # fmt: skip
    rig.clock.advance(1000)
    await rig.deliver()
    assert rig.front.texts == ["portrait ready"]
    async with rig.db.reading() as rx:
        assert await outbox.waiting_progress(rx, "fake", "fake:ann") == []


async def test_progress_without_a_status_message_makes_none(rig):
    """A look at a photo takes a second; nobody wants a message about it."""
    await enqueue(rig, portrait(await learnt(rig)))
    job = await claim(rig, Lane.DEVICE)
    await step(rig, job, 1)
    assert rig.front.deliveries == []


async def test_refused_progress_gives_way_to_newer_progress(rig):
    """A limit on edits does not leave an old figure standing."""
    job = await begin(rig)
    rig.front.trouble = [RetryLaterError(30)]
    await step(rig, job, 10)
    await step(rig, job, 90, seconds=31)
    assert rig.front.texts == ["draw 90"]


def test_edits_are_spread_over_the_time_that_is_left():
    """A training of an hour still moves in its last minute; a short one is not slowed down."""
    front = FakeFrontEnd()
    assert pause({"finish_at": 3600}, 0, 0.0, front) == 3600 / EDITS
    assert pause({"finish_at": 3600}, EDITS - 1, 3590.0, front) == 10
    assert pause({"finish_at": 10}, 0, 0.0, front) == front.capabilities.edit_seconds
    assert pause({}, 3, 0.0, front) > pause({}, 2, 0.0, front) > pause({}, 0, 0.0, front) == 3.0


def status(done=0.0, **more):
    """A status view as it lies in the outbox."""
    return {"stage": "drawing", "done": done, "preview": None, "finish_at": 1000, **more}


@pytest.mark.parametrize(
    ("news", "worth"),
    [
        (status(0.54), False),
        (status(0.55), True),
        (status(0.51, stage="finishing"), True),
        (status(0.51, preview="m1"), True),
        (status(0.51, finish_at=1015), False),
        (status(0.51, finish_at=1190), True),
        (status(0.51, finish_at=None), True),
        ({"done": 0.0, "text": "place 3"}, True),
    ],
)
def test_only_what_a_person_would_notice_is_an_edit(news, worth):
    """A twentieth of the work, another stage, a picture, a finish time that moved; the countdown ticks by itself."""
    assert worth_an_edit(status(0.5), news, 900.0) is worth


async def test_a_small_step_waits_for_a_larger_one(rig):
    """Edits are few: none is spent on one step of three hundred."""
    job = await begin(rig)
    rig.render.staged = True
    await step(rig, job, 1, seconds=10)
    await step(rig, job, 3, seconds=10)
    assert rig.front.texts == ["draw 1"]
    await step(rig, job, 7, seconds=10)
    assert rig.front.texts == ["draw 7"]


def test_groups_are_edited_half_as_often():
    """Platforms allow twenty messages a minute there, for everybody together."""
    front = FakeFrontEnd(capabilities=replace(LIMITS, group_edit_seconds=6.0))
    assert pause({}, 0, 0.0, front, {"chat": 1}) == 3.0
    assert pause({}, 0, 0.0, front, {"chat": -1, "group": True}) == 6.0
    assert pause({}, 0, 0.0, FakeFrontEnd(), {"chat": -1, "group": True}) == 3.0


# Trouble


async def test_a_dead_network_is_tried_for_ever_ever_more_slowly(rig):
    """A weekend without internet loses no portrait."""
    await put(rig, "a")
    rig.front.trouble = [ConnectionError(), TimeoutError(), *[ConnectionResetError()] * 30]
    pauses = []
    while not rig.front.texts:
        await rig.deliver()
        async with rig.db.reading() as rx:
            row = await outbox.first(rx, "fake", "fake:ann")
        if row:
            pauses.append(row.due - rig.clock.now())
            rig.clock.advance(pauses[-1])
    assert pauses[:3] == [1.0, 2.0, 4.0]
    assert max(pauses) == pauses[-1] == 300.0
    assert len(pauses) == 32


async def test_a_person_who_is_gone_gets_no_more_and_their_jobs_stop(rig):
    """Nobody draws for a chat that blocked the bot; others are not touched."""
    job = await begin(rig)
    await rig.store.complete(job, drawn(job))
    waiting = await enqueue(rig, portrait(await learnt(rig)))
    other = await enqueue(rig, portrait(await learnt(rig, "bob")), "bob")
    await put(rig, "later")
    rig.front.trouble, rig.front.troubled = [ChatGoneError()], "ann"
    await rig.deliver()
    await rig.deliver()
    assert rig.front.texts == ["waiting"]
    assert [await state_of(rig.db, each) for each in (job.id, waiting, other)] == ["failed", "cancelled", "queued"]


async def test_somebody_who_comes_back_is_answered(rig):
    """Being gone is about what waited, not about the person."""
    await put(rig, "a")
    rig.front.trouble = [ChatGoneError()]
    await rig.deliver()
    await put(rig, "welcome back")
    await rig.deliver()
    assert rig.front.texts == ["welcome back"]


async def test_a_view_the_front_end_cannot_show_ends_in_an_apology(rig, caplog):
    """A bug in an exporter neither blocks the chat nor leaves silence."""
    await put(rig, "a")
    await put(rig, "b")
    rig.front.trouble = [TypeError("bug")] * BROKEN_ATTEMPTS
    for _ in range(BROKEN_ATTEMPTS):
        await rig.deliver()
        rig.clock.advance(1000)
    await rig.deliver()
    assert sorted(rig.front.texts) == ["b", "sorry (en)"]
    [failure] = [view for _, view in rig.front.deliveries if view.text == "sorry (en)"]
    assert failure.trace in caplog.text


async def test_a_file_the_platform_does_not_take_is_said_at_once(rig):
    """No attempt makes it smaller, and nothing behind it has to wait."""
    rig.delivery = Delivery(rig.db, rig.vault, sorry, lambda locale, size, most: Text(text=f"{size} of {most}"))
    await put(rig, "a")
    await put(rig, "b")
    rig.front.trouble = [TooLargeError(60, 50)]
    await rig.deliver()
    assert rig.front.texts == ["b", "60 of 50"]


async def test_a_picture_that_is_not_welcome_is_said_in_words(rig):
    """The admins of a group decide; trying five times and saying sorry would tell the person nothing."""
    rig.delivery = Delivery(rig.db, rig.vault, sorry, not_allowed=lambda locale: Text(text="words only"))
    await put(rig, "a")
    await put(rig, "b")
    rig.front.trouble = [NotAllowedError()]
    await rig.deliver()
    assert rig.front.texts == ["b", "words only"]


async def test_where_words_are_not_welcome_either_nothing_more_is_tried(rig):
    """One refusal of the picture, one of the sentence."""
    rig.delivery = Delivery(rig.db, rig.vault, sorry, not_allowed=lambda locale: Text(text="words only"))
    await put(rig, "a")
    rig.front.trouble = [NotAllowedError()] * 10
    await rig.deliver()
    assert (rig.front.texts, len(rig.front.trouble)) == ([], 8)


async def test_an_apology_that_cannot_be_shown_either_is_given_up(rig):
    """No apology for the apology."""
    await put(rig, "a")
    rig.front.trouble = [TypeError("bug")] * 100
    for _ in range(BROKEN_ATTEMPTS * 3):
        await rig.deliver()
        rig.clock.advance(1000)
    assert len(rig.front.trouble) == 100 - 2 * BROKEN_ATTEMPTS


async def test_a_result_that_cannot_be_shown_fails_its_job_in_words(rig):
    """In the place of the status message, in the person's language."""
    job = await begin(rig)
    await rig.store.complete(job, drawn(job))
    rig.front.trouble = [TypeError("bug")] * BROKEN_ATTEMPTS
    for _ in range(BROKEN_ATTEMPTS + 1):
        await rig.deliver()
        rig.clock.advance(1000)
    assert rig.front.texts == ["sorry (en)"]
    assert await state_of(rig.db, job.id) == "failed"


async def test_a_result_arrives_though_its_status_message_could_not_be_shown(rig):
    """The apology for the status must neither drop the finished picture nor be edited over it."""
    job = await enqueue(rig, portrait(await learnt(rig)))
    await put(rig, "status", view=Status(job=job, text="waiting"), job=job, thread=job)
    held = await claim(rig, Lane.DEVICE)
    rig.front.trouble = [TypeError("bug")] * BROKEN_ATTEMPTS
    await rig.deliver()
    await rig.store.complete(held, drawn(held))
    for _ in range(BROKEN_ATTEMPTS):
        rig.clock.advance(1000)
        await rig.deliver()
    assert rig.front.texts == ["portrait ready"]
    assert await state_of(rig.db, job) == "done"


async def test_a_row_that_was_forgotten_meanwhile_is_not_sent(rig):
    """/forget while the loop was about to send: the person reads nothing about themselves any more."""
    async with rig.db.transaction() as tx:
        ann = await person(tx)
    await put(rig, "about ann", account=ann)
    async with rig.db.reading() as rx:
        row = await outbox.first(rx, "fake", "fake:ann")
    async with rig.db.transaction() as tx:
        await rig.vault.forget(tx, ann)
    await rig.delivery._send(rig.front, row, None)
    assert rig.front.deliveries == []


async def test_a_person_forgotten_during_a_delivery_breaks_nothing(rig):
    """The answer of the platform finds no row; the loop goes on."""
    job = await begin(rig)
    await rig.store.complete(job, drawn(job))
    deliver = rig.front.deliver

    async def forgetting(*args):
        async with rig.db.transaction() as tx:
            await rig.vault.forget(tx, await person(tx))
        return await deliver(*args)

    rig.front.deliver = forgetting
    await rig.deliver()
    rig.front.deliver = deliver
    await put(rig, "next")
    await rig.deliver()
    assert "next" in rig.front.texts


async def test_what_arrived_while_its_owner_was_forgotten_is_taken_away(rig):
    """The picture was on its way when the row went: nobody else would ever look for it. And of that nothing is kept."""
    async with rig.db.transaction() as tx:
        ann = await person(tx)
    await put(rig, "of ann", account=ann)
    deliver = rig.front.deliver

    async def forgetting(*args):
        rig.front.deliver = deliver
        async with rig.db.transaction() as tx:
            await rig.vault.forget(tx, ann)
        return await deliver(*args)

    rig.front.deliver = forgetting
    await rig.deliver()
    await rig.deliver()
    kinds = [type(view).__name__ for _, view in rig.front.deliveries]
    assert kinds == ["Text", "Removal"]
    assert rig.front.deliveries[1][1].receipts == ({"message": 1},)
    async with rig.db.reading() as rx:
        assert await rx.value("SELECT count(*) FROM outbox") == 0


# The loop


async def test_a_running_delivery_sends_at_once_and_stops_when_told(rig):
    """No polling interval between an answer and its arrival."""
    running = asyncio.create_task(rig.delivery.run(rig.fronts))
    arrived = asyncio.Event()
    deliver = rig.front.deliver

    async def noticed(*args):
        receipt = await deliver(*args)
        arrived.set()
        return receipt

    rig.front.deliver = noticed
    for number in range(5):
        arrived.clear()
        await put(rig, str(number))
        await asyncio.wait_for(arrived.wait(), 60)
    rig.delivery.stop()
    await asyncio.wait_for(running, 60)
    assert rig.front.texts == [str(number) for number in range(5)]


async def test_what_is_being_sent_when_the_bot_stops_arrives(rig):
    """A stop is not a crash: nothing is left half-sent."""
    begun, gate = asyncio.Event(), asyncio.Event()
    deliver = rig.front.deliver

    async def slow(*args):
        begun.set()
        await gate.wait()
        return await deliver(*args)

    rig.front.deliver = slow
    await put(rig, "a")
    running = asyncio.create_task(rig.delivery.run(rig.fronts))
    await asyncio.wait_for(begun.wait(), 60)
    rig.delivery.stop()
    gate.set()
    await asyncio.wait_for(running, 60)
    async with rig.db.reading() as rx:
        assert (rig.front.texts, await outbox.first(rx, "fake", "fake:ann")) == (["a"], None)


async def test_a_front_end_reads_the_files_of_the_row_and_no_others(rig):
    """A view that names somebody else's picture shows nothing."""
    photo = await rig.keep(b"ann", "ann")
    async with rig.db.transaction() as tx:
        ann, bob = await person(tx, "ann"), await person(tx, "bob")
    assert await StoredFiles(rig.db, rig.vault, ann).read(photo) == (b"ann", "image/jpeg", "a.jpg")
    for other in (bob, None):
        with pytest.raises(NoSuchMediaError):
            await StoredFiles(rig.db, rig.vault, other).read(photo)


async def test_a_queue_figure_does_not_use_up_the_edits_of_the_drawing(rig):
    """Somebody who waited long still sees the picture grow."""
    face = await learnt(rig)
    job = await enqueue(rig, portrait(face))
    await put(rig, "status", view=Status(job=job, text="waiting"), job=job, thread=job)
    await rig.deliver()
    async with rig.db.transaction() as tx:
        for number in range(EDITS):
            await tx.insert(
                "outbox",
                {"key": f"q{number}", "platform": "fake", "address": "{}", "place": "fake:ann", "view": "{}"}
                | {"job": job, "thread": job, "class": int(MessageKind.PROGRESS), "created": 0, "due": 0}
                | {"sent": rig.clock.now(), "receipt": '{"message": 1}'},
            )
    rig.clock.advance(100)
    claimed = await claim(rig, Lane.DEVICE)
    await step(rig, claimed, 1)
    assert rig.front.texts == ["draw 1"]
    async with rig.db.reading() as rx:
        assert (await jobs.get(rx, job)).state == "running"
