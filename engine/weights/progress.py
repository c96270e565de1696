"""How a fetch shows that it moves: one plain line per file, redrawn in place on a terminal."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol, TextIO

WIDTH = 28  # characters of the bar
REDRAW = 0.1  # seconds between two drawings on a terminal
STEP = 0.25  # share between two lines where the output is not a terminal (a log file, CI)


class Progress(Protocol):
    """Receives the bytes of one transfer after the other."""

    def start(self, label: str, total: int | None) -> None:
        """Begin a transfer of ``total`` bytes, None when nobody knows how many."""

    def reach(self, done: int) -> None:
        """Say how many bytes of the current transfer are there by now."""

    def finish(self, note: str) -> None:
        """End the current transfer with a word on how it went."""


class Silent:
    """Shows nothing."""

    def start(self, label: str, total: int | None) -> None:
        """Ignore the start."""

    def reach(self, done: int) -> None:
        """Ignore the bytes."""

    def finish(self, note: str) -> None:
        """Ignore the end."""


class TextProgress:
    """Writes bars to ``stream``; ``clock`` gives seconds and is injected by tests."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream, self._clock = stream, clock
        self._live = stream.isatty()
        self._total: int | None = None
        self._label, self._done = "", 0
        self._drawn = self._began = 0.0

    def start(self, label: str, total: int | None) -> None:
        """Begin a line."""
        self._label, self._total, self._done = label, total, 0
        self._began = self._clock()
        self._drawn = 0.0
        self._write(self._line(), end=not self._live)

    def reach(self, done: int) -> None:
        """Redraw the line, or add one where a quarter more has arrived."""
        before, self._done = self._done, done
        if self._live:
            if self._clock() - self._drawn >= REDRAW:
                self._write(self._line())
        elif (
            self._total and done < self._total and done * (1 / STEP) // self._total > before * (1 / STEP) // self._total
        ):
            self._write(self._line(), end=True)

    def finish(self, note: str) -> None:
        """Close the line."""
        seconds = self._clock() - self._began
        self._write(f"{self._label}: {note} ({human(self._done)}, {seconds:.0f} s)", end=True)

    def _steps(self, done: int) -> int:
        return int(done / (self._total or 1) / STEP)

    def _line(self) -> str:
        if not self._total:
            return f"{self._label} {human(self._done)}"
        share = min(1.0, self._done / self._total)
        bar = "#" * round(share * WIDTH)
        return f"{self._label} [{bar:<{WIDTH}}] {share:4.0%} of {human(self._total)}"

    def _write(self, line: str, *, end: bool = False) -> None:
        self._drawn = self._clock()
        self._stream.write(("\r\x1b[K" if self._live else "") + line + ("\n" if end else ""))
        self._stream.flush()


def human(size: int | None) -> str:
    """Return ``size`` bytes for people: ``23.6 MB``, and ``?`` for None."""
    if size is None:
        return "?"
    for unit, step in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if size >= step:
            return f"{size / step:.1f} {unit}"
    return f"{size} B"
