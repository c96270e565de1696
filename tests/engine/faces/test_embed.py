"""Who it is, and how alike."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from engine.faces.embed import SAME_PERSON, distance, likeness
from tests.engine.faces.altered import encoded, shrunk, without_face


def test_the_same_person_stays_herself(faces, astronaut):
    """Mirrored, small or recompressed: far below the border between people."""
    own = faces.embed(astronaut)
    assert own.shape == (128,)
    assert own.dtype == np.float32
    again = [astronaut[:, ::-1], shrunk(astronaut, 0.6), faces.load(encoded(astronaut, "JPEG", quality=25))]
    assert max(distance(own, faces.embed(np.ascontiguousarray(rgb))) for rgb in again) < 0.4


def test_a_changed_face_is_somebody_else(faces, astronaut, astronaut_face):
    """The negative control: features moved about by the width of an eye are no longer hers."""
    changed = astronaut.copy()
    left, top, right, bottom = astronaut_face.box.astype(int)
    changed[top:bottom, left:right] = changed[top:bottom, left:right][::-1]
    assert distance(faces.embed(astronaut), faces.embedder.embed(changed, astronaut_face)) > SAME_PERSON


def test_no_face_has_no_embedding(faces, astronaut):
    """None, rather than numbers about a suit."""
    assert faces.embed(without_face(astronaut)) is None


def test_the_size_of_the_photo_does_not_matter(faces, astronaut, astronaut_face):
    """A large photo is shrunk to what the network sees anyway."""
    large = np.kron(astronaut, np.ones((4, 4, 1), np.uint8))
    assert distance(faces.embed(large), faces.embed(astronaut)) < 0.15


def test_likeness_has_its_documented_anchors():
    """What a person reads as a percentage."""
    assert likeness(0.0) == 1.0
    assert likeness(SAME_PERSON) == pytest.approx(0.5)
    assert likeness(1.2) == 0.0
    assert likeness(3.0) == 0.0


def test_likeness_never_rises_with_distance():
    """A ranking by likeness is a ranking by distance."""
    values = [likeness(apart) for apart in np.linspace(0, 1.2, 121)]
    assert all(nearer > further for nearer, further in itertools.pairwise(values))


def test_distance_is_euclidean():
    """Tuples from a table row and arrays from the network mix."""
    assert distance((0.0, 3.0), np.array([4.0, 0.0])) == pytest.approx(5.0)
