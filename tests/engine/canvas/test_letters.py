"""Words on posters, walls and boards: as wide as they may be, inside what they are laid on."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from engine.canvas import letters
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


def test_one_word_is_written_at_a_time(monkeypatch):
    """Pictures are drawn side by side, and a font keeps the weight of its last word: the same seed, other pixels."""
    inside, most, put = 0, 0, letters.cv2.putText

    def slow(*arguments):
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        time.sleep(0.01)
        made = put(*arguments)
        inside -= 1
        return made

    monkeypatch.setattr(letters.cv2, "putText", slow)
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda weight: letters._drawn.__wrapped__("NIGHT", 80, "sans", weight), (300, 800) * 4))
    assert most == 1
    assert all(np.array_equal(one, made[place % 2]) for place, one in enumerate(made))
    assert made[0].shape != made[1].shape or not np.array_equal(made[0], made[1])


def test_letters_beyond_the_border_are_cut_off():
    """Sprayed words run out of the picture on both sides."""
    cover = np.zeros((40, 60), np.float32)
    laid(cover, np.ones((30, 80), np.float32), -10, -5)
    assert cover[:25].min() == 1
    assert cover[25:].max() == 0
    laid(cover, np.ones((5, 5), np.float32), 200, 200)
    assert cover[25:].max() == 0
