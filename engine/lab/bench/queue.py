"""How many jobs the durable queue carries: accepted, claimed and completed, each a committed transaction.

SQLite with WAL and synchronous FULL through the bot's own job store; the job is the smallest there is, so the figure
is the queue's and not the disk's for large files. History must not slow it down: it is measured over finished jobs.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.core.jobstore import SqliteJobStore
from engine.files import Scratch
from engine.lab.bench.row import Row, at_least, at_most, told
from engine.requests import Lane, to_json
from engine.tasks.portrait.request import Portrait, Portraits
from handlers.views import View
from storage import accounts, jobs
from storage.database import Database, Transaction
from storage.jobs import Job
from storage.vault import Vault

USERS = 20
HISTORY = 100_000  # finished jobs that must not matter
JOBS = 300
JOBS_PER_SECOND = 500.0  # a GPU finishes about one a second
CLAIM_MILLISECONDS = 20.0  # 99 of 100 claims
SLOWER = 1.25  # times as long, that history may make a job
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
        await _run(db, store, people, JOBS // 10)  # warm
        fresh = await _run(db, store, people, JOBS)
        await _remember(db, people)
        full = await _run(db, store, people, JOBS)
    return [
        told("queue", "accepted jobs", JOBS / full.accepting, "1/s"),
        at_least("queue", f"whole jobs, FULL, after {HISTORY} others", full.rate, "1/s", JOBS_PER_SECOND),
        told("queue", "whole jobs, FULL, after none", fresh.rate, "1/s"),
        told("queue", "processor of a whole job", full.processor * 1000, "ms"),
        at_most("queue", "processor of a whole job, of one after none", full.processor / fresh.processor, "", SLOWER),
        at_most("queue", "claim, 99 of 100", full.slowest * 1000, "ms", CLAIM_MILLISECONDS),
    ]


@dataclass(frozen=True, kw_only=True)
class _Ran:
    """Seconds: until all were accepted, of the processor for each, of the slowest claim but one in a hundred."""

    rate: float  # whole jobs a second
    accepting: float
    processor: float
    slowest: float


async def _run(db: Database, store: SqliteJobStore, people: Sequence[str], jobs_made: int) -> _Ran:
    claims: list[float] = []
    used = time.process_time()
    accepting = await _each(jobs_made, lambda number: _accept(db, people[number % USERS]))
    carrying = await _each(jobs_made, lambda _: _carry(store, claims))
    return _Ran(
        rate=jobs_made / (accepting + carrying),
        accepting=accepting,
        processor=(time.process_time() - used) / jobs_made,
        slowest=sorted(claims)[int(len(claims) * 0.99)],
    )


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


async def _each(count: int, work: Any) -> float:
    began = time.perf_counter()
    for number in range(count):
        await work(number)
    return time.perf_counter() - began


async def _accept(db: Database, account: str) -> None:
    async with db.transaction() as tx:
        await _enqueue(tx, account)


async def _enqueue(tx: Transaction, account: str) -> Job:
    return await jobs.enqueue(
        tx, account=account, kind=REQUEST.kind, lane=REQUEST.lane, request=to_json(REQUEST), platform="bench",
        address={"chat": account},
    )  # fmt: skip


async def _carry(store: SqliteJobStore, claims: list[float]) -> None:
    began = time.perf_counter()
    job = await store.claim(Lane.DEVICE, "bench", 60.0)
    claims.append(time.perf_counter() - began)
    assert job is not None
    await store.complete(job, RESULT)
