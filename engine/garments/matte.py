"""A person before another background: how much of each pixel is theirs, and in which colour (paper 3.1)."""

from __future__ import annotations

import cv2
import numpy as np

from engine.faces.regions import Mask
from engine.faces.types import RGB, as_bytes

REACH = 0.006  # of the longer side: how far from the mask's edge the true edge may lie
SURE, NONE = 0.9, 0.12  # of the guided mask: wholly the person's, and not at all
SOLID = 0.97  # from which a pixel's own colour is kept


def alpha(rgb: RGB, person: Mask, solid: Mask) -> Mask:
    """Return (height, width) 0..1, how much of each pixel of ``rgb`` is the person's.

    ``person`` is the person mask at any size, ``solid`` (height, width) what surely is.
    """
    height, width = rgb.shape[:2]
    large = cv2.resize(person, (width, height), interpolation=cv2.INTER_CUBIC).clip(0, 1)
    radius = max(2, round(REACH * max(height, width)))
    guided = cv2.ximgproc.guidedFilter(rgb, large, 2 * radius, 90.0)
    found = np.clip((guided - NONE) / (SURE - NONE), 0, 1)
    return np.maximum(found, cv2.GaussianBlur(solid, (0, 0), 0.8) * (solid > 0)).astype(np.float32)


def before(rgb: RGB, share: Mask, behind: RGB) -> RGB:
    """Return the person of ``rgb`` before ``behind``; all (height, width, ...).

    Pixels of the edge hold the old background too: they take the colour of what is surely the person beside them.
    """
    radius = max(2, round(REACH * max(rgb.shape[:2])))
    own = (share > SOLID).astype(np.float32)
    weight = cv2.GaussianBlur(own, (0, 0), 1.5 * radius)[..., None]
    beside = cv2.GaussianBlur(rgb.astype(np.float32) * own[..., None], (0, 0), 1.5 * radius) / (weight + 1e-4)
    able = np.clip(weight / 0.05, 0, 1) * (1 - own[..., None])
    colour = rgb * (1 - able) + beside * able
    mixed = colour * share[..., None] + behind * (1 - share[..., None])
    out = as_bytes(mixed)
    return np.where(own[..., None] > 0, rgb, out)
