"""Two opinions on who is in a photo: the cut-out's fine edge, kept to where a coarse person mask agrees.

The cut-out network sees strands of hair, and now and then leaves behind them as hair or misses a patch of a coat. The
person mask is coarse and rarely wrong by more than its own coarseness.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from engine.canvas.channels import squared
from engine.canvas.edges import bumps
from engine.canvas.smooth import wide
from engine.canvas.types import CutOut, Plane
from engine.faces.regions import for_all
from engine.faces.types import RGB

BEYOND = 0.08  # face widths: how far hair may reach out of the person mask
WITHIN = 0.07  # face widths: how deep inside it a pixel surely is the person
NEAR = 0.22  # face widths: holes are filled where the wearer is all around, a neighbour is not
EDGE = 0.3  # of the mask: below it nobody is seen, from twice that somebody surely is
AROUND = 0.12  # face widths: how far around the old background is looked at
GRAIN, ALIKE = 10.0, 1.3  # grey values of noise; distance over spread up to which a pixel is like the background
PIECE, STRANDS = 0.3, 0.06  # alpha that hangs together; face widths from the person at which strands may float
PARTS = ("hair", "face", "skin", "clothes", "worn")


def guarded(cut: CutOut, rgb: RGB, people: Plane, span: float) -> CutOut:
    """Return ``cut`` without what no person mask ``people`` (height, width) 0..1 knows and without bumps, holes filled.

    ``span`` is the width of the face in pixels; ``rgb`` the photo the colours of filled holes come from.
    """
    mask = cv2.GaussianBlur(people.astype(np.float32), (0, 0), max(span / 60, 0.8))
    beyond = wide(cv2.dilate((mask > 0.3).astype(np.uint8), _round(BEYOND * span)).astype(np.float32), span / 30)
    allowed = np.maximum(((mask - EDGE) / EDGE).clip(0, 1), beyond * _unlike(rgb, cut.alpha, mask, span))
    sure = cv2.erode((mask > 0.85).astype(np.uint8), _round(WITHIN * span)).astype(np.float32)
    kept = _together(cut.alpha * allowed, span)
    own = (wide(kept, NEAR * span) > 0.45).astype(np.float32)
    filled = np.maximum(kept, wide(sure * own, span / 40))
    free = 1 - bumps(rgb, filled, cut.hair, span)
    kept, filled = kept * free, filled * free
    parts = {name: getattr(cut, name) * kept / cut.alpha.clip(1e-4) for name in PARTS}
    around = {name: wide(part, NEAR * span) + 1e-5 for name, part in parts.items()}
    whole, extra = sum(around.values()), filled - kept
    shares = {name: (parts[name] + extra * around[name] / whole).astype(np.float32) for name in PARTS}
    new = for_all(extra / filled.clip(1e-4))
    colour = (cut.colour * (1 - new) + rgb * new + 0.5).astype(np.uint8)
    return replace(cut, alpha=filled.astype(np.float32), colour=colour, **shares)


def _together(alpha: Plane, span: float) -> Plane:
    """Return ``alpha`` without what the mask cut off: strands lie near the person, pieces of others further away."""
    count, names, stats, _ = cv2.connectedComponentsWithStats((alpha > PIECE).astype(np.uint8))
    if count < 3:
        return alpha
    largest = 1 + int(np.argmax(stats[1:, cv2.CC_STAT_AREA]))
    near = cv2.dilate((names == largest).astype(np.uint8), _round(STRANDS * span)).astype(np.float32)
    return alpha * cv2.GaussianBlur(near, (0, 0), max(span / 60, 0.8))


def _unlike(rgb: RGB, alpha: Plane, mask: Plane, span: float) -> Plane:
    """Return how little each pixel looks like the old background around it, (height, width) 0..1.

    A strand of hair before a light wall does not; the dark wall beside dark hair does, whatever it is taken for.
    """
    values = rgb.astype(np.float32)
    free = ((mask < EDGE / 2) & (alpha < 0.5)).astype(np.float32)
    weight = wide(free, AROUND * span) + 1e-4
    mean = wide(values * for_all(free), AROUND * span) / for_all(weight)
    spread = (wide(squared(values) * free, AROUND * span) / weight - squared(mean)).clip(0)
    apart = np.sqrt(squared(values - mean) / (spread + GRAIN**2))
    clear = ((apart - ALIKE) / ALIKE).clip(0, 1) * (weight > 1e-3)
    return cv2.GaussianBlur(clear.astype(np.float32), (0, 0), max(span / 150, 0.6))


def _round(radius: float) -> np.ndarray:
    side = 2 * max(1, round(radius)) + 1
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
