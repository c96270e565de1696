"""Where people can be written to without having asked just now: their private chats."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from storage.database import Reading, Transaction

FRESH_SECONDS = 24 * 3600.0  # an unchanged contact is written again after a day at the earliest
NEWS_OFF = "off"


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A person's private chat on one platform."""

    account: str
    platform: str
    address: dict[str, Any]
    locale: str

    @property
    def mark(self) -> str:
        """What stands for this chat in the key of a message that belongs to somebody else: it names nobody."""
        return hashlib.sha256(f"{self.platform}:{self.account}".encode()).hexdigest()[:16]


async def met(tx: Transaction, platform: str, user: str, address: dict[str, Any], locale: str) -> None:
    """Remember a private chat; costs a write only when something changed or a day has passed."""
    text = json.dumps(address, sort_keys=True)
    row = await tx.one("SELECT address, locale, seen FROM contacts WHERE platform = ? AND user = ?", (platform, user))
    if row and (row["address"], row["locale"]) == (text, locale) and row["seen"] > tx.now() - FRESH_SECONDS:
        return
    await tx.run(
        "INSERT INTO contacts (platform, user, address, locale, seen) VALUES (?, ?, ?, ?, ?) ON CONFLICT "
        "(platform, user) DO UPDATE SET address = excluded.address, locale = excluded.locale, seen = excluded.seen",
        (platform, user, text, locale, tx.now()),
    )


async def of(rx: Reading, account: str) -> list[Contact]:
    """Return the private chats of one person."""
    rows = await rx.all(f"{_CONTACTS} WHERE users.account = ? ORDER BY contacts.platform, contacts.user", (account,))
    return [_contact(row) for row in rows]


async def of_admins(rx: Reading, named: frozenset[str]) -> list[Contact]:
    """Return the private chats of the admins: who has the role, or is ``named`` by ``platform:user`` or user id."""
    marks = ", ".join("?" for _ in named) or "''"
    rows = await rx.all(
        f"{_CONTACTS} JOIN accounts ON accounts.id = users.account WHERE accounts.role = 'admin' OR "
        f"users.user IN ({marks}) OR users.platform || ':' || users.user IN ({marks}) "
        "ORDER BY contacts.platform, contacts.user",
        (*named, *named),
    )
    return [_contact(row) for row in rows]


async def listeners(rx: Reading) -> list[Contact]:
    """Return one private chat of everybody who is not banned and has not switched news off: the latest used."""
    rows = await rx.all(
        f"{_CONTACTS} JOIN accounts ON accounts.id = users.account "
        "LEFT JOIN sessions ON sessions.account = accounts.id AND sessions.place = '*' WHERE accounts.role <> 'banned' "
        "AND coalesce(json_extract(sessions.state, '$.news'), '') <> ? ORDER BY contacts.seen DESC",
        (NEWS_OFF,),
    )
    first: dict[str, Contact] = {}
    for row in rows:
        first.setdefault(row["account"], _contact(row))
    return list(first.values())


_CONTACTS = (
    "SELECT users.account AS account, contacts.platform AS platform, contacts.address AS address, "
    "coalesce((SELECT locale FROM accounts WHERE id = users.account), contacts.locale) AS locale "
    "FROM contacts JOIN users USING (platform, user)"
)


def _contact(row: Any) -> Contact:
    return Contact(**{**dict(row), "address": json.loads(row["address"])})
