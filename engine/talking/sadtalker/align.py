"""Where the face is in a portrait and how the networks want to see it (SadTalker's crop, Deep3DFaceRecon's alignment).

Landmarks are the middles of both eyes' corners, the nose tip and the mouth corners, (5, 2) pixels, read off our own
face mesh instead of a 98-point network.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine.faces.types import MOUTH_LEFT, MOUTH_RIGHT, NOSE_TIP, RGB, Mesh, Points
from engine.talking.sadtalker.reconstruction import SIDE

EYE_CORNERS = ((33, 133), (263, 362))  # of the mesh: right and left eye of the person
#: The five landmarks of a standard face in space, y up, as the reconstruction network was trained with them.
STANDARD = np.array(
    [
        [-0.31149, 0.29036, 0.13378],
        [0.3098, 0.28972, 0.1318],
        [0.00325, -0.04618, 0.55244],
        [-0.25217, -0.38134, 0.22406],
        [0.24847, -0.38128, 0.22236],
    ]
)
SCALE = 102.0  # pixels that one unit of the standard face has after alignment
EYES_WIDE, MOUTH_DEEP = 2.0, 1.8  # half the crop in eye distances, or in distances from eyes to mouth
DOWN = 0.1  # of the way from eyes to mouth that the crop's middle lies below the eyes
BORDER = 0.1  # of the crop that is added on each side of a wide one
FEWEST_BORDER = 3  # pixels


@dataclass(frozen=True, kw_only=True)
class Box:
    """Left, top, right, bottom in whole pixels, inside its picture."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        """Pixels from left to right."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return self.bottom - self.top

    def of(self, rgb: RGB) -> RGB:
        """Return that part of a picture, a view."""
        return rgb[self.top : self.bottom, self.left : self.right]


@dataclass(frozen=True, kw_only=True, eq=False)
class Aligned:
    """``face`` (224, 224, 3) uint8 RGB, and ``place`` (3,): scale and translation the mapping network is told."""

    face: RGB
    place: NDArray[np.float32]


def five(mesh: Mesh) -> Points:
    """Return the landmarks (5, 2): right eye, left eye, nose tip, right and left mouth corner of the person."""
    eyes = [mesh.points[list(corners), :2].mean(axis=0) for corners in EYE_CORNERS]
    rest = mesh.points[[NOSE_TIP, MOUTH_RIGHT, MOUTH_LEFT], :2]
    return np.concatenate([np.stack(eyes), rest]).astype(np.float32)


def face_box(points: Points, width: int, height: int, *, wide: bool) -> Box:
    """Return the crop around a face; ``wide`` keeps the border the published "ext" modes keep.

    A turned square around the eyes' line, boxed upright and cut to the picture. Nothing is shrunk on the way, so large
    photos need no second coordinate system.
    """
    eyes, mouth = points[:2].mean(axis=0), points[3:].mean(axis=0)
    across, down = points[1] - points[0], mouth - eyes
    x = across - down[::-1] * [-1, 1]
    x = x / np.hypot(*x) * max(np.hypot(*across) * EYES_WIDE, np.hypot(*down) * MOUTH_DEEP)
    y = x[::-1] * [-1, 1]
    middle = eyes + DOWN * down
    corners = np.stack([middle - x - y, middle - x + y, middle + x + y, middle + x - y])
    low, high = corners.min(axis=0), corners.max(axis=0)
    if wide:
        border = max(round(BORDER * 2 * float(np.hypot(*x))), FEWEST_BORDER)
        low, high = np.floor(low) - border, np.ceil(high) + border
    else:
        low, high = low + 0.5, high + 0.5
    left, top = np.maximum(low, 0).astype(int)
    right, bottom = np.minimum(high, [width, height]).astype(int)
    return Box(left=int(left), top=int(top), right=int(right), bottom=int(bottom))


def seen(rgb: RGB, box: Box, side: int) -> RGB:
    """Return the crop squeezed to (side, side, 3); its own proportions are given back when it is pasted."""
    smaller = side < min(box.width, box.height)
    return cv2.resize(box.of(rgb), (side, side), interpolation=cv2.INTER_AREA if smaller else cv2.INTER_CUBIC)


def within(points: Points, box: Box, side: int) -> Points:
    """Return the landmarks (5, 2) in pixels of `seen`."""
    return ((points - [box.left, box.top]) * [side / box.width, side / box.height]).astype(np.float32)


def aligned(picture: RGB, points: Points) -> Aligned:
    """Scale and cut (side, side, 3) so that its face stands as the standard face does; ``points`` in its pixels."""
    height, width = picture.shape[:2]
    upward = np.stack([points[:, 0], height - 1 - points[:, 1]], axis=1)
    scale, shift = weak_perspective(upward)
    wide, high = int(width * scale), int(height * scale)
    left = int(wide / 2 - SIDE / 2 + (shift[0] - width / 2) * scale)
    top = int(high / 2 - SIDE / 2 + (height / 2 - shift[1]) * scale)
    scaled = Image.fromarray(picture).resize((wide, high), Image.Resampling.BICUBIC)
    face = np.asarray(scaled.crop((left, top, left + SIDE, top + SIDE)))
    return Aligned(face=face, place=np.array([scale, *shift], np.float32))


def weak_perspective(points: NDArray[np.floating]) -> tuple[float, NDArray[np.float64]]:
    """Fit the standard face to (5, 2) points, y up, by least squares in 8 unknowns; return scale and middle (2,)."""
    known = np.column_stack([STANDARD, np.ones(len(STANDARD))])  # (5, 4)
    fitted, *_ = np.linalg.lstsq(known, points.astype(np.float64), rcond=None)  # (4, 2): two rows of a rotation, shift
    stretch = np.linalg.norm(fitted[:3], axis=0).mean()
    return SCALE / float(stretch), fitted[3]
