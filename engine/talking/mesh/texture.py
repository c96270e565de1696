"""A portrait to fetch pixels from, many times: twice as large, so that fetching along straight lines stays sharp.

Interpolating cubically costs eight times what interpolating linearly does, in every frame anew. Here the cubic half of
it is done once: every second texel is a pixel of the portrait, bit for bit, those between are interpolated cubically.
Of a portrait whose eyes or lips were drawn anew, only their boxes are.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces.types import RGB

LARGER = 2
SUPPORT = 2  # pixels that a texel takes from to each side
Texture: TypeAlias = NDArray[np.uint8]  # (2 height, 2 width, 4): colours and the share of the person
Box: TypeAlias = tuple[int, int, int, int]  # left, top, right, bottom, pixels of the portrait


def texture(rgb: RGB, share: NDArray[np.uint8]) -> Texture:
    """Return the texture of (height, width, 3) and of a fourth channel (height, width)."""
    pixels = np.dstack([rgb, share])
    height, width = share.shape
    half = np.array([[1 / LARGER, 0, 0], [0, 1 / LARGER, 0]])
    size = (LARGER * width, LARGER * height)
    how = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(pixels, half, size, flags=how, borderMode=cv2.BORDER_REPLICATE)


def patched(whole: Texture, rgb: RGB, share: NDArray[np.uint8], boxes: Iterable[Box]) -> Texture:
    """Return ``whole``, or a new texture where ``boxes`` are those of ``rgb``, which differs nowhere else."""
    made = whole
    for box in boxes:
        if made is whole:
            made = whole.copy()
        left, top, right, bottom = _grown(box, SUPPORT, share.shape)
        x, y, stop_x, stop_y = _grown(box, 2 * SUPPORT, share.shape)
        part = texture(rgb[y:stop_y, x:stop_x], share[y:stop_y, x:stop_x])
        rows, columns = (slice(LARGER * a, LARGER * b) for a, b in ((top, bottom), (left, right)))
        inner = part[LARGER * (top - y) : LARGER * (bottom - y), LARGER * (left - x) : LARGER * (right - x)]
        made[rows, columns] = inner
    return made


def fetched(whole: Texture, places: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Return (rows, columns, 4): what lies at ``places`` (rows, columns, 2), texels right and down."""
    return cv2.remap(whole, places, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def texels(box: Box) -> NDArray[np.float32]:
    """Return where the pixels of a box lie in a texture, (rows, columns, 2) right and down."""
    left, top, right, bottom = box
    return LARGER * np.stack(np.meshgrid(np.arange(left, right), np.arange(top, bottom)), axis=-1).astype(np.float32)


def _grown(box: Box, by: int, shape: tuple[int, int]) -> Box:
    left, top, right, bottom = box
    return max(0, left - by), max(0, top - by), min(shape[1], right + by), min(shape[0], bottom + by)
