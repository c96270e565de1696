"""Liveness: movements that nobody could know beforehand, done by the person of the photos.

A picture held before the camera does not open its mouth when asked, a recording of somebody does not do so in this
order. A face that is swapped in the camera while it moves is not told apart; that is written down in SECURITY.md.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np

from engine.errors import BadPhotoError, JobCancelledError
from engine.faces.embed import SAME_PERSON, distance
from engine.faces.registry import Faces
from engine.faces.types import RGB, Face, Mesh
from engine.models import Models
from engine.requests import Progress
from engine.talking import decoding
from engine.tasks.alive.request import Alive, AliveProblem, Lively, Movement

TURNED, LIFTED = 22.0, -14.0  # degrees
OPENED, SHUT = 0.35, 0.55  # of the mesh's shapes
AHEAD = 15.0  # degrees to either side within which a face is compared
HELD = 2  # looks at a video in a row that show a movement, or it was a blink
MATCHING = 0.8  # of the looks that are compared
KEPT, EACH = 6, 3  # looks of a video, and of each movement in it, that are compared: each costs 0.1 s


@dataclass(frozen=True, kw_only=True, eq=False)
class _Look:
    """One picture with the face in it; ``movement`` None where it does nothing in particular."""

    rgb: RGB
    face: Face | None
    movement: Movement | None = None


def run(request: Alive, models: Models, progress: Callable[[Progress], None], cancelled: Callable[[], bool]) -> Lively:
    """Return whether the series counts; whatever was sent, the answer is no error.

    Raises JobCancelledError, WeightMissingError, WeightCorruptError.
    """
    faces = models.faces
    try:
        looks = list(_looks(request.files, faces, cancelled))
    except BadPhotoError:
        return Lively(problem=AliveProblem.UNREADABLE)
    return Lively(problem=_problem(request, faces, looks), backends=dict(faces.backends))


def _problem(request: Alive, faces: Faces, looks: list[_Look]) -> AliveProblem | None:
    seen = [look for look in looks if look.face is not None]
    if not looks:
        return AliveProblem.UNREADABLE
    if len(seen) < MATCHING * len(looks):
        return AliveProblem.NO_FACE
    video = len(request.files) == 1
    shown = movements([look.movement for look in looks], HELD if video else 1)
    if shown != list(request.code):
        return AliveProblem.WRONG_CODE
    return None if _same_person(request, faces, seen) else AliveProblem.OTHER_PERSON


def movements(shown: list[Movement | None], held: int) -> list[Movement]:
    """Return what was done, in its order: what fewer than ``held`` looks in a row show is passed over."""
    runs = [(movement, len(list(each))) for movement, each in groupby(shown)]
    kept = [movement for movement, length in runs if movement is not None and length >= held]
    return [movement for movement, _ in groupby(kept)]


def movement_of(mesh: Mesh) -> Movement | None:
    """Return what a head is doing; the one thing, None for nothing in particular."""
    if abs(mesh.yaw) > TURNED:
        return Movement.SIDE
    if mesh.pitch < LIFTED:
        return Movement.UP
    if mesh.shape("jawOpen") > OPENED:
        return Movement.MOUTH
    return Movement.EYES if mesh.shape("eyeBlinkLeft", "eyeBlinkRight") > SHUT else None


def _same_person(request: Alive, faces: Faces, seen: list[_Look]) -> bool:
    """Say whether the known person does it: who moves, and who looks ahead in between.

    Each movement is compared by itself, or a clip could show one person's face and another one's movements. A turned
    head is compared like any other: 95 % of 39 lay within `SAME_PERSON`, 4 % of strangers (`engine.lab.faces.turned`).
    """
    if not request.known_embeddings:
        return False
    person = np.mean(np.asarray(request.known_embeddings, np.float32), axis=0)

    def own(look: _Look) -> bool:
        assert look.face is not None
        return distance(faces.embedder.embed(look.rgb, look.face), person) < SAME_PERSON

    if len(request.files) > 1:
        return all(own(look) for look in seen)  # a photo for each movement
    runs = [list(each) for movement, each in groupby(seen, lambda look: look.movement) if movement is not None]
    if not all(any(own(look) for look in _spread(run, EACH)) for run in runs if len(run) >= HELD):
        return False
    ahead = [look for look in seen if look.face.mesh is not None and abs(look.face.mesh.yaw) < AHEAD]
    return float(np.mean([own(look) for look in _spread(ahead or seen, KEPT)])) >= MATCHING


def _spread(looks: list[_Look], most: int) -> list[_Look]:
    return [looks[place] for place in np.unique(np.linspace(0, len(looks) - 1, most).round().astype(int))]


def _looks(files: tuple[Path, ...], faces: Faces, cancelled: Callable[[], bool]) -> Iterator[_Look]:
    pictures = decoding.watched(files[0]) if len(files) == 1 else (faces.upright(faces.load(file))[0] for file in files)
    for rgb in pictures:
        if cancelled():
            raise JobCancelledError
        face = faces.largest(rgb)
        mesh = face.mesh if face is not None else None
        yield _Look(rgb=rgb, face=face if mesh else None, movement=movement_of(mesh) if mesh else None)
