"""Whoever is erased by one process leaves the memory of all, on a file and on a server."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack, suppress

import pytest

from bot.core.erased import heeded
from storage.database import Database
from storage.vault import Vault
from tests.storage.helpers import person

SOON = 60.0


@pytest.fixture(params=["sqlite", "postgres"])
def address(request):
    """Where a server's database is, None for a file."""
    return None if request.param == "sqlite" else request.getfixturevalue("server_url")


@pytest.fixture
async def pair(address, tmp_path):
    """The database of the process that is asked, and that of another; of a file both are the only one."""
    async with AsyncExitStack() as stack:
        if address is None:
            db = await stack.enter_async_context(Database.open(tmp_path / "portrait.sqlite"))
            yield db, db
            return
        from storage.postgres.database import PostgresDatabase

        yield [await stack.enter_async_context(PostgresDatabase.connect(address, tmp_path)) for _ in range(2)]


class Workers:
    """Counts how often they let go; the first ``broken`` times they cannot."""

    def __init__(self, broken: int = 0) -> None:
        self.broken = broken
        self.forgot: asyncio.Queue[None] = asyncio.Queue()

    async def forget(self) -> None:
        self.forgot.put_nowait(None)
        if self.broken:
            self.broken -= 1
            raise OSError("a worker is gone")

    async def let_go(self) -> None:
        await asyncio.wait_for(self.forgot.get(), SOON)


async def erase(db: Database, folder, user: str, *, taken_back: bool = False) -> None:
    async with db.transaction() as tx:
        await Vault.open(folder).forget(tx, await person(tx, user))
        if taken_back:
            raise ZeroDivisionError


@pytest.fixture
async def workers(pair):
    """Those of the other process, told by its loop."""
    made = Workers()
    loop = asyncio.create_task(heeded(pair[1], made.forget))
    await asyncio.sleep(0)
    yield made
    loop.cancel()
    with suppress(asyncio.CancelledError):
        await loop


async def test_another_process_lets_go_of_somebody_who_is_erased(pair, workers, tmp_path):
    """Its warm worker would keep the face until the next person's job, which may come in a month."""
    await erase(pair[0], tmp_path, "ann")
    await workers.let_go()
    await erase(pair[0], tmp_path, "bob")
    await workers.let_go()


async def test_nothing_else_costs_the_workers_their_memory(pair, workers, tmp_path):
    """The control: a file that is deleted, and an erasure that is taken back, are no erasures."""
    one, other = pair
    heard = other.signals.event("last", "test")
    with pytest.raises(ZeroDivisionError):
        await erase(one, tmp_path, "ann", taken_back=True)
    async with one.transaction() as tx:
        tx.signal("trash")
    async with one.transaction() as tx:
        tx.signal("last")
    await asyncio.wait_for(heard.wait(), SOON)  # what was told before that was heard before
    await asyncio.sleep(0)
    assert workers.forgot.empty()


async def test_a_worker_that_cannot_does_not_end_it(pair, tmp_path, caplog):
    """The next who is erased must be let go of all the same."""
    workers = Workers(broken=1)
    loop = asyncio.create_task(heeded(pair[1], workers.forget))
    await asyncio.sleep(0)
    for user in ("ann", "bob"):
        await erase(pair[0], tmp_path, user)
        await workers.let_go()
    assert "somebody who was erased" in caplog.text
    assert not loop.done()
    loop.cancel()
    with suppress(asyncio.CancelledError):
        await loop
