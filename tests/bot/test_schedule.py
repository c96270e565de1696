"""What happens by the clock, without waiting for it."""

from __future__ import annotations

import logging
import os
from datetime import timedelta
from pathlib import Path

import pytest

from bot import schedule
from bot.core.jobstore import SqliteJobStore
from bot.schedule import Tick, back_up_when_due, running, watch_disk
from engine.lab.bench.queue import Silent
from engine.requests import Lane
from handlers.context import Deps
from storage import accounts, contacts, jobs
from storage.database import Database
from storage.errors import StorageFullError
from storage.retention import DAY, Retention
from storage.vault import Vault
from tests.handlers.stage import FakeStyles
from tests.storage.helpers import ManualClock


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
async def db(tmp_path: Path, clock: ManualClock):
    async with Database.open(tmp_path / "portrait.sqlite", clock=clock) as made:
        yield made


async def _back_up(db: Database, clock: ManualClock, keep: int = 2) -> bool:
    """Do the tick and give the new copy the test's time."""
    done = await back_up_when_due(db, keep)
    for copy in (db.path.parent / "copies").glob(f"*-{int(clock.now())}.sqlite"):
        os.utime(copy, (clock.now(), clock.now()))
    return done


async def test_a_copy_is_made_once_a_day_however_often_the_clock_ticks(db: Database, clock: ManualClock):
    """A bot restarted every hour must not fill the disk, one that is off at night must not go without."""
    assert await _back_up(db, clock) is True
    clock.advance(DAY - 60)
    assert await _back_up(db, clock) is False
    clock.advance(120)
    assert await _back_up(db, clock) is True


async def test_old_copies_go(db: Database, clock: ManualClock):
    """As many as the operator wants to keep."""
    for _ in range(4):
        await _back_up(db, clock)
        clock.advance(DAY + 1)
    assert len(list((db.path.parent / "copies").glob("*.sqlite"))) == 2


async def test_no_copies_when_none_are_wanted(db: Database):
    """BACKUPS=0 means none."""
    assert await back_up_when_due(db, 0) is False
    assert not (db.path.parent / "copies").exists()


async def test_the_ticks_do_what_they_are_called(db: Database, clock: ManualClock, tmp_path: Path):
    """Expired media goes, a copy is made, and whoever waits for a lease is woken."""
    vault = Vault.open(tmp_path)
    store = SqliteJobStore(db, vault, tmp_path / "scratch", Silent())
    by_name = {tick.name: tick for tick in schedule.ticks(db, vault, store, Retention(), backups=1)}
    async with db.transaction() as tx:
        account = (await accounts.find_or_create(tx, "fake", "ann")).id
        await vault.put(tx, account, b"x", purpose="preview", expires=clock.now() + 1)
    clock.advance(2)
    for tick in by_name.values():
        await tick.run()
    async with db.reading() as rx:
        assert await rx.value("SELECT count(*) FROM media") == 0
    assert len(list((tmp_path / "copies").glob("*.sqlite"))) == 1
    assert all(db.signals.event(jobs.lane_topic(lane)).is_set() for lane in Lane)


async def test_every_tick_is_planned_and_catches_up_after_a_sleep():
    """A laptop that slept for a day runs each tick once, not twenty-four times."""

    async def nothing() -> None:
        pass

    async with running([Tick(name="one", every=timedelta(hours=1), run=nothing)]) as scheduler:
        (job,) = scheduler.get_jobs()
    assert (job.id, job.coalesce, job.max_instances, job.misfire_grace_time) == ("one", True, 1, None)


@pytest.mark.parametrize("error", [StorageFullError("full"), ValueError("a bug")])
async def test_a_tick_that_fails_is_told_and_comes_again(error: Exception, caplog: pytest.LogCaptureFixture):
    """One bad hour of retention must not end retention."""

    async def fail() -> None:
        raise error

    with caplog.at_level(logging.ERROR):
        await schedule._safely(Tick(name="retention", every=timedelta(hours=1), run=fail))
    assert "retention did not run" in caplog.text


async def test_admins_hear_of_a_disk_that_gets_full(tmp_path):
    """Before nothing can be accepted any more; with room enough nobody is told anything."""
    deps = Deps(styles=FakeStyles(), seed=lambda: 1, admins=frozenset({"fake:root"}))
    async with Database.open(tmp_path / "portrait.sqlite") as db:
        async with db.transaction() as tx:
            await accounts.find_or_create(tx, "fake", "root")
            await contacts.met(tx, "fake", "root", {"chat": "1"}, "en")
        assert not await watch_disk(db, deps, low=0)
        assert await watch_disk(db, deps, low=2**62)
        async with db.reading() as rx:
            assert await rx.value("SELECT count(*) FROM outbox WHERE key LIKE 'alert:alert-disk-low:%'") == 1
