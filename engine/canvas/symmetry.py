"""How alike both halves of a face are, as its mesh shows them: what a bad drawing loses first."""

from __future__ import annotations

import numpy as np

from engine.faces.types import LEFT_IRIS, RIGHT_IRIS, Mesh
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
IRISES, CORNERS = (RIGHT_IRIS, LEFT_IRIS), ((33, 133), (263, 362))  # outer and inner corner


def lopsided(mesh: Mesh) -> float:
    """Return the mean distance of one half's points from the mirror image of the other's, in distances of the eyes."""
    own = anatomy(mesh).own[:, :2]
    right, left = (own[[pair[side] for pair in PAIRS]] for side in (0, 1))
    return float(np.linalg.norm(right * (-1, 1) - left, axis=1).mean())


def vergence(mesh: Mesh) -> float:
    """Return how far both irises lie towards the nose, in widths of an eye: about 0 for eyes that look at one place."""
    return float(np.mean([_inward(mesh, iris[0], *corners) for iris, corners in zip(IRISES, CORNERS, strict=True)]))


def _inward(mesh: Mesh, iris: int, outer: int, inner: int) -> float:
    across = mesh.points[inner, :2] - mesh.points[outer, :2]
    along = float((mesh.points[iris, :2] - mesh.points[outer, :2]) @ across) / max(float(across @ across), 1e-6)
    return along - 0.5
