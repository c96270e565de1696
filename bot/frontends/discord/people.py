"""What the front end must know of a person within three seconds: for forms and suggestions, from the database."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from bot.frontends.discord import forms
from engine.tasks.portrait.request import Portrait, Source
from handlers import consent
from handlers.jobs import job_kinds
from storage import accounts, jobs, rules, sessions
from storage.database import Database
from storage.errors import NoSuchJobError

log = logging.getLogger(__name__)
PLATFORM = "discord"
CHAT = "discord:chat"  # where a person's `Chat` is kept; goes with the account
REMEMBERED = 500  # people whose missed messages are asked for at a start
SOON = 1.0  # seconds: a form must be open after three, whatever the database is doing
RECENT = 25  # jobs suggested
WEIGHTS = {"face": "face_weight", "strength": "style_weight"}
OF_A_PHOTO = ("expression", "framing", "scene")  # what a form about one's own photo asks beside style and count
Answer = TypeVar("Answer")


@dataclass(frozen=True, kw_only=True)
class Chat:
    """A person's direct messages: the channel, the last message read there, and the language Discord told last."""

    channel: str = ""
    last: str = ""
    locale: str = ""


class People(Protocol):
    """What is known of people, by their Discord id."""

    async def chat(self, user: str) -> Chat:
        """Return what is known of a person's direct messages."""

    async def chats(self) -> list[tuple[str, Chat]]:
        """Return (user, chat) of those who wrote last."""

    async def note(self, user: str, **changes: str) -> bool:
        """Remember fields of a person's `Chat`; False for somebody without an account, of whom nothing is kept."""

    async def consented(self, user: str) -> bool:
        """Say whether a person agreed to the present text."""

    async def locale(self, user: str) -> str | None:
        """Return the language a person chose, None for Discord's."""

    async def wish(self, user: str, number: str) -> dict[str, str]:
        """Return the arguments a portrait job of this person was drawn with; none for anybody else's."""

    async def jobs(self, user: str) -> list[tuple[int, str, str]]:
        """Return (number, kind, style) of a person's newest jobs."""

    async def everybody(self, user: str) -> list[str]:
        """Return ``platform:user`` of the people an admin may act on; none for anybody but an admin."""

    async def hidden(self) -> frozenset[str]:
        """Return the styles an admin took out."""


class Nobody:
    """For a front end without a database: nothing is known."""

    async def chat(self, user: str) -> Chat:
        """Nothing."""
        return Chat()

    async def chats(self) -> list[tuple[str, Chat]]:
        """None."""
        return []

    async def note(self, user: str, **changes: str) -> bool:
        """Forget it."""
        return False

    async def consented(self, user: str) -> bool:
        """Nobody has."""
        return False

    async def locale(self, user: str) -> str | None:
        """Discord's."""
        return None

    async def wish(self, user: str, number: str) -> dict[str, str]:
        """Nothing."""
        return {}

    async def jobs(self, user: str) -> list[tuple[int, str, str]]:
        """None."""
        return []

    async def everybody(self, user: str) -> list[str]:
        """None."""
        return []

    async def hidden(self) -> frozenset[str]:
        """None."""
        return frozenset()


class StoredPeople:
    """Reads the database; ``admins`` are those of the settings."""

    def __init__(self, database: Database, admins: frozenset[str] = frozenset()) -> None:
        self._database, self._admins = database, admins

    async def chat(self, user: str) -> Chat:
        """See `People`."""
        async with self._database.reading() as rx:
            account = await accounts.find(rx, PLATFORM, user)
            return Chat(**await sessions.load(rx, account.id, CHAT)) if account else Chat()

    async def chats(self) -> list[tuple[str, Chat]]:
        """See `People`."""
        async with self._database.reading() as rx:
            known = await sessions.everybody_at(rx, PLATFORM, CHAT, REMEMBERED)
        return [(user, Chat(**state)) for user, state in known]

    async def note(self, user: str, **changes: str) -> bool:
        """See `People`."""
        async with self._database.transaction() as tx:
            account = await accounts.find(tx, PLATFORM, user)
            if account is not None:
                known = await sessions.load(tx, account.id, CHAT)
                await sessions.save(tx, account.id, CHAT, {**known, **changes})
        return account is not None

    async def consented(self, user: str) -> bool:
        """See `People`."""
        account = await self._account(user)
        return account is not None and account.consent == consent.VERSION

    async def locale(self, user: str) -> str | None:
        """See `People`."""
        account = await self._account(user)
        return account.locale if account else None

    async def wish(self, user: str, number: str) -> dict[str, str]:
        """See `People`."""
        account = await self._account(user)
        if account is None or not number.isdecimal() or len(number) > 15:
            return {}
        async with self._database.reading() as rx:
            try:
                job = await jobs.by_number(rx, int(number))
            except NoSuchJobError:
                return {}
        if job.account != account.id or job.kind != Portrait.kind:
            return {}
        asked = {name: job.request.get(name) for name in ("style", "count", "seed")}
        used = {name: (job.result or {}).get(key) or job.request.get(key) for name, key in WEIGHTS.items()}
        source = next((picture.get("source") for picture in (job.result or {}).get("pictures", ())), Source.BASE)
        canvas = {forms.CANVAS: True, **{name: job.request.get(name) for name in OF_A_PHOTO}}
        facts = {**asked, **used, **(canvas if source not in (None, Source.BASE) else {})}
        return {name: str(value) for name, value in facts.items() if value is not None}

    async def jobs(self, user: str) -> list[tuple[int, str, str]]:
        """See `People`."""
        account = await self._account(user)
        if account is None:
            return []
        async with self._database.reading() as rx:
            mine = await jobs.of(rx, account.id, limit=RECENT)
        told = [job for job in mine if job.kind in job_kinds() and not job_kinds()[job.kind].quiet]
        return [(job.own, job.kind, str(job.request.get("style") or "")) for job in told]

    async def everybody(self, user: str) -> list[str]:
        """See `People`."""
        account = await self._account(user)
        admin = (account is not None and account.role == "admin") or {user, f"{PLATFORM}:{user}"} & self._admins
        if not admin:
            return []
        async with self._database.reading() as rx:
            return await accounts.newest_users(rx)

    async def hidden(self) -> frozenset[str]:
        """See `People`."""
        async with self._database.reading() as rx:
            return await rules.hidden_styles(rx)

    async def _account(self, user: str) -> accounts.Account | None:
        async with self._database.reading() as rx:
            return await accounts.find(rx, PLATFORM, user)


async def soon(asked: Awaitable[Answer], otherwise: Answer, seconds: float = SOON) -> Answer:
    """Return an answer of the database, or ``otherwise`` when it takes too long or fails: a form cannot wait."""
    try:
        return await asyncio.wait_for(asked, seconds)
    except Exception as failure:
        log.warning("the database did not answer in time", extra={"error": type(failure).__name__})
        return otherwise
