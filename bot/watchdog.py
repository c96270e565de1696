"""A bot that hangs ends itself, so that whoever started it starts it again; what it accepted is there then.

A loop that never comes back answers nobody and dies of nothing. Without memory that happens: ``Thread.start`` waits for
ever where the new thread ends before it has said that it runs. So the loop puts an alarm off again and again, and one
that does not is ended by the kernel: that takes neither memory nor a thread of the process that hangs.
"""

from __future__ import annotations

import asyncio
import contextlib
import faulthandler
import signal
from collections.abc import AsyncIterator

SECONDS = 120.0  # nothing that the loop does by itself takes a hundredth of that
PULSE_SECONDS = 10.0
STDERR = 2  # the descriptor: who started the program may have put no file in front of it


@contextlib.asynccontextmanager
async def watching(seconds: float = SECONDS, pulse: float = PULSE_SECONDS) -> AsyncIterator[None]:
    """End this process where its loop stands still for ``seconds``, after it wrote where its threads are.

    That goes to stderr: files, functions and lines, no values. A stop of the whole process (Ctrl-Z, a paused container)
    counts as standing still, a machine that sleeps does not. One at a time in a process; from its main thread only.
    """
    alarm = _Alarm() if hasattr(signal, "setitimer") else _Thread()
    beating = asyncio.create_task(_beat(alarm, seconds, pulse), name="watchdog")
    try:
        yield
    finally:
        beating.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await beating
        alarm.off()


async def _beat(alarm: _Alarm | _Thread, seconds: float, pulse: float) -> None:
    while True:
        alarm.put_off(seconds)
        await asyncio.sleep(pulse)


class _Alarm:
    """The kernel's: SIGALRM ends the process by itself, after `faulthandler` has written."""

    def __init__(self) -> None:
        faulthandler.register(signal.SIGALRM, file=STDERR, all_threads=True, chain=True)

    def put_off(self, seconds: float) -> None:
        signal.setitimer(signal.ITIMER_REAL, seconds)

    def off(self) -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)
        faulthandler.unregister(signal.SIGALRM)


class _Thread:
    """Windows has no such alarm: a thread of the interpreter's own, anew each time."""

    def put_off(self, seconds: float) -> None:
        with contextlib.suppress(RuntimeError):  # no memory for it now: at the next beat
            faulthandler.dump_traceback_later(seconds, exit=True, file=STDERR)

    def off(self) -> None:
        faulthandler.cancel_dump_traceback_later()
