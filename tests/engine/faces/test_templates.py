"""Numbering the faces of a template."""

from __future__ import annotations

import numpy as np

from engine.faces import templates
from engine.faces.attributes import Attributes
from engine.faces.types import Face
from tests.engine.faces import altered


class _Seen:
    """A detector that sees what it is told."""

    def __init__(
        self, boxes: list[tuple[float, float, float]], mesh: object = None, age: float = 40.0, score: float = 0.0
    ) -> None:
        self._age = age
        self._faces = [
            Face(box=np.array([x, y, x + size, y + size], np.float32), score=score, mesh=mesh) for x, y, size in boxes
        ]

    def everyone(self, rgb: np.ndarray) -> list[Face]:
        return self._faces

    def attributes(self, rgb: np.ndarray, face: Face) -> Attributes:
        return Attributes(woman=0.5, age=self._age)


class _Straight:
    """A mesh of which only the turn matters; tilted so far that nobody looks for what covers it."""

    roll = 30.0

    def __init__(self, yaw: float = 0.0) -> None:
        self.yaw = yaw


def test_faces_are_numbered_as_one_reads():
    """Rows from above, in each row from the left, however large the faces are."""
    boxes = [(300, 215, 80), (10, 10, 90), (200, 20, 60), (100, 200, 100)]
    found = templates.spots(_Seen(boxes, _Straight()), np.zeros((400, 400, 3), np.uint8))
    assert [tuple(spot.face.box[:2].astype(int)) for spot in found] == [(10, 10), (200, 20), (100, 200), (300, 215)]
    assert [spot.number for spot in found] == [1, 2, 3, 4]


def test_a_face_that_cannot_be_redrawn_says_why():
    """Too few pixels, or seen from the side, or not readable at all."""
    picture = np.zeros((400, 400, 3), np.uint8)
    assert templates.spots(_Seen([(0, 0, 20)], _Straight()), picture)[0].problem == "too-small"
    assert templates.spots(_Seen([(0, 0, 90)], _Straight(60)), picture)[0].problem == "turned-away"
    assert templates.spots(_Seen([(0, 0, 90)], None), picture)[0].problem == "turned-away"
    assert templates.spots(_Seen([(0, 0, 90)], None, score=1.0), picture)[0].problem == "covered"
    assert templates.spots(_Seen([(0, 0, 90)], _Straight(-20)), picture)[0].problem == ""


def test_the_order_in_which_faces_were_found_changes_no_number():
    """Somebody who asks twice sees the same numbers."""
    boxes = [(300, 215, 80), (10, 10, 90), (200, 40, 60), (100, 200, 100), (330, 5, 70)]
    picture = np.zeros((400, 400, 3), np.uint8)
    for turn in range(len(boxes)):
        found = templates.spots(_Seen(boxes[turn:] + boxes[:turn], _Straight()), picture)
        assert [int(spot.face.box[0]) for spot in found] == [10, 200, 330, 100, 300]


def test_a_mask_is_said(faces, astronaut, astronaut_face):
    """No face can be put under a mask; the one without is the control."""
    assert templates.spots(faces, astronaut)[0].problem == ""
    hidden = altered.masked(astronaut, astronaut_face)
    assert [spot.problem for spot in templates.spots(faces, hidden)] == ["covered"]


def test_a_face_that_looks_under_age_is_left_alone():
    """With the margin a person's own photos are judged by; a grown-up face of the same size is redrawn."""
    picture = np.zeros((400, 400, 3), np.uint8)
    found = [templates.spots(_Seen([(0, 0, 90)], _Straight(), age), picture)[0].problem for age in (9.0, 19.0, 35.0)]
    assert found == ["child", "child", ""]


def test_the_numbers_are_drawn_at_the_faces(faces, astronaut, astronaut_face):
    """One face: marks around it, nothing in the far corner."""
    found = templates.spots(faces, astronaut)
    assert [spot.number for spot in found] == [1]
    drawn = templates.numbered(astronaut, found)
    left, top, right, bottom = astronaut_face.box.astype(int)
    changed = (drawn != astronaut).any(-1)
    assert changed[top - 40 : bottom + 10, left - 10 : right + 10].sum() == changed.sum() > 100
