"""Where the eyes look: each iris moves a little within its own eye; lids, lashes and corners stay.

Eyes that never move are what makes a clip look like a photo that chews. Two pixels are enough to see that somebody is
there.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces.types import LEFT_IRIS, RGB, RIGHT_IRIS
from engine.talking.mesh.anatomy import Anatomy
from engine.talking.mesh.lids import EYES

IRISES = (RIGHT_IRIS, LEFT_IRIS)  # in the order of `EYES`
LEAST = 3.0  # pixels of an iris' radius below which nothing would be seen of it
RIM = 0.28  # of the iris' radius: how softly the movement ends at the lids
WIDE = 1.25  # radii around the iris that move as one
MOST = 0.45  # radii that an iris goes at most


@dataclass(frozen=True, kw_only=True, eq=False)
class Eye:
    """One eye: a box of the picture, and how much of an iris' movement each of its pixels takes, (rows, columns)."""

    left: int
    top: int
    share: NDArray[np.float32]
    radius: float
    axes: NDArray[np.float64]  # (2, 2): pixels of one unit right and of one unit down

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of what may change, pixels."""
        rows, columns = self.share.shape
        return self.left, self.top, self.left + columns, self.top + rows

    def look(self, picture: RGB, gaze: NDArray[np.floating]) -> None:
        """Move the iris in ``picture`` by ``gaze`` (right, down) units, in place."""
        away = gaze @ self.axes
        length = float(np.linalg.norm(away))
        if length < 0.05:
            return
        away = away * min(1.0, MOST * self.radius / length)
        rows, columns = self.share.shape
        region = picture[self.top : self.top + rows, self.left : self.left + columns]
        y, x = np.mgrid[:rows, :columns].astype(np.float32)
        region[:] = cv2.remap(
            np.ascontiguousarray(region),
            x - self.share * np.float32(away[0]),
            y - self.share * np.float32(away[1]),
            cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_REPLICATE,
        )


def eyes(face: Anatomy, points: NDArray[np.floating], shape: tuple[int, ...]) -> list[Eye]:
    """Return the eyes that can look elsewhere: near side of the head, open, large enough to see it.

    ``points`` (478, 2 or more) pixels with the irises, ``shape`` (height, width, ...) of the picture.
    """
    made = [
        _eye(face, points, np.array(iris), [*upper, *lower[::-1]], shape)
        for (upper, lower), iris in zip(EYES, IRISES, strict=True)
        if face.seen[list(upper)].all()
    ]
    return [eye for eye in made if eye is not None]


def _eye(
    face: Anatomy, points: NDArray[np.floating], iris: NDArray[np.intp], rim: list[int], shape: tuple[int, ...]
) -> Eye | None:
    centre = points[iris[0], :2]
    radius = float(np.linalg.norm(points[iris[1:], :2] - centre, axis=1).mean())
    outline = points[rim, :2]
    low = np.maximum(np.floor(outline.min(0)) - 2, 0).astype(int)
    high = np.minimum(np.ceil(outline.max(0)) + 3, (shape[1], shape[0])).astype(int)
    if radius < LEAST or (high - low).min() < 4:
        return None
    inside = np.zeros((high[1] - low[1], high[0] - low[0]), np.uint8)
    cv2.fillPoly(inside, [np.round((outline - low) * 16).astype(np.int32)], 1, shift=4)
    depth = cv2.distanceTransform(np.pad(inside, 1), cv2.DIST_L2, 5)[1:-1, 1:-1]
    y, x = np.mgrid[low[1] : high[1], low[0] : high[0]].astype(np.float32)
    beyond = np.hypot(x - centre[0], y - centre[1]) - WIDE * radius
    share = np.clip(depth / (RIM * radius + 1), 0, 1) * np.clip(1 - beyond / radius, 0, 1)
    share = cv2.GaussianBlur(share.astype(np.float32), (0, 0), 0.6) * inside
    return Eye(left=int(low[0]), top=int(low[1]), share=share.astype(np.float32), radius=radius, axes=face.flat)
