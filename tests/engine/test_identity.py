"""A learnt person on disk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.errors import NoIdentityError
from engine.identity import Identity
from engine.tasks.inspect.request import Looks


def _identity() -> Identity:
    return Identity(
        base="pocket",
        looks=Looks(gender="woman", age_band="adult", age=33.0, tags=("smiling",)),
        trigger="sks",
        selfies=("selfie-0.png",),
        embeddings=((0.0,) * 128, (1.0,) * 128),
        geometry=((0.5,) * 28,),
        steps=160,
        seed=7,
        seconds=60.0,
        loss=0.2,
    )


def test_an_identity_survives_the_disk(tmp_path: Path):
    """What was learnt today draws the same next month."""
    _identity().save(tmp_path)
    assert Identity.load(tmp_path) == _identity()


def test_the_centre_is_the_mean_of_the_photos():
    """Likeness is measured against it."""
    assert np.allclose(_identity().centre, 0.5)


def test_an_empty_folder_is_nobody(tmp_path: Path):
    """/portrait before training is a sentence, not a crash."""
    with pytest.raises(NoIdentityError):
        Identity.load(tmp_path)
