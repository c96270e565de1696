"""Worker processes that train beside others: started with their first training, ended when there is none."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from engine import bases
from engine.errors import DeviceMemoryError, WorkerDiedError
from engine.queue import learning, platform, room
from engine.queue.batching import MOST
from engine.queue.learning import LearningExecutor
from engine.queue.local import LocalExecutor
from engine.queue.room import Peak
from engine.queue.store import ClaimedJob
from engine.requests import Lane
from engine.settings import EngineSettings
from engine.tasks.enrol.request import Enrol
from engine.worker import NICENESS
from tests.engine.queue.executor_suite import SOON, ExecutorSuite, begin, begin_batch, end_of, hurry, job, run

SETTINGS = EngineSettings(weights=Path("weights"), base="pocket", device="cpu", threads=1)
MODULE = "tests.engine.queue.fake_worker"
PLENTY, LITTLE = 2**36, 2**28


class _Named(LocalExecutor):
    """Workers that are named and never started: those that draw."""

    async def start(self) -> None:
        self._add(self._worker("cpu"))


async def made(free: Callable[[], int] = lambda: PLENTY, **more: Any) -> LearningExecutor:
    """Return an executor for trainings whose workers run the fake tasks."""
    beside = _Named(Lane.DEVICE, SETTINGS, module=MODULE)
    await beside.start()
    executor = LearningExecutor(Lane.DEVICE, beside, free=free, **more)
    executor._grace = SOON
    await executor.start()
    return executor


@pytest.fixture
async def executor() -> AsyncIterator[LearningExecutor]:
    """A started executor, closed afterwards."""
    one = await made()
    yield one
    await one.close()


class TestLearningExecutor(ExecutorSuite):
    """Keeps the promises of every executor."""


async def _process(executor: LocalExecutor) -> int:
    return int((await run(executor, "draw")).backends["process"])  # type: ignore[attr-defined]


async def test_no_process_is_there_before_the_first_training(executor: LearningExecutor):
    """Its memory is needed only then."""
    before = psutil.Process().children()
    assert executor.slots == 1
    number = await _process(executor)
    assert [child.pid for child in psutil.Process().children() if child not in before] == [number]


async def test_the_worker_ends_when_nothing_is_learnt_for_a_while():
    """What a training held is given back; the next one starts a worker again."""
    executor = await made(idle_seconds=0.0)
    first = await _process(executor)
    assert executor._ending is not None
    await asyncio.wait_for(executor._ending, SOON)
    assert not psutil.pid_exists(first)
    assert await _process(executor) != first
    await executor.close()


async def test_a_training_gives_way_to_others(executor: LearningExecutor):
    """Somebody who waits for a picture has most of the processor."""
    process = psutil.Process(await _process(executor))
    assert process.nice() == min(19, psutil.Process().nice() + NICENESS)
    beside = LocalExecutor(Lane.LOOK, SETTINGS, module=MODULE)
    await beside.start()
    assert psutil.Process(await _process(beside)).nice() == psutil.Process().nice()
    await beside.close()


async def test_memory_is_kept_for_what_draws_and_did_not_load_yet():
    """After a restart a training may be first in the queue: both would load at once, and one be ended."""
    training = room.expected(bases.families()["pocket"], card=False)[1].machine + room.RESERVE
    executor = await made(lambda: training)
    (drawing,) = executor._beside._workers
    executor._beside.peak = Peak(machine=2**20)
    assert not await executor.admits()
    await drawing.start()
    assert drawing.holds() > 2**20
    assert await executor.admits()
    await executor._beside.close()


async def test_two_devices_need_memory_for_two_trainings():
    """Once one is admitted so is the other: each starts a worker on its card, and the machine must hold both."""
    executor = await made(lambda: 2 * 2**30 + room.RESERVE)
    executor._beside.peak, executor.peak = Peak(machine=0, card=1), Peak(machine=2**30 + 1)
    assert await executor.admits()
    executor._add(executor._worker("cpu", name="training-1"))
    assert not await executor.admits()


@pytest.mark.parametrize("yet_to_come", [True, False])
async def test_a_gang_is_as_large_as_the_memory_its_worker_leaves(yet_to_come: bool):
    """What the training itself will take is not free for its mates; the control: it has that already."""
    executor = await made(lambda: 2**30 + 1 + room.RESERVE + 2 * room.MATE)
    executor._beside.peak, executor.peak = Peak(machine=1), Peak(machine=2**30 if yet_to_come else 1)
    job = ClaimedJob(
        id="job", token=1, request=Enrol(photos=(), identity=Path("identity")), scratch=Path(), attempt=1
    )  # fmt: skip
    said = executor.batching(job)
    assert said is not None
    assert said.most == (3 if yet_to_come else MOST)


@pytest.mark.parametrize("learns", [True, False])
async def test_where_trainings_run_in_turn_with_the_rest_a_gang_leaves_room_for_their_own(learns: bool):
    """A worker that only drew so far takes more for a training than for a picture."""
    worker = _Named(Lane.DEVICE, SETTINGS, module=MODULE)
    await worker.start()
    drawing, training = room.expected(bases.families()["pocket"], card=False)
    worker._free_memory = lambda: drawing.machine + room.RESERVE + room.MATE
    learning_job = Enrol(photos=(), identity=Path("identity"))
    spare = worker._spare(learning_job if learns else job("oil").request)
    assert spare == room.RESERVE + room.MATE - (training.machine - drawing.machine if learns else 0)


async def test_it_is_admitted_only_where_it_fits():
    """A machine that swaps is slower for everybody than one worker for all."""
    free = PLENTY
    executor = await made(lambda: free)
    assert await executor.admits()
    free = LITTLE
    assert not await executor.admits()


async def test_what_was_measured_is_believed_more_than_what_was_expected():
    """The first training is admitted by an estimate, the next by what the first one took."""
    executor = await made(lambda: 2**31)
    executor._beside.peak = Peak(machine=1)  # what draws has all it needs
    assert not await executor.admits()
    executor.peak = Peak(machine=2**30)
    assert await executor.admits()


async def test_a_worker_tells_what_it_held(executor: LearningExecutor):
    """Nothing else could be measured by."""
    await run(executor, "draw")
    assert 10 * 2**20 < executor.peak.machine < 2**32
    assert executor.peak.card == 0


async def test_one_that_runs_needs_no_more_room():
    """It has its memory: the next training may follow at once."""
    free = PLENTY
    executor = await made(lambda: free)
    running, cancel = await begin(executor, "wait")
    free = LITTLE
    assert await executor.admits()
    cancel.set()
    await asyncio.gather(running, return_exceptions=True)
    await executor.close()


@pytest.mark.parametrize(("style", "error"), [("exhausted", DeviceMemoryError), ("die", WorkerDiedError)])
async def test_where_memory_ran_out_trainings_take_their_turn_for_a_while(
    executor: LearningExecutor, style: str, error: type, monkeypatch: pytest.MonkeyPatch
):
    """The system ended it, or torch found no memory: the next attempt must not end the same way."""
    with pytest.raises(error):
        await run(executor, style)
    assert not await executor.admits()
    monkeypatch.setattr(learning, "CLOSED_SECONDS", 0.0)
    with pytest.raises(error):
        await run(executor, style)
    assert await executor.admits()


async def test_a_bug_is_no_lack_of_memory(executor: LearningExecutor):
    """The control."""
    with pytest.raises(WorkerDiedError):
        await run(executor, "crash")
    assert await executor.admits()


async def test_a_gang_ended_for_a_cancel_is_no_lack_of_memory(executor: LearningExecutor):
    """Who did not leave goes on in the next worker, and trainings keep their place beside those that draw."""
    hurry(executor)
    running, members, _ = await begin_batch(executor, "deaf", "wait")
    members[1].cancel.set()
    assert isinstance(await end_of(members[0]), WorkerDiedError)
    await asyncio.wait_for(running, SOON)
    assert await executor.admits()


async def test_the_operators_word_goes_before_what_is_measured():
    """They know what else will run on their machine."""
    assert await (await made(lambda: LITTLE, apart="yes")).admits()
    never = await made(lambda: PLENTY, apart="no")
    assert not await never.admits()
    assert never.slots == 0


async def test_a_picture_goes_to_the_device_that_does_not_learn():
    """With two cards, one learns and the other is free."""
    beside = _Named(Lane.DEVICE, replace(SETTINGS, device="cuda:0"), module=MODULE)
    for device in ("cuda:0", "cuda:1"):
        beside._add(beside._worker(device))
    executor = LearningExecutor(Lane.DEVICE, beside)
    await executor.start()
    assert executor.device_names == ["cuda:0", "cuda:1"]
    assert executor._take(frozenset()).device == "cuda:0"
    assert beside._take(frozenset()).device == "cuda:1"


async def test_a_worker_that_is_being_ended_gets_no_training(monkeypatch: pytest.MonkeyPatch):
    """The system has it for a moment longer: who came just then would pay with an attempt, and all with an hour."""
    kill, told = platform.kill, asyncio.Event()

    def late(process: asyncio.subprocess.Process) -> None:  # the first word to end is heard with the second
        if told.is_set():
            kill(process)
        told.set()

    monkeypatch.setattr(platform, "kill", late)
    executor = await made(idle_seconds=0.0)
    first = await _process(executor)
    await asyncio.wait_for(told.wait(), SOON)
    assert psutil.pid_exists(first)
    assert await _process(executor) != first
    assert await executor.admits()
    await executor.close()


async def test_the_end_of_the_program_while_a_worker_starts_ends_it_too(monkeypatch: pytest.MonkeyPatch):
    """Else a training would begin in a process nobody ends, and the program would wait for it."""
    executor = await made()
    (worker,) = executor._workers
    spawn, begun, go_on = asyncio.create_subprocess_exec, asyncio.Event(), asyncio.Event()

    async def slowly(*arguments: Any, **options: Any) -> Any:
        begun.set()
        await go_on.wait()
        return await spawn(*arguments, **options)

    monkeypatch.setattr(asyncio, "create_subprocess_exec", slowly)
    before = psutil.Process().children()
    running = asyncio.create_task(executor.run(job("deaf"), lambda _: None, asyncio.Event()))
    await asyncio.wait_for(begun.wait(), SOON)
    await executor.close()
    go_on.set()
    with pytest.raises(WorkerDiedError):
        await asyncio.wait_for(running, SOON)
    assert not worker.alive
    assert [child for child in psutil.Process().children() if child not in before] == []


async def test_somebody_is_erased_while_a_worker_starts(monkeypatch: pytest.MonkeyPatch):
    """It knows nobody yet; the others are to hear of it all the same."""
    executor = await made()
    (worker,) = executor._workers
    spawn, spawned, go_on = asyncio.create_subprocess_exec, asyncio.Event(), asyncio.Event()

    async def slowly(*arguments: Any, **options: Any) -> Any:
        worker._process = await spawn(*arguments, **options)
        spawned.set()
        await go_on.wait()
        return worker._process

    monkeypatch.setattr(asyncio, "create_subprocess_exec", slowly)
    running = asyncio.create_task(_process(executor))
    await asyncio.wait_for(spawned.wait(), SOON)
    await executor.forget()
    go_on.set()
    assert await running
    await executor.close()


async def test_the_end_of_the_program_is_no_lack_of_memory(caplog: pytest.LogCaptureFixture):
    """An operator who stops the bot must not read that memory ran out."""
    executor = await made()
    running, _ = await begin(executor, "deaf")
    await executor.close()
    with pytest.raises(WorkerDiedError):
        await asyncio.wait_for(running, SOON)
    assert "memory" not in caplog.text


async def test_of_two_trainings_that_end_only_the_last_waits_for_the_end_of_its_worker():
    """A wait that nobody holds would outlive the program's end."""
    executor = await made(idle_seconds=1000.0)
    executor._add(executor._worker("cpu", name="training-1"))
    await asyncio.gather(_process(executor), _process(executor))
    await executor.close()
    await asyncio.sleep(0)
    assert [task for task in asyncio.all_tasks() if task.get_name() == "training workers end"] == []
