"""A picture in which somebody has forbidden their face is not used."""

from __future__ import annotations

import numpy as np
import pytest

from engine.errors import BlockedFaceError
from engine.faces import forbidden
from engine.faces.types import Face
from storage import blocks

PICTURE = np.zeros((8, 8, 3), np.uint8)


class TwoPeople:
    """Perception that sees two people, at 0 and at 1 of the first of 128 numbers; the second only when looked for.

    A third looks away, and would be taken for whoever is at 3.
    """

    asked = 0

    def faces(self, rgb):
        return self.everyone(rgb)[:1]

    def everyone(self, rgb):
        first, second, away = (np.full(4, value, np.float32) for value in (0.0, 1.0, 3.0))
        return [Face(box=first, score=1.0), Face(box=second, score=0.1), Face(box=away, score=0.0)]

    @property
    def embedder(self):
        self.asked += 1
        return self

    def embed(self, rgb, face):
        return face_at(float(face.box[0]))


def face_at(value: float) -> np.ndarray:
    return np.array([value, *[0.0] * 127], np.float32)


def test_one_blocked_face_of_many_is_enough():
    """In the background too; a face that is merely similar is nobody's."""
    near, far = tuple(face_at(1.0 + forbidden.BORDER - 0.01)), tuple(face_at(1.0 + forbidden.BORDER + 0.01))
    with pytest.raises(BlockedFaceError):
        forbidden.require_none(TwoPeople(), PICTURE, (near,))
    forbidden.require_none(TwoPeople(), PICTURE, (far,))


def test_the_back_of_a_head_is_nobodys():
    """Of whoever looks away only a place is known, and its pixels say nothing of who it is."""
    forbidden.require_none(TwoPeople(), PICTURE, (tuple(face_at(3.0)),))


def test_without_a_list_nobody_is_compared():
    """Faces of strangers are not even read where nobody has blocked theirs."""
    people = TwoPeople()
    forbidden.require_none(people, PICTURE, ())
    assert people.asked == 0


def test_learnt_and_new_faces_are_told_apart_at_the_same_border():
    """Storage knows nothing of the engine, so the number stands twice."""
    assert blocks.BORDER == forbidden.BORDER
