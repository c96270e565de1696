"""The dispatcher over a dictionary and a scripted executor, with a clock that moves by hand."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from engine.errors import EngineError, JobCancelledError, WorkerDiedError
from engine.queue.dispatcher import Dispatcher
from engine.queue.executor import OnProgress
from engine.queue.store import ClaimedJob
from engine.requests import Lane, Progress, Result
from engine.tasks.inspect.request import InspectPhoto, PhotoVerdict
from engine.tasks.portrait.request import UnknownStyleError
from tests.engine.queue.fake_clock import FakeClock, settle
from tests.engine.queue.memory_store import MemoryJobStore

LEASE = 15.0


class ScriptedExecutor:
    """Runs a job until the test says how it ends; a cancel ends it as a real worker would."""

    def __init__(self, slots: int = 1) -> None:
        self.slots = slots
        self.starts_to_fail = 0
        self.started: list[str] = []
        self.ends: dict[str, asyncio.Future[Result]] = {}
        self.report: dict[str, OnProgress] = {}
        self.closed = False

    async def start(self) -> None:
        if self.starts_to_fail:
            self.starts_to_fail -= 1
            raise WorkerDiedError

    async def run(self, job: ClaimedJob, on_progress: OnProgress, cancel: asyncio.Event) -> Result:
        self.started.append(job.id)
        end = self.ends[job.id] = asyncio.get_running_loop().create_future()
        self.report[job.id] = on_progress
        waiting = asyncio.create_task(cancel.wait())
        await asyncio.wait([waiting, end], return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if not end.done():
            raise JobCancelledError
        return end.result()

    async def forget(self) -> None:
        self.forgot = True

    async def close(self) -> None:
        self.closed = True
        for end in self.ends.values():
            if not end.done():
                end.set_exception(WorkerDiedError())
                end.exception()  # nobody may be waiting for it any more


class Bench:
    """A dispatcher that runs, and everything around it."""

    def __init__(self, folder: Path) -> None:
        self.clock = FakeClock()
        self.store = MemoryJobStore(folder)
        self.executor = ScriptedExecutor()
        self.dispatcher = Dispatcher(
            self.store, {Lane.LOOK: self.executor}, owner="test", clock=self.clock, lease_seconds=LEASE
        )

    def add(self, name: str) -> None:
        self.store.add(name, InspectPhoto(photo=Path("photo.jpg"), cleaned=Path("clean.png")))

    async def advance(self, seconds: float) -> None:
        self.store.now += seconds
        await self.clock.advance(seconds)

    def state(self, name: str) -> str:
        return self.store.rows[name].state


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    """Run a dispatcher for the length of a test."""
    made = Bench(tmp_path)
    running = asyncio.create_task(made.dispatcher.run())
    await settle()
    yield made
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def _begin(bench: Bench, name: str = "a") -> None:
    bench.add(name)
    await settle()
    assert name in bench.executor.started


async def test_a_job_goes_through_to_its_result(bench: Bench):
    """The whole point."""
    await _begin(bench)
    verdict = PhotoVerdict(problem=None)
    bench.executor.ends["a"].set_result(verdict)
    await settle()
    assert bench.state("a") == "rendered"
    assert bench.store.rows["a"].result == verdict


async def test_one_slot_runs_one_job_at_a_time(bench: Bench):
    """A device has memory for one plan."""
    await _begin(bench, "a")
    bench.add("b")
    await settle()
    assert (bench.executor.started, bench.dispatcher.busy) == (["a"], 1)
    bench.executor.ends["a"].set_result(PhotoVerdict(problem=None))
    await settle()
    assert bench.executor.started == ["a", "b"]


async def test_every_slot_takes_a_job(tmp_path: Path):
    """Two devices draw at the same time."""
    bench = Bench(tmp_path)
    bench.executor.slots = 2
    running = asyncio.create_task(bench.dispatcher.run())
    bench.add("a")
    bench.add("b")
    await settle()
    assert bench.dispatcher.busy == 2
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_long_job_keeps_its_lease(bench: Bench):
    """An hour of training is 720 heartbeats and one claim."""
    await _begin(bench)
    for _ in range(12):
        await bench.advance(LEASE / 3)
    assert bench.store.beats == 12
    assert bench.store.rows["a"].lease > bench.store.now


async def test_a_job_taken_back_is_cancelled_at_the_next_heartbeat(bench: Bench):
    """The owner pressed cancel: the worker is told, and the store hears `JobCancelledError`."""
    await _begin(bench)
    bench.store.rows["a"].cancel = True
    await bench.advance(LEASE / 3)
    assert bench.state("a") == "cancelled"


async def test_a_nudge_makes_the_heartbeat_come_now(bench: Bench):
    """A person who pressed cancel need not wait five seconds."""
    await _begin(bench)
    bench.store.rows["a"].cancel = True
    bench.dispatcher.nudge()
    await settle()
    assert bench.state("a") == "cancelled"


async def test_a_lost_lease_stops_the_worker_and_drops_the_output(bench: Bench):
    """The laptop slept: somebody else has the job, so ours must stop and write nothing."""
    await _begin(bench)
    bench.store.rows["a"].token += 1
    await bench.advance(LEASE / 3)
    assert bench.dispatcher.busy == 0
    assert (bench.state("a"), bench.store.rows["a"].error) == ("running", None)


async def test_a_result_after_the_lease_is_dropped(bench: Bench):
    """The store refuses it, and the dispatcher goes on with the next job."""
    await _begin(bench)
    bench.store.rows["a"].token += 1
    bench.executor.ends["a"].set_result(PhotoVerdict(problem=None))
    await _begin(bench, "b")
    assert bench.store.rows["a"].result is None


async def test_a_broken_store_is_borne_for_one_lease(bench: Bench):
    """A locked database for a moment costs nothing; when the lease must be over, the job is given up."""
    await _begin(bench)
    bench.store.broken = OSError("database is locked")
    await bench.advance(LEASE / 3)
    assert bench.dispatcher.busy == 1
    await bench.advance(LEASE / 3)
    await bench.advance(LEASE / 3)
    assert bench.store.claims == ["a", "a"]  # given up, and claimed anew like anybody's job after its lease


@pytest.mark.parametrize(("error", "state"), [(UnknownStyleError("x", []), "failed"), (WorkerDiedError(), "queued")])
async def test_an_error_goes_to_the_store(tmp_path: Path, error: EngineError, state: str):
    """Whether to try again is the store's decision, not ours."""
    bench = Bench(tmp_path)
    running = asyncio.create_task(bench.dispatcher.run())
    await settle()
    bench.add("a")
    await settle()
    stopping = asyncio.create_task(bench.dispatcher.stop(60))  # so that a retry is not claimed again here
    await settle()
    bench.executor.ends["a"].set_exception(error)
    await asyncio.gather(running, stopping)
    assert (bench.state("a"), bench.store.rows["a"].error) == (state, error)


async def test_a_result_that_does_not_fit_the_disk_is_a_failure_with_a_name(bench: Bench):
    """The worker did its work, the store could not keep it: the person hears about the disk."""
    await _begin(bench)
    bench.store.broken = OSError(28, "No space left on device")
    bench.executor.ends["a"].set_result(PhotoVerdict(problem=None))
    await settle()
    error = bench.store.rows["a"].error
    assert error is not None
    assert error.code == "disk-full"


async def test_progress_is_written_at_a_bounded_pace(bench: Bench):
    """A hundred steps in a moment are two rows, the first and the newest."""
    await _begin(bench)
    report = bench.executor.report["a"]
    report(Progress(stage="draw", done=1, total=100))
    await settle()
    for done in range(2, 101):
        report(Progress(stage="draw", done=done, total=100))
    await bench.advance(1)
    assert [step.done for step in bench.store.rows["a"].progress] == [1, 100]


async def test_progress_tells_the_time_left(bench: Bench):
    """A person sees how long it will take, whether or not the task knows."""
    await _begin(bench)
    report = bench.executor.report["a"]
    for done in range(1, 4):
        report(Progress(stage="draw", done=done, total=10))
        await bench.advance(2)
    assert bench.store.rows["a"].progress[-1].seconds_left == 14.0


async def test_a_worker_that_does_not_start_is_tried_again(tmp_path: Path):
    """Without a device the bot still talks and takes jobs, and draws once the device is there."""
    bench = Bench(tmp_path)
    bench.executor.starts_to_fail = 2
    bench.add("a")
    running = asyncio.create_task(bench.dispatcher.run())
    await bench.advance(2)
    assert bench.executor.started == []
    await bench.advance(4)
    assert bench.executor.started == ["a"]
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_stopping_lets_a_job_finish(tmp_path: Path):
    """A portrait two seconds before its end is worth the wait."""
    bench = Bench(tmp_path)
    running = asyncio.create_task(bench.dispatcher.run())
    await _begin(bench)
    bench.add("b")
    stopping = asyncio.create_task(bench.dispatcher.stop(20))
    await settle()
    bench.executor.ends["a"].set_result(PhotoVerdict(problem=None))
    await asyncio.gather(stopping, running)
    assert (bench.state("a"), bench.state("b")) == ("rendered", "queued")
    assert bench.executor.closed


async def test_stopping_gives_back_what_does_not_finish(tmp_path: Path):
    """The next start takes the job at once, without waiting for a lease and without losing an attempt."""
    bench = Bench(tmp_path)
    running = asyncio.create_task(bench.dispatcher.run())
    await _begin(bench)
    stopping = asyncio.create_task(bench.dispatcher.stop(20))
    await bench.advance(20)
    await asyncio.gather(stopping, running)
    assert (bench.state("a"), bench.store.rows["a"].attempts) == ("queued", 0)


async def test_stopping_an_idle_dispatcher_is_immediate(tmp_path: Path):
    """Nothing runs, so there is nothing to wait for: the clock does not move here."""
    bench = Bench(tmp_path)
    running = asyncio.create_task(bench.dispatcher.run())
    await settle()
    await asyncio.wait_for(bench.dispatcher.stop(3600), 60)
    await running
    assert bench.executor.closed


async def test_somebody_hears_of_a_worker_that_goes_on_not_starting(tmp_path: Path):
    """One slow start alarms nobody; whoever is told and fails does not stop the next try."""
    told: list[Lane] = []

    async def tell(lane: Lane) -> None:
        told.append(lane)
        raise OSError("the disk is full")

    executor, clock = ScriptedExecutor(), FakeClock()
    executor.starts_to_fail = 3
    dispatcher = Dispatcher(
        MemoryJobStore(tmp_path), {Lane.LOOK: executor}, owner="test", clock=clock, lease_seconds=LEASE, no_worker=tell
    )
    running = asyncio.create_task(dispatcher.run())
    await settle()
    assert told == []
    for seconds in (2.0, 4.0, 8.0):
        await clock.advance(seconds)
        await settle()
    assert told == [Lane.LOOK, Lane.LOOK]
    assert dispatcher.lanes() == {Lane.LOOK: (1, 0)}
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


class Joining(ScriptedExecutor):
    """An executor of machines that come and go."""

    def __init__(self) -> None:
        super().__init__(1)
        self._news = asyncio.Condition()

    async def become(self, slots: int) -> None:
        async with self._news:
            self.slots = slots
            self._news.notify_all()

    async def changed(self, known: int) -> None:
        async with self._news:
            await self._news.wait_for(lambda: self.slots != known)


async def test_machines_that_join_and_leave_get_as_many_jobs_as_they_can_hold(tmp_path: Path):
    """A job claimed for a machine that left would only wait under a lease, in the place of others."""
    bench = Bench(tmp_path)
    bench.executor = executor = Joining()
    bench.dispatcher = Dispatcher(bench.store, {Lane.LOOK: executor}, owner="test", clock=bench.clock)
    running = asyncio.create_task(bench.dispatcher.run())
    for name in "abcdef":
        bench.add(name)
    await settle()
    assert executor.started == ["a"]
    await executor.become(3)
    await settle()
    assert executor.started == ["a", "b", "c"]
    await executor.become(1)
    for name in "abc":
        executor.ends[name].set_result(PhotoVerdict(problem=None))
    await settle()
    assert (executor.started, bench.dispatcher.busy) == (["a", "b", "c", "d"], 1)
    await executor.become(0)
    executor.ends["d"].set_result(PhotoVerdict(problem=None))
    await settle()
    assert bench.dispatcher.busy == 0  # none is left: the others stay in the queue
    await executor.become(2)
    await settle()
    assert executor.started == ["a", "b", "c", "d", "e", "f"]
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


class AheadStore(MemoryJobStore):
    """Hears for which lanes files are to be fetched ahead, and that all of it is to go."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.reading: list[Lane] = []
        self.forgot = 0
        self.failures = 0

    async def read_ahead(self, lane: Lane) -> None:
        if self.failures:
            self.failures -= 1
            raise OSError("the store of files is away")
        self.reading.append(lane)
        await asyncio.Event().wait()

    def forget_ahead(self) -> None:
        self.forgot += 1


@pytest.fixture
async def ahead(tmp_path: Path) -> AsyncIterator[Bench]:
    """A dispatcher over a store that reads ahead, which fails at first."""
    made = Bench(tmp_path)
    made.store = AheadStore(tmp_path)
    made.store.failures = 1
    made.dispatcher = Dispatcher(
        made.store, {Lane.LOOK: made.executor}, owner="test", clock=made.clock, lease_seconds=LEASE
    )
    running = asyncio.create_task(made.dispatcher.run())
    await settle()
    yield made
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_the_next_jobs_files_are_fetched_while_a_job_runs(ahead: Bench):
    """What fails of it is tried again later, and keeps no job waiting."""
    await _begin(ahead)
    assert ahead.store.reading == []
    await ahead.advance(60.0)
    await settle()
    assert ahead.store.reading == [Lane.LOOK]
    ahead.executor.ends["a"].set_result(PhotoVerdict(problem=None))
    await settle()
    assert ahead.state("a") == "rendered"


async def test_somebody_who_is_forgotten_is_forgotten_ahead_too(ahead: Bench):
    """What was fetched for them is as much of them as what a worker still knows."""
    await ahead.dispatcher.forget()
    assert (ahead.store.forgot, ahead.executor.forgot) == (1, True)


async def test_a_stop_ends_what_is_read_ahead(ahead: Bench):
    """Nothing is fetched for a bot that is gone."""
    await ahead.advance(60.0)
    await settle()
    await ahead.dispatcher.stop(1.0)
    assert ahead.store.forgot == 1
