"""What people report, in their own words: kept apart from the audit, because it goes with its author."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from storage.database import Reading, Transaction
from storage.errors import NoSuchReportError

_COLUMNS = "id, account, job, reason, at, about, media, settled"


@dataclass(frozen=True, kw_only=True)
class Report:
    """One report by ``account``. ``job`` is the number of the job it is about, None when it is about none.

    ``about`` is the account whose picture it is and ``media`` the pictures, both empty where it is about none.
    ``settled`` says what an admin decided: "dismissed", "banned", or "" while nobody has.
    """

    id: int
    account: str
    job: int | None
    reason: str
    at: float
    about: str | None
    media: tuple[str, ...]
    settled: str


async def add(
    tx: Transaction,
    account: str,
    job: int | None,
    reason: str,
    *,
    about: str | None = None,
    media: tuple[str, ...] = (),
) -> Report:
    """Write a report down and return it."""
    values = {"account": account, "job": job, "reason": reason, "at": tx.now()}
    await tx.insert("reports", {**values, "about": about, "media": json.dumps(media)})
    return await get(tx, await tx.value("SELECT max(id) FROM reports WHERE account = ?", (account,)))


async def get(rx: Reading, report: int) -> Report:
    """Return a report. Raises `NoSuchReportError`."""
    row = await rx.one(f"SELECT {_COLUMNS} FROM reports WHERE id = ?", (report,))
    if row is None:
        raise NoSuchReportError(report)
    return _report(row)


async def recent(rx: Reading, limit: int = 20) -> list[Report]:
    """Return the newest reports, newest first."""
    rows = await rx.all(f"SELECT {_COLUMNS} FROM reports ORDER BY id DESC LIMIT ?", (limit,))
    return [_report(row) for row in rows]


async def of(rx: Reading, account: str) -> list[Report]:
    """Return a person's reports, oldest first."""
    rows = await rx.all(f"SELECT {_COLUMNS} FROM reports WHERE account = ? ORDER BY id", (account,))
    return [_report(row) for row in rows]


async def settle(tx: Transaction, report: int, decided: str) -> None:
    """Note what an admin decided."""
    await tx.run("UPDATE reports SET settled = ? WHERE id = ?", (decided, report))


async def take_back(tx: Transaction, report: int, account: str) -> bool:
    """Delete a report of this person on which nobody has decided; False when there is none such."""
    gone = await tx.run("DELETE FROM reports WHERE id = ? AND account = ? AND settled = ''", (report, account))
    return bool(gone)


def _report(row: Any) -> Report:
    return Report(**{**dict(row), "media": tuple(json.loads(row["media"]))})
