"""Which photos become a subject, what is refused, and what is mended on the way."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from engine.canvas import subjects
from engine.canvas.linear import display, linear
from engine.errors import BadPhotoError
from engine.faces.types import Face
from tests.engine.canvas.conftest import ruled


class Told:
    """Perception that has an answer ready."""

    def __init__(self, *found: Face) -> None:
        self._found = list(found)

    def faces(self, rgb: np.ndarray) -> list[Face]:
        """Return the answer."""
        return self._found


@pytest.fixture
def cutter(faces):
    """The rules' cut-out as a cutter."""

    def cut(rgb, mesh, people=None):
        return ruled(rgb, mesh, faces.head_mask(rgb, Face(box=mesh.box, score=1.0, mesh=mesh)))

    return cut


def test_a_photo_becomes_a_subject_of_its_own_size(faces, astronaut, cutter):
    """Everything has the size of the part of the photo it is of."""
    made = subjects.prepare(astronaut, faces, cutter)
    size = made.rgb.shape[:2]
    assert {plane.shape[:2] for plane in (made.normals, made.height, made.face, made.shading, made.lively)} == {size}
    assert made.enlarged == pytest.approx(subjects.WANTED / (astronaut_face_height(faces, astronaut)), rel=0.02)


def astronaut_face_height(faces, rgb) -> float:
    """Her face's height in pixels of the photo."""
    box = faces.largest(rgb).mesh.box
    return float(box[3] - box[1])


def test_refusals_say_why(astronaut_face):
    """One clear reason each; nobody, two people, too small, turned away."""
    one = astronaut_face
    small = replace(one, box=one.box * 0.2)
    blind = replace(one, mesh=None)
    twin = replace(one, box=one.box + 3)
    reasons = []
    for found in ([], [one, twin], [small], [blind]):
        with pytest.raises(BadPhotoError) as caught:
            subjects.wearer(Told(*found).faces(np.zeros((8, 8, 3), np.uint8)))
        reasons.append(str(caught.value.data["reason"]))
    assert reasons == ["no-face", "several-faces", "face-too-small", "turned-away"]


def test_somebody_small_behind_does_not_matter(astronaut_face):
    """A passer-by is no second person: the largest face is meant."""
    passer = replace(astronaut_face, box=astronaut_face.box * 0.4)
    assert subjects.wearer([astronaut_face, passer]) is astronaut_face.mesh


def test_an_underexposed_face_is_brought_up(portrait):
    """A photo four stops too dark is lifted, a good one is left alone."""
    rgb, mesh, cut = portrait
    assert subjects.subject(rgb, mesh, cut).exposure == 1.0
    dark = display(linear(rgb) * np.float32(0.12))
    assert subjects.subject(dark, mesh, replace(cut, colour=dark)).exposure > 1.8


def test_dark_skin_is_not_taken_for_lack_of_light(toned):
    """The white of the eyes and the clothes are as bright as ever: nothing is lifted."""
    assert toned(0.3).exposure == 1.0


def test_a_small_photo_is_enlarged_and_says_so(faces, astronaut, cutter):
    """From a small photo the picture has its size, and the subject tells how many times it was enlarged."""
    small = cv2.resize(astronaut, (256, 256), interpolation=cv2.INTER_AREA)
    asked = []

    def network(rgb, side):
        asked.append(side)
        return subjects.resampled(rgb, side)

    made = subjects.prepare(small, faces, cutter, network)
    assert made.enlarged == pytest.approx(subjects.MOST)
    assert asked == [max(made.rgb.shape)]
    assert made.rgb.shape[:2] == made.cut.alpha.shape


@pytest.mark.parametrize("worn", [True, False])
def test_behind_glasses_of_a_small_photo_nothing_is_invented(worn, faces, astronaut, astronaut_face, cutter):
    """The network drew lids and smears on lenses of a few pixels. Without glasses (the control) it draws the eyes."""
    photo, points = astronaut.copy(), astronaut_face.mesh.points
    if worn:
        across = float(np.ptp(points[:, 0]))
        for eye in astronaut_face.mesh.eyes:
            cv2.circle(photo, tuple(np.round(eye).astype(int)), round(0.17 * across), (15, 15, 15), 3, cv2.LINE_AA)
        ends = [tuple(int(value) for value in points[name, :2]) for name in (193, 417)]
        cv2.line(photo, *ends, (15, 15, 15), 4, cv2.LINE_AA)
    small = cv2.resize(photo, (300, 300), interpolation=cv2.INTER_AREA)

    def network(rgb, side):
        return 255 - subjects.resampled(rgb, side)

    made, plain = (
        subjects.prepare(small, faces, cutter, one)
        for one in (network, lambda rgb, side: subjects.resampled(rgb, side))
    )
    apart = np.abs(made.rgb.astype(int) - plain.rgb).mean(-1)
    rows, columns = np.round(made.mesh.eyes[:, ::-1]).astype(int).T
    assert (apart[rows, columns].max() < 2) == worn
    assert apart[made.cut.alpha < 0.1].mean() > 20


def test_eyes_and_teeth_are_known(subject):
    """What must keep its contrast is marked, and little else."""
    for eye in subject.mesh.eyes:
        assert subject.lively[int(eye[1]), int(eye[0])] > 0.9
    assert subject.lively.mean() < 0.02
