"""Where pixels come from: a head goes along with its new outline, what is behind it or before it stands still."""

from __future__ import annotations

import numpy as np

from engine.canvas.swap import geometry
from engine.faces.regions import face_width, hull
from engine.faces.types import CHIN, OVAL

SIZE = (400, 400)


def _moved(where: np.ndarray) -> np.ndarray:
    y, x = np.mgrid[: SIZE[0], : SIZE[1]].astype(np.float32)
    return np.hypot(where[..., 0] - x, where[..., 1] - y)


def test_a_frame_right_below_a_chin_stays_straight(astronaut_face):
    """A frame bowed where it met a longer chin: it is not the wearer, so it stands still; the jaw goes all the way."""
    points = astronaut_face.mesh.points.copy()
    points[:, :2] = (points[:, :2] - points[:, :2].mean(0)) * (200 / face_width(points)) + 200
    width, longer = face_width(points), points.copy()
    longer[:, 1] += np.clip(points[:, 1] - 200, 0, None) * 0.12  # a longer chin, as somebody else's
    wearer = hull(SIZE, points[list(OVAL), :2])
    frame = np.s_[round(longer[CHIN, 1] + 0.11 * width), :]
    held, free = (_moved(geometry.bending(points, longer, SIZE, seen)) for seen in (wearer, None))
    assert held[frame].max() < 0.5 < 2 < free[frame].max()  # the control: all within the ring went along
    inside = hull(SIZE, longer[list(OVAL), :2]) > 0
    assert np.abs(held - free)[inside].max() < 0.15 * free[inside].max()
