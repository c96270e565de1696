"""Where a reloaded page gets its conversation from: the inbox and the outbox, which hold it anyway."""

from __future__ import annotations

from typing import Protocol

from bot.frontends.local.transcript import Line
from handlers.views import Removal, from_json
from storage import accounts, inbox, outbox
from storage.database import Database


class History(Protocol):
    """The durable conversation of each person."""

    async def lines(self, user: str, limit: int) -> list[Line]:
        """Return about the newest ``limit`` lines of a person, oldest first; later ones may replace earlier ones."""


class NoHistory:
    """For a front end without a database: a reloaded page starts empty."""

    async def lines(self, user: str, limit: int) -> list[Line]:
        """Return nothing."""
        return []


class StoredHistory:
    """Reads what was handled and sent.

    What is just on its way is shown by `bot.frontends.local.connections.Connections`.
    """

    def __init__(self, database: Database, platform: str = "local") -> None:
        self._database, self._platform = database, platform

    async def lines(self, user: str, limit: int) -> list[Line]:
        """Return the newest lines of a person, oldest first."""
        async with self._database.reading() as rx:
            account = await accounts.find(rx, self._platform, user)
            if account is None:
                return []
            heard = await inbox.recent(rx, account.id, limit)
            shown = await outbox.recent(rx, account.id, limit)
        lines = [_heard(update) for update in heard if self._is_of(update.platform, update.payload.get("user"), user)]
        shown = [row for row in shown if row.view.get("kind") != Removal.kind]
        lines += [_shown(row) for row in shown if self._is_of(row.platform, row.address.get("chat"), user)]
        return sorted(lines, key=lambda line: line.at)[-limit:]

    def _is_of(self, platform: str, chat: object, user: str) -> bool:
        # An account may be linked to other platforms; each conversation stays where it was held.
        return platform == self._platform and chat == user


def _heard(update: inbox.Update) -> Line:
    return Line(message=update.update_id, at=update.received, payload=update.payload)


def _shown(row: outbox.Message) -> Line:
    message = (row.receipt or {}).get("message", row.key)
    return Line(message=message, at=row.sent or row.created, view=from_json(row.view))
