"""What every `Executor` promises, as tests over the fixture ``executor``: one that runs ``fake_worker.act``."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from engine.errors import (
    DeviceLostError,
    DeviceMemoryError,
    DiskFullError,
    EngineError,
    JobCancelledError,
    LaidAsideError,
    WorkerDiedError,
)
from engine.queue.executor import AsideExecutor, BatchExecutor, Executor, Member
from engine.queue.local import LocalExecutor
from engine.queue.store import ClaimedJob
from engine.requests import Progress, Result
from engine.tasks.portrait.request import Portrait, Portraits, UnknownStyleError

SOON = 120.0  # seconds until a test gives up: longer than a busy machine takes to start a process


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


async def begin_batch(
    executor: BatchExecutor, *styles: str, count: int = 1
) -> tuple[asyncio.Task[None], list[Member], list[Watcher]]:
    """Start jobs together, named by their place, and return once the first works."""
    watchers = [Watcher() for _ in styles]
    members = [
        Member(
            job=replace(job(style, name=f"job-{place}", count=count), scratch=Path(f"scratch-{place}")),
            on_progress=watchers[place],
            cancel=asyncio.Event(),
            end=asyncio.get_running_loop().create_future(),
            aside=asyncio.Event(),
        )
        for place, style in enumerate(styles)
    ]
    running = asyncio.create_task(executor.run_batch(members))
    started = [asyncio.create_task(each.started.wait()) for each in watchers]
    await asyncio.wait([running, *started], timeout=SOON, return_when=asyncio.FIRST_COMPLETED)
    for each in started:
        each.cancel()
    return running, members, watchers


async def end_of(member: Member) -> Result | EngineError:
    """Return how a member ended, once it did."""
    try:
        return await asyncio.wait_for(member.end, SOON)
    except EngineError as error:
        return error


def hurry(executor: Executor) -> None:
    """Let who is deaf to a cancel be ended at once: only there is the grace waited for, and elsewhere it is long."""
    if isinstance(executor, LocalExecutor):
        executor._grace = 0.1


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
        hurry(executor)
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

    async def test_jobs_of_a_batch_have_progress_and_results_of_their_own(self, executor: BatchExecutor):
        """Three jobs in one process at once: nobody hears of another's steps, nobody gets another's pictures."""
        running, members, watchers = await begin_batch(executor, "draw", "draw", "draw", count=2)
        ends = [await end_of(member) for member in members]
        await asyncio.wait_for(running, SOON)
        assert [[step.done for step in each.seen] for each in watchers] == [[1, 2]] * 3
        assert [end.backends["beside"] for end in ends if isinstance(end, Portraits)] == ["3"] * 3
        assert len({end.backends["process"] for end in ends if isinstance(end, Portraits)}) == 1
        alone = await run(executor, "draw")
        assert isinstance(alone, Portraits)
        assert "beside" not in alone.backends

    async def test_one_of_a_batch_fails_and_the_others_have_their_results(self, executor: BatchExecutor):
        """Each has an error of their own, with its data."""
        running, members, _ = await begin_batch(executor, "draw", "unknown", "bug", "draw")
        first, second, third, last = [await end_of(member) for member in members]
        await asyncio.wait_for(running, SOON)
        assert isinstance(second, UnknownStyleError)
        assert isinstance(third, EngineError)
        assert [isinstance(end, Portraits) for end in (first, last)] == [True, True]

    async def test_one_of_a_batch_is_taken_back_and_the_others_go_on(self, executor: BatchExecutor):
        """Who finished has their result already; who still waits goes on waiting, in the same process."""
        running, members, _ = await begin_batch(executor, "wait", "draw", "wait")
        assert isinstance(drawn := await end_of(members[1]), Portraits)
        members[0].cancel.set()
        assert isinstance(await end_of(members[0]), JobCancelledError)
        assert not members[2].end.done()
        members[2].cancel.set()
        assert isinstance(await end_of(members[2]), JobCancelledError)
        await asyncio.wait_for(running, SOON)
        assert isinstance(after := await run(executor, "draw"), Portraits)
        assert after.backends["process"] == drawn.backends["process"]

    async def test_a_batch_too_large_for_the_memory_is_done_one_by_one(self, executor: BatchExecutor):
        """Nobody hears of it, and for a while nobody is asked to join again."""
        assert not executor.crowded
        running, members, _ = await begin_batch(executor, "apart", "draw")
        ends = [await end_of(member) for member in members]
        await asyncio.wait_for(running, SOON)
        assert ["beside" in end.backends for end in ends if isinstance(end, Portraits)] == [False, False]
        assert executor.crowded

    async def test_the_death_of_a_worker_ends_everybody_in_it_once(self, executor: BatchExecutor):
        """``kill -9`` of a worker with three jobs: each comes back with its own error, and the next worker serves."""
        running, members, _ = await begin_batch(executor, "wait", "draw", "die")
        ends = [await end_of(member) for member in members]
        await asyncio.wait_for(running, SOON)
        assert [type(end) for end in ends] == [WorkerDiedError, Portraits, WorkerDiedError]
        assert await run(executor, "draw")

    async def test_who_waits_behind_a_mate_is_taken_back_at_once(self, executor: BatchExecutor):
        """They could not run together: whoever has their turn now is not ended for somebody who left meanwhile."""
        running, members, watchers = await begin_batch(executor, "apart", "wait", "wait")
        assert isinstance(drawn := await end_of(members[0]), Portraits)
        await asyncio.wait_for(watchers[1].started.wait(), SOON)
        members[2].cancel.set()
        assert isinstance(await end_of(members[2]), JobCancelledError)
        assert not members[1].end.done()
        assert not watchers[2].seen
        members[1].cancel.set()
        assert isinstance(await end_of(members[1]), JobCancelledError)
        await asyncio.wait_for(running, SOON)
        assert isinstance(after := await run(executor, "draw"), Portraits)
        assert after.backends["process"] == drawn.backends["process"]

    async def test_a_worker_ended_for_a_cancel_did_not_run_out_of_memory(self, executor: BatchExecutor):
        """It is killed as the system would kill one that is too large; others may run together all the same."""
        hurry(executor)
        running, members, _ = await begin_batch(executor, "deaf", "wait")
        members[1].cancel.set()
        ends = [await end_of(member) for member in members]
        await asyncio.wait_for(running, SOON)
        assert [type(end) for end in ends] == [WorkerDiedError, JobCancelledError]
        assert not executor.crowded

    async def test_a_training_lies_aside_where_the_executor_says_so(self, executor: AsideExecutor):
        """Its worker stays warm and draws meanwhile; where it cannot, the training hears nothing and goes on."""
        before = await run(executor, "draw")
        running, (member,), _ = await begin_batch(executor, "learn")
        member.aside.set()
        if not executor.lays_aside:
            member.cancel.set()
        assert isinstance(await end_of(member), LaidAsideError if executor.lays_aside else JobCancelledError)
        await asyncio.wait_for(running, SOON)
        after = await run(executor, "draw")
        assert isinstance(before, Portraits)
        assert isinstance(after, Portraits)
        assert before.backends["process"] == after.backends["process"]

    async def test_one_that_lay_aside_can_be_begun_again_and_asked_again(self, executor: AsideExecutor):
        """What was asked of it once is forgotten by then."""
        for _ in range(2):
            running, (member,), _ = await begin_batch(executor, "learn")
            assert not member.end.done()
            (member.aside if executor.lays_aside else member.cancel).set()
            assert isinstance(await end_of(member), LaidAsideError if executor.lays_aside else JobCancelledError)
            await asyncio.wait_for(running, SOON)

    async def test_who_learns_together_lies_aside_together(self, executor: AsideExecutor):
        """Whoever has their result keeps it, and nobody hears that they could not run together: they could."""
        running, members, _ = await begin_batch(executor, "learn", "draw", "learn")
        assert isinstance(await end_of(members[1]), Portraits)
        for member in members:
            (member.aside if executor.lays_aside else member.cancel).set()
        expected = LaidAsideError if executor.lays_aside else JobCancelledError
        assert [type(await end_of(members[place])) for place in (0, 2)] == [expected, expected]
        await asyncio.wait_for(running, SOON)
        assert not executor.crowded

    async def test_who_waits_behind_a_mate_lies_aside_without_having_begun(self, executor: AsideExecutor):
        """They could not run together: whoever has their turn stops, and the next does not begin in their place."""
        running, members, watchers = await begin_batch(executor, "apart", "learn", "learn")
        assert isinstance(await end_of(members[0]), Portraits)
        await asyncio.wait_for(watchers[1].started.wait(), SOON)
        for member in members:
            (member.aside if executor.lays_aside else member.cancel).set()
        expected = LaidAsideError if executor.lays_aside else JobCancelledError
        assert [type(await end_of(member)) for member in members[1:]] == [expected, expected]
        await asyncio.wait_for(running, SOON)
        assert not watchers[2].seen
