"""What is behind something that goes away."""

from __future__ import annotations

import cv2
import numpy as np

from engine.garments.clone import cloned, spread

UNIT = 60.0


def _grass() -> np.ndarray:
    """Leaves: bright and dark spots of one size, brighter to the right."""
    rng = np.random.default_rng(3)
    leaves = cv2.GaussianBlur(rng.standard_normal((240, 400)).astype(np.float32), (0, 0), 3)
    light = 0.3 + 0.1 * leaves / leaves.std() + np.linspace(0, 0.2, 400)[None]
    return np.repeat(light[..., None], 3, 2).astype(np.float32).clip(0.01, 1)


def _hole() -> np.ndarray:
    hole = np.zeros((240, 400), bool)
    hole[80:170, 160:240] = True
    return hole


def _contrast(light: np.ndarray, where: np.ndarray) -> float:
    fine = light[..., 0] - cv2.GaussianBlur(light[..., 0], (0, 0), 8)
    return float(fine[where].std())


def test_leaves_stay_leaves():
    """A blur where somebody's head was is seen at once; the control is such a blur."""
    light, hole = _grass(), _hole()
    spoilt = light.copy()
    spoilt[hole] = 0.9
    made = cloned(spoilt, hole, ~hole, UNIT)
    smooth = np.where(hole[..., None], spread(spoilt, ~hole), spoilt)
    there = _contrast(light, ~hole)
    assert 0.7 < _contrast(made, hole) / there < 1.3
    assert _contrast(smooth, hole) / there < 0.5


def test_no_border_is_seen_and_nothing_else_changes():
    """The step along the hole's edge is that of leaves; outside every pixel is the same."""
    light, hole = _grass(), _hole()
    spoilt = light.copy()
    spoilt[hole] = 0.9
    made = cloned(spoilt, hole, ~hole, UNIT)
    assert np.array_equal(made[~hole], spoilt[~hole])
    steps = np.abs(np.diff(made[80:170, :, 0], axis=1))
    assert steps[:, [159, 239]].mean() < 4 * steps[:, 20:140].mean()
    assert np.abs(np.diff(spoilt[80:170, :, 0], axis=1))[:, [159, 239]].mean() > 10 * steps[:, 20:140].mean()


def test_without_anything_known_the_picture_stays_as_it_is():
    """There is nothing to fill it with."""
    light = _grass()
    assert np.array_equal(cloned(light, _hole(), np.zeros((240, 400), bool), UNIT), light)
    assert np.array_equal(cloned(light, np.zeros((240, 400), bool), np.ones((240, 400), bool), UNIT), light)
