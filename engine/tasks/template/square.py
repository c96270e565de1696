"""One face of a template in the square it is drawn in, and what is drawn there made fit for the place (paper 2.5.2)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import cv2
import numpy as np

from engine.diffusion.inpainter import Inpainter
from engine.faces import blend, landmarks
from engine.faces.frames import Frame
from engine.faces.occlusion import bare
from engine.faces.regions import Mask, face_width, hull, lab, soften
from engine.faces.registry import Faces
from engine.faces.types import OVAL, RGB, Mesh, Points, as_bytes

FINE = 512  # pixels of the square a face is finished in
GROW, GROW_EDGES = 0.10, 0.05  # dilation of the mask, in square roots of its pixels, as published
FEATHER = 0.03  # softness of the mask's border, in face widths
BORDER = 0.16  # face widths from the mask's border inwards in which the autoencoder's error is given back
DETAILED = 1.5  # base sides: a face whose square is smaller in the template has no use for more pixels than were drawn
TONE = 0.6  # how far the redrawn skin's colour follows the template's


@dataclass(frozen=True, kw_only=True, eq=False)
class Square:
    """What is known of one face of the template, in the square it is redrawn in (side `FINE`)."""

    frame: Frame
    picture: RGB
    points: Points  # (478, 3) mesh
    mesh: Mesh  # in pixels of the whole template
    six: Points  # (68, 2)

    @classmethod
    def of(cls, template: RGB, mesh: Mesh, frame: Frame) -> Square:
        """Return the square of the face of ``mesh`` in a template (height, width, 3)."""
        six = frame.points(landmarks.sixty_eight(mesh))
        return cls(frame=frame, picture=frame.cut(template), points=frame.mesh(mesh), mesh=mesh, six=six)


def masks(square: Square, wanted: Points) -> tuple[Mask, Mask, Mask]:
    """Return three (512, 512) masks: what is redrawn, where no edges are kept, and what of it is shown at the end.

    The face's outline and the person's own outline together, expanded below the eyes as the published code does, so
    that a wider jaw finds room; hair and things before the forehead stay the template's.
    """
    size = square.picture.shape
    outline = np.maximum(hull(size, square.points[list(OVAL), :2]), hull(size, wanted))
    area = math.sqrt(float(outline.sum()))
    low = np.zeros(size[:2], np.float32)
    low[round(float(square.six[36:48, 1].mean())) :] = 1

    def grown(share: float) -> Mask:
        kernel = np.ones((max(1, int(area * share)),) * 2, np.uint8)
        return np.maximum(outline, cv2.dilate(outline, kernel) * low)

    width = face_width(square.points)
    picture = lab(square.picture)
    free = bare(picture, picture, square.points)
    tight = cv2.erode(grown(GROW_EDGES), np.ones((max(1, int(2 * FEATHER * width)),) * 2, np.uint8))
    shown = soften(tight, FEATHER * width) * soften(free, 0.01 * width)
    shown[shown < 1 / 255] = 0
    return grown(GROW), grown(GROW_EDGES), shown


def settled(inpainter: Inpainter, square: Square, picture: RGB, mask: Mask, side: int) -> RGB:
    """Return ``picture`` (512, 512, 3) in the template's tone, with the autoencoder's error given back at the border.

    ``side`` is that of the picture which went through the autoencoder.
    """
    toned = blend.match_colour(picture.astype(np.float32), square.picture.astype(np.float32), mask, TONE)
    small = cv2.resize(square.picture, (side, side), interpolation=cv2.INTER_AREA)
    through = cv2.resize(inpainter.vae_roundtrip(small), (FINE, FINE), interpolation=cv2.INTER_CUBIC)
    error = square.picture.astype(np.float32) - through.astype(np.float32)
    return as_bytes(toned + error * _near_border(mask, BORDER * face_width(square.points))[..., None])


def enlarged(faces: Faces, frame: Frame, drawn: RGB) -> RGB:
    """Return a drawn square at `FINE` pixels, by a network where the template has a use for more than were drawn."""
    if FINE / frame.scale > DETAILED * len(drawn):
        return faces.upscale(drawn, FINE)
    return cv2.resize(drawn, (FINE, FINE), interpolation=cv2.INTER_CUBIC)


def laid(below: RGB, above: RGB, mask: Mask) -> RGB:
    """Return ``above`` where ``mask`` is 1, ``below`` where it is 0."""
    share = mask[..., None]
    return as_bytes(below * (1 - share) + above * share)


def _near_border(mask: Mask, reach: float) -> Mask:
    """Return 1 where the mask begins, falling to 0 ``reach`` pixels inside."""
    inside = cv2.distanceTransform((mask > 0.5).astype(np.uint8), cv2.DIST_L2, 5)
    return np.clip(1 - inside / max(reach, 1.0), 0, 1).astype(np.float32)
