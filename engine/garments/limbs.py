"""Where a sleeve or a trouser leg ends: along each limb what is covered comes first, what is bare after it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.faces.regions import Plane
from engine.garments.body import Body

STEPS = 48  # places along a limb that are looked at
FEWEST = 5  # pixels of a place that must be seen
HAND = 0.6  # lower arms: how far beyond the wrist a hand reaches
SURE = 2.5  # what the end of a sleeve says of the pixels on either side
SOFT = 0.05  # of the limb's length: how soon it says so
#: Joints of each limb from the trunk outwards, and how far it is followed beyond the last one, in lengths of the last.
CHAINS = (
    (("right-shoulder", "right-elbow", "right-wrist"), HAND),
    (("left-shoulder", "left-elbow", "left-wrist"), HAND),
    (("right-hip", "right-knee", "right-ankle"), 0.0),
    (("left-hip", "left-knee", "left-ankle"), 0.0),
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Limb:
    """One limb: how far along it every pixel lies (0 at the trunk, 1 at its end) and how far from its bone (pixels)."""

    along: Plane
    aside: Plane
    arm: bool


def limbs(shape: Sequence[int], body: Body) -> list[Limb]:
    """Return the limbs of which at least the first two joints lie in the picture, or little beyond its edge."""
    found = []
    for names, beyond in CHAINS:
        points = [body.where(name) for name in names]
        inside = [_near(point, shape) for point in points]
        if not (inside[0] or inside[1]) or not any(body.at(name) is not None for name in names):
            continue
        if beyond and inside[2]:
            points.append(points[2] + beyond * (points[2] - points[1]))
        elif not inside[2]:
            points = points[:2] if not inside[1] else points
        found.append(_measured(shape, np.array(points, np.float32), arm=bool(beyond)))
    return found


def _near(point: NDArray[np.float32], shape: Sequence[int]) -> bool:
    return bool((point > -0.1 * shape[0]).all() and point[0] < 1.1 * shape[1] and point[1] < 1.1 * shape[0])


def _measured(shape: Sequence[int], points: NDArray[np.float32], *, arm: bool) -> Limb:
    y, x = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    lengths = np.linalg.norm(np.diff(points, axis=0), axis=1)
    total, before = max(float(lengths.sum()), 1.0), 0.0
    along = np.zeros(tuple(shape[:2]), np.float32)
    aside = np.full(tuple(shape[:2]), 1e6, np.float32)
    for first, second, length in zip(points[:-1], points[1:], lengths, strict=True):
        way = (second - first) / max(float(length) ** 2, 1.0)
        share = ((x - first[0]) * way[0] + (y - first[1]) * way[1]).clip(0, 1)
        off = np.hypot(x - first[0] - share * (second - first)[0], y - first[1] - share * (second - first)[1])
        nearer = off < aside
        along = np.where(nearer, (before + share * float(length)) / total, along)
        aside = np.minimum(aside, off)
        before += float(length)
    return Limb(along=along, aside=aside, arm=arm)


def ends(limb: Limb, bare: Plane, where: NDArray[np.bool_]) -> float:
    """Return how far along the limb it is covered, 0 nowhere, 1 all of it.

    ``bare`` (height, width) is above 0 where a pixel looks like skin, below where it looks like cloth; ``where`` the
    pixels at the middle of the limb.
    """
    place = (limb.along[where] * STEPS).astype(int).clip(0, STEPS - 1)
    count = np.bincount(place, minlength=STEPS)
    total = np.bincount(place, weights=bare[where].astype(np.float64), minlength=STEPS)
    score = np.where(count >= FEWEST, total / count.clip(1), 0.0)
    gain = np.r_[score[::-1].cumsum()[::-1], 0.0] - np.r_[0.0, score.cumsum()]
    return float(np.argmax(gain)) / STEPS


def says(limb: Limb, end: float) -> Plane:
    """Return what the end of the cover tells every pixel: above 0 bare, below 0 covered."""
    return (SURE * np.tanh((limb.along - end) / SOFT)).astype(np.float32)
