"""Who it is, and how alike."""

from __future__ import annotations

import itertools
import subprocess
import sys

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


def test_torch_says_what_dlib_says(faces, astronaut, astronaut_face, monkeypatch):
    """A face has one place among all, whichever worker saw it; the network is the same, seven times as fast."""
    drawing = faces.embedder.embed(astronaut, astronaut_face)
    monkeypatch.delitem(sys.modules, "torch")
    looking = faces.embedder.embed(astronaut, astronaut_face)
    assert distance(drawing, looking) < 1e-5
    assert {"_faster", "_network"} <= vars(faces.embedder).keys(), "the control: both networks were asked"


LOOKS = """
import sys
import numpy as np
from pathlib import Path
from engine.faces.registry import Faces
from engine.faces.types import Face
from engine.settings import EngineSettings

faces = Faces(EngineSettings(weights=Path(sys.argv[1]), offline=True))
face = Face(box=np.array([64, 64, 192, 192], np.float32), score=1.0, mesh=None)
assert faces.embedder.embed(np.full((256, 256, 3), 127, np.uint8), face).shape == (128,)
assert "torch" not in sys.modules
"""


def test_who_only_looks_at_photos_loads_no_torch(weights_folder):
    """The look lane starts in a second and is small: the faster network is for a process that has torch anyway."""
    subprocess.run([sys.executable, "-c", LOOKS, str(weights_folder)], check=True)


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
