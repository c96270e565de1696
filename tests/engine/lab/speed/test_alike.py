"""How alike a learnt face is: what the command counts, without learning anybody."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.faces.embed import NOBODY
from engine.lab.speed.alike import among, apart, photos_of


def _face(*values: float) -> np.ndarray:
    return np.array([*values, *[0.0] * (128 - len(values))])


def test_a_picture_without_a_face_is_not_left_out():
    """Else a training that draws nobody in three of four pictures looks as good as its one face."""
    unseen = [_face(1.0, 0.1), _face(1.0, -0.1)]
    assert apart([_face(1.0)], unseen, of=1) == 0
    assert apart([_face(1.0)], unseen, of=4) == pytest.approx(0.75 * NOBODY)
    assert apart([_face(0.0, 1.0)], unseen, of=1) > 1, "a control: somebody else is far"


def test_photos_are_compared_with_the_others_and_not_with_themselves():
    """A mean that holds the photo itself is nearer than any drawn picture could be."""
    assert among([_face(1.0), _face(0.0)]) == 1
    assert among([_face(1.0), _face(1.0)]) == 0


def test_photos_of_a_folder_are_taken_in_their_order(tmp_path: Path):
    """Learnt and unseen must not change places between two runs that are compared."""
    for name in ("b.jpg", "a.png", "notes.txt"):
        (tmp_path / name).touch()
    assert [file.name for file in photos_of(tmp_path, str(tmp_path), tmp_path)] == ["a.png", "b.jpg"]
