"""Ears that the cut-out network is shy of: a new background would be seen through them."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.canvas.types import CutOut, Plane
from engine.faces.regions import face_units, face_width, hull
from engine.faces.types import MOUTH_LEFT, MOUTH_RIGHT, RGB, Mesh, as_bytes

EAR, TOP = 0.85, 0.3  # face widths to either side of the middle and above the eyes up to which skin is an ear
FAINT, RATHER = 0.08, 0.35  # share of a pixel from which it may be of an ear; of that share so much is skin
SURE = 0.3  # share of all pixels of an ear that is there, on the average
THIN, CLOSED = 0.03, 0.05  # face widths: what is thinner is the fringe of something; gaps in an ear that are closed
SOFT, RIM = 0.8, (0.3, 0.5)  # pixels over which its outline ends, and from which share of it, over how much


def firm(cut: CutOut, mesh: Mesh, rgb: RGB) -> CutOut:
    """Return ``cut`` of the photo ``rgb`` (height, width, 3) with its ears whole.

    An ear has no fringe: where some of it is said to be there all of it is, in the colours of the photo.
    """
    unit = face_width(mesh.points)
    x, y = face_units(cut.alpha.shape, mesh.points)
    mouth = float(np.linalg.norm(mesh.eyes.mean(0) - mesh.points[[MOUTH_LEFT, MOUTH_RIGHT], :2].mean(0))) / unit
    here = (np.abs(x) < EAR) & (y < TOP) & (y > -mouth) & ~(hull(cut.alpha.shape, mesh.oval) > 0)
    here &= (cut.skin > RATHER * cut.alpha) & (cut.alpha > FAINT)
    ears = _whole(here, cut.alpha, unit)
    wanted = ((cv2.GaussianBlur(ears.astype(np.float32), (0, 0), SOFT) - RIM[0]) / RIM[1]).clip(0, 1)
    more = (wanted * ears - cut.alpha).clip(0).astype(np.float32)
    share = (more / (1 - cut.alpha).clip(1e-3)).clip(0, 1)[..., None]
    colour = as_bytes(cut.colour + (rgb.astype(np.float32) - cut.colour) * share)
    return replace(cut, alpha=cut.alpha + more, skin=cut.skin + more, colour=colour)


def _whole(here: NDArray[np.bool_], alpha: Plane, unit: float) -> NDArray[np.bool_]:
    """Return of ``here`` what hangs together about something thick enough to be an ear, its gaps closed.

    A square cut out of the middle of an ear is worse than an ear of glass: what is thin of one belongs to it as well.
    """
    closed = cv2.morphologyEx(here.astype(np.uint8), cv2.MORPH_CLOSE, _disc(CLOSED * unit / 2))
    thick = cv2.morphologyEx(closed, cv2.MORPH_OPEN, _disc(THIN * unit / 2))
    near = closed * cv2.dilate(thick, _disc(CLOSED * unit))
    count, names = cv2.connectedComponents(near)
    whole = np.zeros(count, bool)
    for name in range(1, count):
        inside = names == name
        whole[name] = bool((thick[inside] > 0).any()) and float(alpha[inside].mean()) > SURE
    return np.asarray(whole[names])


def _disc(reach: float) -> NDArray[np.uint8]:
    size = 2 * max(1, round(reach)) + 1
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))  # type: ignore[return-value]
