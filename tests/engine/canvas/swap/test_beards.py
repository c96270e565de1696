"""Beards are the person's, the template's are not."""

from __future__ import annotations

from dataclasses import fields, replace

import cv2
import numpy as np
import pytest

from engine.canvas.linear import linear, luminance
from engine.canvas.swap import beards, exchange, inks, judge
from engine.canvas.swap.types import Means, Place
from engine.canvas.types import CutOut
from engine.faces.regions import CHEEKS, face_width, hull, lab, part
from engine.faces.types import CHIN, OVAL


def _grown(there) -> np.ndarray:
    """Return a beard: a disc about the chin without the face."""
    (x, y), width = there.points[CHIN, :2], face_width(there.points)
    disc = np.zeros(there.head.rgb.shape[:2], np.float32)
    cv2.circle(disc, (round(x), round(y - 0.05 * width)), round(0.28 * width), 1.0, -1)
    return disc * (1 - hull(disc.shape, there.points[list(OVAL), :2]))


def test_hair_below_the_chin_is_a_beard_and_long_hair_beside_it_is_not(there):
    """Long hair frames a jaw as well, and must stay the template's."""
    width = face_width(there.points)
    assert beards.beard(_grown(there), there.points).sum() > 0.02 * width**2
    beside = np.zeros(there.head.rgb.shape[:2], np.float32)
    beside[:, : int(there.points[:, 0].min())] = beside[:, int(there.points[:, 0].max()) :] = 1
    assert not beards.beard(beside, there.points).any()


def test_a_beard_taken_off_leaves_skin(there):
    """Where it hung is the neck's tone; a beard left alone is the control."""
    grown, light = _grown(there), linear(there.head.rgb).copy()
    light[grown > 0] = 0.01
    skin = (there.head.cut.skin + there.head.cut.face).clip(0, 1)
    cheeks = np.array([0.5, 0.35, 0.3], np.float32)
    shaved = beards.shaved(light, grown * 1.0, skin * (1 - grown), cheeks, there.points)
    below = (grown > 0.9) & (shaved.neck > 0.9)
    assert below.any()
    neck = float(np.median(luminance(light)[(there.head.cut.skin > 0.9) & (grown == 0)]))
    assert abs(float(np.median(luminance(shaved.light)[below])) / neck - 1) < 0.35
    assert float(np.median(luminance(light)[below])) < 0.1 * neck


def test_nobody_is_shaved_who_has_no_beard(there):
    """The picture stays to the bit."""
    light = linear(there.head.rgb)
    none = np.zeros(light.shape[:2], np.float32)
    assert beards.shaved(light, none, none, np.ones(3), there.points).light is light


def test_no_chin_shines_through_between_a_face_and_its_beard(astronaut_face):
    """Faces end softly inside their outline, beards begin at it: between them was the template's chin."""
    points = astronaut_face.mesh.points.copy()
    points[:, :2] = (points[:, :2] - points[:, :2].mean(0)) * (160 / face_width(points)) + 200
    size, width = (400, 400), face_width(points)
    whole = hull(size, points[list(OVAL), :2])
    face = cv2.erode(whole, np.ones((17, 17)))
    grown = cv2.dilate(whole, np.ones((25, 25))) - whole
    grown[: round(float(points[CHIN, 1] - 0.2 * width))] = 0
    gap = (whole > 0) & (face == 0) & (grown == 0)
    gap[: round(float(points[CHIN, 1] - 0.15 * width))] = False
    shut = beards.closed(np.maximum(face, grown), grown, points)
    assert gap.sum() > 200
    assert shut[gap].mean() > 0.9  # 0 before
    nose = round(float(points[1, 1]))
    assert np.array_equal(shut[:nose], np.maximum(face, grown)[:nose])
    assert np.array_equal(beards.closed(face, 0 * grown, points), face)  # nobody's jaw but a bearded one's


def test_a_beard_ends_within_a_few_pixels(there):
    """A warped share fades over many: laid with it, a beard stands in a dark haze. Inside it covers as before."""
    width = face_width(there.points)
    faded = cv2.GaussianBlur(_grown(there), (0, 0), 0.03 * width)
    ended = beards.matte(faded, width)

    def rim(share: np.ndarray) -> int:
        return int(((share > 0.02) & (share < 0.98)).sum())

    assert rim(ended) < 0.75 * rim(cv2.GaussianBlur(faded, (0, 0), 0.02 * width))
    assert ended.max() > 0.99
    assert not beards.matte(0 * faded, width).any()


def test_the_beard_inside_the_outline_is_the_dark_of_it(there):
    """Cut-outs call it face: only its darkness tells. Without hair beyond the outline nobody has a beard."""
    light, cheeks = np.full((*there.head.rgb.shape[:2], 3), 0.4, np.float32), np.full(3, 0.4, np.float32)
    x, y = there.points[CHIN, :2] - [0, 0.1 * face_width(there.points)]
    dark = cv2.circle(np.zeros(light.shape[:2], np.float32), (round(x), round(y)), 12, 1.0, -1) > 0
    light[dark] = 0.03
    whole = beards.whole(_grown(there), light, cheeks, there.points)
    middle = np.s_[round(y) - 3 : round(y) + 4, round(x) - 3 : round(x) + 4]
    assert whole[middle].min() == 1
    assert (
        whole[
            (hull(dark.shape, there.points[list(OVAL), :2], 0.9) > 0) & (cv2.dilate(dark * 1.0, np.ones((25, 25))) == 0)
        ].max()
        == 0
    )
    assert not beards.whole(0 * _grown(there), light, cheeks, there.points).any()


def _engraved(there: Place, *, beard: bool) -> Place:
    """Return her head printed in lines of one ink, with a beard: a cut-out sees nobody in it."""
    grey = cv2.GaussianBlur(cv2.cvtColor(there.head.rgb, cv2.COLOR_RGB2GRAY), (0, 0), 1.0).astype(np.float32)
    (x, y), width = there.points[CHIN, :2], face_width(there.points)
    hangs = cv2.ellipse(
        np.zeros_like(grey), (round(x), round(y - 0.1 * width)), (round(0.3 * width), round(0.34 * width)), 0, 0, 360,
        1.0, -1,
    )  # fmt: skip
    grey = np.where((hangs > 0) & beard, 14, grey.clip(90, 255))
    rows = (60 * np.sin(np.arange(len(grey)) * 2 * np.pi / 4))[:, None] * (grey > 20)
    rgb = (30 + 0.7 * (grey + rows))[..., None].clip(0, 255).repeat(3, 2).astype(np.uint8)
    nothing = {one.name: np.zeros_like(grey, np.float32) for one in fields(CutOut)}
    return replace(there, head=replace(there.head, rgb=rgb, cut=CutOut(**{**nothing, "colour": rgb})))


def test_an_engraved_beard_goes_with_an_engraved_face(there, toned):
    """On a banknote half a beard stayed below a beardless chin: no cut-out sees a beard in lines.

    What lies there is a neck in lines, no lighter or darker than the face.
    """
    note, selfie = _engraved(there, beard=True), toned(0.6)
    assert inks.engraving(note)
    made = exchange.exchange(note, selfie, Means())
    (x, y), width = made.points[CHIN, :2], face_width(made.points)
    below = np.s_[round(y + 0.06 * width) : round(y + 0.18 * width), round(x - 0.12 * width) : round(x + 0.12 * width)]
    cheeks = part(made.face.shape, made.points, CHEEKS) > 0
    was, now = (lab(rgb)[..., 0] for rgb in (note.head.rgb, made.rgb))
    assert was[below].mean() < 25  # as it was before, and stayed
    assert abs(now[below].mean() - now[cheeks].mean()) < 22
    assert (now - cv2.GaussianBlur(now, (0, 0), 2))[below].std() > 2  # lines, not a smear
    assert judge.beard(note, made, selfie) < judge.BEARD / 3


def test_a_beard_that_was_left_below_a_beardless_chin_is_refused(there, toned, monkeypatch: pytest.MonkeyPatch):
    """As the picture was sent: no measure saw it. A light chin in the same lines is the control."""
    note, selfie = _engraved(there, beard=True), toned(0.6)
    monkeypatch.setattr(exchange.beards, "printed", lambda rgb, points: np.zeros(rgb.shape[:2], np.float32))
    left = exchange.exchange(note, selfie, Means())
    bare = _engraved(there, beard=False)
    without = exchange.exchange(bare, selfie, Means())
    monkeypatch.undo()
    assert judge.beard(note, left, selfie) > judge.BEARD
    assert judge.beard(bare, without, selfie) == 0
    measured = {
        **dict.fromkeys(("seam", "ridge", "jaw", "even", "alike", "sharp", "enlarged"), 1.0),
        **dict.fromkeys(
            ("chin", "neck", "cast", "crooked", "spot", "tint", "shaven", "hidden", "distance", "forehead"), 0.0
        ),
    }
    mesh = there.head.mesh
    for beard, said in ((judge.beard(note, left, selfie), ("seam",)), (0.0, ())):
        assert judge.faults({**measured, "beard": beard}, mesh, mesh, mesh, 0.8) == said


def test_whoever_has_a_beard_of_their_own_keeps_it(there, toned):
    """It is dark below their chin as well, and no fault."""
    selfie = toned(0.6)
    hair = np.maximum(selfie.cut.hair, _grown(there))
    bearded = replace(selfie, cut=replace(selfie.cut, hair=hair))
    made = exchange.exchange(_engraved(there, beard=True), bearded, Means())
    assert judge.beard(_engraved(there, beard=True), made, bearded) == 0


def test_lines_that_are_made_run_as_those_of_the_cheeks(there):
    """As long from one to the next, and as strong."""
    note = _engraved(there, beard=False)
    drawn = inks.lines(note.head.rgb, note.points)
    made = inks.hatched(drawn, note.points)
    column = made[:, made.shape[1] // 2]
    assert 3 < 2 * len(column) / np.count_nonzero(np.diff(np.signbit(column))) < 5
    cheeks = part(made.shape, note.points, (50, 205, 118, 280, 425, 347)) > 0
    assert made.std() == pytest.approx(float(drawn[cheeks].std()), rel=0.4)
