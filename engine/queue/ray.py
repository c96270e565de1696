"""Runs jobs on a Ray cluster: one warm actor per GPU, or one on the CPU where there is none.

The job table stays the durable truth and its owner retries; Ray only places actors and restarts them. Scratch folders
are named by path, so bot and nodes share the data folder (the same machine, or a network file system).
Needs the optional extra: ``pip install "portrait-bot[ray]"``. Ray's own ports have no password: keep them private.
"""

from __future__ import annotations

import asyncio
import logging
import os
import queue
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from types import ModuleType
from typing import Any

from engine import tasks
from engine.errors import DeviceLostError, DeviceMemoryError, EngineError, JobCancelledError, WorkerDiedError
from engine.models import Models
from engine.queue.executor import OnProgress
from engine.queue.failures import describe
from engine.queue.local import CANCEL_GRACE_SECONDS
from engine.queue.store import ClaimedJob
from engine.requests import Lane, Progress, Result, from_json, read_result, to_json
from engine.settings import EngineSettings
from engine.worker import FindTask, limit_threads, perform

log = logging.getLogger("engine.ray")
END = object()
START_SECONDS = 60.0
RESTART_POLL_SECONDS = 0.2

# Ray's own processes end with the thread that started them, so that thread lives as long as the program; being the
# only one, it also keeps two executors from joining at once.
_JOINER = ThreadPoolExecutor(max_workers=1, thread_name_prefix="ray")


class RayMissingError(Exception):
    """``ENGINE_EXECUTOR=ray`` without Ray; the text says what to do."""

    def __init__(self) -> None:
        super().__init__('Ray is not installed: pip install "portrait-bot[ray]", or set ENGINE_EXECUTOR=local')


def find_ray() -> ModuleType:
    """Import Ray. Raises `RayMissingError`."""
    try:
        return import_module("ray")
    except ModuleNotFoundError as error:
        raise RayMissingError from error


class RayActor:
    """What runs inside an actor. ``run`` is a stream of frames like the local worker's, the last one ends the job."""

    def __init__(self, settings: dict[str, Any], find_task: FindTask) -> None:
        made = from_json(EngineSettings, settings)
        limit_threads(made.threads)
        self._models = Models(made)
        self._find_task = find_task
        self._cancelled: set[str] = set()

    def process(self) -> int:
        """Return the actor's process id: it is up."""
        return os.getpid()

    def cancel(self, run: str) -> None:
        """Let a running job see that its owner took it back; served beside `run` by a thread of its own."""
        self._cancelled.add(run)

    def forget(self) -> None:
        """Drop what is known of people; never asked while a job runs."""
        self._models.forget_people()

    def run(self, message: dict[str, Any]) -> Iterator[dict[str, Any]]:
        """Run one job; yields ``progress`` frames as they come and at last a ``result`` or an ``error`` frame."""
        stream = _Stream(lambda report: self._answer(message, report))
        yield from stream
        self._cancelled.discard(message["run"])

    def _answer(self, message: dict[str, Any], report: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
        def progress(step: Progress) -> None:
            report({"op": "progress", "progress": to_json(step)})

        try:
            result = perform(
                message, self._find_task, self._models, progress, lambda: message["run"] in self._cancelled
            )
            return {"op": "result", "kind": result.kind, "result": to_json(result)}
        except Exception as error:
            return {"op": "error", "error": describe(error).to_json()}


class _Stream:
    """Turns a function that reports through a callback into an iterator: reports as they come, then its answer."""

    def __init__(self, work: Callable[[Callable[[dict[str, Any]], None]], dict[str, Any]]) -> None:
        self._frames: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._work = work

    def _run(self) -> None:
        try:
            self._frames.put(self._work(self._frames.put))
        finally:
            self._frames.put(END)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        thread = threading.Thread(target=self._run, name="task")
        thread.start()
        while (frame := self._frames.get()) is not END:
            yield frame
        thread.join()


class RayExecutor:
    """`engine.queue.executor.Executor` over Ray actors."""

    def __init__(
        self,
        lane: Lane,
        settings: EngineSettings,
        *,
        address: str | None = None,
        find_task: FindTask = tasks.task,
        cancel_grace: float = CANCEL_GRACE_SECONDS,
    ) -> None:
        self._ray = find_ray()
        self._lane = lane
        self._settings = settings
        self._address = address
        self._find_task = find_task
        self._grace = cancel_grace
        self._arms: list[Any] = []
        self._idle: asyncio.Queue[int] = asyncio.Queue()
        self._runs = 0
        self._closed = False
        self._remembering: set[int] = set()  # actors that were at work when somebody was erased

    @property
    def slots(self) -> int:
        """How many jobs run at once: one per actor."""
        return len(self._arms)

    async def start(self) -> None:
        """Join the cluster and place the actors: one per GPU for the device lane, else one."""
        try:
            await asyncio.get_running_loop().run_in_executor(_JOINER, self._join)
            gpus = int(self._ray.cluster_resources().get("GPU", 0)) if self._lane is Lane.DEVICE else 0
            arms = [self._place(gpu=bool(gpus)) for _ in range(gpus or 1)]
            await asyncio.gather(*(self._up(arm) for arm in arms))
        except (self._ray.exceptions.RayError, ConnectionError, TimeoutError) as error:
            raise WorkerDiedError(worker="ray", reason=type(error).__name__) from error
        self._arms = arms
        self._idle = asyncio.Queue()
        for number in range(len(arms)):
            self._idle.put_nowait(number)

    def _join(self) -> None:
        if self._ray.is_initialized():
            return
        options: dict[str, Any] = {"address": self._address} if self._address else {"include_dashboard": False}
        self._ray.init(**options, log_to_driver=False, logging_level=logging.WARNING, namespace="portrait-bot")

    def _place(self, *, gpu: bool) -> Any:
        settings = to_json(self._settings)
        if gpu:
            settings["device"] = "cuda"  # Ray shows each actor its own card only
        arm = self._ray.remote(RayActor).options(
            num_gpus=1 if gpu else 0,
            num_cpus=0,  # threads are bounded by the settings, and a small machine has room for both lanes
            max_restarts=-1,
            max_task_retries=0,  # the job table retries
            max_concurrency=2,  # one job, and its cancel beside it
        )
        return arm.remote(settings, self._find_task)

    async def _up(self, arm: Any) -> None:
        """Wait until an actor answers; after a crash Ray needs a moment to restart it."""
        async with asyncio.timeout(START_SECONDS):
            while True:
                try:
                    await arm.process.remote()
                    return
                except self._ray.exceptions.ActorUnavailableError:
                    await asyncio.sleep(RESTART_POLL_SECONDS)

    async def run(self, job: ClaimedJob, on_progress: OnProgress, cancel: asyncio.Event) -> Result:
        """Run one job, see `Executor.run`."""
        number = await self._idle.get()
        arm = self._arms[number]
        self._runs += 1
        run = f"{job.id}-{job.token}-{self._runs}"
        watch = asyncio.create_task(self._cancel_later(arm, run, cancel))
        try:
            await self._up(arm)
            return await self._follow(arm, run, job, on_progress)
        except (self._ray.exceptions.RayError, TimeoutError) as error:
            if cancel.is_set() and not self._closed:
                raise JobCancelledError from None
            raise WorkerDiedError(worker=f"ray-{number}", reason=type(error).__name__) from None
        except (asyncio.CancelledError, DeviceLostError, DeviceMemoryError):
            self._ray.kill(arm, no_restart=False)  # the job must not go on; the next one starts with empty memory
            raise
        finally:
            watch.cancel()
            if number in self._remembering:
                self._remembering.discard(number)
                arm.forget.remote()  # actors take calls in order: before the next job
            self._idle.put_nowait(number)

    async def _follow(self, arm: Any, run: str, job: ClaimedJob, on_progress: OnProgress) -> Result:
        message = {"run": run, "kind": job.request.kind, "request": to_json(job.request), "stamp": to_json(job.stamp)}
        async for reference in arm.run.options(num_returns="streaming").remote(message):
            frame = await reference
            if frame["op"] == "progress":
                on_progress(from_json(Progress, frame["progress"]))
            elif frame["op"] == "error":
                raise EngineError.from_json(frame["error"])
            else:
                return read_result(frame["kind"], frame["result"])
        raise WorkerDiedError(worker="ray", reason="ended")

    async def _cancel_later(self, arm: Any, run: str, cancel: asyncio.Event) -> None:
        await cancel.wait()
        await arm.cancel.remote(run)
        await asyncio.sleep(self._grace)
        log.warning("an actor did not stop within %.0f s and is restarted", self._grace)
        self._ray.kill(arm, no_restart=False)

    async def forget(self) -> None:
        """See `Executor.forget`. An actor serves two calls at once, so a busy one is asked after its job."""
        free = {self._idle.get_nowait() for _ in range(self._idle.qsize())}
        for number in free:
            self._arms[number].forget.remote()
            self._idle.put_nowait(number)
        self._remembering |= set(range(len(self._arms))) - free

    async def close(self) -> None:
        """Remove the actors; the cluster stays up for its other users."""
        self._closed = True
        for arm in self._arms:
            self._ray.kill(arm)
