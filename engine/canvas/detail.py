"""How many pixels of a face a photo really holds: one that was enlarged, or cut out of a sheet, shows more."""

from __future__ import annotations

import cv2
import numpy as np

from engine.faces.types import RGB, Mesh

FULL = 420  # pixels of a face from which more say nothing: as large as a portrait of 1024 shows it close up
SHARES = (0.9, 0.8, 0.7, 0.6, 0.5, 0.42, 0.35, 0.3, 0.25)  # of the pixels that are tried
LOST = 0.04  # of a face's contrast: a picture that loses no more by having fewer pixels did not hold more
FEW = 24  # pixels of a face in which nothing is measured


def resolved(rgb: RGB, mesh: Mesh) -> float:
    """Return the pixels, up to `FULL`, along which the face of (height, width, 3) uint8 RGB holds detail.

    The face is shrunk and enlarged again: as long as nothing is lost, the detail was not there. A sharp photo keeps the
    number of its pixels however few they are.
    """
    left, top, right, bottom = (max(0, int(value)) for value in mesh.box)
    face = rgb[top:bottom, left:right]
    tall = max(face.shape[:2]) if face.size else 0
    if tall < FEW:
        return float(tall)
    scale = min(1.0, FULL / tall)
    size = (round(face.shape[1] * scale), round(face.shape[0] * scale))
    grey = cv2.cvtColor(cv2.resize(face, size, interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY).astype(np.float32)
    most = LOST * max(float(grey.std()), 1.0)
    held = 1.0
    for share in SHARES:
        if _lost(grey, share) > most:
            break
        held = share
    return float(held * max(size))


def _lost(grey: np.ndarray, share: float) -> float:
    """Return the root mean square of what ``grey`` loses with ``share`` of its pixels along each side."""
    height, width = grey.shape
    less = cv2.resize(grey, (max(2, round(width * share)), max(2, round(height * share))), interpolation=cv2.INTER_AREA)
    apart = grey - cv2.resize(less, (width, height), interpolation=cv2.INTER_CUBIC)
    inner = apart[height // 10 : height - height // 10, width // 10 : width - width // 10]
    return float(np.sqrt((inner**2).mean()))
