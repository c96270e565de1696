"""The update loop: an update is in the inbox before Telegram is told that it arrived.

python-telegram-bot's own loop acknowledges updates while their handlers still run, so a crash loses them. Here the next
``offset`` is asked for only after `Intake.accept` has committed everything before it.
"""

from __future__ import annotations

import asyncio
import logging
import warnings
from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Bot
from telegram.error import Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter
from telegram.warnings import PTBUserWarning

from bot.frontends.backoff import Backoff
from bot.frontends.base import FatalError, Intake
from bot.frontends.telegram.accepting import HEARD, Accepting
from bot.frontends.telegram.inline import Inline
from bot.frontends.telegram.limiter import seconds_of
from bot.frontends.telegram.paying import Checkout

log = logging.getLogger(__name__)
SECOND_POLLER = "another program is polling this bot; stop it, or give this one its own token"
BAD_TOKEN = "Telegram refuses the token; ask @BotFather for the right one and set TELEGRAM_TOKEN"


class NotAcceptedError(Exception):
    """An update could not be committed; it is asked for again."""


class Poller:
    """Fetches updates until cancelled; raises `FatalError` for a bad token or a second poller."""

    def __init__(
        self,
        bot: Bot,
        intake: Intake,
        hold_seconds: int = 30,
        sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep,
        inline: Inline | None = None,
        checkout: Checkout | None = None,
    ) -> None:
        self._bot, self._hold, self._sleep = bot, hold_seconds, sleep
        self._accepting = Accepting(bot, intake, inline, checkout)
        self._offset: int | None = None

    async def run(self) -> None:
        """Poll for ever."""
        backoff = Backoff("telegram", sleep=self._sleep)
        try:
            while True:
                try:
                    await self._once()
                    backoff.over()
                except RetryAfter as refused:
                    await backoff.wait(refused, seconds_of(refused))
                except (NetworkError, NotAcceptedError) as failure:
                    await backoff.wait(failure)
        finally:
            self._accepting.close()

    async def _once(self) -> None:
        try:
            payloads = await self._fetch()
        except Conflict:
            raise FatalError("telegram", SECOND_POLLER) from None
        except (InvalidToken, Forbidden):
            raise FatalError("telegram", BAD_TOKEN) from None  # the library's message holds the token
        try:
            await asyncio.gather(*(self._accepting.accept_raw(payload) for payload in payloads))  # one commit
            if payloads:
                self._offset = max(each["update_id"] for each in payloads) + 1
        except Exception as failure:  # a full disk, say: what is not committed is not acknowledged, and comes again
            log.exception("update not accepted")
            raise NotAcceptedError from failure

    async def _fetch(self) -> list[dict[str, Any]]:
        """Return the waiting updates as they came."""
        try:
            updates = await self._bot.get_updates(
                offset=self._offset, timeout=self._hold, allowed_updates=HEARD, read_timeout=10
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            # One of them is of a shape the client does not know, and it parses all or none: it would be asked for ever.
            return await self._unparsed()
        return [update.to_dict() for update in updates]

    async def _unparsed(self) -> list[dict[str, Any]]:
        asked = {"offset": self._offset, "timeout": 0, "allowed_updates": HEARD}
        with warnings.catch_warnings():  # it advises the method that has just failed
            warnings.simplefilter("ignore", PTBUserWarning)
            answer = await self._bot.do_api_request("get_updates", api_kwargs=asked)
        return [one for one in answer if type(one.get("update_id")) is int]
