"""A clock that moves when a test says so."""

from __future__ import annotations

import asyncio


class FakeClock:
    """Sleepers wake in `advance`, never by themselves."""

    def __init__(self) -> None:
        self._now = 0.0
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []

    def monotonic(self) -> float:
        """Return the test's time."""
        return self._now

    async def sleep(self, seconds: float) -> None:
        """Sleep until the test has advanced far enough."""
        sleeper: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._sleepers.append((self._now + seconds, sleeper))
        await sleeper

    async def advance(self, seconds: float) -> None:
        """Move the time and let everything that woke run until it waits again."""
        await settle()
        self._now += seconds
        for when, sleeper in self._sleepers:
            if when <= self._now and not sleeper.done():
                sleeper.set_result(None)
        await settle()


async def settle() -> None:
    """Let the event loop run until nothing more happens without outside help."""
    for _ in range(50):
        await asyncio.sleep(0)
