"""A coarse mask keeps the fine cut-out honest: no leaves as hair, no holes in a coat, no neighbour."""

from __future__ import annotations

import numpy as np
import pytest

from engine.canvas.guard import PARTS, guarded
from engine.canvas.types import CutOut

SPAN = 60.0


@pytest.fixture
def made():
    """A person in the middle with a hole, a leaf far away, and the mask of them and a neighbour."""
    alpha = np.zeros((200, 240), np.float32)
    alpha[40:, 80:160] = 1
    people = np.maximum(alpha, 0)
    people[60:, 200:] = 1  # somebody else
    alpha[120:132, 112:124] = 0  # a patch the network missed
    alpha[5:15, 10:30] = 0.8  # a leaf
    rgb = np.full((200, 240, 3), 90, np.uint8)
    none = np.zeros_like(alpha)
    cut = CutOut(alpha=alpha, hair=none, face=none, skin=none, clothes=alpha, worn=none, colour=rgb // 2)
    return cut, guarded(cut, rgb, people, SPAN)


def test_what_no_mask_knows_is_left_out_and_holes_are_filled(made):
    """The leaf goes, the hole is closed, and the fine edge stays as it was."""
    before, after = made
    assert before.alpha[10, 20] > 0.7 > 0.05 > after.alpha[10, 20]
    assert before.alpha[126, 118] == 0
    assert after.alpha[126, 118] > 0.95
    assert after.alpha[150, 82] == before.alpha[150, 82]


def test_a_neighbour_stays_out(made):
    """The mask knows everybody; only the wearer's own surroundings are filled."""
    assert made[1].alpha[130, 220] < 0.02


def test_the_shares_still_add_up(made):
    """What is filled is of the kind that is around, in the photo's own colour."""
    after = made[1]
    assert np.allclose(sum(getattr(after, name) for name in PARTS), after.alpha, atol=0.02)
    assert after.clothes[126, 118] > 0.9
    assert after.colour[126, 118].tolist() == [90, 90, 90]


def beside(wall: int, hair: int) -> np.ndarray:
    """Alpha of what a network took for hair, four pixels wide beside a mask, before a wall of that tone."""
    alpha, people = np.zeros((200, 240), np.float32), np.zeros((200, 240), np.float32)
    people[40:, 80:160] = 1
    alpha[40:, 76:160] = 1
    rgb = np.full((200, 240, 3), wall, np.uint8)
    rgb[alpha > 0] = hair
    rgb[40:, 76:80] = hair if abs(wall - hair) > 10 else wall
    none = np.zeros_like(alpha)
    cut = CutOut(alpha=alpha, hair=alpha, face=none, skin=none, clothes=none, worn=none, colour=rgb)
    return guarded(cut, rgb, people, SPAN).alpha


def test_a_dark_wall_beside_dark_hair_is_no_hair():
    """The dark halo: what looks like the old background, and where no mask sees anybody, is background."""
    assert beside(wall=20, hair=24)[100, 76:79].max() < 0.35


def test_strands_before_a_light_wall_stay():
    """The control: the same strands of another colour than the wall are kept."""
    assert beside(wall=210, hair=24)[100, 76:79].min() > 0.7
