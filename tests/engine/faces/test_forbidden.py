"""A picture in which somebody has forbidden their face is not used."""

from __future__ import annotations

import numpy as np
import pytest

from engine.errors import BlockedFaceError
from engine.faces import forbidden
from storage import blocks

PICTURE = np.zeros((8, 8, 3), np.uint8)


class TwoPeople:
    """Perception that sees two faces, at 0 and at 1 of the first of 128 numbers."""

    asked = 0

    def faces(self, rgb):
        return [0.0, 1.0]

    @property
    def embedder(self):
        self.asked += 1
        return self

    def embed(self, rgb, face):
        return face_at(face)


def face_at(value: float) -> np.ndarray:
    return np.array([value, *[0.0] * 127], np.float32)


def test_one_blocked_face_of_many_is_enough():
    """In the background too; a face that is merely similar is nobody's."""
    near, far = tuple(face_at(1.0 + forbidden.BORDER - 0.01)), tuple(face_at(1.0 + forbidden.BORDER + 0.01))
    with pytest.raises(BlockedFaceError):
        forbidden.require_none(TwoPeople(), PICTURE, (near,))
    forbidden.require_none(TwoPeople(), PICTURE, (far,))


def test_without_a_list_nobody_is_compared():
    """Faces of strangers are not even read where nobody has blocked theirs."""
    people = TwoPeople()
    forbidden.require_none(people, PICTURE, ())
    assert people.asked == 0


def test_learnt_and_new_faces_are_told_apart_at_the_same_border():
    """Storage knows nothing of the engine, so the number stands twice."""
    assert blocks.BORDER == forbidden.BORDER
