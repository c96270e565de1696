"""What the operator page reads and does. Each act is what an admin would write to the bot, by the same handlers."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.core.tracing import handling
from handlers import actions, admin
from handlers.context import Deps
from handlers.events import Command, Event, Pressed, Who
from handlers.reports import REASONS
from storage import accounts, audit, copies, jobs, logins, media, outbox, overview, reports, rules
from storage.database import Database, Reading
from storage.errors import NoSuchMediaError, NoSuchReportError
from storage.vault import Vault

COMMANDS = frozenset(
    {"ban", "allow", "admit", "expel", "pardon", "setquota", "adult", "setstyle", "pause", "resume", "invite", "jobs"}
)
PRESSES = {"reportdismiss": "report", "reportban": "report", "stopjob": "job"}  # and the field with its number
BACKUP = "backup"
REPORTS, NOTES = 30, 60
DIGITS = 12  # of a number of a report
FLOOD_SECONDS = 10  # to wait


class NoAdminError(Exception):
    """Whoever asks is none of those who run the bot."""


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the settings say: which base draws, for how many days things are kept, how many copies there are to be."""

    base: str
    device: str
    pictures_days: int
    faces_days: int
    messages_days: int
    backups: int
    listed: bool
    invitations: bool


class Desk:
    """``lanes`` says how many workers each lane has and how many are busy; ``nudge`` looks for cancelled jobs."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        deps: Deps,
        facts: Facts,
        lanes: Callable[[], Mapping[str, tuple[int, int]]],
        nudge: Callable[[], None] = lambda: None,
    ) -> None:
        self._db, self._vault, self._deps, self._facts, self._lanes = database, vault, deps, facts, lanes
        self._handle = handling(deps, nudge)

    async def admin(self, user: str) -> Who:
        """Return somebody of the web app as the admin they are. Raises `NoAdminError`."""
        async with self._db.reading() as rx:
            return await self._admin(rx, user)

    async def act(self, user: str, name: str, fields: Mapping[str, str], locale: str) -> str:
        """Do one thing and return what was said to it. Raises `NoAdminError`, KeyError for what cannot be done here."""
        who = await self.admin(user)
        who = Who(platform=who.platform, user=who.user, locale=locale, private=True)
        if name == BACKUP:
            return await self._back_up(user)
        async with self._db.transaction() as tx:
            views = await self._handle(tx, _event(who, name, fields))
        if not views:  # an admin is too fast, and was told so once: here nothing may look as if it was done
            return self._deps.translator.words(locale)("flood", seconds=FLOOD_SECONDS)
        return "\n".join(text for view in views if (text := getattr(view, "text", "")))

    async def now(self) -> dict[str, Any]:
        """Return the queue and the workers as they are."""
        async with self._db.reading() as rx:
            counts, at = await jobs.counts(rx), rx.now()
            unsent, rows = await outbox.unsent(rx), await overview.open_jobs(rx)
            last = await audit.last(rx, "pause", "resume")
        lanes = [{"name": lane, "workers": found[0], "busy": found[1]} for lane, found in self._lanes().items()]
        return {"counts": counts, "rows": rows, "at": at, "unsent": unsent, "lanes": lanes, "facts": self._facts,
                "paused": last is not None and last.action == "pause"}  # fmt: skip

    async def everything(self, search: str, locale: str) -> dict[str, Any]:
        """Return all the page shows."""
        async with self._db.reading() as rx:
            people = await overview.people(rx, search)
            failures, hidden = await overview.failures(rx), await rules.hidden_styles(rx)
            told = [await self._report(rx, one) for one in await reports.recent(rx, REPORTS)]
            notes = await self._notes(rx)
            room = await overview.bytes_by_purpose(rx)
        book = self._deps.styles
        styles = [(name, str(book.info(name, locale)["title"]), name not in hidden) for name in book.names()]
        disk = await asyncio.to_thread(self._disk)
        return {**await self.now(), "people": people, "search": search, "failures": failures, "reports": told,
                "notes": notes, "room": room, "styles": styles, **disk,
                "general": self._deps.limits.seconds_per_day}  # fmt: skip

    async def picture(self, user: str, number: int, index: int) -> tuple[bytes, str]:
        """Return (bytes, mime) of a reported picture; that it was looked at is written down.

        Raises KeyError, and `StoreUnreachableError` where it cannot be had just now.
        """
        who = await self.admin(user)
        async with self._db.transaction() as tx:
            try:
                one = await reports.get(tx, number)
                row = await media.find(tx, one.media[index]) if 0 <= index < len(one.media) else None
            except NoSuchReportError:
                row = None
            if row is None:
                raise KeyError(number)
            account = await accounts.find(tx, who.platform, who.user)
            assert account is not None
            await audit.note(tx, account.id, "report seen", row.account, report=number)
            key = await self._vault.key(tx, row.account)
        try:
            return await self._vault.read_file(key, row.id), row.mime
        except NoSuchMediaError as gone:
            raise KeyError(number) from gone

    async def _admin(self, rx: Reading, user: str) -> Who:
        account = await accounts.find(rx, logins.PLATFORM, user)
        if account is not None:
            role = "user" if account.role == "banned" else account.role
            for platform, name in await accounts.users_of(rx, account.id):
                who = Who(platform=platform, user=name)
                if admin.is_admin(self._deps, who, role):
                    return who
        raise NoAdminError

    async def _back_up(self, user: str) -> str:
        file = await copies.make(self._db, max(1, self._facts.backups))
        async with self._db.transaction() as tx:
            account = await accounts.find(tx, logins.PLATFORM, user)
            assert account is not None
            await audit.note(tx, account.id, BACKUP)
        return file.name

    async def _report(self, rx: Reading, one: reports.Report) -> dict[str, Any]:
        names = {each: await _name(rx, each) for each in (one.account, one.about) if each}
        shown = [index for index, each in enumerate(one.media) if await media.find(rx, each) is not None]
        by, about = names.get(one.account, ""), names.get(one.about or "", "")
        return {"id": one.id, "at": one.at, "reason": one.reason, "known": one.reason in REASONS, "job": one.job,
                "settled": one.settled, "by": by, "about": about, "pictures": shown}  # fmt: skip

    async def _notes(self, rx: Reading) -> list[dict[str, Any]]:
        found = await audit.recent(rx, NOTES)
        ids = {each for note in found for each in (note.actor, note.subject) if each}
        names = {each: await _name(rx, each) for each in ids}
        return [
            {"at": note.at, "actor": names.get(note.actor, ""), "action": note.action,
             "subject": names.get(note.subject, ""), "detail": " ".join(f"{k}={v}" for k, v in note.detail.items())}
            for note in found
        ]  # fmt: skip

    def _disk(self) -> dict[str, Any]:
        folder = self._db.path.parent
        found = sorted((folder / "copies").glob("*.sqlite"), reverse=True)
        database = sum(_size(self._db.path.with_name(self._db.path.name + end)) for end in ("", "-wal"))
        return {"free": shutil.disk_usage(folder).free, "database": database,
                "copies": [{"name": each.name, "bytes": _size(each)} for each in found]}  # fmt: skip


def _event(who: Who, name: str, fields: Mapping[str, str]) -> Event:
    """Return what an admin would send. Raises KeyError."""
    if name in COMMANDS:
        options = {key: value for key, value in fields.items() if key in ("person", "minutes", "state", "style")}
        return Command(who=who, name=name, text="", options=options)
    if name in PRESSES:
        number = fields.get(PRESSES[name], "")
        if not (number.isascii() and number.isdigit() and len(number) <= DIGITS):
            raise KeyError(name)
        return Pressed(who=who, action=actions.action(name, number))
    raise KeyError(name)


async def _name(rx: Reading, account: str) -> str:
    users = await accounts.users_of(rx, account)
    known = [each for each in users if each[0] != logins.PLATFORM] or users
    return ":".join(known[0])[:80] if known else account


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except FileNotFoundError:
        return 0
