"""The other way to hear from Telegram: it calls us. For operators with a public address; polling needs none.

A reverse proxy with a certificate hands the calls to a port of this machine. Whoever else finds the port lacks the
secret, which Telegram sends with each call, and is turned away before a byte of the call is read.
"""

from __future__ import annotations

import asyncio
import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest, NetworkError, RetryAfter

from bot.frontends.backoff import Backoff
from bot.frontends.base import FatalError, Intake
from bot.frontends.telegram.accepting import HEARD, Accepting
from bot.frontends.telegram.inline import Inline
from bot.frontends.telegram.limiter import seconds_of
from bot.frontends.telegram.options import WebhookOptions
from bot.frontends.telegram.paying import Checkout

log = logging.getLogger(__name__)
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
CALL_BYTES = 1_000_000  # an update is a few thousand; files never come this way
CONNECTIONS = 1  # calls at once: with more, two messages of one chat could overtake each other


class Webhook:
    """Listens until cancelled; raises `FatalError` for a taken port or an address Telegram refuses."""

    def __init__(
        self,
        bot: Bot,
        intake: Intake,
        options: WebhookOptions,
        sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep,
        inline: Inline | None = None,
        checkout: Checkout | None = None,
    ) -> None:
        self._bot, self._options, self._sleep = bot, options, sleep
        self._accepting = Accepting(bot, intake, inline, checkout)
        self.port = options.port  # the real one while listening

    async def run(self) -> None:
        """Listen, tell Telegram, and go on listening. The webhook stays set: Telegram keeps what we miss for a day."""
        app = web.Application(client_max_size=CALL_BYTES)
        app.router.add_route("*", "/{path:.*}", self._called)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=2.0)
        await runner.setup()
        try:
            await self._listen(runner)
            await self._tell()
            await asyncio.Event().wait()
        finally:
            await runner.cleanup()
            self._accepting.close()

    async def _listen(self, runner: web.AppRunner) -> None:
        chosen = self._options
        try:
            await web.TCPSite(runner, chosen.host, chosen.port).start()
        except OSError as error:
            why = f"cannot listen on {chosen.host}:{chosen.port} ({error.strerror}); set TELEGRAM_WEBHOOK_PORT"
            raise FatalError("telegram", why) from error
        self.port = runner.addresses[0][1]
        log.info("waiting for Telegram's calls", extra={"address": f"{chosen.host}:{self.port}"})

    async def _tell(self) -> None:
        backoff = Backoff("telegram", sleep=self._sleep)
        while True:
            try:
                await self._bot.set_webhook(
                    self._options.url,
                    secret_token=self._options.secret,
                    allowed_updates=HEARD,
                    max_connections=CONNECTIONS,
                )
                return
            except BadRequest as refused:
                raise FatalError("telegram", f"Telegram refuses TELEGRAM_WEBHOOK_URL: {refused.message}") from None
            except RetryAfter as refused:
                await backoff.wait(refused, seconds_of(refused))
            except NetworkError as failure:
                await backoff.wait(failure)

    async def _called(self, request: web.Request) -> web.Response:
        said = request.headers.get(SECRET_HEADER, "")
        # Compared in constant time: how long a refusal takes must not tell how much of a guess was right.
        if not hmac.compare_digest(said.encode("utf-8", "surrogateescape"), self._options.secret.encode()):
            return web.Response(status=403)
        if request.method != "POST":
            return web.Response(status=405)
        try:
            payload = json.loads(await request.read())
        except ValueError:
            return web.Response(status=400)
        try:
            await self._accepting.accept_raw(payload)
        except ValueError:
            return web.Response(status=400)
        except Exception:  # a full disk, say: Telegram calls again until it is committed
            log.exception("update not accepted")
            return web.Response(status=500)
        return web.Response()
