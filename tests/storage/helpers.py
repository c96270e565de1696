"""A clock that stands still, and short ways to make rows."""

from __future__ import annotations

from typing import Any

from storage import accounts, jobs
from storage.database import Database, Transaction


class ManualClock:
    """Moves only when told to."""

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        self.time = now

    def now(self) -> float:
        return self.time

    def advance(self, seconds: float) -> None:
        self.time += seconds


async def person(tx: Transaction, user: str = "ann") -> str:
    """Return the account id of a user of the platform "fake"."""
    return (await accounts.find_or_create(tx, "fake", user)).id


async def job_of(tx: Transaction, account: str, **changes: Any) -> jobs.Job:
    """Enqueue a portrait of ``account``."""
    values = {
        "account": account,
        "kind": "portrait",
        "lane": "device",
        "request": {"style": "ink"},
        "platform": "fake",
        "address": {"chat": "1"},
    }
    return await jobs.enqueue(tx, **{**values, **changes})


async def new_job(db: Database, user: str = "ann", **changes: Any) -> jobs.Job:
    """Enqueue a portrait of ``user`` in a transaction of its own."""
    async with db.transaction() as tx:
        return await job_of(tx, await person(tx, user), **changes)


async def state_of(db: Database, job: str) -> str:
    """Return the state a job is in."""
    async with db.reading() as rx:
        return (await jobs.get(rx, job)).state
