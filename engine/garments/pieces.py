"""The clothes of a picture as numbered pieces: what is worn above, over it, below, or in one (paper 3.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces.regions import Mask, Plane, lab
from engine.faces.types import RGB, Points
from engine.garments.body import ARMS, Body, limbs

#: coat: what is worn open over a top; uniform: one cloth with legs; whole: all that lies there.
Kind = Literal["top", "coat", "bottom", "trousers", "skirt", "dress", "uniform", "whole"]
Flags = NDArray[np.bool_]  # (height, width)

COLOURS = 4  # kinds of colour a piece is described by
SAME, LIGHT = 9.0, 0.5  # Lab distance between chest and legs up to which they are one piece; weight of lightness in it
LEAST_BELOW = 0.12  # share of the clothes under the hips from which there may be a bottom
BAND = (0.35, 0.25)  # shoulder widths above and below the hips in which top and bottom may meet
SKIRT = 0.75  # share of the upper shins, and of the gap between them, that cloth must cover to reach so far
FEWEST = 60  # pixels
LAYER = 16.0  # Lab distance between the chest's middle and its sides from which two pieces are worn over each other
INNER = (0.06, 0.6)  # share of the upper clothes that what is seen under a coat covers
HEM = (-0.45, 0.35)  # shoulder widths above and below the hips between which a hem is looked for
HEM_SEEN, HEM_CLEAR = 1.2, 1.8  # steps of lightness a pixel along a hem, and how many times those of the chest


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


def _parted(rgb: RGB, clothes: Flags, body: Body | None) -> list[tuple[Kind, Flags]]:
    hips = None if body is None else _hips(body)
    if body is None or hips is None:
        return _layers(rgb, clothes, body)
    y = np.mgrid[: clothes.shape[0], : clothes.shape[1]][0]
    low = clothes & (y > hips + 0.15 * body.shoulders)
    if low.sum() < LEAST_BELOW * clothes.sum():
        return _layers(rgb, clothes, body)
    high = clothes & (y < hips - 0.3 * body.shoulders) & ~limbs(clothes.shape, body, ARMS, 0.1 * body.shoulders)
    if high.sum() < FEWEST:
        return [(_below(clothes, body), clothes)]
    values = lab(cv2.GaussianBlur(rgb, (0, 0), 1.5))
    above, below = _colours(values[high]), _colours(values[low])
    if _unlike(above, below, LIGHT) >= SAME:
        is_low = _nearest(values, below) < _nearest(values, above)
        line = _line(clothes, is_low, hips, body.shoulders)
        sleeves = limbs(clothes.shape, body, ARMS, 0.14 * body.shoulders) & ~is_low
        bottom = clothes & (y > line) & ~sleeves
        return [*_layers(rgb, clothes & ~bottom, body), (_below(bottom, body), bottom)]
    hem = seam(values[..., 0], clothes, hips, body.shoulders)
    if hem is None:
        return [("dress" if _skirt(clothes, body) else "uniform", clothes)]
    bottom = clothes & (y > hem[None, :])
    return [*_layers(rgb, clothes & ~bottom, body), (_below(bottom, body), bottom)]


def seam(light: Plane, clothes: Flags, hips: float, shoulders: float) -> NDArray[np.float32] | None:
    """Return the row, for each column, of the hem at which two pieces of one colour meet; None without any.

    ``light`` (height, width) 0..100. The hem is the way from one side of the clothes to the other, near the hips, along
    which lightness changes most from row to row; it counts where it is clearer than any such way over the chest, which
    is what stripes and folds make.
    """
    steep = np.abs(cv2.Sobel(cv2.GaussianBlur(light, (0, 0), 1.2), cv2.CV_32F, 0, 1, scale=1 / 8)) * clothes
    first, last = (int(np.clip(hips + share * shoulders, 1, len(light) - 2)) for share in HEM)
    hem = _way(steep, clothes, first, last)
    above = _way(steep, clothes, max(1, first - (last - first)), first)
    if hem is None or hem[2] < HEM_SEEN or (above is not None and hem[2] < HEM_CLEAR * above[2]):
        return None
    left, rows, _ = hem
    return np.interp(np.arange(light.shape[1]), np.arange(left, left + len(rows)), rows).astype(np.float32)


def _way(steep: Plane, clothes: Flags, first: int, last: int) -> tuple[int, NDArray[np.int64], float] | None:
    """Return the steepest way across the rows from ``first`` to ``last``: its first column, its rows, how steep."""
    columns = np.flatnonzero(clothes[first:last].mean(0) > 0.6) if last - first > 8 else np.array([], int)
    if len(columns) < 12:
        return None
    left, right = int(columns[0]), int(columns[-1]) + 1
    part = steep[first:last, left:right]
    cost, steps = part[:, 0].copy(), []
    for column in range(1, part.shape[1]):
        shifted = np.stack([np.r_[-1e3, cost[:-1]], cost, np.r_[cost[1:], -1e3]])
        steps.append(shifted.argmax(0))
        cost = shifted.max(0) + part[:, column]
    rows = [int(cost.argmax())]
    for best in reversed(steps):
        rows.append(int(np.clip(rows[-1] + best[rows[-1]] - 1, 0, len(cost) - 1)))
    way = np.array(rows[::-1])
    return left, way + first, float(np.median(part[way, np.arange(len(way))]))


def _below(bottom: Flags, body: Body) -> Kind:
    """Say whether what is worn below has legs."""
    knees = [body.at(f"{side}-knee") for side in ("right", "left")]
    rows = np.flatnonzero(bottom.any(1))
    if not len(rows) or any(knee is None or rows[-1] < knee[1] for knee in knees):
        return "bottom"  # shorts or a short skirt, or too little is seen
    return "skirt" if _skirt(bottom, body) else "trousers"


def _layers(rgb: RGB, top: Flags, body: Body | None) -> list[tuple[Kind, Flags]]:
    """Return what is worn above the hips: an open coat or jacket and what is seen under it, or one piece."""
    if body is None or top.sum() < FEWEST:
        return [("top", top)]
    middle, sides = _strips(top, body)
    if middle.sum() < FEWEST or sides.sum() < FEWEST:
        return [("top", top)]
    values = lab(cv2.bilateralFilter(rgb, 5, 20, 3))
    inner, outer = _colours(values[middle]), _colours(values[sides])
    if _unlike(inner, outer) < LAYER:
        return [("top", top)]
    near = _nearest(values, outer) - _nearest(values, inner)
    even = cv2.ximgproc.guidedFilter(rgb, near.astype(np.float32), max(2, round(0.06 * body.shoulders)), 60.0)
    size = max(3, round(0.05 * body.shoulders)) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    flags = (top & (even > 0) & _between(top.shape, body)).astype(np.uint8)
    flags = cv2.morphologyEx(cv2.morphologyEx(flags, cv2.MORPH_OPEN, kernel), cv2.MORPH_CLOSE, kernel)
    _, names, sizes, _ = cv2.connectedComponentsWithStats(flags)
    if len(sizes) < 2:
        return [("top", top)]
    under = (names == 1 + int(sizes[1:, cv2.CC_STAT_AREA].argmax())) & top
    if not INNER[0] < under.sum() / top.sum() < INNER[1]:
        return [("top", top)]
    return [("coat", top & ~under), ("top", under)]


def _strips(top: Flags, body: Body) -> tuple[Flags, Flags]:
    """Return the middle of the chest, and the sleeves with the sides of the chest beside it."""
    across = _across(top.shape, body)
    sleeves = limbs(top.shape, body, ARMS, 0.08 * body.shoulders)
    return top & (np.abs(across) < 0.12) & ~sleeves, top & ((np.abs(across) > 0.36) | sleeves)


def _between(shape: tuple[int, ...], body: Body) -> Flags:
    return (np.abs(_across(shape, body)) < 0.42) & ~limbs(shape, body, ARMS[1::2], 0.1 * body.shoulders)


def _across(shape: tuple[int, ...], body: Body) -> Plane:
    """Return how far every pixel lies to the side of the trunk's middle, in shoulder widths."""
    y, x = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    neck = body.where("neck")
    hips = (body.where("right-hip") + body.where("left-hip")) / 2
    along = hips - neck
    share = ((y - neck[1]) / (along[1] if abs(along[1]) > 1 else 1.0)).clip(-0.2, 1.4)
    return (x - neck[0] - share * along[0]) / body.shoulders


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


def _unlike(one: Colours, other: Colours, light: float = 1.0) -> float:
    """Return how far two sets of colours lie apart: each colour to its nearest counterpart, both ways.

    ``light`` is the weight of lightness beside colour.
    """
    between = np.linalg.norm((one[0][:, None] - other[0][None]) * np.array([light, 1, 1], np.float32), axis=-1)
    return float((between.min(1) @ one[1] + between.min(0) @ other[1]) / 2)


def _nearest(values: NDArray[np.float32], colours: Colours) -> NDArray[np.float32]:
    able = colours[0][colours[1] > 0.1]
    return np.min([np.linalg.norm(values - colour, axis=-1) for colour in able], axis=0)


def _line(clothes: Flags, is_low: Flags, hips: float, shoulders: float) -> float:
    """Return the row, near the hips, that best parts what looks like the top from what looks like the bottom."""
    rows = clothes.sum(1).astype(np.float64)
    low = (clothes & is_low).sum(1).astype(np.float64)
    wrong = np.cumsum(low) + (rows - low)[::-1].cumsum()[::-1] - (rows - low)
    first = int(np.clip(hips - BAND[0] * shoulders, 0, len(rows) - 1))
    last = int(np.clip(hips + BAND[1] * shoulders, first + 1, len(rows)))
    return float(first + int(np.argmin(wrong[first:last])))


def _skirt(clothes: Flags, body: Body) -> bool:
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
