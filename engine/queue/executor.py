"""The seam between the dispatcher and whatever runs a job: a child process here, an actor on a cluster."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from engine.errors import EngineError
from engine.queue.batching import Batching
from engine.queue.store import ClaimedJob
from engine.requests import Progress, Result

OnProgress = Callable[[Progress], None]


@dataclass(eq=False, kw_only=True)
class Member:
    """One job on its way through a worker, alone or beside others, and its end.

    ``aside``, where there is one: once set, a training ends with `engine.errors.LaidAsideError` between two steps, if
    `AsideExecutor` says so; one that is past its last step, and whatever is no training, goes on to its end.
    """

    job: ClaimedJob
    on_progress: OnProgress
    cancel: asyncio.Event
    end: asyncio.Future[Result]
    aside: asyncio.Event | None = None

    def answer(self, outcome: Result | EngineError) -> None:
        """Say how it ended, unless that was said before or nobody waits any more."""
        if self.end.done():
            return
        if isinstance(outcome, EngineError):
            self.end.set_exception(outcome)
        else:
            self.end.set_result(outcome)


class Executor(Protocol):
    """Runs jobs of one lane. `LocalExecutor` and `RayExecutor` pass the same suite."""

    @property
    def slots(self) -> int:
        """How many jobs run at once; known after `start`."""

    async def start(self) -> None:
        """Bring the workers up. Raises `engine.errors.EngineError` when they do not come; may be called again."""

    async def run(self, job: ClaimedJob, on_progress: OnProgress, cancel: asyncio.Event) -> Result:
        """Run one job to its end and return the result.

        Once ``cancel`` is set the job ends soon with `engine.errors.JobCancelledError`: politely, or by ending the
        worker.
        Raises `engine.errors.EngineError` and nothing else; `engine.errors.WorkerDiedError` when the worker went away,
        which the next call replaces. Cancelling the call itself ends the worker's job too.
        """

    async def forget(self) -> None:
        """Let every worker drop what it remembers of people, before its next job."""

    async def close(self) -> None:
        """End all workers; jobs still running raise `engine.errors.WorkerDiedError`."""


@runtime_checkable
class ChangingExecutor(Executor, Protocol):
    """An executor whose `slots` rise and fall while it runs: machines join and leave."""

    async def changed(self, known: int) -> None:
        """Return once `slots` is not ``known``."""


@runtime_checkable
class BatchExecutor(Executor, Protocol):
    """An executor that runs several jobs in one worker at once, where that is faster."""

    @property
    def crowded(self) -> bool:
        """Say whether a batch was too large for the memory lately."""

    def batching(self, job: ClaimedJob) -> Batching | None:
        """Say which other jobs may run together with ``job`` here and now; None: it runs alone."""

    async def run_batch(self, members: Sequence[Member]) -> None:
        """Run several jobs together and give each its end as soon as that is known, whatever becomes of the others.

        What `Executor.run` says of progress, cancel and errors holds for each of them. Returns when all have ended.
        """


@runtime_checkable
class AsideExecutor(BatchExecutor, Protocol):
    """An executor that says whether its trainings can lie aside between two steps and go on later, see `Member`."""

    lays_aside: bool


class TrainingExecutor(Executor, Protocol):
    """Runs the trainings of a lane beside the workers of its other jobs, while there is room for both."""

    async def admits(self) -> bool:
        """Say whether a training may start here now; where not, the lane's other workers take trainings too."""
