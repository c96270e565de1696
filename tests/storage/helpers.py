"""A clock that stands still, and short ways to make rows."""

from __future__ import annotations

import sqlite3
from importlib.util import find_spec
from typing import Any

import pytest

from storage import accounts, jobs
from storage.database import Database, Reading, Transaction


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


SQLITE = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)  # what only a file can do
POSTGRES = pytest.mark.parametrize("engine", ["postgres"], indirect=True)
# What either says of a row that may not be, of a change in a reading, and of the commit of what went wrong.
BROKEN_RULE: tuple[type[Exception], ...] = (sqlite3.IntegrityError,)
READ_ONLY: tuple[type[Exception], ...] = (sqlite3.OperationalError,)
SPOILT = BROKEN_RULE
if find_spec("psycopg") is not None:
    import psycopg

    BROKEN_RULE += (psycopg.IntegrityError,)
    READ_ONLY += (psycopg.errors.ReadOnlySqlTransaction,)
    SPOILT = (*BROKEN_RULE, psycopg.errors.InFailedSqlTransaction)


async def tables_with(rx: Reading, *columns: str) -> list[str]:
    """Return the tables that have one of these columns."""
    if rx.database.shared:
        marks = ", ".join("?" for _ in columns)
        rows = await rx.all(
            "SELECT DISTINCT table_name AS name FROM information_schema.columns WHERE table_schema = 'public' "
            f"AND column_name IN ({marks})",
            columns,
        )
        return [row["name"] for row in rows]
    tables = [row["name"] for row in await rx.all("SELECT name FROM sqlite_master WHERE type = 'table'")]
    known = {name: await rx.all(f"PRAGMA table_info({name})") for name in tables}
    return [name for name in tables if any(column["name"] in columns for column in known[name])]
