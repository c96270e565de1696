"""Runs jobs in child processes of this machine: one warm worker per device, none of them inside the bot."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from engine import bases
from engine.errors import (
    BadPhotoError,
    DeviceLostError,
    DeviceMemoryError,
    EngineError,
    JobCancelledError,
    WorkerDiedError,
)
from engine.queue import room
from engine.queue.batching import MOST, Batch, Batching, batching
from engine.queue.executor import Member, OnProgress
from engine.queue.failures import describe
from engine.queue.joint import alone
from engine.queue.process import SILENT, Asked, WorkerProcess
from engine.queue.room import Peak
from engine.queue.store import ClaimedJob, warmth
from engine.requests import (
    Lane,
    Progress,
    Request,
    Result,
    from_json,
    kinds,
    read_result,
    to_json,
    training_kinds,
)
from engine.settings import EngineSettings
from engine.tasks.inspect.request import PhotoProblem

log = logging.getLogger("engine.local")
CANCEL_GRACE_SECONDS = 10.0  # a diffusion step of the largest base on a CPU is shorter
LOOK_SECONDS = 60.0  # a look takes a second or two, and the first waits for its models
SILENCE_SECONDS = 1800.0  # no task works longer than this without a word
ALONE_SECONDS = 3600.0  # after a batch was too large for the memory
KILLED = -9  # how a process ends that the system takes for too large


class LocalExecutor:
    """The workers of one lane. The look lane has one, the device lane one per CUDA device, or one.

    ``warm``: load the lane's models at the start instead of during the first job. A worker that says nothing for
    ``silence`` seconds is replaced; where it looked at a file, the file is refused. ``batch``: whether several jobs run
    at once in a worker, "auto" where that is faster.
    """

    lays_aside = True  # see `AsideExecutor`: what a training needs to go on lies on this machine

    def __init__(
        self,
        lane: Lane,
        settings: EngineSettings,
        *,
        module: str = "engine.worker",
        warm: bool = False,
        cancel_grace: float = CANCEL_GRACE_SECONDS,
        silence: float | None = None,
        batch: Batch = "auto",
    ) -> None:
        self._lane = lane
        self.settings = settings
        self.module = module
        self._warm = [kind for kind, task in kinds().items() if task.request.lane is lane] if warm else []
        self._grace = cancel_grace
        self._silence = (LOOK_SECONDS if lane is Lane.LOOK else SILENCE_SECONDS) if silence is None else silence
        self._workers: list[WorkerProcess] = []
        self._idle: list[WorkerProcess] = []
        self._free = asyncio.Semaphore(0)
        self._closed = False
        self._gentle = False
        self.batch = batch
        self._alone_until = 0.0  # monotonic seconds; after a batch was too large for the memory
        self._beside: LocalExecutor | None = None  # whose workers use the same devices
        self.peak = Peak()  # the most a worker has held so far
        self._free_memory: Callable[[], int] = room.free_memory

    @property
    def slots(self) -> int:
        """How many jobs run at once: one per worker."""
        return len(self._workers)

    async def start(self) -> None:
        """Start the first worker and ask it for the devices if it is to draw; each further one starts with its job."""
        first = self._worker(self.settings.device)
        await first.start()
        self._add(first)
        for device in await self._further_devices(first):
            self._add(self._worker(device))

    def share_with(self, other: LocalExecutor) -> None:
        """Say whose workers use the same devices: where there are several, a free one is preferred."""
        self._beside = other

    def _worker(self, device: str, name: str = "") -> WorkerProcess:
        name = name or f"{self._lane}-{len(self._workers)}"
        settings = replace(self.settings, device=device)
        return WorkerProcess(settings, name=name, module=self.module, warm=self._warm, gentle=self._gentle)

    def _add(self, worker: WorkerProcess) -> None:
        self._workers.append(worker)
        self._idle.append(worker)
        self._free.release()

    @property
    def device_names(self) -> list[str]:
        """What each worker draws on; known after `start`."""
        return [worker.device for worker in self._workers]

    @property
    def busy(self) -> set[str]:
        """The devices that work just now."""
        return {worker.device for worker in self._workers if worker not in self._idle}

    def coming(self, bytes_each: int) -> int:
        """Return what the workers will still take of the machine's memory, of ``bytes_each``: some load it later."""
        return sum(max(0, bytes_each - worker.holds()) for worker in self._workers)

    async def _further_devices(self, worker: WorkerProcess) -> list[str]:
        """Return the CUDA devices after the first; the look lane stays on the CPU and loads no torch for this."""
        if self._lane is not Lane.DEVICE or self.settings.device not in ("auto", "cuda"):
            return []
        try:
            names = [device["name"] for device in await self._devices(worker)]
        except EngineError as error:
            log.warning("the devices are not known: %s", error)
            return []
        return [name for name in names if name.startswith("cuda:")][1:]

    async def _devices(self, worker: WorkerProcess) -> list[dict[str, Any]]:
        answer = await worker.ask(
            {"op": "devices"}, on_progress=_ignore, cancel=asyncio.Event(), grace=self._grace, silence=self._silence
        )
        return answer["devices"]

    async def devices(self) -> list[dict[str, Any]]:
        """Return what torch can use here, as `engine.devices.Device` fields, best first."""
        async with self._free:
            worker = self._idle.pop()
            try:
                return await self._devices(worker)
            finally:
                self._idle.append(worker)

    @property
    def crowded(self) -> bool:
        """See `BatchExecutor.crowded`."""
        return time.monotonic() < self._alone_until

    def batching(self, job: ClaimedJob) -> Batching | None:
        """See `BatchExecutor.batching`; nobody joins for an hour after memory ran out, or where little is left."""
        if self.crowded:
            return None
        most = MOST if self.batch == "yes" else 1 + max(0, self._spare(job.request) - room.RESERVE) // room.MATE
        return batching(job.request, self.settings, self.batch, most=most)

    def _spare(self, request: Request) -> int:
        """Return the bytes of the machine that are free once the workers hold all that ``request`` alone takes."""
        drawing, training = self._expected()
        needs = self.peak.most(training if request.kind in training_kinds() else drawing)
        return self._free_memory() - self.coming(needs.machine)

    def _expected(self) -> tuple[Peak, Peak]:
        """Return what drawing and training are expected to hold, see `room.expected`."""
        device = self.settings.device
        family = bases.choose(self.settings.base, self.settings.weights, accelerator=bases.accelerator_likely(device))
        return room.expected(family, card=room.has_card(device))

    async def run(self, job: ClaimedJob, on_progress: OnProgress, cancel: asyncio.Event) -> Result:
        """Run one job, see `Executor.run`; a worker that still holds the same adapter is preferred."""
        return await alone(self, job, on_progress, cancel)

    async def run_batch(self, members: Sequence[Member]) -> None:
        """See `BatchExecutor.run_batch`; a worker that still holds an adapter of theirs is preferred."""
        jobs = [member.job for member in members]
        async with self._free:
            warm = warmth(*(job.affinity for job in jobs))
            worker = self._take(warm)
            try:
                if not worker.alive:
                    await self._begin(worker)
                worker.job = ", ".join(job.id for job in jobs)
                await self._run_on(worker, members)
            finally:
                worker.job, worker.warm_for = "", warm
                self._idle.append(worker)

    async def _begin(self, worker: WorkerProcess) -> None:
        """Start a worker, unless all are to end: one that came up just then would never be ended."""
        if not self._closed:
            await worker.start()
        if self._closed:
            await worker.stop()
            raise WorkerDiedError(worker=worker.name, reason="closed")

    def _take(self, warm: frozenset[str]) -> WorkerProcess:
        """Take the worker that holds most of the same adapters, else one whose device nobody else uses."""
        shared = self._beside.busy if self._beside is not None else set()
        worker = min(self._idle, key=lambda each: (-len(each.warm_for & warm), each.device in shared))
        self._idle.remove(worker)
        return worker

    async def _run_on(self, worker: WorkerProcess, members: Sequence[Member]) -> None:
        broken: list[EngineError] = []

        def heard(member: Member, answer: dict[str, Any] | EngineError) -> None:
            if isinstance(answer, EngineError):
                broken.extend([answer] if isinstance(answer, (DeviceLostError, DeviceMemoryError)) else [])
                member.answer(answer)
            else:
                self.peak = self.peak.most(Peak(**answer.get("memory", {})))
                member.answer(_result(answer))

        asked = [
            Asked(
                message=_frame(member.job),
                on_progress=lambda value, member=member: member.on_progress(from_json(Progress, value)),  # type: ignore[misc]
                cancel=member.cancel,
                aside=member.aside,
                answer=partial(heard, member),
            )
            for member in members
        ]
        try:
            # Where several work at once, each is looked at when the others had their turn.
            grace = self._grace * len(members)
            await worker.ask_each(asked, grace=grace, silence=self._silence, on_dissolved=self._dissolved)
        except WorkerDiedError as error:
            if len(members) > 1 and error.data.get("exit_code") == KILLED and not self._closed:
                self._dissolved(DeviceMemoryError.code)
            for member in members:
                member.answer(self._why_died(error, member))
        if broken:
            await worker.stop()  # the next attempt starts with empty memory, and with a device that answers

    def _why_died(self, error: WorkerDiedError, member: Member) -> EngineError:
        if error.data.get("reason") == SILENT and self._lane is Lane.LOOK:
            # The file did it, and would do it again to the next worker and whoever waits behind it.
            return BadPhotoError(PhotoProblem.BROKEN)
        # A worker we ended because its owner took the job back is a cancelled job, not a broken one.
        return JobCancelledError() if member.cancel.is_set() and not self._closed else error

    def _dissolved(self, code: str) -> None:
        """Hear why jobs did not run together; where memory was too small, none do for a while."""
        log.warning("jobs that were to run together run one by one: %s", code)
        if code == DeviceMemoryError.code:
            self._alone_until = time.monotonic() + ALONE_SECONDS

    async def forget(self) -> None:
        """See `Executor.forget`."""
        for worker in self._workers:
            worker.forget()

    async def close(self) -> None:
        """End all workers."""
        self._closed = True
        await asyncio.gather(*(worker.stop() for worker in self._workers))


def _frame(job: ClaimedJob) -> dict[str, Any]:
    return {"op": "run", "kind": job.request.kind, "request": to_json(job.request), "stamp": to_json(job.stamp)}


def _result(answer: dict[str, Any]) -> Result | EngineError:
    try:
        result: Result = read_result(answer["kind"], answer["result"])
    except Exception as error:
        return describe(error)
    return result


def _ignore(_: dict[str, Any]) -> None:
    """A question about devices reports no progress."""
