"""The end of a beard that the cut-out network takes for a neck: it would stay behind, and the beard be cut off."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from engine.canvas.swap import beards
from engine.canvas.types import CutOut
from engine.faces.regions import face_width, lab
from engine.faces.types import RGB, Mesh
from engine.garments.judge import about_chin

ASIDE, DEEP = 0.45, (-0.1, 0.3)  # face widths to either side of and under the chin in which a beard ends
NECK = 0.6  # face widths under the chin down to which a neck is looked at
REACH = 0.12  # face widths from what is known for hair in which the rest of a beard is
MEAN = 0.012  # face widths over which hairs, grey ones too, are one tone
SURE, LIGHT, APART = 0.9, 60, 12.0  # shares; percentile of the neck that is skin; Lab lightness that tells both apart
FROM, TO = 0.35, 0.6  # of the way from beard to skin: hair up to here, skin from here


def whole_beard(cut: CutOut, mesh: Mesh, rgb: RGB) -> CutOut:
    """Return ``cut`` of the photo ``rgb`` (height, width, 3) with the end of its beard hair; as it is without a beard.

    Beside what is known for beard, what of the neck is nearly as dark is beard as well. Where both are of nearly one
    lightness nobody can tell, and nothing changes.
    """
    if not beards.beard(cut.hair, mesh.points).any():
        return cut
    unit, (x, deep) = face_width(mesh.points), about_chin(mesh.points, cut.alpha.shape)
    light = cv2.GaussianBlur(lab(rgb)[..., 0], (0, 0), max(0.8, MEAN * unit))
    low = (np.abs(x) < ASIDE) & (deep > DEEP[0])
    grown, neck = low & (cut.hair > SURE) & (deep < DEEP[1]), low & (cut.skin > SURE) & (deep < NECK)
    if not grown.any() or not neck.any():
        return cut
    own, bare = float(np.median(light[grown])), float(np.percentile(light[neck], LIGHT))
    if bare - own < APART:
        return cut
    dark = ((TO - (light - own) / (bare - own)) / (TO - FROM)).clip(0, 1)
    away = cv2.distanceTransform((cut.hair < 0.5).astype(np.uint8), cv2.DIST_L2, 5) / unit
    share = dark * ((REACH - away) / (REACH / 3)).clip(0, 1) * (low & (deep < DEEP[1]))
    more = np.asarray(cut.skin * share, np.float32)
    return replace(cut, hair=cut.hair + more, skin=cut.skin - more)
