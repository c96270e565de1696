"""A head that goes and a head that comes, in parts: what fades into what, which hair hangs on it, hands in the way."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from engine.canvas.linear import display, linear
from engine.faces.regions import face_units, face_width, upright
from engine.faces.registry import Faces
from engine.faces.types import CHIN, RGB, Mesh
from engine.garments import judge
from engine.garments.body import Hand
from engine.garments.bust import _held
from engine.garments.vacated import Vacated, _joined, _misfit
from engine.tasks.tryon import dressed, headless

UNIT = 100.0


@pytest.fixture(scope="module")
def mesh(faces: Faces, astronaut: RGB) -> Mesh:
    """The astronaut's face."""
    found = faces.mesh(astronaut)
    assert found is not None
    return found


def test_a_wall_behind_the_old_head_does_not_fade_onto_the_neck():
    """A grey band under the chin was the wall: a neck keeps its colour up to where the head was, air does not."""
    light = np.full((200, 200, 3), 0.3, np.float32)
    light[:, 60:140] = (0.5, 0.3, 0.2)
    wall = np.full_like(light, 0.8)
    hole, neck = np.zeros((2, 200, 200), bool)
    hole[:100] = True
    neck[100:, 60:140] = True
    nothing = np.zeros_like(hole)
    joined = _joined(light, wall, light, hole, nothing, neck, UNIT)
    assert joined[101, 100] == pytest.approx((0.5, 0.3, 0.2))
    assert joined[101, 20, 0] > 0.7  # beside the neck
    assert joined[50, 100] == pytest.approx(0.8)
    before = _joined(light, wall, light, hole, nothing, nothing, UNIT)
    assert before[101, 100, 0] > 0.7  # the control: as it was


def test_a_background_that_does_not_go_on_is_told():
    """A wall that spread over a window; leaves, which differ everywhere but not on the whole, fit."""
    room = np.full((200, 200, 3), 0.3, np.float32)
    room[:, 120:] = 0.95
    beside = np.zeros((200, 200), bool)
    beside[:, 90:150] = True
    assert _misfit(room, np.full_like(room, 0.3), beside, UNIT) > dressed.MISFIT
    assert _misfit(room, room, beside, UNIT) == 0
    leaves, others = np.random.default_rng(0).uniform(0.1, 0.7, (2, 200, 200, 1)).astype(np.float32).repeat(3, -1)
    assert _misfit(leaves, others, beside, UNIT) < 0.5 * dressed.MISFIT
    assert _misfit(room, room, np.zeros_like(beside), UNIT) == 0  # nothing is seen beside it


def test_hair_that_hangs_on_no_head_stays_in_the_photo(mesh: Mesh, astronaut: RGB):
    """The shade between jaw and collar was taken for hair, and flew along; long hair and a beard are hers."""
    x, y = face_units(astronaut.shape, mesh.points)
    chin = -float(np.linalg.norm(mesh.points[CHIN, :2] - mesh.eyes.mean(0))) / face_width(mesh.points)
    long = (np.abs(x - 0.75) < 0.1) & (y < 0.5) & (y > -1.2)
    beard = (np.abs(x) < 0.2) & (y < chin + 0.25) & (y > chin - 0.2)
    loose = (np.abs(x + 0.6) < 0.06) & (np.abs(y - chin) < 0.08)
    held = _held((long | beard | loose).astype(np.float32), mesh, y)
    assert held[long | beard].min() == 1
    assert loose.sum() > 20
    assert held[loose].max() == 0


@pytest.mark.parametrize(("below", "held"), [(0.1, True), (2.5, False)], ids=["at-the-chin", "at-the-hips"])
def test_a_hand_at_the_face_is_in_the_way(mesh: Mesh, below: float, held: bool):
    """Hair and neck of a photo would end where the hand was; a hand further down does no harm."""
    down = np.linalg.inv(upright(mesh.points)[:, :2]) @ np.array([0, -1.0])
    place = mesh.points[CHIN, :2] + below * down
    points = np.concatenate([np.tile(place, (21, 1)), np.zeros((21, 1))], 1).astype(np.float32)
    assert dressed._held([Hand(points=points * 0.5, right=True)], mesh, 0.5) == held


def _body(**planes: np.ndarray) -> dressed.Body:
    """Return what is known of a wearer: plain planes where nothing else is said."""
    nothing, none = np.zeros((120, 120), np.float32), np.zeros((120, 120), bool)
    light = planes.pop("light")
    emptied = Vacated(light=light, ground=light, hole=none, cloth=none, neck=none)
    usual = dict.fromkeys(("clothes", "skin", "person", "worn"), nothing)
    usual |= dict.fromkeys(("kept", "hem", "edge", "rim"), none)
    return dressed.Body(**{**usual, "stain": np.zeros_like(light), **planes}, emptied=emptied)


def test_the_edge_of_a_collar_changes_as_the_skin_beside_it_does():
    """White and dark dashes stood along a collar: a pixel of both had taken the colour of one, as a mask would have it.

    Here the mask is off by two pixels: what was a mixture stays one.
    """
    x = np.arange(120, dtype=np.float32)[None].repeat(120, 0)
    share = ((x - 58) / 4).clip(0, 1)[..., None]  # of cloth
    light = np.float32((0.4, 0.3, 0.2)) * (1 - share) + np.float32(0.8) * share
    worn = ((x - 60) / 4).clip(0, 1)
    body = _body(light=light, worn=worn, kept=x > 63)
    skin = (x <= 60).astype(np.float32)
    picture = np.where(skin[..., None] > 0, light * 0.5, 0.9).astype(np.float32)
    made = dressed._mixed(body, picture, skin)
    over = (1 - worn)[..., None]
    row = (made * over + light * (1 - over))[60, 50:70, 0]
    assert (np.diff(row) > -1e-3).all()  # from dark skin to light cloth, without a dash of either
    before = (picture * over + light * (1 - over))[60, 50:70, 0]
    assert (np.diff(before) < -0.01).any()  # the control: as it was


def test_no_light_rim_stays_along_a_dark_collar_on_darker_skin():
    """A dotted white line stood at the neck: the light rim that a camera draws around a dark collar."""
    x = np.arange(120, dtype=np.float32)[None].repeat(120, 0)
    light = np.where(x[..., None] < 60, np.float32((0.6, 0.45, 0.35)), np.float32((0.02, 0.03, 0.1)))
    light[:, 58:60] = (0.95, 0.9, 0.85)
    light[::3, 58:60] = (0.6, 0.45, 0.35)
    worn, hem = (x >= 60).astype(np.float32), np.abs(x - 60) < 5
    body = _body(light=light, worn=worn, kept=x >= 60, hem=hem)
    skin = (x < 57).astype(np.float32)
    picture = np.where(skin[..., None] > 0, light * 0.4, light).astype(np.float32)
    made = dressed._mixed(body, picture, skin)
    beside = float(made[60, 50] @ dressed.LUMINANCE)
    assert (made[20:100, 57:60] @ dressed.LUMINANCE).max() < 1.1 * beside
    without = dressed._mixed(_body(light=light, worn=worn, kept=x >= 60), picture, skin)
    assert (without[20:100, 57:60] @ dressed.LUMINANCE).max() > 1.4 * beside  # the control


def test_a_mixture_of_cloth_and_skin_at_a_hem_does_not_stay(mesh: Mesh, astronaut: RGB):
    """Specks of the wearer's light skin stood along a black collar: what is mostly cloth was taken for all cloth."""
    x, deep = judge.about_chin(mesh.points, astronaut.shape)
    share = ((deep - 0.3) * face_width(mesh.points) / 4 + 0.5).clip(0, 1)  # of cloth, four pixels of both
    colour = np.float32((200, 150, 120)) * (1 - share[..., None]) + np.float32((30, 30, 32)) * share[..., None]
    colour += np.random.default_rng(0).normal(0, 2, colour.shape)
    cloth, head = (share > 0.5).astype(np.float32), ((deep < -0.1) & (np.abs(x) < 0.6)).astype(np.float32)
    skin = ((deep >= 0) & (share <= 0.5)).astype(np.float32)
    wearer = SimpleNamespace(head=head, clothes=cloth, skin=skin, person=np.maximum.reduce([cloth, skin, head]))
    wearer.body = None
    seen = SimpleNamespace(wearer=wearer, spot=SimpleNamespace(face=SimpleNamespace(mesh=mesh)), small=astronaut)
    scene: Any = SimpleNamespace(
        rgb=colour.clip(0, 255).astype(np.uint8), garment=cloth, seen=seen, show=lambda *_: None
    )
    body = headless.Body.of(scene)
    mixed = body.hem & (share > 0.5) & (share < 0.9) & (np.abs(x) < 0.8)
    assert mixed.sum() > 200
    assert float((body.worn[mixed] > headless.PURE).mean()) < 0.02
    assert body.worn[(share == 1) & (deep < 0.5) & (deep > 0.35) & (np.abs(x) < 0.8)].min() > 0.9  # the control: cloth


def test_no_line_of_light_skin_stays_along_a_white_collar_on_darker_skin(mesh: Mesh, astronaut: RGB):
    """An orange line stood there: the mixture of collar and skin came from the picture, kept or as something unknown.

    Here the mask of skin ends two pixels before the cloth's begins, and the cloth's is one pixel off.
    """
    x, deep = judge.about_chin(mesh.points, astronaut.shape)
    rows = (deep - 0.5) * face_width(mesh.points)
    share = (rows / 4 + 0.5).clip(0, 1)[..., None]  # of cloth, four pixels of both
    own, white, grain = (0.55, 0.3, 0.2), 0.8, np.random.default_rng(0).normal(0, 0.004, share.shape)
    light = ((np.float32(own) * (1 - share) + white * share) * (1 + grain)).astype(np.float32)
    cloth, skin = (rows > -1).astype(np.float32), ((deep >= 0) & (rows < -3)).astype(np.float32)
    head = ((deep < -0.1) & (np.abs(x) < 0.6)).astype(np.float32)
    wearer = SimpleNamespace(head=head, clothes=cloth, skin=skin, person=((deep > 0) | (head > 0)).astype(np.float32))
    wearer.body = None
    seen = SimpleNamespace(wearer=wearer, spot=SimpleNamespace(face=SimpleNamespace(mesh=mesh)), small=astronaut)
    scene: Any = SimpleNamespace(rgb=display(light), garment=cloth, seen=seen, show=lambda *_: None)
    body = headless.Body.of(scene)
    dark = 0.15
    below = np.where(skin[..., None] > 0, body.emptied.light * dark, body.emptied.light).astype(np.float32)
    cloth_ = dressed._cloth(body, 0 * head)
    over = np.maximum(body.worn, body.edge)[..., None]
    picture = below * (1 - over) + (cloth_ + dressed._stain(body, below, skin)) * over
    picture = np.where(body.kept[..., None], linear(scene.rgb), picture)
    edge = (np.abs(rows) < 6) & (np.abs(x) < 0.8)
    wanted = np.float32(own) * dark * (1 - share) + white * share
    red = (picture[..., 0] - picture[..., 2])[edge]
    assert red.max() < 0.15
    assert float(np.abs(picture - wanted)[edge].mean()) < 0.03
    before = below * (1 - body.worn[..., None]) + cloth_ * body.worn[..., None]
    assert (before[..., 0] - before[..., 2])[edge].max() > 0.2  # the control: as it was
    assert body.kept[(rows > 12) & (rows < 30) & (np.abs(x) < 0.8)].mean() > 0.99  # what is cloth alone stays


@pytest.mark.parametrize(("cloth", "told"), [((25, 25, 28), True), ((205, 165, 140), False)], ids=["black", "of-skin"])
def test_a_speck_of_neck_is_no_part_of_a_collar(mesh: Mesh, astronaut: RGB, cloth: tuple[int, int, int], told: bool):
    """A pale speck of the wearer's throat stood before a darker one: the network had taken it for the dark collar.

    Of cloth that has the colour of skin nobody knows.
    """
    x, deep = judge.about_chin(mesh.points, astronaut.shape)
    worn = (deep > 0.2) & (np.abs(x) < 1)
    speck = (np.abs(x) < 0.1) & (np.abs(deep - 0.12) < 0.08)
    neck = (np.abs(x) < 0.4) & (deep > 0) & ~worn
    rgb = np.full_like(astronaut, 128)
    rgb[(deep <= 0) & (np.abs(x) < 0.5) | neck] = (205, 165, 140)
    rgb[worn] = cloth
    masks = (worn | speck).astype(np.float32), (neck & ~speck).astype(np.float32)
    found = headless._mistaken(rgb, mesh, *masks)
    assert float(found[speck & ~worn].mean()) == pytest.approx(float(told), abs=0.1)
    assert not found[worn & (deep > 0.22)].any()
    assert not found[masks[0] == 0].any()


def test_the_inside_of_a_collar_is_seen_beside_a_slim_neck(mesh: Mesh, astronaut: RGB):
    """Grey wall stood between neck and collar."""
    x, deep = judge.about_chin(mesh.points, astronaut.shape)
    worn = ((np.abs(x) > 0.45) & (deep > 0.05)).astype(np.float32)
    bare = ((np.abs(x) < 0.3) & (deep > 0)).astype(np.float32)
    light = np.where(worn[..., None] > 0, np.float32((0.1, 0.2, 0.6)), np.float32(0.3)).astype(np.float32)
    none = np.zeros(x.shape, bool)
    emptied = Vacated(light=light, ground=light, hole=none, cloth=none, neck=none)
    body = dressed.Body(
        clothes=worn,
        skin=bare,
        person=worn,
        worn=worn,
        kept=none,
        hem=none,
        edge=none,
        rim=none,
        stain=0 * light,
        emptied=emptied,
    )
    head = (deep < 0).astype(np.float32) * (np.abs(x) < 0.6)
    shown = judge.Shown(
        picture=astronaut, points=mesh.points, head=head, hair=head * 0, bare=bare, worn=worn, seen=bare
    )
    made = dressed._lined(body, light, shown)
    gap = (np.abs(np.abs(x) - 0.37) < 0.03) & (deep > 0.12) & (deep < 0.5)
    assert made[gap].mean(0) == pytest.approx(np.float32((0.1, 0.2, 0.6)) * dressed.LINING, abs=0.03)
    assert np.array_equal(made[bare > 0.5], light[bare > 0.5])


def test_the_thin_end_of_a_collar_is_cloth_and_a_speck_is_not():
    """Skin was painted onto the ends of a green collar; beside a neck black specks of a beard stayed as cloth."""
    rgb = np.full((120, 120, 3), (200, 150, 120), np.uint8)
    rgb[60:] = rgb[55:60, 40:80] = (30, 120, 60)
    cloth, skin = np.zeros((2, 120, 120), bool)
    cloth[60:], skin[:50] = True, True
    rather = headless._rather(rgb, cloth, skin, 8.0)
    assert rather[56:60, 42:78].all()
    assert not rather[:54].any()
    clothes = cloth.astype(np.float32)
    clothes[20:24, 20:22] = 0.9
    whole = headless._whole(clothes, UNIT)
    assert whole[20:24, 20:22].max() == 0
    assert np.array_equal(whole[60:], clothes[60:])
