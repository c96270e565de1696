"""What comes in together is committed together, and nobody takes everybody's time."""

from __future__ import annotations

import asyncio

import pytest

from bot.core.batches import Batches
from bot.core.budget import UPDATES, UPDATES_SECONDS, URGENT
from bot.core.intake import Inbox
from handlers.views import Text
from storage.errors import StorageFullError
from tests.bot.helpers import opened, sorry
from tests.storage.helpers import ManualClock


@pytest.fixture
async def rig(tmp_path):
    async with opened(tmp_path, ManualClock()) as made:
        yield made


async def _heard(rig) -> list[str]:
    async with rig.db.reading() as rx:
        return [row["update_id"] for row in await rx.all("SELECT update_id FROM inbox ORDER BY id")]


async def test_a_hundred_updates_are_two_commits(rig):
    """Each commit waits for the disk: a hundred of them kept everybody behind them waiting."""
    commits = []
    await rig.db.trace(lambda statement: commits.append(statement) if statement == "COMMIT" else None)
    await asyncio.gather(*(rig.inbox.accept("fake", str(n), {"text": "x"}, chat=f"c{n}") for n in range(100)))
    await rig.db.trace(None)
    assert await _heard(rig) == [str(n) for n in range(100)]
    assert len(commits) <= 2


async def test_a_bad_update_does_not_take_the_others_with_it():
    """They were committed alone before, and a batch must not be worse."""
    written = []

    async def write(items):
        if "bad" in items:
            raise ValueError("bad")
        written.extend(items)

    batches = Batches(write)
    results = await asyncio.gather(*(batches.add(item) for item in ("a", "bad", "b")), return_exceptions=True)
    assert written == ["a", "b"]
    assert [type(each) for each in results] == [type(None), ValueError, type(None)]


async def test_a_full_disk_refuses_the_whole_batch_once():
    """Trying a hundred times alone would not make room."""
    calls = []

    async def write(items):
        calls.append(len(items))
        raise StorageFullError("full")

    batches = Batches(write)
    results = await asyncio.gather(*(batches.add(n) for n in range(5)), return_exceptions=True)
    assert all(isinstance(each, StorageFullError) for each in results)
    assert len(calls) <= 2


async def test_a_flood_of_one_person_is_not_kept(rig, caplog):
    """A thousand commands of one delayed everybody's by minutes; others' are kept meanwhile, and theirs again later."""
    for number in range(1000):
        await rig.inbox.accept("fake", f"loud{number}", {"text": "x"}, chat="group", sender="ann")
    await rig.inbox.accept("fake", "quiet", {"text": "x"}, chat="group", sender="bob")
    heard = await _heard(rig)
    assert heard.count("quiet") == 1
    assert len(heard) == UPDATES + 1
    assert len([line for line in caplog.messages if "more than" in line]) == 1
    assert "ann" not in caplog.text
    rig.clock.advance(UPDATES_SECONDS + 1)
    await rig.inbox.accept("fake", "later", {"text": "x"}, chat="group", sender="ann")
    assert (await _heard(rig))[-1] == "later"


async def test_who_sends_too_much_is_told_once(rig):
    """Photos beyond the bound went without a word. One answer a minute, to nobody else; nothing is fetched for it."""
    quick = Inbox(rig.db, rig.vault, sorry, slower=lambda locale, seconds: Text(text=f"slower ({seconds:.0f} s)"))
    handled = []

    async def handler(tx, event):
        handled.append(event)
        return []

    for minute in range(2):
        for number in range(UPDATES + 30):
            await quick.accept("fake", f"{minute}-{number}", {"text": "x"}, chat="ann")
        await quick.accept("fake", f"{minute}-bob", {"text": "x", "user": "bob"}, chat="bob")
        await quick.drain(rig.fronts, handler)
        await rig.deliver()
        assert rig.front.texts.count("slower (60 s)") == minute + 1
        rig.clock.advance(UPDATES_SECONDS + 1)
    assert len(rig.front.texts) == 2
    assert len(handled) == 2 * (UPDATES + 1)


async def test_a_person_in_many_chats_does_not_keep_another_waiting(rig):
    """Slow downloads of one person in twenty groups filled every place there is."""
    for number in range(20):
        await rig.inbox.accept("fake", f"a{number}", {"text": "slow"}, chat=f"group{number}", sender="ann")
    await rig.inbox.accept("fake", "b", {"text": "quick", "user": "bob"}, chat="bob")
    gate, answered, events = asyncio.Event(), asyncio.Event(), rig.front.events

    async def slow(payload, intake):
        if payload["text"] == "slow":
            await gate.wait()
        return await events(payload, intake)

    async def handler(tx, event):
        if event.text == "quick":
            answered.set()
        return [Text(text=event.text)]

    rig.front.events = slow
    running = asyncio.create_task(rig.inbox.run(rig.fronts, handler))
    try:
        await asyncio.wait_for(answered.wait(), 60)
    finally:
        gate.set()
        rig.inbox.stop()
        await asyncio.wait_for(running, 60)


async def test_who_wants_to_be_forgotten_is_heard_in_a_flood(rig):
    """A request to erase must not be lost unread, in a command or a button; it is no way around the bound either."""
    for number in range(UPDATES + 5):
        await rig.inbox.accept("fake", f"loud{number}", {"text": "x"}, chat="ann")
    for number in range(URGENT + 5):
        await rig.inbox.accept("fake", f"forget{number}", {"data": "v1:forget"}, chat="ann")
    heard = await _heard(rig)
    assert len(heard) == UPDATES + URGENT
    assert heard[-URGENT:] == [f"forget{number}" for number in range(URGENT)]


async def test_an_update_that_comes_again_after_a_full_disk_is_no_flood(rig, monkeypatch):
    """Each try was counted: the second of a hundred updates was over the bound, taken for kept, and lost."""

    async def full(batch):
        raise StorageFullError("full")

    with monkeypatch.context() as broken:
        broken.setattr(rig.inbox._batches, "_write", full)
        for _ in range(2):
            sent = [rig.inbox.accept("fake", str(n), {"text": "x"}, chat="ann") for n in range(100)]
            assert all(
                isinstance(each, StorageFullError) for each in await asyncio.gather(*sent, return_exceptions=True)
            )
    await asyncio.gather(*(rig.inbox.accept("fake", str(n), {"text": "x"}, chat="ann") for n in range(100)))
    assert len(await _heard(rig)) == 100


async def test_a_payment_is_heard_in_a_flood(rig):
    """Whoever was charged would have nothing for it; who only writes of it is not heard."""
    for number in range(UPDATES + 5):
        await rig.inbox.accept("fake", f"loud{number}", {"text": "x"}, chat="ann")
    await rig.inbox.accept("fake", "says", {"text": '"successful_payment": {}'}, chat="ann")
    await rig.inbox.accept("fake", "pays", {"message": {"successful_payment": {}}}, chat="ann")
    heard = await _heard(rig)
    assert "pays" in heard
    assert "says" not in heard
