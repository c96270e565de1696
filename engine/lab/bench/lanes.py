"""How long a portrait waits while somebody else's face is learnt: the training lies aside for it, or runs by itself.

Real workers and the real dispatcher, with a queue in memory; two synthetic people. The portrait (four canvases, or what
the base draws) is asked for a moment after the training has begun.

    python -m bot bench --only lanes                # both ways, about four minutes on two cores
    python -m bot bench --only lanes --part apart   # only with the training by itself
"""

from __future__ import annotations

import asyncio
import shutil
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from bot.settings import load
from bot.wiring import base
from engine import people
from engine.errors import EngineError
from engine.lab.bench.row import Row, at_most, told
from engine.queue.batching import Batching
from engine.queue.dispatcher import Dispatcher
from engine.queue.learning import LearningExecutor
from engine.queue.local import LocalExecutor
from engine.queue.store import ClaimedJob, Share
from engine.requests import Lane, Progress, Request, Result, training_kinds
from engine.settings import EngineSettings
from engine.tasks.enrol.request import Enrol, EnrolInstant
from engine.tasks.portrait.request import Portrait

DRAWN, LEARNT = "P009", "P004"
STYLE, PICTURES = "natural", 4
BEGUN = 2  # times the training has said how far it is, before the portrait is asked for
LOOK_SECONDS = 0.25
SECONDS_BESIDE = 60.0  # of waiting for a portrait beside a training, on two busy cores


@dataclass(eq=False)
class _Queue:
    """Jobs in memory, first come first served, and what became of each."""

    scratch: Path
    waiting: list[ClaimedJob] = field(default_factory=list)
    ends: dict[str, asyncio.Future[Result]] = field(default_factory=dict)
    steps: dict[str, int] = field(default_factory=dict)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def ask(self, name: str, request: Request) -> asyncio.Future[Result]:
        self.waiting.append(ClaimedJob(id=name, token=1, request=request, scratch=self.scratch, attempt=1))
        self.ends[name] = asyncio.get_running_loop().create_future()
        self._say()
        return self.ends[name]

    async def until(self, true: Callable[[], bool]) -> None:
        while not true():
            await self.changed.wait()

    def _say(self) -> None:
        self.changed.set()
        self.changed = asyncio.Event()

    async def claim(self, lane: Lane, owner: str, lease_seconds: float, share: Share = Share.ALL) -> ClaimedJob | None:
        def mine(job: ClaimedJob) -> bool:
            training = job.request.kind in training_kinds()
            return share is Share.ALL or training is (share is Share.TRAINING)

        job = next((job for job in self.waiting if job.request.lane is lane and mine(job)), None)
        if job is not None:
            self.waiting.remove(job)
        return job

    async def claim_mates(
        self, job: ClaimedJob, owner: str, lease_seconds: float, batching: Batching, share: Share = Share.ALL
    ) -> list[ClaimedJob]:
        return []

    async def heartbeat(self, job: ClaimedJob, lease_seconds: float) -> bool:
        return True

    async def progress(self, job: ClaimedJob, progress: Progress) -> None:
        self.steps[job.id] = self.steps.get(job.id, 0) + 1
        self._say()

    async def complete(self, job: ClaimedJob, result: Result) -> None:
        self.ends[job.id].set_result(result)
        self._say()

    async def fail(self, job: ClaimedJob, error: EngineError) -> None:
        self.ends[job.id].set_exception(error)
        self._say()

    async def release(self, job: ClaimedJob) -> None:
        self.waiting.append(job)

    async def wait(self, lane: Lane, timeout: float, share: Share = Share.ALL) -> None:  # noqa: ASYNC109
        await self.changed.wait()


@dataclass(kw_only=True)
class _Told:
    """Seconds and bytes of one way."""

    alone: float  # a warm portrait by itself
    waited: float  # one that was asked for while a face was learnt
    trained: float  # that training, from its claim to its end
    megabytes: float  # the most that the workers held together
    processor: float  # seconds of it, of all workers


def rows(folder: Path, part: Sequence[str] = ("turn", "apart"), steps: int | None = None) -> Iterable[Row]:
    """Measure both ways, or those that are named."""
    said: dict[str, _Told] = {}
    for way in part:
        said[way] = one = asyncio.run(_measure(folder / way, apart=way == "apart", steps=steps))
        name = "training by itself" if way == "apart" else "in turn"
        yield told("lanes", f"{name}: warm portrait, nothing else", one.alone, "s")
        if way == "apart":
            yield at_most("lanes", f"{name}: portrait beside a training", one.waited, "s", SECONDS_BESIDE)
        else:
            yield told("lanes", f"{name}: portrait beside a training", one.waited, "s")
        yield told("lanes", f"{name}: that training", one.trained, "s")
        yield told("lanes", f"{name}: memory of the workers, most", one.megabytes, "MB")
        yield told("lanes", f"{name}: processor", one.processor, "s")
    if len(said) == 2:
        yield told("lanes", "wait of a portrait, of that in turn", said["apart"].waited / said["turn"].waited, "")
        yield told("lanes", "time of a training, of that alone", said["apart"].trained / said["turn"].trained, "")


async def _measure(folder: Path, *, apart: bool, steps: int | None) -> _Told:
    chosen = load()
    settings = EngineSettings(**{**vars(chosen.engine.for_workers()), "base": base(chosen).name})
    photos = {name: await asyncio.to_thread(_photos, settings.weights, name, folder) for name in (DRAWN, LEARNT)}
    queue, drawing = _Queue(folder), LocalExecutor(Lane.DEVICE, settings, warm=True)
    learning = LearningExecutor(Lane.DEVICE, drawing, apart="yes" if apart else "no")
    dispatcher = Dispatcher(queue, {Lane.DEVICE: drawing}, owner="bench", learning={Lane.DEVICE: learning})
    running, workers = asyncio.create_task(dispatcher.run()), _Workers()
    watching = asyncio.create_task(workers.watch())
    try:
        identity = folder / "identity"
        await queue.ask("instant", EnrolInstant(photos=photos[DRAWN], identity=identity))
        await queue.ask("first", _portrait(identity, folder / "first"))
        alone = await _timed(queue.ask("alone", _portrait(identity, folder / "alone")))
        learnt, work = folder / "learnt", folder / "half"
        training = queue.ask("training", Enrol(photos=photos[LEARNT], identity=learnt, steps=steps, work=work))
        ended = asyncio.create_task(_timed(training))
        await queue.until(lambda: queue.steps.get("training", 0) >= BEGUN or training.done())
        waited = await _timed(queue.ask("beside", _portrait(identity, folder / "beside")))
        trained = await ended
    finally:
        watching.cancel()
        await dispatcher.stop(0)
        await running
        shutil.rmtree(folder, ignore_errors=True)
    return _Told(
        alone=alone, waited=waited, trained=trained, megabytes=workers.most / 2**20, processor=workers.processor
    )


def _photos(weights: Path, name: str, folder: Path) -> tuple[Path, ...]:
    folder.mkdir(parents=True, exist_ok=True)
    return tuple(people.selfies(weights, name, folder / name))


def _portrait(identity: Path, out: Path) -> Portrait:
    return Portrait(identity=identity, style=STYLE, out=out, count=PICTURES)


async def _timed(work: Awaitable[object]) -> float:
    began = time.perf_counter()
    await work
    return time.perf_counter() - began


@dataclass(eq=False)
class _Workers:
    """What the child processes hold and use, looked at now and then."""

    most: int = 0  # bytes, together
    processor: float = 0.0  # seconds, of those that live

    async def watch(self) -> None:
        own = psutil.Process()
        while True:
            children = own.children()
            with suppress(psutil.NoSuchProcess):
                self.most = max(self.most, sum(child.memory_info().rss for child in children))
                self.processor = sum(sum(child.cpu_times()[:2]) for child in children)
            await asyncio.sleep(LOOK_SECONDS)
