"""A portrait knows when it is bad; a good one is not refused. How often, over many: the bench's part ``judge``."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from engine.canvas import compose, judge
from engine.canvas.draw import framed
from engine.canvas.judge import UNIT
from engine.canvas.linear import linear
from engine.canvas.subjects import subject as made_ready
from engine.canvas.types import Shown
from engine.faces.regions import EYE_BAND, LEFT_BROW, RIGHT_BROW, part
from engine.faces.types import Mesh
from engine.lab.canvas.judged import FACE_SPOILS, SHOWN_SPOILS, spoilt


@pytest.fixture(scope="module")
def shown(astronaut, astronaut_face, faces) -> Shown:
    """Her photo, cut out and put before grey, as if nothing but the scene had changed."""
    who = made_ready(astronaut, astronaut_face.mesh, faces.cut_out(astronaut, astronaut_face))
    frame = compose.frame(who, "close", "1:1", 512)
    parts = framed(who, frame)
    behind = np.full((frame.height, frame.width, 3), 0.1, np.float32)
    alpha = parts.surface.alpha
    photo = compose.cut(who.cut.colour, frame)
    joined = linear(photo) * alpha[..., None] + behind * (1 - alpha[..., None])
    whole = (255 * joined.clip(0, 1) ** (1 / 2.2)).astype(np.uint8)
    return judge.shown(who, frame, alpha, parts.sitter, whole, behind)


def _drawn(rgb: np.ndarray, eyes: tuple[int, int], alpha: np.ndarray, hair: np.ndarray) -> Shown:
    """Return a picture of shapes as it is judged: ``rgb`` before and after, a face whose eyes are at one place."""
    points = np.zeros((478, 3), np.float32)
    points[:, :2] = eyes
    mesh = Mesh(points=points, blendshapes={}, matrix=np.eye(4, dtype=np.float32))
    same = dict.fromkeys(("photo", "colour", "whole", "behind"), rgb)
    return Shown(**same, alpha=alpha, hair=hair, beyond=np.zeros(alpha.shape, np.bool_), mesh=mesh)


def faults(shown: Shown) -> tuple[str, ...]:
    return judge.verdict(shown, shown.mesh, 0.2).faults


def test_a_photo_in_another_place_is_good(shown):
    """Light and scene are no faults; half of the light, a fifth more contrast neither."""
    assert faults(shown) == ()
    assert faults(replace(shown, whole=shown.whole // 2)) == ()


@pytest.mark.parametrize("kind", [kind for kind in SHOWN_SPOILS if kind not in ("eaten", "swallowed")])
def test_what_was_cut_out_badly_is_refused(shown, kind):
    """Hair in a halo or smeared, pieces that float, the photo's end: nobody would send it."""
    assert set(faults(SHOWN_SPOILS[kind](shown))) <= {"hair", "background", "cut"}
    assert faults(SHOWN_SPOILS[kind](shown))


@pytest.mark.parametrize("kind", [kind for kind in FACE_SPOILS if kind != "eyes"])
def test_a_face_that_was_changed_is_refused(shown, kind):
    """The photo is the witness, whatever the light."""
    whole = spoilt(shown.whole, shown.mesh.points, FACE_SPOILS[kind])
    assert set(faults(replace(shown, whole=whole))) & {"face", "blur"}


def test_hair_left_out_and_background_taken_are_known_by_their_colours():
    """A dark head before a light wall, bitten or with a rim around it; an exact edge (the control) is good."""
    y, x = np.mgrid[:400, :400].astype(np.float32)
    head = (np.hypot(x - 200, y - 240) < 120).astype(np.float32)
    noise = np.random.default_rng(0).normal(0, 6, (400, 400, 3))
    photo = (np.where(head[..., None] > 0, 30, 200) + noise).clip(0, 255).astype(np.uint8)
    bite = head * (1 - (np.hypot(x - 200, y - 120) < 0.17 * UNIT))
    rim = cv2.dilate(head, np.ones((33, 33), np.uint8))

    def mistaken(alpha):
        return judge.mistaken(_drawn(photo, (200, 240), alpha, alpha))

    assert max(mistaken(head)) < 0.001
    assert mistaken(bite)[0] > judge.EATEN
    assert mistaken(rim)[1] > judge.LEFT


def test_a_dark_stripe_behind_dark_hair_is_none_of_it():
    """Four good photos were refused for a curtain, a crowd and a black coat; a bite out of the hair is still told."""
    y, x = np.mgrid[:400, :400].astype(np.float32)
    head = np.hypot(x - 200, y - 220) < 90
    coat = (y > 330) & (np.abs(x - 200) < 130)
    stripe = (np.abs(x - 320) < 9) & (y < 320)
    hair = head & (y < 200) | coat & (np.abs(x - 120) < 30)  # some of the coat is taken for hair
    spot = (np.hypot(x - 100, y - 318) < 9) & ~coat  # a dark hole beside it
    noise = np.random.default_rng(0).normal(0, 6, (400, 400, 3))
    tone = np.select([hair, head, coat, stripe | spot], [30, 150, 30, 34], 200)
    photo = (tone[..., None] + noise).clip(0, 255).astype(np.uint8)

    def eaten(gone: np.ndarray) -> float:
        alpha = ((head | coat) & ~gone).astype(np.float32)
        return judge.mistaken(_drawn(photo, (200, 220), alpha, hair * alpha))[0]

    assert eaten(np.zeros_like(head)) < judge.EATEN
    assert eaten(np.hypot(x - 200, y - 135) < 0.17 * UNIT) > judge.EATEN


def test_somebody_else_and_crooked_eyes_are_refused(shown):
    """By the finished picture's own mesh and distance; strokes that only hide them are no fault of it."""
    assert judge.verdict(shown, shown.mesh, 0.7).faults == ("likeness",)
    crossed = shown.mesh.points.copy()
    for iris, outer, inner in ((range(468, 473), 33, 133), (range(473, 478), 263, 362)):
        crossed[list(iris)] += 0.1 * (crossed[inner] - crossed[outer])
    said = judge.verdict(shown, replace(shown.mesh, points=crossed), 0.2)
    assert said.faults == ("eyes",)
    looks = iter([(None, 0.9), (shown.mesh, 0.2)])
    assert judge.judged(shown, shown.whole, lambda _rgb: next(looks))[0].good


def test_an_erased_eye_below_a_strong_brow_is_refused(shown):
    """A brow is most of what is seen of an eye and it: where it alone is as in the photo both look alike."""
    brows = np.maximum.reduce([part(shown.alpha.shape, shown.mesh.points, one, 1.2) for one in (LEFT_BROW, RIGHT_BROW)])
    strong = replace(shown, **{name: _darker(getattr(shown, name), brows) for name in ("photo", "whole")})
    whole = spoilt(strong.whole, strong.mesh.points, FACE_SPOILS["erased"])
    said = judge.verdict(replace(strong, whole=whole), strong.mesh, 0.2)
    assert said.open < judge.OPEN < judge.verdict(strong, strong.mesh, 0.2).open
    assert "face" in said.faults


@pytest.mark.parametrize("gap", [20, 60])
def test_what_is_seen_between_a_head_and_a_lifted_arm_is_no_bite(gap):
    """Before something as dark as hair nobody could wave. A bite out of the same crown (the control) is refused."""
    y, x = np.mgrid[:500, :500].astype(np.float32)
    head = np.hypot((x - 200) / 100, (y - 240) / 130) < 1
    arm = (np.abs(x - 325 - gap) < 25) & (y > 60) | (np.hypot(x - 250 - gap, y - 75) < 50) & ~head
    hair = head & (y < 200)
    dark = np.random.default_rng(0).normal(30, 6, (500, 500, 3))
    rgb = np.where((arm | head & ~hair)[..., None], 170, dark).clip(0, 255).astype(np.uint8)

    def bitten(bite: np.ndarray) -> float:
        alpha = ((head | arm) & ~bite).astype(np.float32)
        return judge.bitten(_drawn(rgb, (200, 240), alpha, hair * alpha))

    assert bitten(np.zeros_like(head)) < judge.BITTEN
    assert bitten((np.hypot(x - 180, y - 125) < 0.17 * UNIT) & ~arm) > judge.BITTEN


@pytest.mark.parametrize("aside", [(0.0,), (0.3,), (-0.4, 0.4)], ids=["bun", "aside", "two"])
@pytest.mark.parametrize("radius", [0.12, 0.2, 0.3])
def test_what_is_seen_beside_a_bun_is_no_bite(radius, aside):
    """One or two of them before something as dark as hair were refused. A bite beside the bun (the control) is."""
    y, x = np.mgrid[:500, :500].astype(np.float32)
    head = np.hypot((x - 250) / 110, (y - 300) / 135) < 1
    for off in aside:
        top = 300 - 135 * np.sqrt(1 - (off * UNIT / 110) ** 2)
        head |= np.hypot(x - 250 - off * UNIT, y - top + 0.8 * radius * UNIT) < radius * UNIT
    dark = np.random.default_rng(0).normal(30, 6, (500, 500, 3)).clip(0, 255).astype(np.uint8)

    def bitten(bite: np.ndarray) -> float:
        alpha = (head & ~bite).astype(np.float32)
        return judge.bitten(_drawn(dark, (250, 300), alpha, alpha * (y < 270)))

    assert bitten(np.zeros_like(head)) < judge.BITTEN
    places = np.flatnonzero(head[240])
    assert bitten(np.hypot(x - places[0], y - 230) < 0.17 * UNIT) > judge.BITTEN


@pytest.mark.parametrize("light", [0.6, 1.0, 1.6])
@pytest.mark.parametrize("lenses", [0.0, 0.2, 0.5])
def test_dark_lenses_are_no_erased_eye(shown, lenses, light):
    """Behind black ones the photo shows no eye either, behind others a little, in any light."""
    band = cv2.dilate(part(shown.alpha.shape, shown.mesh.points, EYE_BAND), np.ones((15, 15)))
    share = 1 - (1 - lenses) * cv2.GaussianBlur(band, (0, 0), 1)[..., None]
    photo, whole = ((rgb * share).astype(np.uint8) for rgb in (shown.photo, shown.whole))
    worn = replace(shown, photo=photo, whole=(light * whole).clip(0, 255).astype(np.uint8))
    assert judge.verdict(worn, worn.mesh, 0.2).open > judge.OPEN
    if lenses == 0.5:  # eyes are seen: where they are painted over that is told
        erased = replace(worn, whole=spoilt(worn.whole, worn.mesh.points, FACE_SPOILS["erased"]))
        assert judge.verdict(erased, erased.mesh, 0.2).open < judge.OPEN


def _darker(rgb: np.ndarray, where: np.ndarray) -> np.ndarray:
    return (rgb * (1 - 0.9 * cv2.GaussianBlur(where, (0, 0), 1)[..., None])).astype(np.uint8)


def test_a_bite_before_something_as_dark_as_hair_is_refused():
    """Colours tell nothing there. A crown is round; hair beside the neck (the control) has such notches."""
    y, x = np.mgrid[:400, :400].astype(np.float32)
    head = (np.hypot(x - 200, y - 240) < 120).astype(np.float32)
    noise = np.random.default_rng(0).normal(30, 6, (400, 400, 3)).clip(0, 255).astype(np.uint8)

    def look(height: int) -> tuple[float, float]:
        bite = (np.hypot(x - 200 - (height - 120), y - height) < 0.17 * UNIT).astype(np.float32)
        alpha = head * (1 - bite)
        made = _drawn(noise, (200, 240), alpha, alpha)
        return judge.bitten(made), judge.mistaken(made)[0]

    crown, colours = look(135)
    assert crown > judge.BITTEN
    assert colours < judge.EATEN
    assert look(900)[0] == 0, "no bite at all"
    assert look(270)[0] < judge.BITTEN


def test_a_sister_is_nobody_s_portrait():
    """Whose photos are all alike has pictures as like; whose lie far apart, or who sent few, is not refused for it."""
    random = np.random.default_rng(0)

    def photos(spread: float, count: int) -> np.ndarray:
        each = random.normal(size=(count, 128))
        return 0.3 + spread * each / np.linalg.norm(each, axis=1, keepdims=True)

    assert judge.farthest(photos(0.01, 6)) == pytest.approx(judge.NEAR)
    assert judge.NEAR < judge.farthest(photos(0.25, 6)) < judge.FAR
    assert judge.farthest(photos(0.6, 6)) == judge.farthest(photos(0.01, 3)) == judge.FAR


def test_how_far_a_picture_may_be_is_the_caller_s(shown):
    """The same distance is too far from one person and not from another."""
    assert judge.verdict(shown, shown.mesh, 0.5).good
    assert judge.verdict(shown, shown.mesh, 0.5, 0.47).faults == ("likeness",)
    assert judge.judged(shown, shown.whole, lambda _rgb: (shown.mesh, 0.5), 0.47)[0].faults == ("likeness",)
