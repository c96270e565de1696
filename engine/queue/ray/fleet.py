"""The actors there are: placed where the nodes allow, replaced when they die, lent to a job at a time."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from engine.errors import JobCancelledError, WorkerDiedError
from engine.queue.ray.cluster import LastingThread, Place, find_ray, folders, join, places
from engine.queue.ray.node import NodeWorker, edition
from engine.queue.ray.parcels import Parcel, seal_for
from engine.requests import Lane, to_json
from engine.settings import EngineSettings

log = logging.getLogger("engine.ray")
START_SECONDS = 90.0  # until an actor and its worker are up; a job waits as long for a free one
ANSWER_SECONDS = 10.0  # until a live actor says hello
LOOK_SECONDS = 2.0  # between two looks at which nodes there are
REFUSED_SECONDS = 60.0  # until a node that cannot work is asked again
FAILED_SECONDS = 5.0  # and one on which an actor did not come up
CLOSE_SECONDS = 5.0
_THREAD = LastingThread()  # of all fleets: two lanes never join at once


@dataclass(frozen=True, kw_only=True)
class Crew:
    """What every actor of a fleet is like."""

    lane: Lane
    settings: EngineSettings
    module: str  # what its worker process runs
    warm: bool  # it loads its models before the first job
    grace: float  # seconds a job has to end once its owner took it back


@dataclass(eq=False)
class Arm:
    """An actor, as it is seen from here."""

    handle: Any
    place: Place
    key: bytes = b""
    process: int = 0
    facts: dict[str, Any] = field(default_factory=dict)  # what it said of its machine
    warm_for: frozenset[str] = frozenset()  # faces and style of the last jobs, see `engine.queue.store.warmth`


class UnfitError(Exception):
    """A node cannot work here; the text says why."""


@dataclass(frozen=True, kw_only=True)
class NodeReport:
    """What an operator should know of a node: how many workers it holds, and why it cannot work."""

    machine: str
    workers: int = 0
    gpu: bool = False
    missing: str = ""
    in_memory: bool = False  # files of running jobs never reach its disk
    confined: bool = False  # its workers open no other file and no connection


class Fleet:
    """The actors of one lane. ``address``: of the cluster, or None for one of this machine alone."""

    def __init__(self, crew: Crew, address: str | None) -> None:
        self._ray = find_ray()
        self._crew = crew
        self._address = address
        self.arms: list[Arm] = []  # all that answered last time
        self._free: list[Arm] = []  # those of them without a job, longest idle first
        self._spares: dict[str, Any] = {}  # node -> an actor without a worker
        self._coming: dict[str, int] = {}  # node -> actors on their way
        self._refused: dict[str, float] = {}  # node -> when to ask it again
        self._change = asyncio.Condition()
        self._tasks: set[asyncio.Task[Any]] = set()
        self._watcher: asyncio.Task[None] | None = None
        self.closed = False

    def __len__(self) -> int:
        return len(self.arms)

    async def start(self) -> None:
        """Join, place the actors and wait for the first. Raises `WorkerDiedError`; may be called again."""
        try:
            await _THREAD.do(lambda: join(self._ray, self._address, processors=max(1, self._crew.settings.threads)))
            await self._look()
            async with asyncio.timeout(START_SECONDS), self._change:
                await self._change.wait_for(lambda: self.arms or not self._coming)
        except (self._ray.exceptions.RayError, TimeoutError, RuntimeError, OSError) as error:
            raise WorkerDiedError(worker="ray", reason=type(error).__name__) from error
        if not self.arms:
            raise WorkerDiedError(worker="ray", reason="no-node")
        if self._watcher is None:
            self._watcher = self._spawn(self._watch())

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def changed(self, known: int) -> None:
        """Return once there are more or fewer than ``known`` actors."""
        async with self._change:
            await self._change.wait_for(lambda: len(self) != known)

    async def _watch(self) -> None:
        while not self.closed:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await self._look()
                await self._heal()
            except Exception as error:  # the cluster's head may be away for a moment
                log.warning("the nodes of the cluster are not known: %s", type(error).__name__)

    async def _look(self) -> None:
        """Let go of nodes that went, and place actors where there are fewer than there could be."""
        nodes = await _THREAD.do(self._ray.nodes)
        wanted = {place.node: place for place in places(nodes, self._crew.lane, self._crew.settings.threads)}
        for node in self._spares.keys() - wanted.keys():
            del self._spares[node]
        for arm in [arm for arm in self.arms if arm.place.node not in wanted]:
            log.warning("node %s of the cluster is gone", arm.place.node[:8])
            await self._drop(arm)
        now = asyncio.get_running_loop().time()
        for node, place in wanted.items():
            here = sum(arm.place.node == node for arm in self.arms) + self._coming.get(node, 0)
            if now < self._refused.get(node, 0):
                continue
            for _ in range(place.arms - here):
                self._coming[node] = self._coming.get(node, 0) + 1
                self._spawn(self._grow(place))

    async def _heal(self) -> None:
        """Replace actors that died while nobody used them, before somebody waits for it."""
        for arm in list(self._free):
            if not await self._answers(arm) and arm in self._free:
                await self._drop(arm)

    async def _drop(self, arm: Arm) -> None:
        """Take an actor out of service; `_look` places another if its node is still there."""
        with suppress(Exception):
            self._ray.kill(arm.handle)
        async with self._change:
            for group in (self.arms, self._free):
                if arm in group:
                    group.remove(arm)
            self._change.notify_all()

    async def _replace(self, arm: Arm) -> None:
        await self._drop(arm)
        if not self.closed:
            self._coming[arm.place.node] = self._coming.get(arm.place.node, 0) + 1
            self._spawn(self._grow(arm.place))

    async def _grow(self, place: Place) -> None:
        """Bring one actor up on a node and put it among the free ones."""
        node, arm = place.node, None
        try:
            arm = Arm(await self._begun(place), place)
            async with asyncio.timeout(START_SECONDS):
                await self._introduce(arm)
        except (Exception, asyncio.CancelledError) as error:
            if arm is not None:
                with suppress(Exception):
                    self._ray.kill(arm.handle)
            if isinstance(error, asyncio.CancelledError):
                raise
            known = isinstance(error, UnfitError)
            pause = REFUSED_SECONDS if known else FAILED_SECONDS
            self._refused[node] = asyncio.get_running_loop().time() + pause
            log.warning("no worker on node %s: %s", node[:8], error if known else type(error).__name__)
            arm = None
        finally:
            async with self._change:
                self._coming[node] -= 1
                if not self._coming[node]:
                    del self._coming[node]
                if arm is not None:
                    self.arms.append(arm)
                    self._free.append(arm)
                self._change.notify_all()
        if arm is not None:
            self._leave_spare(place)

    async def _begun(self, place: Place) -> Any:
        """Return an actor on a node: the spare one if it lives."""
        spare = self._spares.pop(place.node, None)
        if spare is not None:
            with suppress(self._ray.exceptions.RayError, TimeoutError):
                async with asyncio.timeout(ANSWER_SECONDS):
                    await spare.hello.remote()
                return spare
        return self._place(place)

    def _leave_spare(self, place: Place) -> None:
        """Begin an actor more, without a worker: to begin its process is half of what a killed one is missed for.

        Not where Ray lends a GPU to each: it does so when an actor begins.
        """
        if not place.gpu and not self.closed and place.node not in self._spares:
            with suppress(Exception):
                self._spares[place.node] = self._place(place)

    def _place(self, place: Place) -> Any:
        from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

        return (
            self._ray.remote(NodeWorker)
            .options(
                num_gpus=1 if place.gpu else 0,
                num_cpus=0,  # threads are bounded by the settings, and a small machine has room for both lanes
                max_restarts=0,  # another one is placed instead: it has another key
                max_task_retries=0,  # the job table retries
                scheduling_strategy=NodeAffinitySchedulingStrategy(place.node, soft=False),
            )
            .remote(str(self._crew.lane), self._crew.module, self._crew.grace)
        )

    async def _introduce(self, arm: Arm) -> None:
        """Tell an actor how to work, sealed with the key it names. Raises `UnfitError` when it cannot."""
        arm.facts = met = await arm.handle.hello.remote()
        if met["edition"] != edition():
            raise UnfitError("it has another version of the program")
        arm.key, arm.process = met["key"], met["process"]
        device = "cuda" if arm.place.gpu else self._crew.settings.device  # Ray shows each actor its own card only
        message = {
            "settings": to_json(replace(self._crew.settings, device=device)),
            "warm": self._crew.warm,
            "hidden": [str(folder) for folder in folders()],
        }
        missing = await arm.handle.prepare.remote(seal_for(arm.key, Parcel(message=message)))
        if missing:
            raise UnfitError(missing)
        if not met["in_memory"]:
            log.warning("%s keeps the files of running jobs on its disk: it has no room in /dev/shm", met["machine"])

    async def _answers(self, arm: Arm) -> bool:
        """Say whether an actor is there and knows how to work."""
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                met = await arm.handle.hello.remote()
        except (self._ray.exceptions.RayError, TimeoutError):
            return False
        return bool(met["ready"]) and met["key"] == arm.key

    async def survey(self) -> list[NodeReport]:
        """Try every node that could hold an actor, beside whatever works there. Raises `WorkerDiedError`."""
        try:
            await _THREAD.do(lambda: join(self._ray, self._address, processors=max(1, self._crew.settings.threads)))
            nodes = await _THREAD.do(self._ray.nodes)
        except (self._ray.exceptions.RayError, RuntimeError, OSError) as error:
            raise WorkerDiedError(worker="ray", reason=type(error).__name__) from error
        working = {place.node: place for place in places(nodes, self._crew.lane, self._crew.settings.threads)}
        alive = [node for node in nodes if node.get("Alive")]
        return list(await asyncio.gather(*(self._report(node, working.get(node["NodeID"])) for node in alive)))

    async def _report(self, node: dict[str, Any], place: Place | None) -> NodeReport:
        report = NodeReport(machine=f"{node.get('NodeManagerHostname')} ({node.get('NodeManagerAddress')})")
        if place is None:
            return report
        arm = Arm(self._place(replace(place, gpu=False)), replace(place, gpu=False))
        missing = ""
        try:
            async with asyncio.timeout(START_SECONDS):
                await self._introduce(arm)
        except UnfitError as error:
            missing = str(error)
        except (self._ray.exceptions.RayError, TimeoutError) as error:
            missing = f"no actor came up ({type(error).__name__})"
        await self._close_one(arm)
        return replace(
            report,
            workers=place.arms,
            gpu=place.gpu,
            missing=missing,
            in_memory=bool(arm.facts.get("in_memory")),
            confined=bool(arm.facts.get("confined")),
        )

    @property
    def settings(self) -> EngineSettings:
        """What every actor is told."""
        return self._crew.settings

    async def take(self, warm: frozenset[str], cancel: asyncio.Event) -> Arm:
        """Lend a free actor that answers, the one at which most is ``warm``.

        Raises `JobCancelledError` once ``cancel`` is set, `WorkerDiedError` when there is none for long.
        """
        loop = asyncio.get_running_loop()
        until = loop.time() + START_SECONDS
        while True:
            arm = self._free_one(warm)
            if arm is None:
                await self._wait_for_one(until - loop.time(), cancel)
            elif await self._is_ready(arm):
                return arm
            else:
                await self._replace(arm)

    async def _is_ready(self, arm: Arm) -> bool:
        """Ask an actor that was taken; it is given back if whoever asks goes away."""
        try:
            return await self._answers(arm)
        except asyncio.CancelledError:
            await asyncio.shield(self.give_back(arm, broken=False))
            raise

    def _free_one(self, warm: frozenset[str]) -> Arm | None:
        if not self._free:
            return None
        arm = max(self._free, key=lambda arm: len(arm.warm_for & warm))  # the first of equal ones
        self._free.remove(arm)
        return arm

    async def _wait_for_one(self, seconds: float, cancel: asyncio.Event) -> None:
        if cancel.is_set():
            raise JobCancelledError
        if self.closed:
            raise WorkerDiedError(worker="ray", reason="closed")
        if seconds <= 0:
            raise WorkerDiedError(worker="ray", reason="no-node")
        with suppress(TimeoutError):
            async with asyncio.timeout(min(seconds, 1.0)):
                async with self._change:
                    await self._change.wait_for(lambda: self._free or self.closed)

    async def give_back(self, arm: Arm, *, broken: bool) -> None:
        """Take an actor back after its job; a ``broken`` one is replaced."""
        if broken:
            await self._replace(arm)
            return
        async with self._change:
            if arm in self.arms:
                self._free.append(arm)
            self._change.notify_all()

    def forget(self) -> None:
        """Let every worker drop what it remembers of people: a free one now, a busy one after its job."""
        for arm in self.arms:
            arm.handle.forget.remote()

    def end(self, arm: Arm) -> None:
        """End an actor that does not listen; whoever uses it sees it die."""
        self._ray.kill(arm.handle)

    async def close(self) -> None:
        """End the actors in order: each removes what it holds. The cluster stays up for its other users."""
        self.closed = True
        for task in list(self._tasks):
            task.cancel()
        spares = [Arm(handle, Place(node=node, arms=1, gpu=False)) for node, handle in self._spares.items()]
        self._spares.clear()
        await asyncio.gather(*(self._close_one(arm) for arm in [*self.arms, *spares]))
        async with self._change:
            self._change.notify_all()

    async def _close_one(self, arm: Arm) -> None:
        with suppress(Exception):
            async with asyncio.timeout(CLOSE_SECONDS):
                await arm.handle.close.remote()
        await self._drop(arm)
