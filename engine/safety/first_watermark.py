"""Reads the invisible mark of earlier versions: pictures out in the world must go on telling that they are ours.

It was one fixed pattern on the middle frequencies of a cosine transform, stretched over the whole picture. It names no
job and does not survive a crop; what is marked today carries `engine.safety.watermark`.
"""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces.types import RGB

CANVAS = 256  # pixels
LOW, HIGH = 24, 112  # frequencies used, in half waves per side
KEY = 20260802
SURE = 6.0  # standard deviations: an unmarked picture reaches this once in a billion


def deviations(rgb: RGB) -> float:
    """Return how many standard deviations the agreement of (height, width, 3) uint8 with the mark is above chance."""
    light = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)
    light = cv2.resize(light, (CANVAS, CANVAS), interpolation=cv2.INTER_AREA)
    # Even out contrast first: a few strong edges must not outvote the rest of the picture.
    flat = light - cv2.GaussianBlur(light, (0, 0), 4)
    flat /= np.sqrt(cv2.GaussianBlur(flat**2, (0, 0), 6)) + 2
    used, found = signs() != 0, cv2.dct(flat)
    # Pictures have less of the higher frequencies: weigh each against its neighbours in the spectrum.
    found = found / (cv2.GaussianBlur(np.abs(found), (0, 0), 5) + 1e-3)
    found = np.clip(found[used], -3, 3)
    return float((found * signs()[used]).sum() / (np.sqrt((found**2).sum()) + 1e-6))


@cache
def signs() -> NDArray[np.float32]:
    """Return +1 or -1 on the frequencies in use and 0 elsewhere, (CANVAS, CANVAS)."""
    y, x = np.mgrid[:CANVAS, :CANVAS]
    radius = np.hypot(x, y)
    chosen = np.random.default_rng(KEY).choice(np.array([-1, 1], np.float32), size=(CANVAS, CANVAS))
    return np.where((radius >= LOW) & (radius < HIGH), chosen, 0).astype(np.float32)
