"""The photos a canvas is made of, with the expression that was asked for.

First choice is a photo on which the person shows it themselves, with all of their head where any photo has that. Where
there is none, their own pixels are moved (`engine.canvas.mien`): measured on eight synthetic people that keeps the skin
of the photo and costs 0.03 to 0.1 of distance. Only where it is not read back that way the learnt face draws (`redraw`,
paper 2.5): the small base draws 128 pixels, which shows. What is kept is no further from the person, and no more
lopsided, than `_Ruler` and the photo allow; else the weaker movement stays, and is said not to show what was asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import cv2
import numpy as np

from engine.canvas.easel import Seen, choose, roomy
from engine.canvas.expressions import SHAPES, crossness, lacking, read, shown
from engine.canvas.mien import Moved, change, sketch
from engine.canvas.symmetry import lopsided
from engine.errors import OtherBaseError, WeightMissingError
from engine.faces.embed import NOBODY, Embedding, distance
from engine.faces.regions import hull
from engine.faces.registry import Faces
from engine.faces.types import RGB, Mesh
from engine.identity import Identity
from engine.models import Models
from engine.tasks.portrait.request import Expression, Portrait, Source
from engine.tasks.shared import kept

LOST = 0.1  # of the distance to the person that another expression may cost, against their photos' own
#: What it may be in any case: surprised photos of synthetic people lie 0.29 to 0.33 from their others, shocked ones
#: 0.32 to 0.39; 0.6 is somebody else.
NEAR = 0.41
ENOUGH = 2  # photos that show it: more are not moved
MORE = 3  # photos that are tried where none of the best can be made to show it
SURELY, SURER = 0.05, 0.08  # of a score beyond its bound that is read back in another size; of all but the brows
AS_LARGE = 400  # pixels of a face in a finished picture
FEWEST = 3  # photos from which each is judged by the others
CROOKED = 0.01  # distances of the eyes by which a redrawn face may be more lopsided than the photo: the mesh's doubt


@dataclass(frozen=True, kw_only=True, eq=False)
class Sitting:
    """A photo as it will be used, and what became of its expression."""

    seen: Seen
    source: Source = Source.PHOTO
    shows: bool = True  # what was asked for is read back


def sittings(request: Portrait, models: Models, identity: Identity, cancelled: Callable[[], bool]) -> list[Sitting]:
    """Choose the photos. Those that do not show the expression are only used where none does.

    Raises `BadPhotoError` where no photo shows a face, and what `redraw.redrawn` raises but `WeightMissingError`:
    without its ControlNets a base redraws nothing, and neither does one on which this face was not learnt.
    """
    photos, wish = kept.photos(request.identity, identity), request.expression
    found = models.easel.look(photos, identity.embeddings)
    own = [one for one in found if read(one.face.mesh, wish)]
    sure = [one for one in own if _surely(one.face.mesh, wish)]
    if _of_whole_heads(sure, found, wish):
        return [Sitting(seen=one) for one in choose(sure, wish)]
    ruler = _Ruler(models.faces, identity, found)
    made = _tried(models.faces, ruler, found, wish)
    good = [one for one in made if one.shows]
    best = [one for one in good if _surely(one.seen.face.mesh, wish)]
    if not best and (_of_whole_heads(own, found, wish) or (own and not good)):
        return [Sitting(seen=one) for one in choose(own, wish)]
    if good or not request.use_face_lora:
        return best or good or made
    drawn = _redrawn(models, request, identity, ruler, choose(found, wish, most=1)[0], cancelled)
    return [drawn] if drawn else made


def _of_whole_heads(some: Sequence[Seen], found: Sequence[Seen], wish: Expression) -> bool:
    """Say whether ``some`` will do: one of them shows as much of the head as any that is good enough."""
    able = roomy(found, wish)
    return any(one in able for one in some)


def _surely(mesh: Mesh, wish: Expression) -> bool:
    """Say whether a face shows ``wish`` by so much that the finished picture will."""
    return not lacking(mesh, wish, SURELY) and not lacking(mesh, wish, SURER) - {"brows"}


def _tried(faces: Faces, ruler: _Ruler, found: Sequence[Seen], wish: Expression) -> list[Sitting]:
    """Return the photos moved: until two show ``wish``, one of them surely. What cuts the crown off only at need."""
    first = choose(found, wish)
    made: list[Sitting] = []
    for one in (*first, *_others(found, first, wish)):
        if len(made) >= len(first) and any(sitting.shows for sitting in made):
            break
        made.append(_moved(faces, ruler, one, wish))
        shows = [sitting for sitting in made if sitting.shows]
        if len(shows) >= ENOUGH and any(_surely(sitting.seen.face.mesh, wish) for sitting in shows):
            break
    return made if any(sitting.shows for sitting in made) else made[: len(first)]


def _others(found: Sequence[Seen], first: Sequence[Seen], wish: Expression) -> list[Seen]:
    """Return the photos that were not taken at first, those nearest to ``wish`` first; a frown is far from a smile."""
    left = [one for one in found if one not in first]
    cross = 1.0 if wish is Expression.SMILE else 0.0
    return sorted(left, key=lambda one: cross * crossness(one.face.mesh) - shown(one.face.mesh, wish))[:MORE]


class _Ruler:
    """How far pictures made of a photo are from the person, and how far they may be."""

    def __init__(self, faces: Faces, identity: Identity, found: Sequence[Seen]) -> None:
        self._faces = faces
        seen = [faces.embedder.embed(one.rgb, one.face) for one in found]
        # A photo is no witness of itself: it is compared with the others.
        self._centres = {
            one: identity.centre if len(found) < FEWEST else np.mean(seen[:place] + seen[place + 1 :], axis=0)
            for place, one in enumerate(found)
        }
        apart = [distance(embedding, self._centres[one]) for one, embedding in zip(found, seen, strict=True)]
        self.most = max(float(np.median(apart)) + LOST, NEAR)

    def __call__(self, rgb: RGB, photo: Seen) -> float:
        embedding: Embedding | None = self._faces.embed(rgb)
        return NOBODY if embedding is None else distance(embedding, self._centres[photo])


def _moved(faces: Faces, ruler: _Ruler, one: Seen, wish: Expression) -> Sitting:
    """Return a photo with its own pixels moved, as it is where that cannot be had."""
    head = np.asarray(hull(one.rgb.shape[:2], one.face.mesh.oval), np.float32)
    look = partial(_seen_near, faces)
    moved = change(one.rgb, one.face, head, wish, look, lambda rgb: ruler(rgb, one), ruler.most)
    if moved is None:
        return Sitting(seen=one, shows=False)
    return _sitting(one, moved, wish, Source.MOVED)


def _seen_near(faces: Faces, rgb: RGB) -> Mesh | None:
    """Return the mesh of a photo with the scores of a picture that shows the face as large as a portrait does.

    A small face in a small photo is read otherwise: what was moved just far enough there is not read back in the end.
    """
    mesh = faces.mesh(rgb)
    if mesh is None:
        return None
    left, top, right, bottom = mesh.box
    tall, (height, width) = bottom - top, rgb.shape[:2]
    x0, y0 = max(0, round(left - 0.6 * tall)), max(0, round(top - 0.7 * tall))
    x1, y1 = min(width, round(right + 0.6 * tall)), min(height, round(bottom + 0.7 * tall))
    scale = AS_LARGE / max(tall, 1.0)
    near = cv2.resize(rgb[y0:y1, x0:x1], None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC)
    seen = faces.mesh(near)
    return mesh if seen is None else replace(mesh, blendshapes=seen.blendshapes)


def _sitting(one: Seen, made: Moved, wish: Expression, source: Source) -> Sitting:
    fresh = replace(one, rgb=made.rgb, face=replace(one.face, mesh=made.mesh), mark=f"{one.mark}-{source}-{wish}")
    return Sitting(seen=fresh, source=source, shows=made.shown)


def _redrawn(
    models: Models, request: Portrait, identity: Identity, ruler: _Ruler, one: Seen, cancelled: Callable[[], bool]
) -> Sitting | None:
    """Return the photo with a face the learnt one drew, from strong to weak the first that may be kept."""
    from engine.tasks.portrait import redraw  # the base and all it needs, where nothing is redrawn, is not loaded
    from engine.tasks.shared.identity_lora import load_identity_lora

    faces, wish = models.faces, request.expression
    head = np.asarray(hull(one.rgb.shape[:2], one.face.mesh.oval), np.float32)
    drawn = sketch(one.rgb, one.face, head, wish)
    mesh = faces.mesh(drawn)
    if mesh is None:
        return None
    target = replace(mesh, blendshapes=mesh.blendshapes | SHAPES[wish])
    wanted = redraw.Wanted(photo=one.rgb, mesh=one.face.mesh, sketch=drawn, target=target)
    most = lopsided(one.face.mesh) + CROOKED
    try:
        pipeline = models.pipeline
        worn = load_identity_lora(pipeline, request.identity, identity)
    except (WeightMissingError, OtherBaseError):
        return None
    weight = 1.0 if request.face_weight is None else request.face_weight
    pipeline.use(face=weight if worn else None, style=None)
    try:
        pictures = redraw.redrawn(models.inpainter, faces, identity, wanted, seed=request.seed, cancelled=cancelled)
        for strength, rgb in pictures:
            seen = faces.mesh(rgb)
            if seen is None or not read(seen, wish) or lopsided(seen) > most or ruler(rgb, one) > ruler.most:
                continue
            return _sitting(one, Moved(rgb=rgb, mesh=seen, strength=strength, shown=True), wish, Source.REDRAWN)
    except WeightMissingError:
        return None
    finally:
        pipeline.use(face=None, style=None)
    return None
