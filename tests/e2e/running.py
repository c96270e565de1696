"""Starts the whole bot for a story: beside the test, or in a process that can be killed."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import httpx

from bot.app import run_app
from bot.settings import load
from engine.requests import Lane
from tests.fakes.executor import FakeExecutor

ROOT = Path(__file__).parents[2]


@contextlib.asynccontextmanager
async def bot(overrides: dict[str, str], executor: FakeExecutor) -> AsyncIterator[None]:
    """Run the bot while the block runs, and stop it as SIGTERM does."""
    stop = asyncio.Event()
    lanes = {Lane.LOOK: executor, Lane.DEVICE: executor}
    running = asyncio.create_task(run_app(load(env_file=None, overrides=overrides), stop=stop, executors=lanes))
    try:
        yield
    finally:
        stop.set()
        await running


@contextlib.asynccontextmanager
async def bot_process(
    overrides: dict[str, str], *held: str, edition: str = ""
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run the bot in a process of its own; killed at the end of the block if it still lives."""
    command = [sys.executable, "-m", "tests.e2e.bot_process", json.dumps(overrides), *held, "--edition", edition]
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def answers(client: httpx.AsyncClient, url: str) -> bool:
    """Say whether somebody serves ``url`` yet."""
    try:
        return (await client.get(url)).is_success
    except httpx.TransportError:
        return False
