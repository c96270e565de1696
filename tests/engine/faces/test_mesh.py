"""The 478 points."""

from __future__ import annotations

import numpy as np
import pytest

from engine.faces.mesh import PADDING, around
from engine.faces.types import MOUTH_LEFT, MOUTH_RIGHT
from tests.engine.faces.altered import beside, shrunk, without_face


def test_a_smiling_face_is_read_as_one(astronaut_face):
    """Points lie where the face is, the expression is hers, the head is nearly straight."""
    mesh = astronaut_face.mesh
    assert mesh.points.shape == (478, 3)
    assert np.abs(mesh.eyes - [[204, 102], [246, 104]]).max() < 5
    assert mesh.shape("mouthSmileLeft", "mouthSmileRight") > 0.7
    assert mesh.shape("eyeBlinkLeft", "eyeBlinkRight") < 0.2
    assert abs(mesh.yaw) < 15
    assert abs(mesh.roll) < 10


def test_a_crop_gives_the_same_pixels_as_the_whole(faces, astronaut, astronaut_face):
    """Points fitted in a padded crop are moved back into the picture."""
    whole = faces.meshes.find(astronaut)[0]
    crop = faces.meshes.fit(astronaut, astronaut_face.box)
    assert np.abs(whole.points[:, :2] - crop.points[:, :2]).mean() < 3


def test_yaw_changes_its_sign_in_a_mirror(faces, astronaut):
    """Looking to one side of the picture becomes looking to the other."""
    one = faces.mesh(astronaut).yaw
    other = faces.mesh(np.ascontiguousarray(astronaut[:, ::-1])).yaw
    assert one * other < 0
    assert abs(one) == pytest.approx(abs(other), abs=5)


def test_nothing_is_fitted_to_a_suit(faces, astronaut):
    """No face, no mesh."""
    assert faces.meshes.find(without_face(astronaut)) == []
    assert faces.meshes.fit(astronaut, np.array([300, 380, 420, 500], np.float32)) is None


def test_nobody_gets_the_mesh_of_a_neighbour(faces, astronaut):
    """The place beside her is no face, though a look at it, with some room around, sees hers."""
    beside_her = np.array([275, 70, 395, 190], np.float32)
    crop, _ = around(astronaut, beside_her, PADDING)
    assert len(faces.meshes.find(crop)) == 1
    assert faces.meshes.fit(astronaut, beside_her) is None


def test_a_small_face_is_fitted_where_it_is_pointed_at(faces, astronaut, astronaut_face):
    """Within a group a face may be too small to be found, but not to be fitted."""
    small = shrunk(beside(astronaut, without_face(np.vstack([astronaut, astronaut]))[: len(astronaut)]), 0.4)
    mesh = faces.meshes.fit(small, astronaut_face.box * 0.4)
    corners = astronaut_face.mesh.points[[MOUTH_RIGHT, MOUTH_LEFT], :2] * 0.4
    assert np.abs(mesh.points[[MOUTH_RIGHT, MOUTH_LEFT], :2] - corners).max() < 3
