"""Colours brought together in few passes are those that numpy works out pixel by pixel."""

from __future__ import annotations

import numpy as np
import pytest

from engine.faces import blend
from engine.faces.regions import CHEEKS, from_lab, lab, part, skin_distance


@pytest.fixture
def two() -> np.ndarray:
    """Two pictures (60, 80, 3), one of them darker."""
    random = np.random.default_rng(5)
    return (random.random((2, 60, 80, 3)) * np.array([255, 140])[:, None, None, None]).astype(np.float32)


def test_a_matched_colour_is_the_plain_formula(two):
    """A faster way may be no other picture; outside of what is measured colours change as well."""
    mask = np.zeros((60, 80), np.float32)
    mask[10:50, 20:60] = 1
    here, there, inside = lab(two[0]), lab(two[1]), mask > 0.3
    mean, wanted = here[inside].mean(0), there[inside].mean(0)
    spread = np.clip((there[inside].std(0) + 1e-3) / (here[inside].std(0) + 1e-3), blend.SOFTEST, blend.HARDEST)
    plain = from_lab(here + 0.8 * ((here - mean) * spread + wanted - here))
    assert np.abs(blend.match_colour(two[0], two[1], mask, 0.8) - plain).max() < 0.01
    assert np.abs(plain - two[0]).mean() > 10, "the control: something was matched"


def test_how_far_from_skin_a_pixel_is_is_the_plain_formula(two, astronaut_face):
    """What covers a face is told by it."""
    points = astronaut_face.mesh.points.copy()
    points[:, :2] = (points[:, :2] - points[:, :2].min(0)) * 50 / np.ptp(points[:, 0])
    values = lab(two[0])
    usual = np.median(values[part(two[0].shape, points, CHEEKS) > 0], axis=0)
    plain = np.linalg.norm((values - usual) * np.array([1.5, 1, 1], np.float32), axis=-1)
    assert np.abs(skin_distance(two[0], points) - plain).max() < 0.01
    assert plain.dtype == skin_distance(two[0], points).dtype
    assert np.ptp(plain) > 20, "the control: pixels differ"
