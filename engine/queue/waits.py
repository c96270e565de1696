"""Waiting for the first of several things, and for the end of a task that is not wanted any more."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any


async def first(*waiting: Coroutine[Any, Any, Any]) -> None:
    """Return when the first of several waits ends and cancel the others; raises what the ended ones raised."""
    tasks = [asyncio.ensure_future(wait) for wait in waiting]
    try:
        ended, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            await end(task)
    for task in ended:
        task.result()


async def end(task: asyncio.Future[Any]) -> None:
    """Cancel a task and wait until it is gone, whatever it says."""
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
