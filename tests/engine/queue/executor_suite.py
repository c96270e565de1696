"""What every `Executor` promises, as tests over the fixture ``executor``: one that runs ``fake_worker.act``."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from engine.errors import (
    DeviceLostError,
    DeviceMemoryError,
    DiskFullError,
    EngineError,
    JobCancelledError,
    WorkerDiedError,
)
from engine.queue.executor import Executor
from engine.queue.store import ClaimedJob
from engine.requests import Progress, Result
from engine.tasks.portrait.request import Portrait, Portraits, UnknownStyleError

SOON = 30.0  # seconds until a test gives up


def job(style: str, *, count: int = 1, affinity: str = "", name: str = "job") -> ClaimedJob:
    """Return a job that makes the fake task do what ``style`` names."""
    request = Portrait(identity=Path("identity"), style=style, out=Path("out"), count=count)
    return ClaimedJob(id=name, token=1, request=request, scratch=Path(), attempt=1, affinity=affinity)


async def run(executor: Executor, style: str, **more: object) -> Result:
    """Run one job that nobody cancels."""
    async with asyncio.timeout(SOON):
        return await executor.run(job(style, **more), lambda _: None, asyncio.Event())  # type: ignore[arg-type]


class Watcher:
    """Collects progress and tells when the first has come."""

    def __init__(self) -> None:
        self.seen: list[Progress] = []
        self.started = asyncio.Event()

    def __call__(self, progress: Progress) -> None:
        self.seen.append(progress)
        self.started.set()


async def begin(executor: Executor, style: str) -> tuple[asyncio.Task[Result], asyncio.Event]:
    """Start a job and return once its task works."""
    cancel, watcher = asyncio.Event(), Watcher()
    running = asyncio.create_task(executor.run(job(style), watcher, cancel))
    await asyncio.wait_for(watcher.started.wait(), SOON)
    return running, cancel


class ExecutorSuite:
    """The promises of `engine.queue.executor.Executor`."""

    async def test_a_result_comes_back(self, executor: Executor):
        """The result is the one the task returned, made in another process."""
        result = await run(executor, "draw")
        assert isinstance(result, Portraits)
        assert result.style == "draw"

    async def test_progress_comes_in_order_and_before_the_result(self, executor: Executor):
        """A person watches the steps pass."""
        watcher = Watcher()
        await executor.run(job("draw", count=5), watcher, asyncio.Event())
        assert [step.done for step in watcher.seen] == [1, 2, 3, 4, 5]

    async def test_models_stay_warm_between_jobs(self, executor: Executor):
        """Loading a model takes seconds, so one process serves job after job."""
        assert isinstance(first := await run(executor, "draw"), Portraits)
        assert isinstance(second := await run(executor, "draw"), Portraits)
        assert first.backends["process"] == second.backends["process"]

    async def test_an_engine_error_keeps_its_data(self, executor: Executor):
        """The closest style names must reach the person."""
        with pytest.raises(UnknownStyleError) as caught:
            await run(executor, "unknown")
        assert caught.value.data == {"name": "cyberpnk", "closest": ["cyberpunk"]}

    async def test_a_bug_brings_nothing_but_an_id(self, executor: Executor):
        """The words of an unexpected exception stay where the log is."""
        with pytest.raises(EngineError) as caught:
            await run(executor, "bug")
        assert list(caught.value.data) == ["trace"]

    @pytest.mark.parametrize(("style", "error"), [("exhausted", DeviceMemoryError), ("full", DiskFullError)])
    async def test_a_machine_at_its_end_says_so_and_goes_on(self, executor: Executor, style: str, error: type):
        """Full memory and a full disk have their own sentence, and the next job is served."""
        with pytest.raises(error):
            await run(executor, style)
        assert await run(executor, "draw")

    async def test_a_worker_whose_device_is_lost_is_replaced(self, executor: Executor):
        """Whatever that process asks of the device fails from then on: nobody else's job may go there."""
        with pytest.raises(DeviceLostError):
            await run(executor, "lost")
        assert await run(executor, "draw")

    async def test_a_dead_worker_is_noticed_and_replaced(self, executor: Executor):
        """A crash in a native library costs one attempt of one job, nothing else."""
        with pytest.raises(WorkerDiedError):
            await run(executor, "die")
        assert await run(executor, "draw")

    async def test_a_job_taken_back_stops_and_leaves_the_worker_warm(self, executor: Executor):
        """Cancel is polite first: the same process serves the next job."""
        before = await run(executor, "draw")
        running, cancel = await begin(executor, "wait")
        cancel.set()
        with pytest.raises(JobCancelledError):
            await asyncio.wait_for(running, SOON)
        after = await run(executor, "draw")
        assert isinstance(before, Portraits)
        assert isinstance(after, Portraits)
        assert before.backends["process"] == after.backends["process"]

    async def test_a_deaf_task_is_ended_after_the_grace(self, executor: Executor):
        """A task stuck in native code does not keep the device from the next person."""
        running, cancel = await begin(executor, "deaf")
        cancel.set()
        with pytest.raises(JobCancelledError):
            await asyncio.wait_for(running, SOON)
        assert await run(executor, "draw")

    async def test_closing_ends_a_running_job(self, executor: Executor):
        """At the end of the program no job is left hanging."""
        running, _ = await begin(executor, "deaf")
        await executor.close()
        with pytest.raises(WorkerDiedError):
            await asyncio.wait_for(running, SOON)

    async def test_a_worker_forgets_people_before_its_next_job(self, executor: Executor):
        """Somebody was erased: their face may still be in the slots of whoever drew last."""
        said = [(await run(executor, "remember")).backends["known"], (await run(executor, "recall")).backends["known"]]
        await executor.forget()
        assert [*said, (await run(executor, "recall")).backends["known"]] == ["ann", "ann", ""]
