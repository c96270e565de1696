"""Which of somebody's photos an identity keeps: portraits, templates and clothes are made of no others."""

from __future__ import annotations

from engine.tasks.enrol.run import SELFIES_KEPT, _ranked

CALM, SOUR, FRIGHT = 0.9, 0.4, 0.05  # how far people would show a photo of themselves


def test_sharp_grimaces_do_not_push_calm_photos_out():
    """Eight of fourteen were kept by sharpness alone: five of them frights, and every portrait of her was a scowl."""
    kept = _ranked([0.99] * 5 + [0.9] * 9, [FRIGHT] * 5 + [CALM] * 9)
    assert len(kept) == SELFIES_KEPT
    assert min(kept) >= 5


def test_the_sharpest_crying_photo_waits_for_the_dullest_calm_one():
    """It was kept because the mesh hardly saw it, and became a portrait; of two calm ones (the control) the sharper."""
    kept = _ranked([1.0] + [0.4] * 8, [SOUR] + [CALM] * 8)
    assert 0 not in kept
    assert 0 in _ranked([1.0] + [0.4] * 8, [CALM] * 9)


def test_all_are_kept_of_few_best_first():
    """Nobody who sent few photos loses one; quality alone gives the order, as before."""
    assert _ranked([0.5, 0.9, 0.7], [CALM, FRIGHT, CALM]) == [1, 2, 0]
