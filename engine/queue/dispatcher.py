"""Moves jobs from the store through the executors and back, and never loses one on the way.

Per slot of each lane: claim -> run -> complete or fail. Where the worker does several jobs at once, those that wait and
fit are claimed along; each keeps a lease, a progress and an end of its own (`engine.queue.batching`). Trainings have
slots of their own while there is memory for another worker, so that a picture never waits for a training; else a lane's
slots take whatever comes, and a training lies aside between two steps for who waits (`engine.queue.inturn`).

While a job runs a heartbeat keeps its lease; when the store says the owner took the job back it is cancelled, when the
lease is lost its output is dropped. The truth stays in the store: this object can vanish at any line and the job is
claimed again after its lease. Retries are the store's.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace

from engine.errors import EngineError, WorkerDiedError
from engine.queue.clock import Clock, SystemClock
from engine.queue.executor import (
    AsideExecutor,
    BatchExecutor,
    ChangingExecutor,
    Executor,
    OnProgress,
    TrainingExecutor,
)
from engine.queue.failures import describe
from engine.queue.inturn import InTurn
from engine.queue.joint import Joint
from engine.queue.store import ClaimedJob, JobStore, LeaseLostError, ReadsAhead, Share
from engine.queue.timeleft import TimeLeft
from engine.queue.waits import end, first
from engine.requests import Lane, Progress, Result, training_kinds

log = logging.getLogger("engine.dispatcher")
Run = Callable[[ClaimedJob, OnProgress, asyncio.Event], Awaitable[Result]]
LEASE_SECONDS = 15.0  # a killed bot's jobs wait this long; a cancel is seen within a third of it
IDLE_SECONDS = 30.0  # the store wakes us earlier when a job comes in
RETRY_SECONDS = 2.0  # after the store or the start of a worker failed
SLOWEST_RETRY_SECONDS = 60.0
PROGRESS_SECONDS = 0.5  # between two progress rows of one job: each is a transaction
ADMIT_SECONDS = 5.0  # between two looks at whether there is room for a training beside the rest


@dataclass(kw_only=True)
class _Running:
    """One job in a worker, and what became of our right to it."""

    job: ClaimedJob
    time_left: TimeLeft
    cancel: asyncio.Event = field(default_factory=asyncio.Event)
    lost: bool = False  # somebody else owns it
    released: bool = False  # this process stops before the job is done
    aside: float = 0.0  # seconds it was kept from learning
    steps: asyncio.Queue[Progress] = field(default_factory=asyncio.Queue)

    def report(self, progress: Progress) -> None:
        """Take one step's progress from the executor."""
        self.steps.put_nowait(self.time_left.fill(progress))

    async def next_progress(self) -> Progress:
        """Wait for progress and return the newest; older steps are forgotten."""
        newest = await self.steps.get()
        while not self.steps.empty():
            newest = self.steps.get_nowait()
        return newest


@dataclass(kw_only=True)
class _Apart:
    """Whether trainings of a lane have slots of their own just now; all slots of the lane go by the same word."""

    yes: bool = False
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    def say(self, yes: bool) -> None:
        """Set it, and let every slot look at it."""
        if yes != self.yes:
            self.yes = yes
            self.changed.set()
            self.changed = asyncio.Event()

    def share(self, *, training: bool) -> Share | None:
        """Return what a slot takes; None: nothing for now."""
        if training:
            return Share.TRAINING if self.yes else None
        return Share.REST if self.yes else Share.ALL


class Dispatcher:
    """Serves every lane until `stop`. ``owner`` names this process in the job table.

    ``learning``: what runs the trainings of a lane beside its other jobs, see `TrainingExecutor`.

    ``no_worker`` is called when the worker of a lane could not be started twice in a row.
    """

    def __init__(
        self,
        store: JobStore,
        executors: Mapping[Lane, Executor],
        *,
        owner: str,
        clock: Clock | None = None,
        lease_seconds: float = LEASE_SECONDS,
        no_worker: Callable[[Lane], Awaitable[None]] | None = None,
        learning: Mapping[Lane, TrainingExecutor] | None = None,
    ) -> None:
        self._store = store
        self._executors = dict(executors)
        self._learning = dict(learning or {})
        self._apart = {lane: _Apart() for lane in self._executors}
        self._owner = owner
        self._clock = clock or SystemClock()
        self._lease = lease_seconds
        self._no_worker = no_worker
        self._running: dict[tuple[str, int], _Running] = {}  # by id and token: a lost job may be here again
        self._serving: Counter[Executor] = Counter()  # slots that have a job
        self._stopping = asyncio.Event()
        self._ended = asyncio.Event()
        self._ended.set()  # nothing runs before `run`
        self._beat_now = asyncio.Event()

    def lanes(self) -> dict[str, tuple[int, int]]:
        """Return lane -> (workers there are, jobs they have right now); no worker: it did not start yet.

        A worker has several where they run together, and where a training lies aside for another job.
        """
        running = [each.job.request.lane for each in self._running.values()]
        return {lane: (self._slots(lane), running.count(lane)) for lane in self._executors}

    def apart(self, lane: Lane) -> bool:
        """Say whether trainings of ``lane`` have workers of their own just now."""
        return lane in self._apart and self._apart[lane].yes

    def lays_aside(self, lane: Lane) -> bool:
        """Say whether a training of ``lane`` lies aside for who waits for a picture just now."""
        executor = self._executors.get(lane)
        return isinstance(executor, AsideExecutor) and executor.lays_aside and not self.apart(lane)

    def _slots(self, lane: Lane) -> int:
        return self._executors[lane].slots + (self._learning[lane].slots if self.apart(lane) else 0)

    @property
    def _all(self) -> list[Executor]:
        return [*self._executors.values(), *self._learning.values()]

    @property
    def busy(self) -> int:
        """How many jobs run right now."""
        return len(self._running)

    async def run(self) -> None:
        """Start the executors and serve until `stop`. Cancelling this leaves running jobs to their leases."""
        self._ended.clear()
        try:
            async with asyncio.TaskGroup() as lanes:
                for lane, executor in self._executors.items():
                    lanes.create_task(self._serve_lane(lane, executor), name=f"lane {lane}")
        finally:
            self._forget_ahead()
            await asyncio.gather(*(executor.close() for executor in self._all))
            self._ended.set()

    async def stop(self, grace: float) -> None:
        """Claim nothing more, let running jobs finish for ``grace`` seconds, then give the rest back."""
        self._stopping.set()
        await first(self._ended.wait(), self._clock.sleep(grace))
        for running in self._running.values():
            running.released = True
        await asyncio.gather(*(executor.close() for executor in self._all))
        await self._ended.wait()

    def nudge(self) -> None:
        """Look now whether a running job was cancelled, instead of at the next heartbeat."""
        self._beat_now.set()
        self._beat_now = asyncio.Event()

    async def forget(self) -> None:
        """Let every worker drop what it remembers of people, and what was fetched for them: one of them was erased."""
        self._forget_ahead()
        await asyncio.gather(*(executor.forget() for executor in self._all))

    def _forget_ahead(self) -> None:
        if isinstance(self._store, ReadsAhead):
            self._store.forget_ahead()

    async def _read_ahead(self, lane: Lane) -> None:
        """Fetch what the next jobs of a lane will read, as long as it is served."""
        store, reads = self._store, True
        while isinstance(store, ReadsAhead) and reads and not self._stopping.is_set():
            try:
                await first(store.read_ahead(lane), self._stopping.wait())
                reads = False
            except Exception:
                log.exception("nothing is read ahead for lane %s for now", lane)
                await first(self._clock.sleep(SLOWEST_RETRY_SECONDS), self._stopping.wait())

    async def _serve_lane(self, lane: Lane, executor: Executor) -> None:
        await self._bring_up(lane, executor)
        async with asyncio.TaskGroup() as slots:
            slots.create_task(self._read_ahead(lane), name=f"reads ahead for lane {lane}")
            if (learning := self._learning.get(lane)) is not None and not self._stopping.is_set():
                await self._bring_up(lane, learning)
                slots.create_task(self._watch(lane, learning), name=f"room in lane {lane}")
                for _ in range(learning.slots):
                    slots.create_task(self._serve_slot(lane, learning, training=True))
            await self._serve_slots(lane, executor, slots)

    async def _serve_slots(self, lane: Lane, executor: Executor, group: asyncio.TaskGroup) -> None:
        """Serve as many slots as there are; where they become more or fewer, as many as there are then."""
        served: dict[int, asyncio.Task[None]] = {}
        while not self._stopping.is_set():
            count = executor.slots
            for number in range(count):
                if number not in served or served[number].done():
                    served[number] = group.create_task(self._serve_slot(lane, executor, number))
            if not isinstance(executor, ChangingExecutor):
                return
            await first(executor.changed(count), self._stopping.wait())

    async def _watch(self, lane: Lane, learning: TrainingExecutor) -> None:
        """Look now and then whether trainings can have workers of their own."""
        while not self._stopping.is_set():
            await self._look_for_room(lane, learning)
            await first(self._clock.sleep(ADMIT_SECONDS), self._stopping.wait())

    async def _look_for_room(self, lane: Lane, learning: TrainingExecutor) -> None:
        try:
            admitted = await learning.admits()
        except Exception:
            log.exception("whether there is room for a training in lane %s is not known", lane)
            admitted = False
        if admitted != self._apart[lane].yes:
            log.info("lane %s: trainings run %s", lane, "by themselves" if admitted else "in turn with the rest")
        self._apart[lane].say(admitted)

    async def _bring_up(self, lane: Lane, executor: Executor) -> None:
        """Start an executor, trying again ever more slowly: without it the bot still talks and takes jobs."""
        delay = RETRY_SECONDS
        while not self._stopping.is_set():
            try:
                await first(executor.start(), self._stopping.wait())
                return
            except Exception:
                log.exception("no worker for lane %s, next try in %.0f s", lane, delay)
                if delay > RETRY_SECONDS:
                    await self._say_no_worker(lane)
            await first(self._clock.sleep(delay), self._stopping.wait())
            delay = min(delay * 2, SLOWEST_RETRY_SECONDS)

    async def _say_no_worker(self, lane: Lane) -> None:
        try:
            if self._no_worker is not None:
                await self._no_worker(lane)
        except Exception:  # whoever is told must not stop the next try
            log.exception("nobody was told that lane %s has no worker", lane)

    async def _serve_slot(self, lane: Lane, executor: Executor, number: int = 0, *, training: bool = False) -> None:
        apart = self._apart[lane]
        while not self._stopping.is_set() and number < executor.slots:
            share, changed = apart.share(training=training), apart.changed
            if share is None:
                await first(changed.wait(), self._stopping.wait())
                continue
            try:
                job = await self._store.claim(lane, self._owner, self._lease, share)
            except Exception:  # a full disk, a locked database: say so and go on
                log.exception("no job could be claimed for lane %s", lane)
                await first(self._clock.sleep(RETRY_SECONDS), self._stopping.wait())
                continue
            if job is None:
                waiting = self._store.wait(lane, IDLE_SECONDS, share)
                await first(waiting, changed.wait(), self._stopping.wait())
            else:
                self._serving[executor] += 1
                try:
                    await self._work_with_mates(job, executor, share)
                finally:
                    self._serving[executor] -= 1
                if training:  # it may have found that there is no room
                    await self._look_for_room(lane, self._learning[lane])

    async def _work_with_mates(self, job: ClaimedJob, executor: Executor, share: Share) -> None:
        """Run a job, and with it whoever waits and may run together with it."""
        mates = await self._mates(job, executor, share) if isinstance(executor, BatchExecutor) else []
        in_turn = self._in_turn(job, executor, share)
        if in_turn is None and not mates:
            await self._work(job, executor.run)
            return
        assert isinstance(executor, BatchExecutor)
        joint = Joint(in_turn or executor)
        async with asyncio.TaskGroup() as group:
            works = [group.create_task(self._work(each, joint.run), name=f"job {each.id}") for each in (job, *mates)]
            group.create_task(joint.serve(works))

    def _in_turn(self, job: ClaimedJob, executor: Executor, share: Share) -> InTurn | None:
        """Return what runs a training that shares its worker with who waits for a picture; None: nothing lies aside."""
        if share is not Share.ALL or job.request.kind not in training_kinds():
            return None
        if not isinstance(executor, AsideExecutor) or not executor.lays_aside:
            return None
        return InTurn(executor, _Door(self, job.request.lane, executor), self._clock)

    async def _mates(self, job: ClaimedJob, executor: BatchExecutor, share: Share) -> list[ClaimedJob]:
        try:
            # A slot that is free takes the next job itself: nobody waits for their part of a batch meanwhile.
            if self._stopping.is_set() or job.attempt > 1 or executor.slots > self._serving[executor]:
                return []
            if (batching := executor.batching(job)) is None:
                return []
            if share is Share.ALL and job.request.kind in training_kinds():
                batching = replace(batching, patience=0.0)  # a picture of seconds would wait for several trainings
            return await self._store.claim_mates(job, self._owner, self._lease, batching, share)
        except Exception:  # the job is there: it runs alone, and what was claimed beside it comes back with its lease
            log.exception("nobody was found to run together with job %s", job.id)
            return []

    async def _work(self, job: ClaimedJob, run: Run) -> None:
        running = _Running(job=job, time_left=TimeLeft(self._clock.monotonic), released=self._stopping.is_set())
        self._running[job.id, job.token] = running
        beat = asyncio.create_task(self._beat(running), name=f"heartbeat {job.id}")
        progress = asyncio.create_task(self._write_progress(running), name=f"progress {job.id}")
        try:
            outcome = await self._outcome(running, run)
            await end(progress)
            await self._settle(running, outcome)  # still under the heartbeat: sealing large files takes its time
        finally:
            await end(progress)
            await end(beat)
            del self._running[job.id, job.token]

    async def _outcome(self, running: _Running, run: Run) -> Result | EngineError:
        if running.released:  # claimed while the stop arrived
            return WorkerDiedError(reason="stopping")
        log.info("job %s starts (%s, attempt %d)", running.job.id, running.job.request.kind, running.job.attempt)
        try:
            return await run(running.job, running.report, running.cancel)
        except Exception as error:
            return describe(error)

    async def _settle(self, running: _Running, outcome: Result | EngineError) -> None:
        """Tell the store how the job ended; what it does not take is found again when the lease runs out."""
        job = running.job
        if running.lost:
            log.warning("job %s belongs to somebody else now; what was made is dropped", job.id)
            return
        try:
            if not isinstance(outcome, EngineError):
                outcome = await self._complete(replace(job, aside=running.aside), outcome)
            elif running.released:
                await self._store.release(job)
            if isinstance(outcome, EngineError) and not running.released:
                await self._store.fail(job, outcome)
            log.info("job %s ends: %s", job.id, _word(running, outcome))
        except LeaseLostError:
            log.warning("job %s was lost to its lease at the end; what was made is dropped", job.id)
        except Exception:
            log.exception("the end of job %s could not be written; it runs again after its lease", job.id)

    async def _complete(self, job: ClaimedJob, result: Result) -> Result | EngineError:
        """Store a result; a full disk or a missing file makes it a failure like any other."""
        try:
            await self._store.complete(job, result)
        except LeaseLostError:
            raise
        except Exception as error:
            return describe(error)
        return result

    async def _beat(self, running: _Running) -> None:
        """Keep the lease; set ``cancel`` when the owner took the job back or the lease is gone."""
        sure_until = self._clock.monotonic() + self._lease
        while not running.lost:
            await first(self._clock.sleep(self._lease / 3), self._beat_now.wait())
            asked = self._clock.monotonic()
            try:
                if not await self._store.heartbeat(running.job, self._lease):
                    running.cancel.set()
                sure_until = asked + self._lease
            except LeaseLostError:
                running.lost = True
            except Exception:
                log.exception("the lease of job %s could not be extended", running.job.id)
                running.lost = self._clock.monotonic() >= sure_until
        running.cancel.set()

    async def _write_progress(self, running: _Running) -> None:
        """Write the newest progress at a bounded pace; steps in between are skipped."""
        while True:
            progress = await running.next_progress()
            try:
                await self._store.progress(running.job, progress)
            except LeaseLostError:
                return  # the heartbeat sees it too and ends the job
            except Exception:
                log.exception("progress of job %s could not be written", running.job.id)
            await self._clock.sleep(PROGRESS_SECONDS)


def _word(running: _Running, outcome: Result | EngineError) -> str:
    if not isinstance(outcome, EngineError):
        return "done"
    return "given back" if running.released else outcome.code


class _Door:
    """See `engine.queue.inturn.Door`: who waits in a lane for anything but a training."""

    def __init__(self, dispatcher: Dispatcher, lane: Lane, executor: Executor) -> None:
        self._dispatcher, self._lane, self._executor = dispatcher, lane, executor

    @property
    def closed(self) -> bool:
        return self._dispatcher._stopping.is_set()

    @property
    def elsewhere(self) -> bool:
        return self._executor.slots > self._dispatcher._serving[self._executor]

    async def claim(self) -> ClaimedJob | None:
        served = self._dispatcher
        try:
            return await served._store.claim(self._lane, served._owner, served._lease, Share.REST)
        except Exception:  # as for a slot: say so, and go on
            log.exception("no job could be claimed for lane %s", self._lane)
            await first(served._clock.sleep(RETRY_SECONDS), served._stopping.wait())
            return None

    async def knock(self) -> None:
        await first(
            self._dispatcher._store.wait(self._lane, IDLE_SECONDS, Share.REST), self._dispatcher._stopping.wait()
        )

    async def serve(self, job: ClaimedJob, after: asyncio.Event) -> None:
        async def run(job: ClaimedJob, on_progress: OnProgress, cancel: asyncio.Event) -> Result:
            await after.wait()
            return await self._executor.run(job, on_progress, cancel)

        await self._dispatcher._work(job, run)

    async def serve_next(self) -> bool:
        if (job := await self.claim()) is None:
            return False
        await self._dispatcher._work_with_mates(job, self._executor, Share.REST)
        return True

    def missed(self, job: ClaimedJob, seconds: float) -> None:
        if (running := self._dispatcher._running.get((job.id, job.token))) is not None:
            running.aside += seconds
