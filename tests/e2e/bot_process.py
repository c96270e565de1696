"""The whole bot in a process of its own, to be killed: ``-m tests.e2e.bot_process SETTINGS [HELD KIND ...]``."""

from __future__ import annotations

import argparse
import asyncio
import json

from bot.app import run_app
from bot.settings import load
from engine.requests import Lane
from tests.fakes.executor import FakeExecutor


async def serve(overrides: dict[str, str], executor: FakeExecutor) -> None:
    """Run the bot with this engine."""
    settings = load(env_file=None, overrides=overrides)
    await run_app(settings, executors={Lane.LOOK: executor, Lane.DEVICE: executor})


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("settings", type=json.loads)
    parser.add_argument("held", nargs="*", help="kinds of jobs that never end")
    parser.add_argument("--edition", default="", help="of the base the engine says it works with")
    args = parser.parse_args()
    asyncio.run(serve(args.settings, FakeExecutor(*args.held, edition=args.edition)))
