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

from engine.canvas import detail
from engine.canvas.expressions import Usual, crossness, grimaces, shown, usual
from engine.canvas.scenes import SceneBook
from engine.canvas.subjects import prepare, wearer
from engine.canvas.types import Subject
from engine.errors import BadPhotoError
from engine.faces.embed import distance
from engine.faces.registry import Faces
from engine.faces.types import CHIN, FOREHEAD, RGB, Face, Mesh
from engine.settings import EngineSettings
from engine.tasks.inspect.request import PhotoProblem
from engine.tasks.portrait.request import Expression

KEPT = 4  # subjects in memory, of one person: some 90 MB each
SIZE = 2.0  # worth of a face that has all the pixels a portrait shows
ROOM, BELOW = 0.6, 1.2  # worth of a photo that shows the shoulders, and the face heights below the chin that takes
UNLIKE = 0.35  # what a photo gains by another pose than those chosen before
WORSE = 0.9  # worth that a photo may lack against the best
CROWN = 0.45  # face heights above the forehead in which hair ends
CRAMPED = 2.0  # worth that a photo loses by cutting the crown off: more than a mien or a rank is worth
FROWNING = 3.0  # worth that a photo loses by brows drawn together where a smile is wanted: corners lifted cure no frown
CUT = 0.5  # how cramped a photo is that cuts it off for certain
BARELY = 0.85  # and up to which it is but the top of the hair, as close portraits leave it out
FEW = 2  # photos with the crown: where there are fewer, those that barely cut it off are taken as well
STRANGE = 5.0  # worth that a photo loses for each unit of distance it is further from the others than they are
WITNESSES = 3  # photos from which each is judged by the others
POSE = 18.0  # degrees that count as another pose


@dataclass(frozen=True, kw_only=True, eq=False)
class Seen:
    """A photo of the person and their face in it; ``number`` 1 is the best of the photos.

    ``apart`` is the distance of the face to the mean of those in the other photos, ``resolved`` the pixels of the face
    that hold detail (`engine.canvas.detail`); None where nobody knows.
    """

    rgb: RGB
    face: Face
    number: int
    mark: str  # of the file's bytes
    apart: float | None = None
    resolved: float | None = None


class Easel:
    """Photos in, subjects out."""

    def __init__(self, settings: EngineSettings, faces: Faces) -> None:
        self._settings, self._faces = settings, faces
        self._subjects: OrderedDict[str, Subject] = OrderedDict()
        self._found: dict[str, tuple[Face | None, float | None]] = {}  # by mark: the face, and the pixels it holds
        self._keeping = threading.Lock()
        self.scenes = SceneBook(settings.scenes, weights=settings.weights)

    def look(self, photos: Sequence[Path], embeddings: Sequence[Sequence[float]] = ()) -> list[Seen]:
        """Return the photos that show a face with a mesh, in their order.

        ``embeddings`` are those of all photos, where they are known: so each knows how unlike the others it is. What is
        kept of another person than theirs is let go. Raises `BadPhotoError` where no photo shows a face.
        """
        seen, marks = [], []
        apart = _apart(embeddings) if len(embeddings) == len(photos) else [None] * len(photos)
        for number, file in enumerate(photos, 1):
            data = file.read_bytes()
            marks.append(hashlib.sha256(data).hexdigest())
            rgb = self._faces.load(data)
            face, held = self._largest(rgb, marks[-1])
            if face is not None and face.mesh is not None:
                seen.append(
                    Seen(rgb=rgb, face=face, number=number, mark=marks[-1], apart=apart[number - 1], resolved=held)
                )
        with self._keeping:
            for kept in (self._subjects, self._found):
                for mark in kept.keys() - set(marks):
                    del kept[mark]
        if not seen:
            raise BadPhotoError(PhotoProblem.NO_FACE)
        return seen

    def _largest(self, rgb: RGB, mark: str) -> tuple[Face | None, float | None]:
        """Return the largest face of a photo and the pixels it holds, from memory where it was looked at before."""
        if mark not in self._found:
            face = self._faces.largest(rgb)
            held = None if face is None or face.mesh is None else detail.resolved(rgb, face.mesh)
            with self._keeping:
                self._found[mark] = face, held
            return face, held
        return self._found[mark]

    def forget_people(self) -> None:
        """Drop every photo that was made ready, and the faces that were found."""
        with self._keeping:
            self._subjects.clear()
            self._found.clear()

    def require(self, seen: Seen) -> None:
        """Raise the `BadPhotoError` that `subject` would, before any of its work is done."""
        wearer(_Known(seen).faces(seen.rgb))

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

    Only those that `roomy` returns: variety is no reason to take a bad one. Where the crown shows least comes last.
    """
    good, left = _good(seen, expression), roomy(seen, expression)
    worth = {one: good[one] - CRAMPED * _cramped(one.face.mesh) for one in left}
    chosen: list[Seen] = []
    while left and len(chosen) < most:
        best = max(left, key=lambda one: worth[one] + UNLIKE * _new(one, chosen))
        left.remove(best)
        chosen.append(best)
    return chosen


def _worth(one: Seen, expression: Expression, count: int, own: Usual | None) -> float:
    mesh = one.face.mesh
    size = min(1.0, (one.face.side if one.resolved is None else one.resolved) / detail.FULL)
    rank = 1 - (one.number - 1) / max(count, 1)
    turned = max(0.0, abs(mesh.yaw) - 25) / 30 + max(0.0, abs(mesh.pitch) - 20) / 30
    worth = SIZE * size + ROOM * _room(one) + 0.5 * rank + 1.5 * shown(mesh, expression, own) - turned
    return worth - FROWNING * crossness(mesh, own) * (expression is Expression.SMILE)


def _room(one: Seen) -> float:
    """Return 0..1: how much of the shoulders a photo shows. Of a face that fills it every picture is a close one."""
    points = one.face.mesh.points
    tall = max(float(np.hypot(*(points[CHIN, :2] - points[FOREHEAD, :2]))), 1.0)
    return float(np.clip((one.rgb.shape[0] - points[CHIN, 1]) / (BELOW * tall), 0, 1))


def roomy(seen: Sequence[Seen], expression: Expression) -> list[Seen]:
    """Return the good photos that show the head to its crown: no framing brings back what was not photographed.

    Where there are fewer than `FEW`, those that lack but the top of the hair too: all pictures of one photo look alike,
    and it may be the one that is least like the person. Nobody is shown with a grimace they did not ask for where one
    other photo will do. Never empty.
    """
    good = _good(seen, expression)
    heads = [one for one in seen if whole(one)]
    least = max(good[one] for one in heads or seen) - WORSE
    able = _becoming([one for one in seen if good[one] > least], seen, expression)
    left = [one for one in able if whole(one)]
    if len(left) < FEW:
        left = [one for one in able if _cramped(one.face.mesh) < BARELY]
    return left or able


def _becoming(some: Sequence[Seen], seen: Sequence[Seen], expression: Expression) -> list[Seen]:
    """Return ``some`` photos without grimaces, where "as is" is asked for; all of them where nothing would be left."""
    own = usual([one.face.mesh for one in seen])
    calm = [one for one in some if expression is not Expression.AS_IS or not grimaces(one.face.mesh, own)]
    return calm or list(some)


def _good(seen: Sequence[Seen], expression: Expression) -> dict[Seen, float]:
    """Return what each photo is worth, wherever it ends."""
    own = usual([one.face.mesh for one in seen])
    return {one: _worth(one, expression, len(seen), own) - STRANGE * _strange(one, seen) for one in seen}


def _apart(embeddings: Sequence[Sequence[float]]) -> list[float | None]:
    """Return the distance of each to the mean of the others; a photo is no witness of itself."""
    known = np.asarray(embeddings, np.float32)
    if len(known) < WITNESSES:
        return [None] * len(known)
    return [distance(one, np.delete(known, place, 0).mean(0)) for place, one in enumerate(known)]


def _strange(one: Seen, seen: Sequence[Seen]) -> float:
    """Return how much further a photo is from the others than they usually are from theirs, 0 and up."""
    known = [other.apart for other in seen if other.apart is not None]
    return 0.0 if one.apart is None else max(0.0, one.apart - float(np.median(known)))


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
