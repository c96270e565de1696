"""Waiting while a platform cannot be reached: what every front end's loop does between two attempts."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

log = logging.getLogger(__name__)
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0  # seconds between attempts while the network is down
STEADY_SECONDS = 60.0  # a connection that held so long was a good one: the pauses begin anew


class Backoff:
    """Pauses of one loop: one second, then twice as long each time, until `over`.

    backoff = Backoff("telegram")
    while True:
        try:
            await connected()
            backoff.over()
        except NetworkError as failure:
            await backoff.wait(failure)
    """

    def __init__(
        self,
        platform: str,
        *,
        sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._platform, self._sleep, self._clock = platform, sleep, clock
        self._pause, self._since = FIRST_PAUSE, clock()

    def over(self) -> None:
        """The platform answered: the next pause is short again."""
        self._pause, self._since = FIRST_PAUSE, self._clock()

    async def wait(self, failure: Exception | str, at_least: float = 0.0) -> None:
        """Log the kind of a failure, never its text (it may hold the token), and pause before the next attempt.

        ``at_least`` is what the platform itself asked for. A loop that only returns on failure need not call `over`:
        an attempt that lasted `STEADY_SECONDS` counts as an answer.
        """
        if self._clock() - self._since >= STEADY_SECONDS:
            self.over()
        name = failure if isinstance(failure, str) else type(failure).__name__
        log.warning("%s unreachable", self._platform, extra={"error": name})
        await self._sleep(max(self._pause, at_least))
        self._pause = min(self._pause * 2, LONGEST_PAUSE)
        self._since = self._clock()
