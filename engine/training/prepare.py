"""From an accepted photo to the picture a base learns (paper 2.1.1): one function, which enrolment learns and
``studio inspect`` shows.

Two framings. ``eyes``, of the embedded base: the eyes on fixed places, whatever is around them. ``head``, of the
published bases: the face levelled by equation 1, centred, `SMALLEST_FACE` to `LARGEST_FACE` of the side, everything
that is not head in one colour. What the photo does not show is never learnt: it has no weight in the loss.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.bases import HEAD, LARGEST_FACE, SMALLEST_FACE, Family
from engine.faces import align
from engine.faces.framing import eye_transform, geometry, warp
from engine.faces.parse import FACE_SHARE, FACE_Y, clean_background
from engine.faces.parse import warp as filled
from engine.faces.regions import face_width, hull
from engine.faces.registry import Faces
from engine.faces.types import RGB, Face, Mesh, Points

JITTER = np.array([0.03, 0.03, 0.10, 0.06])  # shifts (shares of the side), log scale, radians: standard deviations
HEAD_SIDE = 1024  # pixels of a photo's longer side at which its head is looked for
HEAD_FACE = 192  # pixels a face that is wider keeps at least: Stable Diffusion 1.5 learns it so large
HEAD_BASE = 256  # side of a base; one that draws smaller pictures learns them of so many fewer of these pixels
WHITE = (255, 255, 255)
WHOLE = 0.999  # share of a cell from which all of it is meant
WHOLE_PHOTO = 0.25  # of the side: a face smaller than this in a picture of a style is framed closer
Transform = NDArray[np.float64]  # (2, 3), pixels of the photo to pixels of the training picture


@dataclass(frozen=True, kw_only=True, eq=False)
class Sample:
    """One selfie as the training takes it.

    ``picture`` (height, width, 3) uint8 RGB, ``head`` (height, width) float 0..1, ``mesh`` in its pixels,
    ``embedding`` (128,) or None, ``tags`` what is said of this photo alone: "smiling".
    """

    picture: np.ndarray
    head: np.ndarray
    mesh: Mesh
    embedding: np.ndarray | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Prepared:
    """One training picture: ``picture`` (side, side, 3) uint8 RGB, ``head`` and ``shown`` (side, side) float 0..1.

    ``shown`` is 0 where the photo had ended. ``geometry`` (28,) describes the face for a base that reads it,
    ``transform`` took the photo here.
    """

    picture: RGB
    head: NDArray[np.float32]
    shown: NDArray[np.float32]
    geometry: NDArray[np.float32]
    transform: Transform

    def weight(self, cells: tuple[int, int], outside: float) -> NDArray[np.float32]:
        """Return what each of (rows, columns) latent cells counts in the loss: 1 on the head, ``outside`` beside it.

        A cell that holds anything the photo did not show counts nothing.
        """
        head, shown = (cv2.resize(mask, cells[::-1], interpolation=cv2.INTER_AREA) for mask in (self.head, self.shown))
        return (outside + (1 - outside) * head) * (shown > WHOLE)


def sample_of(faces: Faces, rgb: RGB, face: Face, *, parse: bool = True, side: int = HEAD_BASE) -> Sample:
    """Look at the head of an accepted photo and retouch its skin (paper 2.1.1). ``face`` must have a mesh.

    Only a training asks where the head is: without ``parse`` it is not looked for, and nothing counts as head.
    ``side`` is that of the pictures the base learns.
    """
    smooth, kept = faces.retouch(rgb, face), faces.tags(rgb, face)
    head = _head(faces, rgb, face, min(1.0, side / HEAD_BASE)) if parse else np.zeros(rgb.shape[:2], np.float32)
    return Sample(picture=smooth, head=head, mesh=face.mesh, embedding=faces.embed(rgb, face), tags=kept)


def _head(faces: Faces, rgb: RGB, face: Face, share: float) -> NDArray[np.float32]:
    """Return the mask of the head, (height, width), looked for at ``share`` of `HEAD_SIDE`, or more for a small face.

    Each hair of a phone's photo would be cut out for pictures that show fewer: three to six seconds of a processor at
    2048 pixels. But somebody far away is learnt larger than they are in the photo: their face is not made smaller.
    """
    if face.mesh is None:
        return faces.head_mask(rgb, face)
    scale = share * max(HEAD_SIDE / max(rgb.shape[:2]), HEAD_FACE / face_width(face.mesh.points))
    if scale >= 1:
        return faces.head_mask(rgb, face)
    small = cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    seen = replace(face, box=face.box * np.float32(scale), mesh=replace(face.mesh, points=face.mesh.points * scale))
    mask = faces.head_mask(small, seen).astype(np.float32)
    return cv2.resize(mask, rgb.shape[1::-1], interpolation=cv2.INTER_LINEAR)


def prepare(sample: Sample, family: Family, jitter: NDArray[np.floating] | None = None) -> Prepared:
    """Return a photo as the base learns it; ``jitter`` (4,) varies the framing by so many shares of `JITTER`."""
    side, transform = family.side, _framed(sample.mesh, family, jitter)
    if family.framing == HEAD:
        mask = sample.head if sample.head.any() else hull(sample.picture.shape, sample.mesh.oval)
        head, shown = under(mask, transform, side), within(sample.picture, transform, side)
        picture = clean_background(filled(sample.picture, transform, side, fill=WHITE), head)
    else:
        head, shown = under(sample.head, transform, side), np.ones((side, side), np.float32)
        picture = warp(sample.picture, transform, side)
    shape = geometry(sample.mesh.points, transform, side, sample.mesh.blendshapes)
    return Prepared(picture=picture, head=head, shown=shown, geometry=shape, transform=transform)


def shape_of(mesh: Mesh, family: Family) -> NDArray[np.float32]:
    """Return the ``geometry`` (28,) that `prepare` finds in a photo with this mesh, without making the picture."""
    return geometry(mesh.points, _framed(mesh, family), family.side, mesh.blendshapes)


def _framed(mesh: Mesh, family: Family, jitter: NDArray[np.floating] | None = None) -> Transform:
    """Return what takes a photo to the picture the base learns."""
    moved = None if jitter is None else jitter * JITTER
    if family.framing == HEAD:
        return head_transform(mesh, family.side, moved)
    return eye_transform(mesh.points, family.side, family.eyes_y, family.eye_distance, moved)


def head_transform(mesh: Mesh, side: int, moved: NDArray[np.floating] | None = None) -> Transform:
    """Return the similarity that levels a face (2.1.1, equation 1) and brings it to its size and place in the square.

    ``moved`` (4,): shifts in shares of the side, log scale, radians. The face keeps to the paper's sizes.
    """
    shift_x, shift_y, grow, turn = (0.0, 0.0, 0.0, 0.0) if moved is None else moved
    angle = np.radians(align.rotation(mesh.five)[1]) + turn
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    level: Points = mesh.points[:, :2] @ rotation.T
    low, high = level.min(0), level.max(0)
    share = float(np.clip(FACE_SHARE * np.exp(grow), SMALLEST_FACE, LARGEST_FACE))
    scale = share * side / float((high - low).max())
    place = np.array([0.5 + shift_x, FACE_Y + shift_y]) * side
    return np.hstack([rotation * scale, (place - scale * (low + high) / 2)[:, None]])


def whole_photo(rgb: RGB, mesh: Mesh, family: Family) -> tuple[RGB, Transform]:
    """Return a picture of a style (side, side, 3), and the transform: a style is learnt with all that is around a face.

    The square never leaves the picture, and holds the face as near to its middle as that allows.
    """
    if family.framing != HEAD:
        transform = eye_transform(mesh.points, family.side, family.eyes_y, family.eye_distance)
        return warp(rgb, transform, family.side), transform
    height, width = rgb.shape[:2]
    left, top, right, bottom = mesh.box
    most = max(right - left, bottom - top) / WHOLE_PHOTO
    length = min(height, width, most)
    x = float(np.clip((left + right) / 2 - length / 2, 0, width - length))
    y = float(np.clip((top + bottom) / 2 - FACE_Y * length, 0, height - length))
    scale = family.side / length
    transform = np.array([[scale, 0.0, -x * scale], [0.0, scale, -y * scale]])
    return warp(rgb, transform, family.side), transform


def under(mask: NDArray[np.floating], transform: Transform, side: int) -> NDArray[np.float32]:
    """Return a mask (height, width) under ``transform``, (side, side); 0 outside the photo."""
    return cv2.warpAffine(mask.astype(np.float32), transform, (side, side))


def within(rgb: RGB, transform: Transform, side: int) -> NDArray[np.float32]:
    """Return (side, side): 1 where ``transform`` shows the photo, 0 where the photo had ended."""
    return under(np.ones(rgb.shape[:2], np.float32), transform, side)
