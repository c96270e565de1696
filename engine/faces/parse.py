"""Cropping and head segmentation (paper 2.1.1; mission row 3): head and hair stay, everything else turns one colour.

No small network for hair exists in any registry, so the head is found by rule: a person mask, the face's outline from
its mesh, and the colours of the hair around the forehead. The outline decides what is neck, colour what is a long
strand and what is a collar or another person. Crops have the published numbers: face 0.35 to 0.45 of the side.
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
from engine.faces.regions import (
    CHEEKS,
    Mask,
    Pixels,
    Plane,
    face_units,
    face_width,
    hull,
    lab,
    part,
    skin_distance,
    soften,
)
from engine.faces.types import RGB, Mesh

Transform = NDArray[np.float64]  # (2, 3), pixels of one picture to pixels of another
Flags = NDArray[np.bool_]  # (height, width)

FACE_SHARE = 0.40  # of the crop's side; published range 0.35 to 0.45
FACE_Y = 0.5 / 1.15  # height of the face's centre in the crop, as published
EYES_Y, EYE_DISTANCE = 0.44, 0.27  # framing of the embedded base, see engine/pocket/data.py
SHRINK_BLUR = 0.7  # scales below this are blurred first, plain warping would alias

HEAD_ABOVE, HEAD_BESIDE = 1.15, 0.95  # face widths from between the eyes: how far a head with hair reaches
SKULL = 0.6  # face widths to either side: what is person up to here, above the mouth, is head
EARS, EAR_TOP, EAR_COLOUR = (
    0.85,
    0.2,
    42.0,
)  # face widths to either side and above the eyes; Lab distance from the cheeks
HAIR_BELOW = 1.7  # face widths below the eyes: long hair ends here
CHEST = 1.15  # face widths below the eyes: what is person under this, in the middle, is mostly clothes
COLOURS = 4  # kinds of colour learnt for hair, and for everything that is not hair
MAIN = 0.25  # share of the hair that a colour needs to excuse the same colour on the chest
FEWEST = 40  # pixels from which colours can be learnt
ALIKE = 10.0  # Lab distance: two colours this near say nothing about which is hair
BALD = 14.0  # Lab distance: hair closer than this to the skin's colour is no hair


class HeadSegmenter(Protocol):
    """Finds heads."""

    name: str

    def head_mask(self, rgb: RGB, mesh: Mesh) -> Mask:
        """Return where (height, width, 3) uint8 RGB shows the head with this mesh; (height, width) float32, 0..1."""


class HeadParser:
    """Finds the head with its hair.

    >>> parser = HeadParser(weights.path(folder, "segmenter", "selfie_segmenter.tflite"))
    >>> portrait = clean_background(rgb, parser.head_mask(rgb, mesh))
    """

    name = "mediapipe-selfie-segmenter+mesh"

    def __init__(self, model: Path) -> None:
        self._model = model

    @cached_property
    def _segmenter(self) -> Any:
        return task(vision.ImageSegmenter, vision.ImageSegmenterOptions, self._model, output_confidence_masks=True)

    def person_mask(self, rgb: RGB) -> Mask:
        """Return how surely each pixel of (height, width, 3) uint8 RGB shows a person; (height, width), 0..1."""
        found = self._segmenter.segment(picture(rgb)).confidence_masks[-1].numpy_view()
        return np.array(found, np.float32).reshape(rgb.shape[:2])

    def head_mask(self, rgb: RGB, mesh: Mesh) -> Mask:
        """Return the mask of face, ears and hair without neck and clothes; (height, width) float32, 0..1."""
        return head_of(self.person_mask(rgb), rgb, mesh)


def head_of(person: Mask, rgb: RGB, mesh: Mesh) -> Mask:
    """Return the head inside a person mask; everything (height, width), see the module's docstring for the rule."""
    x, y = face_units(rgb.shape, mesh.points)
    oval = hull(rgb.shape, mesh.oval) > 0
    mouth = _height_of_mouth(mesh)
    near = (x / HEAD_BESIDE) ** 2 + np.where(y > 0, y / HEAD_ABOVE, y / HAIR_BELOW) ** 2 < 1
    skull = (np.abs(x) < SKULL) & (y > mouth + 0.05) & near & (person > 0.5)
    strands = _hair(rgb, mesh, skull & ~oval & (y > mouth / 2), oval, person, x, y) & near & (person > 0.4)
    ears = (np.abs(x) < EARS) & (y < EAR_TOP) & (y > mouth) & (person > 0.5)  # a turned head shows one far out
    ears &= skin_distance(rgb, mesh.points) < EAR_COLOUR
    head = (skull | strands | ears | oval & (person > 0.3)).astype(np.uint8)
    size = max(3, round(0.04 * face_width(mesh.points))) | 1
    head = _largest(cv2.morphologyEx(head, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size))))
    return _fine(head, person, rgb, face_width(mesh.points))


def _height_of_mouth(mesh: Mesh) -> float:
    eyes, mouth = mesh.eyes.mean(0), mesh.points[[61, 291], :2].mean(0)
    return -float(np.linalg.norm(eyes - mouth)) / face_width(mesh.points)


def _hair(rgb: RGB, mesh: Mesh, sample: Flags, oval: Flags, person: Mask, x: Plane, y: Plane) -> Flags:
    """Return the pixels nearer to a colour of ``sample`` than to any of skin, chest or background.

    None for a bald head, and none where too little is seen to say.
    """
    values = cv2.GaussianBlur(lab(rgb), (0, 0), max(0.5, face_width(mesh.points) / 100))
    chest = (person > 0.8) & (np.abs(x) < 0.45) & (y < -CHEST)
    around = (person < 0.2) & (np.hypot(x, y) < 1.6)
    skin = part(rgb.shape, mesh.points, CHEEKS) > 0
    if sample.sum() < FEWEST or skin.sum() < FEWEST:
        return np.zeros(rgb.shape[:2], bool)
    hair, share = _colours(values[sample])
    kept = np.linalg.norm(hair - np.median(values[skin], axis=0), axis=1) > BALD  # ears lie in the sample too
    if not kept.any():
        return np.zeros(rgb.shape[:2], bool)
    others = np.concatenate([_colours(values[area])[0] for area in (skin, chest, around) if area.sum() >= FEWEST])
    # Strands lie on the chest, and the person mask has holes: what looks like hair there is no counter-example.
    main = hair[kept & (share >= MAIN)] if (kept & (share >= MAIN)).any() else hair[kept]
    others = others[_nearest(others, main) > ALIKE]
    if not len(others):
        return np.zeros(rgb.shape[:2], bool)
    return _nearest(values, hair[kept]) < _nearest(values, others)


def _colours(values: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    """Return the `COLOURS` that stand for many pixels (n, 3) and the share of each; repeatable."""
    cv2.setRNGSeed(0)
    rule = (cv2.TERM_CRITERIA_MAX_ITER, 12, 0)
    few = np.ascontiguousarray(values[:: max(1, len(values) // 4000)], np.float32)
    _, names, colours = cv2.kmeans(few, COLOURS, None, rule, 1, cv2.KMEANS_PP_CENTERS)
    return colours, np.bincount(names.ravel(), minlength=COLOURS) / len(few)


def _nearest(values: Pixels, colours: NDArray[np.float32]) -> Plane:
    return np.min([np.linalg.norm(values - colour, axis=-1) for colour in colours], axis=0)


def _largest(mask: NDArray[np.uint8]) -> NDArray[np.uint8]:
    count, names, sizes, _ = cv2.connectedComponentsWithStats(mask)
    return mask if count < 2 else (names == 1 + int(np.argmax(sizes[1:, cv2.CC_STAT_AREA]))).astype(np.uint8)


def _fine(head: NDArray[np.uint8], person: Mask, rgb: RGB, width: float) -> Mask:
    """Close small holes and let the edge follow the picture (guided filter), so that hair does not end in steps."""
    size = max(3, round(0.05 * width)) | 1
    closed = cv2.morphologyEx(head, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (size, size)))
    guided = cv2.ximgproc.guidedFilter(rgb, closed.astype(np.float32), max(2, round(0.03 * width)), 40.0)
    return np.clip(1.25 * guided - 0.12, 0, 1).astype(np.float32) * np.clip(2 * soften(person, 1), 0, 1)


def clean_background(rgb: RGB, mask: Mask, colour: tuple[int, int, int] = (255, 255, 255)) -> RGB:
    """Return ``rgb`` where ``mask`` is 1 and ``colour`` (RGB) where it is 0."""
    share = mask[..., None]
    return np.round(rgb * share + np.array(colour, np.float32) * (1 - share)).astype(np.uint8)


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
