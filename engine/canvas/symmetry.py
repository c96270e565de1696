"""How alike both halves of a face are, as its mesh shows them: what a bad drawing loses first."""

from __future__ import annotations

import numpy as np

from engine.faces.types import Mesh
from engine.talking.mesh.anatomy import anatomy

#: Points of the person's right half and their counterparts: eyes, lids, brows, mouth.
PAIRS = (
    (33, 263),
    (133, 362),
    (159, 386),
    (145, 374),
    (61, 291),
    (70, 300),
    (105, 334),
    (66, 296),
    (40, 270),
    (91, 321),
)


def lopsided(mesh: Mesh) -> float:
    """Return the mean distance of one half's points from the mirror image of the other's, in distances of the eyes."""
    own = anatomy(mesh).own[:, :2]
    right, left = (own[[pair[side] for pair in PAIRS]] for side in (0, 1))
    return float(np.linalg.norm(right * (-1, 1) - left, axis=1).mean())
