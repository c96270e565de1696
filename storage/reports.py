"""What people report, in their own words: kept apart from the audit, because it goes with its author."""

from __future__ import annotations

from dataclasses import dataclass

from storage.database import Reading, Transaction


@dataclass(frozen=True, kw_only=True)
class Report:
    """One report. ``job`` is the number of the job it is about, None when it is about none."""

    id: int
    account: str
    job: int | None
    reason: str
    at: float


async def add(tx: Transaction, account: str, job: int | None, reason: str) -> None:
    """Write a report down."""
    await tx.insert("reports", {"account": account, "job": job, "reason": reason, "at": tx.now()})


async def recent(rx: Reading, limit: int = 20) -> list[Report]:
    """Return the newest reports, newest first."""
    rows = await rx.all("SELECT id, account, job, reason, at FROM reports ORDER BY id DESC LIMIT ?", (limit,))
    return [Report(**dict(row)) for row in rows]


async def of(rx: Reading, account: str) -> list[Report]:
    """Return a person's reports, oldest first."""
    rows = await rx.all("SELECT id, account, job, reason, at FROM reports WHERE account = ? ORDER BY id", (account,))
    return [Report(**dict(row)) for row in rows]
