"""What processes that hear Discord together have in common: who hears what, who identifies when, who may whisper.

All of it lies in the database they share (`storage.shards`), or is a lock of it that ends with whoever had it.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass

from storage import shards
from storage.database import Database
from storage.shards import Turn

log = logging.getLogger(__name__)
LEASE_SECONDS = 10.0  # of a shard, for who is killed
AT_ONCE = 4  # shards a process takes in one turn
IDENTIFY_SECONDS = 5.5  # Discord takes one in five in each bucket; the rest is for who is killed while it does
READY_SECONDS = 10.0  # an identify is waited for, before the next one of its bucket
LOOK_SECONDS = 0.25  # between two looks at whether the bucket is free
WHISPER_SECONDS = 900.0  # as long as an interaction can be answered
WHISPERERS = 200  # people for whom one process keeps the others away


@dataclass(frozen=True, kw_only=True)
class _Whispers:
    """What keeps the other processes from whispering to somebody, and the timer of its end."""

    lock: AsyncExitStack
    ends: asyncio.TimerHandle


class Sharing:
    """One process's part in it. ``process``: its name, which it has again when it was killed and starts anew."""

    def __init__(
        self,
        database: Database,
        process: str,
        total: int,
        *,
        identify_seconds: float = IDENTIFY_SECONDS,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self.total = total
        self._database, self._process = database, process
        self._owner = f"{process}/{secrets.token_hex(4)}"
        self._seconds, self._sleep = identify_seconds, sleep
        self._identifying: dict[int, asyncio.Event] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._whispers: dict[str, _Whispers] = {}  # who was heard last is last
        self.buckets = 1  # Discord's max_concurrency

    async def start(self) -> None:
        """Give up what a process of this name had when it was killed."""
        await self.leave()

    async def turn(self) -> Turn:
        """Take a turn, see `storage.shards.turn`."""
        async with self._database.transaction(shards.PART) as tx:
            return await shards.turn(tx, self._owner, self.total, LEASE_SECONDS, most=AT_ONCE)

    async def heard(self, shard: int, token: int) -> bool:
        """Write that a shard is connected here; False where another process has it by now."""
        async with self._database.transaction(shards.PART) as tx:
            return await shards.heard(tx, shard, token)

    async def others_hear(self, tokens: dict[int, int]) -> set[int]:
        """Return which of the shards that were given up somebody else hears."""
        async with self._database.reading() as rx:
            return await shards.others_hear(rx, tokens)

    async def give_up(self, tokens: dict[int, int]) -> None:
        """Let others have shards that cannot be heard here."""
        async with self._database.transaction(shards.PART) as tx:
            for shard, token in tokens.items():
                await shards.let_go(tx, shard, token)

    async def leave(self) -> None:
        """Give everything up: others need not wait for a lease."""
        async with self._database.transaction(shards.PART) as tx:
            await shards.leave(tx, self._process)

    # ---- identify -----------------------------------------------------------------------------------------------

    async def may_identify(self, shard: int) -> None:
        """Return when a shard may identify: nobody does in its bucket, in any process, nor did just now.

        The bucket is kept until `identified` says that Discord has heard it, so a slow connection counts from its end.
        """
        self.identified(shard)
        mine, done = asyncio.get_running_loop().create_future(), asyncio.Event()
        self._identifying[shard] = done
        task = asyncio.create_task(self._keep_bucket(shard % self.buckets, mine, done), name="discord identifies")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            await mine
        except asyncio.CancelledError:
            task.cancel()
            raise

    def identified(self, shard: int) -> None:
        """Let the next one identify."""
        if shard in self._identifying:
            self._identifying.pop(shard).set()

    async def _keep_bucket(self, bucket: int, mine: asyncio.Future[None], done: asyncio.Event) -> None:
        try:
            while not mine.done():
                async with self._database.hold(f"discord:identify:{bucket}") as free:
                    if free:
                        await self._identify_in(bucket, mine, done)
                        return
                await self._sleep(LOOK_SECONDS)
        except Exception as error:
            if not mine.done():
                mine.set_exception(error)
            else:
                log.warning("who identified when could not be written: %s", error)

    async def _identify_in(self, bucket: int, mine: asyncio.Future[None], done: asyncio.Event) -> None:
        async with self._database.reading() as rx:
            wait = await shards.identified(rx, bucket) + self._seconds - rx.now()
        if wait > 0:  # longer than the limit where that one's clock is ahead of ours, or ours was set back
            await self._sleep(min(wait, self._seconds))
        await self._identify(bucket)
        if mine.cancelled():
            return
        mine.set_result(None)
        try:
            async with asyncio.timeout(READY_SECONDS):
                await done.wait()
        except TimeoutError:
            pass
        await self._identify(bucket)

    async def _identify(self, bucket: int) -> None:
        async with self._database.transaction(shards.PART) as tx:
            await shards.identify(tx, bucket)

    # ---- whispers -----------------------------------------------------------------------------------------------

    async def whispers(self, user: str) -> None:
        """Keep what is for this person alone for this process: the token of their interaction is here."""
        if (known := self._whispers.pop(user, None)) is not None:
            known.ends.cancel()  # this interaction can be answered longer than the one before
            self._keep_whispers(user, known.lock)
            return
        try:
            await self._have_whispers(user)
        except Exception as error:  # what they ask for is kept all the same
            log.warning("nobody is told that whispers come from here: %s", error)

    async def _have_whispers(self, user: str) -> None:
        async with AsyncExitStack() as stack:
            if await stack.enter_async_context(self._database.hold(f"discord:whisper:{user}")):
                self._keep_whispers(user, stack.pop_all())
        if len(self._whispers) > WHISPERERS:
            await self._end_whispers(next(iter(self._whispers)))

    def _keep_whispers(self, user: str, lock: AsyncExitStack) -> None:
        ends = asyncio.get_running_loop().call_later(WHISPER_SECONDS, self._end_later, user)
        self._whispers[user] = _Whispers(lock=lock, ends=ends)

    async def _end_whispers(self, user: str) -> None:
        ended = self._whispers.pop(user)
        ended.ends.cancel()
        await ended.lock.aclose()

    async def whispered_elsewhere(self, user: str) -> bool:
        """Say whether another process, which is alive, may have a way to whisper to somebody."""
        if user in self._whispers:
            return False
        async with self._database.hold(f"discord:whisper:{user}") as free:
            return not free

    def _end_later(self, user: str) -> None:
        task = asyncio.create_task(self._whispers.pop(user).lock.aclose(), name="discord whisper ends")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """End what goes on by itself."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        while self._whispers:
            await self._end_whispers(next(iter(self._whispers)))
