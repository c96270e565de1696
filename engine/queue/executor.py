"""The seam between the dispatcher and whatever runs a job: a child process here, an actor on a cluster."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Protocol, runtime_checkable

from engine.queue.store import ClaimedJob
from engine.requests import Progress, Result

OnProgress = Callable[[Progress], None]


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


class TrainingExecutor(Executor, Protocol):
    """Runs the trainings of a lane beside the workers of its other jobs, while there is room for both."""

    async def admits(self) -> bool:
        """Say whether a training may start here now; where not, the lane's other workers take trainings too."""
