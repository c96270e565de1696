"""The child of the bench ``start``: opens the application and ends, or idles first; says how long and how large."""

from __future__ import annotations

import asyncio
import json
import sys
import time

import psutil

from bot import logs
from bot.app import run_app
from bot.settings import load

SETTLE_SECONDS = 10.0  # until the workers are up


async def main(folder: str, idle: float = 0.0) -> None:
    """Run the bot without a platform until it is ready, and for ``idle`` seconds more of which it is told too."""
    tokens = {"TELEGRAM_TOKEN": None, "DISCORD_TOKEN": None}
    settings = load(overrides={"DATA_DIR": folder, "LOG_LEVEL": "error", **tokens})
    logs.configure(settings.logs)
    stop, process, said = asyncio.Event(), psutil.Process(), {}
    tasks = set()

    def ready() -> None:
        said.update(seconds=time.time() - process.create_time(), processor=_spent(process), **_held(process))
        tasks.add(asyncio.create_task(_idle(process, idle, said, stop)))

    await run_app(settings, [], stop=stop, ready=ready)
    print(json.dumps(said))


async def _idle(process: psutil.Process, seconds: float, said: dict[str, float], stop: asyncio.Event) -> None:
    if seconds:
        await asyncio.sleep(SETTLE_SECONDS)
        before = _spent(process)
        await asyncio.sleep(seconds)
        said["idle"] = (_spent(process) - before) / seconds
        said |= _held(process)
    stop.set()


def _spent(process: psutil.Process) -> float:
    """Return the seconds of the processor this process has had, without its children."""
    spent = process.cpu_times()
    return spent.user + spent.system


def _held(process: psutil.Process) -> dict[str, float]:
    return {"megabytes": process.memory_info().rss / 1e6}


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 0.0))
