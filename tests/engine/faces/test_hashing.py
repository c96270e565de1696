"""The perceptual hash."""

from __future__ import annotations

import numpy as np

from engine.faces.hashing import bits_apart, perceptual_hash
from engine.faces.images import load
from tests.engine.faces.altered import encoded, shrunk


def test_a_photo_saved_anew_keeps_its_hash(astronaut):
    """Messengers recompress and shrink; it is still the same photo."""
    own = perceptual_hash(astronaut)
    assert bits_apart(own, perceptual_hash(load(encoded(astronaut, "JPEG", quality=30)))) <= 4
    assert bits_apart(own, perceptual_hash(shrunk(astronaut, 0.4))) <= 4
    assert bits_apart(own, perceptual_hash(np.clip(astronaut * 1.15, 0, 255).astype(np.uint8))) <= 6


def test_another_picture_is_far_away(astronaut):
    """Half of the bits differ by chance."""
    assert bits_apart(perceptual_hash(astronaut), perceptual_hash(astronaut[:, ::-1])) > 12


def test_the_hash_is_sixteen_digits(astronaut):
    """It is a column of a table."""
    own = perceptual_hash(astronaut)
    assert len(own) == 16
    assert bits_apart(own, own) == 0
