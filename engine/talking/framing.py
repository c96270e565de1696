"""What part of the picture speaks: a square around head and shoulders, or the whole picture at the asked size."""

from __future__ import annotations

from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces.types import RGB, Mesh

HEADS = 2.6  # sides of the face box that the square is wide
ABOVE = 0.42  # share of the square that lies above the middle of the face


def framed(rgb: RGB, mesh: Mesh, size: int, framing: Literal["crop", "full"]) -> RGB:
    """Return the picture to animate, (height, width, 3) uint8, longer side ``size``, both sides even.

    ``crop`` is a square that never leaves the picture: a portrait with little room around the head stays tight.
    """
    left, top, width, height = part(rgb, mesh, framing)
    scale = size / max(width, height)
    new_width, new_height = (2 * max(1, round(side * scale / 2)) for side in (width, height))
    return _resized(rgb[top : top + height, left : left + width], new_width, new_height)


def part(rgb: RGB, mesh: Mesh, framing: Literal["crop", "full"]) -> tuple[int, int, int, int]:
    """Return left, top, width and height of what `framed` shows, pixels of ``rgb``."""
    height, width = rgb.shape[:2]
    if framing == "full":
        return 0, 0, width, height
    left, top, side = square(mesh, width, height)
    return left, top, side, side


def box_in_frame(rgb: RGB, mesh: Mesh, rest: RGB, framing: Literal["crop", "full"]) -> NDArray[np.float32]:
    """Return the box (4,) of the face in ``rest``, which is `framed` of ``rgb`` and ``mesh``."""
    left, top, width, height = part(rgb, mesh, framing)
    scale = np.array([rest.shape[1] / width, rest.shape[0] / height] * 2)
    return ((mesh.box - [left, top, left, top]) * scale).astype(np.float32)


def square(mesh: Mesh, width: int, height: int) -> tuple[int, int, int]:
    """Return left, top and side of the square around head and shoulders in a picture of that size."""
    box = mesh.box
    side = min(round(HEADS * float(max(box[2:] - box[:2]))), width, height)
    middle = (box[:2] + box[2:]) / 2
    left = int(np.clip(round(middle[0] - side / 2), 0, width - side))
    top = int(np.clip(round(middle[1] - ABOVE * side), 0, height - side))
    return left, top, side


def _resized(rgb: RGB, width: int, height: int) -> RGB:
    if rgb.shape[:2] == (height, width):
        return np.ascontiguousarray(rgb)
    smaller = width < rgb.shape[1]
    return cv2.resize(rgb, (width, height), interpolation=cv2.INTER_AREA if smaller else cv2.INTER_CUBIC)
