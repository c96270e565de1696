"""Sums and extremes over the channels of a picture: numpy's own run pixel by pixel and take up to ten times as long.

The figures are numpy's, to the bit.
"""

from __future__ import annotations

import cv2
import numpy as np

from engine.canvas.types import Linear, Plane


def dot(one: Linear, other: Linear) -> Plane:
    """Return (height, width): the inner product of two (height, width, 3) pictures in every pixel."""
    return np.asarray(np.einsum("...c,...c->...", one, other), np.float32)


def squared(values: Linear) -> Plane:
    """Return (height, width): the squared length of every pixel of (height, width, 3)."""
    if values.ndim != 3:  # vectors without a place
        return dot(values, values)
    first, second, third = cv2.split(values)
    first *= first
    second *= second
    third *= third
    first += second
    first += third
    return np.asarray(first, np.float32)


def highest(values: Linear) -> Plane:
    """Return (height, width): the largest channel of every pixel of (height, width, 3)."""
    first, second, third = cv2.split(values)
    return np.maximum(np.maximum(first, second, out=first), third, out=first)


def lowest(values: Linear) -> Plane:
    """Return (height, width): the smallest channel of every pixel of (height, width, 3)."""
    first, second, third = cv2.split(values)
    return np.minimum(np.minimum(first, second, out=first), third, out=first)
