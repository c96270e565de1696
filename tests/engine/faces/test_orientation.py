"""Which way up (paper 2.1.1, Image Rotation)."""

from __future__ import annotations

import numpy as np
import pytest

from engine.faces.detect import Hog
from engine.faces.orientation import HogOrientation
from tests.engine.faces.altered import without_face


@pytest.mark.parametrize(("quarters", "turned"), [(0, 0), (1, 90), (2, 180), (3, 270)])
def test_a_sideways_photo_is_stood_up(faces, astronaut, quarters, turned):
    """Phones lose the EXIF note; the answer says by how much the picture was turned clockwise."""
    upright, degrees = faces.upright(np.ascontiguousarray(np.rot90(astronaut, quarters)))
    assert degrees == turned
    assert np.array_equal(upright, astronaut)


def test_a_picture_without_a_face_is_left_alone(faces, astronaut):
    """Nothing seen is no reason to turn."""
    picture = without_face(astronaut)
    upright, degrees = faces.upright(picture)
    assert degrees == 0
    assert upright is picture


class CountingHog(Hog):
    """Counts how often it searches."""

    def __init__(self) -> None:
        self.searches = 0

    def find(self, *arguments: object) -> list:
        """Search and count."""
        self.searches += 1
        return super().find(*arguments)


def test_a_clear_upright_face_takes_one_search(astronaut):
    """The common case costs a quarter of one search instead of four."""
    hog = CountingHog()
    HogOrientation(hog).upright(np.ascontiguousarray(astronaut[20:320, 80:380]))
    assert hog.searches == 1
