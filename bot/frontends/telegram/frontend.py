"""The Telegram front end: ties the update loop, the reading of updates and the delivery of views together."""

from __future__ import annotations

import asyncio
import dataclasses
import hashlib
import hmac
import logging
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from telegram import User
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)
from telegram.ext import BaseRateLimiter, ExtBot
from telegram.request import HTTPXRequest

from bot.frontends.attached import Answered, NotFetchedError, take_in
from bot.frontends.backoff import FIRST_PAUSE, Backoff
from bot.frontends.base import (
    Capabilities,
    ChatGoneError,
    FatalError,
    Files,
    Intake,
    NotAllowedError,
    RetryLaterError,
    TooLargeError,
)
from bot.frontends.published import Published
from bot.frontends.telegram import doubled, menu, paying, sending, stickers
from bot.frontends.telegram.compose import Album, Message, Step, compose, shown
from bot.frontends.telegram.incoming import Attached, Heard, read
from bot.frontends.telegram.inline import Inline
from bot.frontends.telegram.journal import Journal, SharedJournal
from bot.frontends.telegram.limiter import ChatLimiter, seconds_of
from bot.frontends.telegram.options import TelegramOptions
from bot.frontends.telegram.paying import Checkout, NoTill, Till
from bot.frontends.telegram.polling import BAD_TOKEN, Poller
from bot.frontends.telegram.shelf import NoShelf, Shelf
from bot.frontends.telegram.text import leads_private
from handlers.events import Address, Command, Event, Reply, Said, SentFile
from handlers.views import Bill, Progress, Refund, Removal, Stickers, Text, View

log = logging.getLogger(__name__)
OFFICIAL = "https://api.telegram.org"
NO_TOPIC = ("message thread not found", "topic_deleted", "topic_closed")
NO_PICTURES = ("not enough rights to send", "chat_send_")  # photos, videos, documents; words are another right
GONE = ("chat not found", "user is deactivated", "peer_id_invalid", "group chat was deactivated")


class TelegramFrontEnd:
    """`bot.frontends.base.FrontEnd` for Telegram.

    ``api_url`` and ``file_url`` are roots: the bot adds ``/bot<token>`` and ``/file/bot<token>``. A receipt is
    ``{"chat", "message", "media", "all"}``: the message later edits go to, whether it holds a file, and all ids sent.
    """

    name = "telegram"

    def __init__(
        self,
        token: str,
        *,
        api_url: str = OFFICIAL,
        file_url: str = OFFICIAL,
        options: TelegramOptions | None = None,
        menus: Sequence[menu.Menu] | None = None,
        limiter: ChatLimiter | None = None,
        shelf: Shelf | None = None,
        till: Till | None = None,
    ) -> None:
        self._till = till or NoTill()
        self._shelf = shelf or NoShelf()
        self.options = options or TelegramOptions()
        self._token = token
        self.capabilities = Capabilities(
            edit_seconds=3.0,
            group_edit_seconds=6.0,
            upload_bytes=self.options.upload_bytes,
            download_bytes=self.options.download_bytes,
            many=self.options.webhook is not None,
        )
        folder = self.options.folder
        self._menu_seen = Published(folder / "telegram-menu" if folder else None)
        self._button_seen = Published(folder / "telegram-button" if folder else None)
        kept = folder / "telegram-journal" if folder else None
        self._journal = (SharedJournal if self.options.shared else Journal)(self._mark, kept)
        self._newest = doubled.Newest()
        self._menus = menus
        self._me: User | None = None
        self._meeting = asyncio.Lock()
        self._pools = _pools(self.options)
        self._bot: ExtBot[None] = ExtBot(
            token,
            base_url=api_url.rstrip("/") + "/bot",
            base_file_url=file_url.rstrip("/") + "/file/bot",
            request=self._pools[0],
            get_updates_request=self._pools[1],
            rate_limiter=cast("BaseRateLimiter[Any]", limiter or ChatLimiter()),  # its own kind of arguments
        )

    async def run(self, intake: Intake) -> None:
        """Listen until cancelled; raises `FatalError` for a bad token, a second poller or a webhook that cannot be."""
        await self._start()
        publishing = asyncio.create_task(self._publish_menus())
        try:
            await self._listen(intake)
        finally:
            publishing.cancel()

    async def close(self) -> None:
        """Close the connections; after `run` was cancelled and the last delivery is out."""
        for pool in self._pools:
            await pool.shutdown()

    async def events(self, payload: dict[str, Any], intake: Intake) -> list[Event]:
        """Turn a raw update into events; files are fetched and kept on the way.

        Raises `RetryLaterError` without a network.
        """
        me = await self._self()
        self._newest.hear(payload)
        return [await self._event(heard, intake) for heard in read(payload, me.username or "", me.id)]

    async def deliver(
        self, address: Address, view: View, key: str, previous: dict[str, Any] | None, files: Files
    ) -> dict[str, Any]:
        """Show ``view`` once for ``key``: by editing ``previous`` where there is one.

        Raises `RetryLaterError`, `ChatGoneError` and `TooLargeError`.
        """
        # A progress edit never waits in line: it is asked for again, newer, when there is room.
        patience = 0.0 if isinstance(view, Progress) else None
        try:
            if isinstance(view, Removal):
                await self._take_away(address["chat"], view)
                return {}
            if isinstance(view, Bill):
                return await paying.send_bill(self._bot, address["chat"], view)
            if isinstance(view, Refund):
                return await self._give_back(address, view, key, previous, files)
            if isinstance(view, Stickers):
                view = await self._stickers(address["chat"], view, key, files)
            plan = await compose(view, files, previous)
            _check_sizes(plan, self.options.upload_bytes)
            linked = any(isinstance(step, Message) and leads_private(step.buttons) for step in plan)
            name = ((await self._self()).username or "") if linked else ""
            target = sending.Target.of(address, patience=patience, username=name)
            receipt = await self._show(plan, target, key, previous)
            if files_shown := shown(view):
                receipt["shown"] = files_shown
            return {**receipt, "preview": view.preview} if isinstance(view, Progress) and view.preview else receipt
        except sending.NotThereError:
            return await self.deliver(address, view, key, None, files)
        except ChatMigrated as moved:
            return await self.deliver({**address, "chat": moved.new_chat_id}, view, key, None, files)
        except RetryAfter as refused:
            raise RetryLaterError(seconds_of(refused)) from None
        except InvalidToken:
            raise FatalError("telegram", BAD_TOKEN) from None
        except Forbidden:
            raise ChatGoneError("the person blocked the bot or left") from None
        except BadRequest as refused:
            reason = refused.message.lower()
            if reason.startswith(NO_TOPIC) and "thread" in address:
                # The topic is gone, the chat is not.
                plain = {name: value for name, value in address.items() if name != "thread"}
                return await self.deliver(plain, view, key, None, files)
            if reason.startswith(NO_PICTURES):
                raise NotAllowedError(refused.message) from None
            if reason.startswith(GONE):
                raise ChatGoneError(refused.message) from None
            raise
        except NetworkError as failure:
            log.info("telegram unreachable", extra={"error": type(failure).__name__})
            raise RetryLaterError(FIRST_PAUSE) from None

    async def _take_away(self, chat: int, view: Removal) -> None:
        ids = {one for receipt in view.receipts for step in receipt.get("all", ()) for one in step}
        for key in view.late:
            ids |= {one for step in self._journal.steps(key) for one in step}
            after = self._journal.after(key)
            if after is not None:
                target = sending.Target(chat=chat)
                ids |= set(await doubled.files_after(self._bot, target, after, [view.text], notes=True))
        await sending.take_away(self._bot, chat, sorted(ids), view.text)

    async def _show(
        self, plan: list[Step], target: sending.Target, key: str, previous: dict[str, Any] | None
    ) -> dict[str, Any]:
        done = self._journal.steps(key)
        for number, step in enumerate(plan):
            if number < len(done):
                target = _answering(target, done[0]) if number == 0 else target
                continue
            replaced = previous if number == 0 else None
            if isinstance(step, Album):
                ids = await self._once(step, target, key)
            elif replaced is None:
                ids = await self._fresh(step, target, key)
            else:
                ids = await self._step(step, target, replaced, key)
            self._newest.see(target.chat, max(ids))
            done.append(ids)
            if len(plan) > 1 or replaced is None or ids != [replaced["message"]]:
                await asyncio.to_thread(self._journal.add, key, ids, self._mark(target.chat))
            if number == 0:
                target = _answering(target, ids)
        return _receipt(plan, done, target.chat, previous)

    async def _step(self, step: Message, target: sending.Target, previous: dict[str, Any], key: str) -> list[int]:
        """Edit a step over the message before it, or send it where that is gone."""
        message, has_media = previous["message"], previous.get("media", False)
        there = await sending.edit(self._bot, step, target, message, has_media)
        # Progress nobody can see any more is not worth a message of its own: the result will be one.
        if there or step.status:
            return [message]
        if step.below:
            raise sending.NotThereError
        return await self._fresh(step, target, key)

    async def _fresh(self, step: Message, target: sending.Target, key: str) -> list[int]:
        """Send a message of its own; a copy from before the process died is taken away."""
        again, after = self._journal.begun(key), self._journal.after(key)
        if not again:
            await asyncio.to_thread(self._journal.begin, key, self._newest_of(target.chat))
        try:
            ids = await sending.send(self._bot, step, target)
        except TelegramError as failure:
            if not again and sending.had_no_effect(failure):
                await asyncio.to_thread(self._journal.refused, key)
            raise
        if again:
            patient = dataclasses.replace(target, patience=None)
            await doubled.take_away(self._bot, step, patient, after, ids[0])
        return ids

    def _newest_of(self, chat: int) -> int | None:
        """Return the newest id known of a chat: seen by this process, or sent by one before it."""
        known = [one for one in (self._newest.of(chat), self._journal.newest(self._mark(chat))) if one is not None]
        return max(known, default=None)

    def _mark(self, named: int | str) -> str:
        """Return what stands for a chat or a delivery where it must not be named; it takes the token to make it."""
        return hmac.new(self._token.encode(), str(named).encode(), hashlib.sha256).hexdigest()[:16]

    async def _give_back(
        self, address: Address, view: Refund, key: str, previous: dict[str, Any] | None, files: Files
    ) -> dict[str, Any]:
        """Give Stars back and say so, where somebody is there to hear it; a private chat has its person's id."""
        await paying.give_back(self._bot, address["chat"], view.charge)
        try:
            return await self.deliver(address, Text(text=view.text), key, previous, files)
        except ChatGoneError:
            return {}

    async def _stickers(self, owner: int, view: Stickers, key: str, files: Files) -> Text:
        """Change the person's sticker set and return what is said about it; a private chat has its person's id."""
        me = await self._self()
        name = stickers.set_name(me.id, me.username or "", owner)
        if view.remove:
            await stickers.remove(self._bot, name)
            return Text(text=view.text, buttons=view.buttons)
        link = await stickers.publish(self._bot, self._journal, owner, name, view, key, files)
        return Text(text=f"{view.text}\n{link}", buttons=view.buttons)

    async def _once(self, step: Album, target: sending.Target, key: str) -> list[int]:
        """Send what must not arrive twice; where it may have arrived already and cannot be found, say so instead."""
        if self._journal.begun(key):
            after = self._journal.after(key)
            if after is not None:
                captions = [file.caption for file in step.files]
                found = await doubled.files_after(self._bot, target, after, captions)
                if len(found) == len(step.files):
                    return found
            if step.unsure:
                return await sending.send(self._bot, Message(text=step.unsure), target)
        else:
            await asyncio.to_thread(self._journal.begin, key, self._newest_of(target.chat))
        try:
            return await sending.send(self._bot, step, target)
        except TelegramError as failure:
            if sending.had_no_effect(failure):
                await asyncio.to_thread(self._journal.refused, key)
            raise

    async def _event(self, heard: Heard, intake: Intake) -> Event:
        reply = await self._reply(heard.answered, intake)
        file = await self._fetch(heard.file, intake) if heard.file else None
        if isinstance(heard.what, Command):
            return replace(heard.what, files=(file,) if file else (), reply=reply)
        if file is not None:
            return replace(file, reply=reply)
        assert heard.what is not None
        return replace(heard.what, reply=reply) if isinstance(heard.what, Said) else heard.what

    async def _reply(self, answered: Answered[Attached] | None, intake: Intake) -> Reply | None:
        if answered is None:
            return None
        file = await self._fetch(answered.file, intake) if answered.file else None
        return Reply(message=answered.message, own=answered.own, text=answered.text, file=file)

    async def _fetch(self, item: Attached, intake: Intake) -> SentFile:
        return await take_in(item, intake, self.options.download_bytes, lambda: self._download(item.file_id))

    async def _download(self, file_id: str) -> bytes:
        try:
            remote = await self._bot.get_file(file_id)
            return bytes(await remote.download_as_bytearray())
        except BadRequest as refused:
            raise NotFetchedError("too-large" if "too big" in refused.message.lower() else "unavailable") from None
        except RetryAfter as refused:
            raise RetryLaterError(seconds_of(refused)) from None
        except NetworkError:
            raise RetryLaterError(FIRST_PAUSE) from None

    async def _listen(self, intake: Intake) -> None:
        inline, checkout = Inline(self._bot, intake, self._shelf), Checkout(self._bot, self._till)
        if self.options.webhook is None:
            await Poller(self._bot, intake, self.options.hold_seconds, inline=inline, checkout=checkout).run()
            return
        from bot.frontends.telegram.webhook import Webhook  # its server is loaded only where it is wanted

        await Webhook(self._bot, intake, self.options.webhook, inline=inline, checkout=checkout).run()

    async def _start(self) -> None:
        # Until Telegram answers once there is nothing to do but to ask again.
        backoff = Backoff(self.name)
        while True:
            try:
                await self._self()
                if self.options.webhook is None:
                    await self._bot.delete_webhook()  # one left from elsewhere would make polling a conflict
                return
            except (RetryLaterError, NetworkError, RetryAfter) as failure:
                if isinstance(failure, BadRequest):
                    raise
                await backoff.wait(failure)

    async def _publish_menus(self) -> None:
        # Beside the listening: nobody waits for an answer because of a menu.
        backoff = Backoff(self.name)
        while True:
            try:
                await menu.publish(
                    self._bot,
                    self._menu_seen,
                    self.options.admins,
                    self._menus,
                    abilities=self.options.abilities,
                )
                await menu.publish_button(self._bot, self._button_seen, self.options.mini_app)
                return
            except BadRequest as refused:
                log.error("telegram refuses the menu: %s", refused.message)
                return
            except RetryAfter as refused:
                await backoff.wait(refused, seconds_of(refused))
            except TelegramError as failure:
                await backoff.wait(failure)

    async def _self(self) -> User:
        async with self._meeting:
            if self._me is None:
                try:
                    self._me = await self._bot.get_me()
                except InvalidToken:
                    raise FatalError("telegram", BAD_TOKEN) from None  # the library's message holds the token
                except TelegramError as failure:
                    log.info("telegram unreachable", extra={"error": type(failure).__name__})
                    raise RetryLaterError(FIRST_PAUSE) from None
            return self._me


def _pools(options: TelegramOptions) -> tuple[HTTPXRequest, HTTPXRequest]:
    # One for everything, one for the request for updates that is always held open.
    seconds = options.answer_seconds
    waits: dict[str, Any] = {
        "connect_timeout": 10.0,
        "read_timeout": seconds,
        "write_timeout": seconds,
        "pool_timeout": 10.0,
    }
    everything = HTTPXRequest(connection_pool_size=16, media_write_timeout=options.upload_seconds, **waits)
    return everything, HTTPXRequest(connection_pool_size=1, **waits)


def _answering(target: sending.Target, ids: list[int]) -> sending.Target:
    return dataclasses.replace(target, reply_to=ids[0])


def _check_sizes(plan: list[Step], most: int) -> None:
    files = [file for step in plan for file in (step.files if isinstance(step, Album) else [step.file]) if file]
    largest = max((len(file.data) for file in files), default=0)
    if largest > most:
        raise TooLargeError(largest, most)


def _receipt(plan: list[Step], done: list[list[int]], chat: int, previous: dict[str, Any] | None) -> dict[str, Any]:
    # The message that carries the buttons is the one to edit next; an album never can be.
    main = next((n for n, step in enumerate(plan) if isinstance(step, Message)), None)
    step = plan[main] if main is not None else None
    edited_media = bool(previous and previous.get("media") and main == 0 and done[0] == [previous["message"]])
    return {
        "chat": chat,
        "message": done[main][0] if main is not None else done[0][0],
        "media": main is None or edited_media or (isinstance(step, Message) and step.file is not None),
        "all": done,
    }
