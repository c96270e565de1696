"""The best moment of a training is kept, not the last."""

from __future__ import annotations

import torch

from engine import bases
from engine.training.judge import Judge


def _judge(distances: list[float]) -> Judge:
    answers = iter(distances)
    return Judge(lambda: next(answers), len(distances))


def test_candidates_come_from_the_second_half_and_end_with_the_last_step():
    """Before, nothing is learnt yet."""
    assert _judge([0, 0, 0]).marks(100) == {50, 75, 100}
    assert _judge([0]).marks(10) == {5, 10}


def test_the_embedded_bases_candidates_are_late_and_those_of_the_published_ones_where_they_were():
    """With few photos the best moment of a published base may be the middle: it has to be among those looked at."""

    def marks(name: str) -> set[int]:
        recipe = bases.families()[name].face
        return Judge(lambda: 0.0, recipe.checkpoints, recipe.judged_from).marks(1600)

    assert marks("pocket") == {1200, 1600}
    assert all(marks(name) == {800, 1200, 1600} for name in bases.families() if name != "pocket")


def test_the_most_alike_candidate_is_put_back():
    """With few photos an adapter learns the person first and the pictures afterwards."""
    judge, values = _judge([0.6, 0.5, 0.55]), [torch.nn.Parameter(torch.zeros(1))]
    for number, step in enumerate((50, 75, 100)):
        values[0].data.fill_(number)
        judge.look(step, values)
    assert judge.put_back(values) == 75
    assert values[0].item() == 1


def test_what_was_judged_survives_the_process():
    """A killed training does not judge again what it has judged."""
    judge, values = _judge([0.5, 0.6]), [torch.nn.Parameter(torch.full((1,), 7.0))]
    judge.look(5, values)
    again = _judge([0.9])
    again.restore(*judge.state())
    again.look(10, [torch.nn.Parameter(torch.zeros(1))])
    assert again.scores == [(5, 0.5), (10, 0.9)]
    assert again.put_back(values) == 5
    assert values[0].item() == 7
