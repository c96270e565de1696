"""Closing eyes: the portrait's own upper lid, with its lashes, is drawn down over the eye.

A lid is stretched, not painted: between the crease above the eye and the lash line the skin becomes longer, the lashes
keep their thickness and go down with the edge. Half closed looks half closed, and nothing jumps when a blink begins.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import PchipInterpolator

from engine.faces.types import RGB, as_bytes
from engine.talking.mesh.anatomy import Anatomy

#: Corners and lids of an eye, from the picture's left to its right.
EYES = (
    ((33, 246, 161, 160, 159, 158, 157, 173, 133), (33, 7, 163, 144, 145, 153, 154, 155, 133)),
    ((362, 398, 384, 385, 386, 387, 388, 466, 263), (362, 382, 381, 380, 374, 373, 390, 249, 263)),
)
SKIN_ABOVE = 0.065  # units above the lash line from where lid skin is taken
LASHES = 0.02  # units above the lash line that move without being stretched
SHADOW = 0.014  # units below it that go with them: the lashes' own shadow
MEET = 0.88  # share of the opening that the upper lid goes; the lower lid meets it there
SHADE = 0.1  # how much darker a closed lid is towards its edge: it turns away from the light above
STREAKS = 0.02  # units along the lid over which its stretched skin is made even: a dark dot would become a line
NARROWEST = 0.02  # units; an eye less open than this has nothing to close


@dataclass(frozen=True, kw_only=True, eq=False)
class Lid:
    """One eye ready to blink: a box of the picture, and for its pixels where they lie against the lids.

    All planes are (rows, columns) float32, heights in units, down positive.
    """

    left: int
    top: int
    height: NDArray[np.float32]  # below the line through the corners
    upper: NDArray[np.float32]  # height of the upper lid's edge in this column
    lower: NDArray[np.float32]  # height of the lower lid's edge
    within: NDArray[np.float32]  # 1 between the corners, falling to 0 at them
    down: NDArray[np.float64]  # (2,) pixels of one unit down

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Left, top, right and bottom of what may change, pixels."""
        rows, columns = self.height.shape
        return self.left, self.top, self.left + columns, self.top + rows

    def draw(self, picture: RGB, closed: float) -> None:
        """Close the eye in ``picture`` by ``closed`` 0..1, in place."""
        rows, columns = self.height.shape
        region = picture[self.top : self.top + rows, self.left : self.left + columns]
        edge = self.upper + closed * MEET * (self.lower - self.upper)
        from_height = self._source(edge)
        shift = from_height - self.height
        y, x = np.mgrid[:rows, :columns].astype(np.float32)
        skin = cv2.remap(
            region,
            x + shift * np.float32(self.down[0]),
            y + shift * np.float32(self.down[1]),
            cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        ).astype(np.float32)
        skin += (self._even(skin) - skin) * (closed * self._stretched(edge))[..., None]
        share = np.clip((self.height - (self.upper - SKIN_ABOVE)) / 0.02, 0, 1)
        share *= np.clip((edge + SHADOW - self.height) / SHADOW, 0, 1) * self.within * min(1.0, 8 * closed)
        along = np.clip((self.height - self.upper) / np.maximum(edge - self.upper, 1e-3), 0, 1)
        skin *= (1 - SHADE * closed * along)[..., None]
        mixed = region + (skin - region) * share[..., None]
        region[:] = as_bytes(mixed)

    def _even(self, skin: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return ``skin`` blurred along the lid, at whatever angle the eye lies."""
        reach = max(1, round(STREAKS * float(np.hypot(*self.down))))
        right = np.array([self.down[1], -self.down[0]]) / max(float(np.hypot(*self.down)), 1e-6)
        kernel = np.zeros((2 * reach + 1, 2 * reach + 1), np.float32)
        for step in np.linspace(-reach, reach, 4 * reach + 1):
            x, y = np.round(reach + step * right).astype(int)
            kernel[y, x] += 1 - abs(step) / (reach + 1)
        return cv2.filter2D(skin, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REPLICATE)

    def _stretched(self, edge: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return 0..1: 1 on skin that is stretched, falling to 0 at the lashes and at the crease."""
        above, below = self.height - (self.upper - SKIN_ABOVE), edge - LASHES - self.height
        return np.clip(np.minimum(above, below) / 0.015, 0, 1)

    def _source(self, edge: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the height in the portrait that each pixel shows when the lid's edge is at ``edge``."""
        top, lashes = self.upper - SKIN_ABOVE, self.upper - LASHES
        share = (self.height - top) / np.maximum(edge - LASHES - top, 1e-3)
        stretched = top + np.clip(share, 0, 1) * (lashes - top)
        return np.where(self.height > edge - LASHES, self.upper + (self.height - edge), stretched)


def lids(face: Anatomy, shape: tuple[int, ...]) -> list[Lid]:
    """Return the eyes that can close: those on the near side of the head that are open, and in the picture.

    ``shape`` (height, width, ...) of the picture; an eye at its edge closes as far as it is seen.
    """
    made = [_lid(face, *eye, shape) for eye in EYES if face.seen[list(eye[0])].all()]
    return [lid for lid in made if lid is not None]


def _lid(face: Anatomy, upper: tuple[int, ...], lower: tuple[int, ...], shape: tuple[int, ...]) -> Lid | None:
    first, last = face.points[upper[0]], face.points[upper[-1]]
    length = float(np.linalg.norm(last - first)) / face.unit
    right = (last - first) / max(length, 1e-6)
    down = np.array([-right[1], right[0]])
    frame = np.linalg.inv(np.stack([right, down]))
    over, under = ((face.points[list(line)] - first) @ frame for line in (upper, lower))
    if float((under[4:5, 1] - over[4:5, 1]).max()) < NARROWEST:
        return None
    all_points = face.points[[*upper, *lower]]
    margin = (SKIN_ABOVE + 0.05) * face.unit
    left, top = np.maximum(0, np.floor(all_points.min(0) - margin)).astype(int)
    stop_x, stop_y = np.minimum(np.ceil(all_points.max(0) + margin), (shape[1], shape[0])).astype(int)
    if stop_x <= left or stop_y <= top:
        return None
    y, x = np.mgrid[top:stop_y, left:stop_x].astype(np.float64)
    places = (np.stack([x, y], axis=-1) - first) @ frame
    across, height = places[..., 0], places[..., 1]
    edges = [_edge(line, across) for line in (over, under)]
    within = np.clip(np.minimum(across, length - across) / 0.03 + 0.5, 0, 1)
    planes = (height, edges[0], np.maximum(*edges), within)
    height, high, low, within = (plane.astype(np.float32) for plane in planes)
    return Lid(left=int(left), top=int(top), height=height, upper=high, lower=low, within=within, down=down)


def _edge(line: NDArray[np.float64], across: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the height of a lid's edge over ``across``, smooth through its points and level beyond them."""
    order = np.argsort(line[:, 0])
    x = np.maximum.accumulate(line[order, 0] + 1e-6 * np.arange(len(line)))
    return PchipInterpolator(x, line[order, 1])(np.clip(across, x[0], x[-1]))
