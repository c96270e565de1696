"""Several claimed jobs on their way into one worker: each waits for its own end, and they start when all are there."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from typing import Any, Protocol

from engine.errors import EngineError, WorkerDiedError
from engine.queue.executor import Member, OnProgress
from engine.queue.failures import describe
from engine.queue.store import ClaimedJob
from engine.requests import Result

log = logging.getLogger("engine.dispatcher")


class Runs(Protocol):
    """What `BatchExecutor` says of a batch."""

    async def run_batch(self, members: Sequence[Member]) -> None:
        """See `BatchExecutor.run_batch`."""


class Joint:
    """Stands between jobs that are each served as if alone, and `BatchExecutor.run_batch`."""

    def __init__(self, executor: Runs) -> None:
        self._executor = executor
        self._members: list[Member] = []
        self._came = asyncio.Event()

    async def run(self, job: ClaimedJob, on_progress: OnProgress, cancel: asyncio.Event) -> Result:
        """Run one of the jobs, see `Executor.run`."""
        end: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._members.append(Member(job=job, on_progress=on_progress, cancel=cancel, end=end))
        self._came.set()
        return await end

    async def serve(self, works: Sequence[asyncio.Task[None]]) -> None:
        """Start when everybody who still works called `run`, and return when all have an end.

        ``works`` does what has to be done about each of the jobs, and calls `run` unless it gives the job up before.
        """
        while len(self._members) + sum(work.done() for work in works) < len(works):
            came = asyncio.create_task(self._came.wait())
            await asyncio.wait(
                [came, *(work for work in works if not work.done())], return_when=asyncio.FIRST_COMPLETED
            )
            came.cancel()
            self._came.clear()
        error: EngineError = WorkerDiedError(reason="unanswered")
        try:
            if len(self._members) > 1:
                log.info("jobs %s run together", ", ".join(member.job.id for member in self._members))
            if self._members:
                await self._executor.run_batch(self._members)
        except Exception as raised:
            error = describe(raised)
        for member in self._members:
            member.answer(error)


async def alone(executor: Any, job: ClaimedJob, on_progress: OnProgress, cancel: asyncio.Event) -> Result:
    """Run a batch of one and return its result: `Executor.run` in the words of `BatchExecutor.run_batch`."""
    end: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
    try:
        await executor.run_batch([Member(job=job, on_progress=on_progress, cancel=cancel, end=end)])
        return await end
    finally:
        end.cancel()  # where this call was cancelled nobody waits for it any more
        if not end.cancelled():
            end.exception()
