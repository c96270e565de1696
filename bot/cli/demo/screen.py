"""The demo on a terminal: the conversation as it happens and one line of progress that counts down by itself."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Iterator
from typing import TextIO

from bot.frontends.local.markup import to_plain
from bot.frontends.local.script import Heard
from handlers.views import Progress

WIDTH = 28
TICK_SECONDS = 0.5
WAITING = "…"  # in a line that will soon be replaced


class Screen:
    """Writes to a terminal; where there is none (a log), progress is said once per quarter instead of redrawn."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._live = out.isatty()
        self._status: Progress | None = None
        self._quarter = -1
        self._drawn = False
        self._shown: dict[str, list[str]] = {}

    def line(self, text: str) -> None:
        """Print a line above the progress."""
        self._clear()
        print(text, file=self._out, flush=True)

    def heading(self, text: str) -> None:
        """Begin a chapter."""
        self.line(f"\n== {text}")

    def heard(self, heard: Heard) -> None:
        """Show what was said; progress only moves the bar."""
        if isinstance(heard.view, Progress):
            self._moved(heard.view)
            return
        self._status, self._quarter = None, -1
        who = "bot" if heard.view is not None else "you"
        lines = self._new(heard)
        if lines:
            self.line(f"{who}  " + "\n     ".join(lines))

    def _new(self, heard: Heard) -> list[str]:
        """Return what is to be printed: all of a new message, of a changed one the lines that tell something new."""
        lines = [line for line in heard.words.splitlines() if line]
        before = self._shown.get(heard.message)
        self._shown[heard.message] = [*(before or ()), *lines]
        if before is None:
            return lines
        return [line for line in lines if line not in before and WAITING not in line and not line.startswith("(")]

    @contextlib.contextmanager
    def running(self) -> Iterator[None]:
        """Let the time left count down meanwhile."""
        ticking = asyncio.create_task(self._tick()) if self._live else None
        try:
            yield
        finally:
            if ticking is not None:
                ticking.cancel()
            self._clear()

    async def _tick(self) -> None:
        while True:
            if self._status is not None:
                self._draw(self._status)
            await asyncio.sleep(TICK_SECONDS)

    def _moved(self, view: Progress) -> None:
        self._status = view
        if self._live:
            self._draw(view)
        elif int(view.done * 4) != self._quarter:
            self._quarter = int(view.done * 4)
            self.line(f"     {bar(view, time.time())}")

    def _draw(self, view: Progress) -> None:
        text = bar(view, time.time())
        self._out.write(f"\r\x1b[2K     {text[:110]}")
        self._out.flush()
        self._drawn = True

    def _clear(self) -> None:
        if self._drawn:
            self._out.write("\r\x1b[2K")
            self._drawn = False


def bar(view: Progress, now: float) -> str:
    """Return progress as one line.

    >>> bar(Progress(job="1", text="learning", done=0.5, finish_at=190), 100)
    '[##############..............]  50 %  1:30 left  learning'
    """
    done = min(1.0, max(0.0, view.done))
    filled = round(done * WIDTH)
    left = ""
    if view.finish_at is not None:
        seconds = max(0, round(view.finish_at - now))
        left = f"{seconds // 60}:{seconds % 60:02} left  "
    return f"[{'#' * filled}{'.' * (WIDTH - filled)}] {done * 100:3.0f} %  {left}{to_plain(view.text)}"
