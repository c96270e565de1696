"""Clothes nobody wears: laid flat, or hung up before a plain wall (paper 3.1, "a real or virtual model image").

What differs from the colours along the picture's border lies there; a classifier of things says whether it is cloth.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces.regions import lab
from engine.faces.types import RGB
from engine.garments.pieces import Piece

RING = 0.03  # share of the side that counts as border
COLOURS = 3
PLAIN = 14.0  # Lab distance: a border whose pixels lie further from its own colours is no plain ground
LEAST, MOST = 0.02, 0.9  # share of the picture a garment covers
SMALLEST = 0.15  # of the largest piece
NAMED = 0.02  # certainty from which a name counts
#: Names of the classifier that are clothes.
CLOTHES = frozenset({
    "abaya", "academic gown", "apron", "bathing cap", "bearskin", "bikini", "bow tie", "brassiere", "bulletproof vest",
    "cardigan", "cloak", "cuirass", "diaper", "fur coat", "gown", "hoopskirt", "jean", "jersey", "kimono",
    "lab coat", "maillot", "military uniform", "miniskirt", "overskirt", "pajama", "poncho", "sarong", "stole", "suit",
    "sweatshirt", "swimming trunks", "trench coat", "vestment", "velvet", "wool", "t-shirt", "breastplate",
})  # fmt: skip


def lying(rgb: RGB, names: dict[str, float]) -> list[Piece]:
    """Return the pieces that lie on a plain ground, largest left and top first; empty when it is not clothes.

    ``names`` label -> certainty 0..1 are what `engine.faces.tags` calls the picture.
    """
    if not clothes_named(names):
        return []
    front = foreground(rgb)
    if front is None:
        return []
    count, areas, sizes, _ = cv2.connectedComponentsWithStats(front.astype(np.uint8))
    if count < 2:
        return []
    largest = sizes[1:, cv2.CC_STAT_AREA].max()
    able = [place for place in range(1, count) if sizes[place, cv2.CC_STAT_AREA] >= SMALLEST * largest]
    able.sort(key=lambda place: (sizes[place, cv2.CC_STAT_TOP], sizes[place, cv2.CC_STAT_LEFT]))
    return [Piece(number=n, kind="whole", mask=(areas == place).astype(np.float32)) for n, place in enumerate(able, 1)]


def clothes_named(names: dict[str, float]) -> bool:
    """Say whether one of the ``names`` that the classifier gives a picture, label -> certainty 0..1, is clothes."""
    return any(name.lower() in CLOTHES and sure >= NAMED for name, sure in names.items())


def foreground(rgb: RGB) -> NDArray[np.bool_] | None:
    """Return what lies on the ground (height, width), or None without a plain ground or with nothing on it."""
    values = lab(cv2.bilateralFilter(rgb, 5, 20, 3))
    ring = _ring(rgb.shape)
    distance = np.min([np.linalg.norm(values - one, axis=-1) for one in _ground(values[ring])], axis=0)
    if float(np.percentile(distance[ring], 80)) > PLAIN:
        return None
    limit = max(PLAIN * 0.7, float(np.percentile(distance[ring], 90)) * 1.5)
    sure = distance > limit
    if not LEAST < sure.mean() < MOST:
        return None
    return _cut(rgb, sure, ring)


def _ring(shape: tuple[int, ...]) -> NDArray[np.bool_]:
    wide = max(2, round(RING * min(shape[:2])))
    ring = np.ones(shape[:2], bool)
    ring[wide:-wide, wide:-wide] = False
    return ring


def _ground(values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the colours of the ground; one that covers little of the border is the garment's, which may touch it."""
    cv2.setRNGSeed(0)
    few = np.ascontiguousarray(values[:: max(1, len(values) // 3000)], np.float32)
    rule = (cv2.TERM_CRITERIA_MAX_ITER, 12, 0)
    _, names, colours = cv2.kmeans(few, COLOURS, None, rule, 1, cv2.KMEANS_PP_CENTERS)
    shares = np.bincount(names.ravel(), minlength=COLOURS) / len(few)
    return colours[shares > 0.2] if (shares > 0.2).any() else colours


def _cut(rgb: RGB, sure: NDArray[np.bool_], ring: NDArray[np.bool_]) -> NDArray[np.bool_] | None:
    """Let GrabCut find the edge between what is surely garment and what is surely ground."""
    size = max(3, round(0.012 * max(rgb.shape[:2]))) | 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    solid = cv2.morphologyEx(sure.astype(np.uint8), cv2.MORPH_CLOSE, kernel)
    marks = np.full(rgb.shape[:2], cv2.GC_PR_BGD, np.uint8)
    marks[solid > 0] = cv2.GC_PR_FGD
    marks[cv2.erode(solid, kernel) > 0] = cv2.GC_FGD
    marks[cv2.dilate(solid, kernel, iterations=2) == 0] = cv2.GC_BGD
    marks[ring & (solid == 0)] = cv2.GC_BGD
    if not (marks == cv2.GC_FGD).any() or not (marks == cv2.GC_BGD).any():
        return None
    cv2.setRNGSeed(0)
    cv2.grabCut(rgb, marks, None, np.zeros((1, 65)), np.zeros((1, 65)), 3, cv2.GC_INIT_WITH_MASK)
    front = np.isin(marks, (cv2.GC_FGD, cv2.GC_PR_FGD)).astype(np.uint8)
    return cv2.morphologyEx(front, cv2.MORPH_OPEN, kernel) > 0
