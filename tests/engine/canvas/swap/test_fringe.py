"""Fringes stay at home: what hair hides on a photo is skin in a template, and what is no fringe comes along."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from engine.canvas.linear import linear, luminance
from engine.canvas.subjects import subject
from engine.canvas.swap import fringe, judge
from engine.canvas.swap.exchange import exchange
from engine.canvas.swap.types import Means
from engine.canvas.types import Subject
from engine.faces import occlusion
from engine.faces.regions import CHEEKS, LEFT_BROW, RIGHT_BROW, face_units, face_width, hull, part
from engine.faces.types import LEFT_EYE, OVAL, RIGHT_EYE

HAIR = (25, 20, 18)


def _forehead(size, points, low: float = 0.06, high: float = 0.22) -> np.ndarray:
    """Return (height, width) bool between two heights above the brows, in the middle of the face."""
    x, y = face_units(size, points)
    brows = occlusion.height_of_brows(points)
    return (y > brows + low) & (y < brows + high) & (np.abs(x) < 0.25)


def _with_fringe(portrait, low: float = 0.02, colour=HAIR, known: bool = True) -> Subject:
    """Return the photo with hair hung over the forehead down to ``low`` face widths above the brows.

    ``known`` False: the cut-out takes it for skin, all but its roots at the hairline.
    """
    rgb, mesh, cut = portrait
    _, y = face_units(rgb.shape, mesh.points)
    brows = occlusion.height_of_brows(mesh.points)
    hung = hull(rgb.shape, mesh.points[list(OVAL), :2], 1.1) * (y > brows + low)
    grain = np.random.default_rng(0).normal(0, 3, rgb.shape)
    picture = np.where(hung[..., None] > 0, np.array(colour) + grain, rgb).clip(0, 255).astype(np.uint8)
    seen = hung if known else hung * (y > brows + 0.24)
    hair = np.maximum(cut.hair, seen).astype(np.float32)
    other = replace(cut, hair=hair, face=(cut.face * (1 - seen)).astype(np.float32), colour=picture)
    return subject(picture, mesh, other)


def _light(rgb, where) -> float:
    return float(np.median(luminance(linear(rgb))[where]))


@pytest.mark.parametrize(
    ("low", "colour", "known"),
    [(0.02, HAIR, True), (0.08, HAIR, True), (0.02, HAIR, False), (0.02, (250, 240, 215), False)],
)
def test_a_fringe_becomes_a_bare_forehead(there, portrait, low: float, colour, known: bool):
    """It lay as a band across the forehead, below a strip of the template's. The photo itself is the control."""
    selfie = _with_fringe(portrait, low, colour, known)
    made = exchange(there, selfie, Means())
    where, cheeks = _forehead(made.face.shape, made.points, low + 0.05), part(made.face.shape, made.points, CHEEKS) > 0
    own, cheek = (
        _forehead(selfie.rgb.shape, selfie.mesh.points, low + 0.05),
        part(selfie.rgb.shape, selfie.mesh.points, CHEEKS),
    )
    assert abs(np.log(_light(selfie.rgb, own) / _light(selfie.rgb, cheek > 0))) > judge.ODD
    assert abs(np.log(_light(made.rgb, where) / _light(made.rgb, cheeks))) < judge.ODD
    assert judge.forehead(there, made) < judge.BAND
    band = _forehead(made.face.shape, made.points)
    laid = np.where(band[..., None], np.array(HAIR), made.rgb).astype(np.uint8)
    assert judge.forehead(there, replace(made, rgb=laid)) > judge.BAND


def test_what_was_made_up_is_not_called_the_persons_own(there, portrait):
    """The judge compares their own pixels with the photo, where the fringe is."""
    made = exchange(there, _with_fringe(portrait), Means())
    assert made.face[_forehead(made.face.shape, made.points)].max() < 0.05


def test_brows_and_eyes_without_a_fringe_are_the_persons(subject):
    """Hair that ends above a forehead hides nothing below."""
    hair, points = subject.cut.hair, subject.mesh.points
    hidden = fringe.hides(hair, subject.cut.worn, linear(subject.rgb), points)
    for names in (RIGHT_BROW, LEFT_BROW, RIGHT_EYE, LEFT_EYE):
        assert hidden[part(hair.shape, points, names) > 0].mean() < 0.05


def test_a_brow_that_a_fringe_hides_is_drawn_whole_on_both_sides(there, portrait):
    """One half of it own and the other half somebody else's would be two."""
    selfie = _with_fringe(portrait, low=-0.03)
    points = there.points
    hidden = fringe.hides(selfie.cut.hair, selfie.cut.worn, linear(selfie.rgb), points)
    for names in (RIGHT_BROW, LEFT_BROW):
        assert hidden[part(hidden.shape, points, names) > 0].min() > 0.6


def test_glasses_below_a_fringe_come_along(there, portrait):
    """Their upper rim lies where a fringe ends, as dark as it. The same photo without them is the control."""
    bare = _with_fringe(portrait)
    points, frame = bare.mesh.points, np.zeros(bare.rgb.shape[:2], np.uint8)
    for outer, inner in ((33, 133), (263, 362)):
        eye = points[[outer, inner], :2]
        radius = round(0.8 * float(np.linalg.norm(eye[0] - eye[1])))
        cv2.circle(frame, tuple(np.round(eye.mean(0)).astype(int).tolist()), radius, 1, 3, cv2.LINE_AA)
    cv2.line(frame, *[tuple(np.round(points[name, :2]).astype(int).tolist()) for name in (133, 362)], 1, 4)
    picture = bare.rgb.copy()
    picture[frame > 0] = (12, 12, 12)
    worn = replace(bare.cut, worn=frame.astype(np.float32), colour=picture)
    masks = [
        fringe.hides(one.cut.hair, one.cut.worn, linear(one.rgb), points)
        for one in (bare, subject(picture, bare.mesh, worn))
    ]
    brows = np.maximum(*(part(frame.shape, points, one, 1.1) for one in (RIGHT_BROW, LEFT_BROW)))
    rim = (frame > 0) & (brows > 0)
    assert rim.sum() > 20
    assert masks[1][rim].max() < 0.1


def test_a_templates_own_fringe_stays_in_front_of_a_bare_forehead(there, portrait, toned):
    """The head is the template's, so is its hair."""
    fringed = _with_fringe(portrait)
    other = replace(there, head=fringed)
    made = exchange(other, toned(0.6), Means())
    where = _forehead(made.face.shape, made.points, 0.08)
    assert np.abs(made.rgb.astype(int) - fringed.rgb)[where].mean() < 6
    assert judge.forehead(other, made) < judge.BAND


def test_the_ends_of_a_templates_own_fringe_are_no_band_where_the_cut_out_calls_them_skin(there, portrait, toned):
    """The bare forehead that took their place is lighter than they were, and that is as it should be."""
    head = _with_fringe(portrait, colour=(105, 70, 40), known=False)
    made = exchange(replace(there, head=head), toned(1.0), Means())
    bare = replace(made, rgb=there.head.rgb)
    assert judge.forehead(replace(there, head=head), bare) < judge.BAND
    assert judge.forehead(there, replace(made, rgb=head.rgb)) > judge.BAND, "the other way round it is one"


def test_a_bared_forehead_has_the_templates_light(there, portrait):
    """A lamp at the left leaves the right in the shade, on made-up skin too."""
    selfie = _with_fringe(portrait)
    x, _ = face_units(there.head.shading.shape, there.points)
    lit = np.exp(-0.8 * x).astype(np.float32)
    made = exchange(replace(there, head=replace(there.head, shading=lit)), selfie, Means())
    where = _forehead(made.face.shape, made.points)
    left, right = (_light(made.rgb, where & side) for side in (x < -0.1, x > 0.1))
    assert left > 1.1 * right


def test_nothing_is_hidden_where_there_is_no_cheek(subject):
    """A head turned away has no skin to go by."""
    points = subject.mesh.points.copy()
    points[:, 0] += 10 * face_width(points)
    hidden = fringe.hides(subject.cut.hair, subject.cut.worn, linear(subject.rgb), points)
    assert not hidden.any()


@pytest.mark.parametrize(("wide", "least", "most"), [(0.03, 0.9, 1.0), (0.25, 0.0, 0.6)])
def test_a_slit_between_two_locks_is_made_up_with_them(portrait, wide: float, least: float, most: float):
    """Its shaded skin stood on the made-up forehead as a scar. A forehead that is seen is the control."""
    selfie = _with_fringe(portrait)
    points, size = selfie.mesh.points, selfie.rgb.shape
    x, _ = face_units(size, points)
    slit = _forehead(size, points, 0.02, 0.3) & (np.abs(x) < wide)
    skin = np.median(selfie.rgb[part(size, points, CHEEKS) > 0], 0)
    picture, hair = np.where(slit[..., None], skin, selfie.rgb).astype(np.uint8), np.where(slit, 0, selfie.cut.hair)
    hidden = fringe.hides(hair.astype(np.float32), selfie.cut.worn, linear(picture), points)
    low = slit & _forehead(size, points, 0.06, 0.16)
    assert least <= hidden[low].mean() <= most


def test_locks_beside_the_eyes_do_not_end_along_a_line(portrait):
    """A fringe goes on as locks at the temples; made-up skin above them ended in a straight step at the eyes."""
    rgb, mesh, _ = portrait
    selfie = _with_fringe(portrait)
    x, y = face_units(rgb.shape, mesh.points)
    beside = (np.abs(x) > 0.42) & (np.abs(x) < 0.47) & (y < 0.3) & (hull(rgb.shape, mesh.points[list(OVAL), :2]) > 0)
    hair = np.where(beside, 1, selfie.cut.hair).astype(np.float32)
    hidden = fringe.hides(hair, selfie.cut.worn, linear(selfie.rgb), mesh.points)
    levels = [hidden[beside & (y > low) & (y < low + 0.04)].mean() for low in (0.02, -0.06, -0.14, -0.3)]
    assert levels[0] > 0.8
    assert 0.8 * levels[0] > levels[1] > levels[2] + 0.1 > levels[3] + 0.1


def test_hairs_are_seen_in_a_black_brow_that_was_hidden(portrait):
    """All that was darker than a limit became one flat bar."""
    points, size = portrait[1].points, portrait[0].shape
    brow = np.maximum(*(part(size, points, one, 0.8) for one in (RIGHT_BROW, LEFT_BROW))) > 0.5
    stripes = np.where(np.arange(size[1]) % 8 < 4, 0.01, 0.03)[None, :, None]
    light = np.where(brow[..., None], stripes, 0.4 * np.ones((1, 1, 3))).astype(np.float32)
    skin, even = np.ones(size[:2], np.float32), np.full_like(light, 0.4)
    hidden = np.ones_like(skin) * (face_units(size, points)[1] > 0.05)
    made = np.log(luminance(fringe.bared(even, light, hidden.astype(np.float32), skin, skin, skin, points)))
    assert np.log(0.4) - np.median(made[brow]) > 0.5, "brows are there"
    assert np.percentile(made[brow], 90) - np.percentile(made[brow], 10) > 0.2


def test_a_made_up_forehead_has_the_templates_gloss(portrait):
    """Skin of one tone under pores is flat; where it meets the person's own skin it is as light as that."""
    points, size = portrait[1].points, portrait[0].shape
    x, y = face_units(size, points)
    brows = occlusion.height_of_brows(points)
    glossy = np.exp(-(((x / 0.15) ** 2 + ((y - brows - 0.25) / 0.1) ** 2) ** 2))
    light = (0.3 * np.exp(0.5 * glossy))[..., None] * np.ones((1, 1, 3))
    even = np.full_like(light, 0.3).astype(np.float32)
    skin, hidden = np.ones(size[:2], np.float32), (y > brows).astype(np.float32)
    own = np.asarray((y < brows), np.float32)
    made = luminance(fringe.bared(even, light.astype(np.float32), hidden, own, skin, skin, points))
    inside, edge = (glossy > 0.9) & (y > brows + 0.2), (np.abs(x) < 0.1) & (y > brows) & (y < brows + 0.02)
    assert np.log(np.median(made[inside]) / 0.3) > 0.15
    assert abs(np.log(np.median(made[edge]) / 0.3)) < 0.05


def test_a_shaded_temple_does_not_end_along_a_line_at_the_eyes(portrait):
    """It is as strange as the tips of hair above it are: skin was made up down to the eyes, and there it stopped."""
    rgb, mesh, _ = portrait
    selfie = _with_fringe(portrait)
    x, y = face_units(rgb.shape, mesh.points)
    temple = (np.abs(x) > 0.36) & (np.abs(x) < 0.44) & (y < 0.12) & (y > -0.2)
    skin = np.median(rgb[part(rgb.shape, mesh.points, CHEEKS) > 0], 0)
    shaded = np.where(temple[..., None], 0.55 * skin, selfie.rgb).astype(np.uint8)
    hidden = fringe.hides(selfie.cut.hair * (y > 0.1), selfie.cut.worn, linear(shaded), mesh.points)
    levels = [hidden[temple & (y > low) & (y < low + 0.02)].mean() for low in (0.08, 0.01, -0.03)]
    assert levels[0] > 0.3, "control: above the eyes it is"
    assert levels[1] - levels[2] < 0.25 < levels[0] - levels[2]
