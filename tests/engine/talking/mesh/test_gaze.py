"""Eyes that look elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from engine.faces.types import LEFT_EYE, LEFT_IRIS, RIGHT_EYE, RIGHT_IRIS
from engine.talking.mesh.anatomy import anatomy
from engine.talking.mesh.gaze import eyes
from tests.engine.talking.mesh.test_animator import animator, calm, smiling  # noqa: F401


def looked(subject, right, down=0.0):
    """The portrait with its eyes turned by units."""
    picture = subject.rest.copy()
    for eye in subject._eyes:
        eye.look(picture, np.array([right, down]))
    return picture


def irises(mesh):
    """How far each iris lies right of the middle of its eye, in distances of the outer corners."""
    unit = np.linalg.norm(mesh.points[33, :2] - mesh.points[263, :2])
    return np.array(
        [
            (mesh.points[iris[0], 0] - mesh.points[list(eye), 0].mean()) / unit
            for iris, eye in ((RIGHT_IRIS, RIGHT_EYE), (LEFT_IRIS, LEFT_EYE))
        ]
    )


def test_eyes_look_where_they_are_sent(faces, calm):  # noqa: F811
    """The iris network reads it back; eyes that were not sent anywhere look where they did."""
    left, ahead, right = (irises(faces.mesh(looked(calm, by))) for by in (-0.02, 0.0, 0.02))
    assert (right - left).mean() > 0.01
    assert left.mean() < ahead.mean() < right.mean()
    assert np.array_equal(looked(calm, 0.0), calm.rest)


def test_lids_and_skin_stay_where_they_are(calm):  # noqa: F811
    """Only pixels within the eyes change."""
    changed = np.abs(looked(calm, 0.025).astype(int) - calm.rest).max(axis=2)
    inside = np.zeros(changed.shape, bool)
    for eye in calm._eyes:
        rows, columns = eye.share.shape
        inside[eye.top : eye.top + rows, eye.left : eye.left + columns] = eye.share > 0
    assert changed[inside].max() > 20
    assert changed[~inside].max() == 0


def test_an_eye_of_a_few_pixels_is_left_alone(calm, astronaut_face):  # noqa: F811
    """Nothing would be seen of it but a blur."""
    mesh = astronaut_face.mesh
    small = type(mesh)(points=mesh.points * 0.2, blendshapes=mesh.blendshapes, matrix=mesh.matrix)
    assert eyes(anatomy(small), small.points, (103, 103, 3)) == []
    assert len(eyes(anatomy(mesh), mesh.points, (512, 512, 3))) == pytest.approx(2)
