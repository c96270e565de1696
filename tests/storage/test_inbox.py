"""Updates are kept once and in order."""

from __future__ import annotations

import pytest

from storage import inbox
from tests.storage.helpers import person


async def test_the_same_update_twice_is_one_update(db):
    """Platforms repeat what they are not sure we heard."""
    async with db.transaction() as tx:
        assert await inbox.add(tx, "fake", "1", {"text": "hi"}, "c")
        assert not await inbox.add(tx, "fake", "1", {"text": "changed"}, "c")
        assert await inbox.add(tx, "other", "1", {"text": "hi"}, "c")
        assert (await inbox.oldest(tx, "fake", "c")).payload == {"text": "hi"}


async def test_a_chat_is_read_oldest_first_and_apart_from_others(db):
    """ "Done" after the photo, not before it."""
    async with db.transaction() as tx:
        for update, chat in (("1", "a"), ("2", "b"), ("3", "a")):
            await inbox.add(tx, "fake", update, {"n": update}, chat)
        assert [chat for _, chat, _ in await inbox.open_chats(tx)] == ["a", "b"]
        first = await inbox.oldest(tx, "fake", "a")
        assert await inbox.handled(tx, first.id)
        assert not await inbox.handled(tx, first.id)
        assert (await inbox.oldest(tx, "fake", "a")).update_id == "3"


async def test_a_postponed_update_holds_back_its_chat(db, clock):
    """What came after it may depend on it."""
    async with db.transaction() as tx:
        await inbox.add(tx, "fake", "1", {}, "a")
        await inbox.add(tx, "fake", "2", {}, "a")
        first = await inbox.oldest(tx, "fake", "a")
        await inbox.postpone(tx, first.id, clock.now() + 5, counted=True)
        assert await inbox.open_chats(tx) == [("fake", "a", clock.now() + 5)]
        assert (await inbox.oldest(tx, "fake", "a")).attempts == 1


async def test_a_persons_updates_are_found_again(db):
    """A reloaded page shows what was said."""
    async with db.transaction() as tx:
        ann = await person(tx)
        for update in "123":
            await inbox.add(tx, "fake", update, {"n": update})
            await inbox.handled(tx, (await inbox.oldest(tx, "fake", "")).id, ann, kept=True)
        found = await inbox.recent(tx, ann, 2)
        assert [(update.update_id, update.payload) for update in found] == [("2", {"n": "2"}), ("3", {"n": "3"})]


@pytest.mark.parametrize("trace", [None, "t1"])
async def test_what_was_handled_is_emptied(db, trace):
    """Words, codes, names and addresses of files are in it; nobody needs them once it is answered, or given up."""
    async with db.transaction() as tx:
        ann = await person(tx)
        await inbox.add(tx, "fake", "1", {"text": "/link ABCDE-FGHJK"})
        await inbox.handled(tx, (await inbox.oldest(tx, "fake", "")).id, ann, trace)
        assert [update.payload for update in await inbox.recent(tx, ann)] == [{}]
        assert not await inbox.add(tx, "fake", "1", {"text": "/link ABCDE-FGHJK"}), "it is still known to have come"


async def test_a_clock_set_back_keeps_no_update_waiting(db, clock):
    """Somebody is waiting for an answer."""
    async with db.transaction() as tx:
        await inbox.add(tx, "fake", "1", {}, "ann")
    clock.advance(-2 * 3600)
    async with db.reading() as rx:
        [(_, _, due)] = await inbox.open_chats(rx)
        assert due <= clock.now()
        assert (await inbox.oldest(rx, "fake", "ann")).due <= clock.now()


async def test_an_update_put_off_before_the_clock_was_set_back_need_not_wait_for_it(db, clock):
    """It came before the clock went ahead, and was tried while it was."""
    async with db.transaction() as tx:
        await inbox.add(tx, "fake", "1", {}, "ann")
    clock.advance(2 * 3600)
    async with db.transaction() as tx:
        await inbox.postpone(tx, 1, tx.now() + 30, counted=True)
        assert (await inbox.oldest(tx, "fake", "ann")).due == clock.now() + 30, "the control"
    clock.advance(-2 * 3600)
    async with db.reading() as rx:
        [(_, _, due)] = await inbox.open_chats(rx)
        assert due <= clock.now()
        assert (await inbox.oldest(rx, "fake", "ann")).due <= clock.now()
