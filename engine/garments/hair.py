"""Loose hair of the person's photo: without slivers of the collar it lay on, and with hair behind the neck as well."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.canvas.smooth import wide
from engine.canvas.swap import beards
from engine.canvas.types import CutOut, Linear, Plane
from engine.faces.regions import face_units, face_width, lab
from engine.faces.types import Mesh, Points, as_bytes
from engine.garments.clone import spread
from engine.garments.judge import about_chin
from engine.garments.tones import tones

BESIDE = 0.16  # face widths beside the photo's own clothes in which they show through hair
SURE, SHADES = 0.9, 4  # of hair and of clothes that lend their colours, and how many
LIKE_CLOTH, LIKE_HAIR = (
    0.56,
    0.44,
)  # share of the way from hair's colour to cloth's: no hair from there, hair up to here
PURE = 0.15  # and up to which nothing of cloth is in it
APART = 12.0  # Lab distance between both from which anything can be told
LONG, HANGS = 0.12, 0.38  # face widths above the chin: hair that hangs lower is long; from where some is behind a neck
INSIDE = 1.0  # face widths from the middle beyond which hair is not beside a neck
SHADED = 0.42  # of the light of hair that hair behind a neck has
SMOOTH, EDGE = 0.05, 0.012  # face widths: of its colour, and of its edge
FLARES, NARROWS = 0.6, 0.6  # face widths from the middle: a lock further out goes on nowhere; by how much less below
DOWN, ON = 0.5, 0.07  # face widths under the chin that it goes on; beside hair in which cloth is what the hair lies on
SOLID = 0.5  # from which hair hides what is behind it


def without_cloth(cut: CutOut, mesh: Mesh) -> CutOut:
    """Return ``cut`` with hair that is rather the photo's own collar seen between strands left out."""
    unit = face_width(mesh.points)
    size = 2 * max(1, round(BESIDE * unit)) + 1
    _, y = face_units(cut.alpha.shape, mesh.points)
    cloth = (cut.clothes > 0.3).astype(np.uint8)
    near = (cv2.dilate(cloth, np.ones((size, size), np.uint8)) > 0) & (y < 0) & (cut.hair > 0.02)
    values = lab(cut.colour)
    hair = tones(values, (cut.hair > SURE) & ~near & (y < 0.3), weight=1.0, count=SHADES)
    worn = tones(values, cut.clothes > SURE, weight=1.0, count=SHADES)
    if hair is None or worn is None or not near.any():
        return cut
    off_hair, off_cloth = hair.apart(values), worn.apart(values)
    share = off_hair / (off_hair + off_cloth).clip(1)
    told = ((off_hair + off_cloth - APART) / APART).clip(0, 1) * near
    keep = 1 - told * ((share - LIKE_HAIR) / (LIKE_CLOTH - LIKE_HAIR)).clip(0, 1)
    own = np.asarray(cut.hair * cv2.GaussianBlur(keep, (0, 0), 0.8), np.float32)
    # What is a little of both takes the colour of the hair around it.
    sure = (cut.hair > SURE) & ((told == 0) | (share < PURE))
    even = spread(np.asarray(cut.colour * sure[..., None], np.float32), sure)
    mixed = (told * ((share - PURE) / PURE).clip(0, 1) * (cut.hair > 0.02))[..., None]
    return replace(cut, hair=own, colour=as_bytes(cut.colour * (1 - mixed) + even * mixed))


def without_beard(hair: Plane, points: Points) -> Plane:
    """Return ``hair`` (height, width) 0..1 without the beard of the face at ``points``: it hangs before a neck."""
    if not beards.beard(hair, points).any():
        return hair
    return np.asarray(hair * (1 - beards.around(hair.shape, points)), np.float32)


def behind_neck(hair: Plane, cloth: Plane, colour: Linear, points: Points) -> tuple[Plane, Linear]:
    """Return where hair goes on behind the neck (height, width) 0..1, and its colour (height, width, 3).

    Whose ``hair`` hangs lower than the jaw has some behind the neck: there the old background was seen, or would be the
    new one, and neither is what a friend expects. Where it lay on the photo's own ``cloth`` it goes on down to the new
    one. ``points`` are those of the face.
    """
    unit = face_width(points)
    x, deep = about_chin(points, hair.shape)
    solid = (without_beard(hair, points) > SOLID) & (np.abs(x) < INSIDE) & (deep > -HANGS)
    lying = cv2.dilate((cloth > SOLID).astype(np.uint8), _disc(2 * max(1, round(ON * unit)) + 1)) > 0
    within = np.zeros(hair.shape, bool)
    for side in (-1, 1):
        own = solid & (side * x > 0)
        if not (own & (deep > -LONG)).any():
            continue
        inner = _towards(own, x, side)
        falls = own & lying & (deep > -LONG)
        if falls.any():
            under = inner & (side * x < min(FLARES, float((side * x[falls]).max())))
            narrower = side * x < FLARES - NARROWS * deep.clip(0)
            inner |= np.logical_or.accumulate(under, axis=0) & (deep < DOWN) & narrower
        within |= inner
    if not within.any():
        return np.zeros_like(hair), colour
    size = 2 * max(1, round(0.04 * unit)) + 1  # strands end at different heights, what is behind them does not
    rounded = cv2.morphologyEx(within.astype(np.uint8), cv2.MORPH_OPEN, _disc(size))
    share = cv2.GaussianBlur(rounded.astype(np.float32), (0, 0), max(0.8, EDGE * unit))
    share *= ((deep + HANGS) / 0.06).clip(0, 1)
    known = hair > SURE
    if not known.any():
        return np.zeros_like(hair), colour
    even = spread(np.asarray(colour * known[..., None], np.float32), known)
    return np.asarray(share, np.float32), np.asarray(wide(even, SMOOTH * unit) * SHADED, np.float32)


def _towards(solid: NDArray[np.bool_], x: Plane, side: int) -> NDArray[np.bool_]:
    """Return what lies between ``solid`` and the middle of the face, row by row."""
    flags = solid if side < 0 else solid[:, ::-1]
    inner = np.logical_or.accumulate(flags, axis=1)
    return np.asarray((inner if side < 0 else inner[:, ::-1]) & (side * x > 0), np.bool_)


def _disc(size: int) -> NDArray[np.uint8]:
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))  # type: ignore[return-value]
