"""What a photo's head is worth to another picture."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from engine.faces.regions import face_width
from engine.faces.types import Face
from engine.garments.bust import unrest_behind


def photo(face: Face, behind: int) -> SimpleNamespace:
    """Return somebody with a band of hair left of their face; stripes of ``behind`` grey values lie beyond it."""
    points = face.mesh.points
    left = int(points[:, 0].min())
    alpha = np.zeros((512, 512), np.float32)
    hair = alpha.copy()
    alpha[:, left - 20 :], hair[:, left - 20 : left] = 1, 1
    rgb = np.full((512, 512, 3), 120, np.uint8)
    rgb[::16] += np.uint8(behind)
    rgb[:, left - 20 :] = np.random.default_rng(1).integers(
        0, 255, (512, 532 - left, 3)
    )  # the person's own is no unrest
    far = left - 20 - int(face_width(points))
    rgb[:, : max(far, 0)] = 255  # nor is what lies far from the hair
    return SimpleNamespace(rgb=rgb, mesh=face.mesh, cut=SimpleNamespace(alpha=alpha, hair=hair))


def test_leaves_behind_hair_are_told_from_a_wall(astronaut_face: Face):
    """Between strands some of what was behind them stays: of a wall nobody sees it."""
    assert unrest_behind(photo(astronaut_face, 0)) == pytest.approx(0, abs=1e-3)
    assert unrest_behind(photo(astronaut_face, 120)) > 0.08
