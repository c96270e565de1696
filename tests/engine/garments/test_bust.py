"""What a photo's head is worth to another picture."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from engine.faces.regions import face_width, upright
from engine.faces.types import Face
from engine.garments import bust, neck
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


def test_a_head_comes_onto_the_middle_of_a_turned_wearers_neck(astronaut_face: Face, monkeypatch: pytest.MonkeyPatch):
    """Half of the way was gone, and the neck stood out beside the jaw on one side, as a shelf."""
    points, nothing = astronaut_face.mesh.points, np.zeros((512, 512), np.float32)
    x, y = neck._about_chin(points, (512, 512))
    straight, aside = (
        ((x > -0.36 - to) & (x < 0.36 - to) & (y > -0.7) & (y < 0.3)).astype(np.float32) for to in (0, 0.2)
    )
    monkeypatch.setattr(bust, "_parts", lambda subject: (nothing, straight))
    cut = SimpleNamespace(hair=nothing, clothes=nothing)
    own = SimpleNamespace(mesh=SimpleNamespace(points=points, yaw=0.0), cut=cut)
    wearer = SimpleNamespace(points=points, yaw=17.0)
    still = np.eye(2, 3)
    across = np.linalg.inv(upright(points)[:, :2].astype(np.float64)) @ np.array([-0.2, 0])
    moved = bust.onto_neck(still, own, wearer, aside)
    assert moved[:, 2] == pytest.approx(across, abs=0.04 * face_width(points))
    assert np.array_equal(bust.onto_neck(still, own, SimpleNamespace(points=points, yaw=2.0), aside), still)
