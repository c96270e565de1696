"""More detail after drawing: the face drawn again at the base's full size and pasted back, or all of it drawn larger.

A face that fills a quarter of a picture has a quarter of the base's pixels; drawn alone it has all of them. Both passes
start from the picture, so that it stays what it was.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import cv2
import numpy as np

from engine.diffusion import refining
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from engine.faces.registry import Faces
from engine.faces.types import OVAL, RGB, Mesh, as_bytes
from engine.safety.nudity import NUDE

FACE_STRENGTH, HIRES_STRENGTH = 0.35, 0.4  # how much of the picture is turned into noise first
AROUND = 2.0  # the square that is drawn again, in face sides
LARGER = 1.5  # times the drawn size, for a picture drawn larger
FEATHER = 0.15  # softness of the face's border, in face sides


def refined(
    pipeline: PortraitPipeline,
    faces: Faces,
    shot: GenerationRequest,
    picture: RGB,
    how: str,
    *,
    sampler: str,
    cancelled: Callable[[], bool],
) -> RGB:
    """Return ``picture`` (height, width, 3) refined (``face``, ``faces`` for all of them, or ``hires``).

    Itself where nothing is to be gained.

    That is where no face is found, where it has the base's pixels already, and where the result may not be shown.
    """
    way = {"face": _face, "faces": _faces, "hires": _hires}[how]
    made = way(pipeline, faces, shot, picture, sampler, cancelled)
    return picture if faces.nude(made) >= NUDE else made


def _face(
    pipeline: PortraitPipeline,
    faces: Faces,
    shot: GenerationRequest,
    picture: RGB,
    sampler: str,
    cancelled: Callable[[], bool],
) -> RGB:
    mesh = faces.mesh(picture)
    return picture if mesh is None else _one(pipeline, mesh, shot, picture, sampler, cancelled)


def _faces(
    pipeline: PortraitPipeline,
    faces: Faces,
    shot: GenerationRequest,
    picture: RGB,
    sampler: str,
    cancelled: Callable[[], bool],
) -> RGB:
    """Every face, one after the other: on a whole body it has a tenth of the pixels of a portrait's."""
    for face in faces.everyone(picture):
        if face.mesh is not None:
            picture = _one(pipeline, face.mesh, replace(shot, size=None), picture, sampler, cancelled)
    return picture


def _one(
    pipeline: PortraitPipeline,
    mesh: Mesh,
    shot: GenerationRequest,
    picture: RGB,
    sampler: str,
    cancelled: Callable[[], bool],
) -> RGB:
    side = pipeline.family.side
    left, top, right, bottom = mesh.box
    length = round(min(AROUND * float(max(right - left, bottom - top)), *picture.shape[:2]))
    if length >= side:
        return picture
    x = round(float(np.clip((left + right) / 2 - length / 2, 0, picture.shape[1] - length)))
    y = round(float(np.clip((top + bottom) / 2 - length / 2, 0, picture.shape[0] - length)))
    square = cv2.resize(picture[y : y + length, x : x + length], (side, side), interpolation=cv2.INTER_CUBIC)
    drawn = refining.again(pipeline, shot, square, strength=FACE_STRENGTH, sampler=sampler, cancelled=cancelled)
    small = cv2.resize(drawn, (length, length), interpolation=cv2.INTER_AREA)
    outline = mesh.points[list(OVAL), :2] - np.array([x, y])
    share = refining.soft_oval(outline, small.shape, FEATHER * length / AROUND)[..., None]
    share *= _inside(length)[..., None]  # nothing shows where the square ends
    out = picture.copy()
    below = out[y : y + length, x : x + length]
    out[y : y + length, x : x + length] = as_bytes(below * (1 - share) + small * share)
    return out


def _hires(
    pipeline: PortraitPipeline,
    faces: Faces,
    shot: GenerationRequest,
    picture: RGB,
    sampler: str,
    cancelled: Callable[[], bool],
) -> RGB:
    height, width = (refining.multiple(LARGER * side, pipeline.backbone.pixels) for side in picture.shape[:2])
    large = faces.upscale(picture, max(height, width))
    large = cv2.resize(large, (width, height), interpolation=cv2.INTER_AREA)
    return refining.again(pipeline, shot, large, strength=HIRES_STRENGTH, sampler=sampler, cancelled=cancelled)


def _inside(length: int) -> np.ndarray:
    """Return (length, length): 1 inside, falling to 0 over the outermost sixteenth."""
    along = np.minimum(np.arange(length), np.arange(length)[::-1]) / max(1, length / 16)
    return np.minimum.outer(along, along).clip(0, 1).astype(np.float32)
