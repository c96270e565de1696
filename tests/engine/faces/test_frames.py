"""Squares cut around a face and put back."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine import bases
from engine.faces.frames import Frame

POCKET = bases.families()["pocket"]


@pytest.fixture
def frame(astronaut_face) -> Frame:
    """The framing of the embedded base around her face."""
    return Frame.of(astronaut_face.mesh, POCKET, 512)


def test_the_eyes_lie_where_the_base_wants_them(frame, astronaut_face):
    """One framing for all faces."""
    eyes = frame.points(astronaut_face.mesh.points[[33, 133, 263, 362]])
    assert eyes[:, 0].mean() == pytest.approx(256, abs=0.5)
    assert eyes[:, 1].mean() == pytest.approx(POCKET.eyes_y * 512, abs=0.5)


def test_what_lies_outside_the_mask_stays_to_the_bit(frame, astronaut):
    """The promise of paper 2.5: the template is untouched."""
    mask = np.zeros((512, 512), np.float32)
    mask[200:300, 200:300] = 1
    out = frame.put(astronaut, np.zeros((512, 512, 3), np.uint8), mask)
    changed = (out != astronaut).any(-1)
    share = cv2.warpAffine(mask, cv2.invertAffineTransform(frame.transform), (512, 512))
    assert changed.any()
    assert not changed[share == 0].any()
    assert out is not astronaut


def test_a_square_put_back_unchanged_is_nearly_invisible(frame, astronaut):
    """Cutting and putting costs only what two interpolations cost."""
    back = frame.put(astronaut, frame.cut(astronaut), np.ones((512, 512), np.float32))
    assert np.abs(back.astype(int) - astronaut).mean() < 1.0


def test_a_square_that_reaches_over_the_edge_is_cut_there(astronaut, astronaut_face):
    """A face at the border of a picture can be redrawn too."""
    corner = astronaut[60:170, 180:290]
    moved = np.array([[1, 0, -180], [0, 1, -60]], float)
    near = Frame.of(astronaut_face.mesh, POCKET, 512)
    whole = np.vstack([near.transform, [0, 0, 1]]) @ np.linalg.inv(np.vstack([moved, [0, 0, 1]]))
    frame = Frame(transform=whole[:2], side=512)
    out = frame.put(corner, frame.cut(corner), np.ones((512, 512), np.float32))
    assert out.shape == corner.shape
    assert np.abs(out.astype(int) - corner).mean() < 2.0


def test_a_square_beside_the_picture_changes_nothing(astronaut):
    """A transform that points elsewhere is no error."""
    away = Frame(transform=np.array([[1.0, 0, 5000], [0, 1, 5000]]), side=128)
    assert away.put(astronaut, np.zeros((128, 128, 3), np.uint8), np.ones((128, 128), np.float32)) is astronaut
