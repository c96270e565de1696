"""A circuit breaker (Nygard, *Release It!*): who does not answer one question is not asked the next by everybody.

closed      everybody asks
open        nobody does, for a while: each is told at once
half-open   then one may ask again, with less patience; its answer closes the circuit, its silence opens it anew
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

log = logging.getLogger(__name__)
PAUSE_SECONDS = 10.0  # open, until one may ask again
PROBE_SECONDS = 3.0  # that one waits at most


class OpenCircuitError(Exception):
    """Nobody is asked just now."""


class Breaker:
    """Stands before whoever is asked; times are those of ``clock``, in seconds.

    A question is in vain where nobody answers it (`TimeoutError`, or an error that ``silence`` says is one) and nobody
    else was answered since it was asked: one file that takes too long says nothing of the others. Whatever else comes
    back is an answer. When the circuit opens, every other question that waits is given up. ``name``: of whom, for the
    log.
    """

    def __init__(
        self,
        name: str,
        silence: Callable[[Exception], bool] = lambda error: isinstance(error, TimeoutError),
        *,
        pause: float = PAUSE_SECONDS,
        probe: float = PROBE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._name, self._silence, self._pause, self._probe, self._clock = name, silence, pause, probe, clock
        self._opened: float | None = None  # when it was last opened, None: it is closed
        self._since: float | None = None  # when it was first, since it was closed
        self._answers = 0
        self._probing = False
        self._waiting: set[asyncio.Timeout] = set()

    @property
    def is_open(self) -> bool:
        """Whether nobody may ask now."""
        return self._opened is not None and (self._probing or self._clock() < self._opened + self._pause)

    @property
    def away(self) -> float:
        """Return for how many seconds there has been no answer; 0.0 while the circuit is closed."""
        return 0.0 if self._since is None else max(0.0, self._clock() - self._since)

    @property
    def closed(self) -> bool:
        """Whether everybody may ask."""
        return self._opened is None

    @asynccontextmanager
    async def asking(self, seconds: float) -> AsyncIterator[asyncio.Timeout]:
        """Ask in the block, for at most ``seconds``. Raises `OpenCircuitError`, `TimeoutError`."""
        if self.is_open:
            raise OpenCircuitError
        probing, before = not self.closed, self._answers
        self._probing = probing
        patience = asyncio.timeout(min(seconds, self._probe) if probing else seconds)
        try:
            async with patience:
                self._waiting.add(patience)
                yield patience
        except Exception as error:
            self._waiting.discard(patience)
            self._ended(error, before, probing=probing)
            raise
        else:
            self._answered()
        finally:
            self._waiting.discard(patience)
            if probing:
                self._probing = False

    def _ended(self, error: Exception, before: int, *, probing: bool) -> None:
        if not self._silence(error):
            self._answered()
        elif probing or (self._answers == before and self.closed):
            self._open()

    def _answered(self) -> None:
        if self._since is not None:
            log.warning("%s answers again, after %.0f s", self._name, self.away)
        self._answers += 1
        self._opened = self._since = None

    def _open(self) -> None:
        self._opened = self._clock()
        if self._since is None:
            self._since = self._opened
            log.error("%s does not answer: it is asked again every %.0f s, once", self._name, self._pause)
        for patience in self._waiting:
            if not patience.expired():
                patience.reschedule(0.0)  # long past: whoever waits beside it learns it now
