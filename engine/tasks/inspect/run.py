"""Look at one selfie and say whether it can be used (paper 2.1), in about half a second on one core."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from engine.bases import LARGEST_FACE, Family
from engine.errors import BadPhotoError, JobCancelledError
from engine.faces import images, tags, verdict
from engine.faces.covering import cover_score, eyes_of
from engine.faces.forbidden import is_listed
from engine.faces.genuine import doubt
from engine.faces.hashing import perceptual_hash
from engine.faces.quality import light_of, patch_of, softness
from engine.faces.registry import Faces
from engine.faces.types import RGB, Face
from engine.models import Models
from engine.requests import Progress
from engine.tasks.inspect.request import InspectPhoto, PhotoProblem, PhotoVerdict

KEPT_SIDE = 1024  # long side of the cleaned picture
KEPT_FACE = 384  # but the face keeps this many pixels where the photo has them, or what the base in use learns it at


def run(
    request: InspectPhoto, models: Models, progress: Callable[[Progress], None], cancelled: Callable[[], bool]
) -> PhotoVerdict:
    """Return the verdict on ``request.photo``; whatever a person sends, the answer is a verdict and never an error.

    An accepted photo is written to ``request.cleaned``: upright, in sRGB, without metadata; so is one of
    another person, who may turn out to be whom most photos show. Any other is not kept.

    Raises:
        JobCancelledError: the owner took the job back.
        DiskFullError: no room for the cleaned picture.
        WeightMissingError, WeightCorruptError: a model needed for the look is not there.
    """
    began = time.monotonic()
    faces = models.faces
    try:
        rgb, turned = faces.upright(faces.load(request.photo))
    except BadPhotoError as bad:
        return PhotoVerdict(problem=PhotoProblem(bad.data["reason"]), seconds=time.monotonic() - began)
    if cancelled():
        raise JobCancelledError
    answer = _judge(faces, rgb, request, models.family)
    return replace(answer, turned=turned, backends=dict(faces.backends), seconds=time.monotonic() - began)


def warm(models: Models) -> None:
    """Load every model ahead of the first photo, by looking at a picture of nothing."""
    faces, nothing = models.faces, np.full((256, 256, 3), 127, np.uint8)
    face = Face(box=np.array([64, 64, 192, 192], np.float32), score=1.0, mesh=None)
    faces.upright(nothing)
    faces.faces(nothing)
    faces.nude(nothing)
    faces.embedder.embed(nothing, face)
    faces.attributes(nothing, face)
    faces.tagger.labels(nothing)
    _ = faces.hands


def _judge(faces: Faces, rgb: RGB, request: InspectPhoto, family: Family) -> PhotoVerdict:
    """Ask about the picture, then about the face, then about the person; the first problem is the answer."""
    own_hash = perceptual_hash(rgb)
    found = faces.faces(rgb)
    soft = softness(rgb, found[0]) if found else 0.0
    problem = verdict.of_picture(faces.nude(rgb), found, soft, family.smallest_face)
    if problem is not None:
        return PhotoVerdict(problem=problem, perceptual_hash=own_hash)
    face, rated = found[0], faces.quality(rgb, found[0])
    sight = _sight(faces, rgb, face)
    problem = verdict.of_sight(sight)
    if problem is not None:
        return PhotoVerdict(problem=problem, perceptual_hash=own_hash, quality=rated)
    embedding = faces.embedder.embed(rgb, face)
    if is_listed(embedding, request.forbidden):
        return PhotoVerdict(problem=PhotoProblem.BLOCKED, perceptual_hash=own_hash, quality=rated)
    seen = faces.attributes(rgb, face, embedding)
    others = verdict.scores_of(embedding, request.scores)
    problem = verdict.of_age(seen, others, vouched=request.vouched) or verdict.of_person(
        embedding, request.known_embeddings, own_hash, request.known_hashes
    )
    replaces = ""
    if problem is PhotoProblem.DUPLICATE:  # of a photo and its thumbnail the photo counts, whichever came first
        replaces = verdict.smaller_copy(own_hash, float(face.side), request.known_hashes, request.known_sides)
        problem = None if replaces else problem
    if problem in (None, PhotoProblem.OTHER_PERSON):  # of whom the photos are, all of them together will tell
        images.save_clean(_kept(rgb, face, family), request.cleaned)
    return PhotoVerdict(
        problem=problem,
        cleaned=request.cleaned if problem in (None, PhotoProblem.OTHER_PERSON) else None,
        quality=rated,
        looks=faces.looks([seen], tags.tags(sight.labels, face.mesh, rgb)),
        embedding=tuple(float(value) for value in embedding),
        perceptual_hash=own_hash,
        side=float(face.side),
        replaces=replaces,
    )


def _sight(faces: Faces, rgb: RGB, face: Face) -> verdict.Sight:
    patch = patch_of(rgb, face.mesh)
    return verdict.Sight(
        face=face,
        softness=softness(rgb, face),
        light=light_of(patch),
        eyes=eyes_of(patch, face.mesh),
        cover=cover_score(patch, face.score),
        labels=faces.tagger.labels(tags.bust(rgb, face)),
        doubt=doubt(rgb, patch),
        hand=faces.hands.covers(rgb, face),
    )


def _kept(rgb: RGB, face: Face, family: Family) -> RGB:
    """Return what is worth keeping: `KEPT_SIDE` pixels, more only where the face would become too coarse."""
    long, wanted = max(rgb.shape[:2]), max(KEPT_FACE, math.ceil(LARGEST_FACE * family.side))
    return images.shrink(rgb, round(long * max(KEPT_SIDE / long, min(1.0, wanted / face.side))))
