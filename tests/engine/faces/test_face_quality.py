"""Which drawn faces are whole."""

from __future__ import annotations

import dataclasses

import numpy as np

from engine.faces.face_quality import LOOKED_AT, eyes_match, eyes_usually_match, large_enough, preference, whole
from engine.faces.types import Face, Mesh


def _nearly_shut(mesh: Mesh) -> Mesh:
    points = mesh.points.copy()
    points[159, :2] = points[145, :2] + 0.2 * (points[159, :2] - points[145, :2])
    return dataclasses.replace(mesh, points=points)


def test_her_eyes_match_and_a_shut_or_narrow_one_is_seen(astronaut_face: Face):
    """A photo passes; one eye nearly shut, or half as wide, does not."""
    mesh = astronaut_face.mesh
    assert eyes_match(mesh)
    assert not eyes_match(_nearly_shut(mesh))
    narrow = mesh.points.copy()
    narrow[33] = narrow[133] + 0.4 * (narrow[33] - narrow[133])
    assert not eyes_match(dataclasses.replace(mesh, points=narrow))


def test_a_whole_picture_shows_one_face(astronaut_face: Face):
    """Nobody, two people and a face without a mesh are not what was asked for."""
    assert whole([astronaut_face])
    assert not whole([])
    assert not whole([astronaut_face, astronaut_face])
    assert not whole([dataclasses.replace(astronaut_face, mesh=None)])
    assert not whole([dataclasses.replace(astronaut_face, mesh=_nearly_shut(astronaut_face.mesh))])


def test_nobody_is_asked_for_eyes_that_are_not_theirs(astronaut_face: Face):
    """Who has one lid lower on most photos keeps it; who blinked once is still known by the others."""
    open_, lower = astronaut_face.mesh, _nearly_shut(astronaut_face.mesh)
    assert eyes_usually_match([open_, open_, lower])
    assert not eyes_usually_match([open_, lower, lower])
    assert not eyes_usually_match([])


def test_a_whole_face_goes_before_a_more_alike_broken_one():
    """Among whole ones, and among broken ones, the most alike goes first."""
    made = [(False, 0.3), (True, 0.5), (True, 0.4), (False, 0.2)]
    order = sorted(made, key=lambda each: preference(whole=each[0], distance=each[1]))
    assert order == [(True, 0.4), (True, 0.5), (False, 0.2), (False, 0.3)]


def test_small_pictures_are_enlarged_and_large_ones_left():
    """Faces of 70 pixels are read less surely than the same ones twice as large."""
    assert large_enough(np.zeros((128, 96, 3), np.uint8)).shape == (LOOKED_AT, 192, 3)
    large = np.zeros((512, 300, 3), np.uint8)
    assert large_enough(large) is large
