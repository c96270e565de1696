"""What happens by the clock: retention, copies of the database, leases. The truth stays in tables and files.

Every tick looks at what is due and does that, so a tick missed while the machine slept, or one too many, changes
nothing.
"""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.core.jobstore import SqliteJobStore
from engine.requests import Lane
from handlers import alerts, bills
from handlers.context import Deps
from storage import copies, retention
from storage.database import Database
from storage.errors import StorageFullError, StoreUnreachableError
from storage.retention import DAY, Retention
from storage.sealed import SealedFiles
from storage.vault import Vault

log = logging.getLogger(__name__)
STORE = "store of files"
OWN = ("leases", STORE)  # ticks of each process for itself
STORE_TICK = timedelta(seconds=5)  # between two looks at whether a store of files is to be asked again
AWAY_SECONDS = 60.0  # it does not answer, before the admins hear of it
LOW_BYTES = 2 * 10**9  # left on the disk of the data folder: a training and its pictures still fit


@dataclass(frozen=True, kw_only=True)
class Tick:
    """Something to do again and again."""

    name: str
    every: timedelta
    run: Callable[[], Awaitable[object]]


def ticks(
    db: Database,
    vault: Vault,
    store: SqliteJobStore,
    rules: Retention,
    backups: int,
    deps: Deps | None = None,
    *,
    scratch: Path | None = None,
) -> list[Tick]:
    """Return what a running bot does by the clock.

    ``deps`` says who is told when the disk gets full, ``scratch`` is where this process keeps what is in the clear.
    """

    async def tidy() -> None:
        await retention.tidy(db, vault, rules)

    async def back_up() -> None:
        await back_up_when_due(db, backups)

    async def disk() -> None:
        await watch_disk(db, deps)

    async def refunds() -> None:
        if deps is not None:
            async with db.transaction() as tx:
                await bills.settle(tx, deps)

    async def leases() -> None:
        for lane in Lane:
            store.notify(lane)  # whoever waits for a job looks for leases that ran out as well
        if db.shared and scratch is not None:
            await retention.drop_trainings(db, scratch)

    async def files() -> None:
        await watch_store(db, vault.files, deps)

    plan = [
        Tick(name="retention", every=timedelta(hours=1), run=tidy),
        Tick(name="backup", every=timedelta(hours=1), run=back_up),
        *([Tick(name="disk", every=timedelta(minutes=10), run=disk)] if deps is not None else []),
        *([Tick(name="refunds", every=timedelta(minutes=10), run=refunds)] if deps is not None else []),
        Tick(name="leases", every=timedelta(minutes=1), run=leases),
        *([Tick(name=STORE, every=STORE_TICK, run=files)] if vault.files.remote else []),
    ]
    return [each if each.name in OWN else replace(each, run=_by_one(db, each)) for each in plan]


def _by_one(db: Database, tick: Tick) -> Callable[[], Awaitable[object]]:
    """Return a tick that runs in one process at a time; one that finds it running leaves it alone."""

    async def run() -> None:
        async with db.hold(f"tick:{tick.name}") as mine:
            if mine:
                await tick.run()

    return run


async def watch_store(db: Database, files: SealedFiles, deps: Deps | None, after: float = AWAY_SECONDS) -> bool:
    """Ask a store of files again that did not answer; tell the admins of one that does not for ``after`` seconds.

    Returns whether they were told, now or before.
    """
    await files.probe()
    if deps is None or not files.away or files.away < after:
        return False
    async with db.transaction() as tx:
        await alerts.store_away(tx, deps)
    return True


async def watch_disk(db: Database, deps: Deps | None, low: int = LOW_BYTES) -> bool:
    """Tell the admins when less than ``low`` bytes are left for the data; returns whether they were."""
    free = (await asyncio.to_thread(shutil.disk_usage, db.path.parent)).free
    if deps is None or free >= low:
        return False
    async with db.transaction() as tx:
        await alerts.disk_low(tx, deps, free)
    return True


async def back_up_when_due(db: Database, keep: int) -> bool:
    """Copy the database when the newest copy is a day old; ``keep`` 0 makes none, as does a server.

    Returns whether it was copied.
    """
    if not keep or db.shared or db.clock.now() - await asyncio.to_thread(_newest_copy, db) < DAY:
        return False
    await copies.make(db, keep)
    return True


def _newest_copy(db: Database) -> float:
    return max((copy.stat().st_mtime for copy in (db.path.parent / "copies").glob("*.sqlite")), default=0.0)


@asynccontextmanager
async def running(plan: list[Tick]) -> AsyncIterator[AsyncIOScheduler]:
    """Tick while the block runs. A tick that fails is logged and comes again."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    for tick in plan:
        # After a sleep of the machine one run makes up for all that were missed.
        scheduler.add_job(
            _safely, "interval", [tick], seconds=tick.every.total_seconds(), id=tick.name, coalesce=True,
            max_instances=1, misfire_grace_time=None,
        )  # fmt: skip
    scheduler.start()
    try:
        yield scheduler
    finally:
        scheduler.shutdown(wait=False)


async def _safely(tick: Tick) -> None:
    try:
        await tick.run()
    except StorageFullError:
        log.error("the disk is full: %s did not run", tick.name)
    except StoreUnreachableError as error:
        log.error("the store of sealed files does not answer (%s): %s goes on within the hour", error, tick.name)
    except Exception:
        log.exception("%s did not run", tick.name)
