"""Which platforms this process serves, where several processes share one database."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager

from bot.frontends.base import FrontEnd
from bot.wiring import CannotRunError
from storage.database import Database

PATIENCE_SECONDS = 15.0  # for a process that was killed to be gone for the server too
AGAIN_SECONDS = 0.25
OFF = {
    "telegram": "set TELEGRAM_WEBHOOK_URL, so that Telegram calls whichever process is free, or no TELEGRAM_TOKEN here",
    "discord": "set no DISCORD_TOKEN here",
    "local": "set LOCAL_CHAT=no here",
}


@asynccontextmanager
async def held(database: Database, frontends: Sequence[FrontEnd]) -> AsyncIterator[None]:
    """Have what only one process at a time can serve. Raises `CannotRunError` where another one has it."""
    async with AsyncExitStack() as stack:
        for frontend in frontends:
            if database.shared and not frontend.capabilities.many:
                await _have(stack, database, frontend.name)
        yield


async def _have(stack: AsyncExitStack, database: Database, platform: str) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        async with AsyncExitStack() as attempt:
            if await attempt.enter_async_context(database.hold(f"platform:{platform}")):
                stack.push_async_callback(attempt.pop_all().aclose)
                return
        if time.monotonic() > end:
            say = OFF.get(platform, "serve it in one process only")
            raise CannotRunError(f"Another process serves {platform} already: {say}.")
        await asyncio.sleep(AGAIN_SECONDS)
