"""Ears are as solid as the head they are on, and no old background sticks to hair."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from engine.canvas.edges import bumps, with_ears
from engine.faces.regions import face_units, face_width

SKIN, WALL, BLACK, SKY = (200, 150, 120), (120, 125, 130), (25, 22, 20), (225, 235, 245)


@pytest.fixture(scope="module")
def mesh(astronaut_face):
    """A face at (226, 126) of 512 px, some 106 px wide."""
    return astronaut_face.mesh


@pytest.fixture
def eared(mesh):
    """A head with two ears before a wall: picture, alpha without them, where people are, and where the ears are."""
    x, y = face_units((512, 512), mesh.points)
    head = ((x / 0.5) ** 2 + ((y + 0.1) / 0.75) ** 2) < 1
    ears = (((np.abs(x) - 0.5) / 0.09) ** 2 + ((y + 0.12) / 0.18) ** 2 < 1) & ~head
    rgb = np.full((512, 512, 3), WALL, np.uint8)
    rgb[head | ears] = SKIN
    rgb = cv2.GaussianBlur(rgb, (0, 0), 0.8)
    return rgb, head.astype(np.float32), (head | ears).astype(np.float32), ears


def test_an_ear_is_solid(eared, mesh):
    """Half of it let go, the lights of a street were seen through it."""
    rgb, head, people, ears = eared
    seen = head + 0.4 * ears
    made = with_ears(rgb, seen.astype(np.float32), mesh, people)
    core = cv2.erode(ears.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    assert seen[core].max() < 0.5
    assert made[core].min() > 0.9
    assert made[people == 0].sum() < 0.15 * ears.sum()  # the softness of its edge


def test_what_is_beside_a_head_is_no_ear(eared, mesh):
    """Controls: a wall of the skin's own colour, a wall of no skin's colour, and nobody who knows where people are."""
    rgb, head, people, ears = eared
    assert np.array_equal(with_ears(rgb, head, mesh, None), head)
    assert np.abs(with_ears(np.full_like(rgb, SKIN), head, mesh, people) - head).max() < 0.01
    bare = rgb.copy()
    bare[ears] = WALL
    core = cv2.erode(ears.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    assert with_ears(bare, head, mesh, people)[core].max() < 0.5


def test_a_gap_between_cheek_and_locks_stays_open(mesh):
    """The wall is seen between them; a person mask is too coarse to know. No ear is near that could have shadows."""
    x, y = face_units((512, 512), mesh.points)
    face = ((x / 0.5) ** 2 + ((y + 0.1) / 0.75) ** 2) < 1
    hair = (np.abs(np.abs(x) - 0.59) < 0.035) & (np.abs(y + 0.15) < 0.45)
    hair |= (((x / 0.65) ** 2 + ((y - 0.1) / 0.8) ** 2) < 1) & (y > 0.3)
    rgb = np.full((512, 512, 3), WALL, np.uint8)
    rgb[face], rgb[hair] = SKIN, BLACK
    alpha = (face | hair).astype(np.float32)
    people = cv2.morphologyEx(alpha, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    assert ((people > 0) & (alpha == 0)).sum() > 500
    assert np.array_equal(with_ears(rgb, alpha, mesh, people), alpha)


@pytest.mark.parametrize("turn", [-1, 1])
def test_a_neighbours_cheek_is_no_ear(eared, mesh, turn):
    """Cheek to cheek, a slice of somebody else stood beside the head; the ear on the other side is found as ever."""
    rgb, head, people, ears = eared
    x, y = face_units((512, 512), mesh.points)
    other = (((turn * x - 0.95) / 0.45) ** 2 + ((y + 0.1) / 0.65) ** 2 < 1) & (head == 0)
    both = rgb.copy()
    both[other] = SKIN
    made = with_ears(both, head, mesh, np.maximum(people, other))
    assert made[other].max() < 0.1
    core = (cv2.erode(ears.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0) & (turn * x < 0)
    assert made[core].min() > 0.9


@pytest.fixture
def crowned(mesh):
    """Black hair before the sky, with a bump on the crown: picture of any colour of it, alpha, hair, bump."""
    x, y = face_units((512, 512), mesh.points)
    width = face_width(mesh.points)
    head = ((x / 0.55) ** 2 + (y / 0.75) ** 2) < 1
    bump = ((x / 0.07) ** 2 + ((y - 0.76) / 0.09) ** 2 < 1) & ~head
    hair = ((head & (y > 0.3)) | bump).astype(np.float32)

    def picture(colour: tuple[int, int, int]) -> np.ndarray:
        rgb = np.full((512, 512, 3), SKY, np.uint8)
        rgb[head & (y > 0.3)] = BLACK
        rgb[head & (y <= 0.3)] = SKIN
        rgb[bump] = colour
        noise = np.random.default_rng(1).normal(0, 3, rgb.shape)
        return (rgb + noise).clip(0, 255).astype(np.uint8)

    return picture, (head | bump).astype(np.float32), hair, bump, width


def test_sky_that_sticks_to_the_crown_goes(crowned):
    """A bright speck above the parting is old background, whatever two networks call it."""
    picture, alpha, hair, bump, width = crowned
    found = bumps(picture(SKY), alpha, hair, width)
    assert found[bump].mean() > 0.8
    assert found[(alpha > 0) & ~bump].mean() < 0.01


def test_a_white_bow_before_a_light_wall_stays(crowned):
    """It is nearer to the wall than to black hair, and was taken for old background; wall (the control) goes."""
    picture, alpha, hair, bump, width = crowned
    wall = (195, 196, 198)

    def found(colour: tuple[int, int, int]) -> float:
        noise = np.random.default_rng(2).normal(0, 3, (512, 512, 3))
        before = np.where(alpha[..., None] > 0, picture(colour), np.uint8(np.float32(wall) + noise))
        return float(bumps(before, alpha, hair, width)[bump].mean())

    assert found((242, 241, 240)) < 0.1
    assert found(wall) > 0.8


@pytest.mark.parametrize("colour", [BLACK, (150, 30, 40)], ids=["hair", "ribbon"])
def test_a_bun_and_a_ribbon_stay(crowned, colour):
    """The control: what has the colours of the hair, or others of its own, is the person's."""
    picture, alpha, hair, bump, width = crowned
    assert bumps(picture(colour), alpha, hair, width)[bump].mean() < 0.1
