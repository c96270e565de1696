"""The bot to be tortured: ``python -m tests.torture.bot SETTINGS``. Real but for its workers and its wall clock.

Its imports take longer than its whole life here, so one process does them once and makes a copy of itself for each
``start`` on its standard input. It tells ``pid N`` and, once that has ended, ``ended CODE``; the copy says ``ready``
when it serves. In a copy SIGUSR1 sets the clock two hours forward, SIGUSR2 two hours back.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import threading
import time
from dataclasses import replace

import bot.frontends.discord.frontend
import bot.frontends.telegram.frontend  # noqa: F401
from bot import logs, wiring
from bot.app import run_app
from bot.settings import Settings, load
from engine.queue.local import LocalExecutor
from engine.requests import Lane

JUMP_SECONDS = 2 * 3600.0


class JumpingClock:
    """Takes the place of `time.time` in this process."""

    def __init__(self) -> None:
        self._real, self._ahead = time.time, 0.0

    def jump(self, number: int, _frame: object) -> None:
        self._ahead += JUMP_SECONDS if number == signal.SIGUSR1 else -JUMP_SECONDS

    def __call__(self) -> float:
        return self._real() + self._ahead


async def serve(settings: Settings) -> None:
    """Run until SIGTERM."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    folder = settings.data.folder
    told = replace(
        settings.engine.for_workers(), base="pocket", device="cpu", private=folder, scratch=folder / wiring.SCRATCH
    )
    workers = {lane: LocalExecutor(lane, told, module="tests.torture.worker") for lane in Lane}
    await run_app(settings, stop=stop, ready=lambda: _tell("ready"), executors=workers)


def live() -> int:
    """Run once; 1 with one sentence where the bot cannot start, as ``python -m bot run`` does."""
    clock = JumpingClock()
    for number in (signal.SIGUSR1, signal.SIGUSR2):
        signal.signal(number, clock.jump)
    time.time = clock
    settings = load(env_file=None, overrides=json.loads(sys.argv[1]))
    logs.configure(settings.logs, settings.secrets)
    try:
        asyncio.run(serve(settings))
    except wiring.CannotRunError as error:
        print(f"cannot run: {error}", file=sys.stderr)
        return 1
    except Exception:
        logs.logging.getLogger(__name__).critical("the bot ended", exc_info=True)
        return 1
    return 0


def _tell(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def _bear() -> None:
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        code = 1
        try:
            code = live()
        finally:
            os._exit(code)
    _tell(f"pid {child}")
    threading.Thread(target=lambda: _tell(f"ended {os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}")).start()


if __name__ == "__main__":
    for _line in sys.stdin:
        _bear()
