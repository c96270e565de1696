"""Worker processes that train beside others: started with their first training, ended when there is none."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest

from engine.errors import DeviceMemoryError, WorkerDiedError
from engine.queue import learning
from engine.queue.learning import LearningExecutor
from engine.queue.local import LocalExecutor
from engine.queue.room import Peak
from engine.requests import Lane
from engine.settings import EngineSettings
from engine.worker import NICENESS
from tests.engine.queue.executor_suite import SOON, ExecutorSuite, begin, job, run

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
    executor._grace = 0.2
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
    assert executor._take(job("draw").affinity).device == "cuda:0"
    assert beside._take("").device == "cuda:1"
