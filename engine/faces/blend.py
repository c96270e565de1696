"""Pixels of face fusion: light, colour and detail of two aligned pictures of a face brought together (paper 2.4).

Pictures are (height, width, 3) float32 RGB 0..255 over the same pixels; masks (height, width) float32 0..1.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces.regions import (
    FINE,
    MIRROR,
    Mask,
    Pixels,
    Plane,
    coarser,
    face_width,
    features,
    for_all,
    from_lab,
    lab,
    mixed,
    soften,
)
from engine.faces.shape import warp_face
from engine.faces.types import Points

FEWEST = 50  # pixels from which a colour can be measured
SOFTEST = 0.6  # least share of its contrast that a face may keep
#: Most that contrast of L, a, b may grow: a blush or a red eyelid must not be made stronger than it was.
HARDEST = np.array([1.2, 1.0, 1.0], np.float32)
SHADOW = 0.09  # of the face width: what is smoother than this and lies on one side only is light, not a feature
LOWEST_BAND = 12  # pixels that a face is wide in the coarsest band of the pyramid


def match_colour(picture: Pixels, reference: Pixels, mask: Mask, amount: float = 1.0) -> Pixels:
    """Return ``picture`` with the Lab mean and spread that ``reference`` has inside ``mask``."""
    here, there = lab(picture), lab(reference)
    matched = match_lab(here, there, mask, amount)
    return picture if matched is here else from_lab(matched)


def match_lab(picture: Pixels, reference: Pixels, mask: Mask, amount: float = 1.0) -> Pixels:
    """Return what `match_colour` does of and to pictures in Lab; ``picture`` itself where too little is measured."""
    inside = np.asarray(cv2.compare(mask, 0.3, cv2.CMP_GT))
    if cv2.countNonZero(inside) < FEWEST:
        return picture
    (mean, own), (wanted, other) = (cv2.meanStdDev(values, mask=inside) for values in (picture, reference))
    spread = np.clip((other[:, 0] + 1e-3) / (own[:, 0] + 1e-3), SOFTEST, HARDEST)
    scale = 1 + amount * (spread - 1)
    shift = amount * (wanted[:, 0] - spread * mean[:, 0])
    return cv2.transform(picture, np.hstack([np.diag(scale), shift[:, None]]))


def even_light(values: Pixels, points: Points, mask: Mask, reference: Pixels, amount: float) -> Pixels:
    """Return the face with its one-sided light and shadow exchanged for those of ``reference``; both in Lab.

    A face is nearly symmetric, light is not: what differs smoothly between a place and its mirror image is shading.
    ``points`` are the mesh both pictures lie on, ``amount`` 0..1 how much of that difference is exchanged.
    """
    sigma, (height, width) = SHADOW * face_width(points), mask.shape
    grid = coarser(mask.shape, 2 ** int(np.log2(max(sigma / (2 * FINE), 1))))  # the mask is less soft than the light
    small, wanted, inside = (grid.of(planes) for planes in (values, reference, mask))
    sides = np.dstack([small[..., 0], wanted[..., 0]])
    one_sided = _one_sided(sides, grid.points(points), inside, sigma * grid.across)
    made = values.copy()
    made[..., 0] += cv2.resize(amount * (one_sided[..., 1] - one_sided[..., 0]), (width, height))
    return made


def _one_sided(lights: Pixels, points: Points, mask: Mask, sigma: float) -> Pixels:
    """Return half the smooth difference between each place and its mirror image, 0 outside the mask.

    ``lights`` are the lightness of two pictures, (height, width, 2): how places mirror is the same for both.
    """
    box = (0, 0, mask.shape[1], mask.shape[0])
    other = warp_face(np.dstack([lights, mask]), points[list(MIRROR), :2], points, box)
    both = (np.minimum(mask, other[..., 2]) + 1e-4)[..., None]
    smooth = cv2.GaussianBlur((lights - other[..., :2]) * both, (0, 0), sigma)
    smooth = smooth / cv2.GaussianBlur(both, (0, 0), sigma)[..., None]
    return np.asarray(0.5 * smooth * soften(mask, sigma / 2)[..., None], np.float32)


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
    portrait: Sequence[Pixels], face: Sequence[Pixels], mask: Mask, *, light: float, detail: Sequence[Mask]
) -> Pixels:
    """Return ``face`` inside ``mask`` and ``portrait`` outside, both in as many `bands`, joined band by band.

    ``light`` is the share of the coarsest band that stays the portrait's; ``detail`` scales the face's bands, fine
    first, each a mask of the full size.
    """
    shares = _shrunk(mask, len(portrait) - 1)
    shares[-1] = shares[-1] * np.float32(1 - light)
    out = []
    for level, (below, above, share) in enumerate(zip(portrait, face, shares, strict=True)):
        gain = for_all(_shrunk(detail[level], level)[-1]) if level < len(detail) else 1.0
        out.append(mixed(below, above * gain, share))
    return joined(out)


def _shrunk(mask: Mask, count: int) -> list[Mask]:
    out = [mask]
    for _ in range(count):
        out.append(cv2.pyrDown(out[-1]))
    return out


def restyle(made: Pixels, portrait: Pixels, points: Points, mask: Mask, amount: float) -> Pixels:
    """Return ``made`` with the portrait's palette and flatness put back inside ``mask`` by ``amount``.

    For drawings: lines and flat areas instead of skin, the drawing's own colours instead of the photo's. Both
    pictures lie on the mesh ``points``.
    """
    values, wanted = lab(made), lab(portrait)
    inside = mask > 0.3
    if inside.sum() < FEWEST:
        return made
    width = face_width(points)
    flat = cv2.ximgproc.guidedFilter(values[..., 0], values[..., 0], max(2, round(0.02 * width)), 30.0)
    values[..., 0] = _quantiles(flat, wanted[..., 0], inside)
    # Eyes and lips have moved a little, their colours must not stay behind.
    still = 1 - soften(features(made.shape, points, 1.1), 0.015 * width)[..., None]
    values[..., 1:] += still * (wanted[..., 1:] - values[..., 1:])
    share = amount * mask[..., None]
    return made * (1 - share) + from_lab(values) * share


def _quantiles(plane: Plane, wanted: Plane, inside: NDArray[np.bool_]) -> Plane:
    """Give ``plane`` the distribution that ``wanted`` has inside the area: few tones stay few tones."""
    steps = np.linspace(0, 1, 129)
    return np.interp(plane, np.quantile(plane[inside], steps), np.quantile(wanted[inside], steps)).astype(np.float32)
