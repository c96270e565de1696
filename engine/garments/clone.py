"""What is behind something that goes away, made of the same picture.

The hole is filled from its edge inwards by squares of the picture, shifted or mirrored, each of which continues best
what is there already: grass stays grass and a weave stays a weave. They are looked for in a small picture and laid in
the large one.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.canvas.smooth import wide
from engine.canvas.types import Linear, Plane

Flags = NDArray[np.bool_]  # (height, width)

FINE = 24  # pixels a unit has while squares are looked for
HALF = 7  # pixels: half of a square's side
REACH = 5.0  # units around the hole in which they are looked for
FAR = 0.0006  # squared tone that a square loses for each unit it is further away
STEEP, LEVEL = 8.0, 1.4  # up and down counts more, and units beyond it twenty times: ground is no crown of a tree
DULL = 0.5  # of the contrast around the hole that a square lacks: the dullest square is the nearest to everything
LIGHTER = 0.1  # square root of linear light: so much may the light of a square be changed
TINTED = 0.02  # and so much each colour beside that
MISFIT = 0.35  # of a difference in light that counts, since so much of it is evened
MOST = 260  # squares
LEAST = 30  # pixels from which something can be continued
EVEN = 0.1  # units over which what was filled is drawn to the light around the hole


@dataclass(frozen=True, kw_only=True)
class _Square:
    """A square that was found: its middle in the small picture, and where its pixels come from."""

    row: int
    column: int
    from_row: int
    from_column: int
    mirrored: bool


def cloned(light: Linear, hole: Flags, known: Flags, unit: float) -> Linear:
    """Return ``light`` (height, width, 3) linear with its ``hole`` filled from what is ``known``.

    ``unit`` is the length in pixels that distances are told in.
    """
    known = known & ~hole
    if not hole.any() or known.sum() < LEAST:
        return light
    left, top, across, down = cv2.boundingRect(hole.astype(np.uint8))
    far = round(REACH * unit)
    part = np.s_[max(0, top - far) : top + down + far, max(0, left - far) : left + across + far]
    tone = np.sqrt(light[part].clip(0, 1)).astype(np.float32)
    filled = _filled(tone, hole[part], known[part], unit)
    out = light.copy()
    out[part] = np.where(hole[part][..., None], filled.clip(0, 1) ** 2, light[part])
    return out


def _filled(tone: Linear, hole: Flags, known: Flags, unit: float) -> Linear:
    smooth = spread(tone, known)
    scale = min(1.0, FINE / unit)
    size = tuple(max(2 * HALF + 3, round(length * scale)) for length in hole.shape[::-1])
    small = cv2.resize(np.where(known[..., None], tone, smooth), size, interpolation=cv2.INTER_AREA)
    able = cv2.resize(known.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0.9
    miss = cv2.resize(hole.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0.02
    squares = _squares(small, able & ~miss, miss)
    laid, weight = _laid(tone, hole, squares, size)
    there = weight > 1e-3
    # What was laid over the hole's edge tells how far it is from the picture there.
    ring = there & known
    if ring.sum() >= LEAST:
        near = wide(ring.astype(np.float32), EVEN * unit)
        apart = wide((tone - laid) * ring[..., None], EVEN * unit) / near[..., None].clip(1e-4)
        off = spread(np.asarray(apart, np.float32), ring)
        fades = (near / near.max().clip(1e-4)).clip(0, 1)[..., None] ** 0.5
        laid = laid + off.clip(-LIGHTER, LIGHTER) * fades
    return np.where(there[..., None], laid, smooth)


def _squares(picture: Linear, known: Flags, hole: Flags) -> list[_Square]:
    """Return the squares that fill the ``hole``, in the order in which they are laid."""
    picture, source = picture.copy(), picture
    side = 2 * HALF + 1
    ready, left = known.copy(), hole.copy()
    whole = cv2.erode(known.astype(np.uint8), np.ones((side, side), np.uint8), borderValue=0) > 0
    if not whole.any():
        return []
    varies = (cv2.blur(picture**2, (side, side)) - cv2.blur(picture, (side, side)) ** 2).sum(-1)
    found: list[_Square] = []
    while left.any() and len(found) < MOST:
        row, column = _next(ready, left)
        rows, columns = _span(row, left.shape[0]), _span(column, left.shape[1])
        inside = np.s_[rows.start : rows.stop, columns.start : columns.stop]
        offset = (rows.start - row + HALF, columns.start - column + HALF)
        wanted, frame = np.zeros((side, side, 3), np.float32), np.zeros((side, side), np.float32)
        at = np.s_[offset[0] : offset[0] + len(rows), offset[1] : offset[1] + len(columns)]
        wanted[at], frame[at] = picture[inside], ready[inside]
        square = _best(source, varies, whole, wanted, frame, row, column)
        patch = _patch(source, square)
        shift = _light(patch, wanted, frame)
        new = left[inside] & ~ready[inside]
        picture[inside] = np.where(new[..., None], (patch + shift)[at], picture[inside])
        ready[inside] |= left[inside]
        left[inside] = False
        found.append(square)
    return found


def _next(ready: Flags, left: Flags) -> tuple[int, int]:
    """Return the pixel still missing around which most is known."""
    around = cv2.blur(ready.astype(np.float32), (2 * HALF + 1, 2 * HALF + 1), borderType=cv2.BORDER_CONSTANT)
    row, column = np.unravel_index(int(np.where(left, around, -1).argmax()), left.shape)
    return int(row), int(column)


def _span(middle: int, length: int) -> range:
    return range(max(0, middle - HALF), min(length, middle + HALF + 1))


def _best(source: Linear, varies: Plane, whole: Flags, wanted: Linear, frame: Plane, row: int, column: int) -> _Square:
    """Return the square of ``source`` that is nearest to ``wanted`` where ``frame`` is 1, whatever their light."""
    best: tuple[float, _Square] | None = None
    count = max(float(frame.sum()), 1.0)
    rows, columns = np.mgrid[: whole.shape[0], : whole.shape[1]].astype(np.float32)
    own = wanted[frame > 0]
    dull = (float(own.var(0).sum()) - varies).clip(0) if len(own) else np.zeros_like(varies)
    for mirrored in (False, True):
        # The square is mirrored rather than the picture: places stay what they are.
        seen = frame[:, ::-1] if mirrored else frame
        aim = (wanted[:, ::-1] if mirrored else wanted) * seen[..., None]
        error = np.full(whole.shape, float((aim**2).sum()), np.float32)
        for channel in range(3):
            plane = np.ascontiguousarray(source[..., channel])
            mine = _match(plane, aim[..., channel])
            error += _match(plane**2, seen) - 2 * mine
            mean = (_match(plane, seen) - float(aim[..., channel].sum())) / count
            error -= (1 - MISFIT) * count * mean.clip(-LIGHTER, LIGHTER) ** 2
        height = np.abs(rows - row) / FINE
        far = np.hypot((columns - column) / FINE, STEEP * (height + 20 * (height - LEVEL).clip(0)))
        cost = np.where(whole, error / count + FAR * far + DULL * dull, np.inf)
        at = np.unravel_index(int(cost.argmin()), cost.shape)
        if best is None or cost[at] < best[0]:
            place = _Square(row=row, column=column, from_row=int(at[0]), from_column=int(at[1]), mirrored=mirrored)
            best = float(cost[at]), place
    assert best is not None  # both ways were tried
    return best[1]


def _match(plane: Plane, template: Plane) -> Plane:
    """Return the correlation of ``template`` about each pixel."""
    return cv2.filter2D(plane, cv2.CV_32F, np.ascontiguousarray(template), borderType=cv2.BORDER_CONSTANT)


def _patch(source: Linear, square: _Square) -> Linear:
    top, left = square.from_row - HALF, square.from_column - HALF
    patch = source[top : top + 2 * HALF + 1, left : left + 2 * HALF + 1]
    return patch[:, ::-1] if square.mirrored else patch


def _light(patch: Linear, wanted: Linear, frame: Plane) -> NDArray[np.float32]:
    """Return what is added to a square so that it is lit as what it continues, (3,)."""
    if frame.sum() < 1:
        return np.zeros(3, np.float32)
    apart = ((wanted - patch) * frame[..., None]).sum((0, 1)) / frame.sum()
    lighter = apart.mean()
    return np.asarray(lighter.clip(-LIGHTER, LIGHTER) + (apart - lighter).clip(-TINTED, TINTED), np.float32)


def _laid(tone: Linear, hole: Flags, squares: list[_Square], size: tuple[int, ...]) -> tuple[Linear, Plane]:
    """Return the squares in the large picture, each running into those before, and how much of each pixel they are."""
    height, width = hole.shape
    across, down = width / size[0], height / size[1]
    half_x, half_y = round((HALF + 0.5) * across), round((HALF + 0.5) * down)
    ramp_x, ramp_y = (
        np.minimum(np.arange(1, 2 * n + 2), np.arange(2 * n + 1, 0, -1)) / (n + 1) for n in (half_x, half_y)
    )
    ramp = np.minimum.outer((ramp_y * 1.6).clip(0, 1), (ramp_x * 1.6).clip(0, 1)).astype(np.float32) ** 2
    laid, weight = np.zeros_like(tone), np.zeros(hole.shape, np.float32)
    for square in squares:
        y, x = round((square.row + 0.5) * down), round((square.column + 0.5) * across)
        from_y, from_x = round((square.from_row + 0.5) * down), round((square.from_column + 0.5) * across)
        from_y = int(np.clip(from_y, half_y, height - half_y - 1))
        from_x = int(np.clip(from_x, half_x, width - half_x - 1))
        patch = tone[from_y - half_y : from_y + half_y + 1, from_x - half_x : from_x + half_x + 1]
        patch = patch[:, ::-1] if square.mirrored else patch
        top, left = max(0, y - half_y), max(0, x - half_x)
        bottom, right = min(height, y + half_y + 1), min(width, x + half_x + 1)
        at = np.s_[top:bottom, left:right]
        own = np.s_[top - y + half_y : bottom - y + half_y, left - x + half_x : right - x + half_x]
        before = np.where(weight[at][..., None] > 1e-3, laid[at], tone[at])
        sure = np.maximum((weight[at] > 1e-3), ~hole[at]).astype(np.float32)
        shift = _light(patch[own], before, sure * ramp[own])
        share = (ramp[own] / (ramp[own] + weight[at]))[..., None]
        laid[at] = laid[at] * (1 - share) + (patch[own] + shift) * share
        weight[at] = np.maximum(weight[at], ramp[own])
    return laid, weight


def _ramp(half: int) -> NDArray[np.float32]:
    """Return (2 half + 1,) 0..1, how much of a square counts from its edge to its middle."""
    up = np.minimum(np.arange(1, 2 * half + 2), np.arange(2 * half + 1, 0, -1)) / (half + 1)
    return np.asarray((1.6 * up).clip(0, 1), np.float32)


def spread(values: Linear, known: Flags) -> Linear:
    """Return ``values`` (height, width, 3) with what is not ``known`` taken from around, coarser the further away."""
    out, weight = values * known[..., None], known.astype(np.float32)
    total, share = np.zeros_like(values), np.zeros(known.shape, np.float32)
    for sigma in (2, 4, 8, 16, 32, 64, 128):
        around = wide(weight, sigma)
        now = (1 - share) * (around / 0.15).clip(0, 1)
        total += now[..., None] * wide(np.asarray(out, np.float32), sigma) / around[..., None].clip(1e-4)
        share += now
    return np.where(known[..., None], values, total / share[..., None].clip(1e-3)).astype(np.float32)
