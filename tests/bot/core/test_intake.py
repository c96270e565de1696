"""What people send is kept, handled once and in order, and never lost."""

from __future__ import annotations

import asyncio
import errno

import pytest

from bot.core.budget import FILES, WINDOW_SECONDS, Budget
from bot.core.intake import ATTEMPTS, FULL_DISK_SECONDS, Inbox
from bot.frontends.base import UPLOAD_BYTES, NotKeptError, RetryLaterError, Upload
from handlers.events import SentFile
from handlers.views import Progress, Text
from storage import accounts, inbox, jobs, media, outbox
from storage.errors import StorageFullError
from storage.vault import Vault
from tests.bot.helpers import opened, sorry, who
from tests.storage.helpers import ManualClock, job_of, person

PHOTO = Upload(name="me.jpg", mime="image/jpeg", data=b"jpeg")


@pytest.fixture
async def rig(tmp_path):
    async with opened(tmp_path, ManualClock()) as made:
        yield made


class Echo:
    """A handler that answers what was said, after raising each of ``trouble``."""

    def __init__(self, *trouble):
        self.trouble = list(trouble)
        self.heard = []

    async def __call__(self, tx, event):
        self.heard.append(event)
        account = await accounts.find_or_create(tx, event.who.platform, event.who.user)
        await accounts.set_locale(tx, account.id, "de")
        if self.trouble:
            raise self.trouble.pop(0)
        return [Text(text=f"you said {event.text}")]


async def say(rig, text, update="1", user="ann"):
    await rig.inbox.accept("fake", update, {"text": text, "user": user}, chat=user)


async def handle(rig, handler):
    await rig.inbox.drain(rig.fronts, handler)


async def answers(rig):
    async with rig.db.reading() as rx:
        rows = await rx.all("SELECT json_extract(view, '$.text') AS text FROM outbox ORDER BY id")
    return [row["text"] for row in rows]


async def open_updates(rig):
    async with rig.db.reading() as rx:
        return await rx.value("SELECT count(*) FROM inbox WHERE handled IS NULL")


async def test_an_update_is_answered_once_however_often_it_comes(rig):
    """Platforms repeat updates they are not sure about."""
    await say(rig, "hi")
    await handle(rig, Echo())
    await say(rig, "hi")
    await handle(rig, Echo())
    assert await answers(rig) == ["you said hi"]


async def test_an_update_waits_for_a_bot_that_was_killed(rig, tmp_path):
    """Accepted means committed: the next process finds it."""
    await say(rig, "hi")
    async with opened(tmp_path, rig.clock) as later:
        await handle(later, Echo())
        assert await answers(later) == ["you said hi"]


async def test_a_chat_is_handled_in_order(rig):
    """Also when the first update has to be tried again."""
    for number in range(5):
        await say(rig, str(number), update=str(number))
    handler = Echo(ValueError("first attempt"))
    await handle(rig, handler)
    assert await answers(rig) == []
    rig.clock.advance(60)
    await handle(rig, handler)
    assert await answers(rig) == [f"you said {number}" for number in range(5)]


async def test_chats_do_not_wait_for_each_other(rig):
    """One slow download does not hold up everybody."""
    await say(rig, "slow", update="1", user="ann")
    await say(rig, "quick", update="2", user="bob")
    gate, answered = asyncio.Event(), asyncio.Event()
    events = rig.front.events

    async def slow(payload, intake):
        if payload["text"] == "slow":
            await gate.wait()
        return await events(payload, intake)

    async def handler(tx, event):
        tx.after_commit(answered_soon)
        return [Text(text=event.text)]

    async def answered_soon():
        answered.set()

    rig.front.events = slow
    running = asyncio.create_task(rig.inbox.run(rig.fronts, handler))
    await asyncio.wait_for(answered.wait(), 60)
    assert await answers(rig) == ["quick"]
    gate.set()
    rig.inbox.stop()
    await asyncio.wait_for(running, 60)
    assert await answers(rig) == ["quick", "slow"]


async def test_a_running_inbox_hears_a_new_update_at_once(rig):
    """No polling interval between a question and its answer."""
    answered = asyncio.Event()

    async def handler(tx, event):
        async def done():
            answered.set()

        tx.after_commit(done)
        return []

    running = asyncio.create_task(rig.inbox.run(rig.fronts, handler))
    await asyncio.sleep(0)
    for update in "123":
        answered.clear()
        await say(rig, "hi", update=update)
        await asyncio.wait_for(answered.wait(), 60)
    rig.inbox.stop()
    await asyncio.wait_for(running, 60)
    assert await open_updates(rig) == 0


async def test_a_handler_that_fails_leaves_nothing_and_is_tried_again(rig):
    """The session, the job and the answer of an attempt are one transaction."""
    await say(rig, "hi")
    handler = Echo(ValueError("no"))
    await handle(rig, handler)
    async with rig.db.reading() as rx:
        assert await accounts.count(rx) == 0
    rig.clock.advance(60)
    await handle(rig, handler)
    assert (await answers(rig), len(handler.heard)) == (["you said hi"], 2)


async def test_a_handler_that_keeps_failing_ends_in_an_apology_with_the_id_in_the_log(rig, caplog):
    """Never silence: the person and the operator can talk about the same event."""
    await say(rig, "hi")
    handler = Echo(*[ValueError("no")] * 10)
    pauses = []
    while await open_updates(rig):
        await handle(rig, handler)
        async with rig.db.reading() as rx:
            pauses += [due - rig.clock.now() for _, _, due in await inbox.open_chats(rx)]
        rig.clock.advance(60)
    assert len(handler.heard) == ATTEMPTS
    assert pauses == [1.0, 4.0]
    async with rig.db.reading() as rx:
        message = await outbox.first(rx, "fake", "fake:ann")
        trace = await rx.value("SELECT trace FROM inbox")
    assert (message.view["text"], message.view["trace"]) == ("sorry (en)", trace)
    assert trace in caplog.text


async def test_what_a_person_wrote_is_in_no_log(rig, caplog):
    """A trace says where, not what."""
    await say(rig, "my private words")
    await handle(rig, Echo(ValueError("no")))
    assert "my private words" not in caplog.text


async def test_a_download_that_cannot_be_made_now_is_made_later_without_limit(rig):
    """The network is not the person's fault."""
    await say(rig, "hi")
    rig.front.hurdles = [RetryLaterError(30)] * 10
    for _ in range(10):
        await handle(rig, Echo())
        assert await answers(rig) == []
        rig.clock.advance(31)
    await handle(rig, Echo())
    assert await answers(rig) == ["you said hi"]


async def test_an_update_nobody_can_read_is_closed_and_logged(rig, caplog):
    """It must not block the chat for ever; there is nobody to tell."""
    await say(rig, "broken", update="1")
    await say(rig, "fine", update="2")
    rig.front.hurdles = [KeyError("text")] * ATTEMPTS
    for _ in range(ATTEMPTS):
        await handle(rig, Echo())
        rig.clock.advance(60)
    await handle(rig, Echo())
    assert await answers(rig) == ["you said fine"]
    assert "KeyError" in caplog.text


async def test_a_full_disk_postpones_without_counting(rig):
    """Once there is room everything is answered, nothing was given up."""
    await say(rig, "hi")
    handler = Echo(*[StorageFullError("full")] * (ATTEMPTS + 2))
    for _ in range(ATTEMPTS + 2):
        await handle(rig, handler)
        rig.clock.advance(FULL_DISK_SECONDS)
    await handle(rig, handler)
    assert await answers(rig) == ["you said hi"]


async def test_a_platform_that_is_switched_off_keeps_its_updates(rig):
    """The operator removed a token for a day."""
    await say(rig, "hi")
    await rig.inbox.drain({}, Echo())
    assert await open_updates(rig) == 1


async def test_a_status_message_begins_the_thread_of_its_job(rig):
    """Later the result is edited over it."""

    async def handler(tx, event):
        job = await job_of(tx, await person(tx), platform="fake", address=event.who.address)
        return [Text(text="ok"), Progress(job=job.id, text="waiting"), Text(text="x", thread="t")]

    await say(rig, "draw")
    await handle(rig, handler)
    async with rig.db.reading() as rx:
        [job] = await jobs.of(rx, (await accounts.find(rx, "fake", "ann")).id)
        rows = [tuple(row) for row in await rx.all("SELECT job, thread, account FROM outbox ORDER BY id")]
    assert rows == [(None, None, job.account), (job.id, job.id, job.account), (None, "t", job.account)]


async def test_the_answer_to_forget_reaches_a_person_without_an_account(rig):
    """ "Everything is deleted" is the last thing they read."""

    async def handler(tx, event):
        account = await person(tx)
        await rig.vault.forget(tx, account)
        return [Text(text="deleted")]

    await say(rig, "/forget")
    await handle(rig, handler)
    await rig.deliver()
    assert rig.front.texts == ["deleted"]
    assert await open_updates(rig) == 0


async def test_nothing_of_forget_itself_is_kept_of_somebody_who_is_banned(rig):
    """The ban goes on without a name: neither what they pressed nor what they were answered is held with it."""

    async def handler(tx, event):
        await rig.vault.forget(tx, await person(tx))
        return [Text(text="deleted")]

    async with rig.db.transaction() as tx:
        await accounts.ban(tx, await person(tx))
    await say(rig, "/forget")
    await handle(rig, handler)
    await rig.deliver()
    assert rig.front.texts == ["deleted"]
    async with rig.db.reading() as rx:
        assert (await accounts.find(rx, "fake", "ann")).role == "banned"
        assert await rx.value("SELECT count(*) FROM outbox") == 0
        assert await rx.value("SELECT payload FROM inbox") == "{}"


# Files


async def test_a_kept_file_is_its_senders_alone(rig):
    """The media id opens for them and for nobody else."""
    photo = await rig.inbox.keep(who("ann"), PHOTO)
    assert await rig.inbox.media(who("ann"), photo) == (b"jpeg", "image/jpeg")
    await rig.inbox.keep(who("bob"), PHOTO)
    for other in ("bob", "stranger"):
        with pytest.raises(KeyError):
            await rig.inbox.media(who(other), photo)


async def test_an_upload_nobody_uses_does_not_stay(rig):
    """It was sent before the consent, say."""
    photo = await rig.inbox.keep(who(), PHOTO)
    async with rig.db.reading() as rx:
        row = await media.find(rx, photo)
    assert row.expires == rig.clock.now() + 24 * 3600


async def test_a_file_that_is_too_large_is_handed_on_as_a_problem(rig):
    """The handler has a sentence for it; the bytes are not kept."""
    large = Upload(name="huge.png", mime="image/png", data=bytes(UPLOAD_BYTES + 1))

    async def events(payload, intake):
        await intake.keep(who(), large)

    heard = []

    async def handler(tx, event):
        heard.append(event)
        return [Text(text=event.problem)]

    rig.front.events = events
    await say(rig, "photo")
    await handle(rig, handler)
    [event] = heard
    assert isinstance(event, SentFile)
    assert (event.media, event.problem, event.declared_bytes) == (None, "too-large", UPLOAD_BYTES + 1)
    assert await answers(rig) == ["too-large"]


async def test_a_file_of_exactly_the_limit_is_kept(rig):
    """The limit is what it says."""
    photo = await rig.inbox.keep(who(), Upload(name="a", mime="image/png", data=bytes(UPLOAD_BYTES)))
    assert len((await rig.inbox.media(who(), photo))[0]) == UPLOAD_BYTES


async def test_a_chat_that_cannot_even_be_postponed_is_left_alone(rig, monkeypatch, caplog):
    """A full disk takes no note of that either: tried at once, and again, it would fill the log by the hundred."""
    tried = []

    async def full(*update, **more):
        tried.append(update)
        raise StorageFullError("full")

    monkeypatch.setattr(inbox, "postpone", full)
    await rig.inbox.accept("fake", "1", {"text": "hello"}, chat="ann")
    running = asyncio.create_task(rig.inbox.run(rig.fronts, Echo(*[StorageFullError("full")] * 10_000)))
    for _ in range(50):  # as many visits to the database as a loop that does not wait would use
        async with rig.db.reading() as rx:
            assert await rx.value("SELECT count(*) FROM inbox WHERE handled IS NULL") == 1
    rig.inbox.stop()
    await running
    assert len(tried) == 1


async def test_a_full_disk_is_a_problem_the_person_hears_of(rig, tmp_path):
    """And no row is left that names a file which is not there."""

    def full(path, data):
        raise OSError(errno.ENOSPC, "no space left")

    full_inbox = Inbox(rig.db, Vault(tmp_path, b"k" * 32, full), sorry)
    with pytest.raises(NotKeptError) as refused:
        await full_inbox.keep(who(), PHOTO)
    assert refused.value.problem == "disk-full"
    async with rig.db.reading() as rx:
        assert await rx.value("SELECT count(*) FROM media") == 0


async def test_the_update_and_the_answer_that_end_an_account_name_nobody_afterwards(rig, tmp_path):
    """The confirming press holds a name and ids, its answer a chat; both belong to no account by then."""

    async def forgets(tx, event):
        account = await accounts.find_or_create(tx, event.who.platform, event.who.user)
        await rig.vault.forget(tx, account.id)
        return [Text(text="erased")]

    await say(rig, "yes, erase everything", user="ann-of-the-lake")
    await handle(rig, forgets)
    await rig.deliver()
    assert rig.front.texts == ["erased"]
    left = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"ann-of-the-lake" not in left
    assert not await rig_accepts_again(rig)


async def rig_accepts_again(rig):
    """Say whether the same update is taken for a new one."""
    async with rig.db.transaction() as tx:
        return await inbox.add(tx, "fake", "1", {"text": "again"}, "ann")


async def test_an_update_nobody_could_handle_goes_with_its_sender(rig, tmp_path):
    """It has a name in it like any other, and is kept for as long."""
    await say(rig, "words nobody understood")
    handler = Echo(*[KeyError("bug")] * ATTEMPTS)
    async with rig.db.transaction() as tx:
        ann = await person(tx)
    for _ in range(ATTEMPTS):
        await handle(rig, handler)
        rig.clock.advance(100)
    async with rig.db.transaction() as tx:
        await rig.vault.forget(tx, ann)
    left = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"words nobody understood" not in left


async def test_a_file_of_somebody_who_was_not_let_in_is_neither_fetched_nor_kept(rig):
    """A private bot has no stranger's face; whoever is on its list is welcome."""

    async def welcome(_rx, known):
        return known.user == "bob"

    private = Inbox(rig.db, rig.vault, sorry, welcome=welcome)
    assert await private.refuses(who(), 10) == "not-welcome"
    assert await private.refuses(who("bob"), 10) == ""
    with pytest.raises(NotKeptError) as refused:
        await private.keep(who(), PHOTO)
    assert refused.value.problem == "not-welcome"
    async with rig.db.reading() as rx:
        assert await rx.value("SELECT count(*) FROM media") == 0


async def test_a_banned_persons_file_is_neither_wanted_nor_kept(rig):
    """Nothing of it would ever be used."""
    async with rig.db.transaction() as tx:
        await accounts.ban(tx, await person(tx))
    assert await rig.inbox.refuses(who(), 10) == "banned"
    with pytest.raises(NotKeptError) as refused:
        await rig.inbox.keep(who(), PHOTO)
    assert refused.value.problem == "banned"
    assert not (rig.folder / "media").exists()


async def test_one_person_cannot_fill_the_disk(rig):
    """Counted in files and bytes, looked at before anything is fetched; others are not concerned, and it passes."""
    rig.inbox._budget = Budget(rig.clock.now, files=3, most=10_000)
    for _ in range(2):
        await rig.inbox.keep(who(), PHOTO)
    assert await rig.inbox.refuses(who(), 10_000) == "too-many"
    await rig.inbox.keep(who(), PHOTO)
    with pytest.raises(NotKeptError) as refused:
        await rig.inbox.keep(who(), PHOTO)
    assert refused.value.problem == "too-many"
    assert await rig.inbox.refuses(who("bob"), 10) == ""
    rig.clock.advance(WINDOW_SECONDS)
    assert await rig.inbox.refuses(who(), 10) == ""
    assert FILES >= 40  # twenty photos of each of two people fit into a training
