"""Masks and planes of a face: what is computed faster or coarser is what the plain way makes."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.faces.regions import (
    LEFT_BROW,
    RIGHT_BROW,
    WHOLE_LIPS,
    coarser,
    features,
    mixed,
    part,
    soften_wide,
)
from engine.faces.types import LEFT_EYE, RIGHT_EYE


@pytest.mark.parametrize("sigma", [0.1, 2.0, 7.0, 15.0, 37.0])
@pytest.mark.parametrize(
    ("size", "share", "near"), [((300, 412), 5, 0.01), ((300, 412), 3, 0.03), ((251, 333), 5, 0.02)]
)
def test_a_wide_blur_is_that_of_full_size(sigma, size, share, near):
    """It is found on a coarser grid: a mask's edge may not move, nor become visibly softer, nor at a picture's edge."""
    mask = np.zeros(size, np.float32)
    cv2.circle(mask, (size[1] // 2, size[0] // 2), size[1] // share, 1.0, -1)
    plain = cv2.GaussianBlur(mask, (0, 0), max(sigma, 0.3))
    assert np.abs(soften_wide(mask, sigma) - plain).max() < near
    shifted = np.roll(plain, max(1, round(sigma / 3)), axis=1)
    assert np.abs(shifted - plain).max() > 0.05, "the control: a third of the blur's width aside is seen"


def test_points_lie_on_a_coarser_grid_where_their_pixels_do():
    """A warp worked out there would otherwise be half a place off."""
    picture = np.zeros((90, 122), np.float32)
    picture[40:44, 80:84] = 1
    grid = coarser(picture.shape, 4)
    small = grid.of(picture)
    row, column = np.unravel_index(small.argmax(), small.shape)
    points = grid.points(np.array([[81.5, 41.5, 0]], np.float32))
    assert np.abs(points[0, :2] - [column, row]).max() < 0.6
    assert small.shape == (23, 31)


def test_features_are_all_their_parts(astronaut, astronaut_face):
    """Drawn into one mask, each where it would be alone."""
    points = astronaut_face.mesh.points
    parts = [part(astronaut.shape, points, names, 1.4)
             for names in (RIGHT_EYE, LEFT_EYE, RIGHT_BROW, LEFT_BROW, WHOLE_LIPS)]  # fmt: skip
    assert np.array_equal(features(astronaut.shape, points), np.maximum.reduce(parts))
    assert 0 < features(astronaut.shape, points).mean() < 0.2


def test_a_mixture_is_below_where_nothing_is_shared_and_above_where_all_is():
    """Values beyond 0..255 too: bands are mixed by it."""
    random = np.random.default_rng(3)
    below, above = (random.random((2, 20, 30, 3), np.float32) - 0.5) * 400
    share = random.random((20, 30)).astype(np.float32)
    share[:5], share[15:] = 0, 1
    plain = below * (1 - share[..., None]) + above * share[..., None]
    assert np.abs(mixed(below, above, share) - plain).max() < 0.02
    assert np.abs(plain - below).max() > 100
