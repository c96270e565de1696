"""The astronaut as people photograph each other: turned, blurred, in the dark, with things before the face."""

from __future__ import annotations

import io

import cv2
import numpy as np
from PIL import Image

from engine.faces.regions import CHEEKS, LOWER_FACE, part
from engine.faces.types import LEFT_EYE, RGB, RIGHT_EYE, Face


def encoded(rgb: RGB, kind: str = "JPEG", **options: object) -> bytes:
    """The bytes of a picture file."""
    buffer = io.BytesIO()
    Image.fromarray(rgb).save(buffer, kind, **options)
    return buffer.getvalue()


def blurred(rgb: RGB, face: Face, share: float = 0.04) -> RGB:
    """Out of focus by a share of the face's width."""
    return cv2.GaussianBlur(rgb, (0, 0), share * face.side)


def darkened(rgb: RGB, light: float = 0.25) -> RGB:
    """With a share of the light."""
    return (rgb * light).astype(np.uint8)


def overexposed(rgb: RGB) -> RGB:
    """With more than twice the light."""
    return np.clip(rgb * 2.3, 0, 255).astype(np.uint8)


def beside(rgb: RGB, other: RGB) -> RGB:
    """Two pictures of one height, side by side."""
    return np.concatenate([rgb, other], axis=1)


def sunglasses(rgb: RGB, face: Face) -> RGB:
    """Black lenses over both eyes."""
    out = rgb.copy()
    for eye in (RIGHT_EYE, LEFT_EYE):
        points = face.mesh.points[list(eye), :2]
        centre, width = points.mean(axis=0), np.ptp(points[:, 0])
        axes = (round(0.85 * width), round(0.6 * width))
        cv2.ellipse(out, tuple(int(v) for v in centre), axes, 0, 0, 360, (12, 12, 14), -1)
    return out


def painted_eyes(rgb: RGB, face: Face) -> RGB:
    """Both eyes painted over with skin."""
    out = rgb.copy()
    skin = np.median(rgb[part(rgb.shape, face.mesh.points, CHEEKS) > 0], axis=0)
    for eye in (RIGHT_EYE, LEFT_EYE):
        points = face.mesh.points[list(eye), :2]
        centre = points.mean(axis=0)
        grown = (points - centre) * (1.25, 2.2) + centre
        cv2.fillConvexPoly(out, cv2.convexHull(grown.astype(np.int32)), tuple(int(v) for v in skin))
    return out


def masked(rgb: RGB, face: Face) -> RGB:
    """A pale blue mask over nose, mouth and chin."""
    out = rgb.copy()
    names = [195, 117, 346, 58, 288, 172, 397, *LOWER_FACE, 152]
    cover = cv2.convexHull(face.mesh.points[names, :2].astype(np.int32))
    folds = np.clip(np.array((150, 185, 215)) * (1 + 0.08 * np.sin(np.arange(len(out)) / 2)[:, None]), 0, 255)
    area = np.zeros(out.shape[:2], np.uint8)
    cv2.fillConvexPoly(area, cover, 1)
    rows, columns = np.nonzero(area)
    out[rows, columns] = folds[rows].astype(np.uint8)
    return out


def without_face(rgb: RGB) -> RGB:
    """The lower part of the picture: a suit, no face."""
    return np.ascontiguousarray(rgb[220:])


def shrunk(rgb: RGB, scale: float) -> RGB:
    """Smaller, as a face far away."""
    return cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
