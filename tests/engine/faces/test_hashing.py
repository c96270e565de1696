"""The perceptual hash."""

from __future__ import annotations

import numpy as np
import pytest

from engine import people
from engine.faces.hashing import bits_apart, perceptual_hash
from engine.faces.images import load
from engine.faces.verdict import SAME_PICTURE_BITS
from tests.engine.faces.altered import encoded, shrunk


def test_a_photo_saved_anew_keeps_its_hash(astronaut):
    """Messengers recompress and shrink; it is still the same photo."""
    own = perceptual_hash(astronaut)
    assert bits_apart(own, perceptual_hash(load(encoded(astronaut, "JPEG", quality=30)))) <= SAME_PICTURE_BITS
    assert bits_apart(own, perceptual_hash(shrunk(astronaut, 0.4))) <= SAME_PICTURE_BITS
    assert bits_apart(own, perceptual_hash(np.clip(astronaut * 1.15, 0, 255).astype(np.uint8))) <= SAME_PICTURE_BITS


def test_two_expressions_before_the_same_wall_are_two_photos(weights_folder):
    """Who makes faces at a fixed camera sends good photos: refusing them as known leaves too few to learn from."""
    if not (weights_folder / people.COMPONENT).is_dir():
        pytest.skip("the component people is not fetched")
    for name in ("P007", "P002"):
        cuts = [cut for cut in people.people()[name] if cut.shows]
        series = [np.asarray(people.photo(weights_folder, name, cut)) for cut in cuts]
        hashes = [perceptual_hash(rgb) for rgb in series]
        nearest = min(bits_apart(own, other) for place, own in enumerate(hashes) for other in hashes[:place])
        again = [perceptual_hash(load(encoded(rgb, "JPEG", quality=30))) for rgb in series]
        assert max(map(bits_apart, hashes, again)) <= SAME_PICTURE_BITS < nearest


def test_another_picture_is_far_away(astronaut):
    """Half of the bits differ by chance."""
    assert bits_apart(perceptual_hash(astronaut), perceptual_hash(astronaut[:, ::-1])) > 4 * SAME_PICTURE_BITS


def test_the_hash_is_sixty_four_digits(astronaut):
    """It is a column of a table; one of another length is not compared."""
    own = perceptual_hash(astronaut)
    assert len(own) == 64
    assert bits_apart(own, own) == 0
    assert bits_apart(own, own[:16]) == 256
