"""Hats, glasses, hands, leaves, cropped heads, hard light, few pixels, no colours, two people (mission: bad input).

Each is drawn onto the public-domain portrait, so that what must come out is known: it works, or it is refused for one
clear reason, whose sentence stands in the locales.
"""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.canvas import subjects
from engine.canvas.guard import guarded
from engine.canvas.types import CutOut
from engine.errors import BadPhotoError
from engine.faces.regions import hull

SIDE, SHOULDERS = 512, 250  # pixels, and the row below her shoulders
LIKE = 0.9  # intersection over union with the cut-out of the plain photo


@pytest.fixture(scope="module")
def cut(faces):
    """Cut the largest face's person out of a photo as a worker does, at the photo's own size."""

    def out(rgb: np.ndarray) -> CutOut:
        rgb = np.ascontiguousarray(rgb)
        face = faces.largest(rgb)
        span = float(np.ptp(face.mesh.points[:, 0]))
        return guarded(faces.cut_out(rgb, face), rgb, faces.people.person_mask(rgb), span)

    return out


@pytest.fixture(scope="module")
def plain(cut, astronaut):
    """She out of the untouched photo."""
    return cut(astronaut)


@pytest.fixture(scope="module")
def inside(astronaut_face):
    """Where her face is, (SIDE, SIDE) booleans."""
    return hull((SIDE, SIDE), astronaut_face.mesh.oval, 0.9) > 0


def alike(own: np.ndarray, other: np.ndarray) -> float:
    """Intersection over union of two alphas of one size, 0..1."""
    return float(((own > 0.5) & (other > 0.5)).sum() / ((own > 0.5) | (other > 0.5)).sum())


def leaves(seed: int) -> np.ndarray:
    """A bush: dark and light ellipses, as fine as curls; (SIDE, SIDE, 3) float32."""
    random = np.random.default_rng(seed)
    out = np.full((SIDE, SIDE, 3), (30, 45, 25), np.float32)
    for x, y, turn, light in random.random((1200, 4)):
        colour = (np.array([60, 110, 40]) * (0.3 + 1.4 * light)).tolist()
        centre = (int(x * SIDE), int(y * SIDE))
        cv2.ellipse(out, centre, (12, 5), turn * 360, 0, 360, colour, -1, cv2.LINE_AA)
    return out


def test_the_measure_sees_a_spoilt_cut_out(plain):
    """The control: half of her missing, or a shadow beside her taken along, would not pass below."""
    half = plain.alpha * (np.arange(SIDE) < 0.45 * SIDE)
    for spoilt in (half, np.roll(plain.alpha, SIDE // 16, 1)):
        assert alike(spoilt, plain.alpha) < LIKE


def test_a_cap_belongs_to_its_wearer(cut, plain, astronaut, astronaut_face):
    """A cap of a colour that is nowhere else in the photo stays on the head."""
    x, y = astronaut_face.mesh.oval.mean(0)
    cap = np.zeros((SIDE, SIDE), np.float32)
    cv2.ellipse(cap, (int(x), int(y - 45)), (82, 78), 0, 180, 360, 1.0, -1)
    cv2.ellipse(cap, (int(x), int(y - 45)), (86, 16), 0, 0, 360, 1.0, -1)
    shade = np.linspace(1.15, 0.6, SIDE, dtype=np.float32)[None, :, None]
    worn = astronaut * (1 - cap[..., None]) + np.float32([150, 40, 60]) * shade * cap[..., None]
    found = cut(worn.astype(np.uint8))
    assert found.alpha[cap > 0].mean() > 0.85
    assert alike(found.alpha, plain.alpha) > 0.85


@pytest.mark.parametrize("tone", [25, 235])
def test_thin_glasses_stay_whole(cut, plain, inside, astronaut, astronaut_face, tone):
    """Frames of one pixel, light and dark: no gap in the face, and the frame's own colour is kept."""
    worn, frames = astronaut.copy(), np.zeros((SIDE, SIDE), np.float32)
    right, left = ((int(x), int(y)) for x, y in astronaut_face.mesh.eyes)
    for picture, colour in ((worn, (tone,) * 3), (frames, 1.0)):
        for eye in (right, left):
            cv2.circle(picture, eye, 17, colour, 1, cv2.LINE_AA)
        cv2.line(picture, (right[0] + 17, right[1]), (left[0] - 17, left[1]), colour, 1, cv2.LINE_AA)
    found = cut(worn)
    assert found.alpha[inside].min() > 0.9
    assert np.abs(found.colour[frames > 0.6].astype(float) - worn[frames > 0.6]).max() < 3
    assert alike(found.alpha, plain.alpha) > LIKE


def test_a_hand_before_the_face_is_kept_with_it(cut, plain, astronaut, astronaut_face):
    """Four fingers over the chin, of her skin's colour: the mesh calls them face, the cut-out has no hole."""
    x, y = astronaut_face.mesh.points[152, :2].astype(int)  # the chin
    cheek = astronaut_face.mesh.points[50, :2].astype(int)
    held, hand = astronaut.copy(), np.zeros((SIDE, SIDE), np.float32)
    for place in range(4):
        ends = (int(x - 24 + 16 * place), int(y - 18)), (int(x - 30 + 14 * place), int(y + 60))
        tone = astronaut[cheek[1], cheek[0]] * (0.8 + 0.06 * place)
        for picture, colour in ((held, tone.tolist()), (hand, 1.0)):
            cv2.line(picture, *ends, colour, 13, cv2.LINE_AA)
    found = cut(held)
    assert found.alpha[hand > 0.9].mean() > 0.9
    assert alike(found.alpha, plain.alpha) > LIKE


@pytest.mark.parametrize("seed", [0, 1])
def test_hair_before_a_bush_is_told_from_the_leaves(cut, plain, astronaut, seed):
    """She before leaves as dark as hair: her outline comes back."""
    share = plain.alpha[..., None]
    found = cut((plain.colour * share + leaves(seed) * (1 - share)).astype(np.uint8))
    assert np.abs(found.alpha - plain.alpha).mean() < 0.05
    assert alike(found.alpha, plain.alpha) > LIKE


def test_a_head_cut_by_the_photo_runs_to_its_edge(cut, astronaut, astronaut_face):
    """The photo ends at the forehead: face and hair reach the first row."""
    top = int(astronaut_face.mesh.oval[:, 1].min()) + 8
    x = int(astronaut_face.mesh.oval[:, 0].mean())
    assert cut(astronaut[top:]).alpha[0, x - 20 : x + 20].min() > 0.95


@pytest.mark.parametrize("turn", [1, -1])
def test_light_from_one_side_halves_nobody(cut, plain, inside, astronaut, turn):
    """One side lit, the other nearly black: head and shoulders are hers, both halves."""
    ramp = np.linspace(0.12, 1.3, SIDE, dtype=np.float32)[None, ::turn, None]
    found = cut((astronaut * ramp).clip(0, 255).astype(np.uint8))
    assert found.alpha[inside].min() > 0.9
    assert alike(found.alpha[:SHOULDERS], plain.alpha[:SHOULDERS]) > 0.85


def test_few_pixels_work_until_they_are_refused(cut, plain, faces, astronaut):
    """A face of 55 px is cut out; one of 14 px is refused, and the reason says why."""
    small = cv2.resize(astronaut, (SIDE // 2,) * 2, interpolation=cv2.INTER_AREA)
    assert alike(cv2.resize(cut(small).alpha, (SIDE, SIDE)), plain.alpha) > LIKE
    with pytest.raises(BadPhotoError) as refused:
        subjects.wearer(faces.faces(cv2.resize(small, (SIDE // 8,) * 2, interpolation=cv2.INTER_AREA)))
    assert str(refused.value.data["reason"]) in ("face-too-small", "no-face")


def test_a_photo_without_colours_is_cut_out_as_well(cut, plain, astronaut):
    """Black and white, with the contrast of an old print."""
    grey = cv2.cvtColor(astronaut, cv2.COLOR_RGB2GRAY).astype(np.float32)
    print_of = ((grey - 128) * 1.25 + 128).clip(0, 255).astype(np.uint8)
    assert alike(cut(np.repeat(print_of[..., None], 3, -1)).alpha, plain.alpha) > LIKE


def test_two_people_are_refused_with_a_reason(faces, astronaut):
    """Two alike faces: nobody knows who is meant."""
    with pytest.raises(BadPhotoError) as refused:
        subjects.wearer(faces.faces(np.ascontiguousarray(np.hstack([astronaut[:, :400], astronaut[:, :400]]))))
    assert str(refused.value.data["reason"]) == "several-faces"


def test_a_passer_by_is_left_out(cut, plain, astronaut):
    """Somebody small behind is background."""
    behind, other = astronaut.copy(), cv2.resize(astronaut[:230, 130:340], (94, 104), interpolation=cv2.INTER_AREA)
    place = np.s_[40:144, 400:494]
    behind[place] = other
    found = cut(behind)
    assert found.alpha[place].mean() < 0.15
    assert alike(found.alpha, plain.alpha) > LIKE
