"""The face of a canvas redrawn by the learnt face (paper 2.5): the person's own photo is the template.

    for strength, rgb in redrawn(inpainter, faces, identity, wanted, seed=1):   # strong ones first

The landmarks are those of the wanted expression, `Wanted.target`; inpainting begins at the photo with its points moved
there (`Wanted.sketch`) and goes a part of the way through noise; face fusion puts the person's own skin and features
back. Nothing but the face changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from engine.bases import QUALITY, Family
from engine.diffusion import controls
from engine.diffusion.inpainter import Control, Inpainter
from engine.diffusion.pipeline import GenerationRequest
from engine.faces import blend, fuse, landmarks
from engine.faces.frames import Frame
from engine.faces.framing import geometry
from engine.faces.regions import Mask, face_width, hull, soften
from engine.faces.registry import Faces
from engine.faces.types import OVAL, RGB, Mesh, Points, as_bytes
from engine.identity import Identity
from engine.prompts import prompt

FINE = 768  # pixels of the square a face is finished in
STRENGTHS = (0.65, 0.5, 0.4, 0.3)  # how far the photo is turned into noise; the paper's own first
GROW, FEATHER = 0.10, 0.03  # of the face's width: how far around it is redrawn, and how softly it ends
CANNY_SCALE = 0.2  # strength of the edges beside that of the landmarks, as published
TONE = 0.8  # how far the redrawn skin's colour follows the photo's


@dataclass(frozen=True, kw_only=True, eq=False)
class Wanted:
    """A photo (height, width, 3) uint8, its mesh, and where the face is to go; all in the photo's pixels."""

    photo: RGB
    mesh: Mesh
    sketch: RGB  # the photo with its points moved to the target's
    target: Mesh  # with the blendshapes of the wanted expression


def redrawn(
    inpainter: Inpainter,
    faces: Faces,
    identity: Identity,
    wanted: Wanted,
    *,
    seed: int,
    sampler: str = QUALITY,
    cancelled: Callable[[], bool] = lambda: False,
) -> Iterator[tuple[float, RGB]]:
    """Yield (strength, picture) with the face drawn by the base as it is put on now, the strongest first.

    Raises what `Inpainter.redraw` raises.
    """
    family = inpainter.pipeline.family
    frame = Frame.of(wanted.mesh, family, FINE)
    outline, mask = _masks(frame, wanted)
    steering, hole, start = _steering(frame, family, wanted, outline)
    who = identity.centre if family.person_tokens else None
    text = prompt(family, identity.looks, word=identity.trigger)
    shot = GenerationRequest(prompt=text, seed=seed, embedding=who, geometry=_shape(frame, family, wanted))
    selfie = fuse.Selfie(rgb=wanted.sketch, mesh=wanted.target)  # their own skin, where it goes
    kind = family.kind(sampler)
    for strength in STRENGTHS:
        (drawn,) = inpainter.redraw([shot], start, hole, steering, strength=strength, sampler=kind, cancelled=cancelled)
        yield strength, _finished(faces, identity, frame, wanted, selfie, drawn, mask)


def _masks(frame: Frame, wanted: Wanted) -> tuple[Mask, Mask]:
    """Return two (FINE, FINE) masks: what is redrawn, and what of it is shown."""
    size = (FINE, FINE)
    before, after = (frame.points(mesh.points[list(OVAL)]) for mesh in (wanted.mesh, wanted.target))
    outline = np.maximum(hull(size, before), hull(size, after))
    width = face_width(frame.mesh(wanted.mesh))
    grown = cv2.dilate(outline, _disc(GROW * width))
    return grown, soften(cv2.erode(outline, _disc(FEATHER * width)), FEATHER * width)


def _disc(radius: float) -> np.ndarray:
    side = 2 * max(1, round(radius)) + 1
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))


def _steering(frame: Frame, family: Family, wanted: Wanted, outline: Mask) -> tuple[list[Control], Mask, RGB]:
    """Return the controls, the hole and the picture to begin with, of the base's own side."""
    side, small = family.side, family.side / FINE
    pose = controls.blank(side, side)
    if family.own_bones:
        pose = controls.draw_head(pose, frame.points(landmarks.bones(wanted.target)) * small)
    else:
        joints, seen = landmarks.bust(wanted.target)
        pose = controls.draw_body(pose, frame.points(joints) * small, seen)
    six, pupils = landmarks.sixty_eight(wanted.target), landmarks.pupils(wanted.target)
    controls.draw_face(pose, frame.points(six) * small, frame.points(pupils) * small)
    start = cv2.resize(frame.cut(wanted.sketch), (side, side), interpolation=cv2.INTER_AREA)
    hole = cv2.resize(outline, (side, side), interpolation=cv2.INTER_AREA)
    edges = controls.canny(start, hole < 0.5)
    steering = [Control(kind="openpose", picture=pose), Control(kind="canny", picture=edges, scale=CANNY_SCALE)]
    return steering, hole, start


def _shape(frame: Frame, family: Family, wanted: Wanted) -> np.ndarray | None:
    """Return the geometry token: the person's own proportions with the expression's scores."""
    if not family.person_tokens:
        return None
    points: Points = frame.mesh(wanted.target)[:, :2] * (family.side / FINE)
    return geometry(points, np.eye(2, 3), family.side, wanted.target.blendshapes)


def _finished(
    faces: Faces, identity: Identity, frame: Frame, wanted: Wanted, selfie: fuse.Selfie, drawn: RGB, mask: Mask
) -> RGB:
    """2.4 on the redrawn square, then back into the photo, in the photo's colours."""
    large = cv2.resize(drawn, (FINE, FINE), interpolation=cv2.INTER_CUBIC)
    fused = faces.fuse(large, [selfie], person=identity.centre)
    picture = (large if fused is None else fused.picture).astype(np.float32)
    square = frame.cut(wanted.photo).astype(np.float32)
    toned = blend.match_colour(picture, square, mask, TONE)
    return frame.put(wanted.photo, as_bytes(toned), mask)
