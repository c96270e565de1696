"""Words a scene needs to be what it is: a poster, a cover, a sprayed wall. Few, known everywhere, never about a person.

The letters are those OpenCV brings (Rubik, SIL Open Font License).
"""

from __future__ import annotations

import threading
from functools import cache, lru_cache
from typing import Literal

import cv2
import numpy as np

from engine.canvas.types import Plane

Face = Literal["sans", "italic"]
TRIAL = 200  # pixels of the size a word is measured at


#: OpenCV's font keeps the weight it was last asked for, and a letter may be asked for by several threads at once.
_WRITING = threading.Lock()


@cache
def _font(face: Face) -> cv2.FontFace:
    return cv2.FontFace(face)


def word(text: str, wide: int, *, weight: int = 800, face: Face = "sans", most: int = 10_000) -> Plane:
    """Return (rows, columns) 0..1 of ``text``, cut close: ``wide`` pixels across, less where it gets ``most`` high."""
    tall, across = _drawn(text, TRIAL, face, weight).shape
    size = min(TRIAL * wide / across, TRIAL * most / tall)
    return _drawn(text, max(int(size), 6), face, weight)


@lru_cache(maxsize=64)
def _drawn(text: str, size: int, face: Face, weight: int) -> Plane:
    with _WRITING:
        box = cv2.getTextSize((0, 0), text, (0, 0), _font(face), size, weight)
        left, top, across, tall = (int(each) for each in box)
        sheet = np.zeros((tall + 8, across + 8), np.uint8)
        cv2.putText(sheet, text, (4 - left, 4 - top), 255, _font(face), size, weight)
    rows, columns = np.flatnonzero(sheet.any(1)), np.flatnonzero(sheet.any(0))
    if not rows.size:
        return np.zeros((1, 1), np.float32)
    return sheet[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].astype(np.float32) / 255


def laid(cover: Plane, letters: Plane, left: int, top: int, share: float = 1.0) -> None:
    """Lay ``letters`` onto ``cover`` (height, width) in place; what reaches beyond it is cut off."""
    height, width = cover.shape
    y0, x0 = max(top, 0), max(left, 0)
    y1, x1 = min(top + letters.shape[0], height), min(left + letters.shape[1], width)
    if y0 < y1 and x0 < x1:
        part = letters[y0 - top : y1 - top, x0 - left : x1 - left] * share
        cover[y0:y1, x0:x1] = np.maximum(cover[y0:y1, x0:x1], part)
