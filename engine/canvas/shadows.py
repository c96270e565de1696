"""Shadows the person casts on themselves: the height field seen from the lamp."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.canvas.types import Plane

SIDE = 256  # longer side shadows are worked out on: they are soft
STEPS = 28
FAR = 1.3  # face widths: how far away what casts a shadow may be
SOFT = 0.11  # width of the half shadow, per length of the way
BIAS = 0.012  # face widths: a surface does not shade itself


def shadow(height: Plane, towards: NDArray[np.float32], alpha: Plane, span: float) -> Plane:
    """Return (height, width) 0..1, how much of a lamp in direction ``towards`` (3,) is hidden from each pixel.

    ``height`` is in pixels towards the camera, ``span`` the width of the face in pixels. Walks from every pixel
    towards the lamp and keeps the highest thing in the way, softer the further away it is.
    """
    scale = min(1.0, SIDE / max(height.shape))
    size = (max(2, round(height.shape[1] * scale)), max(2, round(height.shape[0] * scale)))
    field = cv2.resize(np.where(alpha > 0.5, height, -1e4).astype(np.float32), size, interpolation=cv2.INTER_NEAREST)
    field = field * scale
    width = span * scale
    level = cv2.GaussianBlur(field.clip(-10 * width), (0, 0), max(0.8, width / 45))
    flat = float(np.hypot(towards[0], towards[1]))
    if flat < 1e-3 or towards[2] <= 0.02:
        return np.zeros_like(height)
    right, up, rise = towards[0] / flat, towards[1] / flat, towards[2] / flat
    hidden = np.zeros(level.shape, np.float32)
    for way in np.geomspace(0.03, FAR, STEPS) * width:
        # The pixel towards the lamp is brought here: the picture moves the other way, y grows downwards.
        move = np.array([[1, 0, -right * way], [0, 1, up * way]], np.float32)
        seen = cv2.warpAffine(level, move, size, borderMode=cv2.BORDER_CONSTANT, borderValue=-1e4)
        over = seen - level - rise * way - BIAS * width
        hidden = np.maximum(hidden, (over / (SOFT * way + 0.02 * width)).clip(0, 1))
    hidden = hidden * hidden * (3 - 2 * hidden)
    soft = cv2.GaussianBlur(hidden, (0, 0), max(0.6, 0.018 * width))
    return cv2.resize(soft, height.shape[::-1], interpolation=cv2.INTER_CUBIC).clip(0, 1)
