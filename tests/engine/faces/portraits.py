"""Stand-ins for generated portraits: another person, a soft picture, a drawing, glasses on the nose."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np

from engine.faces import shape
from engine.faces.regions import BETWEEN_EYES, LEFT_BROW, RIGHT_BROW, WHOLE_LIPS, face_width
from engine.faces.types import LEFT_EYE, LEFT_IRIS, RGB, RIGHT_EYE, RIGHT_IRIS, Mesh

WING = (1, 2, 4, 5, 19, 94, 98, 327, 48, 278, 64, 294, 97, 326, 195, 197, 131, 360, 49, 279, 129, 358, 102, 331)
JAW = (172, 136, 150, 149, 176, 148, 152, 377, 400, 378, 379, 365, 397, 58, 288, 132, 361)
#: Part, move right and down in face widths, growth in width and height.
CHANGES = (
    (RIGHT_EYE + RIGHT_IRIS, 0.03, 0.0, 0.7, 0.65),
    (LEFT_EYE + LEFT_IRIS, -0.03, 0.0, 0.7, 0.65),
    (RIGHT_BROW, 0.03, -0.045, 1.0, 1.0),
    (LEFT_BROW, -0.03, -0.045, 1.0, 1.0),
    (WHOLE_LIPS, 0.0, 0.05, 0.6, 1.4),
    (WING, 0.0, 0.03, 1.6, 1.15),
)


def other_person(rgb: RGB, mesh: Mesh) -> RGB:
    """The same photo with other features: eyes small and close, nose broad, mouth narrow and low, jaw wide."""
    points, width = mesh.points, face_width(mesh.points)
    moved = points.copy()
    for part, right, down, wider, taller in CHANGES:
        names = list(part)
        centre = moved[names, :2].mean(0)
        moved[names, :2] = (moved[names, :2] - centre) * [wider, taller] + centre + np.array([right, down]) * width
    jaw = list(JAW)
    moved[jaw, 0] = (moved[jaw, 0] - points[BETWEEN_EYES, 0]) * 1.18 + points[BETWEEN_EYES, 0]
    apart = ((points[:, None, :2] - points[None, :, :2]) ** 2).sum(-1)
    near = np.exp(-apart / (2 * (0.035 * width) ** 2))
    target = points + 1.3 * (near @ (moved - points)) / near.sum(1, keepdims=True)
    left, top, right, bottom = box = shape.face_box(points, *rgb.shape[:2])
    out = rgb.copy()
    out[top:bottom, left:right] = np.clip(shape.bend_picture(rgb, points, target, box), 0, 255).astype(np.uint8)
    return out


def soft(rgb: RGB, share: float = 0.125) -> RGB:
    """A picture that was small once: what a small base draws, brought to size without detail."""
    height, width = rgb.shape[:2]
    small = cv2.resize(rgb, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC)


def drawing(rgb: RGB, tones: int = 6) -> RGB:
    """Flat areas of few tones, as in a poster."""
    flat = cv2.pyrMeanShiftFiltering(rgb, 12, 24)
    values = cv2.cvtColor(flat, cv2.COLOR_RGB2LAB)
    values[..., 0] = np.round(values[..., 0] / 255 * (tones - 1)) / (tones - 1) * 255
    return cv2.cvtColor(values, cv2.COLOR_LAB2RGB)


def thick_frames(rgb: RGB, mesh: Mesh) -> tuple[RGB, np.ndarray]:
    """Black frames without dark lenses, and where they are."""
    where = np.zeros(rgb.shape[:2], np.uint8)
    width = face_width(mesh.points)
    eyes = mesh.eyes
    line = max(2, round(0.03 * width))
    for x, y in eyes:
        cv2.ellipse(where, (round(x), round(y)), (round(0.17 * width), round(0.12 * width)), 0, 0, 360, 1, line)
    inner = [(round(x + side * 0.17 * width), round(y)) for (x, y), side in zip(eyes, (1, -1), strict=True)]
    cv2.line(where, inner[0], inner[1], 1, line)
    out = rgb.copy()
    out[where > 0] = (15, 15, 18)
    return out, where > 0


def shaded(rgb: RGB, mesh: Mesh, light: float = 0.55) -> RGB:
    """The half of the picture right of the nose in shade, with a soft edge as a window casts it."""
    across = (np.arange(rgb.shape[1]) - mesh.points[BETWEEN_EYES, 0]) / (0.12 * face_width(mesh.points))
    return (rgb * (1 - (1 - light) / (1 + np.exp(-across)))[None, :, None]).astype(np.uint8)


def turned(mesh: Mesh, degrees: float) -> Mesh:
    """The mesh with a matrix that says the head is turned further to the side."""
    angle = np.radians(degrees)
    turn = np.eye(4, dtype=np.float32)
    turn[:3, :3] = [[np.cos(angle), 0, np.sin(angle)], [0, 1, 0], [-np.sin(angle), 0, np.cos(angle)]]
    return replace(mesh, matrix=mesh.matrix @ turn)
