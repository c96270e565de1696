"""Messages wait in order; progress gives way."""

from __future__ import annotations

import json

import pytest

from handlers.views import Button, Text, from_json, to_json
from storage import outbox
from storage.outbox import MessageKind
from tests.storage.helpers import SQLITE, job_of, person


async def put(tx, key, **changes):
    values = {"platform": "fake", "address": {"chat": 1}, "view": {"text": key}}
    return await outbox.put(tx, key=key, **{**values, **changes})


async def progress(tx, job, key, text):
    await outbox.put_progress(
        tx, platform="fake", address={"chat": 1}, view={"text": text}, account=job.account, job=job.id, key=key
    )


async def test_the_same_key_is_written_once(db):
    """A job that is completed twice has one result."""
    async with db.transaction() as tx:
        assert await put(tx, "k")
        assert not await put(tx, "k", view={"text": "other"})
        assert (await outbox.first(tx, "fake", "fake:1")).view == {"text": "k"}


async def test_what_shows_one_of_very_many_files_is_found(db):
    """A drawing from which a thousand others were made can still be taken back; a name within words is no picture."""
    async with db.transaction() as tx:
        ann = await person(tx)
        await put(tx, "picture", account=ann, view={"items": [{"media": "m1500"}]})
        await put(tx, "words", account=ann, view={"text": 'what is "m1500"'})
        for key in ("picture", "words"):
            row = await outbox.first(tx, "fake", "fake:1")
            await outbox.sent(tx, row.id, {"message": key})
        shown = await outbox.showing(tx, ann, [f"m{number}" for number in range(2000)])
    assert [row.key for row in shown] == ["picture"]


@SQLITE
async def test_what_a_chat_shows_is_looked_for_in_that_chat_alone(db):
    """Anybody may ask for any name of a picture: that must not read every message of everybody."""
    queries = []

    class Watched:
        async def one(self, query, values):
            queries.append((query, values))

        async def all(self, query, values):
            queries.append((query, values))
            return []

    await outbox.shown_here(Watched(), "fake:1", "m1")
    await outbox.shown_as(Watched(), "fake:1", "17")
    await outbox.first(Watched(), "fake", "fake:1")
    async with db.reading() as rx:
        plans = [(await rx.all(f"EXPLAIN QUERY PLAN {query}", values))[0]["detail"] for query, values in queries]
    assert len(plans) == 4
    assert all("place=?" in plan for plan in plans), plans
    assert "outbox_open (platform=? AND place=? AND class=?)" in plans[3]  # not through all that was ever sent


async def test_results_and_answers_go_out_in_the_order_they_were_written(db):
    """A conversation reads from top to bottom."""
    async with db.transaction() as tx:
        await put(tx, "a", kind=MessageKind.ANSWER)
        await put(tx, "b", kind=MessageKind.RESULT)
        await put(tx, "c", address={"chat": 2})
        first = await outbox.first(tx, "fake", "fake:1")
        await outbox.sent(tx, first.id, {"message": 1})
        assert [first.key, (await outbox.first(tx, "fake", "fake:1")).key] == ["a", "b"]
        assert [place for _, place, _ in await outbox.open_places(tx, ["fake"])] == ["fake:1", "fake:2"]
        assert await outbox.open_places(tx, ["other"]) == []


async def test_newer_progress_takes_the_place_of_unsent_progress(db):
    """A slow platform gets the newest figure, not a backlog of old ones."""
    async with db.transaction() as tx:
        job = await job_of(tx, await person(tx))
        await progress(tx, job, "1", "10 %")
        await progress(tx, job, "2", "20 %")
        [row] = await outbox.waiting_progress(tx, "fake", "fake:1")
        assert row.view == {"text": "20 %"}


async def test_progress_that_is_being_sent_is_left_alone(db):
    """What the platform already has cannot be changed in the table."""
    async with db.transaction() as tx:
        job = await job_of(tx, await person(tx))
        await progress(tx, job, "1", "10 %")
        [row] = await outbox.waiting_progress(tx, "fake", "fake:1")
        await outbox.sending(tx, row.id)
        await progress(tx, job, "2", "20 %")
        outbox.drop_progress(tx, job.id)
        assert [row.view["text"] for row in await outbox.waiting_progress(tx, "fake", "fake:1")] == ["10 %"]


async def test_the_message_to_edit_is_the_newest_sent_of_the_thread_in_that_place(db, clock):
    """A thread of the same name in another chat is another message."""
    async with db.transaction() as tx:
        for key, chat in (("a", 1), ("b", 1), ("c", 2)):
            await put(tx, key, thread="t", address={"chat": chat})
            row = await outbox.first(tx, "fake", f"fake:{chat}")
            await outbox.sent(tx, row.id, {"message": key})
            clock.advance(1)
        await put(tx, "d", thread="t")
        await put(tx, "e")
        rows = {row["key"]: row["id"] for row in await tx.all("SELECT key, id FROM outbox")}
        row = await outbox.first(tx, "fake", "fake:1")
        assert row.id == rows["d"]
        assert (await outbox.previous(tx, row)).receipt == {"message": "b"}
        await outbox.sent(tx, row.id, {"message": "d"})
        assert await outbox.previous(tx, await outbox.first(tx, "fake", "fake:1")) is None


async def test_the_message_to_edit_is_the_newest_sent_also_after_the_clock_was_set_back(db, clock):
    """A status sent two hours ahead is no longer what the chat shows: as words a picture cannot be edited."""
    async with db.transaction() as tx:
        for key, receipt in (("status", {"media": False}), ("result", {"media": True})):
            await put(tx, key, thread="t")
            await outbox.sent(tx, (await outbox.first(tx, "fake", "fake:1")).id, receipt)
            clock.advance(-2 * 3600)
        await put(tx, "more", thread="t")
        previous = await outbox.previous(tx, await outbox.first(tx, "fake", "fake:1"))
    assert (previous.key, previous.receipt) == ("result", {"media": True})


async def test_a_message_that_never_arrived_is_not_edited(db):
    """There is nothing on the screen to edit."""
    async with db.transaction() as tx:
        await put(tx, "a", thread="t")
        row = await outbox.first(tx, "fake", "fake:1")
        await outbox.failed(tx, row.id, "trace")
        await put(tx, "b", thread="t")
        assert await outbox.previous(tx, await outbox.first(tx, "fake", "fake:1")) is None


async def test_an_answer_with_a_newer_one_in_its_thread_is_superseded(db):
    """Ten verdicts on an album need not be ten edits."""
    async with db.transaction() as tx:
        await put(tx, "a", thread="t")
        row = await outbox.first(tx, "fake", "fake:1")
        assert not await outbox.superseded(tx, row)
        await put(tx, "b", thread="t")
        assert await outbox.superseded(tx, row)


@pytest.mark.parametrize(
    ("waiting", "key", "gives_way"),
    [(MessageKind.RESULT, "b", True), (MessageKind.ANSWER, "b", False), (MessageKind.RESULT, "a:sorry", False)],
)
async def test_a_result_gives_way_to_a_newer_result_alone(db, waiting, key, gives_way):
    """A finished picture is worth more than a status, and an apology is no news of it."""
    async with db.transaction() as tx:
        await put(tx, "a", thread="t", kind=MessageKind.RESULT)
        await put(tx, key, thread="t", kind=waiting)
        assert await outbox.superseded(tx, await outbox.first(tx, "fake", "fake:1")) is gives_way


async def test_a_place_that_is_gone_gives_everything_up_and_names_the_jobs(db):
    """Other places are untouched."""
    async with db.transaction() as tx:
        job = await job_of(tx, await person(tx))
        await put(tx, "a", kind=MessageKind.RESULT, job=job.id)
        await put(tx, "b")
        await put(tx, "c", address={"chat": 2})
        assert await outbox.fail_place(tx, "fake:1", "gone") == [job.id]
        assert [place for _, place, _ in await outbox.open_places(tx, ["fake"])] == ["fake:2"]
        assert await outbox.lost_results(tx, job.id) == 1


async def test_a_message_of_the_platform_leads_to_what_it_shows(db):
    """A reply names only the platform's id; ids of albums count, those of other chats do not."""
    async with db.transaction() as tx:
        job = await job_of(tx, await person(tx))
        for key, receipt, more in (
            ("a", {"message": 5, "all": [[5], [6, 7]]}, {"job": job.id}),
            ("b", {"message": "9", "all": ["9", "10"]}, {}),
            ("c", {"message": 5, "all": [[5]]}, {"address": {"chat": 2}}),
        ):
            await put(tx, key, **more)
            place = f"fake:{more.get('address', {'chat': 1})['chat']}"
            await outbox.sent(tx, (await outbox.first(tx, "fake", place)).id, receipt)
        assert (await outbox.shown_as(tx, "fake:1", "7")).job == job.id
        assert (await outbox.shown_as(tx, "fake:1", "10")).key == "b"
        assert (await outbox.shown_as(tx, "fake:2", "5")).key == "c"
        assert await outbox.shown_as(tx, "fake:2", "6") is None


async def test_a_clock_set_back_keeps_no_message_waiting(db, clock):
    """What was written two hours ahead goes out now; what the platform asked to wait for still waits."""
    async with db.transaction() as tx:
        await put(tx, "a")
    clock.advance(-2 * 3600)
    async with db.transaction() as tx:
        [(_, _, due)] = await outbox.open_places(tx, ["fake"])
        assert due <= clock.now()
        first = await outbox.first(tx, "fake", "fake:1")
        assert first.due <= clock.now()
        await outbox.sent(tx, first.id, {})
        await put(tx, "b", due=clock.now() + 30)
        assert (await outbox.first(tx, "fake", "fake:1")).due == clock.now() + 30


@pytest.mark.parametrize("kind", [MessageKind.ANSWER, MessageKind.PROGRESS])
async def test_what_was_put_off_before_the_clock_was_set_back_need_not_wait_for_it(db, clock, kind):
    """Written before the clock went ahead and put off while it was: everybody in that chat would wait two hours."""
    async with db.transaction() as tx:
        await put(tx, "a", kind=kind)
    clock.advance(2 * 3600)
    async with db.transaction() as tx:
        row = await tx.value("SELECT id FROM outbox")
        await outbox.sending(tx, row)
        await outbox.postpone(tx, row, tx.now() + 30)
        assert (await _waiting(tx, kind)).due == clock.now() + 30, "the control"
    clock.advance(-2 * 3600)
    async with db.reading() as rx:
        assert (await _waiting(rx, kind)).due <= clock.now()
        [(_, _, due)] = await outbox.open_places(rx, ["fake"])
        assert due is None or due <= clock.now()


async def _waiting(rx, kind):
    if kind is MessageKind.PROGRESS:
        (found,) = await outbox.waiting_progress(rx, "fake", "fake:1")
        return found
    return await outbox.first(rx, "fake", "fake:1")


SECRET = "ABCDE-FGHJK"


async def _with_secret(tx, key, **more):
    buttons = [[{"label": "Copy", "action": "v1:copy", "copy": f"/link {SECRET}"}]]
    view = {"kind": "text", "text": f"Type **{SECRET}**", "buttons": buttons, "secrets": [SECRET]}
    await put(tx, key, view=view, **more)
    return (await outbox.first(tx, "fake", "fake:1")).id


@pytest.mark.parametrize("end", ["sent", "failed", "gone"])
async def test_what_opens_something_is_not_kept_once_it_arrived(db, end):
    """Whoever reads the file of the database for a week after must not find a code that is still good."""
    async with db.transaction() as tx:
        row = await _with_secret(tx, "k")
        assert SECRET in await tx.value("SELECT view FROM outbox"), "the control: it has to be sent first"
        if end == "sent":
            await outbox.sent(tx, row, {"message": 1})
        elif end == "failed":
            await outbox.failed(tx, row, "no")
        else:
            await outbox.fail_place(tx, "fake:1", "gone")
        view = json.loads(await tx.value("SELECT view FROM outbox"))
    assert SECRET not in json.dumps(view)
    assert view["text"] == "Type **…**"
    assert view["buttons"][0][0]["copy"] == "/link …"


@pytest.mark.parametrize(
    ("secrets", "text", "kept"),
    [
        (["text"], "Drawn by text", "Drawn by …"),
        (["button", "act"], "Not drawn: button, act", "Not drawn: …, …"),
        (["new year", "2026"], "Not drawn: new year, 2026", "Not drawn: …, …"),
        (["043"], "Не нарисую: 043", "Не нарисую: …"),
        (["red", "red hat"], "Not drawn: red hat, red", "Not drawn: …, …"),
        ([""], "Nothing", "Nothing"),
    ],
)
async def test_words_that_are_not_kept_leave_a_message_that_can_be_shown(db, secrets, text, kept):
    """Anything may be written in a wish, also what a message is built of; a page that is reloaded shows it still."""
    buttons = ((Button(label="Draw", action="v1:text:act:2026"),),)
    async with db.transaction() as tx:
        await put(tx, "k", view=to_json(Text(text=text, buttons=buttons, secrets=tuple(secrets))))
        await outbox.sent(tx, (await outbox.first(tx, "fake", "fake:1")).id, {"message": 1})
        view = from_json(json.loads(await tx.value("SELECT view FROM outbox")))
    assert view == Text(text=kept, buttons=buttons)


async def test_a_page_that_shows_it_again_does_so_for_a_while(db, clock):
    """What a reloaded page shows comes from here; other rows of that time stay whole."""
    async with db.transaction() as tx:
        await outbox.sent(tx, await _with_secret(tx, "k"), {"message": 1}, shown_again=True)
        await put(tx, "plain", view={"kind": "text", "text": SECRET})
        await outbox.sent(tx, (await outbox.first(tx, "fake", "fake:1")).id, {"message": 2}, shown_again=True)
        await outbox.hush(tx, clock.now() - 60)
        assert SECRET in await tx.value("SELECT view FROM outbox WHERE key = 'k'")
        clock.advance(61)
        await outbox.hush(tx, clock.now() - 60)
        assert SECRET not in await tx.value("SELECT view FROM outbox WHERE key = 'k'")
        assert SECRET in await tx.value("SELECT view FROM outbox WHERE key = 'plain'")
