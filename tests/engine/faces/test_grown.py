"""The age gate: what it measures, how it joins it, and that grown people pass."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from safetensors.numpy import load_file

from engine.faces import grown

NETWORK = Path(grown.__file__).parent / "grownnet" / grown.FILE


@pytest.fixture(scope="module")
def network():
    return load_file(NETWORK)


def test_a_grown_woman_passes_by_far(faces, astronaut, astronaut_face):
    """And from one photo; her mirror image says nearly the same."""
    score = faces.attributes(astronaut, astronaut_face).grown
    assert score > 1.0
    flipped = np.ascontiguousarray(astronaut[:, ::-1])
    assert abs(faces.attributes(flipped, faces.largest(flipped)).grown - score) < 2.5


def test_the_size_of_a_photo_changes_little(faces, astronaut, astronaut_face):
    """Faces are looked at in one size: a phone's photo and a thumbnail of it get about the same score."""
    small = np.ascontiguousarray(astronaut[::2, ::2])
    scores = [faces.attributes(rgb, faces.largest(rgb)).grown for rgb in (astronaut, small)]
    assert abs(scores[0] - scores[1]) < 2.5


def test_a_face_the_age_network_calls_a_child_does_not_pass(faces, astronaut, astronaut_face, network):
    """The same mesh and embedding beside another age: the joined score falls below the border."""
    reader, embedding = faces.grown, faces.embed(astronaut, astronaut_face)
    points = astronaut_face.mesh.points
    child = np.zeros((6, 81), np.float32)
    child[:, 5] = 1.0
    as_she_is = reader.shares(astronaut, astronaut_face)
    scores = [grown.joined(network, grown.measures(each, points, embedding)) for each in (as_she_is, child)]
    assert scores[0] > 0
    assert scores[1] < scores[0] - 2


def test_proportions_do_not_depend_on_place_and_size(astronaut_face):
    """Lengths are told in distances between the eyes; a wider chin is seen."""
    points = astronaut_face.mesh.points
    assert np.allclose(grown.proportions(points), grown.proportions(points * 3 + 40), atol=1e-3)
    longer = points.copy()
    longer[152, 1] += 40
    assert grown.proportions(longer)[0] > grown.proportions(points)[0]


def test_a_face_without_a_mesh_is_left_to_the_years(faces, astronaut):
    """There are no proportions to measure, and nothing is invented."""
    from engine.faces.types import Face

    blind = Face(box=np.array([150, 60, 300, 210], np.float32), score=1.0)
    assert faces.attributes(astronaut, blind).grown is None
    with pytest.raises(ValueError, match="mesh"):
        faces.grown.score(astronaut, blind, np.zeros(128, np.float32))


def test_the_network_is_small(network):
    """156 measures, 128 hidden units, under 90 KB: as its card says."""
    assert network["inside.weight"].shape == (128, 156)
    assert NETWORK.stat().st_size < 90_000
