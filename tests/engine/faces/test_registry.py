"""The registry: lazily made, honest about what answered."""

from __future__ import annotations

import shutil
from dataclasses import replace

import numpy as np
import pytest

from engine.errors import WeightCorruptError, WeightMissingError
from engine.faces.embed import distance
from engine.faces.fuse import Selfie
from engine.faces.registry import Faces
from engine.faces.types import Face
from tests.engine.faces.altered import without_face


def test_backends_are_named_as_they_are_used(engine_settings, astronaut):
    """A result says who made it, and nobody is named who did nothing."""
    own = Faces(engine_settings)
    assert own.backends == {}
    own.upright(astronaut)
    assert own.backends == {"orientation": "dlib-hog"}
    own.mesh(astronaut)
    assert own.backends.keys() == {"orientation", "detector", "mesh"}


def test_a_missing_model_is_said_with_how_to_get_it(engine_settings, tmp_path, astronaut):
    """Never a silently worse answer."""
    with pytest.raises(WeightMissingError) as caught:
        Faces(replace(engine_settings, weights=tmp_path)).embed(astronaut)
    assert caught.value.data["component"] == "mesh"
    assert "weights fetch" in caught.value.data["how"]


def test_a_corrupt_model_is_never_loaded(engine_settings, tmp_path, astronaut):
    """One changed byte on disk is an error about the file, not a crash in a library."""
    shutil.copytree(engine_settings.weights / "mesh", tmp_path / "mesh")
    model = tmp_path / "mesh" / "face_landmarker.task"
    data = bytearray(model.read_bytes())
    data[1000] ^= 1
    model.write_bytes(data)
    with pytest.raises(WeightCorruptError) as caught:
        Faces(replace(engine_settings, weights=tmp_path)).mesh(astronaut)
    assert caught.value.data["file"] == "face_landmarker.task"


def test_what_needs_a_mesh_says_so(faces, astronaut):
    """A face only the window saw cannot be segmented or retouched."""
    bare = Face(box=np.array([180, 80, 270, 170], np.float32), score=1.0)
    with pytest.raises(ValueError, match="no mesh"):
        faces.head_mask(astronaut, bare)
    with pytest.raises(ValueError, match="no mesh"):
        faces.retouch(astronaut, bare)


def test_fusion_moves_a_portrait_towards_the_selfie(faces, astronaut):
    """A stretched, darker likeness comes closer to her; without a face on either side nothing is invented."""
    portrait = np.ascontiguousarray((astronaut[:, ::-1] * 0.8).astype(np.uint8))
    left, top, right, bottom = faces.largest(portrait).box.astype(int)
    portrait[top + 30 : bottom - 25, left + 15 : right - 15] = portrait[top + 30 : bottom - 25, left + 15 : right - 15][
        :, :, ::-1
    ]
    own = faces.embed(astronaut)
    selfie = Selfie(rgb=astronaut, mesh=faces.mesh(astronaut))
    fused = faces.fuse(portrait, [selfie]).picture
    assert distance(faces.embed(fused), own) < distance(faces.embed(portrait), own)
    assert faces.fuse(without_face(astronaut), [selfie]) is None
    assert faces.fuse(portrait, []) is None


def test_a_mirror_image_is_of_the_face_alone(faces, astronaut):
    """Of a phone's photo twelve million pixels were turned round for the sake of a face; its mesh is the same."""
    wide = np.pad(astronaut, ((300, 300), (500, 700), (0, 0)), mode="edge")
    selfie = Selfie(rgb=wide, mesh=faces.mesh(wide))
    mirror, whole = faces._mirrored(selfie), np.ascontiguousarray(wide[:, ::-1])
    assert mirror.rgb.nbytes < wide.nbytes / 10
    left, top, right, bottom = selfie.mesh.box
    there = faces.meshes.fit(whole, np.array([wide.shape[1] - right, top, wide.shape[1] - left, bottom], np.float32))
    shift = there.points - mirror.mesh.points
    assert np.ptp(shift, axis=0).max() < 0.01, "moved as one"
    x, y = np.round(shift[0, :2]).astype(int)
    height, width = mirror.rgb.shape[:2]
    assert np.array_equal(mirror.rgb, whole[y : y + height, x : x + width])


def test_one_person_is_remembered(faces, astronaut):
    """Until somebody else is asked for, until they are forgotten, and not where reading failed."""
    reads: list[str] = []

    def selfies(who: object, fails: bool = False) -> list[Selfie]:
        def read() -> list[Selfie]:
            reads.append(str(who))
            if fails:
                raise ValueError
            return [Selfie(rgb=astronaut, mesh=faces.mesh(astronaut))]

        return faces.selfies(who, read)

    assert selfies("one")[0] is selfies("one")[0]
    assert selfies("other")[0] is not selfies("one")[0]
    assert reads == ["one", "other", "one"]
    with pytest.raises(ValueError):  # noqa: PT011 - ours
        selfies("other", fails=True)
    selfies("one")
    faces.forget_people()
    selfies("one")
    assert reads == ["one", "other", "one", "other", "one", "one"]
    faces.forget_people()


def test_pictures_are_ordered_by_distance(faces, astronaut):
    """The packaged order, whatever the photos show; equal ones keep their places."""
    assert faces.order([astronaut] * 3, [0.5, 0.2, 0.5], [astronaut]) == [1, 0, 2]


class Lightness:
    """Ranks by how light a picture is, and counts."""

    name = "lightness"

    def embed(self, rgb, face):
        return np.array([rgb.mean()], np.float32)


def test_the_hubs_ranking_goes_by_the_persons_photo(engine_settings, faces, astronaut):
    """Nearest to the template face first, against what the packaged distances say; no face comes last."""
    own = Faces(replace(engine_settings, hub=("face-similarity",)))
    own.detector, own.ranker = faces.detector, Lightness()
    dark, darker = ((astronaut * share).astype(np.uint8) for share in (0.8, 0.6))
    pictures, distances = [darker, without_face(astronaut), astronaut, dark], [0.1, 0.2, 0.3, 0.4]
    assert own.order(pictures, distances, [astronaut]) == [2, 3, 0, 1]
    assert own.order(pictures, distances, []) == [0, 1, 2, 3]
