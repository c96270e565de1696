"""Words on posters, walls and boards: as wide as they may be, inside what they are laid on."""

from __future__ import annotations

import numpy as np
import pytest

from engine.canvas.letters import laid, word


@pytest.mark.parametrize(("text", "wide", "most"), [("WANTED", 300, 1000), ("LIVE", 400, 24), ("E = mc²", 90, 90)])
def test_a_word_fills_its_room_and_no_more(text, wide, most):
    """A poster's title must neither run over its paper nor hide in it."""
    made = word(text, wide, most=most)
    rows, columns = made.shape
    assert columns <= wide * 1.03
    assert rows <= most * 1.03
    assert columns > 0.9 * wide or rows > 0.75 * most
    assert made[0].max() > 0
    assert made[:, 0].max() > 0


def test_another_word_has_other_letters():
    """Control: it is writing, not a box."""
    one, other = word("LOVE", 200), word("JAM", 200)
    assert 0.15 < (one > 0.5).mean() < 0.85
    assert one.shape != other.shape


def test_letters_beyond_the_border_are_cut_off():
    """Sprayed words run out of the picture on both sides."""
    cover = np.zeros((40, 60), np.float32)
    laid(cover, np.ones((30, 80), np.float32), -10, -5)
    assert cover[:25].min() == 1
    assert cover[25:].max() == 0
    laid(cover, np.ones((5, 5), np.float32), 200, 200)
    assert cover[25:].max() == 0
