"""Where the pages get what they show: the handlers, asked in the name of one person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from handlers import showing
from handlers.context import Deps
from handlers.events import Who
from handlers.showing import NotShownError
from storage import accounts, rules
from storage.database import Database


class Showing(Protocol):
    """What the handlers have to show."""

    async def look(self, who: Who, page: str, options: Mapping[str, str]) -> Any:
        """Return the data of a page, see `handlers.showing`; raises `NotShownError`."""

    async def locale(self, who: Who) -> str | None:
        """Return the language somebody chose with /language, None where they did not."""

    async def hidden(self) -> frozenset[str]:
        """Return the styles an admin took out."""


class NothingToShow:
    """For a front end without a database: there is the chat alone."""

    async def look(self, who: Who, page: str, options: Mapping[str, str]) -> Any:
        """Refuse."""
        raise NotShownError("missing")

    async def locale(self, who: Who) -> str | None:
        """Return none."""
        return None

    async def hidden(self) -> frozenset[str]:
        """Return none."""
        return frozenset()


class StoredShowing:
    """Asks the handlers, on a snapshot of the database."""

    def __init__(self, database: Database, deps: Deps) -> None:
        self._database, self._deps = database, deps

    async def look(self, who: Who, page: str, options: Mapping[str, str]) -> Any:
        """Return the data of a page; raises `NotShownError`."""
        async with self._database.reading() as rx:
            return await showing.look(rx, who, self._deps, page, options)

    async def locale(self, who: Who) -> str | None:
        """Return the language somebody chose."""
        async with self._database.reading() as rx:
            account = await accounts.find(rx, who.platform, who.user)
        return account.locale if account is not None else None

    async def hidden(self) -> frozenset[str]:
        """Return the styles an admin took out."""
        async with self._database.reading() as rx:
            return await rules.hidden_styles(rx)
