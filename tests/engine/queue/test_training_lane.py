"""Trainings beside the rest: the dispatcher over scripted executors, one of which takes trainings."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from engine.errors import DeviceMemoryError
from engine.queue.dispatcher import ADMIT_SECONDS, Dispatcher
from engine.requests import Lane, training_kinds
from engine.tasks.enrol.request import Enrol, EnrolInstant
from engine.tasks.portrait.request import Portrait, Portraits
from engine.tasks.style.request import TrainStyle
from tests.engine.queue.fake_clock import FakeClock, settle
from tests.engine.queue.memory_store import MemoryJobStore
from tests.engine.queue.test_dispatcher import ScriptedExecutor

DRAWN = Portraits(pictures=(), style="oil", base="none", style_weight=0, face_weight=0)


class Training(ScriptedExecutor):
    """Takes trainings while ``room``."""

    room = True

    async def admits(self) -> bool:
        return self.room


class Bench:
    """A dispatcher with both executors."""

    def __init__(self, folder: Path) -> None:
        self.clock, self.store = FakeClock(), MemoryJobStore(folder)
        self.drawing, self.training = ScriptedExecutor(), Training()
        self.dispatcher = Dispatcher(
            self.store,
            {Lane.DEVICE: self.drawing},
            owner="test",
            clock=self.clock,
            learning={Lane.DEVICE: self.training},
        )

    async def ask(self, name: str, *, training: bool = False, account: str = "ada") -> None:
        photos = (Path("photo.jpg"),)
        learn = Enrol(photos=photos, identity=Path("identity"))
        draw = Portrait(identity=Path("identity"), style="oil", out=Path("out"))
        self.store.add(name, learn if training else draw, account=account)
        await settle()


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    """Run a dispatcher for the length of a test."""
    made = Bench(tmp_path)
    running = asyncio.create_task(made.dispatcher.run())
    await settle()
    yield made
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


def test_what_trains_says_so_itself():
    """A face known from photos alone takes seconds: it must not wait behind trainings."""
    assert training_kinds() == {Enrol.kind, TrainStyle.kind}
    assert EnrolInstant.kind not in training_kinds()


async def test_a_portrait_is_drawn_while_a_face_is_learnt(bench: Bench):
    """The training takes minutes, and who asks for a picture meanwhile gets it at once."""
    await bench.ask("training", training=True)
    await bench.ask("portrait", account="bob")
    assert (bench.training.started, bench.drawing.started) == (["training"], ["portrait"])
    assert bench.dispatcher.lanes() == {Lane.DEVICE: (2, 2)}


async def test_without_room_for_both_everything_takes_its_turn(bench: Bench):
    """The control, and what a small machine does: one worker for all, as promised by its memory."""
    bench.training.room = False
    await bench.clock.advance(ADMIT_SECONDS)
    await bench.ask("training", training=True)
    await bench.ask("portrait", account="bob")
    assert (bench.training.started, bench.drawing.started) == ([], ["training"])
    assert bench.dispatcher.lanes() == {Lane.DEVICE: (1, 1)}


async def test_one_training_does_not_let_the_next_one_take_the_other_worker(bench: Bench):
    """Two people learn one after the other; the worker that draws stays free for everybody."""
    await bench.ask("first", training=True)
    await bench.ask("second", training=True, account="bob")
    assert (bench.training.started, bench.drawing.started) == (["first"], [])
    bench.training.ends["first"].set_result(DRAWN)
    await settle()
    assert bench.training.started == ["first", "second"]


async def test_a_training_waits_no_longer_than_a_look_when_the_memory_comes_and_goes(bench: Bench):
    """Whoever serves trainings changes while all slots sleep: none may be forgotten between the two."""
    bench.training.room = False
    await bench.clock.advance(ADMIT_SECONDS)
    await bench.ask("portrait")
    bench.training.room = True
    await bench.ask("training", training=True, account="bob")
    assert "training" not in bench.training.started
    await bench.clock.advance(ADMIT_SECONDS)
    assert bench.training.started == ["training"]
    bench.training.ends["training"].set_result(DRAWN)
    bench.drawing.ends["portrait"].set_result(DRAWN)
    bench.training.room = False
    await bench.clock.advance(ADMIT_SECONDS)
    await bench.ask("another", training=True)
    assert bench.drawing.started == ["portrait", "another"]


async def test_a_broken_look_at_the_memory_means_one_worker_for_all(bench: Bench):
    """Nothing may stop the queue, least of all a question about room."""

    async def broken() -> bool:
        raise OSError

    bench.training.admits = broken  # type: ignore[method-assign]
    await bench.clock.advance(ADMIT_SECONDS)
    await bench.ask("training", training=True)
    assert bench.drawing.started == ["training"]


async def test_somebody_erased_is_forgotten_where_they_were_learnt_too(bench: Bench):
    """Their face is in the memory of that worker as well."""
    await bench.dispatcher.forget()
    assert bench.drawing.forgot
    assert bench.training.forgot


async def test_the_end_of_the_program_gives_both_jobs_back(bench: Bench):
    """A restart costs neither an attempt."""
    await bench.ask("training", training=True)
    await bench.ask("portrait")
    stopping = asyncio.create_task(bench.dispatcher.stop(10))
    await bench.clock.advance(11)
    await stopping
    assert [row.state for row in bench.store.rows.values()] == ["queued", "queued"]
    assert [row.attempts for row in bench.store.rows.values()] == [0, 0]
    assert bench.training.closed


async def test_the_next_training_is_not_begun_where_the_last_one_found_no_memory(bench: Bench):
    """Nobody looks for five seconds, and whoever came next would end the same way and pay an attempt for it."""
    await bench.ask("first", training=True)
    await bench.ask("second", training=True, account="bob")
    bench.training.room = False
    bench.training.ends["first"].set_exception(DeviceMemoryError())
    await settle()
    assert bench.training.started == ["first"]
    assert len(bench.drawing.started) == 1  # they take their turn there
