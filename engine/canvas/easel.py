"""What a worker keeps warm for canvases: the cut-out network, the scenes, and the photos of the person drawn last.

easel = models.easel
chosen = easel.choose(photos, Expression.AS_IS, most=4)     # good, and different from each other
subject = easel.subject(chosen[0])                          # made ready once
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from engine.canvas.expressions import crossness, shown, usual
from engine.canvas.scenes import SceneBook
from engine.canvas.subjects import prepare
from engine.canvas.types import Subject
from engine.errors import BadPhotoError
from engine.faces.registry import Faces
from engine.faces.types import CHIN, FOREHEAD, RGB, Face, Mesh
from engine.settings import EngineSettings
from engine.tasks.inspect.request import PhotoProblem
from engine.tasks.portrait.request import Expression

KEPT = 4  # subjects in memory, of one person: some 90 MB each
GOOD_FACE = 420  # pixels of a face from which more say nothing
UNLIKE = 0.35  # what a photo gains by another pose than those chosen before
WORSE = 0.9  # worth that a photo may lack against the best
CROWN = 0.45  # face heights above the forehead in which hair ends
CRAMPED = 2.0  # worth that a photo loses by cutting the crown off: more than a mien or a rank is worth
FROWNING = 3.0  # worth that a photo loses by brows drawn together where a smile is wanted: corners lifted cure no frown
CUT = 0.5  # how cramped a photo is that cuts it off for certain
POSE = 18.0  # degrees that count as another pose


@dataclass(frozen=True, kw_only=True, eq=False)
class Seen:
    """A photo of the person and their face in it; ``number`` 1 is the best of the photos."""

    rgb: RGB
    face: Face
    number: int
    mark: str  # of the file's bytes


class Easel:
    """Photos in, subjects out."""

    def __init__(self, settings: EngineSettings, faces: Faces) -> None:
        self._settings, self._faces = settings, faces
        self._subjects: OrderedDict[str, Subject] = OrderedDict()
        self._keeping = threading.Lock()
        self.scenes = SceneBook(settings.scenes, weights=settings.weights)

    def look(self, photos: Sequence[Path]) -> list[Seen]:
        """Return the photos that show a face with a mesh, in their order.

        What is kept of another person than theirs is let go. Raises `BadPhotoError` where none does.
        """
        seen, marks = [], []
        for number, file in enumerate(photos, 1):
            data = file.read_bytes()
            marks.append(hashlib.sha256(data).hexdigest())
            rgb = self._faces.load(data)
            face = self._faces.largest(rgb)
            if face is not None and face.mesh is not None:
                seen.append(Seen(rgb=rgb, face=face, number=number, mark=marks[-1]))
        for mark in self._subjects.keys() - set(marks):
            del self._subjects[mark]
        if not seen:
            raise BadPhotoError(PhotoProblem.NO_FACE)
        return seen

    def forget_people(self) -> None:
        """Drop every photo that was made ready."""
        with self._keeping:
            self._subjects.clear()

    def subject(self, seen: Seen) -> Subject:
        """Return a photo made ready, from memory where it was before; several may be asked for at once.

        Raises `BadPhotoError`: nothing can be made of it, with the reason.
        """
        known = self._subjects.get(seen.mark)
        if known is None:
            enlarge = partial(self._faces.upscaler.upscale, quality="fast")
            known = prepare(seen.rgb, _Known(seen), self._faces.cutter.cut_out, enlarge, self._faces.people.person_mask)
        with self._keeping:
            self._subjects[seen.mark] = known
            self._subjects.move_to_end(seen.mark)
            while len(self._subjects) > KEPT:
                self._subjects.popitem(last=False)
        return known


class _Known:
    """Perception that has already looked at this photo."""

    def __init__(self, seen: Seen) -> None:
        self._seen = seen

    def faces(self, rgb: RGB) -> list[Face]:
        """Return the face found before."""
        return [self._seen.face]


def choose(seen: Sequence[Seen], expression: Expression, most: int = KEPT) -> list[Seen]:
    """Return up to ``most`` photos, best first: large and good faces that show ``expression``, in different poses.

    A photo much worse than the best is not taken for the sake of variety, nor one that cuts the crown off beside one
    that shows it: no framing brings back what was not photographed.
    """
    own = usual([one.face.mesh for one in seen])
    worth = {one: _worth(one, expression, len(seen), own) for one in seen}
    left = [one for one in seen if whole(one)] or list(seen)
    least = max(worth[one] for one in left) - WORSE
    left = [one for one in left if worth[one] > least]
    chosen: list[Seen] = []
    while left and len(chosen) < most:
        best = max(left, key=lambda one: worth[one] + UNLIKE * _new(one, chosen))
        left.remove(best)
        chosen.append(best)
    return chosen


def _worth(one: Seen, expression: Expression, count: int, own: Sequence[float] | None) -> float:
    mesh = one.face.mesh
    size = min(1.0, one.face.side / GOOD_FACE)
    rank = 1 - (one.number - 1) / max(count, 1)
    turned = max(0.0, abs(mesh.yaw) - 25) / 30 + max(0.0, abs(mesh.pitch) - 20) / 30
    worth = 1.2 * size + 0.5 * rank + 1.5 * shown(mesh, expression, own) - turned - CRAMPED * _cramped(mesh)
    return worth - FROWNING * crossness(mesh, own) * (expression is Expression.SMILE)


def whole(one: Seen) -> bool:
    """Say whether a photo shows the head to its crown."""
    return _cramped(one.face.mesh) < CUT


def _cramped(mesh: Mesh) -> float:
    """Return 0..1: how much room a photo lacks above the forehead. Where there is little, it cuts the crown off."""
    tall = float(np.hypot(*(mesh.points[CHIN, :2] - mesh.points[FOREHEAD, :2])))
    return 1 - min(1.0, max(0.0, float(mesh.points[FOREHEAD, 1])) / (CROWN * tall))


def _new(one: Seen, chosen: Sequence[Seen]) -> float:
    """Return 0..1: how much another pose or mien this is than those chosen."""
    apart = [
        np.hypot(one.face.mesh.yaw - other.face.mesh.yaw, one.face.mesh.pitch - other.face.mesh.pitch) / POSE
        for other in chosen
    ]
    return float(min([1.0, *apart]))
