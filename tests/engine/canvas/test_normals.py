"""The shape light falls on is right where a shape is known."""

from __future__ import annotations

import numpy as np

from engine.canvas import normals

LEFT_CHEEK, RIGHT_CHEEK, BROW = 50, 280, 151  # as seen in the picture


def disc(side: int, x: float, y: float, radius: float) -> np.ndarray:
    """A round mask."""
    down, right = np.mgrid[0:side, 0:side]
    return (np.hypot(right - x, down - y) < radius).astype(np.float32)


def test_a_disc_is_inflated_to_a_half_sphere():
    """Heads are round: the height over a disc is that of a ball, within a tenth of its radius."""
    height = normals.inflated(disc(120, 60, 60, 40))
    down, right = np.mgrid[0:120, 0:120]
    ball = np.sqrt((40**2 - (right - 60) ** 2 - (down - 60.0) ** 2).clip(0))
    inside = ball > 12
    assert np.abs(height - ball)[inside].max() < 4.0
    assert height[~disc(120, 60, 60, 42).astype(bool)].max() == 0.0


def test_the_border_of_the_photo_is_no_edge_of_the_person():
    """Shoulders cut off by the photo go on: no bend, so no bright stripe, where the picture ends."""
    strip = np.zeros((120, 120), np.float32)
    strip[:, 40:80] = 1
    height = normals.inflated(strip)
    assert abs(height[0, 60] - height[60, 60]) < 0.02 * height[60, 60]
    ended = strip.copy()
    ended[:20] = 0  # control: a real edge does bend down
    assert normals.inflated(ended)[22, 60] < 0.6 * height[60, 60]


def test_cheeks_point_to_their_sides_and_the_forehead_to_the_camera(subject):
    """What the mesh says of a face decides where it is lit."""
    at = {place: subject.normals[tuple(subject.mesh.points[place, 1::-1].astype(int))]
          for place in (LEFT_CHEEK, RIGHT_CHEEK, BROW)}  # fmt: skip
    turned = -np.sin(np.radians(subject.mesh.yaw))  # she looks a little aside
    assert at[LEFT_CHEEK][0] < turned - 0.1 < turned + 0.1 < at[RIGHT_CHEEK][0]
    assert at[BROW][2] > 0.8


def test_every_normal_is_of_length_one(subject):
    """Light is an angle between unit vectors; a longer one would be a bright spot."""
    assert np.allclose(np.linalg.norm(subject.normals, axis=-1), 1, atol=1e-3)
    assert subject.face.max() > 0.95
    assert subject.face[subject.cut.alpha == 0].max() == 0
