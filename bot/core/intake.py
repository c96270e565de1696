"""What people send: kept before it is acknowledged, handled once, in order within a chat, never lost.

front end --accept--> inbox row --run--> FrontEnd.events --> handle(tx, event) --> outbox rows, in one transaction
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from typing import Any

from bot.core import assets, outgoing
from bot.core.batches import Batches
from bot.core.budget import UPDATES, UPDATES_SECONDS, URGENT, Budget
from bot.core.turns import Turns
from bot.frontends.base import (
    OUT_OF_REACH,
    UPLOAD_BYTES,
    FilesAwayError,
    FrontEnd,
    NotKeptError,
    RetryLaterError,
    Upload,
)
from engine.styles import StyleBook
from handlers.events import Event, SentFile, Who
from handlers.views import View
from storage import accounts, inbox, outbox
from storage import media as media_rows
from storage.accounts import Account
from storage.database import Database, Reading, Transaction
from storage.errors import FilesFirstError, NoSuchMediaError, StorageFullError, StoreUnreachableError
from storage.inbox import Update
from storage.media import Media
from storage.places import place_of
from storage.retention import Retention
from storage.vault import Vault

log = logging.getLogger(__name__)

Raw = tuple[str, str, dict[str, Any], str, str]  # platform, update id, payload, chat, sender
Handle = Callable[[Transaction, Event], Awaitable[Sequence[View]]]

ATTEMPTS = 3  # of a handler that raises, before the person is told
PAUSE_SECONDS = 1.0  # before the second attempt; four times as long before the third
FULL_DISK_SECONDS = 30.0
NO_STORE_SECONDS = 10.0  # until what needs a file is tried again where the store of files does not answer
MOST_FIRST = 4  # things of one update that have to be made before it is answered
IDLE_SECONDS = 60.0
HELD_SECONDS = 1.0  # until a chat that another process answers is looked at again: it may have died
CHATS_AT_ONCE = 8
BEYOND = "beyond all measure"  # in a kept update: the first that is too much, which is answered and not handled
TAKES_AWAY = ("forget", "disagree")  # names of commands and buttons, whatever the platform wraps around them
PAID = '"successful_payment":'  # a field of an update; in what somebody wrote its quotes are escaped


class HandledElsewhereError(Exception):
    """An update was closed while this process was at it: another one has had its chat."""


class Inbox:
    """Implements `bot.frontends.base.Intake` and runs the handlers.

    ``apology(locale, trace)`` makes the view for a person whose update could not be handled;
    ``slower(locale, seconds)`` for one who sends so much that the rest is dropped, None: that is not said;
    ``waits(locale)`` for one whose update waits for the store of files, None: nor is that. ``welcome`` says of whom
    files are taken at all, None: of everybody. ``is_admin(who, role)``: whose updates are about others.
    """

    def __init__(
        self,
        db: Database,
        vault: Vault,
        apology: Callable[[str, str], View],
        *,
        retention: Retention | None = None,
        styles: StyleBook | None = None,
        slower: Callable[[str, float], View] | None = None,
        waits: Callable[[str], View] | None = None,
        welcome: Callable[[Reading, Who], Awaitable[bool]] | None = None,
        is_admin: Callable[[Who, str], bool] = lambda who, role: role == "admin",
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._db = db
        self._vault = vault
        self._apology = apology
        self._retention = retention or Retention()
        self._styles = styles
        self._slower = slower
        self._waits = waits
        self._welcome_here = welcome
        self._is_admin = is_admin
        self._sleep = sleep
        self._budget = Budget(db.clock.now)
        self._updates = Budget(db.clock.now, UPDATES, window=UPDATES_SECONDS)
        self._urgent = Budget(db.clock.now, URGENT, window=UPDATES_SECONDS)
        self._told = Budget(db.clock.now, 1, window=UPDATES_SECONDS)
        self._loud: set[str] = set()  # who is over that budget: said once in the log
        self._told_it_waits: set[int] = set()  # ids of open updates whose sender read that they wait
        self._batches = Batches(self._add)
        self._turns = Turns()
        self._busy: set[tuple[str, str]] = set()
        self._held: set[tuple[str, str]] = (
            set()
        )  # chats whose next update could not even be postponed: the disk is full
        self._gate = asyncio.Semaphore(CHATS_AT_ONCE)
        self._stopping = False

    async def accept(
        self, platform: str, update_id: str, payload: dict[str, Any], chat: str = "", sender: str = ""
    ) -> None:
        """See `Intake.accept`. Raises `StorageFullError`: then the platform must send the update again."""
        person = f"{platform}:{sender or chat}"
        budget = self._welcome(person, payload)
        if budget is None:
            return
        kept = {**payload, BEYOND: True} if budget is self._told else payload
        try:
            await self._batches.add((platform, update_id, kept, chat, sender))
        except Exception:
            budget.give_back(person)  # it comes again, and must not be lost for having come twice
            raise

    def _welcome(self, person: str, payload: dict[str, Any]) -> Budget | None:
        """Return what one more update of somebody is counted in, None when it is one too many and lost, unread."""
        if self._updates.allows(person, 0):
            self._updates.spend(person, 0)
            self._loud.discard(person)
            return self._updates
        if _is_urgent(payload) and self._urgent.allows(person, 0):
            self._urgent.spend(person, 0)
            return self._urgent
        if person not in self._loud:
            log.warning("somebody sends more than %d updates in %.0f s: the rest is dropped", UPDATES, UPDATES_SECONDS)
            self._loud.add(person)
        if self._slower is not None and self._told.allows(person, 0):
            self._told.spend(person, 0)
            return self._told
        return None

    async def _add(self, batch: Sequence[Raw]) -> None:
        async with self._db.transaction(f"inbox:{id(self)}") as tx:  # only adds: nobody waits for it
            for each in batch:
                await inbox.add(tx, *each)

    async def refuses(self, who: Who, size: int) -> str:
        """See `Intake.refuses`."""
        async with self._db.reading() as rx:
            account = await accounts.find(rx, who.platform, who.user)
            welcome = self._welcome_here is None or await self._welcome_here(rx, who)
        if account is not None and account.role == "banned":
            return "banned"
        if not welcome:
            return "not-welcome"
        if not self._budget.allows(f"{who.platform}:{who.user}", size):
            return "too-many"
        return OUT_OF_REACH if self._vault.files.silent else ""

    async def keep(self, who: Who, upload: Upload) -> str:
        """See `Intake.keep`."""
        if len(upload.data) > UPLOAD_BYTES:
            raise NotKeptError(who, upload, "too-large")
        if problem := await self.refuses(who, len(upload.data)):
            raise NotKeptError(who, upload, problem)
        self._budget.spend(f"{who.platform}:{who.user}", len(upload.data))
        try:
            return await self._keep(who, upload)
        except StorageFullError as error:
            raise NotKeptError(who, upload, "disk-full") from error
        except StoreUnreachableError as error:
            log.warning("the store of sealed files does not answer (%s): a file was not taken", error)
            self._budget.give_back(f"{who.platform}:{who.user}")  # it may come again
            raise NotKeptError(who, upload, OUT_OF_REACH) from error

    async def media(self, who: Who, media: str) -> tuple[bytes, str]:
        """See `Intake.media`."""
        if media.startswith(assets.SCHEMES):
            data, mime, _ = await assets.read(media, self._styles)
            return data, mime
        async with self._db.reading() as rx:
            account = await accounts.find(rx, who.platform, who.user)
            if account is None:
                raise NoSuchMediaError(media)
            owner = account.id
            try:
                row = await media_rows.get(rx, media, owner)
            except NoSuchMediaError:  # what somebody reported is shown to an admin, and still its owner's
                shown = await outbox.shown_here(rx, place_of(who.platform, who.address), media) if who.address else None
                if shown is None or shown.account is None:
                    raise
                owner = shown.account
                row = await media_rows.get(rx, media, owner)
            key = await self._vault.key(rx, owner)
        return await self._vault.read_file(key, media), row.mime

    async def run(self, frontends: Mapping[str, FrontEnd], handle: Handle) -> None:
        """Handle what comes in until `stop`; what is being handled then is finished."""
        event = self._db.signals.event(inbox.TOPIC)
        async with asyncio.TaskGroup() as chats:
            while not self._stopping:
                event.clear()
                wait = await self._start_due(frontends, handle, chats)
                if not self._stopping:
                    await self._db.signals.wait(inbox.TOPIC, wait)

    async def drain(self, frontends: Mapping[str, FrontEnd], handle: Handle) -> None:
        """Handle everything that is due now, then return."""
        while True:
            async with asyncio.TaskGroup() as chats:
                await self._start_due(frontends, handle, chats)
            async with self._db.reading() as rx:
                due = [
                    chat
                    for *chat, due in await inbox.open_chats(rx)
                    if due <= rx.now() and chat[0] in frontends and tuple(chat) not in self._held
                ]
            if not due:
                return

    def stop(self) -> None:
        """Let `run` return once what is being handled is finished."""
        self._stopping = True
        self._db.signals.event(inbox.TOPIC).set()

    async def _start_due(self, frontends: Mapping[str, FrontEnd], handle: Handle, chats: asyncio.TaskGroup) -> float:
        """Start a task for each chat with something due; returns the seconds until the next is."""
        async with self._db.reading() as rx:
            found, now = await inbox.open_chats(rx), rx.now()
        wait = IDLE_SECONDS
        for platform, chat, due in found:
            if platform not in frontends or (platform, chat) in self._busy | self._held:
                continue
            if due > now:
                wait = min(wait, due - now)
                continue
            self._busy.add((platform, chat))
            chats.create_task(self._serve(frontends[platform], chat, handle), name=f"chat of {platform}")
        return wait

    async def _serve(self, frontend: FrontEnd, chat: str, handle: Handle) -> None:
        """Handle a chat's due updates one after the other."""
        try:
            async with self._db.hold(f"chat:{frontend.name}:{chat}") as mine:
                if mine:
                    await self._serve_held(frontend, chat, handle)
                else:
                    self._hold((frontend.name, chat), HELD_SECONDS)
        except StorageFullError:
            log.error("the disk is full: updates wait in the inbox")
            self._hold((frontend.name, chat), FULL_DISK_SECONDS)
        finally:
            self._busy.discard((frontend.name, chat))
            self._db.signals.event(inbox.TOPIC).set()  # something may have come between the last look and here

    async def _serve_held(self, frontend: FrontEnd, chat: str, handle: Handle) -> None:
        while not self._stopping:
            waiting = await self._oldest(frontend, chat)
            if waiting is None:
                return
            async with self._turns.of(f"{frontend.name}:{waiting.sender or chat}"), self._gate:
                update = await self._oldest(frontend, chat)  # its sender may have been erased meanwhile
                if update is not None and not self._stopping:
                    await self._handle(update, frontend, handle)

    def _hold(self, chat: tuple[str, str], seconds: float) -> None:
        """Leave a chat alone for a while: tried at once, and again, it would fill the log instead of the disk."""

        def free() -> None:
            self._held.discard(chat)
            self._db.signals.event(inbox.TOPIC).set()

        self._held.add(chat)
        asyncio.get_running_loop().call_later(seconds, free)

    async def _oldest(self, frontend: FrontEnd, chat: str) -> Update | None:
        """Return the oldest open update of a chat if it is due."""
        async with self._db.reading() as rx:
            update = await inbox.oldest(rx, frontend.name, chat)
        return update if update is not None and update.due <= self._db.clock.now() else None

    async def _handle(self, update: Update, frontend: FrontEnd, handle: Handle) -> None:
        events: list[Event] = []
        try:
            if BEYOND in update.payload:
                await self._ask_for_less(update, frontend)
                return
            events = await self._events(update, frontend)
            await self._answer(update, events, handle, frontend)
        except HandledElsewhereError:
            log.warning("update %s was handled by another process", update.id)
        except FilesAwayError as away:
            await self._put_off(update, away.seconds, away.who)
        except RetryLaterError as later:
            await self._postpone(update, later.seconds, counted=False)
        except StorageFullError:
            log.warning("the disk is full: update %s waits", update.id)
            await self._postpone(update, FULL_DISK_SECONDS, counted=False)
        except StoreUnreachableError as error:
            log.warning("the store of sealed files does not answer (%s): update %s waits", error, update.id)
            await self._put_off(update, NO_STORE_SECONDS, events[0].who if events else None)
        except Exception:
            trace = self._db.ids.new()
            log.exception("update %s was not handled, attempt %d, trace %s", update.id, update.attempts + 1, trace)
            if update.attempts + 1 < ATTEMPTS:
                await self._postpone(update, PAUSE_SECONDS * 4**update.attempts, counted=True)
            else:
                await self._apologise(update, events, trace, frontend)

    async def _events(self, update: Update, frontend: FrontEnd) -> list[Event]:
        try:
            return await frontend.events(update.payload, self)
        except NotKeptError as refused:
            return [
                SentFile(
                    who=refused.who, media=None, name=refused.name, mime=refused.mime, declared_bytes=refused.bytes,
                    problem=refused.problem,
                )
            ]  # fmt: skip

    async def _answer(self, update: Update, events: list[Event], handle: Handle, frontend: FrontEnd) -> None:
        """Answer an update; files that need a store of files are made before the transaction, never within it."""
        async with AsyncExitStack() as ready:
            for _ in range(MOST_FIRST):
                try:
                    await self._answer_now(update, events, handle, frontend)
                except FilesFirstError as first:
                    if await self._all_known(events):
                        await ready.enter_async_context(first.ready())
                else:
                    return
            await self._answer_now(update, events, handle, frontend)

    async def _all_known(self, events: list[Event]) -> bool:
        """Make the accounts of who is new: what the transaction that was left made is gone. False: some were."""
        people = {(event.who.platform, event.who.user) for event in events}
        async with self._db.transaction() as tx:
            strangers = [each for each in people if await accounts.find(tx, *each) is None]
            for each in strangers:
                await accounts.find_or_create(tx, *each)
        return not strangers

    async def _answer_now(self, update: Update, events: list[Event], handle: Handle, frontend: FrontEnd) -> None:
        """Run the handlers and write their answers and the end of the update: all or nothing."""
        async with self._db.transaction(await self._part(events)) as tx:
            owner: Account | None = None
            for index, event in enumerate(events):
                before = await accounts.find(tx, event.who.platform, event.who.user)
                views = await handle(tx, event)
                owner = await _left(tx, event.who, before)
                await self._write(tx, update, event.who, views, str(index), owner)
            await self._close(tx, update, owner, frontend)

    async def _part(self, events: list[Event]) -> str:
        """Return the part in which an update is answered: its sender's account. One of an admin is about others."""
        people = {(event.who.platform, event.who.user): event.who for event in events}
        if not self._db.shared or len(people) != 1:
            return ""
        person, who = people.popitem()
        async with self._db.reading() as rx:
            account = await accounts.find(rx, *person)
        if self._is_admin(who, account.role if account else "user"):
            return ""
        return f"account:{account.id}" if account else f"person:{':'.join(person)}"

    async def _ask_for_less(self, update: Update, frontend: FrontEnd) -> None:
        """Say once that what somebody sends is dropped, to them alone; nothing of the update is fetched or done."""
        payload = {name: value for name, value in update.payload.items() if name != BEYOND}
        try:
            events = await frontend.events(payload, _Closed(self))
        except NotKeptError as refused:
            events = [SentFile(who=refused.who, media=None)]
        async with self._db.transaction() as tx:
            account = None
            if events and self._slower is not None:
                who = events[0].who
                account = await accounts.find(tx, who.platform, who.user)
                if who.private:
                    locale = (account.locale if account else None) or who.locale
                    await self._write(tx, update, who, [self._slower(locale, UPDATES_SECONDS)], "slower", account)
            await self._close(tx, update, account, frontend)

    async def _apologise(self, update: Update, events: list[Event], trace: str, frontend: FrontEnd) -> None:
        """Close an update nobody could handle; the person learns the trace id that is also in the log."""
        async with self._db.transaction() as tx:
            account = None
            if events:  # else nobody knows whom to tell
                who = events[0].who
                account = await accounts.find(tx, who.platform, who.user)
                locale = (account.locale if account else None) or who.locale
                await self._write(tx, update, who, [self._apology(locale, trace)], "sorry", account)
            await self._close(tx, update, account, frontend, trace)

    async def _close(
        self, tx: Transaction, update: Update, owner: Account | None, frontend: FrontEnd, trace: str | None = None
    ) -> None:
        self._told_it_waits.discard(update.id)
        kept = frontend.capabilities.keeps_nothing
        first = await inbox.handled(tx, update.id, owner.id if owner else None, trace, kept=kept)
        if self._db.shared and not first:
            raise HandledElsewhereError  # nothing of this is kept

    async def _write(
        self, tx: Transaction, update: Update, who: Who, views: Sequence[View], occasion: str, account: Account | None
    ) -> None:
        await outgoing.answer(
            tx,
            views,
            key=f"in:{update.platform}:{update.update_id}:{occasion}",
            platform=who.platform,
            address=who.address,
            account=account.id if account else None,
        )

    async def _postpone(self, update: Update, seconds: float, *, counted: bool) -> None:
        async with self._db.transaction(f"chat:{update.platform}:{update.chat}") as tx:
            await inbox.postpone(tx, update.id, tx.now() + seconds, counted=counted)

    async def _put_off(self, update: Update, seconds: float, who: Who | None) -> None:
        """Let an update wait for the store of files, and say so, once, to whom it is of."""
        if self._waits is not None and who is not None and who.private and update.id not in self._told_it_waits:
            async with self._db.transaction() as tx:
                account = await accounts.find(tx, who.platform, who.user)
                locale = (account.locale if account else None) or who.locale
                await self._write(tx, update, who, [self._waits(locale)], "waits", account)
            self._told_it_waits.add(update.id)  # the row to somebody without an account is gone once it is sent
        await self._postpone(update, seconds, counted=False)

    async def _keep(self, who: Who, upload: Upload) -> str:
        """Seal first, insert the row after: the database never waits for the disk of a large file."""
        async with self._db.transaction() as tx:
            account = await accounts.find_or_create(tx, who.platform, who.user)
            key = await self._vault.key(tx, account.id)
            now = tx.now()
            row = Media(
                id=tx.new_id(), account=account.id, purpose="upload", name=upload.name, mime=upload.mime,
                bytes=len(upload.data), created=now, expires=self._retention.expiry("upload", now),
            )  # fmt: skip
        await self._vault.seal_file(key, row.id, upload.data)
        try:
            async with self._db.transaction(f"account:{row.account}") as tx:
                await media_rows.add(tx, row)
        except Exception:
            await self._vault.discard_files([row.id])
            raise
        return row.id


class _Closed:
    """An intake that takes no file of anybody."""

    def __init__(self, intake: Inbox) -> None:
        self.accept, self.media = intake.accept, intake.media

    async def refuses(self, who: Who, size: int) -> str:
        """Refuse."""
        return "too-many"

    async def keep(self, who: Who, upload: Upload) -> str:
        """Refuse."""
        raise NotKeptError(who, upload, "too-many")


async def _left(tx: Transaction, who: Who, before: Account | None) -> Account | None:
    """Return the account somebody has after an event; None for who was erased, also where a ban or pause goes on.

    What they sent and are answered must not be kept with the bare account that carries that.
    """
    now = await accounts.find(tx, who.platform, who.user)
    erased = before is not None and now is not None and now.id != before.id and await accounts.is_bare(tx, now.id)
    return None if erased else now


def _is_urgent(payload: dict[str, Any]) -> bool:
    """Say whether somebody may want to be forgotten, or has paid: that is heard even in a flood."""
    raw = json.dumps(payload)
    return any(word in raw for word in (*TAKES_AWAY, PAID))
