"""The face's own frame, and how its points move."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.faces.types import CHIN, FOREHEAD
from engine.talking.mesh.anatomy import DROP, MID_LOWER, MID_UPPER, MOVES, anatomy, jaw_share, moves


@pytest.fixture(scope="module")
def face(astronaut_face):
    """The astronaut, smiling with parted lips."""
    return anatomy(astronaut_face.mesh)


@pytest.fixture(scope="module")
def tilted(faces, astronaut):
    """The same photo turned by 30 degrees."""
    turn = cv2.getRotationMatrix2D((225, 110), 30, 1)
    return anatomy(faces.mesh(cv2.warpAffine(astronaut, turn, (512, 512))))


def test_the_frame_lies_as_a_face_does(face):
    """Chin below, forehead above, nose in front, ears behind."""
    assert face.own[CHIN, 1] > 0.9
    assert face.own[FOREHEAD, 1] < -0.3
    assert face.own[1, 2] > 0.2
    assert face.own[[234, 454], 2].max() < -0.2
    assert face.seen[[1, CHIN, MID_UPPER]].all()


def test_points_come_back_from_their_own_frame(face):
    """To the face's frame and back is nothing."""
    places = np.array([[200.0, 150.0], [240.0, 170.0]])
    assert face.to_picture(face.to_own(places)) == pytest.approx(places)


def test_a_jaw_opens_along_its_own_face(face, tilted):
    """In a picture turned by 30 degrees the lower lip goes down the face, not down the picture."""
    angles = []
    for one in (face, tilted):
        right, down = moves(one)[MOVES.index("jaw"), MID_LOWER]
        angles.append(np.degrees(np.arctan2(down, right)))
        assert np.hypot(right, down) == pytest.approx(DROP * one.unit, rel=0.15)
    assert angles[0] - angles[1] == pytest.approx(30, abs=6)


def test_the_jaw_takes_the_lower_lip_and_not_the_upper_half(face):
    """Nose, eyes and upper lip stay; mouth corners hardly follow."""
    share = jaw_share(face)
    assert share[MID_LOWER] == pytest.approx(1, abs=0.05)
    assert share[CHIN] > 0.9
    assert share[[MID_UPPER, 1, 33, 263, FOREHEAD]].max() == 0
    assert share[[61, 291]].max() < 0.2


def test_rounding_narrows_and_spreading_widens(face):
    """Both corners go towards or away from the middle."""
    across = (face.points[291] - face.points[61]) / np.linalg.norm(face.points[291] - face.points[61])
    by = {name: (moves(face)[k, 291] - moves(face)[k, 61]) @ across for k, name in enumerate(MOVES)}
    assert by["rounding"] < -0.1 * face.unit * face.mouth_width
    assert by["spread"] > 0.08 * face.unit * face.mouth_width
