"""One of several jobs that a worker does at once: what it says, when it was taken back, and its own end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from engine.errors import JobCancelledError
from engine.queue.failures import describe
from engine.requests import Progress
from engine.safety.stamp import Stamp, stamped


@dataclass(eq=False, kw_only=True)
class Member:
    """``answer`` hears its result or its `engine.errors.EngineError`, once."""

    stamp: Stamp
    progress: Callable[[Progress], None]
    cancelled: Callable[[], bool]
    answer: Callable[[Any], None]
    request: Any = None
    ended: bool = False

    def end(self, outcome: Any) -> None:
        """Say how the job ended; what is said later is not heard."""
        if not self.ended:
            self.ended = True
            self.answer(outcome)

    def gone(self) -> bool:
        """Say whether nothing more need be done for it, and end it at once where its owner took it back."""
        if not self.ended and self.cancelled():
            self.end(JobCancelledError())
        return self.ended

    @contextmanager
    def own(self) -> Iterator[None]:
        """Do what concerns this job alone inside the block, with its stamp: an error there is its end and leaves."""
        try:
            with stamped(self.stamp):
                yield
        except Exception as error:
            self.end(describe(error))


def look_round(members: Iterable[Member]) -> None:
    """Let everybody leave who was taken back meanwhile, whoever's turn it is."""
    for member in members:
        member.gone()
