"""Where each conversation stands: one JSON object per account and place."""

from __future__ import annotations

import json
from typing import Any

from storage.database import Reading, Transaction

EVERYWHERE = "*"  # the place of what a person carries from chat to chat


async def load(rx: Reading, account: str, place: str) -> dict[str, Any]:
    """Return the state of a conversation; a new one is empty."""
    state = await rx.value("SELECT state FROM sessions WHERE account = ? AND place = ?", (account, place))
    return json.loads(state) if state else {}


async def save(tx: Transaction, account: str, place: str, state: dict[str, Any]) -> None:
    """Replace the state of a conversation; an empty one leaves no row."""
    if not state:
        await tx.run("DELETE FROM sessions WHERE account = ? AND place = ?", (account, place))
        return
    await tx.run(
        "INSERT INTO sessions (account, place, state, changed) VALUES (?, ?, ?, ?) "
        "ON CONFLICT (account, place) DO UPDATE SET state = excluded.state, changed = excluded.changed",
        (account, place, json.dumps(state), tx.now()),
    )


async def everybody_at(rx: Reading, platform: str, place: str, limit: int) -> list[tuple[str, dict[str, Any]]]:
    """Return (platform's user id, state) of the people with a state at ``place``, latest change first."""
    rows = await rx.all(
        "SELECT users.user, sessions.state FROM sessions JOIN users ON users.account = sessions.account "
        "WHERE users.platform = ? AND sessions.place = ? ORDER BY sessions.changed DESC, users.user LIMIT ?",
        (platform, place, limit),
    )
    return [(row["user"], json.loads(row["state"])) for row in rows]
