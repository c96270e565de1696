"""How long a running job will still take, from how fast its current stage went so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from engine.requests import Progress

FIRST_STEPS = 2  # the first step of a stage loads and warms, so it says nothing about the rest


class TimeLeft:
    """Fills ``Progress.seconds_left`` for tasks that do not know it themselves."""

    def __init__(self, now: Callable[[], float]) -> None:
        self._now = now
        self._stage = ""
        self._start = (0, 0.0)  # steps done and time when the stage was at full speed

    def fill(self, progress: Progress) -> Progress:
        """Return ``progress`` with an estimate of the stage's end; unchanged where it has one or it is too early."""
        if progress.stage != self._stage or progress.done < self._start[0]:
            self._stage, self._start = progress.stage, (progress.done, self._now())
        elif progress.done < FIRST_STEPS:
            self._start = (progress.done, self._now())
        done = progress.done - self._start[0]
        if progress.seconds_left is not None or done < 1:
            return progress
        per_step = (self._now() - self._start[1]) / done
        return replace(progress, seconds_left=max(0.0, per_step * (progress.total - progress.done)))
