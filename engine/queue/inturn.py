"""Trainings that share a worker with those who wait for a picture lie aside for them between two steps.

A training stays this process's own while it lies aside: a running job with its lease, cancelled as ever. What it needs
to go on lies in its folder (`engine.training.resume`), its worker is free, and the slot it runs in serves pictures
meanwhile. Nothing of that is written down, so a process killed at any moment leaves what it would have left anyway:
running jobs whose leases end, and the trainings' places in their folders.

The rule, by which neither keeps the other waiting for ever:

- A training is asked to lie aside once somebody's picture was claimed that no free worker takes; of several trainings
  one is asked, the one in whose slot it was claimed.
- It is not asked before it has learnt for `LEAST_SECONDS`, nor, once it lay aside, for as long as that kept it from
  learning: from its last step to its first step since. So it has half of the time, however many want to draw.
- Nor is it while it says that it ends within `NEARLY_SECONDS`.
- Once it lies aside pictures are drawn as long as some wait, but none is begun after `AWAY_SECONDS`.

Trainings that run together lie aside together and go on together, or one by one where memory ran out meanwhile.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from engine.errors import JobCancelledError, LaidAsideError
from engine.queue.clock import Clock
from engine.queue.executor import AsideExecutor, Member
from engine.queue.failures import describe
from engine.queue.store import ClaimedJob
from engine.queue.waits import end, first
from engine.requests import Progress, Result

log = logging.getLogger("engine.dispatcher")
LEARNS = "training"  # the stage as which a step is told
LEAST_SECONDS = 30.0
AWAY_SECONDS = 120.0
NEARLY_SECONDS = 15.0
LOOK_SECONDS = 1.0  # between two looks while somebody else may take what waits


class Door(Protocol):
    """Those who wait for a picture, and the slot of a training as they see it."""

    @property
    def closed(self) -> bool:
        """Whether nobody is to be let in any more: the process stops."""

    @property
    def elsewhere(self) -> bool:
        """Whether another slot is free and takes whoever comes."""

    async def claim(self) -> ClaimedJob | None:
        """Hand out the next job that is no training; None: none waits, or nobody knows."""

    async def knock(self) -> None:
        """Return when such a job may have come."""

    async def serve(self, job: ClaimedJob, after: asyncio.Event) -> None:
        """Keep a claimed job from now on, run it once ``after`` is set, and write how it ended."""

    async def serve_next(self) -> bool:
        """Claim such a job and run it to its end; False where none waits."""

    def missed(self, job: ClaimedJob, seconds: float) -> None:
        """Hear how long a training was kept from learning."""


@dataclass(eq=False, kw_only=True)
class _Turn:
    """One stretch of trainings with their worker."""

    again: bool  # they lay aside before
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    learns: asyncio.Event = field(default_factory=asyncio.Event)  # a step was taken
    over: asyncio.Event = field(default_factory=asyncio.Event)  # the worker is free
    slice: float = LEAST_SECONDS
    left: float | None = None


@dataclass(eq=False, kw_only=True)
class _Training:
    """One training, from its claim to its end, over all its turns."""

    member: Member
    since: float  # monotonic seconds: when it lay aside last
    shown: Progress | None = None  # what its owner read last
    behind: bool = False  # it does again what they have read of
    aside: bool = False

    @property
    def ended(self) -> bool:
        return self.member.end.done()


class _Part(Member):
    """A training in one turn: lying aside is no end of it."""

    training: _Training

    def answer(self, outcome: Result | Exception) -> None:
        """Say how it ended, unless it lies aside."""
        if isinstance(outcome, LaidAsideError):
            self.training.aside = True
        else:
            super().answer(outcome)  # type: ignore[arg-type]


class InTurn:
    """Runs trainings on an executor, and between their steps lets those in who wait at the ``door``."""

    def __init__(self, executor: AsideExecutor, door: Door, clock: Clock) -> None:
        self._executor, self._door, self._clock = executor, door, clock

    async def run_batch(self, members: Sequence[Member]) -> None:
        """See `BatchExecutor.run_batch`: everybody has an end when it returns, or never had an answer."""
        now, again = self._clock.monotonic(), False
        open_ones = [_Training(member=member, since=now) for member in members]
        while open_ones := [each for each in open_ones if not each.ended]:  # somebody may leave while they lie aside
            turn = _Turn(again=again)
            group = open_ones[:1] if again and self._executor.crowded else open_ones
            guest = asyncio.create_task(self._let_in(turn), name="a training may lie aside")
            try:
                await self._learn(group, turn)
                turn.over.set()
                open_ones = [each for each in open_ones if each.aside or each not in group]
                await self._meanwhile(open_ones, guest)
            finally:
                await end(guest)
            again = True

    async def _learn(self, group: Sequence[_Training], turn: _Turn) -> None:
        """Let trainings go on until each has ended or lies aside."""
        try:
            await self._executor.run_batch([self._part(each, group, turn) for each in group])
        except Exception as raised:
            for each in group:
                each.member.answer(describe(raised))
        for each in group:
            if each.aside and not each.ended:
                each.since = self._clock.monotonic()
                log.info("training %s lies aside", each.member.job.id)
                if each.shown is not None:
                    each.member.on_progress(replace(each.shown, stage="aside", preview=None))

    def _part(self, training: _Training, group: Sequence[_Training], turn: _Turn) -> Member:
        member = training.member
        training.aside, training.behind = False, training.shown is not None

        def heard(progress: Progress) -> None:
            if progress.stage == LEARNS:
                turn.left = progress.seconds_left
                if not turn.learns.is_set():
                    self._begins(group, turn)
            self._tell(training, progress)

        part = _Part(job=member.job, on_progress=heard, cancel=member.cancel, end=member.end, aside=turn.asked)
        part.training = training
        return part

    def _begins(self, group: Sequence[_Training], turn: _Turn) -> None:
        """Note the first step of a turn."""
        now = self._clock.monotonic()
        if turn.again:
            turn.slice = max(LEAST_SECONDS, *(now - each.since for each in group))
            for each in group:
                self._door.missed(each.member.job, now - each.since)
        turn.learns.set()

    def _tell(self, training: _Training, progress: Progress) -> None:
        """Pass progress on, unless its owner has read of more: what is done again on the way back is nobody's news."""
        shown = training.shown
        if training.behind and shown is not None:
            if progress.stage != shown.stage or progress.done < shown.done:
                return
            training.behind = False
        training.shown = progress
        training.member.on_progress(progress)

    async def _let_in(self, turn: _Turn) -> None:
        """Wait until a training may be asked to lie aside for somebody, ask it, and serve them once it does."""
        door, over = self._door, turn.over
        await first(turn.learns.wait(), over.wait())
        if not over.is_set():
            await first(self._clock.sleep(turn.slice), over.wait())
        while not over.is_set() and not door.closed:
            if door.elsewhere or (turn.left is not None and turn.left < NEARLY_SECONDS):
                await first(self._clock.sleep(LOOK_SECONDS), over.wait())
                continue
            job = await door.claim()  # never cancelled in between: what was handed out is served
            if job is not None:
                turn.asked.set()
                await door.serve(job, over)
                return
            await first(door.knock(), over.wait())

    async def _meanwhile(self, aside: Sequence[_Training], guest: asyncio.Task[None]) -> None:
        """Serve who was let in, and while trainings lie aside those who wait beside them."""
        leaving = [asyncio.create_task(_leaves(each.member)) for each in aside]
        until = self._clock.monotonic() + AWAY_SECONDS
        try:
            await guest
            while not self._door.closed and self._clock.monotonic() < until:
                if all(each.ended for each in aside) or not await self._door.serve_next():
                    return
        except Exception:  # whatever it was, it is not the trainings' fault
            log.exception("nobody more is let in before the trainings go on")
        finally:
            for each in leaving:
                await end(each)


async def _leaves(member: Member) -> None:
    """End a training that was taken back while it lay aside: nothing of it runs that would have to stop."""
    await member.cancel.wait()
    member.answer(JobCancelledError())
