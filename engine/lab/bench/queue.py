"""How many jobs the durable queue carries: accepted, claimed and completed, each a committed transaction.

SQLite with WAL and synchronous FULL through the bot's own job store; the job is the smallest there is, so the figure
is the queue's and not the disk's for large files. History must not slow it down: it is measured over finished jobs.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Sequence
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
HISTORY = 1000  # finished jobs that must not matter
JOBS = 300
JOBS_PER_SECOND = 50.0  # a GPU finishes about one a second
CLAIM_MILLISECONDS = 20.0  # 99 of 100 claims
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
        vault = Vault.open(folder)
        store = SqliteJobStore(db, vault, folder / "scratch", Silent())
        async with db.transaction() as tx:
            people = [(await accounts.find_or_create(tx, "bench", str(number))).id for number in range(USERS)]
            for number in range(HISTORY):
                job = await _enqueue(tx, people[number % USERS])
                await tx.run("UPDATE jobs SET state = 'done' WHERE id = ?", (job.id,))
        enqueued = await _each(JOBS, lambda number: _accept(db, people[number % USERS]))
        claims: list[float] = []
        carried = await _each(JOBS, lambda _: _carry(store, claims))
    rate = JOBS / (enqueued + carried)
    slowest = sorted(claims)[int(len(claims) * 0.99)] * 1000
    return [
        told("queue", "accepted jobs", JOBS / enqueued, "1/s"),
        at_least("queue", "whole jobs, FULL", rate, "1/s", JOBS_PER_SECOND),
        at_most("queue", "claim, 99 of 100", slowest, "ms", CLAIM_MILLISECONDS),
    ]


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
