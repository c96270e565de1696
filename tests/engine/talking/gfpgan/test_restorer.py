"""A restored face comes back to its place, softly, and nothing else in the frame changes."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
import torch

from engine.errors import WeightMissingError
from engine.talking import animate
from engine.talking.gfpgan import ready, restorer
from engine.talking.gfpgan.restorer import SIDE, TEMPLATE, FaceRestorer
from engine.talking.options import TalkingOptions
from engine.weights import components
from tests.engine.talking.gfpgan.test_network import small


def test_the_fit_carries_a_turned_face_onto_the_template():
    """Turn, scale and shift are found exactly; a mirrored face is not turned inside out."""
    angle = np.radians(25)
    turn = 0.4 * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    points = TEMPLATE @ turn.T + [70, 30]
    affine = restorer.similarity(points, TEMPLATE)
    np.testing.assert_allclose(points @ affine[:, :2].T + affine[:, 2], TEMPLATE, atol=1e-6)
    assert np.linalg.det(restorer.similarity(points * [-1, 1], TEMPLATE)[:, :2]) > 0


def test_an_unchanged_face_leaves_the_picture_as_it_was(astronaut, astronaut_face):
    """Aligning and putting back loses next to nothing, and nothing at all outside."""
    made = restorer.put_back(astronaut, astronaut_face.mesh.five, lambda face: face)
    assert np.abs(made.astype(int) - astronaut).mean() < 0.5
    assert np.array_equal(made[400:], astronaut[400:])


def test_a_changed_face_is_changed_where_it_is_and_fades_out(astronaut, astronaut_face):
    """Painted white, the face is white; no step of more than the ramp's own shows at the edge."""
    black = np.zeros_like(astronaut)
    made = restorer.put_back(black, astronaut_face.mesh.five, lambda face: np.full_like(face, 255))
    x, y = astronaut_face.mesh.five[2].astype(int)
    assert made[y, x].min() == 255
    assert made[-1].max() == 0
    assert np.abs(np.diff(made[y, :, 0].astype(int))).max() < 64


def test_the_network_sees_the_aligned_face_and_gives_a_picture(astronaut, astronaut_face):
    """Values go in as -1..1 and come back as 0..255."""
    made = restorer.put_back(
        astronaut, astronaut_face.mesh.five, lambda face: restorer.restored(face, small()), side=32
    )
    assert made.dtype == np.uint8
    assert made.shape == astronaut.shape
    assert not np.array_equal(made, astronaut)


def test_the_eyes_stand_on_the_template(astronaut, astronaut_face):
    """What the network is shown has them where its training faces had them."""
    seen = []
    restorer.put_back(astronaut, astronaut_face.mesh.five, lambda face: seen.append(face) or face)
    affine = restorer.similarity(astronaut_face.mesh.five, TEMPLATE)
    eyes = astronaut_face.mesh.eyes @ affine[:, :2].T + affine[:, 2]
    assert seen[0].shape == (SIDE, SIDE, 3)
    assert np.abs(eyes - TEMPLATE[:2]).max() < 20


def test_without_its_file_the_restorer_says_so(tmp_path, faces):
    """By name, before anything is computed; and readiness knows it too."""
    assert not ready.is_ready(tmp_path)
    with pytest.raises(WeightMissingError) as caught:
        FaceRestorer(tmp_path, faces, torch.device("cpu"))
    assert caught.value.data["component"] == "face-restorer"


def test_it_is_ready_when_the_whole_file_is_there(tmp_path):
    """An empty file of the stated size takes no room; one byte less is not it."""
    place = tmp_path / "face-restorer" / ready.FILE
    place.parent.mkdir()
    size = components()["face-restorer"].bytes
    for length, expected in ((size - 1, False), (size, True)):
        with place.open("wb") as stream:
            stream.truncate(length)
        assert ready.is_ready(tmp_path) is expected


class White:
    """A restorer that shows where it was."""

    name = "white"

    def restore(self, rgb):
        made = rgb.copy()
        made[:4] = 255
        return made


class Twice:
    """An enlarger that repeats pixels."""

    name = "twice"

    def upscale(self, rgb, _side, *, quality):
        return rgb.repeat(2, axis=0).repeat(2, axis=1)


class Still:
    """A portrait that shows three frames of itself."""

    def __init__(self, rest) -> None:
        self.rest = rest

    def frames(self, _drive):
        return iter([self.rest, self.rest // 2, self.rest])


@pytest.mark.parametrize(("enhance", "restorer", "side", "white"), [
    (True, White(), 64, True), (True, None, 64, False), (False, White(), 32, False),
])  # fmt: skip
def test_enhanced_clips_are_enlarged_and_then_restored(enhance, restorer, side, white):
    """Every frame and the one at rest alike; without the wish neither happens."""
    tools = animate.Tools(animator=None, activity=None, upscaler=Twice(), restorer=restorer)
    drive = SimpleNamespace(curves=range(3))
    subject = Still(np.full((32, 32, 3), 90, np.uint8))
    rest, frames = animate.finished(subject, drive, TalkingOptions(enhance=enhance), tools)
    pictures = [rest, *frames]
    assert [picture.shape for picture in pictures] == [(side, side, 3)] * 4
    assert [bool((picture[0] == 255).all()) for picture in pictures] == [white] * 4
