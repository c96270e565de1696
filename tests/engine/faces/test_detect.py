"""Counting faces."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.faces.detect import Hog, HogAndMesh, foreground
from engine.faces.mesh import same_place
from engine.faces.types import Face
from tests.engine.faces.altered import beside, blurred, masked, shrunk, without_face


def face(left: float, top: float, side: float) -> Face:
    return Face(box=np.array([left, top, left + side, top + side], np.float32), score=1.0)


def test_one_person_is_one_face(faces, astronaut):
    """The pattern on her suit, which the window half believes in, is none."""
    found = faces.faces(astronaut)
    assert len(found) == 1
    assert found[0].score > 1
    assert found[0].mesh is not None


def test_two_people_are_two_faces_largest_first(faces, astronaut):
    """A couple's photo must not pass as a selfie."""
    smaller = cv2.resize(astronaut, None, fx=0.8, fy=0.8, interpolation=cv2.INTER_AREA)
    second = np.full_like(astronaut, 200)
    second[60 : 60 + len(smaller), : smaller.shape[1]] = smaller
    found = faces.faces(beside(astronaut, second))
    assert len(found) == 2
    assert found[0].centre[0] < 512 < found[1].centre[0]


def test_a_far_face_in_the_background_is_ignored(faces, astronaut):
    """Somebody passing behind is no second subject: a quarter of the area, as in the published code."""
    picture = cv2.resize(astronaut, (1024, 1024))
    picture[560:, 560:] = cv2.resize(astronaut, (464, 464), interpolation=cv2.INTER_AREA)
    assert len(faces.detector.faces(picture)) == 2
    assert len(faces.faces(picture)) == 1


def test_a_picture_without_a_face_has_none(faces, astronaut):
    """A suit and a helmet are no faces, nor is a blank wall."""
    assert faces.faces(without_face(astronaut)) == []
    assert faces.faces(np.full((300, 400, 3), 128, np.uint8)) == []


def test_a_small_face_in_a_large_picture_is_found_at_the_second_look(faces, astronaut):
    """What spans a twelfth of the picture is seen, so that it can be called too small rather than missing."""
    canvas = np.full((1500, 1500, 3), 120, np.uint8)
    canvas[500:1012, 500:1012] = astronaut
    found = faces.faces(canvas)
    assert len(found) == 1
    assert found[0].box[0] == pytest.approx(500 + 180, abs=15)


def test_a_slightly_blurred_face_is_still_a_face(faces, astronaut, astronaut_face):
    """Otherwise "no face" would be said where "blurred" helps."""
    assert len(faces.faces(blurred(astronaut, astronaut_face))) == 1


def test_one_face_is_counted_once(faces, astronaut, astronaut_face):
    """Both searches see it, also when it is half hidden and they disagree on its size."""
    assert len(faces.faces(masked(astronaut, astronaut_face)[20:270, 100:350])) == 1


def test_the_background_rule_keeps_equals():
    """Exactly a quarter is background, a little more is not."""
    assert len(foreground([face(0, 0, 100), face(200, 0, 50)])) == 1
    assert len(foreground([face(0, 0, 100), face(200, 0, 51)])) == 2
    assert foreground([]) == []


class Anybody:
    """Stands in for both searches: the window believes in one place, where only the second search sees a mesh."""

    name = "anybody"

    def __init__(self, box, mesh):
        self.box, self.mesh = box, mesh

    def find(self, rgb, side=0, threshold=0.0):
        return [(self.box, 1.2)] if side else [self.mesh]

    def fit(self, rgb, box):
        return None


def test_a_mesh_seen_by_the_second_search_belongs_to_the_face_of_the_first(astronaut, astronaut_face):
    """Otherwise a smaller face in the background, which has one, would be taken for the person."""
    both = Anybody(astronaut_face.box, astronaut_face.mesh)
    (found,) = HogAndMesh(both, both).faces(astronaut)
    assert found.mesh is astronaut_face.mesh
    assert found.score == 1.2


def test_cheek_to_cheek_is_two_places():
    """Faces of a couple overlap a little; one face found twice overlaps nearly whole."""
    assert not same_place(face(0, 0, 100).box, face(70, 0, 100).box)
    assert same_place(face(0, 0, 100).box, face(10, 10, 100).box)
    assert same_place(face(0, 0, 100).box, face(20, 20, 60).box)


def test_the_window_answers_in_pixels_of_the_picture(astronaut):
    """Whatever the size it searches at."""
    hog = Hog()
    searches = [(1.0, 640), (1.0, 1280), (0.6, 640)]
    boxes = [hog.find(shrunk(astronaut, scale), side, 0.0)[0][0] / scale for scale, side in searches]
    assert np.ptp(np.stack(boxes), axis=0).max() < 25
