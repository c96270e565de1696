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
    """Return an offer of a person that still holds, None for any other name."""
    row = await rx.one(
        "SELECT * FROM payments WHERE id = ? AND account = ? AND state = 'offered' AND created > ?",
        (name, account, rx.now() - OFFER_SECONDS),
    )
    return _payment(row) if row is not None else None


async def pay(tx: Transaction, name: str, account: str, charge: str, job: str) -> bool:
    """An offer was paid and ``job`` is what was bought; False where it is no offer any more."""
    return bool(
        await tx.run(
            "UPDATE payments SET state = 'paid', charge = ?, job = ? "
            "WHERE id = ? AND account = ? AND state = 'offered'",
            (charge, job, name, account),
        )
    )


def serve(tx: Transaction, job: str) -> None:
    """A job has made what was paid for."""
    tx.run_soon("UPDATE payments SET state = 'served' WHERE job = ? AND state = 'paid'", (job,))


async def take_back(tx: Transaction, *, job: str = "", account: str = "") -> list[Payment]:
    """Mark as given back what was paid for ``job``, or for every job of ``account`` that is not served; returns it."""
    rows = await tx.all(
        "UPDATE payments SET state = 'returned' WHERE state = 'paid' AND (job = ? OR account = ?) RETURNING *",
        (job or None, account or None),
    )
    return [_payment(row) for row in rows]


async def drop_offers(tx: Transaction) -> None:
    """Delete offers that hold no longer."""
    await tx.run("DELETE FROM payments WHERE state = 'offered' AND created <= ?", (tx.now() - OFFER_SECONDS,))


def _payment(row: Row) -> Payment:
    return Payment(**{**dict(row), "request": json.loads(row["request"])})
