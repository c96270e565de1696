"""The composite quality and what it is made of."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.faces.quality import PATCH, WEIGHTS, light_of, patch_of, softness
from engine.faces.types import LEFT_EYE, RIGHT_EYE, Face
from engine.faces.verdict import BLURRED
from tests.engine.faces.altered import blurred, darkened, overexposed, painted_eyes, shrunk


def head_of(rgb):
    """The middle of the upper part, framed as a selfie."""
    height, width = rgb.shape[:2]
    return np.ascontiguousarray(rgb[height // 25 : height // 2, width // 5 : 7 * width // 10])


@pytest.mark.parametrize(
    ("alter", "part"),
    [
        (lambda rgb, face: blurred(rgb, face), "sharpness"),
        (lambda rgb, face: darkened(rgb), "exposure"),
        (lambda rgb, face: overexposed(rgb), "exposure"),
        (lambda rgb, face: shrunk(rgb, 0.6), "size"),
        (lambda rgb, face: painted_eyes(rgb, face), "eyes"),
    ],
)
def test_every_spoilt_copy_rates_lower(faces, astronaut, astronaut_face, alter, part):
    """The template face of the fusion is the best photo, and the part to blame is named."""
    good, bad = [
        faces.rate(head, faces.largest(head))
        for head in (head_of(astronaut), head_of(alter(astronaut, astronaut_face)))
    ]
    assert bad.score < good.score - 0.03
    assert bad.parts[part] < good.parts[part]


def test_a_good_photo_rates_high_and_all_parts_are_shares(faces, astronaut, astronaut_face):
    """0..1 throughout, so that the composite is too."""
    rated = faces.rate(astronaut, astronaut_face)
    assert rated.parts.keys() == WEIGHTS.keys()
    assert all(0 <= value <= 1 for value in rated.parts.values())
    assert 0.6 < rated.score <= 1
    assert faces.quality(astronaut, astronaut_face) == rated.score


def test_a_face_without_a_mesh_rates_low(faces, astronaut, astronaut_face):
    """What the mesh cannot read is no template."""
    assert faces.quality(astronaut, Face(box=astronaut_face.box, score=1.5)) < 0.2


def test_softness_rises_with_blur_whatever_the_light(astronaut, astronaut_face):
    """A dark photo is not a blurred one."""
    soft = [softness(blurred(astronaut, astronaut_face, share), astronaut_face) for share in (0.005, 0.02, 0.03, 0.05)]
    assert soft == sorted(soft)
    assert softness(astronaut, astronaut_face) < 0.75 < 0.85 < soft[2]
    dark = softness(darkened(astronaut, 0.4), astronaut_face)
    assert dark == pytest.approx(softness(astronaut, astronaut_face), abs=0.05)


def test_light_is_measured_on_the_face_only(astronaut, astronaut_face):
    """A white wall behind a dark face is bad light all the same."""
    wall = np.full_like(astronaut, 255)
    left, top, right, bottom = astronaut_face.box.astype(int)
    wall[top:bottom, left:right] = darkened(astronaut)[top:bottom, left:right]
    light = light_of(patch_of(wall, astronaut_face.mesh))
    assert light.bright < 90
    assert light.glare < 0.1


def test_one_sided_light_is_seen(astronaut, astronaut_face):
    """Half a face in the dark cannot be learnt."""
    half = astronaut.copy()
    half[:, int(astronaut_face.mesh.points[168, 0]) :] //= 6
    even = light_of(patch_of(astronaut, astronaut_face.mesh)).even
    assert light_of(patch_of(half, astronaut_face.mesh)).even < 0.25 < even


def test_the_patch_has_the_eyes_where_the_template_has_them(astronaut, astronaut_face):
    """Small or large, the same place and size: measures on it compare."""
    small = shrunk(astronaut, 0.5)
    for rgb, scale in ((astronaut, 1.0), (small, 0.5)):
        mesh = astronaut_face.mesh
        moved = type(mesh)(points=mesh.points * scale, blendshapes=mesh.blendshapes, matrix=mesh.matrix)
        patch = patch_of(rgb, moved)
        eyes = np.stack([patch.points[list(eye), :2].mean(axis=0) for eye in (RIGHT_EYE, LEFT_EYE)]) / PATCH
        assert np.abs(eyes - [(0.3107, 0.2798), (0.6892, 0.2798)]).max() < 0.06
        assert patch.rgb.shape == (PATCH, PATCH, 3)


@pytest.mark.parametrize("angle", [0, 45, 90, 135])
def test_a_shaken_photo_is_blurred_whichever_way_it_shook(astronaut, astronaut_face, angle):
    """Sharp across the movement, smooth along it: one smooth direction is enough."""
    length = round(0.2 * astronaut_face.side) | 1
    line = np.zeros((length, length), np.float32)
    line[length // 2] = 1
    turn = cv2.getRotationMatrix2D((length // 2, length // 2), angle, 1)
    smear = cv2.warpAffine(line, turn, (length, length))
    shaken = cv2.filter2D(astronaut, -1, smear / smear.sum())
    assert softness(shaken, astronaut_face) > BLURRED > softness(astronaut, astronaut_face)
