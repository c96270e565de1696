"""What Ray adds to a job over a worker of this machine, and how soon it serves again after a kill -9 of its actor.

Both executors run in one process and take turns, so that a busy machine slows both. Needs Ray beside the program, as
``make ray`` installs it: ``PYTHONPATH=. .ray/bin/python -m bot bench --only cluster``.
"""

from __future__ import annotations

import asyncio
import os
import signal
import statistics
import time
from collections.abc import Iterable
from pathlib import Path

from engine.lab.bench import _carried
from engine.lab.bench.row import Row, at_most, told
from engine.queue.executor import Executor
from engine.queue.local import LocalExecutor
from engine.queue.ray import RayExecutor
from engine.queue.store import ClaimedJob
from engine.requests import Lane
from engine.settings import EngineSettings
from engine.tasks.portrait.request import Portrait

JOBS = 40
KILLS = 3
SETTLED_SECONDS = 10.0  # by when there is a spare actor again
IDENTITY_BYTES = 3 * 2**20  # an adapter of the embedded base with its photos
PICTURE_BYTES = 3 * 2**19  # one of 1024 px, of four
ADDED_MILLISECONDS = 20.0
AGAIN_SECONDS = 10.0


def rows(folder: Path) -> Iterable[Row]:
    """Run jobs without work in turn here and over Ray."""
    return asyncio.run(_measure(folder))


async def _measure(folder: Path) -> list[Row]:
    settings = EngineSettings(weights=folder, device="cpu", threads=1)
    here = LocalExecutor(Lane.DEVICE, settings, module=_carried.__name__)
    there = RayExecutor(Lane.DEVICE, settings, module=_carried.__name__)
    await asyncio.gather(here.start(), there.start())
    try:
        bare = await _added(here, there, folder / "bare", 0, 0)
        laden = await _added(here, there, folder / "laden", IDENTITY_BYTES, PICTURE_BYTES)
        again = [await _again(there, folder / f"again{number}", SETTLED_SECONDS) for number in range(KILLS)]
        at_once = [await _again(there, folder / f"at-once{number}", 0.0) for number in range(KILLS)]
    finally:
        await asyncio.gather(here.close(), there.close())
    return [
        told("cluster", "a job without work, here", bare[0], "ms"),
        at_most("cluster", "added by Ray", bare[1], "ms", ADDED_MILLISECONDS),
        told("cluster", "3 MB in and 6 MB out, here", laden[0], "ms"),
        at_most("cluster", "added by Ray, with them", laden[1], "ms", ADDED_MILLISECONDS),
        told("cluster", "added by Ray, with them, in the quietest tenth", laden[2], "ms"),
        at_most("cluster", f"serves after kill -9, slowest of {KILLS}", max(again), "s", AGAIN_SECONDS),
        told("cluster", "serves after kill -9 while the spare actor begins", max(at_once), "s"),
        told("cluster", "programs that wanted a processor meanwhile", os.getloadavg()[0], ""),
    ]


async def _added(here: Executor, there: Executor, folder: Path, into: int, out: int) -> tuple[float, float, float]:
    """Return milliseconds of pairs: (median here, median of what Ray adds, what it adds to the tenth it adds least to).

    The last says what a busy machine hides: pairs during which hardly anybody else wanted a processor.
    """
    pairs = []
    for number in range(JOBS):
        pair = [await _one(each, folder / f"{number}{name}", into, out) for name, each in (("h", here), ("t", there))]
        pairs.append(pair)
    warm = pairs[JOBS // 4 :]
    added = sorted(b - a for a, b in warm)
    return (
        statistics.median(a for a, _ in warm) * 1000,
        statistics.median(added) * 1000,
        added[len(added) // 10] * 1000,
    )


async def _one(executor: Executor, scratch: Path, into: int, out: int) -> float:
    identity = scratch / "identity"
    await asyncio.to_thread(_fill, identity, into)
    request = Portrait(identity=identity, style="x", out=scratch / "out", seed=out)
    began = time.perf_counter()
    job = ClaimedJob(id=scratch.name, token=1, request=request, scratch=scratch, attempt=1)
    await executor.run(job, lambda _: None, asyncio.Event())
    return time.perf_counter() - began


def _fill(identity: Path, count: int) -> None:
    identity.mkdir(parents=True)
    (identity / "face.safetensors").write_bytes(os.urandom(count))


async def _again(there: RayExecutor, scratch: Path, pause: float) -> float:
    """Return the seconds from the kill of the only actor, which served for a while, to the end of the next job."""
    await asyncio.sleep(pause)
    (process,) = there.processes
    began = time.perf_counter()
    os.kill(process, signal.SIGKILL)
    await _one(there, scratch, 0, 0)
    return time.perf_counter() - began
