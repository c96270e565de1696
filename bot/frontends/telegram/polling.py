"""The update loop: an update is in the inbox before Telegram is told that it arrived.

python-telegram-bot's own loop acknowledges updates while their handlers still run, so a crash loses them. Here the next
``offset`` is asked for only after `Intake.accept` has committed everything before it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Bot, Update
from telegram.error import Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.frontends.base import Intake, Unusable
from bot.frontends.outage import Outage
from bot.frontends.telegram.limiter import seconds_of

log = logging.getLogger(__name__)
HEARD = ["message", "callback_query"]
SECOND_POLLER = "another program is polling this bot; stop it, or give this one its own token"
BAD_TOKEN = "Telegram refuses the token; ask @BotFather for the right one and set TELEGRAM_TOKEN"


class NotAccepted(Exception):
    """An update could not be committed; it is asked for again."""


class Poller:
    """Fetches updates until cancelled; raises `Unusable` for a bad token or a second poller."""

    def __init__(
        self,
        bot: Bot,
        intake: Intake,
        hold_seconds: int = 30,
        sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep,
    ) -> None:
        self._bot, self._intake, self._hold, self._sleep = bot, intake, hold_seconds, sleep
        self._offset: int | None = None
        self._answers: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Poll for ever."""
        outage = Outage("telegram", sleep=self._sleep)
        try:
            while True:
                try:
                    await self._once()
                    outage.over()
                except RetryAfter as refused:
                    await outage.wait(refused, seconds_of(refused))
                except (NetworkError, NotAccepted) as failure:
                    await outage.wait(failure)
        finally:
            for task in self._answers:
                task.cancel()

    async def _once(self) -> None:
        try:
            updates = await self._bot.get_updates(
                offset=self._offset, timeout=self._hold, allowed_updates=HEARD, read_timeout=10
            )
        except Conflict:
            raise Unusable("telegram", SECOND_POLLER) from None
        except (InvalidToken, Forbidden):
            raise Unusable("telegram", BAD_TOKEN) from None  # the library's message holds the token
        try:
            for update in updates:
                await self._accept(update)
        except Exception as failure:  # a full disk, say: what is not committed is not acknowledged, and comes again
            log.exception("update not accepted")
            raise NotAccepted from failure

    async def _accept(self, update: Update) -> None:
        chat = str(update.effective_chat.id) if update.effective_chat else ""
        await self._intake.accept("telegram", str(update.update_id), update.to_dict(), chat)
        self._offset = update.update_id + 1
        if update.callback_query is not None:
            task = asyncio.create_task(self._answer(update.callback_query.id))
            self._answers.add(task)
            task.add_done_callback(self._answers.discard)

    async def _answer(self, query: str) -> None:
        # Stops the button's spinner; what the press does comes as a message. Too late is no harm.
        try:
            await self._bot.answer_callback_query(query)
        except TelegramError as failure:
            log.info("press not answered", extra={"error": type(failure).__name__})
