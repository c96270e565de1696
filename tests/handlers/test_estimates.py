"""How long a job will run, by what jobs like it took here."""

from __future__ import annotations

import random

import pytest

from handlers import work
from handlers.estimates import NEWEST, expected, fitted, usual
from storage import durations, jobs
from storage.durations import Duration
from tests.handlers.stage import Stage


def _known(*pairs: tuple[int, float]) -> list[Duration]:
    return [Duration(size=size, seconds=seconds) for size, seconds in pairs]


def test_a_job_of_the_same_size_says_most():
    """Four pictures took six seconds last time, and one that hung must not double what is promised."""
    assert fitted(_known((4, 6.0), (4, 60.0), (4, 6.2), (1, 3.0)), 4) == 6.2


def test_what_is_common_to_all_sizes_is_paid_once():
    """Photos are made ready once, however many pictures follow: one picture is no quarter of four."""
    known = _known((2, 6.0), (4, 8.0), (6, 10.0), (8, 12.0))
    assert fitted(known, 1) == pytest.approx(5.0)
    assert fitted(known, 10) == pytest.approx(14.0)


def test_of_one_size_the_others_are_in_proportion():
    """Nothing says what is common; the first to ask for ten is told ten times one."""
    assert fitted(_known((1, 3.0), (1, 5.0)), 10) == pytest.approx(40.0)
    assert fitted(_known((0, 3.0), (0, 5.0)), 10) == pytest.approx(4.0), "what counts nothing is no reason to fail"


def test_more_never_takes_less_and_nothing_takes_less_than_nothing():
    """Noise must not promise pictures in the past, or ten of them sooner than one."""
    assert fitted(_known((1, 9.0), (2, 2.0)), 10) == pytest.approx(5.5)
    assert fitted(_known((5, 1.0), (6, 30.0)), 1) >= 0.0


def test_with_noise_nine_of_ten_are_right_within_a_quarter():
    """The promise, for a single job: a tenth of noise, seven seen before."""
    chance, right = random.Random(0), 0
    for _ in range(200):
        known = _known(*((size, (3 + 2 * size) * chance.gauss(1, 0.1)) for size in (4, 4, 4, 1, 2, 4, 8)))
        size = chance.choice((1, 2, 4, 8))
        right += abs(fitted(known, size) / ((3 + 2 * size) * chance.gauss(1, 0.1)) - 1) <= 0.25
    assert right >= 180


async def test_the_operators_estimate_counts_until_something_was_measured(stage: Stage):
    """And the machine's own word after that."""
    limits = stage.deps.limits
    async with stage.db.transaction() as tx:
        assert await expected(tx, "portrait", "auto/none/oil", 4, limits, 4) == 4 * limits.picture_seconds
        assert await usual(tx, "enrol", limits) == limits.training_seconds
        durations.add(tx, "portrait", "auto/none/oil", Duration(size=4, seconds=7.0))
        assert await expected(tx, "portrait", "auto/none/oil", 4, limits, 4) == 7.0
        assert await expected(tx, "no-such-kind", "", 1, limits) == 0.0


async def test_a_finished_job_is_learnt_from(stage: Stage, ann):
    """The next one is told what the last one took."""
    await ann.teaches(photos=1)
    await ann.types("/portrait oil 4")
    await stage.draw(seconds=11.0)
    async with stage.db.reading() as rx:
        assert await durations.recent(rx, "portrait", "auto/none/oil") == _known((4, 11.0))


async def test_half_a_job_is_not_learnt_from(stage: Stage, ann):
    """A bot that was killed goes on with a training where it was: what is left says nothing of the whole."""
    await ann.teaches(photos=1)
    await ann.types("/portrait oil 4")
    async with stage.db.transaction() as tx:
        await tx.run("UPDATE jobs SET deaths = 1 WHERE state = 'queued'")
    await stage.draw(seconds=3.0)
    async with stage.db.reading() as rx:
        assert not await durations.recent(rx, "portrait", "auto/none/oil")


async def test_who_waits_behind_people_drawn_together_waits_for_them_once(stage: Stage, ann, bob):
    """Each of a batch says when the whole will be done: that is no sum. The control: one after the other it is."""
    for who in (ann, bob, stage.person("cyd")):
        await who.teaches(photos=1)
        await who.types("/portrait oil 4")
    async with stage.db.transaction() as tx:
        for _ in range(NEWEST):
            durations.add(tx, "portrait", "auto/none/oil", Duration(size=4, seconds=10.0))
        (*before, last) = [job for job in await jobs.queued(tx, "device", 9) if job.kind == "portrait"]
        assert len(before) == 2
        assert await _ready_in(tx, last, stage) == pytest.approx(30.0)
        for job in before:
            await tx.run(
                "UPDATE jobs SET state = 'running', started = ?, progress = ? WHERE id = ?",
                (tx.now() - 4.0, '{"stage": "drawing", "seconds_left": 16.0}', job.id),
            )
        assert await _ready_in(tx, last, stage) == pytest.approx(26.0)


async def _ready_in(tx, job, stage: Stage) -> float:
    return await work.ready_in(tx, job, await work.place_of(tx, job, stage.deps), stage.deps)
