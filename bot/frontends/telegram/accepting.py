"""Taking an update in, however it came: committed first, acknowledged after."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from telegram import Bot, Update
from telegram.error import TelegramError

from bot.frontends.base import Intake
from bot.frontends.telegram.inline import Inline
from bot.frontends.telegram.paying import Checkout

log = logging.getLogger(__name__)
HEARD = ["message", "edited_message", "callback_query", "message_reaction", "inline_query", "pre_checkout_query"]


class Accepting:
    """Puts updates into the inbox and stops the spinner of pressed buttons."""

    def __init__(
        self, bot: Bot, intake: Intake, inline: Inline | None = None, checkout: Checkout | None = None
    ) -> None:
        self._bot, self._intake, self._inline, self._checkout = bot, intake, inline, checkout
        self._answers: set[asyncio.Task[None]] = set()

    async def accept(self, update: Update, payload: dict[str, Any]) -> None:
        """Commit one update, ``payload`` as it came; raises what the inbox raises, and then it must come again."""
        if update.inline_query is not None:  # worth nothing in a minute: answered at once or not at all
            if self._inline is not None:
                self._begin(self._inline.answer(update.inline_query))
            return
        if update.pre_checkout_query is not None:  # it changes nothing, and is due in ten seconds
            if self._checkout is not None:
                self._begin(self._checkout.answer(update.pre_checkout_query))
            return
        chat = str(update.effective_chat.id) if update.effective_chat else ""
        sender = str(update.effective_user.id) if update.effective_user else ""
        await self._intake.accept("telegram", str(update.update_id), payload, chat, sender)
        if update.callback_query is not None:
            self._begin(self._answer(update.callback_query.id))

    def _begin(self, answering: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(answering)
        self._answers.add(task)
        task.add_done_callback(self._answers.discard)

    async def accept_raw(self, payload: dict[str, Any]) -> None:
        """Commit one update as it came: parsed if the client can, else set aside, so that those behind it are heard.

        What the client cannot parse may still be read from the inbox; if not, it is logged there and given up alone.
        Raises ValueError for what is no update at all.
        """
        if not isinstance(payload, dict) or type(payload.get("update_id")) is not int:
            raise ValueError("no update")
        try:
            update = Update.de_json(payload, self._bot)
        except Exception as failure:  # whatever the library raises: what it cannot parse must not stop the others
            log.warning("an update cannot be parsed", extra={"error": type(failure).__name__})
            await self._intake.accept("telegram", str(payload["update_id"]), payload, "")
        else:
            await self.accept(update, payload)

    def close(self) -> None:
        """Forget the presses and questions that are still to be answered."""
        for task in self._answers:
            task.cancel()

    async def _answer(self, query: str) -> None:
        # Stops the button's spinner; what the press does comes as a message. Too late is no harm.
        try:
            await self._bot.answer_callback_query(query)
        except TelegramError as failure:
            log.info("press not answered", extra={"error": type(failure).__name__})
