"""Which of somebody's photos an identity keeps: portraits, templates and clothes are made of no others."""

from __future__ import annotations

from types import SimpleNamespace

from engine.tasks.enrol.run import SELFIES_KEPT, _ranked


def face(**shapes: float) -> SimpleNamespace:
    return SimpleNamespace(shape=lambda *names: sum(shapes.get(name, 0.0) for name in names) / len(names))


CALM = face()
FRIGHT = face(jawOpen=0.6, browInnerUp=0.5, eyeWideLeft=0.6, eyeWideRight=0.6)


def test_sharp_grimaces_do_not_push_calm_photos_out():
    """Eight of fourteen were kept by sharpness alone: five of them frights, and every portrait of her was a scowl."""
    quality = [0.99] * 5 + [0.9] * 9
    kept = _ranked(quality, [FRIGHT] * 5 + [CALM] * 9)
    assert len(kept) == SELFIES_KEPT
    assert min(kept) >= 5


def test_all_are_kept_of_few_best_first():
    """Nobody who sent few photos loses one; quality alone gives the order, as before."""
    assert _ranked([0.5, 0.9, 0.7], [CALM, FRIGHT, CALM]) == [1, 2, 0]
