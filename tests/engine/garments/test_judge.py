"""A head on somebody else's shoulders that would not be sent: each fault is told, and a whole neck has none."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.faces.registry import Faces
from engine.faces.types import RGB, Mesh
from engine.garments import judge
from engine.garments.judge import Shown, Verdict

SKIN, CLOTH, WALL, HAIR = (190, 150, 125), (20, 20, 24), (140, 140, 140), (60, 40, 30)


@pytest.fixture(scope="module")
def mesh(faces: Faces, astronaut: RGB) -> Mesh:
    """The astronaut's face, in a picture with room for a neck."""
    found = faces.mesh(astronaut)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def good(mesh: Mesh, astronaut: RGB) -> Shown:
    """A neck between both sides of a collar."""
    x, deep = judge.about_chin(mesh.points, astronaut.shape)
    head = (deep < 0).astype(np.float32) * (np.abs(x) < 0.6)
    bare = ((deep >= 0) & (np.abs(x) < 0.35) & (deep < 0.6)).astype(np.float32)
    worn = ((deep > 0.05) & (bare == 0)).astype(np.float32)
    rgb = np.full(astronaut.shape, WALL, np.uint8)
    for plane, colour in ((head, SKIN), (bare, SKIN), (worn, CLOTH)):
        rgb[plane > 0.5] = colour
    hair = (head * (np.abs(x) > 0.4)).astype(np.float32)
    rgb[hair > 0.5] = HAIR
    return Shown(picture=rgb, points=mesh.points, head=head, hair=hair, bare=bare, worn=worn, seen=bare)


def test_a_whole_neck_is_good(good: Shown, mesh: Mesh):
    """One tone, seen in a photo, up to the collar on both sides."""
    assert judge.verdict(good) == Verdict(gap=0, made=0, step=0, sliver=0, enlarged=1)
    assert judge.verdict(good).good


def test_a_wall_between_neck_and_collar_is_told(good: Shown, mesh: Mesh):
    """A thin neck in a wide collar; the same wall beside the collar is where a wall belongs."""
    x, _ = judge.about_chin(mesh.points, good.picture.shape)
    thin = good.bare * (np.abs(x) < 0.2)
    found = judge.verdict(replace(good, bare=thin))
    assert found.gap > judge.GAP
    assert not found.good
    assert judge.verdict(replace(good, bare=thin, worn=good.worn * (x > 0))).gap == 0


def test_a_neck_nobody_saw_is_told(good: Shown, mesh: Mesh):
    """A smear between beard and chest."""
    _, deep = judge.about_chin(mesh.points, good.picture.shape)
    found = judge.verdict(replace(good, seen=good.seen * (deep > 0.3)))
    assert found.made > judge.MADE
    assert not found.good


@pytest.mark.parametrize(("to", "good_"), [((176, 136, 112), True), ((150, 118, 122), False)], ids=["shade", "violet"])
def test_a_neck_of_two_tones_is_told(good: Shown, mesh: Mesh, to: tuple[int, int, int], good_: bool):
    """A violet throat over a yellow chest; a little shade is what necks have."""
    _, deep = judge.about_chin(mesh.points, good.picture.shape)
    rgb = np.where(((good.bare > 0.5) & (deep < 0.3))[..., None], np.uint8(to), good.picture)
    found = judge.verdict(replace(good, picture=rgb))
    assert (found.step <= judge.STEP) == good_
    assert found.good == good_


@pytest.mark.parametrize(
    ("light", "good_"), [(0.8, True), (1.0, True), (1.25, False)], ids=["shade", "same", "lighter"]
)
def test_the_neck_of_somebody_lighter_is_told(good: Shown, light: float, good_: bool):
    """A dark face stood on a pale chest; under a jaw a neck is darker than the cheeks, never lighter."""
    skin = (good.bare > 0.5)[..., None]
    rgb = np.where(skin, (good.picture * np.float32(light)).clip(0, 255).astype(np.uint8), good.picture)
    found = judge.verdict(replace(good, picture=rgb))
    assert (found.pale <= judge.PALE) == good_
    assert found.good == good_


def test_grey_at_the_corners_of_a_collar_is_a_gap(good: Shown, mesh: Mesh):
    """Between the neck and both ends of the collar the wall was seen; a line as thin as an edge is none."""
    x, deep = judge.about_chin(mesh.points, good.picture.shape)
    corner = (np.abs(x) > 0.25) & (deep < 0.3)
    assert judge.verdict(replace(good, bare=good.bare * ~corner)).gap > judge.GAP
    line = np.abs(np.abs(x) - 0.34) < 0.01
    assert judge.verdict(replace(good, bare=good.bare * ~line)).gap == 0


@pytest.mark.parametrize(
    ("colour", "good_"), [((235, 235, 240), False), ((100, 90, 85), True)], ids=["window", "mixture"]
)
def test_old_background_in_loose_hair_is_told(good: Shown, mesh: Mesh, colour: tuple[int, int, int], good_: bool):
    """A bright rim around dark hair before a grey wall was a window; what lies between both colours is a rim."""
    x, _ = judge.about_chin(mesh.points, good.picture.shape)
    rim = (good.hair > 0.5) & (np.abs(x) > 0.53)
    found = judge.verdict(replace(good, picture=np.where(rim[..., None], np.uint8(colour), good.picture)))
    assert (found.sliver <= judge.SLIVER) == good_
    assert found.good == good_


def test_a_window_is_told_in_hair_combed_close_to_the_head(good: Shown, mesh: Mesh):
    """Such hair is hardly wider than its own rim, and passed whatever was seen in it."""
    x, _ = judge.about_chin(mesh.points, good.picture.shape)
    hair = (good.hair * (np.abs(x) > 0.45)).astype(np.float32)
    rim = (hair > 0.5) & (np.abs(x) > 0.55)
    bright = np.where(rim[..., None], np.uint8((240, 240, 245)), good.picture)
    assert judge.verdict(replace(good, hair=hair)).sliver <= judge.SLIVER
    assert judge.verdict(replace(good, hair=hair, picture=bright)).sliver > judge.SLIVER


def test_a_head_from_a_tiny_photo_is_told(good: Shown):
    """A blur on a sharp body."""
    assert judge.verdict(replace(good, enlarged=2.3)).faults == ("enlarged",)
    assert judge.verdict(replace(good, enlarged=1.4)).good


def test_a_beard_that_was_painted_over_is_told(good: Shown, mesh: Mesh):
    """Nobody knows the jaw under it; hair that stays, and a face exchanged inside its outline, are no fault."""
    x, deep = judge.about_chin(mesh.points, good.picture.shape)
    beard = ((np.abs(x) < 0.3) & (deep > -0.3) & (deep < 0.2)).astype(np.float32)
    before = np.where(beard[..., None] > 0.5, np.uint8(HAIR), good.picture)
    assert judge.shaven(before, good.picture, beard, mesh.points) > judge.SHAVEN
    assert judge.shaven(before, before, beard, mesh.points) == 0
    stubble = beard * (deep < -0.1)
    assert judge.shaven(before, good.picture, stubble.astype(np.float32), mesh.points) < judge.SHAVEN
