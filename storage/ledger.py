"""Device seconds: reserved with a job, corrected to the truth when it ends, given back when it fails."""

from __future__ import annotations

from storage.database import Reading, Transaction

DAY_SECONDS = 24 * 3600.0


async def reserve(tx: Transaction, account: str, job: str, kind: str, units: float) -> None:
    """Charge ``units`` device seconds for a job before it runs."""
    await _enter(tx, account, job, "reserve", kind, units)


async def settle(tx: Transaction, job: str, units: float) -> None:
    """Correct a job's charge to the ``units`` it really took. Only the first end of a job counts."""
    _end(tx, job, "settle", units)


async def refund(tx: Transaction, job: str) -> None:
    """Give back all that was charged for a job. Only the first end of a job counts."""
    _end(tx, job, "refund", 0.0)


async def used(rx: Reading, account: str, seconds: float = DAY_SECONDS, kind: str | None = None) -> float:
    """Return the device seconds charged within the last ``seconds``."""
    return await rx.value(
        "SELECT coalesce(sum(units), 0.0) FROM ledger AS entry WHERE account = ? "
        "AND (CAST(? AS TEXT) IS NULL OR kind = ?) "
        # A correction counts when its reservation does, so a refund never makes a day's use negative.
        "AND (SELECT at FROM ledger WHERE job = entry.job AND entry = 'reserve') > ?",
        (account, kind, kind, rx.now() - seconds),
    )


async def count(rx: Reading, account: str, kind: str, seconds: float = DAY_SECONDS) -> int:
    """Return how many jobs of a kind were charged within the last ``seconds`` and not given back."""
    return await rx.value(
        "SELECT count(*) FROM ledger AS entry WHERE account = ? AND kind = ? AND entry = 'reserve' AND at > ? "
        "AND NOT EXISTS (SELECT 1 FROM ledger WHERE job = entry.job AND entry = 'refund')",
        (account, kind, rx.now() - seconds),
    )


async def charged(rx: Reading, account: str) -> list[tuple[str, float, float]]:
    """Return (kind, units, when) of each job charged within a day and not given back."""
    rows = await rx.all(
        "SELECT kind, sum(units) AS units, min(at) AS at FROM ledger WHERE account = ? GROUP BY job, kind "
        "HAVING min(at) > ? AND sum(CASE WHEN entry = 'refund' THEN 1 ELSE 0 END) = 0 ORDER BY at",
        (account, rx.now() - DAY_SECONDS),
    )
    return [(row["kind"], row["units"], row["at"]) for row in rows]


async def carry(tx: Transaction, account: str, before: list[tuple[str, float, float]]) -> None:
    """Charge an account for what was `charged` to the one before it."""
    rows = [(account, f"before:{tx.new_id()}", kind, units, at) for kind, units, at in before]
    await tx.run_many(
        "INSERT INTO ledger (account, job, entry, kind, units, at) VALUES (?, ?, 'reserve', ?, ?, ?)", rows
    )


def _end(tx: Transaction, job: str, entry: str, units: float) -> None:
    """Bring the charge of a job to ``units`` where it has an open reservation."""
    tx.run_soon(
        "INSERT INTO ledger (account, job, entry, kind, units, at) "
        "SELECT account, job, ?, kind, ? - units, ? FROM ledger WHERE job = ? AND entry = 'reserve' "
        "AND NOT EXISTS (SELECT 1 FROM ledger AS ended WHERE ended.job = ? AND ended.entry <> 'reserve')",
        (entry, units, tx.now(), job, job),
    )


async def _enter(tx: Transaction, account: str, job: str, entry: str, kind: str, units: float) -> None:
    await tx.run(
        "INSERT INTO ledger (account, job, entry, kind, units, at) VALUES (?, ?, ?, ?, ?, ?)",
        (account, job, entry, kind, units, tx.now()),
    )
