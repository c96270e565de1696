"""Where a neck is: skin right below the chin, and how far of it is away from the face that was put above it."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.canvas.types import Plane
from engine.faces.regions import Mask, face_units, face_width, hull
from engine.faces.types import CHIN, OVAL, Points

HALF, BELOW = 0.3, (0.05, 0.4)  # face widths: half of a neck, and how far below the chin it is looked for
AWAY, CLOSE = 0.12, 0.06  # face widths around the face, and a beard, in which the neck is theirs; where it is short
RISE = 0.15  # face widths above the chin over which what a neck takes fades
FEW = 40  # pixels of which something can be said


def below(skin: Plane, points: Points) -> NDArray[np.bool_]:
    """Return (height, width) bool: ``skin`` (0..1) right below the chin of the face at ``points``."""
    x, y = face_units(skin.shape, points)
    inside, chin = hull(skin.shape, points[list(OVAL), :2], 1.05) > 0, _chin(points)
    return (skin > 0.9) & ~inside & (np.abs(x) < HALF) & (y < chin - BELOW[0]) & (y > chin - BELOW[1])


def throat(neck: NDArray[np.bool_], face: Mask, width: float) -> NDArray[np.bool_]:
    """Return (height, width) bool: the ``neck`` away from ``face`` (0..1), which is ``width`` pixels wide.

    Of a neck that ends right below a beard, in a collar, all that is seen is close to it.
    """

    def off(reach: float) -> NDArray[np.bool_]:
        near = np.ones((max(3, int(reach * width)) | 1,) * 2, np.uint8)
        return np.asarray(neck & (cv2.dilate(face, near) < 0.02))

    away = off(AWAY)
    return away if away.sum() >= FEW else off(CLOSE)


def reach(face: Mask, points: Points) -> Plane:
    """Return (height, width) 0..1: how much of what the neck takes a place takes; 0 at ``face`` and above the chin."""
    out = cv2.distanceTransform((face < 0.02).astype(np.uint8), cv2.DIST_L2, 5) / (AWAY * face_width(points))
    _, y = face_units(face.shape, points)
    share = np.minimum(out.clip(0, 1), ((_chin(points) + RISE - y) / RISE).clip(0, 1))
    return np.asarray(share * share * (3 - 2 * share), np.float32)


def _chin(points: Points) -> float:
    """Return how high the chin is above the eyes, face widths; below 0."""
    eyes = points[[33, 133, 263, 362], :2].mean(0)
    return -float(np.linalg.norm(points[CHIN, :2] - eyes)) / face_width(points)
