"""What was done to whom. No pictures, prompts or names: ids and words of the program only."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from storage.database import Reading, Row, Transaction


@dataclass(frozen=True, kw_only=True)
class Note:
    """One line of the audit."""

    at: float
    actor: str
    action: str
    subject: str
    detail: dict[str, Any]


async def note(tx: Transaction, actor: str, action: str, subject: str = "", **detail: Any) -> None:
    """Write that ``actor`` did ``action`` to ``subject``."""
    await tx.run(
        "INSERT INTO audit (at, actor, action, subject, detail) VALUES (?, ?, ?, ?, ?)",
        (tx.now(), actor, action, subject, json.dumps(detail)),
    )


async def recent(rx: Reading, limit: int = 50) -> list[Note]:
    """Return the newest lines, newest first."""
    rows = await rx.all("SELECT at, actor, action, subject, detail FROM audit ORDER BY id DESC LIMIT ?", (limit,))
    return [_note(row) for row in rows]


async def last(rx: Reading, *actions: str) -> Note | None:
    """Return the newest line about any of ``actions``, or None."""
    marks = ", ".join("?" for _ in actions)
    row = await rx.one(
        f"SELECT at, actor, action, subject, detail FROM audit WHERE action IN ({marks}) ORDER BY id DESC LIMIT 1",
        actions,
    )
    return _note(row) if row else None


def _note(row: Row) -> Note:
    return Note(**{**dict(row), "detail": json.loads(row["detail"])})
