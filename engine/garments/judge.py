"""A head on somebody else's shoulders knows when it is bad: holes beside the neck, skin nobody saw, two tones.

Each measure has a limit that lies between pictures that were looked at and would be sent, and those that would not.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.canvas.types import Plane
from engine.faces.regions import face_width, lab, upright
from engine.faces.types import CHIN, RGB, Points

GAP = 0.035  # squared face widths between neck and collar in which what is behind is seen
MADE = 0.05  # squared face widths of neck that neither photo showed
STEP = 11.0  # Lab distance, lightness by half, that a neck changes by from one place to the next
COLLAR = 1.1  # face widths to either side in which a collar is
UNDER = 0.1  # face widths under the chin from which a neck is looked at: above it lies the shade of the jaw
THIN, DEEP, MIDDLE = 0.03, 0.8, 0.2  # face widths: how high a row of a neck is; how deep it reaches; half its width
LIGHT = 0.5  # weight of lightness: a neck lies in shade
FEWEST = 20  # pixels of a row


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What was measured of one head on its shoulders."""

    gap: float
    made: float
    step: float

    @property
    def good(self) -> bool:
        """Whether it may be shown."""
        return self.gap <= GAP and self.made <= MADE and self.step <= STEP


def verdict(picture: RGB, points: Points, head: Plane, bare: Plane, worn: Plane, seen: Plane) -> Verdict:
    """Judge a ``picture`` (height, width, 3) uint8 RGB with a head whose face has ``points``.

    Planes are (height, width) 0..1: the new ``head``, all ``bare`` skin, what is ``worn`` before both, and where skin
    was ``seen`` in one of the two photos.
    """
    unit = face_width(points)
    x, deep = _about_chin(points, picture.shape)
    skin = (bare > 0.5) & (worn < 0.5) & (head < 0.5)
    neck = skin & (np.abs(x) < COLLAR) & (deep < DEEP)
    return Verdict(
        gap=float(gap(x, deep, head, bare, worn).sum() / unit**2),
        made=float((neck & (seen < 0.5)).sum() / unit**2),
        step=step(picture, neck & (np.abs(x) < MIDDLE), deep),
    )


def gap(x: Plane, deep: Plane, head: Plane, bare: Plane, worn: Plane) -> NDArray[np.bool_]:
    """Return where, between both sides of a collar, neither skin nor head nor cloth is."""
    near = (worn > 0.5) & (np.abs(x) < COLLAR)
    left = np.logical_or.accumulate(near & (x < 0), axis=1)
    right = np.logical_or.accumulate((near & (x > 0))[:, ::-1], axis=1)[:, ::-1]
    empty = np.maximum.reduce([head, bare, worn]) < 0.5
    return left & right & empty & (deep > 0) & (deep < DEEP)


def step(picture: RGB, neck: NDArray[np.bool_], deep: Plane) -> float:
    """Return the largest change of tone down the middle of a ``neck``, Lab; 0 where too little of it is seen."""
    values = lab(cv2.blur(picture, (3, 3))) * np.array([LIGHT, 1, 1], np.float32)
    inner = cv2.erode(neck.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0  # at its edge it is mixed with cloth
    rows = []
    for top in np.arange(UNDER, DEEP, THIN):
        where = inner & (deep >= top) & (deep < top + THIN)
        if where.sum() >= FEWEST:
            rows.append(np.median(values[where], axis=0))
    return max((float(np.linalg.norm(one - other)) for one, other in zip(rows, rows[2:], strict=False)), default=0.0)


def _about_chin(points: Points, shape: tuple[int, ...]) -> tuple[Plane, Plane]:
    """Return (height, width) how far from the middle of the face and how deep under the chin, face widths."""
    rows, columns = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    turn = upright(points).astype(np.float32)
    chin = turn[:, :2] @ points[CHIN, :2] + turn[:, 2]
    x = turn[0, 0] * columns + turn[0, 1] * rows + turn[0, 2] - chin[0]
    return x, -(turn[1, 0] * columns + turn[1, 1] * rows + turn[1, 2] - chin[1])
