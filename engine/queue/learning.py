"""Trainings in worker processes of their own, so that nobody's picture waits for the end of somebody's training.

A worker starts with its first training, gives way to those that draw, and ends when nothing was learnt for a while: its
memory is needed only then. Whether there is memory for it is looked at before it starts; where there is not, the
workers that draw train as well, one job after the other.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Literal

from engine.errors import DeviceMemoryError, WorkerDiedError
from engine.queue import room
from engine.queue.executor import Member
from engine.queue.local import KILLED, LocalExecutor
from engine.queue.room import Peak
from engine.requests import Lane, Request, Result

log = logging.getLogger("engine.learning")
IDLE_SECONDS = 120.0  # after a training, before its worker ends
CLOSED_SECONDS = 3600.0  # after memory ran out all the same

Apart = Literal["auto", "yes", "no"]


class LearningExecutor(LocalExecutor):
    """See `engine.queue.executor.TrainingExecutor`; one worker for each device of ``beside``, of the same program.

    ``apart``: "yes" asks for no memory, "no" never trains here.
    """

    def __init__(
        self,
        lane: Lane,
        beside: LocalExecutor,
        *,
        apart: Apart = "auto",
        idle_seconds: float = IDLE_SECONDS,
        free: Callable[[], int] = room.free_memory,
    ) -> None:
        super().__init__(lane, beside.settings, module=beside.module, batch=beside.batch)
        self._gentle = True
        self._beside: LocalExecutor = beside
        beside.share_with(self)
        self._apart = apart
        self._idle_seconds = idle_seconds
        self._free_memory = free
        self._closed_until = 0.0
        self._ending: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Name the workers; each starts with its first training."""
        if self._workers or self._apart == "no":
            return
        for number, device in enumerate(self._beside.device_names):
            self._add(self._worker(device, name=f"training-{number}"))

    async def admits(self) -> bool:
        """Say whether a training may start here now: one is running or has just ended, or there is room for one."""
        if self._apart == "no" or time.monotonic() < self._closed_until:
            return False
        if self._apart == "yes" or any(worker.alive for worker in self._workers):
            return True
        return await asyncio.to_thread(self._fits)

    def _fits(self) -> bool:
        """Say whether every worker here fits beside those that draw; asks the system, so not in the bot's own loop."""
        card = room.card_of(self.settings.device)
        drawing, training = self._peaks()
        free = self._free_memory() - self._beside.coming(drawing.machine)
        whole = replace(training, machine=training.machine * max(1, self.slots))
        return room.fits(drawing, whole, free=free, card=card)

    def _spare(self, request: Request) -> int:
        """Return what is free once a training runs beside all that draw; nothing was looked at since others claimed."""
        drawing, training = self._peaks()
        return self._free_memory() - self.coming(training.machine) - self._beside.coming(drawing.machine)

    def _peaks(self) -> tuple[Peak, Peak]:
        """Return what drawing and training hold: as measured, and what was not measured yet as expected."""
        drawing, training = self._expected()
        drawn = self._beside.peak
        return drawing if drawn == Peak() else drawn, training if self.peak == Peak() else self.peak

    async def run_batch(self, members: Sequence[Member]) -> None:
        """Run trainings, see `BatchExecutor.run_batch`; memory that runs out closes this place for a while."""
        if self._ending is not None:
            self._ending.cancel()
        try:
            await super().run_batch(members)
        finally:
            for member in members:
                self._look_at(member.end)
            if self._ending is not None:  # that of a training beside this one
                self._ending.cancel()
            if not self._closed:
                self._ending = asyncio.create_task(self._end_later(), name="training workers end")

    def _look_at(self, end: asyncio.Future[Result]) -> None:
        """Admit no training for a while after one found no memory."""
        error = end.exception() if end.done() and not end.cancelled() else None
        if isinstance(error, DeviceMemoryError) or (
            isinstance(error, WorkerDiedError) and error.data.get("exit_code") == KILLED and not self._closed
        ):
            log.warning("memory ran out beside the other workers: trainings run in turn with them for an hour")
            self._closed_until = time.monotonic() + CLOSED_SECONDS

    async def _end_later(self) -> None:
        await asyncio.sleep(self._idle_seconds)
        for _ in range(len(self._idle)):
            async with self._free:  # nobody is given the worker that is being ended
                worker = self._idle.pop(0)
                try:
                    await worker.stop()
                finally:
                    self._idle.append(worker)

    async def close(self) -> None:
        """End all workers."""
        if self._ending is not None:
            self._ending.cancel()
        await super().close()
