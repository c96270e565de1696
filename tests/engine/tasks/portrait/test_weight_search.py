"""Choosing the two weights by trying them."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from engine.tasks.portrait import weight_search
from engine.tasks.portrait.request import WeightTrial


def _tried(face: float, style: float, likeness: float, kept: float) -> WeightTrial:
    return WeightTrial(face_weight=face, style_weight=style, likeness=likeness, style=kept)


def test_the_most_alike_setting_that_keeps_the_style_wins():
    """More face at the price of half the style is no bargain."""
    usual = _tried(1.0, 1.0, 0.50, 1.0)
    found = weight_search.best([usual, _tried(1.2, 1.0, 0.55, 0.9), _tried(1.2, 0.75, 0.70, 0.5)])
    assert (found.face, found.style) == (1.2, 1.0)
    assert len(found.tried) == 3


def test_the_usual_weights_stay_where_nothing_is_better():
    """Also where the style cannot be seen at all, and every share is about nothing."""
    found = weight_search.best(
        [_tried(1.0, 0.25, 0.5, -0.1), _tried(1.2, 0.25, 0.5, -0.2), _tried(0.85, 0.25, 0.4, 0.3)]
    )
    assert (found.face, found.style) == (1.0, 0.25)


@pytest.mark.parametrize(("has_face", "has_style", "count"), [(True, True, 6), (True, False, 3), (False, True, 2)])
def test_only_weights_that_do_something_are_tried(has_face: bool, has_style: bool, count: int):
    """Every try costs a picture; the usual weights are always the first."""
    pairs = weight_search.settings(1.0, 0.25, has_face=has_face, has_style=has_style)
    assert pairs[0] == (1.0, 0.25)
    assert len(set(pairs)) == len(pairs) == count


def test_the_share_of_a_style_runs_from_none_to_all():
    """What is halfway between the plain and the styled picture has half of the style."""
    plain, styled = np.array([0.0, 1.0]), np.array([2.0, 1.0])
    assert weight_search.share(plain, plain, styled) == 0
    assert weight_search.share(styled, plain, styled) == pytest.approx(1)
    assert weight_search.share((plain + styled) / 2, plain, styled) == pytest.approx(0.5)
    assert weight_search.share(np.array([0.0, 9.0]), plain, styled) == pytest.approx(0)  # changed, but not towards it


class Studio:
    """Draws grey pictures: the style makes them bright, the face tells likeness; too much face spoils it."""

    def __init__(self) -> None:
        self.drawn: list[tuple[float | None, float]] = []

    def draw(self, face: float | None, style: float) -> list[np.ndarray]:
        self.drawn.append((face, style))
        picture = np.full((8, 8, 3), 60 + 100 * style, np.float32)
        picture[0, 0] = 0 if face is None else 100 - 90 * abs(face - 1.2)
        return [picture]

    def likeness(self, pictures: list[np.ndarray]) -> float:
        return float(pictures[0][0, 0, 0] / 100)

    def encode(self, pictures: np.ndarray) -> torch.Tensor:
        return torch.from_numpy(pictures).permute(0, 3, 1, 2)


def test_a_person_who_needs_more_weight_gets_it():
    """The whole search on a studio whose best face weight is known."""
    studio, heard = Studio(), []
    found = weight_search.choose(
        studio.draw, studio.likeness, studio.encode, 1.0, 0.5, has_face=True, has_style=True,
        step=lambda done, total: heard.append((done, total)),
    )  # fmt: skip
    assert found.face == pytest.approx(1.2)
    assert found.style == 0.5
    assert (None, 0.5) in studio.drawn
    assert (1.0, 0.0) in studio.drawn
    assert heard[-1] == (8, 8)
