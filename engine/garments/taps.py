"""Corrections by pointing: the region around a tap joins the garment or leaves it (paper 3.1)."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from engine.faces.regions import Mask
from engine.faces.types import RGB
from engine.tasks.tryon.request import Tap

SMOOTH = (8, 14)  # reach in pixels and in brightness steps within which texture is evened out
ALIKE = 11  # steps of 0..255 in each Lab channel that a region may differ from where it was tapped
LIGHT = 26  # the same for lightness: folds belong to their cloth
LEAST = 0.004  # share of the picture a tap counts for at least: a small disc


def corrected(rgb: RGB, mask: Mask, taps: Sequence[Tap]) -> Mask:
    """Return ``mask`` (height, width), 0 or 1, after each tap in turn.

    A tap that removes takes only what was in the mask, one that adds only what was not.
    """
    if not taps:
        return mask
    even = cv2.cvtColor(cv2.pyrMeanShiftFiltering(rgb, *SMOOTH), cv2.COLOR_RGB2LAB)
    out = mask.copy()
    for tap in taps:
        add = not _at(out, tap) if tap.add is None else tap.add
        region = _region(even, tap, out > 0.5 if add else out <= 0.5)
        out[region] = 1.0 if add else 0.0
    return out


def _at(mask: Mask, tap: Tap) -> bool:
    height, width = mask.shape
    return bool(mask[int(np.clip(tap.y * height, 0, height - 1)), int(np.clip(tap.x * width, 0, width - 1))] > 0.5)


def _region(even: np.ndarray, tap: Tap, barred: np.ndarray) -> np.ndarray:
    """Return the pixels of like colour that hang together with the tap, and a small disc around it."""
    height, width = even.shape[:2]
    x, y = (int(np.clip(share * size, 0, size - 1)) for share, size in ((tap.x, width), (tap.y, height)))
    walls = np.pad(barred.astype(np.uint8), 1)
    disc = np.zeros((height, width), np.uint8)
    cv2.circle(disc, (x, y), max(2, round(np.sqrt(LEAST * height * width / np.pi))), 1, -1)
    if not barred[y, x]:
        flags = 4 | cv2.FLOODFILL_MASK_ONLY | cv2.FLOODFILL_FIXED_RANGE | (2 << 8)
        step = (LIGHT, ALIKE, ALIKE)
        cv2.floodFill(even.copy(), walls, (x, y), 0, step, step, flags)
    flooded = (walls[1:-1, 1:-1] == 2).astype(np.uint8)
    grown = cv2.morphologyEx(flooded, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    return ((grown > 0) | (disc > 0)) & ~barred
