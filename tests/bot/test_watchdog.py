"""A loop that stands still ends its process; one that lives never does."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys

import pytest

from bot import watchdog
from bot.cli import run

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="Windows has no alarm of the kernel's")

# Nobody waits for the end of the time: where the script stands, it is brought forward, and is there to be.
STANDING_STILL = """
import asyncio, signal, time
from bot import watchdog

async def main():
    async with watchdog.watching(600, 600):
        await asyncio.sleep(0)
        never_returns()

def never_returns():
    assert signal.getitimer(signal.ITIMER_REAL)[0] > 0, "nothing would end this"
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    time.sleep(600)

asyncio.run(main())
"""

# How a lack of memory made the bot hang: the new thread is gone before it has said that it runs.
STILLBORN_THREAD = """
import asyncio, os, signal, threading
from bot import watchdog

def gone(thread):
    if signal.getitimer(signal.ITIMER_REAL)[0] <= 0:
        os._exit(3)
    signal.setitimer(signal.ITIMER_REAL, 0.01)

threading.Thread._bootstrap = gone

async def main():
    async with watchdog.watching(600, 600):
        await asyncio.sleep(0)
        await asyncio.to_thread(print)

asyncio.run(main())
"""


@pytest.mark.parametrize(("script", "place"), [(STANDING_STILL, "never_returns"), (STILLBORN_THREAD, "in start")])
def test_a_loop_that_stands_still_ends_its_process(script, place):
    """By a signal, which every service manager takes for a failure, and it says where it stood."""
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120)
    assert ended.returncode == -signal.SIGALRM
    assert place in ended.stderr


async def test_a_loop_that_lives_puts_its_end_off():
    """The alarm is far again after the loop had its turn, whatever was left of it."""
    async with watchdog.watching(600, 0.01), asyncio.timeout(60):
        await asyncio.sleep(0)
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 300
        signal.setitimer(signal.ITIMER_REAL, 200)
        while signal.getitimer(signal.ITIMER_REAL)[0] < 300:  # noqa: ASYNC110 (the kernel tells nobody)
            await asyncio.sleep(0.01)


async def test_no_alarm_is_left_behind():
    """What comes after the block may take as long as it likes, and an error in the block is not lost."""

    async def broken() -> None:
        async with watchdog.watching(600, 0.01):
            await asyncio.sleep(0)
            raise ValueError("of the bot")

    with pytest.raises(ValueError, match="of the bot"):
        await broken()
    assert signal.getitimer(signal.ITIMER_REAL)[0] == 0


def test_the_command_that_serves_is_watched(monkeypatch):
    """The alarm runs while the bot does."""
    left = []

    async def served(*_: object, **__: object) -> None:
        await asyncio.sleep(0)
        left.append(signal.getitimer(signal.ITIMER_REAL)[0])

    monkeypatch.setattr(run, "_lacking", lambda _: "")
    monkeypatch.setattr(run, "run_app", served)
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        assert run.main(None) == 0
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert 0 < left[0] <= watchdog.SECONDS
