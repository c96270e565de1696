"""The whole bot in a process of its own, to be killed.

python -m tests.e2e.bot_process SETTINGS [HELD KIND ...] [edition=OF THE BASE]
"""

from __future__ import annotations

import asyncio
import json
import sys

from bot.app import run_app
from bot.settings import load
from engine.requests import Lane
from tests.fakes.executor import FakeExecutor

EDITION = "edition="


async def serve(overrides: dict[str, str], held: list[str]) -> None:
    """Run the bot with an engine whose jobs of the ``held`` kinds never end; one of them may name an edition."""
    edition = next((word.removeprefix(EDITION) for word in held if word.startswith(EDITION)), "")
    executor = FakeExecutor(*(word for word in held if not word.startswith(EDITION)), edition=edition)
    settings = load(env_file=None, overrides=overrides)
    await run_app(settings, executors={Lane.LOOK: executor, Lane.DEVICE: executor})


if __name__ == "__main__":
    asyncio.run(serve(json.loads(sys.argv[1]), sys.argv[2:]))
