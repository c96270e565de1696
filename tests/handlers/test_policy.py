"""Quotas, counts, flood, age."""

from __future__ import annotations

import pytest

from handlers import policy
from handlers.jobs import job_kinds
from handlers.policy import Bucket, Limits, take

LIMITS = Limits(burst=3.0, refill=0.5)


def test_a_burst_is_welcome_and_a_flood_is_not():
    """Quick typing is human; a script is slowed down."""
    bucket, answers = None, []
    for _ in range(5):
        bucket, welcome = take(bucket, 100.0, LIMITS)
        answers.append(welcome)
    assert answers == [True, True, True, False, False]


def test_a_flood_is_forgiven_at_the_refill_rate():
    """Half a command a second: after two seconds one more is welcome."""
    empty = Bucket(tokens=0.0, at=100.0, told=True)
    assert take(empty, 101.9, LIMITS)[1] is False
    bucket, welcome = take(empty, 102.0, LIMITS)
    assert welcome
    assert not bucket.told


def test_a_clock_set_back_gives_nothing_and_takes_nothing():
    """A wrong clock must not lock a person out."""
    assert take(Bucket(tokens=2.0, at=100.0), 50.0, LIMITS)[0].tokens == 1.0


def test_the_wait_that_is_told_is_long_enough():
    """Whoever waits as long as asked is heard."""
    bucket = Bucket(tokens=0.2, at=100.0)
    assert take(bucket, 100.0 + policy.wait_seconds(bucket, LIMITS), LIMITS)[1]


@pytest.mark.parametrize(("position", "told"), [(1, 1), (7, 7), (8, 9), (12, 14), (24, 29), (10_000, 10_000), (0, 1)])
def test_a_position_is_told_on_the_ladder_and_never_too_small(position, told):
    """Long queues move without an edit each; nobody is promised a better place than theirs."""
    assert policy.rung(position) == told


def test_the_day_is_not_overdrawn():
    """A job that would pass the limit is refused, one that reaches it exactly is not."""
    limits, portrait = Limits(seconds_per_day=100.0, picture_seconds=10.0), job_kinds()["portrait"]
    assert policy.affordable(60.0, portrait.cost(limits, 4), limits)
    assert not policy.affordable(61.0, portrait.cost(limits, 4), limits)


def test_looking_at_photos_costs_nothing():
    """Being told what is wrong with a photo must never be a question of quota."""
    assert job_kinds()["inspect"].cost(Limits(), 1) == 0.0


@pytest.mark.parametrize(
    ("accepted", "under_age", "allowed"), [(5, 0, True), (5, 1, True), (1, 1, False), (2, 3, False), (0, 0, False)]
)
def test_a_face_that_mostly_looks_under_age_is_not_learnt(accepted, under_age, allowed):
    """One wrong guess of an age model is forgiven, a pattern is not."""
    assert policy.may_train(accepted, under_age) is allowed


def test_a_weight_moves_by_steps_and_stops_at_its_bound():
    """ "Closer to me" pressed ten times must not burn the picture."""
    weight = 1.0
    for _ in range(10):
        weight = policy.nudged(weight, policy.WEIGHT_STEP, policy.FACE_WEIGHTS)
    assert weight == policy.FACE_WEIGHTS[1]


def test_a_count_is_clamped():
    """Settings of an older version may hold anything."""
    assert [policy.count_within(count, Limits()) for count in (-1, 3, 99)] == [1, 3, 10]
