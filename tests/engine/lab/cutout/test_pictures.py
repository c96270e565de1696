"""Training pictures of the cut-out network: what is drawn onto people is known exactly."""

from __future__ import annotations

import numpy as np
import pytest

from engine.lab.cutout.behind import behind
from engine.lab.cutout.spoil import lit, worse
from engine.lab.cutout.worn import WORN, glasses, hat

SIDE = 160


@pytest.fixture
def sitter(astronaut_face):
    """A grey person with the astronaut's face points: picture, shares of alpha and five classes, points."""
    points = astronaut_face.mesh.points[:, :2] - astronaut_face.mesh.oval.min(0) + 30
    shares = np.zeros((SIDE, SIDE, 6), np.float32)
    shares[20:, 20:150, 0] = shares[20:, 20:150, 2] = 1
    return np.full((SIDE, SIDE, 3), 120, np.float32), shares, points


@pytest.mark.parametrize("draw", [glasses, hat])
def test_what_is_drawn_is_taught_as_worn_and_nothing_is_counted_twice(sitter, draw):
    """Every changed pixel of a frame or a cap is worn; shares still add up to alpha."""
    rgb, shares, points = sitter
    drawn, given = draw(rgb, shares, points, np.random.default_rng(3))
    assert np.allclose(given[..., 1:].sum(-1), given[..., 0], atol=1e-4)
    assert given[..., WORN].sum() > 50
    strongly = (np.abs(drawn - rgb).max(-1) > 60) & (shares[..., 0] > 0)
    assert given[..., WORN][strongly].mean() > 0.4
    assert shares[..., WORN].max() == 0, "the photo's own shares stay as they were"


def test_light_and_wear_keep_a_picture_a_picture():
    """Sizes and range stay, and the same chance gives the same picture: trainings can be repeated."""
    random = np.random.default_rng(5)
    for _ in range(12):
        seed = int(random.integers(1 << 30))
        made = [worse(lit(behind([PLATE], r, SIDE), r), r) for r in map(np.random.default_rng, (seed, seed))]
        assert np.array_equal(*made)
        assert (made[0].shape, made[0].dtype) == ((SIDE, SIDE, 3), np.float32)
        assert 0 <= made[0].min() <= made[0].max() <= 255


PLATE = np.random.default_rng(0).integers(0, 255, (300, 600, 3), dtype=np.uint8)
