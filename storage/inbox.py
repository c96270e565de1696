"""Raw updates: committed before the platform hears "got it", handled strictly in order within a chat."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from storage.database import Reading, Row, Transaction

TOPIC = "inbox"


@dataclass(frozen=True, kw_only=True)
class Update:
    """One raw update of a platform."""

    id: int
    platform: str
    update_id: str
    chat: str
    payload: dict[str, Any]
    received: float
    due: float
    attempts: int
    handled: float | None
    sender: str = ""  # who wrote, where the chat alone does not say so


async def add(
    tx: Transaction, platform: str, update_id: str, payload: dict[str, Any], chat: str = "", sender: str = ""
) -> bool:
    """Keep an update; returns False when it was here before."""
    values = {"platform": platform, "update_id": update_id, "chat": chat, "sender": sender}
    values["payload"] = json.dumps(payload)
    added = await tx.insert("inbox", {**values, "received": tx.now(), "due": tx.now()}, ignore=True)
    tx.signal(TOPIC)
    return added


async def open_chats(rx: Reading) -> list[tuple[str, str, float]]:
    """Return (platform, chat, when its oldest open update is due) of every chat with something to handle."""
    rows = await rx.all(
        "SELECT platform, chat, CASE WHEN max(received, coalesce(postponed, 0)) > ? THEN 0.0 ELSE due END AS due "
        "FROM inbox WHERE id IN (SELECT min(id) FROM inbox WHERE handled IS NULL GROUP BY platform, chat) ORDER BY id",
        (rx.now(),),  # what was received, or put off, before the clock was set back need not wait for it
    )
    return [(row["platform"], row["chat"], row["due"]) for row in rows]


async def oldest(rx: Reading, platform: str, chat: str) -> Update | None:
    """Return the oldest open update of a chat, due or not, or None."""
    row = await rx.one(
        "SELECT * FROM inbox WHERE platform = ? AND chat = ? AND handled IS NULL ORDER BY id LIMIT 1", (platform, chat)
    )
    if row is None:
        return None
    found = _update(row)
    before = max(found.received, row["postponed"] or 0.0)  # what was put off then need not wait either
    return replace(found, due=rx.now()) if before > rx.now() else found


async def handled(
    tx: Transaction, update: int, account: str | None = None, trace: str | None = None, *, kept: bool = False
) -> bool:
    """Close an update; ``trace`` says that it was given up. Returns False when it was closed before.

    It is emptied, unless it is ``kept`` to be shown again: names, words, codes and addresses of files are in it. One
    that belongs to no account always is: nobody could find it when its sender asks to be erased.
    """
    return bool(
        await tx.run(
            "UPDATE inbox SET handled = ?1, account = ?2, trace = ?3, "
            "payload = CASE WHEN ?5 = 1 AND CAST(?2 AS TEXT) IS NOT NULL THEN payload ELSE '{}' END, "
            "chat = CASE WHEN CAST(?2 AS TEXT) IS NULL THEN '' ELSE chat END, sender = '' "
            "WHERE id = ?4 AND handled IS NULL",
            (tx.now(), account, trace, update, kept),
        )
    )


async def postpone(tx: Transaction, update: int, due: float, *, counted: bool) -> None:
    """Try an update again at ``due``; ``counted`` when the attempt is held against it."""
    await tx.run(
        "UPDATE inbox SET due = ?, postponed = ?, attempts = attempts + ? WHERE id = ?",
        (due, tx.now(), counted, update),
    )


async def recent(rx: Reading, account: str, limit: int = 50) -> list[Update]:
    """Return the newest updates of a person, oldest first; those that were not kept are empty."""
    rows = await rx.all("SELECT * FROM inbox WHERE account = ? ORDER BY id DESC LIMIT ?", (account, limit))
    return [_update(row) for row in reversed(rows)]


def _update(row: Row) -> Update:
    names = ("id", "platform", "update_id", "chat", "received", "due", "attempts", "handled", "sender")
    return Update(payload=json.loads(row["payload"]), **{name: row[name] for name in names})
