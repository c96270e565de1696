"""The letters of the visible label: light with a dark edge, readable on anything.

Plain ones are drawn in Pillow's own font, which has no accents, the others in OpenCV's (Rubik and WenQuanYi Micro Hei).
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

from engine.canvas.letters import word
from engine.faces.types import RGB, as_bytes
from engine.safety.origin import short

SIZE, SMALLEST = 0.026, 9  # height of the letters: share of the shorter side, pixels
WIDEST = 1 / 3  # of the picture; a wider label becomes two letters
INK = 0.72  # how much the letters cover
DARK = 170  # 0..255, how dark their edge is
WEIGHT, TALL = 400, 0.95  # of OpenCV's letters: boldness, height as a share of the size

Layer = NDArray[np.float32]  # (rows, columns, 4) 0..255, red, green, blue, cover


def written(rgb: RGB, text: str) -> RGB:
    """Return (height, width, 3) uint8 with the label in its lower right corner."""
    drawn, (top, left) = _placed(rgb.shape[0], rgb.shape[1], text)
    here = slice(top, top + drawn.shape[0]), slice(left, left + drawn.shape[1])
    share = drawn[..., 3:] / 255 * INK
    made = rgb.copy()
    made[here] = as_bytes(rgb[here] * (1 - share) + drawn[..., :3] * share)
    return made


def unwritten(rgb: RGB, text: str) -> RGB:
    """Return a labelled picture (height, width, 3) uint8 with its letters filled from around them.

    Only for what is labelled anew, such as the frames of a clip: beside its own label an old one would be cut in two.
    The invisible mark stays.
    """
    ink = np.ascontiguousarray(label_ink(rgb.shape[0], rgb.shape[1], text)[..., 3] > 0).astype(np.uint8)
    return cv2.inpaint(rgb, cv2.dilate(ink, np.ones((3, 3), np.uint8)), 3, cv2.INPAINT_TELEA)


def label_ink(height: int, width: int, text: str) -> Layer:
    """Return the letters on a picture of that size, (height, width, 4)."""
    drawn, (top, left) = _placed(height, width, text)
    layer = np.zeros((height, width, 4), np.float32)
    layer[top : top + drawn.shape[0], left : left + drawn.shape[1]] = drawn
    return layer


def _placed(height: int, width: int, text: str) -> tuple[Layer, tuple[int, int]]:
    """Return the letters on a picture of that size, none where it has no room, and the row and column they begin at."""
    size = max(SMALLEST, round(SIZE * min(height, width)))
    edge = max(1, size // 9)
    if _width(text, size) > width * WIDEST:
        text = short(text)
    drawn = letters(text, size, edge)
    margin = max(2, size // 2)
    bottom, right = max(0, height - margin), max(0, width - margin)
    top, left = max(0, bottom - drawn.shape[0]), max(0, right - drawn.shape[1])
    return drawn[drawn.shape[0] - (bottom - top) :, drawn.shape[1] - (right - left) :], (top, left)


def letters(text: str, size: int, edge: int) -> Layer:
    """Return ``text`` in letters of ``size`` pixels with a dark edge of ``edge`` pixels around them."""
    if text.isascii():
        font = ImageFont.load_default(size)
        _, _, right, bottom = font.getbbox(text, stroke_width=edge)
        sheet = Image.new("RGBA", (int(right) + edge, int(bottom) + edge), (0, 0, 0, 0))
        light, dark = (255, 255, 255, 255), (0, 0, 0, DARK)
        ImageDraw.Draw(sheet).text((edge, edge), text, font=font, fill=light, stroke_width=edge, stroke_fill=dark)
        return np.asarray(sheet).astype(np.float32)
    cover = np.pad(_other(text, size), edge)
    around = cv2.dilate(cover, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * edge + 1, 2 * edge + 1)))
    full = cover * 255
    return np.dstack([full, full, full, np.maximum(full, around * DARK)]).astype(np.float32)


def _width(text: str, size: int) -> float:
    return ImageFont.load_default(size).getlength(text) if text.isascii() else float(_other(text, size).shape[1])


def _other(text: str, size: int) -> NDArray[np.float32]:
    return word(text, 10_000, weight=WEIGHT, most=round(size * TALL))
