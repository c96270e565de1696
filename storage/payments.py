"""What is paid for: offered, paid once, then served by its job or given back, and never both.

    offered ──> paid ──> served
                  └────> returned

Every move is one statement that names the state it leaves, so a repeated update or a restart moves nothing twice.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from storage.database import Reading, Row, Transaction

OFFER_SECONDS = 24 * 3600.0  # after which an offer holds no longer


@dataclass(frozen=True, kw_only=True)
class Payment:
    """One row; ``request`` is what the job is made from."""

    id: str
    account: str
    stars: int
    request: dict[str, Any]
    created: float
    state: str
    charge: str | None
    job: str | None


async def offer(tx: Transaction, account: str, stars: int, request: dict[str, Any]) -> str:
    """Write an offer down and return its id."""
    name = tx.new_id()
    values = {"id": name, "account": account, "stars": stars, "request": json.dumps(request), "created": tx.now()}
    await tx.insert("payments", {**values, "state": "offered"})
    return name


async def offered(rx: Reading, name: str, account: str) -> Payment | None:
    """Return an offer of a person that still holds, None for any other name, and where the face of it is gone."""
    row = await rx.one(
        "SELECT * FROM payments WHERE id = ? AND account = ? AND state = 'offered' AND created > ? "
        "AND (json_extract(request, '$.identity') IS NULL OR EXISTS (SELECT 1 FROM identities "
        "WHERE identities.id = json_extract(request, '$.identity') AND identities.account = payments.account))",
        (name, account, rx.now() - OFFER_SECONDS),
    )
    return _payment(row) if row is not None else None


async def is_known(rx: Reading, charge: str) -> bool:
    """Say whether a payment was heard of before and something was bought with it."""
    return bool(await rx.value("SELECT EXISTS (SELECT 1 FROM payments WHERE charge = ?)", (charge,)))


async def pay(tx: Transaction, name: str, account: str, charge: str, job: str) -> bool:
    """An offer was paid and ``job``, which has its request, is what was bought; False where it is no offer any more."""
    return bool(
        await tx.run(
            "UPDATE payments SET state = 'paid', charge = ?, job = ?, request = '{}' "
            "WHERE id = ? AND account = ? AND state = 'offered'",
            (charge, job, name, account),
        )
    )


async def serve(tx: Transaction, job: str) -> None:
    """A job has made what was paid for."""
    await tx.run("UPDATE payments SET state = 'served' WHERE job = ? AND state = 'paid'", (job,))


async def take_back(tx: Transaction, *, job: str = "", account: str = "") -> list[Payment]:
    """Mark as given back what was paid for ``job``, or for every job of ``account`` that is not served; returns it."""
    rows = await tx.all(
        "UPDATE payments SET state = 'returned' WHERE state = 'paid' AND (job = ? OR account = ?) RETURNING *",
        (job or None, account or None),
    )
    return [_payment(row) for row in rows]


async def unserved(rx: Reading) -> list[str]:
    """Return the jobs that were paid for and have ended without a result, whatever ended them."""
    rows = await rx.all(
        "SELECT job FROM payments WHERE state = 'paid' AND NOT EXISTS (SELECT 1 FROM jobs WHERE jobs.id = payments.job "
        "AND jobs.state NOT IN ('failed', 'cancelled'))"
    )
    return [row["job"] for row in rows]


async def drop_offers(tx: Transaction) -> None:
    """Delete offers that hold no longer."""
    await tx.run("DELETE FROM payments WHERE state = 'offered' AND created <= ?", (tx.now() - OFFER_SECONDS,))


def _payment(row: Row) -> Payment:
    return Payment(**{**dict(row), "request": json.loads(row["request"])})
