"""Photos of a person that take on a look before they are fused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.faces import images
from engine.faces.registry import Faces
from engine.faces.types import RGB, Face, Mesh
from engine.identity import Identity, keep_meshes
from engine.tasks.inspect.request import Looks
from engine.tasks.shared.person import FRAME, LARGEST, framed, selfies


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


def _kept(folder: Path, astronaut: RGB, mesh: Mesh | None) -> Identity:
    folder.mkdir()
    images.save_clean(astronaut, folder / "selfie-0.png")
    if mesh is not None:
        keep_meshes(folder, [mesh])
    looks = Looks(gender="woman", age_band="adult", age=33.0, tags=())
    return Identity(
        base="pocket", looks=looks, trigger="sks", selfies=("selfie-0.png",), embeddings=(), geometry=(),
        steps=1, seed=0, seconds=1.0, loss=0.0,
    )  # fmt: skip


def test_kept_photos_are_read_when_they_are_looked_at(
    faces: Faces, astronaut: RGB, astronaut_face: Face, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    """Every portrait decoded all photos of its person and looked for all their faces, longer than it drew."""
    loaded: list[Path] = []
    real = faces.load
    monkeypatch.setattr(faces, "load", lambda file: loaded.append(file) or real(file))
    monkeypatch.setattr(faces, "faces", lambda rgb: pytest.fail("it is known where the face is"))
    who = _kept(tmp_path / "one", astronaut, astronaut_face.mesh)
    faces.forget_people()
    (selfie,) = selfies(faces, tmp_path / "one", who)
    assert not loaded
    assert np.array_equal(selfie.rgb, astronaut)
    assert np.array_equal(selfie.mesh.points, astronaut_face.mesh.points)
    (again,) = selfies(faces, tmp_path / "one", who)
    assert again.rgb is selfie.rgb
    assert len(loaded) == 1
    faces.forget_people()


def test_a_photo_is_read_where_it_lies_now(faces: Faces, astronaut: RGB, astronaut_face: Face, tmp_path: Path):
    """Every job has the person in a folder of its own, which ends with it: what it did not read would be gone."""
    who = _kept(tmp_path / "one", astronaut, astronaut_face.mesh)
    faces.forget_people()
    (remembered,) = selfies(faces, tmp_path / "one", who)
    (tmp_path / "one").rename(tmp_path / "next")
    (selfie,) = selfies(faces, tmp_path / "next", who)
    assert selfie is remembered
    assert np.array_equal(selfie.rgb, astronaut)
    faces.forget_people()


def test_faces_of_an_identity_of_before_are_found_anew(
    faces: Faces, astronaut: RGB, astronaut_face: Face, tmp_path: Path
):
    """It has no meshes: they are those of its photos."""
    faces.forget_people()
    (selfie,) = selfies(faces, tmp_path / "one", _kept(tmp_path / "one", astronaut, None))
    assert np.allclose(selfie.mesh.points, astronaut_face.mesh.points, atol=0.5)
    faces.forget_people()


def test_other_photos_are_another_person(faces: Faces, astronaut: RGB, astronaut_face: Face, tmp_path: Path):
    """Whatever else the record says: nobody is handed another's face."""
    faces.forget_people()
    one = _kept(tmp_path / "one", astronaut, astronaut_face.mesh)
    other = _kept(tmp_path / "other", astronaut[:, ::-1], astronaut_face.mesh)
    assert one == other
    (hers,) = selfies(faces, tmp_path / "one", one)
    (his,) = selfies(faces, tmp_path / "other", other)
    assert not np.array_equal(hers.rgb, his.rgb)
    faces.forget_people()
