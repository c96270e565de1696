"""The garment's picture without the head of whoever wore it: what was behind it, and cloth and neck under its hair."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.canvas.linear import linear
from engine.canvas.smooth import wide
from engine.canvas.types import Linear, Plane
from engine.faces.regions import Mask, face_units, face_width
from engine.faces.types import CHIN, RGB, Mesh

Flags = NDArray[np.bool_]

GROW = 0.07  # face widths: how far around a head its last hairs are
SIDE = 320  # pixels of the longer side a background is made up at
NECK = 0.36  # face widths: half of a neck's width
AROUND = 2.2  # face widths of the picture around the head that lend their pixels
REACH, SLOPE = 2.2, 0.7  # face widths under the chin that sleeves reach down, and that shoulders slope
EVEN_ROWS = 31  # of a made up background
CLEAR = 3  # times `GROW` from hair at which cloth is lit as elsewhere
LOOSE = 0.17  # face widths: how far from a head single hairs are seen before what is behind it


def vacated(
    rgb: RGB, mesh: Mesh, head: Mask, clothes: Mask, skin: Mask, person: Mask, kept: Mask, trunk: Flags
) -> tuple[Linear, Flags, Flags]:
    """Return (height, width, 3) linear light without the ``head``; where a neck was made up, and where what is behind.

    What is ``kept`` stays to the bit.

    Masks (height, width) 0..1 of the picture: ``head`` with hair, ``clothes``, bare ``skin`` under it, all of the
    ``person``; ``trunk`` is where the pose has trunk and upper arms.
    """
    unit = face_width(mesh.points)
    size = 2 * max(1, round(GROW * unit)) + 1
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))
    solid = (head > 0.2).astype(np.uint8)
    hole = (cv2.dilate(solid, kernel) > 0) & (kept < 0.5)
    far = 2 * max(1, round(LOOSE * unit)) + 1
    strands = cv2.dilate(solid, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (far, far))) > 0
    hole |= strands & (clothes < 0.2) & (skin < 0.2) & (kept < 0.5)
    x, y = face_units(rgb.shape, mesh.points)
    chin = -float(np.linalg.norm(mesh.points[CHIN, :2] - mesh.eyes.mean(0))) / unit
    light = linear(rgb)
    near = cv2.dilate(solid, kernel) > 0
    cloth = hole & near & _hidden(clothes > 0.5, trunk, x, y, chin)
    throat = (
        hole
        & ~cloth
        & (np.abs(x) < _throat(skin > 0.5, x, y, chin) - 0.5 * (y - chin + 0.2).clip(0))
        & (y < chin + 0.1)
    )
    behind = hole & ~cloth & ~throat
    out = light.copy()
    out[behind] = _background(rgb, hole, person, unit, (x, y))[behind]
    clear = cv2.dilate(hole.astype(np.uint8), kernel, iterations=CLEAR) == 0  # cloth is shaded beside hair
    out[cloth] = _continued(light, (clothes > 0.5) & clear)[cloth]
    out[throat] = _continued(light, (skin > 0.5) & clear & (y < chin))[throat]
    soft = cv2.GaussianBlur(hole.astype(np.float32), (0, 0), max(0.6, 0.015 * unit))[..., None]
    soft = np.where(hole[..., None], 1.0, soft * ((clothes < 0.5) & (kept < 0.5))[..., None])
    return np.asarray(light * (1 - soft) + out * soft, np.float32), throat, behind


def _throat(skin: Flags, x: Plane, y: Plane, chin: float) -> float:
    """Return half the width of the neck in face widths, as its skin shows it."""
    strip = np.abs(x)[skin & (y < chin) & (y > chin - 0.3) & (np.abs(x) < 0.5)]
    return min(NECK, float(np.percentile(strip, 97))) if strip.size > 30 else NECK


def _hidden(clothes: Flags, trunk: Flags, x: Plane, y: Plane, chin: float) -> Flags:
    """Return where cloth must go on under hair: each shoulder is as full as the line from collar to sleeve."""
    drawn = np.zeros(clothes.shape, np.uint8)
    for side in (-1, 1):
        beside = clothes & (side * x > 0) & (y > chin - REACH) & (y < chin + 0.1) & (side * x < 2.6)
        points = np.argwhere(beside)
        if len(points) > 50:
            corners = cv2.convexHull(np.ascontiguousarray(points[:, ::-1]).astype(np.int32))
            cv2.fillConvexPoly(drawn, corners, 1)
    return (drawn > 0) & ~clothes & (trunk | (y > chin - SLOPE))


def _background(rgb: RGB, hole: Flags, person: Mask, unit: float, at: tuple[Plane, Plane]) -> Linear:
    """Return the picture with what is behind the head made up of what is beside the person."""
    x, y = at
    box = (np.abs(x) < AROUND + 1) & (np.abs(y) < AROUND + 0.5)
    left, top, across, down = cv2.boundingRect((box | hole).astype(np.uint8))
    part = np.s_[top : top + down, left : left + across]
    scale = min(1.0, SIDE / max(across, down))
    size = (max(8, round(across * scale)), max(8, round(down * scale)))
    picture = cv2.resize(rgb[part], size, interpolation=cv2.INTER_AREA)
    grown = cv2.dilate(((person > 0.15) | hole).astype(np.uint8), np.ones((2 * max(1, round(0.05 * unit)) + 1,) * 2))
    missing = cv2.resize(grown[part], size, interpolation=cv2.INTER_NEAREST)
    filled = _filled(picture, missing)
    out = linear(rgb)
    large = cv2.resize(filled, (across, down), interpolation=cv2.INTER_CUBIC)
    out[part] = linear(large)
    return out


def _filled(picture: RGB, missing: NDArray[np.uint8]) -> RGB:
    """Return ``picture`` with its ``missing`` pixels: each row mirrored inwards from both sides, on an even ground."""
    known, values = missing == 0, picture.astype(np.float32)
    if not known.any():
        return picture
    width = picture.shape[1]
    x = np.broadcast_to(np.arange(width), known.shape)
    left = np.maximum.accumulate(np.where(known, x, -1), 1)
    right = np.minimum.accumulate(np.where(known, x, width)[:, ::-1], 1)[:, ::-1]
    smooth, total, weights = _spread(values, known), np.zeros_like(values), np.zeros((*known.shape, 1), np.float32)
    for edge, there in ((left, left >= 0), (right, right < width)):
        # The edge is evened from row to row, or what it mirrors would fray.
        edge = cv2.blur(edge.astype(np.float32), (1, EVEN_ROWS)).round().astype(int).clip(0, width - 1)
        mirrored = (2 * edge - x).clip(0, width - 1)
        rows = np.arange(len(known))[:, None]
        place = np.where(known[rows, mirrored], mirrored, edge.clip(0, width - 1))
        weight = (there / (np.abs(edge - x) + 1.0) ** 2)[..., None].astype(np.float32)
        total += weight * values[rows, place]
        weights += weight
    pieces = np.where(weights > 0, total / weights.clip(1e-9), smooth)
    even = 0.04 * max(picture.shape)
    mixed = pieces - 0.5 * cv2.GaussianBlur(pieces, (0, 0), even) + 0.5 * cv2.GaussianBlur(smooth, (0, 0), even)
    return np.where(missing[..., None] > 0, mixed.clip(0, 255).astype(np.uint8), picture)


def _spread(values: NDArray[np.float32], known: Flags) -> NDArray[np.float32]:
    """Return ``values`` (height, width, 3) with what is not ``known`` taken from around, coarser the further away."""
    out, weight = values * known[..., None], known.astype(np.float32)
    total, share = np.zeros_like(values), np.zeros(known.shape, np.float32)
    for sigma in (2, 4, 8, 16, 32, 64, 128):
        around = wide(weight, sigma)
        now = (1 - share) * (around / 0.15).clip(0, 1)
        total += now[..., None] * wide(np.asarray(out, np.float32), sigma) / around[..., None].clip(1e-4)
        share += now
    return np.where(known[..., None], values, total / share[..., None].clip(1e-3)).astype(np.float32)


def _continued(light: Linear, known: Flags) -> Linear:
    """Return ``light`` spread from where it is ``known``, with as much grain as that has."""
    if known.sum() < 50:
        return light
    smooth = _spread(light, known)
    fine = np.abs(light - cv2.GaussianBlur(light, (0, 0), 1.2)).mean(-1)[known]
    noise = np.random.default_rng(0).standard_normal(light.shape[:2]).astype(np.float32)
    noise = cv2.GaussianBlur(noise, (0, 0), 0.8)
    grain = 0.9 * float(np.median(fine)) / max(float(noise.std()), 1e-6)
    return np.asarray(smooth + grain * noise[..., None], np.float32)
