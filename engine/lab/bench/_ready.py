"""The child of the bench ``start``: opens the application, says how long that took and how much memory, and ends."""

from __future__ import annotations

import asyncio
import json
import sys
import time

import psutil

from bot import logs
from bot.app import run_app
from bot.settings import load


async def main(folder: str) -> None:
    """Run the bot without a platform until it is ready."""
    tokens = {"TELEGRAM_TOKEN": None, "DISCORD_TOKEN": None}
    settings = load(overrides={"DATA_DIR": folder, "LOG_LEVEL": "error", **tokens})
    logs.configure(settings.logs)
    stop = asyncio.Event()

    def ready() -> None:
        process = psutil.Process()
        spent = process.cpu_times()
        said = {
            "seconds": time.time() - process.create_time(),
            "processor": spent.user + spent.system,
            "megabytes": process.memory_info().rss / 1e6,
        }
        print(json.dumps(said))
        stop.set()

    await run_app(settings, [], stop=stop, ready=ready)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
