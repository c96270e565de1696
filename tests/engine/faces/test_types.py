"""What a face and its mesh tell."""

from __future__ import annotations

import numpy as np
import pytest

from engine.faces.types import CHIN, FOREHEAD, Face, Mesh


def turned(axis: str, degrees: float) -> Mesh:
    """A mesh whose head is turned about one axis of mediapipe's frame (x right, y up, z to the camera)."""
    c, s = np.cos(np.radians(degrees)), np.sin(np.radians(degrees))
    rotation = {
        "yaw": [[c, 0, s], [0, 1, 0], [-s, 0, c]],
        "pitch": [[1, 0, 0], [0, c, -s], [0, s, c]],
        "roll": [[c, -s, 0], [s, c, 0], [0, 0, 1]],
    }[axis]
    matrix = np.eye(4, dtype=np.float32)
    matrix[:3, :3] = rotation
    return Mesh(points=np.zeros((478, 3), np.float32), blendshapes={}, matrix=matrix)


@pytest.mark.parametrize("axis", ["yaw", "pitch", "roll"])
@pytest.mark.parametrize("degrees", [-40.0, -5.0, 0.0, 20.0, 50.0])
def test_angles_are_read_off_the_matrix(axis, degrees):
    """Each angle is its own, none leaks into another."""
    mesh = turned(axis, degrees)
    others = {"yaw", "pitch", "roll"} - {axis}
    assert getattr(mesh, axis) == pytest.approx(degrees, abs=1e-3)
    assert all(getattr(mesh, other) == pytest.approx(0, abs=1e-3) for other in others)


def test_the_outline_runs_from_forehead_to_chin(astronaut_face):
    """The box is drawn around the outline."""
    mesh = astronaut_face.mesh
    assert mesh.oval.shape == (36, 2)
    assert mesh.box[1] == pytest.approx(mesh.points[FOREHEAD, 1], abs=3)
    assert mesh.box[3] == pytest.approx(mesh.points[CHIN, 1], abs=3)


def test_five_landmarks_are_named_from_the_persons_side(astronaut_face):
    """Her right eye is on the left of the picture, above her mouth."""
    right_eye, left_eye, nose, right_corner, left_corner = astronaut_face.mesh.five
    assert right_eye[0] < nose[0] < left_eye[0]
    assert right_corner[0] < left_corner[0]
    assert right_eye[1] < nose[1] < right_corner[1]


def test_a_box_has_side_area_and_centre():
    """Plain geometry, used by every threshold on size."""
    face = Face(box=np.array([10, 20, 40, 80], np.float32), score=1.0)
    assert (face.side, face.area) == (60, 1800)
    assert np.array_equal(face.centre, [25, 50])
