"""Where cloth ends at bare skin, to the pixel."""

from __future__ import annotations

import numpy as np
import pytest

from engine.canvas.linear import display, linear
from engine.garments.hem import hemmed, stained

NAVY, WHITE, SKIN = (30, 40, 90), (235, 236, 240), (205, 160, 135)
EDGE, OFF = 200, 2  # columns: where skin begins, and by how much the masks are off


def _picture(cloth: tuple[int, int, int]) -> np.ndarray:
    rgb = np.full((400, 400, 3), SKIN, np.uint8)
    rgb[:, :EDGE] = cloth
    return np.clip(rgb + np.random.default_rng(0).normal(0, 2, rgb.shape), 0, 255).astype(np.uint8)


def _masks() -> tuple[np.ndarray, np.ndarray]:
    columns = np.arange(400)[None].repeat(400, 0)
    return (columns < EDGE + OFF).astype(np.float32), (columns >= EDGE + OFF).astype(np.float32)


def test_skin_beside_dark_cloth_is_skin_to_the_pixel():
    """What of the wearer's light skin counts as a dark collar stays as dots on somebody darker."""
    share, told = hemmed(_picture(NAVY), *_masks())
    assert told[:, EDGE : EDGE + 2].all()
    assert share[:, EDGE + 1].max() < 0.1
    assert share[:, : EDGE - 1].min() > 0.9
    assert _masks()[0][:, EDGE + 1].min() == 1  # the control: the mask says cloth there


def test_skin_in_the_shade_of_a_collar_is_skin():
    """A shadow is as dark as the cloth, but has the colour of skin."""
    rgb = _picture(NAVY)
    rgb[:, EDGE : EDGE + 2] = np.uint8(np.float32(SKIN) * 0.4)
    share, _ = hemmed(rgb, *_masks())
    assert share[:, EDGE : EDGE + 2].mean() < 0.5


@pytest.mark.parametrize("cloth", [WHITE, SKIN])
def test_nothing_is_told_of_light_cloth_and_of_cloth_like_skin(cloth: tuple[int, int, int]):
    """The line of shade beside a white collar is neither; of skin-coloured cloth colours know nothing."""
    mask, skin = _masks()
    share, told = hemmed(_picture(cloth), mask, skin)
    assert not told.any()
    assert np.array_equal(share, mask)


def test_skin_that_is_mixed_into_white_cloth_is_told():
    """Half of each, and a quarter in the shade that a collar throws: so much of the skin's light, and no more."""
    rgb, own = _picture(WHITE), linear(np.uint8([[SKIN]]))[0, 0]
    light = linear(rgb)
    light[:, EDGE - 2 : EDGE] = 0.5 * light[:, EDGE - 2 : EDGE] + 0.5 * own
    light[:200, EDGE - 2 : EDGE] *= 0.5
    found, told = stained(display(light), *_masks())
    assert told[:, EDGE - 2 : EDGE].all()
    assert found[210:, EDGE - 2 : EDGE].mean((0, 1)) == pytest.approx(own * 0.5, abs=0.03)
    assert found[:190, EDGE - 2 : EDGE].mean((0, 1)) == pytest.approx(own * 0.25, abs=0.03)
    assert found[:, : EDGE - 6].max() < 0.02  # cloth alone


@pytest.mark.parametrize("cloth", [NAVY, SKIN, (225, 190, 165)], ids=["dark", "of-skin", "pale-as-skin"])
def test_no_skin_is_told_in_cloth_that_is_dark_or_has_its_colour(cloth: tuple[int, int, int]):
    """Dark hems are told by `hemmed`; a camel coat must not be painted."""
    found, told = stained(_picture(cloth), *_masks())
    assert not told.any()
    assert found.max() == 0
