"""The estimate of a job's remaining seconds."""

from __future__ import annotations

from engine.queue.timeleft import TimeLeft
from engine.requests import Progress


def _at(stage: str, done: int, left: float | None = None) -> Progress:
    return Progress(stage=stage, done=done, total=10, seconds_left=left)


def test_steady_steps_give_an_exact_estimate():
    """After three seconds for three steps, five more steps take five seconds."""
    times = iter([0.0, 1.0, 2.0, 3.0, 4.0, 5.0])
    left = TimeLeft(lambda: next(times))
    answers = [left.fill(_at("train", done)).seconds_left for done in range(6)]
    assert answers == [None, None, 8.0, 7.0, 6.0, 5.0]


def test_a_slow_first_step_does_not_spoil_the_estimate():
    """The first step loads models; counted in, it would promise minutes."""
    now = [0.0]
    left = TimeLeft(lambda: now[0])
    for done, time in ((0, 0.0), (1, 60.0), (2, 61.0)):
        now[0] = time
        answer = left.fill(_at("train", done))
    assert answer.seconds_left == 8.0


def test_a_new_stage_starts_over():
    """Stages have different speeds."""
    now = [0.0]
    left = TimeLeft(lambda: now[0])
    left.fill(_at("train", 9))
    now[0] = 100.0
    assert left.fill(_at("draw", 1)).seconds_left is None


def test_a_task_that_knows_better_is_believed():
    """Training knows its own schedule."""
    assert TimeLeft(lambda: 0.0).fill(_at("train", 5, left=42.0)).seconds_left == 42.0
