"""What lies before a face: the template's hair, glasses, hats and hands stay there."""

from __future__ import annotations

import cv2
import numpy as np

from engine.canvas.types import Plane
from engine.faces import occlusion
from engine.faces.regions import EYE_BAND, Mask, Pixels, face_units, face_width, hull, part, soften
from engine.faces.types import NOSE_TIP, OVAL, Points

SHRINK, FOREHEAD = 0.97, 0.90  # outline of what is shown, and of its forehead
FEATHER = 0.045  # face widths


def outline(size: tuple[int, ...], points: Points) -> Mask:
    """Return (height, width) 0..1: the face's outline, drawn in a little, more on the forehead."""
    centre = points[[NOSE_TIP, 168], :2].mean(0)
    up = points[10, :2] - points[168, :2]
    up = up / (np.linalg.norm(up) + 1e-6)
    spokes = points[list(OVAL), :2] - centre
    high = np.clip(spokes @ up / (0.6 * face_width(points)), 0, 1)[:, None]
    width = face_width(points)
    hard = hull(size, spokes * (SHRINK - (SHRINK - FOREHEAD) * high) + centre)
    kernel = int(max(3, FEATHER * width)) | 1
    return soften(cv2.erode(hard, np.ones((kernel, kernel))), FEATHER * width)


def jaw(size: tuple[int, ...], points: Points) -> Mask:
    """Return (height, width) 0..1 of the whole face below the eyes, to its very edge: a jaw that a beard hid."""
    width = face_width(points)
    _, height = face_units(size, points)
    return soften(hull(size, points[list(OVAL), :2]), 0.008 * width) * np.clip(-height / 0.1, 0, 1)


def before(template: Pixels, points: Points, hair: Plane, worn: Plane, hands: Plane) -> Mask:
    """Return (height, width) 0..1 of what stays in front of the face: the template's hair, glasses, hats and hands.

    ``template`` (height, width, 3) 0..255; ``hair``, ``worn`` and ``hands`` 0..1 are its parts; no beards.
    """
    width = face_width(points)
    _, height = face_units(template.shape, points)
    upper = np.clip((height + 0.12) / 0.1, 0, 1)  # below the eyes hair on a face is a beard
    strands = hair * upper
    band = part(template.shape, points, EYE_BAND, 1.1)
    glasses = occlusion.glasses(template, points)
    above = np.clip((height - occlusion.height_of_brows(points) - 0.02) / 0.06, 0, 1)
    hat = worn * above
    frames = np.zeros_like(hat) if glasses is None else np.minimum(glasses, np.maximum(band, 0))
    out = np.maximum.reduce([strands, hat, frames, hands])
    return np.asarray(soften(out.astype(np.float32), 0.006 * width).clip(0, 1), np.float32)
