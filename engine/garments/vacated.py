"""The garment's picture without the head of whoever wore it: what was behind it, and cloth under its hair."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.canvas.linear import linear
from engine.canvas.smooth import wide
from engine.canvas.types import Linear, Plane
from engine.faces.regions import Mask, face_units, face_width
from engine.faces.types import CHIN, RGB, Mesh
from engine.garments.clone import cloned

Flags = NDArray[np.bool_]

GROW = 0.07  # face widths: how far around a head its last hairs are
LOOSE = 0.17  # and single hairs before what is behind it
CLEAR = 2.5  # times `GROW` from hair at which cloth is lit as elsewhere
APART = 0.12  # face widths from the wearer at which what is behind is surely nothing of them
NECK = (0.95, 0.75)  # face widths to either side and under the chin in which a neck may have to make room
REACH = 2.2  # face widths under the chin that sleeves reach down
OUTER = 2.6  # face widths to either side that shoulders reach
SIDE = 0.34  # face widths from the middle at which a shoulder meets the neck
SPECK = 0.03  # squared face widths: a smaller piece of cloth under hair is none
RISES = 0.13  # face widths that a collar rises from the front to the side of the neck
MISFITS = 0.08  # face widths over which the fit of what was made up is told
SOFT = 0.015  # face widths: softness of a border between what was seen and what was made up


@dataclass(frozen=True, kw_only=True, eq=False)
class Vacated:
    """A picture (height, width) without a head."""

    light: Linear  # linear light; cloth goes on where hair lay on it, behind the head is what is behind
    ground: Linear  # what is behind, also where the neck is
    hole: Flags  # where the head was
    cloth: Flags  # of it, where cloth was made up
    neck: Flags  # where the wearer's neck is, as far as another may take its place
    misfit: float = 0.0  # of what is behind: how far it is from what is seen beside the hole, 0..1

    @property
    def invented(self) -> int:
        """Pixels of cloth that nobody photographed."""
        return int(self.cloth.sum())


def vacated(
    rgb: RGB, mesh: Mesh, head: Mask, clothes: Mask, skin: Mask, person: Mask, kept: Mask, trunk: Flags
) -> Vacated:
    """Return the picture without the ``head``. What is ``kept`` stays to the bit.

    Masks (height, width) 0..1 of the picture: ``head`` with hair, ``clothes``, bare ``skin`` under it, all of the
    ``person``; ``trunk`` is where the pose has trunk and upper arms.
    """
    unit, light = face_width(mesh.points), linear(rgb)
    hole = _hole(head, clothes, skin, kept, unit)
    x, y = face_units(rgb.shape, mesh.points)
    chin = -float(np.linalg.norm(mesh.points[CHIN, :2] - mesh.eyes.mean(0))) / unit
    worn = (clothes > 0.5) | (kept > 0.5)
    hidden = _hidden(worn, hole, trunk, x, y, chin)
    cloth = _large(hidden & ~worn & hole & _grown(head > 0.5, GROW * unit), SPECK * unit**2)
    bare = (skin > 0.3) | ((person > 0.3) & _grown(skin > 0.3, GROW * unit))
    neck = bare & ~worn & (np.abs(x) < NECK[0]) & (y > chin - NECK[1]) & (y < chin + 0.3)
    away = _grown((person > 0.3) | hole | worn | (skin > 0.3), APART * unit)
    open_ = _grown(hole & ~cloth, APART * unit) | _grown(neck, APART * unit)
    ground = cloned(light, open_, ~away, unit)
    away_of_hole = hole | worn | (person > 0.3) | (skin > 0.3)
    clear = ~_grown(hole, CLEAR * GROW * unit)
    dressed = cloned(light, _grown(cloth, 2 * SOFT * unit), (clothes > 0.5) & clear, unit) if cloth.any() else light
    return Vacated(
        light=_joined(light, ground, dressed, hole, cloth, worn | (skin > 0.3), unit),
        ground=ground,
        hole=hole,
        cloth=cloth,
        neck=neck,
        misfit=_misfit(light, ground, open_ & ~away_of_hole, unit),
    )


def _misfit(light: Linear, ground: Linear, beside: Flags, unit: float) -> float:
    """Return how far ``ground`` is from the picture where both are known, ``beside`` the hole, in 0..1 of its tone.

    A wall that has spread over a window is told here, before anybody sees it; leaves are blurred, which never fit.
    """
    if not beside.any():
        return 0.0
    apart = (np.sqrt(ground.clip(0, 1)) - np.sqrt(light.clip(0, 1))) * beside[..., None]
    weight = wide(beside.astype(np.float32), MISFITS * unit)
    even = wide(np.asarray(apart, np.float32), MISFITS * unit) / weight[..., None].clip(1e-4)
    return float(np.percentile(np.abs(even).mean(-1)[beside], 90))


def _hole(head: Mask, clothes: Mask, skin: Mask, kept: Mask, unit: float) -> Flags:
    """Return where head and hair are, single hairs included."""
    solid = head > 0.2
    hole = _grown(solid, GROW * unit) & (kept < 0.5)
    return hole | (_grown(solid, LOOSE * unit) & (clothes < 0.2) & (skin < 0.2) & (kept < 0.5))


def _joined(
    light: Linear, ground: Linear, dressed: Linear, hole: Flags, cloth: Flags, body: Flags, unit: float
) -> Linear:
    """Return the picture with the hole filled; beyond its border that fades, but never onto clothes or bare skin.

    A neck whose upper edge had faded into a wall would be taken for the tone of that neck.
    """
    border = cv2.GaussianBlur(cloth.astype(np.float32), (0, 0), max(0.6, SOFT * unit))[..., None]
    filled = ground * (1 - border) + dressed * border
    far = cv2.distanceTransform((~hole).astype(np.uint8), cv2.DIST_L2, 5) / (APART * unit)
    share = (np.clip(1 - far, 0, 1) * (hole | ~body))[..., None]
    return np.asarray(light * (1 - share) + np.where(hole[..., None], filled, ground) * share, np.float32)


def _hidden(clothes: Flags, hole: Flags, trunk: Flags, x: Plane, y: Plane, chin: float) -> Flags:
    """Return where cloth must go on under hair: under the line from the side of the neck to what is seen of a sleeve.

    Where the neck's own side is seen, cloth begins at the collar.
    """
    drawn = np.zeros(clothes.shape, np.uint8)
    for side in (-1, 1):
        beside = clothes & (side * x > 0) & (y > chin - REACH) & (y < chin + 0.25) & (side * x < OUTER)
        points = np.argwhere(beside)
        if len(points) > 50:
            points = np.vstack([points, _collar(beside, hole, side * x, y)])
            corners = cv2.convexHull(np.ascontiguousarray(points[:, ::-1]).astype(np.int32))
            cv2.fillConvexPoly(drawn, corners, 1)
    return (drawn > 0) & (trunk | (y > chin - REACH))


def _large(flags: Flags, least: float) -> Flags:
    """Return the pieces of at least so many pixels: beside a collar there is air, not cloth."""
    _, names, sizes, _ = cv2.connectedComponentsWithStats(flags.astype(np.uint8))
    kept = sizes[:, cv2.CC_STAT_AREA] >= least
    kept[0] = False
    return kept[names]


def _collar(clothes: Flags, hole: Flags, aside: Plane, y: Plane) -> NDArray[np.int64]:
    """Return the place (n, 2) where a collar meets the side of the neck under hair, none where that side is seen."""
    front = clothes & (aside < SIDE) & (aside > 0.05)
    if not front.any():
        return np.zeros((0, 2), np.int64)
    highest = float(np.percentile(y[front], 98))
    spot = np.argwhere((np.abs(aside - SIDE - 0.04) < 0.012) & (np.abs(y - highest - RISES) < 0.012) & hole)
    return spot[:1]


def _grown(flags: Flags, reach: float) -> Flags:
    size = 2 * max(1, round(reach)) + 1
    return cv2.dilate(flags.astype(np.uint8), cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))) > 0
