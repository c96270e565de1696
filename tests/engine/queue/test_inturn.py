"""A training lies aside for a portrait: the dispatcher over a scripted worker, with a clock that moves by hand."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from engine.errors import EngineError, JobCancelledError, LaidAsideError, WorkerDiedError
from engine.queue.batching import Batching
from engine.queue.dispatcher import RETRY_SECONDS, Dispatcher
from engine.queue.executor import Member
from engine.queue.inturn import AWAY_SECONDS, LEAST_SECONDS, LOOK_SECONDS, NEARLY_SECONDS
from engine.queue.joint import alone
from engine.queue.store import ClaimedJob, Share
from engine.requests import Lane, Progress, Result
from engine.tasks.enrol.request import Enrol
from engine.tasks.portrait.request import Portrait, Portraits
from tests.engine.queue.fake_clock import FakeClock, settle
from tests.engine.queue.memory_store import MemoryJobStore

LEASE = 15.0
TOTAL = 100  # steps
MOMENTS = ("learn", "draw", "draw", *["time"] * 3, *["step"] * 4, "end", "cancel", "die", "kill")
DRAWN = Portraits(pictures=(), style="oil", base="none", style_weight=0, face_weight=0)


async def calm() -> None:
    """Let everything run that can without outside help; what is tested here is several tasks deep."""
    for _ in range(4):
        await settle()


class Worker:
    """One process for all: works on what it is given until the test says how that ends."""

    crowded = False

    def __init__(self, slots: int = 1, *, lays_aside: bool = True) -> None:
        self.slots, self.lays_aside = slots, lays_aside
        self.batches: list[list[str]] = []
        self.members: dict[str, Member] = {}
        self.out: dict[str, asyncio.Event] = {}
        self.at_once = 0
        self.closed = False

    async def start(self) -> None:
        """Nothing to start."""

    def batching(self, job: ClaimedJob) -> Batching | None:
        if job.request.kind != Enrol.kind:
            return None
        return Batching(alike=lambda other: other.kind == Enrol.kind)

    async def run(self, job: ClaimedJob, on_progress: object, cancel: asyncio.Event) -> Result:
        return await alone(self, job, on_progress, cancel)  # type: ignore[arg-type]

    async def run_batch(self, members: Sequence[Member]) -> None:
        if self.closed:
            raise WorkerDiedError(reason="closed")
        self.at_once += 1
        assert self.at_once <= self.slots, "two things at once in one worker"
        self.batches.append([member.job.id for member in members])
        self.members |= {member.job.id: member for member in members}
        self.out |= {member.job.id: asyncio.Event() for member in members}
        leaving = [asyncio.create_task(self._leaves(member)) for member in members]
        try:
            await asyncio.gather(*(self.out[member.job.id].wait() for member in members))
        finally:
            self.at_once -= 1
            for each in leaving:
                each.cancel()

    async def _leaves(self, member: Member) -> None:
        await member.cancel.wait()
        self.end(member.job.id, JobCancelledError())

    def end(self, name: str, outcome: Result | EngineError = DRAWN) -> None:
        self.members[name].answer(outcome)
        self.out[name].set()

    @property
    def at(self) -> set[str]:
        """What it works on just now."""
        return {name for name, out in self.out.items() if not out.is_set()}

    async def forget(self) -> None:
        """Nothing is remembered."""

    async def close(self) -> None:
        self.closed = True
        for name in self.at:
            self.end(name, WorkerDiedError(reason="closed"))


class Store(MemoryJobStore):
    """Remembers what it was told of time that is not to be charged, and how often each job ended."""

    def __init__(self, scratch: Path) -> None:
        super().__init__(scratch)
        self.aside: dict[str, float] = {}
        self.ended: dict[str, int] = {}
        self.claims_to_fail = 0

    async def claim(self, lane: Lane, owner: str, lease_seconds: float, share: Share = Share.ALL) -> ClaimedJob | None:
        if share is Share.REST and self.claims_to_fail:
            self.claims_to_fail -= 1
            raise OSError
        return await super().claim(lane, owner, lease_seconds, share)

    async def complete(self, job: ClaimedJob, result: Result) -> None:
        await super().complete(job, result)
        self.aside[job.id] = job.aside
        self.ended[job.id] = self.ended.get(job.id, 0) + 1

    async def fail(self, job: ClaimedJob, error: EngineError) -> None:
        await super().fail(job, error)
        if self.rows[job.id].state != "queued":
            self.ended[job.id] = self.ended.get(job.id, 0) + 1


class Bench:
    """A dispatcher with one worker for all, and everything around it."""

    def __init__(self, folder: Path, worker: Worker | None = None) -> None:
        self.clock, self.store, self.worker = FakeClock(), Store(folder), worker or Worker()
        self.dispatcher = Dispatcher(
            self.store, {Lane.DEVICE: self.worker}, owner="test", clock=self.clock, lease_seconds=LEASE
        )
        self.running: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        self.running = asyncio.create_task(self.dispatcher.run())
        await calm()

    async def kill(self) -> None:
        assert self.running is not None
        self.running.cancel()
        await asyncio.gather(self.running, return_exceptions=True)

    async def learn(self, name: str) -> None:
        self.store.add(name, Enrol(photos=(), identity=Path("identity")), account=f"owner of {name}")
        await calm()

    async def draw(self, name: str) -> None:
        request = Portrait(identity=Path("identity"), style="oil", out=Path("out"))
        self.store.add(name, request, account=f"owner of {name}")
        await calm()

    async def step(self, *names: str, done: int = 1, left: float | None = None) -> None:
        """Take a step of trainings that run together; who is asked to lies aside after it."""
        asked = any(self.asked(name) for name in names)
        for name in names:
            member = self.worker.members[name]
            member.on_progress(Progress(stage="training", done=done, total=TOTAL, seconds_left=left))
            if asked:
                self.worker.end(name, LaidAsideError())
        await calm()

    async def end(self, name: str, outcome: Result | EngineError = DRAWN) -> None:
        self.worker.end(name, outcome)
        await calm()

    async def advance(self, seconds: float) -> None:
        """Let the time pass in parts, so that no lease runs out for want of a heartbeat."""
        while seconds > 0:
            part = min(seconds, LEASE / 3)
            self.store.now += part
            await self.clock.advance(part)
            await calm()
            seconds -= part

    async def lies_aside(self, name: str = "training", picture: str = "portrait", done: int = 10) -> None:
        """Bring it about that a training lies aside and a portrait is drawn."""
        await self.step(name, done=1)
        await self.draw(picture)
        await self.advance(LEAST_SECONDS)
        await self.step(name, done=done)
        assert self.worker.at == {picture}

    def state(self, name: str) -> str:
        return self.store.rows[name].state

    def asked(self, name: str = "training") -> bool:
        aside = self.worker.members[name].aside
        return aside is not None and aside.is_set()


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    """Run a dispatcher whose only worker learns a face."""
    made = Bench(tmp_path)
    await made.begin()
    await made.learn("training")
    yield made
    await made.kill()


async def test_a_portrait_is_drawn_in_the_middle_of_a_training(bench: Bench):
    """The whole point: seconds instead of minutes; and the training goes on by itself, as the same attempt."""
    await bench.step("training")
    await bench.draw("portrait")
    await bench.advance(LEAST_SECONDS)
    assert (bench.worker.at, bench.state("portrait")) == ({"training"}, "running")
    await bench.step("training", done=10)
    assert bench.worker.at == {"portrait"}
    await bench.end("portrait")
    assert (bench.state("portrait"), bench.worker.at) == ("rendered", {"training"})
    await bench.step("training", done=11)
    await bench.end("training")
    row = bench.store.rows["training"]
    assert (row.state, row.attempts, row.token) == ("rendered", 1, 1)
    assert bench.store.claims == ["training", "portrait"]


async def test_without_it_a_portrait_waits_for_the_end(tmp_path: Path):
    """The control, and what a cluster does: its executor says that nothing is laid aside there."""
    bench = Bench(tmp_path, Worker(lays_aside=False))
    await bench.begin()
    await bench.learn("training")
    await bench.step("training")
    await bench.draw("portrait")
    await bench.advance(10 * LEAST_SECONDS)
    assert (bench.worker.members["training"].aside, bench.state("portrait")) == (None, "queued")
    assert not bench.dispatcher.lays_aside(Lane.DEVICE)
    await bench.kill()


async def test_nobody_is_asked_while_nobody_waits(bench: Bench):
    """A training alone is what it always was; another training waits for its end as ever."""
    await bench.step("training")
    await bench.learn("another")
    await bench.advance(10 * LEAST_SECONDS)
    assert (bench.asked(), bench.state("another")) == (False, "queued")
    await bench.end("training")
    assert bench.worker.at == {"another"}


async def test_a_training_has_learnt_before_it_is_asked(bench: Bench):
    """Photos are looked at first: interrupted there it would do so for ever and never take a step."""
    bench.worker.members["training"].on_progress(Progress(stage="preparing", done=1, total=9))
    await bench.draw("portrait")
    await bench.advance(3 * LEAST_SECONDS)
    assert bench.state("portrait") == "queued"
    await bench.step("training")
    await bench.advance(LEAST_SECONDS - 5)
    assert bench.state("portrait") == "queued"
    await bench.advance(5)
    assert (bench.asked(), bench.state("portrait")) == (True, "running")


async def test_a_training_learns_for_as_long_as_it_was_kept_from_it(bench: Bench):
    """So it has half of the time, whoever draws: 90 seconds away, then 20 of beginning again, then 110 of its own."""
    await bench.lies_aside()
    await bench.advance(90)
    await bench.end("portrait")
    await bench.draw("another")
    await bench.advance(20)
    await bench.step("training", done=11)
    await bench.advance(105)
    assert (bench.asked(), bench.state("another")) == (False, "queued")
    await bench.advance(5)
    assert (bench.asked(), bench.state("another")) == (True, "running")


async def test_pictures_without_end_do_not_keep_a_training_from_going_on(bench: Bench):
    """Whoever waits is let in one after the other, for two minutes; then it is the training's turn."""
    await bench.lies_aside(picture="0")
    for number in range(1, 6):
        await bench.draw(str(number))
    drawn = []
    while bench.worker.at != {"training"}:
        (one,) = bench.worker.at
        drawn.append(one)
        await bench.advance(50)
        await bench.end(one)
    assert drawn == ["0", "1", "2"]
    assert 50 * (len(drawn) - 1) < AWAY_SECONDS <= 50 * len(drawn)
    assert [bench.state(str(number)) for number in (3, 4, 5)] == ["queued"] * 3


async def test_a_training_that_is_nearly_done_is_left_to_it(bench: Bench):
    """Coming back costs more than that: photos are looked at again, and a base is made ready."""
    await bench.step("training", left=NEARLY_SECONDS - 1)
    await bench.draw("portrait")
    await bench.advance(LEAST_SECONDS + 10 * LOOK_SECONDS)
    assert bench.state("portrait") == "queued"
    await bench.step("training", done=2, left=NEARLY_SECONDS + 60)  # it was mistaken
    await bench.advance(LOOK_SECONDS)
    assert bench.state("portrait") == "running"


async def test_its_end_is_written_at_once_also_where_it_was_asked(bench: Bench):
    """The last step and the wish meet: the face is there, and nobody waits for somebody else's portrait to have it."""
    await bench.step("training")
    await bench.draw("portrait")
    await bench.advance(LEAST_SECONDS)
    assert bench.asked()
    await bench.end("training")
    assert (bench.state("training"), bench.worker.at) == ("rendered", {"portrait"})
    await bench.end("portrait")
    assert bench.state("portrait") == "rendered"
    await bench.learn("next")
    assert bench.worker.at == {"next"}


async def test_taken_back_while_it_lies_aside_it_ends_at_once(bench: Bench):
    """Nothing of it runs that would have to be waited for; the portrait is not disturbed, and the queue goes on."""
    await bench.lies_aside()
    bench.store.rows["training"].cancel = True
    bench.dispatcher.nudge()
    await calm()
    assert (bench.state("training"), bench.worker.at) == ("cancelled", {"portrait"})
    await bench.end("portrait")
    assert (bench.state("portrait"), bench.worker.at) == ("rendered", set())
    await bench.learn("next")
    assert bench.worker.at == {"next"}


async def test_a_training_that_belongs_to_somebody_else_now_does_not_go_on(bench: Bench):
    """Erased, or claimed by another process after a sleep: its row is not this one's any more."""
    await bench.lies_aside()
    bench.store.rows["training"].token += 1
    await bench.advance(LEASE / 3)
    await bench.end("portrait")
    assert (bench.state("portrait"), bench.worker.at) == ("rendered", set())
    assert bench.store.rows["training"].error is None


async def test_a_portrait_taken_back_before_its_turn_is_not_drawn(bench: Bench):
    """It was claimed while the training took its step; the training comes back at once."""
    await bench.step("training")
    await bench.draw("portrait")
    await bench.advance(LEAST_SECONDS)
    bench.store.rows["portrait"].cancel = True
    bench.dispatcher.nudge()
    await calm()
    await bench.step("training", done=10)
    assert (bench.state("portrait"), bench.worker.at) == ("cancelled", {"training"})


async def test_long_pictures_cost_a_training_neither_its_lease_nor_an_attempt(bench: Bench):
    """It is held all the while: nobody else takes it, and nothing of it is counted."""
    await bench.lies_aside()
    await bench.advance(10 * LEASE)
    row = bench.store.rows["training"]
    assert (row.state, row.attempts, row.token, row.lease > bench.store.now) == ("running", 1, 1, True)


async def test_a_stop_gives_both_back(bench: Bench):
    """A restart in the middle of it costs neither an attempt."""
    await bench.lies_aside()
    stopping = asyncio.create_task(bench.dispatcher.stop(10))
    await calm()
    await bench.advance(15)
    await stopping
    rows = bench.store.rows.values()
    assert [(row.state, row.attempts) for row in rows] == [("queued", 0), ("queued", 0)]


async def test_a_stop_that_waits_lets_the_portrait_finish_and_no_other_begin(bench: Bench):
    """Within its grace what is there is done; the training goes on until then, and is given back."""
    await bench.lies_aside()
    await bench.draw("late")
    stopping = asyncio.create_task(bench.dispatcher.stop(10))
    await calm()
    await bench.end("portrait")
    assert bench.worker.at == {"training"}
    await bench.advance(15)
    await stopping
    rows = bench.store.rows
    assert {name: (row.state, row.attempts) for name, row in rows.items()} == {
        "training": ("queued", 0),
        "portrait": ("rendered", 1),
        "late": ("queued", 0),
    }


@pytest.mark.parametrize("moment", ["asked", "aside", "back"])
async def test_a_killed_process_leaves_what_it_would_have_left_anyway(tmp_path: Path, moment: str):
    """``kill -9`` at each moment: both are running jobs of somebody silent, and are handed out once each."""
    first = Bench(tmp_path)
    await first.begin()
    await first.learn("training")
    if moment == "asked":
        await first.step("training")
        await first.draw("portrait")
        await first.advance(LEAST_SECONDS)
    else:
        await first.lies_aside()
    if moment == "back":
        await first.end("portrait")
    await first.kill()
    second = Bench(tmp_path)
    second.store.rows = first.store.rows
    second.store.now = first.store.now + LEASE + 1
    await second.begin()
    await second.end("training")
    if moment != "back":
        await second.end("portrait")
    assert [row.state for row in second.store.rows.values()] == ["rendered", "rendered"]
    assert sorted(second.store.claims) == ["training"] if moment == "back" else ["portrait", "training"]
    await second.kill()


async def test_a_worker_that_dies_when_it_is_asked_costs_the_training_an_attempt_and_nobody_else(bench: Bench):
    """As at any other step; the portrait that was claimed meanwhile is drawn by the next worker."""
    await bench.step("training")
    await bench.draw("portrait")
    await bench.advance(LEAST_SECONDS)
    await bench.end("training", WorkerDiedError())
    assert bench.worker.at == {"portrait"}
    await bench.end("portrait")
    assert bench.state("portrait") == "rendered"
    assert (bench.worker.at, bench.store.rows["training"].attempts) == ({"training"}, 2)


async def test_a_worker_that_dies_under_the_portrait_leaves_the_training_as_it_was(bench: Bench):
    """What it learnt lies on disk."""
    await bench.lies_aside()
    await bench.end("portrait", WorkerDiedError())
    assert bench.worker.at == {"portrait"}  # its second attempt: it waits, and is let in again
    await bench.end("portrait")
    assert bench.worker.at == {"training"}
    assert bench.store.rows["training"].attempts == 1


async def test_a_claim_that_fails_is_tried_again(bench: Bench):
    """A locked database is no reason to lose a training, nor to forget who waits."""
    bench.store.claims_to_fail = 2
    await bench.step("training")
    await bench.draw("portrait")
    await bench.advance(LEAST_SECONDS)
    assert not bench.asked()
    for _ in range(3):
        await bench.advance(RETRY_SECONDS)
        bench.store.wake()
        await calm()
    assert bench.asked()
    await bench.step("training", done=10)
    assert bench.worker.at == {"portrait"}


async def test_a_broken_door_is_not_the_trainings_fault(bench: Bench):
    """The database went away while it was asked who waits: the training goes on to its end, as the same attempt."""

    async def broken(*_: object) -> None:
        raise OSError

    bench.store.wait = broken  # type: ignore[method-assign]
    await bench.step("training")
    await bench.advance(LEAST_SECONDS)
    await bench.step("training", done=10)
    assert bench.worker.at == {"training"}
    del bench.store.wait
    await bench.end("training")
    assert (bench.state("training"), bench.store.rows["training"].attempts) == ("rendered", 1)
    await bench.learn("next")
    assert bench.worker.at == {"next"}


async def test_what_its_owner_reads_never_goes_back(bench: Bench):
    """Photos are looked at again on the way back, and steps are counted from where it was: none of that is news."""
    await bench.lies_aside(done=40)
    await bench.end("portrait")
    member = bench.worker.members["training"]
    for number in range(9):
        member.on_progress(Progress(stage="preparing", done=number, total=9))
        await bench.advance(1)
    for done in (39, 40, 41):
        await bench.step("training", done=done)
        await bench.advance(1)
    told = [(each.stage, each.done) for each in bench.store.rows["training"].progress]
    assert told == [("training", 1), ("training", 40), ("aside", 40), ("training", 40), ("training", 41)]


async def test_seconds_of_others_are_not_the_trainings(bench: Bench):
    """Neither charged nor learnt from: from the step at which it lay aside to its first step since."""
    await bench.lies_aside()
    await bench.advance(25)
    await bench.end("portrait")
    await bench.advance(10)
    await bench.step("training", done=11)
    await bench.advance(40)
    await bench.end("training")
    assert bench.store.aside == {"portrait": 0, "training": 35}


async def test_a_free_worker_takes_the_portrait_and_no_training_is_asked(tmp_path: Path):
    """Two devices, one of which is idle."""
    bench = Bench(tmp_path, Worker(slots=2))
    await bench.begin()
    await bench.learn("training")
    await bench.step("training")
    await bench.advance(LEAST_SECONDS + LOOK_SECONDS)
    await bench.draw("portrait")
    assert (bench.worker.at, bench.asked()) == ({"training", "portrait"}, False)
    await bench.kill()


async def test_of_two_trainings_one_makes_way(tmp_path: Path):
    """One picture waits: the other training goes on learning."""
    bench = Bench(tmp_path, Worker(slots=2))
    bench.worker.batching = lambda job: None  # type: ignore[method-assign]
    await bench.begin()
    for name in ("one", "two"):
        await bench.learn(name)
        await bench.step(name)
    await bench.advance(LEAST_SECONDS)
    await bench.draw("portrait")
    assert sorted([bench.asked("one"), bench.asked("two")]) == [False, True]
    for name in ("one", "two"):
        await bench.step(name, done=10)
    assert len(bench.worker.at) == 2
    assert "portrait" in bench.worker.at
    await bench.kill()


@pytest.fixture
async def gang(tmp_path: Path) -> AsyncIterator[Bench]:
    """Run a dispatcher whose only worker learns three faces at once."""
    made = Bench(tmp_path)
    for name in ("a", "b", "c"):
        await made.learn(name)
    await made.begin()
    assert made.worker.batches == [["a", "b", "c"]]
    yield made
    await made.kill()


async def _all_aside(gang: Bench) -> None:
    await gang.step("a", "b", "c")
    await gang.draw("portrait")
    await gang.advance(LEAST_SECONDS)
    await gang.step("a", "b", "c", done=10)
    assert gang.worker.at == {"portrait"}


async def test_a_gang_lies_aside_and_comes_back_together(gang: Bench):
    """Each has a place of its own, and all were asked."""
    await _all_aside(gang)
    await gang.end("portrait")
    assert gang.worker.batches[1:] == [["portrait"], ["a", "b", "c"]]
    await gang.step("a", "b", "c", done=11)
    for name in ("a", "b", "c"):
        await gang.end(name)
        assert gang.state(name) == "rendered"


async def test_who_leaves_a_gang_while_it_lies_aside_does_not_come_back(gang: Bench):
    """One is taken back; the others go on together."""
    await _all_aside(gang)
    gang.store.rows["b"].cancel = True
    gang.dispatcher.nudge()
    await calm()
    assert gang.state("b") == "cancelled"
    await gang.end("portrait")
    assert gang.worker.batches[2:] == [["a", "c"]]


async def test_who_ended_at_the_step_at_which_the_others_lie_aside_has_their_face(gang: Bench):
    """Their result is not thrown away, nor learnt again."""
    await gang.step("a", "b", "c")
    await gang.draw("portrait")
    await gang.advance(LEAST_SECONDS)
    await gang.end("a")
    assert (gang.state("a"), gang.worker.at) == ("rendered", {"b", "c"})
    await gang.step("b", "c", done=10)
    await gang.end("portrait")
    assert gang.worker.batches[2:] == [["b", "c"]]


async def test_where_memory_ran_out_meanwhile_a_gang_comes_back_one_by_one(gang: Bench):
    """Together they would only find that out again."""
    await _all_aside(gang)
    gang.worker.crowded = True
    await gang.end("portrait")
    order = []
    for _ in range(3):
        (one,) = gang.worker.at
        order.append(one)
        await gang.step(one, done=11)
        await gang.end(one)
    assert order == ["a", "b", "c"]
    assert [gang.state(name) for name in order] == ["rendered"] * 3


@pytest.mark.parametrize("seed", range(20))
async def test_whatever_happens_each_job_ends_once_and_none_starves(tmp_path: Path, seed: int):
    """A mixture of steps, ends, cancels, deaths of the worker, kills of the process and pictures at random moments."""
    dice = random.Random(seed)
    bench = Bench(tmp_path, Worker(slots=dice.choice((1, 1, 2))))
    await bench.begin()
    asked: list[str] = []
    for turn in range(60):
        name = f"{turn}"
        match dice.choice(MOMENTS):
            case "learn":
                asked.append(name)
                await bench.learn(name)
            case "draw":
                asked.append(name)
                await bench.draw(name)
            case "time":
                await bench.advance(dice.choice((1, 10, LEAST_SECONDS)))
            case "step":
                await _steps(bench, turn)
            case "end" if bench.worker.at:
                await bench.end(dice.choice(sorted(bench.worker.at)))
            case "die" if bench.worker.at:
                await bench.end(dice.choice(sorted(bench.worker.at)), WorkerDiedError())
            case "cancel" if asked:
                row = bench.store.rows[dice.choice(asked)]
                if row.state == "running":  # what waits is taken back in the table alone
                    row.cancel = True
                    bench.dispatcher.nudge()
                await calm()
            case "kill":
                await bench.kill()
                bench = _again(bench, tmp_path)
                await bench.begin()
    for number in range(600):
        if number < 10:
            await bench.draw(f"late {number}")
        elif all(row.state in ("rendered", "failed", "cancelled") for row in bench.store.rows.values()):
            break
        await bench.advance(10)
        await _steps(bench, TOTAL)
        for name in sorted(bench.worker.at):
            if bench.store.rows[name].request.kind != Enrol.kind or dice.random() < 0.1:
                await bench.end(name)
    states = {name: row.state for name, row in bench.store.rows.items()}
    assert set(states.values()) <= {"rendered", "failed", "cancelled"}, states
    assert bench.dispatcher.busy == 0
    assert bench.store.ended == dict.fromkeys(states, 1)
    await bench.kill()


async def _steps(bench: Bench, done: int) -> None:
    trainings = [name for name in sorted(bench.worker.at) if bench.store.rows[name].request.kind == Enrol.kind]
    for batch in bench.worker.batches:
        together = [name for name in batch if name in trainings]
        if together:
            trainings = [name for name in trainings if name not in together]
            await bench.step(*together, done=min(TOTAL, done))


def _again(bench: Bench, folder: Path) -> Bench:
    """Return a process that was started after the last one was killed; its leases run out, uncounted as at a start."""
    made = Bench(folder, Worker(slots=bench.worker.slots))
    made.store.rows, made.store.now, made.store.ended = bench.store.rows, bench.store.now + LEASE + 1, bench.store.ended
    for row in made.store.rows.values():
        row.attempts = max(0, row.attempts - 1) if row.state == "running" else row.attempts
    return made
