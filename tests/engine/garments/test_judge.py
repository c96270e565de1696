"""A head on somebody else's shoulders that would not be sent: each fault is told, and a whole neck has none."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from engine.faces.registry import Faces
from engine.faces.types import RGB, Mesh
from engine.garments import judge
from engine.garments.judge import Verdict

SKIN, CLOTH, WALL = (190, 150, 125), (20, 20, 24), (140, 140, 140)


@dataclass(frozen=True, kw_only=True, eq=False)
class Shown:
    """A picture and its planes."""

    rgb: RGB
    head: np.ndarray
    bare: np.ndarray
    worn: np.ndarray
    seen: np.ndarray


@pytest.fixture(scope="module")
def mesh(faces: Faces, astronaut: RGB) -> Mesh:
    """The astronaut's face, in a picture with room for a neck."""
    found = faces.mesh(astronaut)
    assert found is not None
    return found


@pytest.fixture(scope="module")
def good(mesh: Mesh, astronaut: RGB) -> Shown:
    """A neck between both sides of a collar."""
    x, deep = judge._about_chin(mesh.points, astronaut.shape)
    head = (deep < 0).astype(np.float32) * (np.abs(x) < 0.6)
    bare = ((deep >= 0) & (np.abs(x) < 0.35) & (deep < 0.6)).astype(np.float32)
    worn = ((deep > 0.05) & (bare == 0)).astype(np.float32)
    rgb = np.full(astronaut.shape, WALL, np.uint8)
    for plane, colour in ((head, SKIN), (bare, SKIN), (worn, CLOTH)):
        rgb[plane > 0.5] = colour
    return Shown(rgb=rgb, head=head, bare=bare, worn=worn, seen=bare)


def verdict(shown: Shown, mesh: Mesh) -> Verdict:
    """Judge it."""
    return judge.verdict(shown.rgb, mesh.points, shown.head, shown.bare, shown.worn, shown.seen)


def test_a_whole_neck_is_good(good: Shown, mesh: Mesh):
    """One tone, seen in a photo, up to the collar on both sides."""
    assert verdict(good, mesh) == Verdict(gap=0, made=0, step=0)
    assert verdict(good, mesh).good


def test_a_wall_between_neck_and_collar_is_told(good: Shown, mesh: Mesh):
    """A thin neck in a wide collar; the same wall beside the collar is where a wall belongs."""
    x, _ = judge._about_chin(mesh.points, good.rgb.shape)
    thin = good.bare * (np.abs(x) < 0.2)
    found = verdict(replace(good, bare=thin), mesh)
    assert found.gap > judge.GAP
    assert not found.good
    assert verdict(replace(good, bare=thin, worn=good.worn * (x > 0)), mesh).gap == 0


def test_a_neck_nobody_saw_is_told(good: Shown, mesh: Mesh):
    """A smear between beard and chest."""
    _, deep = judge._about_chin(mesh.points, good.rgb.shape)
    found = verdict(replace(good, seen=good.seen * (deep > 0.3)), mesh)
    assert found.made > judge.MADE
    assert not found.good


@pytest.mark.parametrize(("to", "good_"), [((176, 136, 112), True), ((150, 118, 122), False)], ids=["shade", "violet"])
def test_a_neck_of_two_tones_is_told(good: Shown, mesh: Mesh, to: tuple[int, int, int], good_: bool):
    """A violet throat over a yellow chest; a little shade is what necks have."""
    _, deep = judge._about_chin(mesh.points, good.rgb.shape)
    rgb = np.where(((good.bare > 0.5) & (deep < 0.3))[..., None], np.uint8(to), good.rgb)
    found = verdict(replace(good, rgb=rgb), mesh)
    assert (found.step <= judge.STEP) == good_
    assert found.good == good_
