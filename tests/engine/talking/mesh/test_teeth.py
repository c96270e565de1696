"""Teeth of the person's own photos."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import cv2
import numpy as np
import pytest

from engine.talking.mesh import teeth
from engine.talking.mesh.anatomy import anatomy
from engine.talking.mesh.animator import MeshAnimator
from engine.talking.options import TalkingOptions
from tests.engine.talking.mesh.test_animator import one_frame


@pytest.fixture(scope="module")
def large(faces, astronaut):
    """The astronaut's face as a phone takes it, and its mesh."""
    rgb = cv2.resize(astronaut[20:320, 80:380], (1200, 1200), interpolation=cv2.INTER_CUBIC)
    return SimpleNamespace(rgb=rgb, mesh=faces.mesh(rgb))


@pytest.fixture(scope="module")
def closed(faces, large):
    """The same with closed lips, as a portrait."""
    subject = MeshAnimator(faces).prepare(large.rgb, TalkingOptions(size=640))
    return one_frame(subject, closure=1.0)


def test_a_smile_lends_its_teeth_and_a_closed_mouth_none(faces, large, closed):
    """Light, pale and as wide as a row of teeth; the control is a photo of the same face that shows none."""
    lent = teeth.lend([(large.rgb, large.mesh)])
    assert lent is not None
    solid = lent.texture[..., 3] > 0.9
    colour = lent.texture[solid][:, :3].mean(axis=0)
    assert 0.3 <= solid.any(axis=0).sum() / lent.scale <= 0.7
    assert colour.min() > 0.6 * lent.skin.mean()
    assert colour[0] / colour.mean() < lent.skin[0] / lent.skin.mean()  # less red than skin
    assert teeth.lend([(closed, faces.mesh(closed))]) is None


def test_the_better_of_two_photos_lends(large, faces):
    """A small, blurred one is worth less."""
    small = cv2.resize(large.rgb, (560, 560), interpolation=cv2.INTER_AREA)
    both = [(small, faces.mesh(small)), (large.rgb, large.mesh)]
    chosen = teeth.lend(both)
    assert chosen.scale == teeth.lend(both[1:]).scale
    assert teeth.lend(both[:1]) is None or teeth.lend(both[:1]).worth < chosen.worth


def test_a_closed_portrait_speaks_with_the_photos_teeth_and_says_so(faces, large, closed):
    """The mouth that opens shows them; without a photo painted ones, which differ and are named as what they are."""
    animator, options = MeshAnimator(faces), TalkingOptions()
    asked: list[int] = []

    def photos():
        asked.append(1)
        yield large.rgb

    own, painted = animator.prepare(closed, options, photos), animator.prepare(closed, options)
    assert (own.sources["teeth"], painted.sources["teeth"]) == ("photo", "painted")
    first, second = (one_frame(subject, opening=0.6).astype(int) for subject in (own, painted))
    changed = np.abs(first - second).max(axis=2)
    rows, columns = np.nonzero(changed > 12)
    assert len(rows) > 60
    box = own._mouth_box(own._edges.upper, own._edges.lower)
    assert columns.min() >= box[0]
    assert rows.min() >= box[1]
    assert asked == [1]
    assert animator.prepare(large.rgb, options, photos).sources["teeth"] == "portrait"
    assert asked == [1]  # who shows teeth already is not asked for others


def test_teeth_take_the_portraits_light_and_a_grey_portrait_takes_their_colour(large):
    """Half the light on the skin is half the light on them; in a black and white picture nothing is yellow."""
    lent = teeth.lend([(large.rgb, large.mesh)])
    dark = teeth.lit(lent, lent.skin / 2, colourless=False)
    assert dark[..., :3].sum() == pytest.approx(0.5 * teeth.MUTED * lent.texture[..., :3].sum(), rel=0.02)
    grey = teeth.lit(lent, np.full(3, 120.0), colourless=True)
    assert np.ptp(grey[..., :3], axis=2).max() < 0.01


def test_painted_teeth_differ_from_face_to_face_and_not_from_photo_to_photo(astronaut_face):
    """One white band on everybody is what this is against; noise of the mesh must not change anybody's teeth."""
    face = anatomy(astronaut_face.mesh)
    rng = np.random.default_rng(0)
    known = vector(teeth.character(face))
    again = [vector(teeth.character(replace(face, own=face.own + rng.normal(0, 4e-4, face.own.shape)))) for _ in "abc"]
    others = [vector(teeth.character(replace(face, own=face.own * [wide, long, 1]))) for wide, long in
              ((0.94, 1.03), (1.05, 0.97), (1.0, 1.08))]  # fmt: skip
    noise = max(np.abs(one - known).max() for one in again)
    assert min(np.abs(one - known).max() for one in others) > 2 * noise


def vector(own: teeth.Character) -> np.ndarray:
    """Return what painted teeth look like as numbers of about the same size."""
    return np.array([*(10 * side for side in own.sides), *(200 * length for length in own.lengths),
                     own.bow, own.gaps, own.tone, own.warm])  # fmt: skip


def test_teeth_in_the_shade_of_a_lip_lend_nothing_where_others_are_lit(large, closed, faces):
    """A frightened mouth shows grey teeth with gaps between: they were chosen before those of a smile."""
    face, rgb = anatomy(large.mesh), large.rgb.copy()
    inner = np.round(face.points[[*teeth.UPPER_INNER, *teeth.LOWER_INNER[::-1]]]).astype(np.int32)
    mask = cv2.fillPoly(np.zeros(rgb.shape[:2], np.uint8), [inner], 1)
    shaded = np.where(mask[..., None] > 0, (0.62 * rgb).astype(np.uint8), rgb)
    worse, better = teeth.lend([(shaded, large.mesh)]), teeth.lend([(large.rgb, large.mesh)])
    assert worse is None or worse.worth < 0.6 * better.worth
    assert teeth.lend([(shaded, large.mesh), (large.rgb, large.mesh)]).worth == better.worth


def test_a_row_of_teeth_has_no_hole_where_one_of_them_was_not_seen(large):
    """A shadow as wide as half a tooth is no missing tooth; the control is the row as the photo shows it."""
    face, rgb = anatomy(large.mesh), large.rgb.copy()
    middle = float(face.to_picture(np.array([[float(face.lips[0]) + 0.06, float(face.lips[1])]]))[0, 0])
    left, right = (int(middle + by * 0.02 * face.unit) for by in (-1, 1))
    inner = np.round(face.points[[*teeth.UPPER_INNER, *teeth.LOWER_INNER[::-1]]]).astype(np.int32)
    mask = cv2.fillPoly(np.zeros(rgb.shape[:2], np.uint8), [inner], 1)
    mask[:, :left] = mask[:, right:] = 0
    rgb[mask > 0] = 25
    plain, spoilt = (teeth.lend([(photo, large.mesh)]) for photo in (large.rgb, rgb))
    rows = [lent.texture[10, :, 3] > 0.9 for lent in (plain, spoilt)]
    assert _runs(rows[0]) == _runs(rows[1]) == 1
    assert spoilt.worth < plain.worth


def test_a_row_seen_on_one_side_is_worth_less(large):
    """A selfie lit from the side lent half a row, and the other half of the mouth was black."""
    face, rgb = anatomy(large.mesh), large.rgb.copy()
    inner = np.round(face.points[[*teeth.UPPER_INNER, *teeth.LOWER_INNER[::-1]]]).astype(np.int32)
    mask = cv2.fillPoly(np.zeros(rgb.shape[:2], np.uint8), [inner], 1)
    side = int(face.to_picture(np.array([[float(face.lips[0]) - 0.1, float(face.lips[1])]]))[0, 0])
    mask[:, side:] = 0
    rgb[mask > 0] = 25
    whole, half = (teeth.lend([(photo, large.mesh)]) for photo in (large.rgb, rgb))
    assert half is None or half.worth < 0.6 * whole.worth


def _runs(row: np.ndarray) -> int:
    """How many stretches of teeth a row has."""
    return int((np.diff(np.concatenate([[0], row.astype(int)])) == 1).sum())
