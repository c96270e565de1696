"""A template's face exchanged for the person's by their own pixels (`engine.canvas.swap`), and tried until it is good.

Each attempt is judged; what fails is tried again with another photo, weaker, or as a plain warp. What no means make
good is not shown: `SpoiltError` says why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from engine.canvas.easel import Seen
from engine.canvas.expressions import read
from engine.canvas.mien import change
from engine.canvas.swap.choose import mirrored, ranked
from engine.canvas.swap.exchange import exchange, usual
from engine.canvas.swap.judge import Verdict, judge
from engine.canvas.swap.places import place
from engine.canvas.swap.types import Exchanged, Means, Place
from engine.canvas.types import Subject
from engine.errors import BadPhotoError, JobCancelledError
from engine.faces import landmarks
from engine.faces.embed import NOBODY, distance
from engine.faces.regions import Mask, hull
from engine.faces.registry import Faces
from engine.faces.types import RGB, Face, Mesh, Points
from engine.identity import Identity
from engine.models import Models
from engine.tasks.portrait.request import Expression, Source
from engine.tasks.shared import kept
from engine.tasks.template.request import SpoiltError

PHOTOS = 4  # that are tried as they are
MEANS = (Means(), Means(proportions=0.5, outline=0.25), Means(proportions=0.6, outline=0.0, relight=0.5, plain=True))
MIENS = (Expression.SMILE, Expression.SERIOUS)
MOVED = 0.45  # distance to the person up to which a photo's expression may be changed


@dataclass(frozen=True, kw_only=True, eq=False)
class Put:
    """A template's part with the person's face, good enough to be shown."""

    place: Place
    made: Exchanged
    verdict: Verdict
    photo: int  # 1 is the best of the person's photos; 0: none, the base drew it
    source: Source  # PHOTO, MOVED where its expression was changed, BASE where an edit model drew it
    before: float  # distance to the person of the face that was there
    selfie: Subject | None = None  # what it was made of; None where the base drew it
    failed: int = 0  # other photos that were tried here, and by no means gave a good picture

    @property
    def wanted(self) -> Points:
        """(68, 2) landmarks the face was put on, pixels of the template."""
        mesh = replace(self.place.head.mesh, points=self.made.points)
        return landmarks.sixty_eight(mesh) + np.array(self.place.box[:2], np.float32)

    def onto(self, picture: RGB, claimed: Mask) -> None:
        """Write the part into ``picture`` (height, width, 3), where nobody else's share in ``claimed`` is larger."""
        left, top, right, bottom = self.place.box
        here, share = np.s_[top:bottom, left:right], self.made.touched
        where = share > claimed[here]
        picture[here][where] = self.made.rgb[where]
        claimed[here] = np.maximum(claimed[here], share)

    def whole(self, share: Mask, height: int, width: int) -> Mask:
        """Return a plane of the part as one of the whole template."""
        left, top, right, bottom = self.place.box
        out = np.zeros((height, width), np.float32)
        out[top:bottom, left:right] = share
        return out


@dataclass(frozen=True, kw_only=True, eq=False)
class _Photo:
    seen: Seen
    source: Source = Source.PHOTO


def put(
    models: Models,
    template: RGB,
    face: Face,
    folder: Path,
    identity: Identity,
    count: int,
    cancelled: Callable[[], bool],
) -> list[Put]:
    """Return up to ``count`` good exchanges of ``face``, most alike first; its mesh must be known.

    Raises:
        SpoiltError: none was good, with what was wrong with the best of them.
        BadPhotoError: no photo of the person shows a face.
        JobCancelledError: the owner took the job back.
    """
    faces, mesh = models.faces, face.mesh
    seen = models.easel.look(kept.photos(folder, identity))
    tone = usual([(one.rgb, one.face.mesh) for one in seen])
    there, before, look = standing(faces, template, face, identity)
    good: list[Put] = []
    faults: list[Verdict] = []
    tried: set[tuple[int, Source]] = set()
    for photo, means in _attempts(_photos(faces, look, mesh, seen)):
        if cancelled():
            raise JobCancelledError
        if any(one.photo == photo.seen.number and one.source is photo.source for one in good):
            continue
        try:
            subject = models.easel.subject(photo.seen)
        except BadPhotoError:
            continue
        made = exchange(there, subject, means, tone)
        verdict = judge(there, made, subject, look.mesh, look.distance, before)
        faults.append(verdict)
        tried.add((photo.seen.number, photo.source))
        if verdict.good:
            number, source = photo.seen.number, photo.source
            good.append(
                Put(
                    place=there,
                    made=made,
                    verdict=verdict,
                    photo=number,
                    source=source,
                    before=before,
                    selfie=subject,
                )
            )
        if len(good) == count or (good and means is not MEANS[0]):
            break
    if not good:
        raise SpoiltError(worst(faults))
    failed = len(tried) - len(good)
    return [replace(one, failed=failed) for one in sorted(good, key=lambda one: one.verdict.distance)]


def standing(faces: Faces, template: RGB, face: Face, identity: Identity) -> tuple[Place, float, Look]:
    """Return the head in a template, how far its face is from the person, and what looks there later."""
    there = place(template, face.mesh, faces.cutter.cut_out, faces.people.person_mask)
    before = distance(faces.embedder.embed(template, face), identity.centre)
    return there, before, Look(faces, there.head.mesh, identity)


def worst(faults: Sequence[Verdict]) -> str:
    """Return what is wrong with the attempt that has the fewest faults."""
    return min(faults, key=lambda one: len(one.faults)).faults[0] if faults else "likeness"


def _attempts(photos: Sequence[_Photo]) -> Iterator[tuple[_Photo, Means]]:
    """Other photos first, then the best two by weaker means."""
    for photo in photos[:PHOTOS]:
        yield photo, MEANS[0]
    for means in MEANS[1:]:
        for photo in photos[:2]:
            yield photo, means


def _photos(faces: Faces, look: Look, template: Mesh, seen: Sequence[Seen]) -> list[_Photo]:
    """Return the photos, best suited first; before them one whose expression is moved, where none shows it."""
    ordered = [_Photo(seen=one) for one in ranked(template, [*seen, *mirrored(template, seen, faces.mesh)])]
    wish = next((one for one in MIENS if read(template, one)), None)
    if wish is None or any(read(one.seen.face.mesh, wish) for one in ordered[:PHOTOS]):
        return ordered
    best = ordered[0].seen
    head = np.asarray(hull(best.rgb.shape[:2], best.face.mesh.oval), np.float32)
    moved = change(best.rgb, best.face, head, wish, faces.mesh, look.of_photo, MOVED)
    if moved is None or not moved.shown:
        return ordered
    face = replace(best.face, mesh=moved.mesh)
    fresh = replace(best, rgb=moved.rgb, face=face, mark=f"{best.mark}-{Source.MOVED}-{wish}")
    return [_Photo(seen=fresh, source=Source.MOVED), *ordered]


class Look:
    """Looks at a part of the template where its face is, whoever else is in it."""

    def __init__(self, faces: Faces, there: Mesh, identity: Identity) -> None:
        self._faces, self._box, self._identity = faces, there.box, identity

    def mesh(self, rgb: RGB) -> Mesh | None:
        """Return the mesh of the face at the place."""
        return self._faces.meshes.fit(rgb, self._box)

    def distance(self, rgb: RGB) -> float:
        """Return how far that face is from the person."""
        mesh = self.mesh(rgb)
        if mesh is None:
            return NOBODY
        return distance(
            self._faces.embedder.embed(rgb, Face(box=mesh.box, score=1.0, mesh=mesh)), self._identity.centre
        )

    def of_photo(self, rgb: RGB) -> float:
        """Return how far the face of a whole photo is from the person."""
        seen = self._faces.embed(rgb)
        return NOBODY if seen is None else distance(seen, self._identity.centre)
