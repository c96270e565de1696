"""What of a beard the cut-out network takes for a neck: it would stay behind, and the beard be cut off.

Its end and its root are told by what is known beside them; of a beard that is not known at all only that it is there.
"""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from engine.canvas.linear import linear
from engine.canvas.swap import beards
from engine.canvas.types import CutOut, Plane
from engine.faces.regions import CHEEKS, face_width, lab, part
from engine.faces.types import RGB, Mesh, Points
from engine.garments.judge import about_chin

ASIDE, DEEP = 0.45, (-0.1, 0.3)  # face widths to either side of and under the chin in which a beard ends
NECK = 0.6  # face widths under the chin down to which a neck is looked at
REACH = 0.12  # face widths from what is known for hair in which the rest of a beard is
MEAN = 0.012  # face widths over which hairs, grey ones too, are one tone
SURE, LIGHT, APART = 0.9, 60, 12.0  # shares; percentile of the neck that is skin; Lab lightness that tells both apart
FROM, TO = 0.35, 0.6  # of the way from beard to skin: hair up to here, skin from here
MIDDLE, BELOW = 0.14, 0.35  # face widths to either side of the chin, and under it, in which skin is inside a beard
HANGS, ENDS = 0.3, 0.03  # face widths above the chin that its hair reaches up the cheeks; under skin where it begins
HELD = 0.8  # of the lower edge of that skin that is hair
CHIN, ROOT, ROOTS = (-0.08, -0.01), (0.04, 0.2), (0.14, 0.18)  # face widths: edge of a chin, right under it; beside
PALE, GREY = 0.82, 0.69  # of the cheeks' redness that a chin with a beard has at most, and the beard under it
FEWEST = 20  # pixels


def whole_beard(cut: CutOut, mesh: Mesh, rgb: RGB) -> CutOut:
    """Return ``cut`` of the photo ``rgb`` (height, width, 3) with the end of its beard hair; as it is without a beard.

    Beside what is known for beard, what of the neck is nearly as dark is beard as well. Where both are of nearly one
    lightness nobody can tell, and nothing changes.
    """
    cut = _closed(cut, mesh)
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


def hangs(rgb: RGB, points: Points) -> bool:
    """Say whether a beard hangs under the chin of the face at ``points`` in ``rgb`` (height, width, 3), by its colour.

    Grey hair and black is less red than skin, which stays as red in the shade of a jaw. A collar that is seen right
    under a chin has a chin of skin above it.
    """
    red = _redness(rgb, points)
    x, deep = about_chin(points, rgb.shape)
    chin, root = (
        (np.abs(x) < aside) & (deep > first) & (deep < last)
        for aside, (first, last) in zip(ROOTS, (CHIN, ROOT), strict=True)
    )
    if min(chin.sum(), root.sum()) < FEWEST:
        return False
    return bool(np.median(red[chin]) < PALE and np.median(red[root]) < GREY)


def _redness(rgb: RGB, points: Points) -> Plane:
    """Return (height, width) red by green light, 1 for the cheeks."""
    light = linear(rgb) + np.float32(0.01)
    red = cv2.blur(light[..., 0] / light[..., 1], (5, 5))
    cheeks = part(rgb.shape, points, CHEEKS) > 0
    return np.asarray(red / (float(np.median(red[cheeks])) if cheeks.any() else 1.0), np.float32)


def lost(cut: CutOut, mesh: Mesh, rgb: RGB) -> bool:
    """Say whether a beard `hangs` in the photo ``rgb`` that its cut-out does not know: grey ones are taken for a neck.

    It would be cut off at the jaw.
    """
    x, deep = about_chin(mesh.points, cut.alpha.shape)
    root = (np.abs(x) < ROOTS[1]) & (deep > ROOT[0]) & (deep < ROOT[1])
    if not root.any() or cut.clothes[root].mean() > 0.5 or not hangs(rgb, mesh.points):
        return False
    return float(whole_beard(cut, mesh, rgb).hair[root].mean()) < 0.5


def _closed(cut: CutOut, mesh: Mesh) -> CutOut:
    """Return ``cut`` with skin between the jaw and a long beard below it hair as well: it is no neck, nor a hole.

    The network takes the root of such a beard for a neck. What has the beard under all of it is a part of it; a neck
    ends at a collar.
    """
    unit, (x, deep) = face_width(mesh.points), about_chin(mesh.points, cut.alpha.shape)
    hair = (cut.hair > 0.5).astype(np.uint8)
    _, names = cv2.connectedComponents(hair)
    grown = np.isin(names, np.unique(names[(deep < -HANGS) & (hair > 0)])) & (hair > 0)
    reach = max(1, round(ENDS * unit))
    over = np.zeros((2 * reach + 1, 1), np.uint8)
    over[reach:] = 1
    ends = cv2.dilate(grown.astype(np.uint8), over) > 0
    skin = (cut.skin > 0.5) & (np.abs(x) < ASIDE) & (deep > DEEP[0])
    edge = skin & ~np.roll(skin, -1, axis=0)
    count, pieces = cv2.connectedComponents(skin.astype(np.uint8))
    inside = np.zeros(count, bool)
    for name in np.unique(pieces[skin & (np.abs(x) < MIDDLE) & (deep < MIDDLE)]):
        piece = pieces == name
        below = edge & piece
        inside[name] = deep[piece].max() < BELOW and (ends & below).sum() > HELD * below.sum()
    inside[0] = False
    if not inside.any():
        return cut
    near = cv2.dilate(inside[pieces].astype(np.uint8), np.ones((2 * reach + 1,) * 2, np.uint8)) > 0
    more = np.asarray(cut.skin * (near & (deep > DEEP[0]) & (np.abs(x) < ASIDE)), np.float32)
    return replace(cut, hair=cut.hair + more, skin=cut.skin - more)
