"""Fringes stay at home: a forehead that hair hides on the photo becomes bare in a template, in the person's own skin.

Hair is the template's. A fringe without the head it grows on is a dark band across a forehead; what is below it no
photo shows, so skin near by goes on over it, in the template's light and with its pores.
"""

from __future__ import annotations

import cv2
import numpy as np

from engine.canvas.linear import display, luminance
from engine.canvas.smooth import wide
from engine.canvas.types import Linear, Plane
from engine.faces import occlusion
from engine.faces.regions import (
    CHEEKS,
    EYE_BAND,
    LEFT_BROW,
    RIGHT_BROW,
    Mask,
    Pixels,
    face_units,
    face_width,
    features,
    hull,
    part,
    skin_distance,
    soften,
)
from engine.faces.types import LEFT_EYE, OVAL, RIGHT_EYE, Points

LOWEST = 0.0  # face units above the eyes below which nothing is a fringe
SIDE, ENDS = (0.36, 0.44), 0.25  # from its middle, beside which locks hang on; below the eyes, where they end
BARE, ROOTS = 0.04, 0.13  # above the brows, from which brows are none of it, and from which it hangs
FRAMES, GLASSES, BRIDGE = 0.1, 0.05, 0.15  # above the brows, where frames end; of the eyes' band; strength of a bridge
NOSE, HUNG = (0.09, 0.16), 0.15  # half of what is looked at for a bridge; of it hair, and that hides it
ROOM, LIDS = 1.5, 1.7  # of brows, eyes and lips, that is no bare skin; of an eye, where lashes and lids are no fringe
WISP, STRAND = 0.04, 0.3  # shares of hair that are nothing and all: single hairs are seen
AROUND = 0.025  # face widths around a fringe that its shade and single hairs lie in
FADES = 0.12  # and over how much above the eyes they begin: a shaded temple is as strange as tips, and ended in a line
SLIT = 0.06  # and half the width of a slit between two locks: bare skin that wide is a scar on what is made up
TIPS = 0.14  # face widths below what is surely hair in which its tips hang, and its shade lies
#: Lab distances from the cheeks of skin, of hair near what is surely hair, and of hair that goes on from there.
ALIKE, STRANGE, NONE = 18.0, 28.0, 30.0
OVER, COVERED = 0.05, 0.7  # face widths over a brow, and how much of that is hidden where it is hidden itself
THINNER = 0.75  # of a template's brows: they are somebody else's
REACHES = (0.6, 0.25, 0.12)  # face widths over which own skin is looked for, far first
TRUST = 0.08  # share of own skin around from which its colour is believed half
#: Natural logarithms by which gloss of the template's forehead is darker and lighter than its cheeks in the same light;
#: face widths it is smooth over, and from the person's own skin over which it grows: there both meet.
GLOSS, SHEEN, MEETS = (-0.08, 0.3), 0.04, 0.12
#: Natural logarithms by which skin near by may differ from the cheeks, in lightness and in each colour from that: what
#: differs more is the fringe's shade.
LOCAL, LOCAL_COLOUR = 0.12, 0.04
PORES, SKIN = 0.015, 0.1  # face widths of the template's fine lines, and of skin around its brows
DEEP, BROW = 0.1, 1.1  # natural logarithms that they are deep at the most, and that brows are, in their hairs
HAIRS = 0.012  # face widths around what the mesh calls a brow in which its hairs lie
GREYER = 0.3  # of its skin's colour that a black brow has lost
WHITE = 0.6  # of gloss that is white, whatever the skin's colour is
HAIRLINE = 1.12  # of the outline: so far up a forehead goes
SIDES, CROWN = 0.5, 1.0  # face widths from its middle and above the eyes where no forehead is any more
HIDES = 0.12  # of a forehead: less is the hairline, and the template's forehead begins there
DARKEST = 0.004  # linear light: below it colours are noise


def hides(hair: Plane, worn: Plane, light: Linear, points: Points) -> Mask:
    """Return (height, width) 0..1 where a photo's ``hair`` 0..1, warped to ``points``, hides brows and forehead.

    ``light`` (height, width, 3) linear is the photo there, in even light. Only what hangs down from the forehead is a
    fringe: brows that are taken for hair are none, nor are glasses, which are ``worn`` 0..1.
    """
    width, size = face_width(points), hair.shape
    _, y = face_units(size, points)
    brows = occlusion.height_of_brows(points)
    picture = display(light).astype(np.float32)
    glasses = _glasses(hair, worn, picture, points)
    zone = _above(size, points) * _lidless(size, points)
    if glasses is not None:  # a brow may lie behind their rim
        zone = zone * (y > brows) * (1 - cv2.dilate(np.maximum(glasses, _brows(size, points)), _disc(AROUND * width)))
    zone = zone * hull(size, points[list(OVAL), :2], HAIRLINE)
    strands = np.clip((hair - WISP) / (STRAND - WISP), 0, 1) * zone
    if not (part(size, points, CHEEKS) > 0).any():
        return np.zeros_like(strands)
    apart = skin_distance(picture, points)
    strange = zone * (apart > NONE) * (y > brows + BARE)
    strands = _hanging(np.maximum(strands, strange), strands > 0.5)
    odd = np.clip((apart - ALIKE) / (STRANGE - ALIKE), 0, 1)
    odd = odd * np.clip((y - LOWEST) / FADES, 0, 1)
    tips = odd * zone * cv2.dilate(strands, _disc(TIPS * width)) * (_brows(size, points) == 0)
    grown = np.maximum(
        cv2.dilate(strands, _disc(AROUND * width)), cv2.dilate(tips.astype(np.float32), _disc(0.4 * AROUND * width))
    )
    slits = cv2.morphologyEx(grown * zone, cv2.MORPH_CLOSE, _disc(SLIT * width)) * (y > brows + BARE)
    hung = _hanging(np.maximum(grown, slits) * zone, y > brows + ROOTS)
    whole = hung if glasses is not None else _whole_brows(hung, y, points)
    return np.asarray(soften(whole, 0.4 * AROUND * width), np.float32)


def _glasses(hair: Plane, worn: Plane, picture: Pixels, points: Points) -> Mask | None:
    """Return where the frames of the person's glasses are, 0..1; None where none are seen, by cut-out or lines.

    Where ``hair`` hangs between the eyes, what crosses the nose is its end.
    """
    band, (x, y) = part(worn.shape, points, EYE_BAND), face_units(worn.shape, points)
    frames = np.asarray(np.clip(4 * worn * (y < occlusion.height_of_brows(points) + FRAMES), 0, 1), np.float32)
    between = (np.abs(x) < NOSE[0]) & (np.abs(y) < NOSE[1])
    if between.any() and float(hair[between].mean()) < HUNG:
        dark = occlusion.glasses(picture, points)
        if dark is not None:
            return np.maximum(frames, np.minimum(dark, part(worn.shape, points, EYE_BAND, 1.1)))
        if occlusion.bridge_line(picture, points) > BRIDGE:
            return frames
    return frames if (worn * band).sum() > GLASSES * band.sum() else None


def _whole_brows(share: Plane, y: Plane, points: Points) -> Plane:
    """Return ``share`` with all of both brows where one is hidden, with none of them else: two halves match no more."""
    width, brows = face_width(points), _brows(share.shape, points)
    near = cv2.dilate(brows, _disc(OVER * width)) * (1 - brows) * (y > occlusion.height_of_brows(points))
    sides = [near * (part(share.shape, points, one, 2.0) > 0) > 0 for one in (RIGHT_BROW, LEFT_BROW)]
    hidden = max(float(share[side].mean()) if side.any() else 0.0 for side in sides)
    soft = cv2.dilate(brows, _disc(1.25 * HAIRS * width))
    return np.asarray(np.maximum(share, soft) if hidden > COVERED else share * (1 - brows), np.float32)


def _hanging(share: Plane, held: np.ndarray) -> Plane:
    """Return what of ``share`` hangs together with what is ``held``."""
    _, names = cv2.connectedComponents((share > 0.1).astype(np.uint8))
    return np.asarray(share * np.isin(names, np.unique(names[held & (names > 0)])), np.float32)


def bared(
    lit: Linear, light: Linear, hidden: Mask, own: Plane, template: Plane, shading: Plane, points: Points
) -> Linear:
    """Return the face ``lit`` (height, width, 3) linear with skin where it is ``hidden`` 0..1.

    ``own`` 0..1 is bare skin of the photo, whose colours go on, near first; ``light`` is the template, whose
    pores and brows are seen, with its skin ``template`` 0..1 and its ``shading``.
    """
    if not hidden.any():
        return lit
    width, size = face_width(points), hidden.shape
    free = own * (1 - hidden) * _plain(size, points)
    cheek = (part(size, points, CHEEKS) > 0) & (free > 0.5)
    if not cheek.any():
        return lit
    even = np.log((lit / shading.clip(0.1)[..., None]).clip(DARKEST))
    usual = np.median(even[cheek], 0)
    near = np.zeros_like(even)
    for reach in REACHES:
        weight = wide(free, reach * width)[..., None]
        seen = wide((even - usual) * free[..., None], reach * width) / (weight + 1e-5)
        near += weight / (weight + TRUST) * (seen - near)
    tone = near.mean(-1, keepdims=True)
    near = tone.clip(-LOCAL, LOCAL) + (near - tone).clip(-LOCAL_COLOUR, LOCAL_COLOUR)
    away = cv2.distanceTransform((free < 0.5).astype(np.uint8), cv2.DIST_L2, 5) / (MEETS * width)
    fine, hairs = _lines(light, lit, template, shading, points)
    fine = (np.exp(fine[0] * away.clip(0, 1) + fine[1]) - 1)[..., None]
    skin = np.exp(usual + near) * shading[..., None]
    white = WHITE * (fine > 0)
    skin = skin + fine * (white * luminance(skin)[..., None] + (1 - white) * skin)
    fill = skin * np.exp(hairs)[..., None]
    grey = GREYER * (1 - np.exp(hairs.clip(None, 0)))[..., None]
    fill += grey * (luminance(fill)[..., None] - fill)
    return np.asarray(lit + (fill - lit) * hidden[..., None], np.float32)


def _lines(light: Linear, lit: Linear, skin: Plane, shading: Plane, points: Points) -> tuple[Plane, Plane]:
    """Return how much lighter a template's gloss and pores (2, height, width), and its brows, are than skin around.

    Natural logarithms. Gloss lies on skin whatever its tone is: of ``lit``, lighter skin, it is a smaller part.
    """
    width, size = face_width(points), skin.shape
    tone, bare = np.log(luminance(light).clip(DARKEST)), skin * (features(size, points, ROOM) == 0)
    fine, coarse = (wide(bare, reach * width) for reach in (PORES, SKIN))
    near = wide(tone * bare, PORES * width) / (fine + 1e-5)
    around = wide(tone * bare, SKIN * width) / (coarse + 1e-5)
    sure = bare * np.clip(2 * fine - 1, 0, 1)
    brows = cv2.dilate(_brows(size, points), _disc(HAIRS * width))
    brows = soften(brows, 0.01 * width) * np.clip(coarse / 0.1, 0, 1)
    cheek = part(size, points, CHEEKS) > 0
    unlit, own = near - np.log(shading.clip(0.1)), np.log(luminance(lit).clip(DARKEST))
    gloss = soften(((unlit - np.median(unlit[cheek])).clip(*GLOSS) * sure).astype(np.float32), SHEEN * width)
    less = min(1.0, float(np.exp(np.median(tone[cheek]) - np.median(own[cheek]))))
    pores = (tone - near).clip(-DEEP, DEEP) * sure
    dark = tone - around
    deepest = -float(np.percentile(dark[inside], 5)) if (inside := _brows(size, points) > 0.5).any() else 0.0
    dark = (dark * min(THINNER, BROW / max(deepest, 1e-3))).clip(-2 * BROW, DEEP)
    smooth = np.stack([gloss, pores]) * (1 - brows) * less
    return np.asarray(smooth, np.float32), np.asarray(dark * brows, np.float32)


def share(hidden: Mask, points: Points) -> float:
    """Return how much of a forehead is ``hidden``, 0..1."""
    _, y = face_units(hidden.shape, points)
    forehead = (hull(hidden.shape, points[list(OVAL), :2]) > 0) & (y > occlusion.height_of_brows(points) + BARE)
    return float(hidden[forehead].mean()) if forehead.any() else 0.0


def forehead(template: Plane, points: Points) -> Mask:
    """Return (height, width) 0..1 of the template's forehead up to its hairline, by its skin ``template`` 0..1."""
    width = face_width(points)
    x, y = face_units(template.shape, points)
    up = np.clip((y - occlusion.height_of_brows(points)) / 0.06, 0, 1) * np.clip((SIDES - np.abs(x)) / 0.06, 0, 1)
    return np.asarray(soften(template * (y < CROWN), 0.008 * width) * up, np.float32)


def _plain(size: tuple[int, ...], points: Points) -> Mask:
    """Return 1 where no brow, eye or lip is, nor what hair and whiskers make of a face's rim."""
    return np.asarray((1 - features(size, points, ROOM)) * hull(size, points[list(OVAL), :2], HAIRLINE), np.float32)


def _brows(size: tuple[int, ...], points: Points) -> Mask:
    return np.maximum(*(part(size, points, one, 1.25) for one in (RIGHT_BROW, LEFT_BROW)))


def _above(size: tuple[int, ...], points: Points) -> Mask:
    """Return (height, width) 0..1 where hair may be of a fringe: above the eyes, and less and less down both sides."""
    x, y = face_units(size, points)
    beside = np.clip((np.abs(x) - SIDE[0]) / (SIDE[1] - SIDE[0]), 0, 1) * np.clip(1 + (y - LOWEST) / ENDS, 0, 1)
    return np.maximum(y > LOWEST, beside).astype(np.float32)


def _lidless(size: tuple[int, ...], points: Points) -> Mask:
    eyes = np.maximum(*(part(size, points, one, LIDS) for one in (RIGHT_EYE, LEFT_EYE)))
    return np.asarray(1 - soften(eyes, 0.015 * face_width(points)), np.float32)


def _disc(radius: float) -> np.ndarray:
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (max(3, round(2 * radius)) | 1,) * 2)
