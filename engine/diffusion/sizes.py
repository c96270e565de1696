"""The size a base draws a shape in: as many pixels as its own square, sides it was trained for."""

from __future__ import annotations

import math

import numpy as np

from engine.bases import Family
from engine.faces.types import RGB
from engine.tasks.portrait.request import Shape

STEP = 64  # pixels: every stage of the network halves a side exactly


def ratio(shape: Shape) -> float:
    """Return width over height."""
    width, height = map(int, shape.value.split(":"))
    return width / height


def size(family: Family, shape: Shape) -> tuple[int, int]:
    """Return (width, height) to draw in; a base that knows only its square gets that."""
    if family.square_only or shape is Shape.SQUARE:
        return family.side, family.side
    root = math.sqrt(ratio(shape))
    width, height = (max(STEP, STEP * round(side / STEP)) for side in (family.side * root, family.side / root))
    return width, height


def exact(rgb: RGB, shape: Shape) -> RGB:
    """Return the middle of a picture (height, width, 3) in exactly that shape: a few rows or columns are left out."""
    height, width = rgb.shape[:2]
    wide, high = min(width, round(height * ratio(shape))), min(height, round(width / ratio(shape)))
    left, top = (width - wide) // 2, (height - high) // 2
    return np.ascontiguousarray(rgb[top : top + high, left : left + wide])
