"""A portrait that is fetched from in every frame."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
import skimage.data

from engine.talking.mesh.texture import LARGER, fetched, patched, texels, texture


@pytest.fixture(scope="module")
def portrait():
    """The astronaut's head, and a share that falls from left to right."""
    rgb = np.ascontiguousarray(skimage.data.astronaut()[:200, 120:330])
    share = np.broadcast_to(np.linspace(0, 255, 210).astype(np.uint8), (200, 210)).copy()
    return rgb, share


def places(rgb, away=0.0):
    """Where the pixels of ``rgb`` lie in its texture, moved by ``away`` pixels."""
    height, width = rgb.shape[:2]
    return texels((0, 0, width, height)) + np.float32(LARGER * away)


def test_what_does_not_move_comes_back_bit_for_bit(portrait):
    """A background that stands still must not shimmer."""
    rgb, share = portrait
    same = fetched(texture(rgb, share), places(rgb))
    assert np.array_equal(same[..., :3], rgb)
    assert np.array_equal(same[..., 3], share)


def test_fetching_is_as_sharp_as_interpolating_cubically(portrait):
    """By a quarter and by half a pixel; the control interpolates the portrait itself linearly, and is a blur."""
    rgb, share = portrait
    whole = texture(rgb, share)
    for away in (0.25, 0.5):
        x, y = np.moveaxis(places(rgb, away) / LARGER, -1, 0)
        cubic, linear = (cv2.remap(rgb, x, y, how).astype(float) for how in (cv2.INTER_CUBIC, cv2.INTER_LINEAR))
        own = fetched(whole, places(rgb, away))[..., :3].astype(float)
        inside = np.s_[4:-4, 4:-4]
        errors = [float(((one - cubic)[inside] ** 2).mean()) for one in (own, linear)]
        assert errors[0] < errors[1] / 3


def test_boxes_drawn_anew_are_as_if_all_had_been(portrait):
    """Eyes and lips change in most frames, the rest never: also at the picture's edge, and the old texture is kept."""
    rgb, share = portrait
    whole, changed = texture(rgb, share), rgb.copy()
    boxes = [(50, 60, 90, 80), (0, 0, 30, 20), (180, 170, 210, 200)]
    for left, top, right, bottom in boxes:
        changed[top:bottom, left:right] = 255 - changed[top:bottom, left:right]
    before = whole.copy()
    assert np.array_equal(patched(whole, changed, share, boxes), texture(changed, share))
    assert np.array_equal(whole, before)
    assert not np.array_equal(patched(whole, changed, share, boxes[:1]), texture(changed, share))
    assert patched(whole, rgb, share, []) is whole
