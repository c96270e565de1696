"""A template's face redrawn by an edit model, which is shown the template and photos of the person (paper 2.5).

It may change what lies in the mask of the second inference and nothing else; `engine.canvas.swap.judge` measures what
it made as it measures an exchange of own pixels, and whoever comes out looking under age is not shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from engine.canvas.swap.judge import Verdict, judge
from engine.canvas.swap.types import Exchanged, Place
from engine.errors import BadPhotoError, JobCancelledError
from engine.faces import verdict
from engine.faces.frames import Frame
from engine.faces.regions import Mask
from engine.faces.registry import Faces
from engine.faces.types import RGB, Face
from engine.identity import Identity
from engine.models import Models
from engine.tasks.inspect.request import PhotoProblem
from engine.tasks.portrait.request import Source
from engine.tasks.shared import editing
from engine.tasks.template.ownface import Look, Put, standing, worst
from engine.tasks.template.request import SpoiltError, Template
from engine.tasks.template.square import FINE, Square, enlarged, masks, settled


@dataclass(frozen=True, kw_only=True, eq=False)
class _Seen:
    """What the result is compared with."""

    there: Place
    before: float  # distance of the template's own face
    look: Look


def edited(
    request: Template,
    models: Models,
    template: RGB,
    face: Face,
    folder: Path,
    identity: Identity,
    cancelled: Callable[[], bool],
) -> list[Put]:
    """Return up to ``request.count`` good edits of ``face`` in ``template``, most alike first; its mesh must be known.

    Raises:
        SpoiltError: none was good, with what was wrong with the best of them.
        BadPhotoError: no photo of the person shows a face.
        OtherBaseError: the face was learnt on another base.
        JobCancelledError: the owner took the job back.
    """
    pipeline, inpainter, faces = models.pipeline, models.inpainter, models.faces
    family = pipeline.family
    photos = editing.who(pipeline, faces, folder, identity, request.face_weight)
    if not photos:
        raise BadPhotoError(PhotoProblem.NO_FACE)
    square = Square.of(template, face.mesh, Frame.of(face.mesh, family, FINE))
    wide, _, shown = masks(square, square.six)
    small, hole = (
        cv2.resize(one, (family.side, family.side), interpolation=cv2.INTER_AREA) for one in (square.picture, wide)
    )
    there, before, look = standing(faces, template, face, identity)
    seen, good, faults = _Seen(there=there, before=before, look=look), [], []
    for number in range(request.count * family.candidates):
        if cancelled():
            raise JobCancelledError
        seed = request.seed + number
        asked = editing.shot(family, editing.FACE, identity, square.picture, photos, seed)
        (drawn,) = inpainter.redraw([asked], small, hole, [], strength=editing.WHOLE, cancelled=cancelled)
        finished = settled(inpainter, square, enlarged(faces, square.frame, drawn), shown, family.side)
        made = _exchanged(template, square, finished, shown, seen)
        judged = _judged(faces, made, seen)
        faults.append(judged)
        if judged.good:
            good.append(Put(place=there, made=made, verdict=judged, photo=0, source=Source.BASE, before=before))
    if not good:
        raise SpoiltError(worst(faults))
    good.sort(key=lambda one: one.verdict.distance)
    return good[: request.count]


def _exchanged(template: RGB, square: Square, finished: RGB, shown: Mask, seen: _Seen) -> Exchanged:
    """Return the part of the template around the head with the square put back into it."""
    left, top, right, bottom = seen.there.box
    here = np.s_[top:bottom, left:right]
    part = square.frame.put(template, finished, shown)[here]
    share = np.ascontiguousarray(square.frame.share(shown, *template.shape[:2])[here])
    nothing, mesh = np.zeros_like(share), seen.look.mesh(part)
    points = seen.there.points if mesh is None else mesh.points
    hair = seen.there.head.cut.hair
    return Exchanged(rgb=part, face=share, skin=nothing, hair=hair, shaved=nothing, touched=share, points=points)


def _judged(faces: Faces, made: Exchanged, seen: _Seen) -> Verdict:
    """Measure as an exchange is measured: the template's own face is what eyes and outline are compared with."""
    judged = judge(seen.there, made, None, seen.look.mesh, seen.look.distance, seen.before)
    mesh = seen.look.mesh(made.rgb)
    if mesh is None or not verdict.of_age(faces.attributes(made.rgb, Face(box=mesh.box, score=1.0, mesh=mesh))):
        return judged
    return Verdict(**{**vars(judged), "faults": ("age", *judged.faults)})
