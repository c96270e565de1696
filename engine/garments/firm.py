"""Ears that the cut-out network is shy of: a new background would be seen through them."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from engine.canvas.types import CutOut
from engine.faces.regions import face_units, face_width, hull
from engine.faces.types import MOUTH_LEFT, MOUTH_RIGHT, RGB, Mesh, as_bytes

EAR, TOP = 0.85, 0.3  # face widths to either side of the middle and above the eyes up to which skin is an ear
FAINT, FULL = 0.2, 0.5  # share of a pixel from which it is a part of an ear, and all of it
WIDE = 0.05  # face widths: what is narrower is the fringe of something


def firm(cut: CutOut, mesh: Mesh, rgb: RGB) -> CutOut:
    """Return ``cut`` of the photo ``rgb`` (height, width, 3) with its ears whole.

    An ear has no fringe: where half of it is said to be there it is there, in the colours of the photo.
    """
    unit = face_width(mesh.points)
    x, y = face_units(cut.alpha.shape, mesh.points)
    mouth = float(np.linalg.norm(mesh.eyes.mean(0) - mesh.points[[MOUTH_LEFT, MOUTH_RIGHT], :2].mean(0))) / unit
    here = (np.abs(x) < EAR) & (y < TOP) & (y > -mouth) & ~(hull(cut.alpha.shape, mesh.oval) > 0)
    here &= (cut.skin > 0.5 * cut.alpha) & (cut.alpha > FAINT)
    size = 2 * max(1, round(WIDE * unit / 2)) + 1
    here = cv2.morphologyEx(here.astype(np.uint8), cv2.MORPH_OPEN, np.ones((size, size), np.uint8)) > 0
    more = np.where(here, ((cut.alpha - FAINT) / (FULL - FAINT)).clip(0, 1) - cut.alpha, 0).clip(0).astype(np.float32)
    share = (more / (1 - cut.alpha).clip(1e-3)).clip(0, 1)[..., None]
    colour = as_bytes(cut.colour + (rgb.astype(np.float32) - cut.colour) * share)
    return replace(cut, alpha=cut.alpha + more, skin=cut.skin + more, colour=colour)
