"""Which platforms this process serves, where several processes share one database.

Whether another process runs, on whatever machine, the database knows as well (`alive`): each has a number there.

Some take any number of processes, some one, and another that is told to serve them does not start. Of those that wait
(Discord) every process may be told to: one has it, and when that dies another takes it.
"""

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
LOOK_SECONDS = 1.0  # between two looks at whether a platform is free whose process may live for months
START_SECONDS = 60.0  # for the processes that start before this one
MOST = 64  # processes that share a database
OFF = {
    "telegram": "set TELEGRAM_WEBHOOK_URL, so that Telegram calls whichever process is free, or no TELEGRAM_TOKEN here",
    "local": "set LOCAL_CHAT=no here",
}


class Shares:
    """What this process has, and waits for."""

    def __init__(self, database: Database, stack: AsyncExitStack) -> None:
        self._database, self._stack = database, stack

    def waits(self, frontend: FrontEnd) -> bool:
        """Say whether a front end may have to wait for its turn."""
        return self._database.shared and frontend.capabilities.waits

    async def turn(self, frontend: FrontEnd) -> None:
        """Return once no other process serves a front end that waits; from then on this one does."""
        while not await _try(self._stack, self._database, frontend.name):  # noqa: ASYNC110 - another process has it
            await asyncio.sleep(LOOK_SECONDS)


@asynccontextmanager
async def starting(database: Database) -> AsyncIterator[None]:
    """Keep the processes of all machines from starting while the block runs: they start one after the other."""
    end = time.monotonic() + START_SECONDS
    async with AsyncExitStack() as stack:
        while not await _hold(stack, database, "process:starts"):
            if time.monotonic() > end:
                raise CannotRunError("Another process of this bot is starting on the same database: try again later.")
            await asyncio.sleep(AGAIN_SECONDS)
        yield


@asynccontextmanager
async def alive(database: Database) -> AsyncIterator[bool]:
    """Be seen by other processes while the block runs; gives whether there is none, on this machine or another."""
    async with AsyncExitStack() as mine:
        has, others = False, 0
        for number in range(1, MOST + 1):
            async with AsyncExitStack() as attempt:
                if not await _hold(attempt, database, f"process:{number}"):
                    others += 1
                elif not has:
                    has = True
                    mine.push_async_callback(attempt.pop_all().aclose)
        yield not others


@asynccontextmanager
async def held(database: Database, frontends: Sequence[FrontEnd]) -> AsyncIterator[Shares]:
    """Have what only one process at a time can serve. Raises `CannotRunError` where another one has it."""
    async with AsyncExitStack() as stack:
        shares = Shares(database, stack)
        for frontend in frontends:
            if database.shared and not frontend.capabilities.many and not shares.waits(frontend):
                await _have(stack, database, frontend.name)
        yield shares


async def _have(stack: AsyncExitStack, database: Database, platform: str) -> None:
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        if await _try(stack, database, platform):
            return
        if time.monotonic() > end:
            say = OFF.get(platform, "serve it in one process only")
            raise CannotRunError(f"Another process serves {platform} already: {say}.")
        await asyncio.sleep(AGAIN_SECONDS)


async def _try(stack: AsyncExitStack, database: Database, platform: str) -> bool:
    return await _hold(stack, database, f"platform:{platform}")


async def _hold(stack: AsyncExitStack, database: Database, name: str) -> bool:
    async with AsyncExitStack() as attempt:
        if await attempt.enter_async_context(database.hold(name)):
            stack.push_async_callback(attempt.pop_all().aclose)
            return True
    return False
