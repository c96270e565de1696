"""Eyes that close."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.lab.talking.measure import eye_opening
from engine.talking.mesh.anatomy import anatomy
from engine.talking.mesh.lids import Lid, lids


@pytest.fixture(scope="module")
def eyes(astronaut_face):
    """Both of the astronaut's."""
    return lids(anatomy(astronaut_face.mesh), (512, 512, 3))


def closed(rgb, eyes, share):
    """A copy with both eyes closed by ``share``."""
    out = rgb.copy()
    for lid in eyes:
        lid.draw(out, share)
    return out


def test_a_mesh_sees_closed_eyes_closed(faces, astronaut, astronaut_face, eyes):
    """Judged by the face mesh, which did not paint them; half a blink is between."""
    assert len(eyes) == 2
    openings = [
        eye_opening(faces.meshes.fit(closed(astronaut, eyes, share), astronaut_face.box).points)
        for share in (0.0, 0.5, 1.0)
    ]
    assert openings[0] > openings[1] > openings[2]
    assert openings[2] < 0.75 * openings[0]


def test_a_blink_begins_where_the_portrait_is(astronaut, eyes):
    """No jump: the first hundredth of a blink changes next to nothing, and none at all changes nothing."""
    assert np.array_equal(closed(astronaut, eyes, 0.0), astronaut)
    begun = closed(astronaut, eyes, 0.02).astype(int)
    assert np.abs(begun - astronaut).mean() < 0.02


def test_a_blink_touches_the_eyes_and_nothing_else(astronaut, astronaut_face, eyes):
    """Brows, nose and cheeks keep every pixel."""
    changed = (closed(astronaut, eyes, 1.0) != astronaut).any(axis=2)
    rows, columns = np.nonzero(changed)
    for x, y in astronaut_face.mesh.points[[105, 334, 1, 50, 280], :2]:
        assert not changed[round(y), round(x)]
    assert np.ptp(columns) < 1.3 * np.ptp(astronaut_face.mesh.points[[33, 263], 0])
    assert np.ptp(rows) < 40


def test_lids_have_the_colour_of_lids(astronaut, astronaut_face, eyes):
    """Where the pupil was there is skin: its brightness lies between lashes and forehead."""
    shut = cv2.cvtColor(closed(astronaut, eyes, 1.0), cv2.COLOR_RGB2GRAY).astype(float)
    was = cv2.cvtColor(astronaut, cv2.COLOR_RGB2GRAY).astype(float)
    for x, y in np.round(astronaut_face.mesh.points[[468, 473], :2]).astype(int):
        spot = (slice(y - 2, y + 2), slice(x - 2, x + 2))
        assert shut[spot].mean() > was[spot].mean() + 30


def test_an_eye_at_the_pictures_edge_closes_as_far_as_it_is_seen(astronaut, astronaut_face):
    """A portrait cut beside the eye ended in an error at its first blink; each edge once, as close as crops get."""
    face = anatomy(astronaut_face.mesh)
    points = astronaut_face.mesh.points[[33, 263, 159, 145], :2]
    right, below = int(points[1, 0]) + 2, int(points[3, 1]) + 2
    for cut in (astronaut[:, :right], astronaut[:below], astronaut[:below, :right]):
        own = np.ascontiguousarray(cut)
        shut = closed(own, lids(face, own.shape), 1.0)
        assert shut.shape == own.shape
        assert np.abs(shut.astype(int) - own).max() > 50
    assert lids(face, (512, int(points[0, 0]) - 60, 3)) == []


def test_a_dark_dot_on_a_lid_becomes_no_line_when_it_closes(astronaut, astronaut_face, monkeypatch):
    """Strokes of a brush and single lashes were stretched to streaks; the control is the skin as it is stretched."""
    mesh = astronaut_face.mesh
    large = cv2.resize(astronaut, None, fx=4, fy=4, interpolation=cv2.INTER_CUBIC)
    face = anatomy(type(mesh)(points=mesh.points * 4, blendshapes=mesh.blendshapes, matrix=mesh.matrix))
    x, y = np.round(face.points[159]).astype(int)
    dotted = cv2.circle(large.copy(), (int(x), int(y - 0.04 * face.unit)), 2, (20, 20, 20), -1)

    def line():
        plain, dark = (
            closed(picture, lids(face, large.shape), 1.0).astype(int).sum(axis=2) for picture in (large, dotted)
        )
        return int((plain - dark)[y - round(0.02 * face.unit) : y].max())

    even = line()
    monkeypatch.setattr(Lid, "_even", lambda self, skin: skin)
    assert line() > 60
    assert even < 0.7 * line()
