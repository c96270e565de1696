"""Putting a rendered face back into its picture without a seam between head and body.

The published code clones a full rectangle, which cuts the neck. Here the frame fades into the photo well inside the
crop, longest towards the body; before that its light is drawn to the photo's along the border, as a membrane would
stretch over the difference there.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lu_factor, lu_solve

from engine.faces.types import RGB, as_bytes
from engine.talking.sadtalker.align import Box

SIDES = 0.14  # of the crop over which left, right and upper edge fade
BELOW = 0.3  # of the crop over which the lower edge fades: the neck
CELLS = 16  # of the membrane along one side
MOST_SHIFT = 24.0  # grey levels that the membrane may change: a colour cast, not a moved collar

Pixels = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True, eq=False)
class Paste:
    """The still picture a face is put into, with everything that is the same in each frame."""

    rest: RGB
    box: Box
    mask: Pixels  # (height, width, 1) of the box, 0..1

    def put(self, frame: RGB) -> RGB:
        """Return the picture with ``frame`` (any size, RGB uint8) in the box; outside the box nothing changes."""
        size = (self.box.width, self.box.height)
        smaller = frame.shape[1] > size[0]
        face = cv2.resize(frame, size, interpolation=cv2.INTER_AREA if smaller else cv2.INTER_CUBIC).astype(np.float32)
        still = self.box.of(self.rest).astype(np.float32)
        face += membrane(still - face)
        mixed = still + self.mask * (face - still)
        made = self.rest.copy()
        self.box.of(made)[:] = as_bytes(mixed)
        return made


def paste(rest: RGB, box: Box) -> Paste:
    """Prepare a picture; an edge of the box that is an edge of the picture does not fade, there is nothing to meet."""
    height, width = rest.shape[:2]
    across = _ramp(box.width, 0 if box.left == 0 else SIDES, 0 if box.right == width else SIDES)
    down = _ramp(box.height, 0 if box.top == 0 else SIDES, 0 if box.bottom == height else BELOW)
    return Paste(rest=rest, box=box, mask=np.outer(down, across)[..., None].astype(np.float32))


def _ramp(count: int, first: float, last: float) -> NDArray[np.float64]:
    """Return (count,) that rises smoothly from 0 over the share ``first`` and falls over the share ``last``."""
    place = (np.arange(count) + 0.5) / count
    rising = np.ones(count) if first == 0 else (place / first).clip(0, 1)
    falling = np.ones(count) if last == 0 else ((1 - place) / last).clip(0, 1)
    return _smooth(rising) * _smooth(falling)


def _smooth(x: NDArray[np.float64]) -> NDArray[np.float64]:
    return x * x * (3 - 2 * x)


def membrane(difference: Pixels) -> Pixels:
    """Stretch the border of (height, width, 3) smoothly over the inside (Laplace's equation on 16 x 16 cells)."""
    coarse = cv2.resize(difference, (CELLS, CELLS), interpolation=cv2.INTER_AREA).clip(-MOST_SHIFT, MOST_SHIFT)
    flat = coarse.reshape(-1, 3).astype(np.float64)
    inside = _INSIDE.reshape(-1)
    flat[inside] = lu_solve(_FACTORS, -(_LAPLACE[inside][:, ~inside] @ flat[~inside]))
    stretched = flat.reshape(CELLS, CELLS, 3).astype(np.float32)
    return cv2.resize(stretched, difference.shape[1::-1], interpolation=cv2.INTER_LINEAR)


def _laplacian() -> NDArray[np.float64]:
    """Return (256, 256): each cell against the mean of its neighbours."""
    line = np.eye(CELLS, k=1) + np.eye(CELLS, k=-1)
    neighbours = np.kron(line, np.eye(CELLS)) + np.kron(np.eye(CELLS), line)
    return np.diag(neighbours.sum(axis=1)) - neighbours


_INSIDE = np.pad(np.ones((CELLS - 2, CELLS - 2), bool), 1)
_LAPLACE = _laplacian()
_FACTORS = lu_factor(_LAPLACE[np.ix_(_INSIDE.reshape(-1), _INSIDE.reshape(-1))])
