"""Cropping and head segmentation (paper 2.1.1; mission row 3): head and hair stay, everything else turns one colour.

The packaged head segmenter is the cut-out network, `engine.canvas.head`. Crops have the published numbers: face 0.35 to
0.45 of the side.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np
from mediapipe.tasks.python import vision
from numpy.typing import NDArray

from engine.faces.mediapipe_tasks import picture, task
from engine.faces.regions import Mask
from engine.faces.types import RGB, Mesh, as_bytes

Transform = NDArray[np.float64]  # (2, 3), pixels of one picture to pixels of another

FACE_SHARE = 0.40  # of the crop's side; published range 0.35 to 0.45
FACE_Y = 0.5 / 1.15  # height of the face's centre in the crop, as published
EYES_Y, EYE_DISTANCE = 0.44, 0.27  # framing of the embedded base: shares of the side
SHRINK_BLUR = 0.7  # scales below this are blurred first, plain warping would alias


class HeadSegmenter(Protocol):
    """Finds heads."""

    name: str

    def head_mask(self, rgb: RGB, mesh: Mesh) -> Mask:
        """Return where (height, width, 3) uint8 RGB shows the head with this mesh; (height, width) float32, 0..1."""


class PersonSegmenter:
    """Finds people: all that are in a picture, heads and clothes in one.

    >>> mask = PersonSegmenter(weights.path(folder, "segmenter", "selfie_segmenter.tflite")).person_mask(rgb)
    """

    name = "mediapipe-selfie-segmenter"

    def __init__(self, model: Path) -> None:
        self._model = model

    @cached_property
    def _segmenter(self) -> Any:
        return task(vision.ImageSegmenter, vision.ImageSegmenterOptions, self._model, output_confidence_masks=True)

    def person_mask(self, rgb: RGB) -> Mask:
        """Return how surely each pixel of (height, width, 3) uint8 RGB shows a person; (height, width), 0..1."""
        mask = self._segmenter.segment(picture(rgb)).confidence_masks[-1]
        # The view does not keep what it looks at: `mask` has to live until the values are copied.
        return np.array(mask.numpy_view(), np.float32).reshape(rgb.shape[:2])


def clean_background(rgb: RGB, mask: Mask, colour: tuple[int, int, int] = (255, 255, 255)) -> RGB:
    """Return ``rgb`` where ``mask`` is 1 and ``colour`` (RGB) where it is 0."""
    share = mask[..., None]
    return as_bytes(rgb * share + np.array(colour, np.float32) * (1 - share))


def crop_head(
    rgb: RGB, mesh: Mesh, *, share: float = FACE_SHARE, side: int = 512, fill: tuple[int, int, int] = (255, 255, 255)
) -> tuple[RGB, Transform]:
    """Return the square crop (side, side, 3) with the face centred horizontally and ``share`` of the side large.

    What lies outside the photo is ``fill``. The transform takes pixels of ``rgb`` to pixels of the crop.
    """
    left, top, right, bottom = mesh.box
    scale = share * side / max(right - left, bottom - top)
    shift = np.array([side / 2 - scale * (left + right) / 2, FACE_Y * side - scale * (top + bottom) / 2])
    transform = np.hstack([np.eye(2) * scale, shift[:, None]])
    return warp(rgb, transform, side, fill=fill), transform


def frame_by_eyes(
    rgb: RGB, mesh: Mesh, side: int, *, eyes_y: float = EYES_Y, eye_distance: float = EYE_DISTANCE
) -> tuple[RGB, Transform]:
    """Return (side, side, 3) with the eyes level at ``eyes_y`` and ``eye_distance`` apart (shares of the side).

    The photo's edge is continued outward. The transform takes pixels of ``rgb`` to pixels of the crop.
    """
    right, left = mesh.eyes.astype(np.float64)
    across = left - right
    scale = eye_distance * side / max(float(np.hypot(*across)), 1e-6)
    angle = -np.arctan2(across[1], across[0])
    turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    shift = np.array([side / 2, eyes_y * side]) - turn @ ((right + left) / 2)
    transform = np.hstack([turn, shift[:, None]])
    return warp(rgb, transform, side), transform


def warp(rgb: RGB, transform: Transform, side: int, *, fill: tuple[int, int, int] | None = None) -> RGB:
    """Return ``rgb`` under a similarity as (side, side, 3); ``fill`` None continues the photo's edge outward."""
    scale = float(np.hypot(transform[0, 0], transform[1, 0]))
    source = cv2.GaussianBlur(rgb, (0, 0), 0.45 / scale) if scale < SHRINK_BLUR else rgb
    border = cv2.BORDER_REPLICATE if fill is None else cv2.BORDER_CONSTANT
    return cv2.warpAffine(
        source, transform, (side, side), flags=cv2.INTER_CUBIC, borderMode=border, borderValue=fill or 0
    )
