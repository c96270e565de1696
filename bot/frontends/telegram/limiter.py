"""How fast requests may leave: 1 a second in a private chat, 20 a minute in a group, 30 a second together.

python-telegram-bot's own limiter halts every chat when Telegram asks one to wait, and knows no private limit. Here each
chat has its own bucket and its own waiting time. A request that would wait longer than its patience is not queued but
refused with `telegram.error.RetryAfter`: the outbox asks again later, and may drop a stale progress edit meanwhile.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from typing import Any

from telegram.error import RetryAfter
from telegram.ext import BaseRateLimiter

OVERALL_RATE = 30.0  # messages a second, all chats together
PRIVATE_RATE, PRIVATE_BURST = 1.0, 20.0  # bursts are tolerated: ten selfies at once bring ten verdicts
GROUP_RATE, GROUP_BURST = 20 / 60, 20.0
PATIENCE = 0.25  # seconds a request may wait inside the limiter
INSTANT = 1e-6  # seconds; below this, rounding would make a wait that never ends
FORGET_AFTER = 512  # chats before idle buckets are dropped
LIMITED = ("send", "edit", "copy", "forward")
FREE = ("sendchataction",)


class Bucket:
    """A token bucket: ``rate`` tokens a second, at most ``burst`` saved up."""

    def __init__(self, rate: float, burst: float, now: float) -> None:
        self.rate, self.burst = rate, burst
        self._tokens, self._at = burst, now
        self.closed_until = now  # Telegram itself asked to wait until then

    def wait(self, cost: float, now: float) -> float:
        """Return the seconds until ``cost`` tokens are there; a cost above the burst waits for a full bucket."""
        missing = min(cost, self.burst) - self._level(now)
        return max(missing / self.rate, self.closed_until - now, 0.0)

    def take(self, cost: float, now: float) -> None:
        """Spend tokens; an album may go below zero and is paid back by waiting."""
        self._tokens, self._at = self._level(now) - cost, now

    def idle(self, now: float) -> bool:
        """Say whether forgetting this bucket would change nothing."""
        return self._level(now) >= self.burst and self.closed_until <= now

    def _level(self, now: float) -> float:
        return min(self.burst, self._tokens + (now - self._at) * self.rate)


class ChatLimiter(BaseRateLimiter[float]):
    """Per-chat limits for `telegram.ext.ExtBot`; ``rate_limit_args`` is the patience of one request in seconds."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep,
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._overall = Bucket(OVERALL_RATE, OVERALL_RATE, clock())
        self._chats: dict[str, Bucket] = {}

    async def initialize(self) -> None:
        """Nothing to prepare."""

    async def shutdown(self) -> None:
        """Nothing to release."""

    async def process_request(
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: float | None,
    ) -> Any:
        """Send one request when its chat and the whole bot may; raises `RetryAfter` when that takes too long."""
        name = endpoint.lower()
        chat = data.get("chat_id")
        if chat is None or name in FREE or not name.startswith(LIMITED):
            return await callback(*args, **kwargs)
        bucket = self._bucket(str(chat))
        await self._admit(
            bucket,
            float(len(data.get("media") or "x")) if name == "sendmediagroup" else 1.0,
            PATIENCE if rate_limit_args is None else rate_limit_args,
        )
        try:
            return await callback(*args, **kwargs)
        except RetryAfter as refused:
            bucket.closed_until = max(bucket.closed_until, self._clock() + seconds_of(refused))
            raise

    async def _admit(self, bucket: Bucket, cost: float, patience: float) -> None:
        while True:
            now = self._clock()
            alone = bucket.wait(cost, now)
            if alone > patience:
                raise RetryAfter(timedelta(seconds=alone))
            wait = max(alone, self._overall.wait(cost, now))
            if wait < INSTANT:
                bucket.take(cost, now)
                self._overall.take(cost, now)
                return
            await self._sleep(wait)

    def _bucket(self, chat: str) -> Bucket:
        now = self._clock()
        if chat not in self._chats:
            if len(self._chats) >= FORGET_AFTER:
                self._chats = {name: kept for name, kept in self._chats.items() if not kept.idle(now)}
            group = chat.startswith(("-", "@"))
            made = Bucket(GROUP_RATE, GROUP_BURST, now) if group else Bucket(PRIVATE_RATE, PRIVATE_BURST, now)
            self._chats[chat] = made
        return self._chats[chat]


def seconds_of(refused: RetryAfter) -> float:
    """Return how long Telegram asked to wait; the library hands out a number or a timedelta."""
    wait = refused._retry_after  # the public property warns about its type on every use
    return wait.total_seconds()
