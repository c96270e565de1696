"""The neck that hair or beard hid, closed between what is seen above and below."""

from __future__ import annotations

import numpy as np

from engine.tasks.tryon.dressed import hidden_neck

FACE = 200.0  # pixels


def seen(width: int) -> np.ndarray:
    """Return skin of so many pixels' width above and below a gap of a quarter of a face."""
    both = np.zeros((300, 300), np.float32)
    both[80:120, 150 : 150 + width] = both[170:220, 150 : 150 + width] = 1
    return both


def test_a_neck_goes_on_behind_what_hid_it():
    """Between jaw and collar there is neck, whatever lay over it."""
    assert hidden_neck(seen(60), FACE)[145, 155:205].all()


def test_specks_above_each_other_make_no_line():
    """Beside a jaw, over the background, such a line was seen in a finished picture."""
    assert not hidden_neck(seen(2), FACE)[145].any()
