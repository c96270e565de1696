"""Every face of a group picture: what one look misses another finds, and nobody is found where nobody is."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.canvas.backdrops import BACKDROPS
from engine.canvas.linear import display
from engine.faces.search import face_box, squares
from engine.faces.types import RGB


def _laid(astronaut: RGB, places: list[tuple[int, int, float, float]]) -> RGB:
    """Lay her head on grey again and again: x, y, scale, degrees."""
    sheet = np.full((900, 1400, 3), 140, np.uint8)
    mask = np.zeros(astronaut.shape[:2], np.uint8)
    cv2.ellipse(mask, (222, 130), (105, 135), 0, 0, 360, 255, -1)
    for x, y, scale, angle in places:
        move = cv2.getRotationMatrix2D((222, 130), angle, scale)
        move[:, 2] += np.array([x, y]) - (222, 130)
        seen = cv2.warpAffine(astronaut, move, sheet.shape[1::-1])
        share = cv2.warpAffine(mask, move, sheet.shape[1::-1]) > 127
        sheet[share] = seen[share]
    return sheet


@pytest.mark.parametrize("angle", [-90, -40, 0, 40, 90])
def test_a_head_is_found_however_it_leans(faces, astronaut, angle):
    """People lie on meadows and lean on shoulders."""
    sheet = _laid(astronaut, [(300, 300, 1.0, angle)])
    (face,) = faces.everyone(sheet)
    assert np.hypot(*(face.centre - (300, 300))) < 70
    assert face.mesh is not None


def test_small_heads_beside_a_large_one_are_said_too(faces, astronaut):
    """The photos' own look takes the small ones for background: the control."""
    places = [(300, 300, 1.0, 0.0), (800, 200, 0.3, 0.0), (1000, 600, 0.35, 25.0)]
    sheet = _laid(astronaut, places)
    found = faces.everyone(sheet)
    assert len(found) == 3
    assert len(faces.faces(sheet)) == 1
    for x, y, _, _ in places:
        assert min(np.hypot(*(face.centre - (x, y))) for face in found) < 70


@pytest.mark.parametrize("name", ["cafe", "graffiti", "pumpkins"])
def test_nobody_is_found_where_nobody_is(faces, name):
    """Drawn places are full of round things."""
    assert faces.everyone(display(BACKDROPS[name](600, 900, np.random.default_rng(2)))) == []


def test_the_squares_cover_the_picture_and_their_number_does_not_grow_with_it():
    """The look at a large picture takes no longer than that at a small one."""
    seen = np.zeros((300, 900), bool)
    parts = list(squares(np.zeros((300, 900, 3), np.uint8)))
    for (left, top), part in parts:
        seen[top : top + part.shape[0], left : left + part.shape[1]] = True
    assert seen.all()
    assert len(parts) == len(list(squares(np.zeros((600, 1800, 3), np.uint8)))) <= 115


def test_a_face_in_profile_has_a_box_about_as_large_as_one_from_before():
    """From the side both eyes fall together; what lies between ear and nose tells the size."""
    pose = np.zeros((33, 2), np.float32)
    pose[[2, 5]], pose[[9, 10]], pose[[7, 8]], pose[0] = (100, 100), (100, 140), (40, 110), (110, 120)
    box = face_box(pose)
    assert 80 < box[2] - box[0] < 130
    assert box[0] < 100 < box[2]
