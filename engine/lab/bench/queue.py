"""How many jobs the durable queue carries: accepted, claimed and completed, each a committed transaction.

SQLite with WAL and synchronous FULL through the bot's own job store; the job is the smallest there is, so the figure
is the queue's and not the disk's for large files. History must not slow it down: it is measured over finished jobs.
"""

from __future__ import annotations

import asyncio
import json
import os
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bot.core.jobstore import SqliteJobStore
from engine.files import Scratch
from engine.lab.bench.row import Row, at_least, at_most, told
from engine.requests import Lane, to_json
from engine.tasks.portrait.request import Portrait, Portraits
from handlers.views import View
from storage import accounts, jobs
from storage.connection import connect
from storage.database import Database, Transaction
from storage.jobs import Job
from storage.vault import Vault

USERS = 20
HISTORY = 100_000  # finished jobs that must not matter
JOBS = 1500
PAGES = 4 * 4096  # bytes
AT_ONCE = 4  # people who ask without pause, and as many workers
JOBS_PER_SECOND = 500.0  # a GPU finishes about one a second
MILLISECONDS = 20.0  # 99 of 100 of each step
SLOWER = 1.5  # times the processor of a job, that history may cost; what else runs here makes a fifth of difference
REQUEST = Portrait(identity=Scratch("identity").path, style="cyberpunk", out=Scratch("out").path)
RESULT = Portraits(pictures=(), style="cyberpunk", base="pocket", style_weight=0.25, face_weight=1.0)


class Silent:
    """Shows nothing: what is measured is the queue."""

    async def rendered(self, tx: Transaction, job: Job, result: dict[str, Any]) -> Sequence[View]:
        """Show no result."""
        return []

    async def failed(self, tx: Transaction, job: Job, error: dict[str, Any]) -> Sequence[View]:
        """Show no failure."""
        return []

    async def progressed(self, tx: Transaction, job: Job, progress: dict[str, Any]) -> Sequence[View]:
        """Show no progress."""
        return []


def rows(folder: Path) -> Iterable[Row]:
    """Push jobs through a fresh database."""
    return asyncio.run(_measure(folder))


async def _measure(folder: Path) -> list[Row]:
    async with Database.open(folder / "portrait.sqlite") as db:
        store = SqliteJobStore(db, Vault.open(folder), folder / "scratch", Silent())
        async with db.transaction() as tx:
            people = [(await accounts.find_or_create(tx, "bench", str(number))).id for number in range(USERS)]
        await _run(db, store, people, JOBS // 10, AT_ONCE)  # warm
        fresh = await _run(db, store, people, JOBS, AT_ONCE)
        alone = await _run(db, store, people, JOBS // 3, 1)
        commits_alone = await _commits_of(db, store, people, 1)
        await _remember(db, people)
        commits_full = await _commits_of(db, store, people, AT_ONCE)
        full = await _run(db, store, people, JOBS, AT_ONCE)
    async with connect(folder / "bare.sqlite") as bare:
        commits = await bare.visit(_commits)
    return [
        at_least("queue", f"whole jobs, {AT_ONCE} at once, after {HISTORY} others", full.rate, "1/s", JOBS_PER_SECOND),
        at_least("queue", f"whole jobs, {AT_ONCE} at once, after none", fresh.rate, "1/s", JOBS_PER_SECOND),
        told("queue", "whole jobs, one at a time", alone.rate, "1/s"),
        *(at_most("queue", f"{name}, 99 of 100", full.slow(name), "ms", MILLISECONDS) for name in full.seconds),
        told("queue", "processor of a whole job", full.processor * 1000, "ms"),
        at_most("queue", "processor of a whole job, of one after none", full.processor / fresh.processor, "", SLOWER),
        told("queue", "commits of a whole job", commits_full, ""),
        told("queue", "commits of a whole job, one at a time", commits_alone, ""),
        told("queue", "commits of one row by SQLite alone", commits, "1/s"),
        told("queue", "fsyncs of some pages by this disk alone", _synced(folder / "bare"), "1/s"),
    ]


@dataclass(frozen=True, kw_only=True)
class _Ran:
    """Whole jobs a second, the seconds of the processor of each, and how long each step took."""

    rate: float
    processor: float
    seconds: dict[str, list[float]] = field(default_factory=lambda: {"accept": [], "claim": [], "complete": []})

    def slow(self, step: str) -> float:
        """Return the milliseconds in which 99 of 100 were done."""
        return sorted(self.seconds[step])[int(len(self.seconds[step]) * 0.99)] * 1000


async def _run(db: Database, store: SqliteJobStore, people: Sequence[str], count: int, at_once: int) -> _Ran:
    """Let ``at_once`` people ask and as many workers carry, all at the same time."""
    ran = _Ran(rate=0, processor=0)
    asked, carried = iter(range(count)), iter(range(count))
    began, used = time.perf_counter(), time.process_time()
    async with asyncio.TaskGroup() as group:
        for _ in range(at_once):
            group.create_task(_ask(db, people, asked, ran.seconds["accept"]))
            group.create_task(_carry(store, carried, ran.seconds))
    seconds, processor = time.perf_counter() - began, time.process_time() - used
    return replace(ran, rate=count / seconds, processor=processor / count)


async def _commits_of(db: Database, store: SqliteJobStore, people: Sequence[str], at_once: int) -> float:
    """Return how many commits a whole job takes, in a run of its own: each statement that is told of costs time."""
    commits: list[None] = []
    count = JOBS // 10
    await db.trace(lambda statement: commits.append(None) if statement == "COMMIT" else None)
    await _run(db, store, people, count, at_once)
    await db.trace(None)
    return len(commits) / count


def _commits(bare: Any) -> float:
    """Return how many transactions of one row a second SQLite alone writes here, as safely: what the disk allows."""
    bare.execute("CREATE TABLE bare (text TEXT)")
    began = time.perf_counter()
    for _ in range(JOBS):
        bare.execute("INSERT INTO bare VALUES (?)", ("x" * 500,))
    return JOBS / (time.perf_counter() - began)


def _synced(file: Path) -> float:
    """Return how often a second a few pages that are there already can be written and be on disk for sure."""
    with file.open("wb", buffering=0) as open_file:
        open_file.write(bytes(PAGES))
        os.fsync(open_file)
        began = time.perf_counter()
        for _ in range(JOBS):
            open_file.seek(0)
            open_file.write(bytes(PAGES))
            os.fsync(open_file)
        return JOBS / (time.perf_counter() - began)


async def _remember(db: Database, people: Sequence[str]) -> None:
    """Write finished jobs, as months of them would be there."""
    async with db.transaction() as tx:
        last = await tx.value("SELECT max(number) FROM jobs")
        request = json.dumps(to_json(REQUEST))
        rows = (
            (last + i, last + i, f"old{i}", people[i % len(people)], request, request, f"bench:{i}", *[float(i)] * 5)
            for i in range(1, HISTORY + 1)
        )
        await tx.run_many(
            "INSERT INTO jobs (number, own, id, account, kind, lane, state, request, result, platform, address, place, "
            "locale, due, created, started, rendered, finished) "
            "VALUES (?, ?, ?, ?, 'portrait', 'device', 'done', ?, ?, 'bench', '{}', ?, 'en', ?, ?, ?, ?, ?)",
            rows,
        )
        await tx.run("UPDATE accounts SET jobs = ?", (last + HISTORY,))
    await db.scrub()


async def _ask(db: Database, people: Sequence[str], numbers: Iterator[int], seconds: list[float]) -> None:
    for number in numbers:
        began = time.perf_counter()
        async with db.transaction() as tx:
            await _enqueue(tx, people[number % USERS])
        seconds.append(time.perf_counter() - began)


async def _enqueue(tx: Transaction, account: str) -> Job:
    return await jobs.enqueue(
        tx, account=account, kind=REQUEST.kind, lane=REQUEST.lane, request=to_json(REQUEST), platform="bench",
        address={"chat": account},
    )  # fmt: skip


async def _carry(store: SqliteJobStore, numbers: Iterator[int], seconds: dict[str, list[float]]) -> None:
    for _ in numbers:
        while True:
            began = time.perf_counter()
            if (job := await store.claim(Lane.DEVICE, "bench", 60.0)) is not None:
                break
            await store.wait(Lane.DEVICE, 1.0)
        claimed = time.perf_counter()
        await store.complete(job, RESULT)
        seconds["claim"].append(claimed - began)
        seconds["complete"].append(time.perf_counter() - claimed)
