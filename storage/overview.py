"""What somebody who runs the bot looks at: numbers and rows about work, people and room, without a word of anybody."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from storage.database import Reading
from storage.jobs import UNSEEN


@dataclass(frozen=True, kw_only=True)
class OpenJob:
    """A job that waits or runs, since when (Unix seconds), and how much of it is ``done``, 0 to 1."""

    number: int
    kind: str
    lane: str
    state: str
    since: float
    done: float


@dataclass(frozen=True, kw_only=True)
class Failed:
    """Something that did not go well; ``trace`` is what the log has it under."""

    at: float
    what: str
    code: str
    trace: str


@dataclass(frozen=True, kw_only=True)
class Person:
    """An account: the names of its users, ``allowance`` in seconds a day, None where the general one holds."""

    id: str
    users: tuple[str, ...]
    created: float
    role: str
    used: float
    allowance: float | None
    admitted: bool
    strikes: int
    jobs: int  # that wait or run


async def open_jobs(rx: Reading, limit: int = 50, *, seen: bool = False) -> list[OpenJob]:
    """Return what runs, then what waits, in about the order it is served; ``seen``: only what people ask for."""
    rows = await rx.all(
        "SELECT number, kind, lane, state, coalesce(started, created) AS since, progress FROM jobs WHERE state IN "
        "('queued', 'running') AND (own < ? OR ? = 0) ORDER BY state DESC, served, created, number LIMIT ?",
        (UNSEEN, seen, limit),
    )
    known = [dict(row) for row in rows]
    return [OpenJob(done=done(each.pop("progress")), **each) for each in known]


def done(progress: str | None) -> float:
    """Return how much of a job is done, 0.0 where nothing is known."""
    told: dict[str, Any] = json.loads(progress) if progress else {}
    total = float(told.get("total") or 0)
    return min(1.0, float(told.get("done") or 0) / total) if total else 0.0


async def failures(rx: Reading, limit: int = 30) -> list[Failed]:
    """Return the newest failed jobs, unanswered updates and unsent messages, newest first."""
    jobs = await rx.all(
        "SELECT finished AS at, kind AS what, coalesce(json_extract(error, '$.code'), '') AS code, "
        "coalesce(json_extract(error, '$.data.trace'), id) AS trace FROM jobs WHERE state = 'failed' "
        "AND finished IS NOT NULL ORDER BY finished DESC LIMIT ?",
        (limit,),
    )
    updates = await rx.all(
        "SELECT handled AS at, 'update' AS what, platform AS code, trace FROM inbox WHERE trace IS NOT NULL "
        "AND handled IS NOT NULL ORDER BY handled DESC LIMIT ?",
        (limit,),
    )
    messages = await rx.all(
        "SELECT created AS at, 'message' AS what, platform AS code, failed AS trace FROM outbox "
        "WHERE failed IS NOT NULL ORDER BY id DESC LIMIT ?",
        (limit,),
    )
    found = [Failed(**dict(row)) for row in (*jobs, *updates, *messages)]
    return sorted(found, key=lambda each: each.at, reverse=True)[:limit]


async def people(rx: Reading, search: str = "", limit: int = 40) -> list[Person]:
    """Return the people whose name on a platform holds ``search``, those who came last first."""
    rows = await rx.all(
        "SELECT id, created, role, "
        "(SELECT group_concat(platform || ':' || user, ' ') FROM users WHERE account = accounts.id) AS users, "
        "(SELECT coalesce(sum(units), 0) FROM ledger WHERE account = accounts.id AND at > ?) AS used, "
        "(SELECT seconds FROM allowances WHERE account = accounts.id) AS allowance, "
        "EXISTS (SELECT 1 FROM admitted WHERE account = accounts.id) AS admitted, "
        "(SELECT count(*) FROM strikes WHERE account = accounts.id AND at > ?) AS strikes, "
        "(SELECT count(*) FROM jobs WHERE account = accounts.id AND state IN ('queued', 'running')) AS jobs "
        "FROM accounts WHERE EXISTS (SELECT 1 FROM users WHERE account = accounts.id AND "
        "instr(lower(platform || ':' || user), lower(?)) > 0) ORDER BY created DESC, id LIMIT ?",
        (rx.now() - 86400, rx.now() - 86400, search, limit),
    )
    return [_person(dict(row)) for row in rows]


async def bytes_by_purpose(rx: Reading) -> dict[str, int]:
    """Return how much room sealed files take, by what they are for."""
    rows = await rx.all("SELECT purpose, sum(bytes) AS bytes FROM media GROUP BY purpose ORDER BY bytes DESC")
    return {row["purpose"]: row["bytes"] for row in rows}


def _person(row: dict[str, Any]) -> Person:
    users = tuple((row.pop("users") or "").split())
    return Person(**{**row, "users": users, "admitted": bool(row["admitted"]), "used": max(0.0, row["used"])})
