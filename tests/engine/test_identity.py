"""A learnt person on disk."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.errors import NoIdentityError
from engine.faces.types import Mesh
from engine.identity import Identity, keep_meshes
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


def test_the_meshes_of_its_photos_survive_the_disk_to_the_bit(tmp_path: Path):
    """One for each photo; an identity of before has none."""
    random = np.random.default_rng(0)
    meshes = [
        Mesh(
            points=random.normal(size=(478, 3)).astype(np.float32),
            blendshapes={"jawOpen": float(np.float32(random.random())), "eyeBlinkLeft": 0.5},
            matrix=random.normal(size=(4, 4)).astype(np.float32),
        )
        for _ in range(3)
    ]
    assert _identity().meshes(tmp_path) is None
    keep_meshes(tmp_path, meshes)
    found = _identity().meshes(tmp_path)
    assert found is not None
    for one, other in zip(found, meshes, strict=True):
        assert np.array_equal(one.points, other.points)
        assert np.array_equal(one.matrix, other.matrix)
        assert one.blendshapes == other.blendshapes


def test_the_centre_is_the_mean_of_the_photos():
    """Likeness is measured against it."""
    assert np.allclose(_identity().centre, 0.5)


def test_an_empty_folder_is_nobody(tmp_path: Path):
    """/portrait before training is a sentence, not a crash."""
    with pytest.raises(NoIdentityError):
        Identity.load(tmp_path)
