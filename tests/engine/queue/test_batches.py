"""Jobs that run together, through the dispatcher: each keeps a lease, a progress and an end of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from engine.errors import EngineError, WorkerDiedError
from engine.queue.batching import CROWD, Batching, batching
from engine.queue.dispatcher import Dispatcher
from engine.queue.executor import Member
from engine.queue.joint import alone
from engine.queue.store import ClaimedJob
from engine.requests import Lane, Progress, Request, Result
from engine.settings import EngineSettings
from engine.tasks.enrol.request import Enrol, EnrolInstant
from engine.tasks.portrait.request import Portrait, Portraits, Shape, UnknownStyleError
from tests.engine.queue.fake_clock import FakeClock, settle
from tests.engine.queue.memory_store import MemoryJobStore

LEASE = 15.0
MADE = Portraits(pictures=(), style="", base="none", style_weight=0, face_weight=0)


class Together:
    """An executor of one slot that runs whatever is alike until the test says how each job ends."""

    slots, crowded = 1, False

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.members: dict[str, Member] = {}

    async def start(self) -> None:
        """Nothing to start."""

    def batching(self, job: ClaimedJob) -> Batching | None:
        kind, style = job.request.kind, getattr(job.request, "style", "")
        return Batching(alike=lambda other: other.kind == kind and getattr(other, "style", "") == style)

    async def run(self, job: ClaimedJob, on_progress: object, cancel: asyncio.Event) -> Result:
        return await alone(self, job, on_progress, cancel)  # type: ignore[arg-type]

    async def run_batch(self, members: Sequence[Member]) -> None:
        self.batches.append([member.job.id for member in members])
        self.members |= {member.job.id: member for member in members}
        await asyncio.wait([member.end for member in members])

    async def forget(self) -> None:
        """Nothing is remembered."""

    async def close(self) -> None:
        for member in self.members.values():
            member.answer(WorkerDiedError(reason="closed"))


class Bench:
    """A dispatcher that runs, and everything around it."""

    def __init__(self, folder: Path) -> None:
        self.clock, self.store, self.executor = FakeClock(), MemoryJobStore(folder), Together()
        self.dispatcher = Dispatcher(
            self.store, {Lane.DEVICE: self.executor}, owner="test", clock=self.clock, lease_seconds=LEASE
        )

    def add(self, name: str, style: str = "alike") -> None:
        request = Portrait(identity=Path("identity"), style=style, out=Path("out"))
        self.store.add(name, request, account=f"owner of {name}")

    def learn(self, name: str) -> None:
        self.store.add(name, Enrol(photos=(), identity=Path("identity")), account=f"owner of {name}")

    async def end(self, name: str, outcome: Result | EngineError = MADE) -> None:
        self.executor.members[name].answer(outcome)
        await settle()

    async def advance(self, seconds: float) -> None:
        self.store.now += seconds
        await self.clock.advance(seconds)

    def states(self, *names: str) -> list[str]:
        return [self.store.rows[name].state for name in names]


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    """Run a dispatcher, with a first job that keeps its worker busy while the test queues others."""
    made = Bench(tmp_path)
    running = asyncio.create_task(made.dispatcher.run())
    await settle()
    made.add("first", "other")
    await settle()
    yield made
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_those_who_wait_run_together_and_end_one_by_one(bench: Bench):
    """The worker is free again only when the last has ended; each result is written when it is there."""
    for name in ("a", "b", "c"):
        bench.add(name)
    await bench.end("first")
    assert bench.executor.batches == [["first"], ["a", "b", "c"]]
    await bench.end("b")
    assert bench.states("a", "b", "c") == ["running", "rendered", "running"]
    await bench.end("c", UnknownStyleError("x", []))
    assert bench.states("a", "b", "c") == ["running", "rendered", "failed"]
    bench.add("d")
    await settle()
    assert len(bench.executor.batches) == 2
    await bench.end("a")
    assert bench.executor.batches[2:] == [["d"]]


async def test_each_has_a_lease_and_a_progress_of_its_own(bench: Bench):
    """Long after the first lease all are still held, and nobody reads of another's steps."""
    bench.add("a")
    bench.add("b")
    await bench.end("first")
    for _ in range(9):
        await bench.advance(LEASE / 3)
    bench.executor.members["b"].on_progress(Progress(stage="drawing", done=1, total=2))
    await bench.advance(1)
    assert [bench.store.rows[name].lease > bench.store.now for name in ("a", "b")] == [True, True]
    assert [len(bench.store.rows[name].progress) for name in ("a", "b")] == [0, 1]


async def test_one_is_taken_back_and_the_worker_hears_of_that_one(bench: Bench):
    """The other's cancel stays unset."""
    bench.add("a")
    bench.add("b")
    await bench.end("first")
    bench.store.rows["a"].cancel = True
    await bench.advance(LEASE / 3)
    assert [bench.executor.members[name].cancel.is_set() for name in ("a", "b")] == [True, False]


async def test_after_the_death_of_a_worker_everybody_runs_alone(bench: Bench):
    """One bad job may have ended it: it cannot end its mates a second time."""
    bench.add("a")
    bench.add("b")
    await bench.end("first")
    for name in ("a", "b"):
        bench.executor.members[name].answer(WorkerDiedError())
    await settle()
    assert bench.executor.batches[2:] == [["a"]]
    await bench.end("a")
    assert bench.executor.batches[2:] == [["a"], ["b"]]


async def test_a_stop_gives_everybody_back(bench: Bench):
    """No attempt is lost: they may run together again after the start."""
    bench.add("a")
    bench.add("b")
    await bench.end("first")
    stopping = asyncio.create_task(bench.dispatcher.stop(1.0))
    await bench.advance(2)
    await asyncio.wait_for(stopping, 60)
    assert bench.states("a", "b") == ["queued", "queued"]
    assert [bench.store.rows[name].attempts for name in ("a", "b")] == [0, 0]


async def test_a_store_that_finds_no_mates_leaves_the_job_alone(bench: Bench, monkeypatch: pytest.MonkeyPatch):
    """A locked database must not lose the job that was claimed already."""

    async def broken(*_: object) -> list[ClaimedJob]:
        raise OSError("locked")

    monkeypatch.setattr(bench.store, "claim_mates", broken)
    bench.add("a")
    bench.add("b")
    await bench.end("first")
    assert bench.executor.batches[1:] == [["a"]]


async def test_a_free_worker_takes_its_share_instead_of_waiting_for_a_batch(tmp_path: Path):
    """With two cards two people are drawn at once; only where all work is the next one's batch larger."""
    made = Bench(tmp_path)
    made.executor.slots = 2
    running = asyncio.create_task(made.dispatcher.run())
    await settle()
    for name in ("a", "b"):
        made.add(name)
    await settle()
    assert made.executor.batches == [["a"], ["b"]]
    for name in ("c", "d"):
        made.add(name)
    await made.end("a")
    assert made.executor.batches[2:] == [["c", "d"]]
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_job_that_another_slot_has_by_now_ends_twice_without_harm(tmp_path: Path):
    """Its lease was lost while its worker did not answer yet; the rest of the queue is served all the same."""
    made = Bench(tmp_path)
    made.executor.slots = 2
    running = asyncio.create_task(made.dispatcher.run())
    await settle()
    made.add("a")
    await settle()
    before = made.executor.members["a"]
    made.store.rows["a"].state = "queued"
    made.store.wake()
    await settle()
    assert made.executor.batches == [["a"], ["a"]]
    before.answer(WorkerDiedError())
    await settle()
    assert made.dispatcher.busy == 1
    await made.end("a")
    made.add("b")
    await settle()
    assert made.executor.batches[2:] == [["b"]]
    assert made.states("a", "b") == ["rendered", "running"]
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def test_a_picture_that_waits_is_overtaken_by_no_training(bench: Bench):
    """Where both share a worker: it would wait minutes more for each; a training that is before it goes along."""
    for name in ("learns", "learns too"):
        bench.learn(name)
    bench.add("drawn")
    bench.learn("learns last")
    await bench.end("first")
    assert bench.executor.batches[1:] == [["learns", "learns too"]]
    for name in ("learns", "learns too"):
        await bench.end(name)
    assert bench.executor.batches[2:] == [["drawn"]]


SETTINGS = EngineSettings(weights=Path("weights"), base="sd15", device="cuda")
PORTRAIT = Portrait(identity=Path("identity"), style="oil", out=Path("out"))


def _alike(one: Request, other: Request, settings: EngineSettings = SETTINGS) -> bool:
    found = batching(one, settings)
    return found is not None and found.alike(other)


def _like(**changed: object) -> Portrait:
    return Portrait(**{**vars(PORTRAIT), **changed})


def test_portraits_of_one_size_and_sampler_go_together_on_a_card():
    """Whoever is on them, however many there are, in whatever words; not in another shape, and not from photos."""
    assert _alike(PORTRAIT, _like(identity=Path("other"), count=1, seed=7, prompt="a hat"))
    assert _alike(PORTRAIT, _like(style="watercolour"))  # both are words alone as long as no adapter was fetched
    assert not _alike(PORTRAIT, _like(shape=Shape.STORY))
    assert not _alike(PORTRAIT, _like(sampler="fast"))
    for changed in ({"photos": True}, {"pose": "sitting"}, {"adapt": True}, {"style": "nowhere"}, {"draw": "canvas"}):
        assert batching(_like(**changed), SETTINGS) is None


def test_a_processor_gains_nothing_by_pictures_in_one_batch():
    """And what is a canvas is drawn by no base at all."""
    here = EngineSettings(weights=Path("weights"), base="sd15", device="cpu")
    assert batching(PORTRAIT, here) is None
    assert batching(PORTRAIT, here, "yes") is not None  # the control: an operator may know better
    assert batching(_like(style="natural"), EngineSettings(weights=Path("weights"), base="pocket"), "yes") is None


def test_trainings_are_a_gang_on_a_card_and_in_a_crowd_on_a_processor():
    """Of one preset; an instant identity is no training."""
    training = Enrol(photos=(), identity=Path("identity"))
    on_card, here = (
        batching(training, EngineSettings(weights=Path("w"), base="sd15", device=d)) for d in ("cuda", "cpu")
    )
    assert on_card is not None
    assert here is not None
    assert (on_card.least, here.least) == (2, CROWD)
    assert on_card.alike(Enrol(photos=(), identity=Path("other"), seed=3, steps=9))
    assert not on_card.alike(Enrol(photos=(), identity=Path("other"), preset="best"))
    assert batching(EnrolInstant(photos=(), identity=Path("identity")), SETTINGS) is None
    assert batching(training, SETTINGS, "no") is None
