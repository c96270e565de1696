"""Where the crop lies and how the face stands in front of the reconstruction network."""

from __future__ import annotations

import numpy as np
import pytest

from engine.talking.sadtalker import align
from engine.talking.sadtalker.align import STANDARD, Box

# An upright face: eyes 60 apart, mouth 66 below them.
UPRIGHT = np.array([[120, 100], [180, 100], [150, 135], [130, 166], [170, 166]], np.float32)


def drawn(points: np.ndarray, side: int) -> np.ndarray:
    """A grey picture with a bright 5 x 5 block on every landmark."""
    rgb = np.full((side, side, 3), 40, np.uint8)
    for x, y in np.rint(points).astype(int):
        rgb[y - 2 : y + 3, x - 2 : x + 3] = 255
    return rgb


def test_the_crop_of_an_upright_face_is_the_documented_square():
    """Half its side is max(2.0 eyes, 1.8 depth) = 120, its middle a tenth of the way to the mouth below the eyes."""
    box = align.face_box(UPRIGHT, 1000, 1000, wide=False)
    assert box == Box(left=30, top=0, right=270, bottom=227)  # 106.6 +- 120, cut at the picture's edge
    far = align.face_box(UPRIGHT + 300, 1000, 1000, wide=False)
    assert far == Box(left=330, top=287, right=570, bottom=527)


def test_a_wide_crop_keeps_a_border_of_a_tenth():
    """24 pixels more on each side of 240."""
    box = align.face_box(UPRIGHT + 300, 1000, 1000, wide=True)
    assert (box.left, box.right) == (330 - 24, 570 + 24)
    assert (box.top, box.bottom) == (286 - 24, 527 + 24)


def test_a_tilted_head_gets_a_larger_upright_crop():
    """The turned square is boxed, not cut; 45 degrees make it wider by the root of two."""
    turn = np.array([[1, 1], [-1, 1]]) / np.sqrt(2)
    tilted = ((UPRIGHT - [150, 130]) @ turn + [500, 500]).astype(np.float32)
    box = align.face_box(tilted, 1000, 1000, wide=False)
    assert box.width == pytest.approx(240 * np.sqrt(2), abs=2)


def test_a_crop_never_leaves_a_picture_that_is_wider_than_high():
    """The published code cuts the lower edge at the picture's width."""
    box = align.face_box(UPRIGHT + np.array([700, 60]), 1000, 300, wide=True)
    assert 0 <= box.left < box.right <= 1000
    assert 0 <= box.top < box.bottom <= 300


def test_landmarks_go_along_into_the_squeezed_crop():
    """They are scaled like the picture, on each axis by its own factor."""
    box = Box(left=100, top=50, right=300, bottom=150)
    found = align.within(np.array([[100, 50], [200, 100], [300, 150]], np.float32), box, 256)
    np.testing.assert_allclose(found, [[0, 0], [128, 128], [256, 256]])


def test_the_fit_finds_the_scale_of_a_standard_face():
    """A standard face drawn 80 pixels large and moved is found exactly."""
    scale, middle = align.weak_perspective(STANDARD[:, :2] * 80 + [130, 90])
    assert scale == pytest.approx(102 / 80)
    np.testing.assert_allclose(middle, [130, 90], atol=1e-6)


@pytest.mark.parametrize("size", [50, 80, 150])
def test_the_aligned_face_stands_where_the_standard_face_stands(size):
    """Whatever its size in the crop: the eyes' blocks land within two pixels of 102 x standard around the middle."""
    points = STANDARD[:, :2] * [size, -size] + [128, 120]
    found = align.aligned(drawn(points, 256), points.astype(np.float32))
    assert found.face.shape == (224, 224, 3)
    assert found.place[0] == pytest.approx(102 / size, rel=1e-3)
    for x, y in STANDARD[:2, :2] * [102, -102] + [112, 112]:
        around = found.face[round(y) - 2 : round(y) + 3, round(x) - 2 : round(x) + 3]
        assert around.max() > 180
    assert np.median(found.face) <= 40  # control: most of it is not bright


def test_landmarks_are_read_off_the_mesh(astronaut_face):
    """Right eye first as seen in the picture, nose below the eyes, mouth below the nose."""
    found = align.five(astronaut_face.mesh)
    assert found.shape == (5, 2)
    assert found[0, 0] < found[1, 0]
    assert found[:2, 1].max() < found[2, 1] < found[3:, 1].min()
    assert np.abs(found - astronaut_face.mesh.five).max() < 0.05 * np.ptp(found[:, 1])
