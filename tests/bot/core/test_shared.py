"""Two processes on one server: each row is sent and each update answered once, whoever is at it."""

from __future__ import annotations

import asyncio
import os
import time
from collections import defaultdict
from contextlib import AsyncExitStack, asynccontextmanager

import pytest

from bot import shares
from bot.core.intake import Inbox
from handlers.views import Text, to_json
from storage import accounts, inbox, outbox
from storage.retention import sweep_at_start
from storage.vault import BETWEEN_SECONDS, Vault
from tests.bot.helpers import Rig, sorry
from tests.storage.helpers import ManualClock, person


@pytest.fixture
async def twins(server_url, tmp_path):
    from storage.postgres.database import PostgresDatabase

    clock = ManualClock()
    async with AsyncExitStack() as stack:
        made = []
        for _ in range(2):
            db = await stack.enter_async_context(PostgresDatabase.connect(server_url, tmp_path, clock=clock))
            made.append(Rig(db=db, vault=Vault.open(tmp_path), clock=clock, folder=tmp_path))
        yield made


@asynccontextmanager
async def everybodys(name):
    """In the place of `Database.hold`: everybody has everything."""
    yield True


def meeting(deliver, both):
    """Return what shows a row once another process has it in its hands too."""

    async def met(address, view, key, previous, files):
        await both[key].wait()
        return await deliver(address, view, key, previous, files)

    return met


@pytest.mark.parametrize("held", [True, False])
async def test_a_row_is_sent_by_one_of_them(twins, monkeypatch, held):
    """Both look at the same outbox at the same moment. The control: where nobody holds a chat rows are sent twice."""
    one, two = twins
    both = defaultdict(lambda: asyncio.Barrier(2))  # by key: where nobody holds anything, they have each row at once
    for rig in twins if not held else ():
        monkeypatch.setattr(rig.db, "hold", everybodys)
        monkeypatch.setattr(rig.front, "deliver", meeting(rig.front.deliver, both))
    async with one.db.transaction() as tx:
        ann = await person(tx)
        for number in range(12):
            address = {"chat": str(number % 3)}
            view = to_json(Text(text=str(number)))
            await outbox.put(tx, key=str(number), platform="fake", address=address, view=view, account=ann)
    await asyncio.gather(one.deliver(), two.deliver())
    await asyncio.gather(one.deliver(), two.deliver())  # a place one of them had is looked at again
    shown = [*one.front.seen, *two.front.seen]
    assert len(set(shown)) == 12
    assert len(shown) == (12 if held else 24)
    async with one.db.reading() as rx:
        assert await outbox.unsent(rx) == 0


async def test_an_update_is_answered_once_even_where_nobody_holds_its_chat(twins, monkeypatch):
    """A connection that broke lets go of what it held: then the end of the transaction decides."""
    one, both = twins[0], asyncio.Barrier(2)
    for rig in twins:
        monkeypatch.setattr(rig.db, "hold", everybodys)
    async with one.db.transaction() as tx:
        await inbox.add(tx, "fake", "1", {"text": "hello"}, "1")

    async def handle(tx, event):
        await person(tx)
        return [Text(text="hello")]

    events = one.front.events

    async def slowly(payload, intake):
        await both.wait()  # both have the update in their hands
        return await events(payload, intake)

    for rig in twins:
        monkeypatch.setattr(rig.front, "events", slowly)
    await asyncio.gather(*(rig.inbox.drain(rig.fronts, handle) for rig in twins))
    async with one.db.reading() as rx:
        assert await outbox.unsent(rx) == 1
        assert await accounts.count(rx) == 1


async def test_two_first_uses_of_a_key_make_one(twins):
    """With two, what was sealed with the first would never open again."""
    one, two = twins
    async with one.db.transaction() as tx:
        ann = await person(tx)

    async def key(rig, part):
        async with rig.db.transaction(part) as tx:
            return await rig.vault.key(tx, ann)

    first, second = await asyncio.gather(key(one, "a"), key(two, "b"))
    assert first.secret == second.secret


async def test_a_start_leaves_the_file_another_process_has_just_sealed(twins, tmp_path):
    """Its row comes a moment later."""
    one, _ = twins
    young, old = (tmp_path / "media" / "xx" / name for name in ("youngxx", "oldxx"))
    young.parent.mkdir(parents=True)
    for path in (young, old):
        path.write_bytes(b"sealed")
    long_ago = time.time() - BETWEEN_SECONDS - 60
    os.utime(old, (long_ago, long_ago))
    assert await one.vault.sweep(one.db) == 1
    assert young.exists()
    assert not old.exists()


async def test_a_process_of_another_machine_is_seen_in_the_database(twins):
    """Its folder is another: who took itself for the only one would sweep what that one has just sealed."""
    one, two = twins
    async with shares.alive(one.db) as first, shares.alive(two.db) as second:
        assert (first, second) == (True, False)
        async with shares.alive(two.db) as third:
            assert not third
    async with shares.alive(two.db) as again:
        assert again


async def test_processes_of_all_machines_start_one_after_the_other(twins):
    """The second sweeps when the first is seen."""
    one, two = twins
    order = []

    async def start():
        async with shares.starting(two.db):
            order.append("second")

    async with shares.starting(one.db):
        waiting = asyncio.create_task(start())
        await asyncio.wait([waiting], timeout=0.3)
        order.append("first")
    await waiting
    assert order == ["first", "second"]


@pytest.mark.parametrize(("alone", "left"), [(False, {"young"}), (True, set())])
async def test_the_files_of_another_machines_process_are_left_at_a_start(twins, tmp_path, alone, left):
    """Both have one store: what was put there a moment ago gets its row in a moment."""
    vault = twins[0].vault
    await vault.files.write("young", b"sealed")
    await sweep_at_start(twins[0].db, vault, tmp_path / "scratch" / "1", sole=True, alone=alone)
    assert {entry.name async for entry in vault.files.entries()} == left


async def test_an_admin_is_answered_alone_also_one_the_settings_name(twins, monkeypatch):
    """What an admin does is about others: beside their own updates it would decide upon what is no longer so."""
    rig = twins[0]
    parts = []
    transaction = rig.db.transaction

    def seen(within=""):
        parts.append(within)
        return transaction(within)

    monkeypatch.setattr(rig.db, "transaction", seen)
    rig.inbox = Inbox(rig.db, rig.vault, sorry, is_admin=lambda who, role: who.user == "boss")

    async def handle(tx, event):
        await person(tx, event.who.user)
        return []

    for user in ("boss", "ann", "boss", "ann"):
        async with transaction() as tx:
            await inbox.add(tx, "fake", tx.new_id(), {"user": user, "text": "hello"}, user)
        parts.clear()
        await rig.inbox.drain(rig.fronts, handle)
        assert len(parts) == 1
        assert bool(parts[0]) == (user == "ann")
