"""Pixels of face fusion: light, colour and detail of two aligned pictures of a face brought together (paper 2.4).

Pictures are (height, width, 3) float32 RGB 0..255 over the same pixels; masks (height, width) float32 0..1.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces.regions import MIRROR, Mask, Pixels, Plane, face_width, features, for_all, from_lab, lab, soften
from engine.faces.shape import Box, warp_face
from engine.faces.types import Points

FEWEST = 50  # pixels from which a colour can be measured
SOFTEST = 0.6  # least share of its contrast that a face may keep
#: Most that contrast of L, a, b may grow: a blush or a red eyelid must not be made stronger than it was.
HARDEST = np.array([1.2, 1.0, 1.0], np.float32)
SHADOW = 0.09  # of the face width: what is smoother than this and lies on one side only is light, not a feature
LOWEST_BAND = 12  # pixels that a face is wide in the coarsest band of the pyramid


def match_colour(
    picture: Pixels, reference: Pixels, mask: Mask, amount: float = 1.0, *, known: tuple[Pixels, Pixels] | None = None
) -> Pixels:
    """Return ``picture`` with the Lab mean and spread that ``reference`` has inside ``mask``.

    ``known``: both in Lab, where that was computed before.
    """
    inside = mask > 0.3
    if inside.sum() < FEWEST:
        return picture
    here, there = known or (lab(picture), lab(reference))
    own, other = here[inside], there[inside]
    mean, wanted = own.mean(0), other.mean(0)
    spread = np.clip((other.std(0) + 1e-3) / (own.std(0) + 1e-3), SOFTEST, HARDEST)
    # Rows of all channels in one: of three at a time numpy makes three times the work.
    row, long = here.reshape(len(here), -1), here.shape[1]
    mean, spread, wanted = (np.tile(each, long) for each in (mean, spread, wanted))
    return from_lab((row + amount * ((row - mean) * spread + wanted - row)).reshape(here.shape))


def even_light(picture: Pixels, points: Points, box: Box, mask: Mask, reference: Pixels, amount: float) -> Pixels:
    """Return the face with its one-sided light and shadow exchanged for those of ``reference``, which is in Lab.

    A face is nearly symmetric, light is not: what differs smoothly between a place and its mirror image is shading.
    ``points`` are the mesh both pictures lie on, ``amount`` 0..1 how much of that difference is exchanged.
    """
    values = lab(picture)
    sides = np.dstack([values[..., 0], reference[..., 0]])
    one_sided = _one_sided(sides, points, box, mask, SHADOW * face_width(points))
    values[..., 0] += amount * (one_sided[..., 1] - one_sided[..., 0])
    return from_lab(values)


def _one_sided(lights: Pixels, points: Points, box: Box, mask: Mask, sigma: float) -> Pixels:
    """Return half the smooth difference between each place and its mirror image, 0 outside the mask.

    ``lights`` are the lightness of several pictures, (height, width, pictures): how places mirror is the same for all.
    """
    mirrored = points[list(MIRROR), :2] - box[:2]
    other = warp_face(np.dstack([lights, mask]), mirrored, points, box)
    both = (np.minimum(mask, other[..., -1]) + 1e-4)[..., None]
    smooth = np.divide(_blurred((lights - other[..., :-1]) * both, sigma), _blurred(both, sigma))
    return (0.5 * smooth * soften(mask, sigma / 2)[..., None]).astype(np.float32)


def _blurred(planes: Pixels, sigma: float) -> Pixels:
    return cv2.GaussianBlur(planes, (0, 0), sigma).reshape(*planes.shape[:2], -1)


def bands(picture: Pixels, count: int) -> list[Pixels]:
    """Split into ``count`` bands from fine to coarse, and the rest."""
    out = []
    for _ in range(count):
        small = cv2.pyrDown(picture)
        out.append(picture - cv2.pyrUp(small, dstsize=picture.shape[1::-1]))
        picture = small
    return [*out, picture]


def joined(parts: Sequence[Pixels]) -> Pixels:
    """Put `bands` together again."""
    whole = parts[-1]
    for part in reversed(parts[:-1]):
        whole = cv2.pyrUp(whole, dstsize=part.shape[1::-1]) + part
    return whole


def band_count(width: float) -> int:
    """Return how many bands a face ``width`` pixels wide is split into."""
    return max(2, round(np.log2(max(width, 1) / LOWEST_BAND)))


def merge(
    portrait: Pixels, face: Pixels, mask: Mask, *, count: int, light: float, detail: Sequence[Mask | float]
) -> Pixels:
    """Return ``face`` inside ``mask`` and ``portrait`` outside, joined band by band.

    ``light`` is the share of the coarsest band that stays the portrait's; ``detail`` scales the face's bands, fine
    first, each a number or a mask of the full size.
    """
    levels, shares = zip(bands(portrait, count), bands(face, count), strict=True), _shrunk(mask, count)
    out = []
    for level, (below, above) in enumerate(levels):
        share = for_all(shares[level] * (1 - light if level == count else 1.0))
        out.append(below * (1 - share) + above * share * _gain(detail, level))
    return joined(out)


def _gain(detail: Sequence[Mask | float], level: int) -> NDArray[np.float32] | float:
    if level >= len(detail):
        return 1.0
    gain = detail[level]
    return gain if isinstance(gain, float) else for_all(_shrunk(gain, level)[-1])


def _shrunk(mask: Mask, count: int) -> list[Mask]:
    out = [mask]
    for _ in range(count):
        out.append(cv2.pyrDown(out[-1]))
    return out


def restyle(mixed: Pixels, portrait: Pixels, points: Points, mask: Mask, amount: float) -> Pixels:
    """Return ``mixed`` with the portrait's palette and flatness put back inside ``mask`` by ``amount``.

    For drawings: lines and flat areas instead of skin, the drawing's own colours instead of the photo's. Both
    pictures lie on the mesh ``points``.
    """
    values, wanted = lab(mixed), lab(portrait)
    inside = mask > 0.3
    if inside.sum() < FEWEST:
        return mixed
    width = face_width(points)
    flat = cv2.ximgproc.guidedFilter(values[..., 0], values[..., 0], max(2, round(0.02 * width)), 30.0)
    values[..., 0] = _quantiles(flat, wanted[..., 0], inside)
    # Eyes and lips have moved a little, their colours must not stay behind.
    still = 1 - soften(features(mixed.shape, points, 1.1), 0.015 * width)[..., None]
    values[..., 1:] += still * (wanted[..., 1:] - values[..., 1:])
    share = amount * mask[..., None]
    return mixed * (1 - share) + from_lab(values) * share


def _quantiles(plane: Plane, wanted: Plane, inside: NDArray[np.bool_]) -> Plane:
    """Give ``plane`` the distribution that ``wanted`` has inside the area: few tones stay few tones."""
    steps = np.linspace(0, 1, 129)
    return np.interp(plane, np.quantile(plane[inside], steps), np.quantile(wanted[inside], steps)).astype(np.float32)
