"""Ears that the cut-out network is shy of: a new background would be seen through them."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.canvas.types import CutOut, Plane
from engine.faces.regions import face_units, face_width, hull, lab
from engine.faces.types import MOUTH_LEFT, MOUTH_RIGHT, RGB, Mesh, as_bytes
from engine.garments.tones import tones

EAR, TOP = 0.85, 0.3  # face widths to either side of the middle and above the eyes up to which skin is an ear
FAINT, RATHER = 0.08, 0.35  # share of a pixel from which it may be of an ear; of that share so much is skin
NEAR, BARE, NOTHING = 0.15, 0.9, 0.02  # face widths around ears; shares of face, and of anybody
LIGHT, SHADES, ALIKE = 0.6, 4, 3.0  # of lightness beside colour; colours of each; Lab distance by which nothing is told
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
    skin = _skin(cut, rgb, here, unit)
    ears = _whole(here & skin, cut.alpha, unit) & (skin | (cut.alpha > SURE))
    wanted = ((cv2.GaussianBlur(ears.astype(np.float32), (0, 0), SOFT) - RIM[0]) / RIM[1]).clip(0, 1)
    more = (wanted * ears - cut.alpha).clip(0).astype(np.float32)
    share = (more / (1 - cut.alpha).clip(1e-3)).clip(0, 1)[..., None]
    colour = as_bytes(cut.colour + (rgb.astype(np.float32) - cut.colour) * share)
    return replace(cut, alpha=cut.alpha + more, skin=cut.skin + more, colour=colour)


def _skin(cut: CutOut, rgb: RGB, here: NDArray[np.bool_], unit: float) -> NDArray[np.bool_]:
    """Return where the photo is rather of the face's colours than of those behind it; everywhere where both are alike.

    Between an ear and hair the network is as shy, and there a bright wall must not become a part of somebody.
    """
    values = lab(rgb)
    near = cv2.dilate(here.astype(np.uint8), _disc(NEAR * unit)) > 0
    face = tones(values, cut.face > BARE, weight=LIGHT, count=SHADES)
    behind = tones(values, near & (cut.alpha < NOTHING), weight=LIGHT, count=SHADES)
    if face is None or behind is None:
        return np.ones(here.shape, bool)
    off_face, off_behind = face.apart(values), behind.apart(values)
    return np.asarray(off_face < off_behind + ALIKE)


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
