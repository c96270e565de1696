"""Photos of a person that take on a look before they are fused."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from engine.faces.registry import Faces
from engine.faces.types import RGB, Face, Mesh
from engine.tasks.shared.person import FRAME, LARGEST, framed


def _placed(astronaut: RGB, face: Face, side: int) -> tuple[RGB, Mesh]:
    """Return the photo ``side`` pixels high, and the mesh of its face there."""
    scale = side / astronaut.shape[0]
    large = cv2.resize(astronaut, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    assert face.mesh is not None
    return large, replace(face.mesh, points=face.mesh.points * np.float32(scale))


@pytest.mark.parametrize("side", [512, 3000])
def test_a_look_is_laid_on_the_face_and_what_is_around_it(astronaut: RGB, astronaut_face: Face, side: int):
    """The filter of a comic took 13 seconds for a phone's photo, and drew its face in strokes of a larger picture."""
    photo, mesh = _placed(astronaut, astronaut_face, side)
    seen: list[tuple[int, ...]] = []

    def look(rgb: RGB) -> RGB:
        seen.append(rgb.shape)
        return 255 - rgb

    selfie = framed(photo, mesh, look)
    left, top, right, bottom = mesh.box
    wanted = FRAME * max(right - left, bottom - top)
    assert max(selfie.rgb.shape[:2]) == pytest.approx(min(wanted, LARGEST), abs=3)
    assert not seen, "not before it may be fused"
    assert np.array_equal(selfie.looked, 255 - selfie.rgb)
    assert seen == [selfie.rgb.shape]


def test_the_mesh_lies_on_the_same_face(faces: Faces, astronaut: RGB, astronaut_face: Face):
    """Looked for anew, it is where it was carried to."""
    photo, mesh = _placed(astronaut, astronaut_face, 3000)
    selfie = framed(photo, mesh, lambda rgb: rgb)
    found = faces.mesh(selfie.rgb)
    assert found is not None
    apart = np.linalg.norm(found.points[:, :2] - selfie.mesh.points[:, :2], axis=1)
    wide = np.ptp(selfie.mesh.points[:, 0])
    assert np.median(apart) < 0.03 * wide
    assert np.median(np.linalg.norm(found.points[:, :2] - mesh.points[:, :2], axis=1)) > wide, "a control"


def test_a_face_at_the_edge_of_its_photo_shows_what_there_is(astronaut: RGB, astronaut_face: Face):
    """Nothing is made up beyond it."""
    assert astronaut_face.mesh is not None
    left, top, right, bottom = astronaut_face.mesh.box.astype(int)
    photo = np.ascontiguousarray(astronaut[top + 10 : bottom, left + 10 : right])
    points = astronaut_face.mesh.points - np.array([left + 10, top + 10, 0], np.float32)
    mesh = replace(astronaut_face.mesh, points=points)
    selfie = framed(photo, mesh, lambda rgb: rgb)
    assert np.array_equal(selfie.rgb, photo)
    assert np.array_equal(selfie.mesh.points, points)
