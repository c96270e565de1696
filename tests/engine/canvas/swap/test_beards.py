"""Beards are the person's, the template's are not."""

from __future__ import annotations

import cv2
import numpy as np

from engine.canvas.linear import linear, luminance
from engine.canvas.swap import beards
from engine.faces.regions import face_width, hull
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
