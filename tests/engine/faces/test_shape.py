"""Warping: what lies off the mesh costs nothing, and is what it was."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.faces import shape


@pytest.mark.parametrize("kind", [np.uint8, np.float32])
@pytest.mark.parametrize("size", [(37, 53), (768, 493), (9000, 4)])
def test_pixels_off_the_mesh_are_those_that_reflecting_ends_at(kind, size):
    """Blurs and masks reach a little beyond the mesh: a faster way may be no other picture."""
    random = np.random.default_rng(7)
    picture = (random.random((*size, 3)) * 255).astype(kind)
    places = (random.random((40, 60, 2)) * size[::-1]).astype(np.float32)
    places[5:20, 10:30] = shape.OUTSIDE
    places[20, 10:30] = shape.OUTSIDE / 3  # half way between a triangle and what none covers
    places[21, 10:30, 0] = shape.OUTSIDE  # and one that is off by its column alone
    plain = cv2.remap(picture, places, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    inside = shape._inside(places.copy(), picture)
    assert np.array_equal(cv2.remap(picture, inside, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT), plain)
    assert inside[5:20, 10:30].min() >= 0
    assert np.array_equal(inside[:5], places[:5])


def test_a_face_that_does_not_move_leaves_its_picture_alone(astronaut, astronaut_face):
    """To the last row and column: those were once taken from the ones before."""
    points = astronaut_face.mesh.points
    height, width = astronaut.shape[:2]
    bent = shape.bend_picture(astronaut, points, points, (0, 0, width, height))
    assert np.array_equal(bent, astronaut)
    moved = points + np.array([4, 0, 0], np.float32)
    assert not np.array_equal(shape.bend_picture(astronaut, points, moved, (0, 0, width, height)), astronaut)
