"""Is a photo good enough to learn from? Pure decisions on what was measured; the first reason found is the answer.

The order is what helps a person most: what hides the face comes before what can only be judged on a free face. Every
threshold was measured on LFW and UTKFace photos and altered copies of them; the bench ``fusion`` repeats the figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.faces import grown
from engine.faces.attributes import Attributes
from engine.faces.covering import SUNGLASSES, Eyes
from engine.faces.embed import SAME_PERSON, distance
from engine.faces.genuine import CERTAIN, Doubt
from engine.faces.hashing import bits_apart
from engine.faces.quality import Light
from engine.faces.types import Face
from engine.safety.nudity import NUDE
from engine.tasks.inspect.request import Looks, PhotoProblem, Scored

SMALLEST_FACE = 72  # pixels, brows to chin: the smallest base learns at 128 pixels for the whole head; others say more
TURNED_YAW, TURNED_PITCH = 45.0, 35.0  # degrees; beyond, half the face is hidden
BLURRED = 0.85  # softness of a blur of 3 % of the face's width; 1 % of ordinary photos reach it
DARK, GLARE, ONE_SIDED = 90.0, 0.25, 0.25  # see `quality.Light`; 1 % of free faces of any skin colour fall below 107
SAME_PICTURE_BITS = 14  # of 256; a photo saved, shrunk or brightened anew differs in 10 at most, two of a series in 20
LARGER_COPY = 1.3  # times the pixels of the face: worth having instead of the smaller one
SAME_PICTURE_DISTANCE = 0.16  # embeddings of a cropped or re-saved photo; other photos of one person lie above 0.22
#: Number of photos known -> distance to their mean from which it is somebody else. A mean of several is nearer to its
#: own person's photos, so the border moves in: 1.7, 0.9 and 1.3 % of own photos refused, 2.2, 1.5 and 1.3 % let in.
SOMEBODY_ELSE = {1: SAME_PERSON, 2: 0.55, 3: 0.52}
#: Estimated years from which a person is taken for grown up where the age gate has no score (no mesh, another reader).
GROWN_UP = 20.0


@dataclass(frozen=True, kw_only=True)
class Sight:
    """What is seen of the largest face without knowing whose it is."""

    face: Face
    softness: float
    light: Light
    eyes: Eyes
    cover: float  # `covering.cover_score`
    labels: dict[str, float]  # of the tagger
    doubt: Doubt = CERTAIN  # whether it is a photo at all
    hand: bool = False  # before the mouth


def of_picture(
    nude: float, faces: Sequence[Face], softness: float = 0.0, smallest: int = SMALLEST_FACE
) -> PhotoProblem | None:
    """Decide on the whole picture: nudity, and how many people are the subject (background faces left out before).

    ``softness`` is the largest face's: a mesh fits neither what is hidden nor what is smeared. ``smallest`` is what the
    base in use can learn from (`Family.smallest_face`, pixels).
    """
    if nude >= NUDE:
        return PhotoProblem.NUDITY
    if not faces:
        return PhotoProblem.NO_FACE
    if len(faces) > 1:
        return PhotoProblem.SEVERAL_FACES
    if faces[0].side < smallest:
        return PhotoProblem.FACE_TOO_SMALL
    if faces[0].mesh is None:  # the window sees a face where no mesh fits
        return PhotoProblem.BLURRED if softness > BLURRED else PhotoProblem.COVERED
    return None


def of_sight(sight: Sight) -> PhotoProblem | None:
    """Decide whether the one face is seen well enough."""
    mesh, light = sight.face.mesh, sight.light
    if mesh is None or abs(mesh.yaw) > TURNED_YAW or abs(mesh.pitch) > TURNED_PITCH:
        return PhotoProblem.TURNED_AWAY
    if light.bright < DARK or light.glare > GLARE or light.even < ONE_SIDED:
        return PhotoProblem.BAD_LIGHT
    if sight.softness > BLURRED:
        return PhotoProblem.BLURRED
    if sight.doubt.is_drawn:
        return PhotoProblem.DRAWN
    if sight.doubt.is_rephotographed:
        return PhotoProblem.REPHOTOGRAPHED
    sunglasses = max(sight.labels.get("sunglasses", 0.0), sight.labels.get("sunglass", 0.0))
    if sight.eyes.dark or sunglasses >= SUNGLASSES or sight.cover > 0 or sight.hand:
        return PhotoProblem.COVERED
    return PhotoProblem.EYES_CLOSED if sight.eyes.closed else None


def of_age(seen: Attributes | Looks, others: Sequence[float] = (), *, vouched: bool = False) -> PhotoProblem | None:
    """Refuse whoever appears to be under 18: on this photo, or on this one and the ``others`` of them together.

    ``others`` are scores of photos of the same person, also of those that were refused: who was taken for a child
    needs more than one photo that says otherwise. Where an admin ``vouched``, only clear children are refused.
    """
    if seen.grown is None:
        return PhotoProblem.UNDER_AGE if seen.age < GROWN_UP and not vouched else None
    if vouched:
        return PhotoProblem.UNDER_AGE if seen.grown < grown.CHILD else None
    together = float(np.mean([seen.grown, *others]))
    return PhotoProblem.UNDER_AGE if min(seen.grown, together) < grown.GROWN else None


def scores_of(embedding: NDArray[np.float32], scores: Sequence[Scored]) -> list[float]:
    """Return how grown up the person of ``embedding`` (128,) looked on other photos."""
    return [one.grown for one in scores if distance(embedding, one.embedding) < SAME_PERSON]


def smaller_copy(own_hash: str, side: float, hashes: Sequence[str], sides: Sequence[float]) -> str:
    """Return the hash of the same picture with far fewer pixels among the ones before, empty where there is none.

    ``side`` and ``sides`` are pixels of the faces, 0 where nobody knows.
    """
    known = zip(hashes, sides, strict=False)
    same = ((other, size) for other, size in known if bits_apart(own_hash, other) <= SAME_PICTURE_BITS)
    return next((other for other, size in same if 0 < size * LARGER_COPY <= side), "")


def of_person(
    embedding: NDArray[np.float32], known: Sequence[Sequence[float]], own_hash: str, hashes: Sequence[str]
) -> PhotoProblem | None:
    """Decide against the photos before: the same picture again, or another person.

    ``embedding`` (128,), ``known`` the embeddings accepted so far, ``hashes`` of all photos so far.
    """
    if any(bits_apart(own_hash, other) <= SAME_PICTURE_BITS for other in hashes):
        return PhotoProblem.DUPLICATE
    if not known:
        return None
    if min(distance(embedding, other) for other in known) < SAME_PICTURE_DISTANCE:
        return PhotoProblem.DUPLICATE
    centre = np.mean(np.asarray(known, np.float32), axis=0)
    border = SOMEBODY_ELSE[min(len(known), max(SOMEBODY_ELSE))]
    return PhotoProblem.OTHER_PERSON if distance(embedding, centre) >= border else None
