"""Skin retouching (paper 2.1.1; mission row 4): smoother skin, the same person.

The skin is split into a surface that keeps edges (guided filter), blemishes and lines on it, and fine texture.
Blemishes are weakened most, texture only a little, so that skin does not turn into plastic; eyes, brows, lips,
nostrils and hair are not touched.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

import cv2
import numpy as np

from engine.faces.regions import (
    LEFT_BROW,
    NOSTRILS,
    RIGHT_BROW,
    WHOLE_LIPS,
    Mask,
    Pixels,
    face_width,
    hull,
    part,
    skin_distance,
    soften,
)
from engine.faces.types import LEFT_EYE, RGB, RIGHT_EYE, Mesh, as_bytes

BLEMISH, TEXTURE = 0.85, 0.3  # share that full strength takes away of each
SURFACE, FINE = 0.035, 0.004  # of the face width: radius of the surface filter, sigma that separates fine texture
SPOT = 0.05  # of the face width: what is smaller is a spot, not hair or cloth
NO_SPOT = 65.0  # Lab distance that no blemish has
EDGE = 16.0  # steps in brightness (0..255) much larger than this are edges and stay
AROUND = 0.3  # face widths around the face that its filters look at; the rest of a large photo is not computed
SKIN, NOT_SKIN = 26.0, 46.0  # Lab distance from the cheeks: skin up to the first, hair or cloth from the second


class Retoucher(Protocol):
    """Smooths skin."""

    name: str

    def retouch(self, rgb: RGB, mesh: Mesh) -> RGB:
        """Return (height, width, 3) uint8 RGB with smoother skin and everything far from the face unchanged."""


class FilterRetoucher:
    """The edge-preserving filter of this module; nothing to download."""

    name = "edge-preserving-filter"

    def retouch(self, rgb: RGB, mesh: Mesh) -> RGB:
        """Smooth at the default strength."""
        return retouch(rgb, mesh)


def retouch(rgb: RGB, mesh: Mesh, *, strength: float = 0.6) -> RGB:
    """Return ``rgb`` (height, width, 3) with smoother skin; ``strength`` 0 (nothing) to 1.

    Every pixel outside `skin_mask` keeps its value exactly.
    """
    if not 0 <= strength <= 1:
        raise ValueError(f"strength {strength} is not between 0 and 1")
    (left, top), (right, bottom) = _window(rgb, mesh)
    here = replace(mesh, points=mesh.points - np.array([left, top, 0], np.float32))
    made = rgb.copy()
    made[top:bottom, left:right] = _smoothed(np.ascontiguousarray(rgb[top:bottom, left:right]), here, strength)
    return made


def _window(rgb: RGB, mesh: Mesh) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return the corners (left, top), (right, bottom) of what has to be looked at."""
    margin = AROUND * face_width(mesh.points)
    low, high = mesh.oval.min(0) - margin, mesh.oval.max(0) + margin
    size = np.array(rgb.shape[1::-1])
    first, last = (np.clip(edge, 0, size).astype(int) for edge in (np.floor(low), np.ceil(high)))
    return (int(first[0]), int(first[1])), (int(last[0]), int(last[1]))


def _smoothed(rgb: RGB, mesh: Mesh, strength: float) -> RGB:
    """Return the whole of ``rgb`` retouched."""
    values, width = rgb.astype(np.float32), face_width(mesh.points)
    radius = max(2, round(SURFACE * width))
    spotless = _spotless(rgb, width)
    # The guide has no spots, so the surface follows the edges of a face but not those of a blemish.
    surface = cv2.ximgproc.guidedFilter(spotless.astype(np.float32), values, radius, EDGE**2)
    detail = values - surface
    coarse = cv2.GaussianBlur(detail, (0, 0), max(0.6, FINE * width))
    share = strength * skin_mask(rgb, mesh, spotless)[..., None]
    smooth: Pixels = values - share * (BLEMISH * coarse + TEXTURE * (detail - coarse))
    return as_bytes(smooth)


def skin_mask(rgb: RGB, mesh: Mesh, spotless: RGB | None = None) -> Mask:
    """Return where there is bare skin: the face without eyes, brows, lips, nostrils, hair and glasses; 0..1.

    ``spotless``: the picture without its spots, where that was computed before.
    """
    shape, points, width = rgb.shape, mesh.points, face_width(mesh.points)
    holes = [
        part(shape, points, names, grow)
        for names, grow in (
            (RIGHT_EYE, 1.5),
            (LEFT_EYE, 1.5),
            (RIGHT_BROW, 1.25),
            (LEFT_BROW, 1.25),
            (WHOLE_LIPS, 1.12),
            (NOSTRILS, 1.0),
        )
    ]
    inside = cv2.erode(hull(shape, mesh.oval, 0.97), np.ones((3, 3)))
    bare = inside * (1 - np.maximum.reduce(holes))
    spotless = _spotless(rgb, width) if spotless is None else spotless
    distance = cv2.GaussianBlur(skin_distance(spotless, points), (0, 0), max(0.5, 0.01 * width))
    bare = bare * np.clip((NOT_SKIN - distance) / (NOT_SKIN - SKIN), 0, 1)
    bare = bare * (skin_distance(rgb, points) < NO_SPOT)  # thin but dark: a frame or a strand
    size = max(3, round(0.02 * width)) | 1  # the feather stays inside: features are not touched
    return (soften(cv2.erode(bare, np.ones((size, size))), 0.012 * width) * (bare > 0)).astype(np.float32)


def _spotless(rgb: RGB, width: float) -> RGB:
    return cv2.medianBlur(rgb, max(3, round(SPOT * width)) | 1)
