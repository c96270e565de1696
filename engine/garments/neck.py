"""The neck between the person's head and the garment: their own under the jaw, the wearer's in their tone further down.

Both rarely are equally wide. The outline goes from one to the other, what was wider makes room for what is behind, and
the person's neck is stretched to it row by row.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.canvas.smooth import wide
from engine.canvas.types import Linear, Plane
from engine.faces.regions import face_width, upright
from engine.faces.types import CHIN, Points
from engine.garments.clone import spread

Flags = NDArray[np.bool_]
Sides = NDArray[np.float32]  # (2, ROWS) half widths left and right of the chin at each depth, face widths

ROWS, DEEP = 40, 0.9  # how many depths, down to so many face widths under the chin
DEPTHS = (np.arange(ROWS, dtype=np.float32) + 0.5) * (DEEP / ROWS)
WHOLE, GONE = 0.08, 0.4  # face widths under the chin: the neck is the person's own, and the wearer's
LATE = 4  # a neck stays slim and widens to its base only there: beside the jaw that would be a shelf
BASE, RISE = 0.36, 0.24  # face widths under the chin at which the outline is the wearer's, or where a collar begins
UP = 0.34  # face widths above the chin to which a neck reaches behind the jaw
USUAL = 0.35  # face widths: half of a neck of which no side is seen
JAW, SLIM = 7, 25  # depths at which an upper neck is measured; percentile of its half widths there that counts
LEAST, MOST = 0.24, 0.46  # and what is believed of the upper neck
LEANING = (0.0, 0.75)  # the same where the head may be turned, and its chin lies far to one side of the neck
FLARE = 0.9  # how fast a neck widens to shoulders that nobody saw
WIDEST = 1.2  # face widths
CLOSE = 0.55  # face widths from the middle in which cloth beside a beard is a collar; hair lies on what is further out
EVENED = 5  # depths over which the sides are evened
BEHIND = 0.02  # face widths that a neck goes on behind hair
UNDER = 0.06  # face widths that a neck goes on under a collar at least
SOFT = 0.008  # face widths: softness of the outline
FEWEST = 60  # pixels of both necks that must meet to be compared
MEETS = (0.45, 2.0)  # how much darker and lighter the own neck may become to meet the other
ENDS = 0.06  # face widths over which the wearer's neck ends where their head was
MET = 0.03  # face widths over which two necks are compared
LIT = 0.12  # face widths over which what nobody saw is evened


@dataclass(frozen=True, kw_only=True, eq=False)
class Seen:
    """What is seen of a neck at `DEPTHS`, left and right of the chin."""

    sides: Sides  # where it ends; NaN where that is not seen
    reach: Sides  # how far it is seen
    least: Sides  # how far it reaches at least, under a collar; 0 where nothing tells
    base: tuple[float, float]  # from which depth on all of it is this neck's: where a collar begins, `BASE` at most


def seen(skin: Flags, hidden: Flags, worn: Flags, points: Points) -> Seen:
    """Return how wide the neck under the chin of ``points`` is.

    ``skin`` (height, width) is bare; where it ends at something ``hidden`` (hair, what nobody saw) that is no side, and
    under what is ``worn`` it goes on. Where a beard hides it, it reaches to the collar.
    """
    x, y = _about_chin(points, skin.shape)
    step = max(1, round(0.03 * face_width(points)))
    sides, least, reach = np.full((2, ROWS), np.nan, np.float32), *np.zeros((2, 2, ROWS), np.float32)
    for number, side in enumerate((-1, 1)):
        room = (side * x > 0.12) & (np.abs(x) < WIDEST) & (y < 0) & skin
        ends = room & ~np.roll(skin | hidden | worn, -side * step, 1)
        under = (side * x > 0.12) & (np.abs(x) < CLOSE) & (y < 0) & hidden & ~worn
        collar = (room | under) & np.roll(worn, -side * step, 1)
        for edge, out, told in ((ends, sides, np.median), (collar, least, np.max), (room, reach, np.max)):
            depth, far = (-y[edge] / (DEEP / ROWS)).astype(int), np.abs(x[edge])
            for row in range(ROWS):
                if (depth == row).any():
                    out[number, row] = told(far[depth == row])
    return Seen(sides=sides, least=least, reach=reach, base=(_base(least[0]), _base(least[1])))


def _base(least: NDArray[np.float32]) -> float:
    """Return the depth at which a collar meets a neck on one side, given how far it reaches at least under it."""
    rows = np.flatnonzero(least[:-1] * least[1:] > 0)  # a single row is a speck
    return float(min(BASE, DEPTHS[rows[0]])) if rows.size else BASE


def base(points: Points, wearer: Seen, shape: tuple[int, ...]) -> Plane:
    """Return (height, width) from which depth on the neck is the wearer's: at a collar there is no room for another."""
    x, _ = _about_chin(points, shape)
    return np.asarray(np.where(x < 0, *wearer.base), np.float32)


def upper(seen_: Seen, within: tuple[float, float] = (LEAST, MOST)) -> tuple[float | None, float | None]:
    """Return how far the upper neck reaches to the left and to the right; None where nothing of it was seen.

    Less and more than ``within`` is not believed of a neck about the middle of its head.
    """
    strip = (DEPTHS > 0.05) & (DEPTHS < 0.35)
    halves: list[float | None] = []
    for ends, reach in zip(seen_.sides[:, strip], seen_.reach[:, strip], strict=True):
        known, far = ends[np.isfinite(ends)], reach[reach > 0]
        if known.size > 2:
            # Further down it widens already: what counts is right under the jaw.
            halves.append(float(np.clip(np.percentile(known[:JAW], SLIM), *within)))
        else:  # hair lies before its side, which cannot be far
            halves.append(float(np.clip(np.median(far) + BEHIND, *within)) if far.size > 2 else None)
    return halves[0], halves[1]


def lower(seen_: Seen, first: tuple[float | None, float | None]) -> Sides:
    """Return the sides at all `DEPTHS`: never narrower further down, and where nothing was seen as shoulders begin."""
    out = np.empty_like(seen_.sides)
    for number, side in enumerate(seen_.sides):
        start = first[number] or USUAL
        if np.isfinite(side).sum() < 3:
            out[number] = start + FLARE * (DEPTHS - BASE).clip(0)
            continue
        # Where a collar begins there is no side, but skin reaches up to it.
        corner = np.isclose(DEPTHS, seen_.base[number]) & ~np.isfinite(side) & (seen_.least[number] > 0)
        side = np.where(corner, seen_.least[number], side)
        known = np.flatnonzero(np.isfinite(side))
        filled, last = np.interp(DEPTHS, DEPTHS[known], side[known]), known[-1]
        steep = max(FLARE * float(DEPTHS[1] - DEPTHS[0]), float(filled[last] - filled[last - 1]))
        # It goes on as steeply while it is evened, or a shoulder would be cut off at its end.
        ahead = filled[last] + steep * np.arange(1, EVENED + 1)
        even = cv2.blur(np.r_[filled[: last + 1], ahead].astype(np.float32)[None], (EVENED, 1))[0, : last + 1]
        flares = even[-1] + FLARE * (DEPTHS[last + 1 :] - DEPTHS[last])
        out[number] = np.maximum.accumulate(np.r_[even, flares])
    # Under a collar it goes on, the further the deeper: beside the collar's tip that would be a shelf.
    under = (DEPTHS - np.array(seen_.base, np.float32)[:, None]).clip(0, UNDER)
    return np.maximum(out, seen_.least + (seen_.least > 0) * under).clip(LEAST, WIDEST).astype(np.float32)


def outline(points: Points, own: Seen, wearer: Seen, shape: tuple[int, ...]) -> tuple[Plane, Plane]:
    """Return (height, width) 0..1, where the neck is, and how deep below the chin each pixel lies, face widths."""
    x, y = _about_chin(points, shape)
    wide_ = _width(x, -y, own, wearer)
    share = ((wide_ - np.abs(x)) / (2 * SOFT) + 0.5).clip(0, 1) * (-y > -UP) * (-y < DEEP)
    return np.asarray(share, np.float32), np.asarray(-y, np.float32)


def _tip(wearer: Seen, number: int) -> float:
    """Return how far out the collar begins on a side: above it no neck is wider, or it stands out as a shelf."""
    row = int(np.abs(DEPTHS - wearer.base[number]).argmin())
    tip = float(wearer.least[number, row : row + 2].min())  # a corner reaches far into its cloth
    return max(tip, LEAST) if tip > 0 and wearer.base[number] < BASE else WIDEST


def _width(x: Plane, deep: Plane, own: Seen, wearer: Seen) -> Plane:
    """Return half the width on the side of each pixel: own under the jaw, the wearer's at the base."""
    first, other = upper(own), upper(wearer)
    last = lower(wearer, (other[0] or first[0], other[1] or first[1]))
    halves = []
    for number in (0, 1):
        tip = _tip(wearer, number)
        mine = min(first[number] or other[number] or USUAL, tip)
        theirs = np.interp(deep.ravel(), DEPTHS, last[number]).reshape(deep.shape)
        theirs = np.where(deep <= wearer.base[number], np.minimum(theirs, tip), theirs)
        top = min(0.0, wearer.base[number] - RISE)
        share = ((deep - top) / (wearer.base[number] - top)).clip(0, 1)
        share = share**LATE * (3 - 2 * share)
        halves.append(mine + (theirs - mine) * share)
    return np.asarray(np.where(x < 0, halves[0], halves[1]), np.float32)


def stretched(colour: Linear, valid: Plane, points: Points, own: Seen, wearer: Seen) -> tuple[Linear, Plane]:
    """Return the person's neck (height, width, 3), and where it shows skin, stretched to the `outline`."""
    x, y = _about_chin(points, valid.shape)
    mine = upper(own)
    half = np.where(x < 0, mine[0] or 0, mine[1] or 0)
    x = np.where(half > 0, x * half / _width(x, -y, own, wearer), x)
    back = np.linalg.inv(np.vstack([_chin_turn(points), [0, 0, 1]]))[:2]
    columns = (back[0, 0] * x + back[0, 1] * y + back[0, 2]).astype(np.float32)
    rows = (back[1, 0] * x + back[1, 1] * y + back[1, 2]).astype(np.float32)
    return cv2.remap(colour, columns, rows, cv2.INTER_LINEAR), cv2.remap(valid, columns, rows, cv2.INTER_LINEAR)


def joined(own: Linear, own_seen: Plane, other: Linear, other_seen: Flags, deep: Plane, unit: float) -> Linear:
    """Return skin (height, width, 3) that goes from the person's own neck to the wearer's, and on where neither is.

    ``own`` and ``other`` are linear light, ``deep`` is told by `outline`.
    """
    mine, yours = (own_seen > 0.6) & (deep > -0.05), other_seen & (deep < DEEP)
    own = own * _meeting(own, other, mine & yours, deep, unit)
    fades = ((GONE - deep) / (GONE - WHOLE)).clip(0, 1)
    sure = own_seen * (own_seen > 0.5)  # at its very edge a cut-out has little colour of its own
    # Where one of them ends the other has faded in: a step of tone would be seen there.
    inner, outer = ((2 * wide(np.asarray(one, np.float32), ENDS * unit) - 1).clip(0.02, 1) for one in (sure, yours))
    first = inner * sure * np.maximum(fades, 2e-3)
    second = outer * yours * np.maximum(1 - fades, 2e-3 * (deep > 0))
    total = first + second
    mixed = (own * first[..., None] + other * second[..., None]) / total[..., None].clip(1e-5)
    known = total > 1e-3
    if known.sum() < FEWEST:
        return other
    filled = spread(np.asarray(mixed * known[..., None], np.float32), known)
    near = wide(known.astype(np.float32), 0.03 * unit)[..., None] * known[..., None]
    even = wide(filled, max(1.0, LIT * unit / 3))
    return np.asarray(filled * near + even * (1 - near), np.float32)


def _meeting(own: Linear, other: Linear, both: Flags, deep: Plane, unit: float) -> Linear:
    """Return by how much the own neck is multiplied to meet the other, (height, width, 3) or what stands for it.

    Under the jaw it is so on the whole, that its shade stays; further down place by place, or a step is seen where one
    of both ends.
    """
    if both.sum() < FEWEST:
        return np.ones(3, np.float32)
    ratio = np.median(other[both], axis=0) / np.median(own[both], axis=0).clip(1e-3)
    local = (wide(other * both[..., None], MET * unit) / wide(own * both[..., None], MET * unit).clip(1e-4)).clip(
        *MEETS
    )
    local = spread(np.asarray(local * both[..., None], np.float32), both)
    share = ((deep - WHOLE) / (GONE - WHOLE)).clip(0, 1)[..., None]
    return np.asarray(ratio.clip(*MEETS) * (1 - share) + local * share, np.float32)


def _chin_turn(points: Points) -> NDArray[np.float64]:
    """Return the (2, 3) map from pixels to face units about the chin, y up."""
    turn = upright(points).copy()
    turn[:, 2] -= turn[:, :2] @ points[CHIN, :2] + turn[:, 2]
    return turn


def _about_chin(points: Points, shape: tuple[int, ...]) -> tuple[Plane, Plane]:
    rows, columns = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    turn = _chin_turn(points).astype(np.float32)
    x = turn[0, 0] * columns + turn[0, 1] * rows + turn[0, 2]
    return x, turn[1, 0] * columns + turn[1, 1] * rows + turn[1, 2]
