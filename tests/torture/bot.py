"""The bot to be tortured: ``python -m tests.torture.bot SETTINGS``. Real but for its wall clock and,
without ``--real``, its workers. ``--broken`` spoils its queue on purpose (`tests.torture.broken`): that must be seen.

Its imports take longer than its whole life here, so one process does them once and makes a copy of itself for each
``start`` on its standard input. It tells ``pid N`` and, once that has ended, ``ended CODE``; the copy says ``ready``
when it serves. In a copy SIGUSR1 sets the clock two hours forward, SIGUSR2 two hours back, SIGRTMIN half a minute on.
"""

from __future__ import annotations

import argparse
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
from bot import logs, watchdog, wiring
from bot.app import run_app
from bot.settings import Settings, load
from engine.queue import local
from engine.queue.batching import Batching
from engine.queue.executor import Executor
from engine.queue.local import LocalExecutor
from engine.requests import Lane, Request, kinds
from tests.torture.broken import BROKEN

WORKER = "tests.torture.worker"
JUMPS = {signal.SIGUSR1: 2 * 3600.0, signal.SIGUSR2: -2 * 3600.0, signal.SIGRTMIN: 30.0}  # seconds


class JumpingClock:
    """Takes the place of `time.time` in this process."""

    def __init__(self) -> None:
        self._real, self._ahead = time.time, 0.0

    def jump(self, number: int, _frame: object) -> None:
        self._ahead += JUMPS[number]

    def __call__(self) -> float:
        return self._real() + self._ahead


async def serve(settings: Settings, real: bool) -> None:
    """Run until SIGTERM."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    workers = None if real else _quick(settings)
    async with watchdog.watching():  # as `python -m bot run` is
        await run_app(settings, stop=stop, ready=lambda: _tell("ready"), executors=workers)


def _quick(settings: Settings) -> dict[Lane, Executor]:
    """Return workers that draw and learn nothing, several jobs at once; where the settings say so, on a cluster."""
    local.batching = _together
    folder = settings.data.folder
    chosen = replace(
        settings.engine.for_workers(), base="pocket", device="cpu", private=folder, scratch=folder / wiring.SCRATCH
    )
    workers: dict[Lane, Executor] = {lane: LocalExecutor(lane, chosen, module=WORKER) for lane in Lane}
    if settings.engine.executor == "ray":
        from engine.queue.ray import RayExecutor

        workers[Lane.DEVICE] = RayExecutor(Lane.DEVICE, chosen, address=settings.engine.ray_address, module=WORKER)
    return workers


def _together(request: Request, *_: object, **__: object) -> Batching | None:
    """Let whatever waits run together that ever can: these workers only play at it."""
    if not kinds()[request.kind].batches:
        return None
    return Batching(alike=lambda other: other.kind == request.kind)


def live(args: argparse.Namespace) -> int:
    """Run once; 1 with one sentence where the bot cannot start, as ``python -m bot run`` does."""
    clock = JumpingClock()
    for number in JUMPS:
        signal.signal(number, clock.jump)
    time.time = clock
    settings = load(env_file=None, overrides=args.settings)
    if args.broken:
        BROKEN[args.broken]()
    logs.configure(settings.logs, settings.secrets)
    try:
        asyncio.run(serve(settings, args.real))
    except wiring.CannotRunError as error:
        print(f"cannot run: {error}", file=sys.stderr)
        return 1
    except Exception:
        logs.logging.getLogger(__name__).critical("the bot ended", exc_info=True)
        return 1
    return 0


def _tell(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def _bear(args: argparse.Namespace) -> None:
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        code = 1
        try:
            code = live(args)
        finally:
            os._exit(code)
    _tell(f"pid {child}")
    threading.Thread(target=lambda: _tell(f"ended {os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}")).start()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("settings", type=json.loads)
    parser.add_argument("--real", action="store_true")
    parser.add_argument("--broken", default="", choices=["", *BROKEN])
    chosen = parser.parse_args()
    for _line in sys.stdin:
        _bear(chosen)
