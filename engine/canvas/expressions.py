"""What a face shows, read from the mesh's blendshapes, by fixed bounds.

Surprise is brows up, eyes wide and the jaw dropped (action units 1, 2, 5 and 26). Its bounds were set on photos: of 18
that are named surprised or shocked, of nine synthetic people, all are read so; of their 108 others one, a scared face
with an open mouth. The score of the inner brows alone, which was asked for before, knew six of the 18.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np
from numpy.typing import NDArray

from engine.canvas.grimaces import measures, shown_gladly
from engine.faces.types import Mesh
from engine.tasks.portrait.request import Expression

SMILES, PARTED = 0.5, 0.2  # of mouthSmile and jawOpen: from here on a face smiles, or its mouth is open
SERIOUS = 0.3  # of mouthSmile: below it nobody would call it a smile
RAISED = 0.2  # of browInnerUp and browOuterUp together: the brows are up
NARROW = 0.3  # of eyeSquint: eyes that are this narrow are not wide
OUTER = 0.2  # so much more browOuterUp says of a face at rest
#: Scores of a face that shows it plainly (medians of photos), for a base that reads them.
SHAPES: dict[Expression, dict[str, float]] = {
    Expression.SMILE: {"mouthSmileLeft": 0.9, "mouthSmileRight": 0.9, "jawOpen": 0.05},
    Expression.SERIOUS: {"mouthSmileLeft": 0.0, "mouthSmileRight": 0.0, "jawOpen": 0.0, "mouthUpperUpLeft": 0.0,
                         "mouthUpperUpRight": 0.0},
    Expression.SURPRISED: {"jawOpen": 0.45, "browInnerUp": 0.35, "browOuterUpLeft": 0.55, "browOuterUpRight": 0.55,
                           "browDownLeft": 0.0, "browDownRight": 0.0, "eyeSquintLeft": 0.1, "eyeSquintRight": 0.1,
                           "mouthSmileLeft": 0.0, "mouthSmileRight": 0.0},
}  # fmt: skip
FEWEST = 3  # photos that tell what somebody's face usually does
GRIMACE = 0.46  # of "as is": below it lie grimaces and eyes that are cast down, see `engine.lab.faces.grimaces`
SCORES = 0.65  # of "as is" that the blendshapes may take away
ODD = ("browDown", "mouthStretch", "eyeWide", "noseSneer")  # what nobody likes of themselves


def read(mesh: Mesh, expression: Expression) -> bool:
    """Say whether a face shows ``expression``; anything is "as is"."""
    return not lacking(mesh, expression)


def lacking(mesh: Mesh, expression: Expression, margin: float = 0.0) -> frozenset[str]:
    """Return what of a face does not show ``expression`` yet: "smile", "jaw", "brows", "eyes".

    ``margin`` is how far beyond every bound a face must be: what is drawn is read again in another light and size.
    """
    smile, jaw, _ = _scores(mesh)
    match expression:
        case Expression.SMILE:
            shows = {"smile": smile >= SMILES + margin}
        case Expression.SERIOUS:
            shows = {"smile": smile < SERIOUS - margin, "jaw": jaw < PARTED - margin}
        case Expression.SURPRISED:
            shows = {
                "jaw": jaw >= PARTED + margin,
                "brows": _raised(mesh) >= RAISED + margin,
                "eyes": _squint(mesh) < NARROW - margin,
                "smile": smile < SERIOUS - margin,
            }
        case _:
            shows = {}
    return frozenset(part for part, shown_ in shows.items() if not shown_)


@dataclass(frozen=True, kw_only=True, eq=False)
class Usual:
    """What a face does on most photos: blendshapes in the order of `_odd`, and `grimaces.measures`."""

    odd: tuple[float, ...]
    measures: NDArray[np.float64]


def usual(meshes: Sequence[Mesh]) -> Usual | None:
    """Return what somebody's face does on most of their photos; None of fewer than `FEWEST`.

    Heavy brows read as a frown on every photo of some people: only what differs from it is a mien.
    """
    if len(meshes) < FEWEST:
        return None
    odd = tuple(median(values) for values in zip(*map(_odd, meshes), strict=True))
    return Usual(odd=odd, measures=np.median([measures(mesh) for mesh in meshes], axis=0))


def grimaces(mesh: Mesh, own: Usual | None = None) -> bool:
    """Say whether a face is one that nobody likes of themselves; ``own`` as for `shown`."""
    return shown(mesh, Expression.AS_IS, own) < GRIMACE


def shown(mesh: Mesh, expression: Expression, own: Usual | None = None) -> float:
    """Return 0..1: how far a face shows ``expression``; "as is" prefers what people like of themselves: calm, awake.

    ``own`` is what the face does on most photos (`usual`), from which "as is" is judged where it is known.
    """
    smile, jaw, _ = _scores(mesh)
    match expression:
        case Expression.SMILE:
            return min(1.0, smile / SMILES)
        case Expression.SERIOUS:
            return 1 - min(1.0, max(smile / SMILES, jaw / PARTED))
        case Expression.SURPRISED:
            # Most of it is the way there: a calm face opens its mouth, a laugh would have to be undone first.
            return 0.5 * (1 - smile) + 0.5 * min(1.0, jaw / PARTED, _raised(mesh) / RAISED)
    gladly = shown_gladly(measures(mesh), own.measures if own else None)
    return gladly * (1 - SCORES + SCORES * calmness(mesh, own))


def calmness(mesh: Mesh, own: Usual | None = None) -> float:
    """Return 0..1: how little the blendshapes differ from a face at rest that is awake, or from ``own``."""
    smile, jaw, _ = _scores(mesh)
    rests = own.odd if own else (0.0,) * (len(ODD) + 3)
    odd = max(abs(value - rest) for value, rest in zip(_odd(mesh), rests, strict=True))
    closed = mesh.shape("eyeBlinkLeft", "eyeBlinkRight")
    gaping = max(0.0, jaw - PARTED) * (smile < SMILES)
    return 1 - min(1.0, odd + closed + 1.5 * gaping)


def crossness(mesh: Mesh, own: Usual | None = None) -> float:
    """Return 0..1: how far brows are drawn together without a smile, beyond what they do on most photos (``own``).

    Who laughs draws them together too, and nobody minds.
    """
    smile, _, _ = _scores(mesh)
    usually = own.odd[ODD.index("browDown")] if own else 0.0
    return min(1.0, max(0.0, mesh.shape("browDownLeft", "browDownRight") - usually)) * (smile < SMILES)


def _odd(mesh: Mesh) -> tuple[float, ...]:
    """Return what of a face is a mien: `ODD`, a pout, pursed lips, a fright where it does not smile; 0..2 each."""
    smile, jaw, brows = _scores(mesh)
    sides = (mesh.shape(f"{name}Left", f"{name}Right") for name in ODD)
    # Corners down and a lower lip pushed up: each alone says little, together they are a sulk.
    pout = mesh.shape("mouthFrownLeft", "mouthFrownRight") + mesh.shape("mouthShrugLower")
    # Brows up say little, a mouth that hangs open says little: together they are a fright.
    fright = max(0.5 * brows, 2 * (jaw * max(brows, 0.0)) ** 0.5) * (smile < SMILES)
    return (*sides, pout, mesh.shape("mouthPucker"), fright)


def _raised(mesh: Mesh) -> float:
    """Return how far both brows are up, inner and outer ends together; 0..2."""
    return mesh.shape("browInnerUp") + mesh.shape("browOuterUpLeft", "browOuterUpRight")


def _squint(mesh: Mesh) -> float:
    return mesh.shape("eyeSquintLeft", "eyeSquintRight")


def _scores(mesh: Mesh) -> tuple[float, float, float]:
    return (
        mesh.shape("mouthSmileLeft", "mouthSmileRight"),
        mesh.shape("jawOpen"),
        max(mesh.shape("browInnerUp"), mesh.shape("browOuterUpLeft", "browOuterUpRight") - OUTER),
    )
