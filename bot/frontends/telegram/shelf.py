"""What inline mode offers: a person's own favourites, by their Telegram id, from the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from handlers.admission import is_welcome_here
from handlers.context import Deps
from handlers.events import Who
from handlers.text import Translator
from handlers.understanding import normal
from storage import accounts, favourites, jobs
from storage.database import Database, Reading
from storage.errors import NoSuchJobError

PLATFORM = "telegram"
MOST = 20  # offered at once


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A favourite picture: its media id, what it is called, and the words that go with it wherever it is sent."""

    media: str
    title: str
    caption: str


class Shelf(Protocol):
    """A person's favourites."""

    async def find(self, user: str, wanted: str, locale: str) -> list[Kept]:
        """Return those whose title has ``wanted`` in it, newest first; of nobody else."""

    async def words(self, user: str, locale: str) -> str:
        """Return what is said where there are none."""


class NoShelf:
    """For a front end without a database: there are none."""

    async def find(self, user: str, wanted: str, locale: str) -> list[Kept]:
        """Return nothing."""
        return []

    async def words(self, user: str, locale: str) -> str:
        """Return a line of the bot's, in English."""
        return Translator().say("en", "inline-none")


class StoredShelf:
    """Implements `Shelf`."""

    def __init__(self, database: Database, deps: Deps) -> None:
        self._database, self._deps = database, deps
        self._styles, self._translator = deps.styles, deps.translator

    async def find(self, user: str, wanted: str, locale: str) -> list[Kept]:
        """See `Shelf`. Somebody who is banned, or was not let in, is offered nothing."""
        async with self._database.reading() as rx:
            account = await accounts.find(rx, PLATFORM, user)
            if account is None or account.role == "banned":
                return []
            if not await is_welcome_here(rx, self._deps, Who(platform=PLATFORM, user=user)):
                return []
            named = [(one.media, await _style(rx, one.job)) for one in await favourites.of(rx, account.id)]
        say = self._translator.words(account.locale or locale)
        found = []
        for media, style in named:
            known = self._styles.get(style) is not None
            title = str(self._styles.info(style, say.locale)["title"]) if known else style
            if normal(wanted) in normal(f"{title} {style}"):
                found.append(Kept(media=media, title=title, caption=say("post-label", style=title)))
        return found[:MOST]

    async def words(self, user: str, locale: str) -> str:
        """See `Shelf`."""
        async with self._database.reading() as rx:
            account = await accounts.find(rx, PLATFORM, user)
        return self._translator.words((account.locale if account else None) or locale)("inline-none")


async def _style(rx: Reading, name: str) -> str:
    try:
        return str((await jobs.get(rx, name)).request.get("style") or "")
    except NoSuchJobError:
        return ""
