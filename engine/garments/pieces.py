"""The clothes of a picture as numbered pieces: top, bottom, dress, or all there is (paper 3.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces.regions import Mask, lab
from engine.faces.types import RGB, Points
from engine.garments.body import ARMS, Body, limbs

Kind = Literal["top", "bottom", "dress", "whole"]

COLOURS = 4  # kinds of colour a piece is described by
SAME = 14.0  # Lab distance between the colours of chest and legs up to which they are one piece
LEAST_BELOW = 0.12  # share of the clothes under the hips from which there may be a bottom
BAND = (0.35, 0.25)  # shoulder widths above and below the hips in which top and bottom may meet
SKIRT = 0.75  # share of the upper shins, and of the gap between them, that cloth must cover to reach so far
FEWEST = 60  # pixels


@dataclass(frozen=True, kw_only=True, eq=False)
class Piece:
    """One piece of clothing; ``mask`` (height, width) float32, 0 or 1."""

    number: int
    kind: Kind
    mask: Mask


def pieces(rgb: RGB, clothes: Mask, body: Body | None) -> list[Piece]:
    """Return the clothes of one wearer, from top to bottom."""
    parts = _parted(rgb, clothes > 0.5, body)
    return [
        Piece(number=number, kind=kind, mask=mask.astype(np.float32)) for number, (kind, mask) in enumerate(parts, 1)
    ]


def _parted(rgb: RGB, clothes: NDArray[np.bool_], body: Body | None) -> list[tuple[Kind, NDArray[np.bool_]]]:
    hips = None if body is None else _hips(body)
    if body is None or hips is None:
        return [("top", clothes)]
    y = np.mgrid[: clothes.shape[0], : clothes.shape[1]][0]
    low = clothes & (y > hips + 0.15 * body.shoulders)
    if low.sum() < LEAST_BELOW * clothes.sum():
        return [("top", clothes)]
    high = clothes & (y < hips - 0.3 * body.shoulders) & ~limbs(clothes.shape, body, ARMS, 0.1 * body.shoulders)
    if high.sum() < FEWEST:
        return [("bottom", clothes)]
    values = lab(cv2.GaussianBlur(rgb, (0, 0), 1.5))
    above, below = _colours(values[high]), _colours(values[low])
    if _unlike(above, below) < SAME:
        return [("dress" if _skirt(clothes, body) else "whole", clothes)]
    is_low = _nearest(values, below) < _nearest(values, above)
    line = _line(clothes, is_low, hips, body.shoulders)
    sleeves = limbs(clothes.shape, body, ARMS, 0.14 * body.shoulders) & ~is_low
    bottom = clothes & (y > line) & ~sleeves
    return [("top", clothes & ~bottom), ("bottom", bottom)]


def _hips(body: Body) -> float | None:
    """Return the height of the hips in pixels, None where they are not in the picture."""
    seen = [point[1] for side in ("right", "left") if (point := body.at(f"{side}-hip")) is not None]
    return float(np.mean(seen)) if seen else None


def _colours(values: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return `COLOURS` colours (k, 3) and their shares; repeatable."""
    cv2.setRNGSeed(0)
    few = np.ascontiguousarray(values[:: max(1, len(values) // 3000)], np.float32)
    count = min(COLOURS, len(few))
    rule = (cv2.TERM_CRITERIA_MAX_ITER, 12, 0)
    _, names, colours = cv2.kmeans(few, count, None, rule, 1, cv2.KMEANS_PP_CENTERS)
    return colours, (np.bincount(names.ravel(), minlength=count) / len(few)).astype(np.float32)


Colours = tuple[NDArray[np.float32], NDArray[np.float32]]


def _unlike(one: Colours, other: Colours) -> float:
    """Return how far two sets of colours lie apart: each colour to its nearest counterpart, both ways."""
    between = np.linalg.norm(one[0][:, None] - other[0][None], axis=-1)
    return float((between.min(1) @ one[1] + between.min(0) @ other[1]) / 2)


def _nearest(values: NDArray[np.float32], colours: Colours) -> NDArray[np.float32]:
    able = colours[0][colours[1] > 0.1]
    return np.min([np.linalg.norm(values - colour, axis=-1) for colour in able], axis=0)


def _line(clothes: NDArray[np.bool_], is_low: NDArray[np.bool_], hips: float, shoulders: float) -> float:
    """Return the row, near the hips, that best parts what looks like the top from what looks like the bottom."""
    rows = clothes.sum(1).astype(np.float64)
    low = (clothes & is_low).sum(1).astype(np.float64)
    wrong = np.cumsum(low) + (rows - low)[::-1].cumsum()[::-1] - (rows - low)
    first = int(np.clip(hips - BAND[0] * shoulders, 0, len(rows) - 1))
    last = int(np.clip(hips + BAND[1] * shoulders, first + 1, len(rows)))
    return float(first + int(np.argmin(wrong[first:last])))


def _skirt(clothes: NDArray[np.bool_], body: Body) -> bool:
    """Say whether cloth spans the gap between the shins, or ends above it."""
    ends = [body.where(f"{side}-{joint}") for joint in ("knee", "ankle") for side in ("right", "left")]
    if not body.seen[[9, 12]].all():
        return True  # too little is seen to say that it has legs
    right, left = (ends[0] + ends[2]) / 2, (ends[1] + ends[3]) / 2
    height, width = clothes.shape

    def covered(line: Points) -> float:
        places = line.round().astype(int)
        return float(np.mean(clothes[places[:, 1].clip(0, height - 1), places[:, 0].clip(0, width - 1)]))

    legs = min(covered(np.linspace(ends[0], right, 12)), covered(np.linspace(ends[1], left, 12)))
    return legs < SKIRT or covered(np.linspace(right, left, 24)[8:-8]) > SKIRT
