"""Is somebody in a picture who has forbidden their face to this bot? Compared with that list and with nothing else.

The list is empty for most bots; then nobody is compared with anybody.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.errors import BlockedFaceError
from engine.faces.embed import Embedding, distance
from engine.faces.registry import Faces
from engine.faces.types import RGB

#: Distance of 128 numbers below which a face is taken for a blocked one: nearer than for the photos of one person,
#: since here everybody is compared with everybody listed. LFW, 150 people: one photo of a listed person passes in 4 of
#: 100 cases, somebody else is refused in 3 of 10,000 comparisons (`engine.lab.faces.blocked`).
BORDER = 0.48
Listed = Sequence[Sequence[float]]


def is_listed(embedding: Embedding, listed: Listed) -> bool:
    """Say whether a face, (128,), is one of ``listed``."""
    return any(distance(embedding, np.asarray(other, np.float32)) < BORDER for other in listed)


def require_none(faces: Faces, rgb: RGB, listed: Listed) -> None:
    """Raise `BlockedFaceError` where a face of ``rgb``, (height, width, 3) uint8, is one of ``listed``.

    All faces are compared that a template's places are counted from: small, tilted and turned ones too.
    """
    if not listed:
        return
    seen = (face for face in faces.everyone(rgb) if face.mesh is not None or face.score > 0)  # others look away
    if any(is_listed(faces.embedder.embed(rgb, face), listed) for face in seen):
        raise BlockedFaceError
