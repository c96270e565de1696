"""Beards are the person's: one that hangs below the outline comes along, the template's is taken off its jaw and neck.

Inside the outline every pixel is the person's anyway. What grows beyond it the cut-out calls hair.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from engine.canvas.linear import LUMINANCE, luminance
from engine.canvas.smooth import wide
from engine.canvas.types import Linear, Plane
from engine.faces.regions import CHEEKS, face_units, face_width, hull, lab, part, soften
from engine.faces.types import CHIN, MOUTH_LEFT, MOUTH_RIGHT, OVAL, RGB, Points

MIDDLE, UNDER = 0.14, (0.02, 0.09)  # face widths: half as wide, and so far below the chin, is looked for a beard
GROWN = 0.35  # of hair there: somebody with a beard
BESIDE, BELOW = 0.14, 0.5  # face widths that a beard reaches out of the outline, at the jaw and below the chin
SHADE = 0.5  # of the cheeks' light: a neck of which nothing is seen
REACHES = (0.04, 0.1, 0.25, 0.6)  # face widths over which skin is looked for, near first
FRINGE = 0.05  # face widths around a beard in which single hairs grow
HALF = (0.3, 0.42)  # face widths: half of a neck
UNDER_JAW = 0.25  # of the light that a chin takes from the neck right below it
GAP = 0.15  # face widths: half of the widest gap in a beard that is closed
RIM, LITTLE, MUCH = 0.012, 0.15, 0.95  # face widths over which hair ends; shares of it that are nothing and all
DARK = 0.35  # of the cheeks' light: a beard, not the shade under a lip
FEW = 0.02  # share of known skin around from which its colour is taken
TONE = 0.03  # face widths over which lines of an engraving are a tone
PRINTED, ON_CHIN = 0.5, 0.6  # of the way from ink to cheek: a printed beard is darker; of a chin that is, and has one
UNDER_LIP = 0.12  # face widths under the corners of the mouth where a chin begins


def beard(hair: Plane, points: Points) -> Plane:
    """Return (height, width) 0..1 of the ``hair`` that grows out of jaw and chin; nothing where there is no beard."""
    x, y = face_units(hair.shape, points)
    chin, _ = _heights(points)
    strip = (np.abs(x) < MIDDLE) & (y < chin - UNDER[0]) & (y > chin - UNDER[1])
    if not strip.any() or float(hair[strip].mean()) < GROWN:
        return np.zeros_like(hair)
    return np.asarray(hair * around(hair.shape, points), np.float32)


def around(size: tuple[int, ...], points: Points) -> Plane:
    """Return (height, width) 0..1 how far a beard may reach: out of the outline at the jaw, and below the chin."""
    width, inside = face_width(points), hull(size, points[list(OVAL), :2])
    x, y = face_units(size, points)
    chin, mouth = _heights(points)
    away = cv2.distanceTransform((inside == 0).astype(np.uint8), cv2.DIST_L2, 5) / width
    under = np.clip((mouth - y) / max(mouth - chin, 0.05), 0, 1)
    reach = BESIDE + (BELOW - BESIDE) * under * (np.abs(x) < 0.5)
    return np.asarray(np.clip((reach - away) / 0.04, 0, 1) * np.clip((mouth + 0.12 - y) / 0.08, 0, 1), np.float32)


def printed(rgb: RGB, points: Points) -> Plane:
    """Return (height, width) 0..1 of a beard by its darkness alone; nothing on a light chin.

    Cut-outs learnt from photos see neither person nor beard in an engraving (height, width, 3). The chin, and what is
    as dark and hangs together with it, is the beard, inside the outline too.
    """
    below, shady = chin(rgb.shape, points), dark(rgb, points) & ~above(rgb.shape, points)
    if not below.any() or float(shady[below].mean()) < ON_CHIN:
        return np.zeros(rgb.shape[:2], np.float32)
    _, names = cv2.connectedComponents(shady.astype(np.uint8))
    return np.isin(names, np.unique(names[below & shady])).astype(np.float32)


def dark(rgb: RGB, points: Points) -> np.ndarray:
    """Return (height, width) bool: nearer to the darkest of a face in ``rgb`` (height, width, 3) than to its cheeks.

    Lines of an engraving count as the tone they make.
    """
    tone = soften(lab(rgb)[..., 0], TONE * face_width(points))
    cheek = part(rgb.shape, points, CHEEKS) > 0
    if not cheek.any():
        return np.zeros(rgb.shape[:2], bool)
    light, ink = float(np.median(tone[cheek])), float(tone[hull(rgb.shape, points[list(OVAL), :2]) > 0].min())
    return np.asarray(tone < ink + PRINTED * (light - ink))


def chin(size: tuple[int, ...], points: Points) -> np.ndarray:
    """Return (height, width) bool: the chin below the lips, inside the outline."""
    x, y = face_units(size, points)
    lowest, mouth = _heights(points)
    return (y < mouth - UNDER_LIP) & (y > lowest + UNDER[0]) & (np.abs(x) < MIDDLE)


def closed(mask: Plane, grown: Plane, points: Points) -> Plane:
    """Return a face's ``mask`` (height, width) 0..1 without a gap between the chin and the beard ``grown`` below it.

    Masks end softly inside the outline and beards begin at it: the template's chin would shine through between them.
    """
    if not grown.any():
        return mask
    width, (_, y) = face_width(points), face_units(mask.shape, points)
    whole = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, _disc(GAP * width))
    below = np.clip((_heights(points)[1] - y) / 0.05, 0, 1)
    return np.asarray(np.maximum(mask, soften(whole, 0.01 * width) * below), np.float32)


def matte(grown: Plane, width: float) -> Plane:
    """Return (height, width) 0..1 how much a beard ``grown`` covers.

    Hair ends within a few pixels, a warped share does not: what fades over more is a dark haze beside the beard.
    ``width`` of the face in pixels.
    """
    return ((soften(grown, RIM * width) - LITTLE) / (MUCH - LITTLE)).clip(0, 1).astype(np.float32)


def whole(grown: Plane, light: Linear, cheeks: np.ndarray, points: Points) -> Plane:
    """Return (height, width) 0..1 a beard ``grown`` beyond the outline with what of it lies inside, by its darkness.

    ``light`` (height, width, 3) linear shows the face, ``cheeks`` (3,) is their colour there.
    """
    if not grown.any():
        return grown
    inside = hull(grown.shape, points[list(OVAL), :2]) * ~above(grown.shape, points)
    dark = luminance(wide(light, 0.01 * face_width(points))) / max(float(cheeks @ LUMINANCE), 1e-4)
    return np.asarray(np.maximum(grown, inside * np.clip(2 - dark / DARK, 0, 1)), np.float32)


def above(size: tuple[int, ...], points: Points) -> np.ndarray:
    """Return (height, width) bool: above the mouth, where neither beard nor stubble grows."""
    _, y = face_units(size, points)
    return y > 0.7 * _heights(points)[1]


def _heights(points: Points) -> tuple[float, float]:
    """Return how high chin and mouth are above the eyes, face widths; below 0."""
    eyes = points[[33, 133, 263, 362], :2].mean(0)
    down = [points[CHIN, :2] - eyes, points[[MOUTH_RIGHT, MOUTH_LEFT], :2].mean(0) - eyes]
    width = face_width(points)
    return -float(np.linalg.norm(down[0])) / width, -float(np.linalg.norm(down[1])) / width


@dataclass(frozen=True, kw_only=True, eq=False)
class Shaved:
    """A template without its beard; ``neck`` 0..1 is where skin was laid, ``taken`` all that changed."""

    light: Linear
    neck: Plane
    taken: Plane


def shaved(light: Linear, grown: Plane, skin: Plane, cheeks: np.ndarray, points: Points) -> Shaved:
    """Return the template (height, width, 3) linear without its beard ``grown``.

    Below the jaw lies neck in the colour of the ``skin`` (0..1, with the face) around it, near first; where none
    is seen in that of the ``cheeks`` (3,) in the chin's shade. Beside the neck lies whatever is next to the beard.
    """
    nothing = np.zeros_like(grown)
    if not grown.any():
        return Shaved(light=light, neck=nothing, taken=nothing)
    width, inside = face_width(points), hull(grown.shape, points[list(OVAL), :2])
    where = cv2.dilate((grown > 0.15).astype(np.float32), _disc(FRINGE * width))
    where = cv2.morphologyEx(np.maximum(where, inside), cv2.MORPH_CLOSE, _disc(0.05 * width)) * _zone(where, points)
    free = 1 - cv2.dilate(np.maximum(where, inside), _disc(0.015 * width))
    neck = _neck(skin * free, points)
    shade = 1 - UNDER_JAW * np.exp(
        -cv2.distanceTransform((inside == 0).astype(np.uint8), cv2.DIST_L2, 5) / (0.1 * width)
    )
    below = _filled(light, skin * free * (neck > 0.5), cheeks * SHADE, width) * shade[..., None]
    beside = _mirrored(light, free * (1 - skin) * (1 - inside), width)
    fill = below * neck[..., None] + beside * (1 - neck[..., None]) + _grain(light, skin * free, width)
    taken = soften(where, 0.012 * width)
    mixed = light + (fill.clip(0, 1) - light) * taken[..., None]
    return Shaved(light=mixed.astype(np.float32), neck=taken * neck, taken=taken)


def _zone(where: Plane, points: Points) -> Plane:
    """Return 1 from the ears' height down: beards, not the hair above."""
    _, y = face_units(where.shape, points)
    return (y < _heights(points)[1] + 0.22).astype(np.float32)


def _neck(skin: Plane, points: Points) -> Plane:
    """Return (height, width) 0..1 of the strip a neck lies in, as wide as what is seen of its skin below the chin."""
    x, y = face_units(skin.shape, points)
    chin, _ = _heights(points)
    seen = np.abs(x[(skin > 0.6) & (y < chin - 0.08) & (y > chin - 0.4) & (np.abs(x) < 0.6)])
    half = float(np.clip(np.percentile(seen, 97), *HALF)) if len(seen) > 50 else sum(HALF) / 2
    return np.clip((half - np.abs(x)) / 0.03 + 0.5, 0, 1).astype(np.float32) * (y < chin + 0.3)


def _filled(light: Linear, free: Plane, otherwise: np.ndarray | None, width: float) -> Linear:
    """Return colours everywhere from where it is ``free``, near first; ``otherwise`` where nothing is near."""
    free = (free > 0.8).astype(np.float32)
    if otherwise is None:
        otherwise = np.median(light[free > 0], 0) if free.any() else np.full(3, 0.2)
    fill = np.broadcast_to(np.asarray(otherwise, np.float32), light.shape).copy()
    for reach in reversed(REACHES):
        weight = wide(free, reach * width)
        mean = wide(light * free[..., None], reach * width) / (weight[..., None] + 1e-5)
        trust = (weight / (weight + FEW))[..., None]
        fill += trust * (mean - fill)
    return fill


def _mirrored(light: Linear, free: Plane, width: float) -> Linear:
    """Return colours everywhere from where it is ``free``, mirrored at its border: what is there goes on."""
    closed = (free < 0.8).astype(np.uint8)
    if closed.all():
        return light
    _, names = cv2.distanceTransformWithLabels(closed, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    rows, columns = np.nonzero(closed == 0)
    at = np.zeros((names.max() + 1, 2), np.int32)
    at[names[rows, columns]] = np.stack([rows, columns], 1)
    nearest = at[names]
    here = np.stack(np.mgrid[: light.shape[0], : light.shape[1]], -1)
    other = (2 * nearest - here).clip(0, np.array(light.shape[:2]) - 1)
    taken = closed[other[..., 0], other[..., 1]] > 0
    other[taken] = nearest[taken]
    return cv2.GaussianBlur(light[other[..., 0], other[..., 1]], (0, 0), max(0.6, 0.006 * width))


def _grain(light: Linear, free: Plane, width: float) -> Linear:
    sure = free > 0.8
    spread = float(np.std((light - wide(light, 0.01 * width))[sure])) if sure.any() else 0.0
    noise = np.random.default_rng(0).normal(0, min(spread, 0.01), light.shape[:2]).astype(np.float32)
    return cv2.GaussianBlur(noise, (0, 0), 0.8)[..., None]


def _disc(radius: float) -> np.ndarray:
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (max(3, round(2 * radius)) | 1,) * 2)
