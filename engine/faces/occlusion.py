"""What covers a face: hair and hats on the forehead, hands and beards below, glasses (paper 2.4).

Colour is the judge: what is far from the cheeks' colour is not skin.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces.regions import (
    CHEEKS,
    EYE_BAND,
    LEFT_BAG,
    LEFT_BROW,
    LOWER_FACE,
    RIGHT_BAG,
    RIGHT_BROW,
    WHOLE_LIPS,
    Mask,
    Pixels,
    Plane,
    face_units,
    face_width,
    far_from_skin,
    features,
    lab,
    part,
    skin_distance,
    soften,
    upright,
)
from engine.faces.types import LEFT_EYE, RGB, RIGHT_EYE, Points

BROWS_END = 0.06  # face widths above the brows: from here on hair may lie on the forehead
DARK = 0.55  # of the skin's lightness: where both eyes lie in darker areas there are dark lenses
FRAMES = 0.26  # strength of a line across the bridge of the nose from which glasses are assumed
THIN, APART = 0.12, 0.04  # face widths: what is narrower is a line, and how far two pictures' own may be off
DARKER = 0.16  # of the skin's lightness: a line that the other picture does not have
STROKE = 0.0015  # of a face width squared: less of it outside of eyes, brows and lips is a lash or a mole
BETWEEN_BROWS = (9, 107, 336, 108, 337, 151)
NOT_SKIN = 35.0  # Lab distance
CROSS = cv2.getStructuringElement(cv2.MORPH_CROSS, (3, 3))
SIXTEEN_BIT = 655.0  # steps to one of lightness


def bare(below: Pixels, above: Pixels, points: Points) -> Mask:
    """Return where both aligned pictures show skin: fringes and hats of either, things before the selfie, are out.

    Both in Lab.
    """
    width = face_width(points)
    _, height = face_units(below.shape, points)
    brows = height_of_brows(points)
    forehead = np.clip((height - brows - BROWS_END) / 0.08, 0, 1)
    free = np.clip(1 - soften(features(below.shape, points), 2), 0, 1)
    under, over = far_from_skin(below, points), far_from_skin(above, points)
    hair = (1 - forehead * np.clip((under - 22) / 20, 0, 1)) * (1 - forehead * np.clip((over - 22) / 20, 0, 1))
    thing = 1 - free * (1 - forehead) * np.clip((over - 60) / 25, 0, 1)
    return soften((hair * thing).astype(np.float32), 0.004 * width)


def strokes(below: Pixels, above: Pixels, points: Points) -> Mask:
    """Return where ``above`` has thin dark things that ``below`` does not have, 0..1: frames of glasses, strands.

    What lies on eyes and brows alone is theirs; what goes on beyond them covers them. Both in Lab.
    """
    width = face_width(points)
    under, over = (_sixteen_bit(picture) for picture in (below, above))
    own = _by_octagon(cv2.dilate, _lines(under, THIN * width), max(1, round(APART * width)))
    darker = SIXTEEN_BIT * DARKER * _skin_lightness(above[..., 0], points)
    more = cv2.compare(cv2.subtract(_lines(over, THIN * width), own), float(darker), cv2.CMP_GT)
    free = features(below.shape, points) == 0
    least = STROKE * width**2
    if cv2.countNonZero(more * free) <= least:  # all of them together are too little
        return np.zeros(below.shape[:2], np.float32)
    count, names = cv2.connectedComponents(more)
    sizes = np.bincount(names[free], minlength=count)
    foreign = (sizes > least) & (np.arange(count) > 0)
    return soften(cv2.dilate(foreign[names].astype(np.float32), _disc(0.025 * width)), 0.008 * width)


def _sixteen_bit(values: Pixels) -> NDArray[np.uint16]:
    """Return the lightness of a picture in Lab in whole steps: discs are laid on those twice as fast."""
    return cv2.multiply(cv2.extractChannel(values, 0), SIXTEEN_BIT, dtype=cv2.CV_16U)


def _lines(light: NDArray[np.uint16], size: float) -> NDArray[np.uint16]:
    """Return how much darker than around it each thin thing is, in steps as ``light`` has."""
    radius = max(3, round(size)) // 2
    return np.asarray(cv2.subtract(_by_octagon(cv2.erode, _by_octagon(cv2.dilate, light, radius), radius), light))


def _by_octagon(
    operation: Callable[..., cv2.typing.MatLike], values: cv2.typing.MatLike, radius: int
) -> cv2.typing.MatLike:
    """Dilate or erode by a square and a rhomb one after the other: nearly a disc, in a fifth of its time."""
    slanted = round(radius * (2 - np.sqrt(2)))  # of a regular octagon
    square = np.ones((2 * (radius - slanted) + 1,) * 2, np.uint8)
    return operation(operation(values, square), CROSS, iterations=slanted)


def _disc(radius: float) -> np.ndarray:
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (max(3, round(2 * radius)) | 1,) * 2)


def height_of_brows(points: Points) -> float:
    """Return how high the brows are, in face widths above the eyes."""
    brows, eyes = points[[*RIGHT_BROW, *LEFT_BROW], :2].mean(0), points[[33, 133, 263, 362], :2].mean(0)
    return float(np.linalg.norm(brows - eyes)) / face_width(points)


def covered(rgb: RGB, points: Points) -> float:
    """Return the share of the lower face without lips that is not skin: hand, microphone, beard; 0..1.

    Looked at is the face alone: of a whole photo, colours are what takes the time.
    """
    rgb, points = _face_alone(rgb, points)
    lips = cv2.dilate(part(rgb.shape, points, WHOLE_LIPS, 1.3), np.ones((3, 3)))
    lower = (part(rgb.shape, points, LOWER_FACE) > 0) & (lips == 0)
    return float((skin_distance(rgb, points)[lower] > NOT_SKIN).mean()) if lower.any() else 1.0


def _face_alone(rgb: RGB, points: Points) -> tuple[RGB, Points]:
    """Return the part of a picture with the face in it, and the points in its pixels: the same to whole pixels."""
    low = np.maximum(np.floor(points[:, :2].min(0)) - 2, 0).astype(int)
    high = np.ceil(points[:, :2].max(0)).astype(int) + 3
    left, top = np.minimum(low, np.array(rgb.shape[1::-1]) - 1)
    part_ = rgb[top : max(high[1], top + 1), left : max(high[0], left + 1)]
    return part_, points - np.array([left, top, 0], points.dtype)


def glasses(rgb: RGB | Pixels, points: Points, known: Pixels | None = None) -> Mask | None:
    """Return the mask of glasses that must stay, (height, width) 0..1, or None when none are seen.

    ``known``: the picture in Lab, where that was computed before.

    Clear glasses keep their frame and the eyes behind them may change; dark ones keep the whole band of the eyes.
    Thick and dark frames are found, thin wire frames mostly not (see tests/engine/faces/test_fuse.py for numbers).
    """
    width, size = face_width(points), rgb.shape
    light = (lab(rgb) if known is None else known)[..., 0]
    if max(_lightness_of_lenses(light, points)) < DARK:
        return soften(part(size, points, EYE_BAND), 0.02 * width)
    if bridge_line(rgb, points) < FRAMES:
        return None
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (max(3, round(0.1 * width)) | 1,) * 2)
    lines = cv2.morphologyEx(light, cv2.MORPH_CLOSE, kernel) - light > 0.2 * _skin_lightness(light, points)
    eyes = np.maximum(part(size, points, RIGHT_EYE, 1.15), part(size, points, LEFT_EYE, 1.15))
    frame = (lines & (part(size, points, EYE_BAND, 1.08) > 0) & (eyes == 0)).astype(np.float32)
    grown = max(3, round(0.025 * width)) | 1
    return soften(cv2.dilate(frame, np.ones((grown, grown))), 0.008 * width)


def bridge_line(rgb: RGB | Pixels, points: Points) -> float:
    """Return how strongly a line crosses the nose between the eyes, as a share of the skin's lightness there.

    Skin has no such line; the bridge of glasses is one.
    """
    columns, rows = 24, 44
    light = lab(_patch(rgb, points, (-0.09, 0.09), (-0.16, 0.16), (columns, rows)))[..., 0]
    profile = np.median(light[:, columns // 4 : -columns // 4], axis=1)
    smooth = np.array([np.median(profile[max(0, row - 9) : row + 10]) for row in range(rows)])
    return float(np.abs(profile - smooth)[6:-6].max() / (np.median(profile) + 5))


def _lens_lightness(rgb: RGB | Pixels, points: Points) -> tuple[float, float]:
    """Return how light the skin under each eye is against the forehead and the cheeks, whichever is darker."""
    return _lightness_of_lenses(lab(rgb)[..., 0], points)


def _lightness_of_lenses(light: Plane, points: Points) -> tuple[float, float]:
    brow = part(light.shape, points, BETWEEN_BROWS) > 0
    skin = _skin_lightness(light, points)
    skin = min(skin, float(np.median(light[brow]))) + 1e-3 if brow.any() else skin + 1e-3
    areas = (part(light.shape, points, names) > 0 for names in (RIGHT_BAG, LEFT_BAG))
    right, left = (float(np.median(light[area]) / skin) if area.any() else 1.0 for area in areas)
    return right, left


def _skin_lightness(light: Plane, points: Points) -> float:
    cheeks = part(light.shape, points, CHEEKS) > 0
    return float(np.median(light[cheeks])) if cheeks.any() else 0.0


def _patch(
    rgb: RGB | Pixels, points: Points, x: tuple[float, float], y: tuple[float, float], size: tuple[int, int]
) -> RGB | Pixels:
    """Return the rectangle ``x``, ``y`` (face units, see `regions.upright`) as ``size`` (width, height) pixels."""
    across, up = size[0] / (x[1] - x[0]), size[1] / (y[1] - y[0])
    units = np.array([[across, 0, -x[0] * across], [0, -up, y[1] * up]])
    return cv2.warpAffine(rgb, units @ np.vstack([upright(points), [0, 0, 1]]), size, flags=cv2.INTER_LINEAR)
