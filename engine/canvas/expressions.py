"""What a face shows, read from the mesh's blendshapes."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from engine.faces.types import Mesh
from engine.tasks.portrait.request import Expression

SMILES, PARTED = 0.5, 0.2  # of mouthSmile and jawOpen: from here on a face smiles, or its mouth is open
SERIOUS = 0.3  # of mouthSmile: below it nobody would call it a smile
RAISED = 0.35  # of browInnerUp
OUTER = 0.2  # so much more browOuterUp says of a face at rest
FEWEST = 3  # photos that tell what somebody's face usually does
ODD = ("browDown", "mouthStretch", "mouthFrown", "eyeWide", "noseSneer")  # what nobody likes of themselves


def read(mesh: Mesh, expression: Expression) -> bool:
    """Say whether a face shows ``expression``; anything is "as is"."""
    smile, jaw, brows = _scores(mesh)
    match expression:
        case Expression.SMILE:
            return smile >= SMILES
        case Expression.SERIOUS:
            return smile < SERIOUS and jaw < PARTED
        case Expression.SURPRISED:
            return jaw >= PARTED and brows >= RAISED and smile < SMILES
    return True


def usual(meshes: Sequence[Mesh]) -> tuple[float, ...] | None:
    """Return what somebody's face does on most of their photos, in the order of `_odd`; None of fewer than `FEWEST`.

    Heavy brows read as a frown on every photo of some people: only what differs from it is a mien.
    """
    if len(meshes) < FEWEST:
        return None
    return tuple(median(values) for values in zip(*map(_odd, meshes), strict=True))


def shown(mesh: Mesh, expression: Expression, own: Sequence[float] | None = None) -> float:
    """Return 0..1: how far a face shows ``expression``; "as is" prefers what people like of themselves: calm, awake.

    ``own`` is what the face does on most photos (`usual`), from which "as is" is judged where it is known.
    """
    smile, jaw, brows = _scores(mesh)
    match expression:
        case Expression.SMILE:
            return min(1.0, smile / SMILES)
        case Expression.SERIOUS:
            return 1 - min(1.0, max(smile / SMILES, jaw / PARTED))
        case Expression.SURPRISED:
            return min(1.0, jaw / PARTED, brows / RAISED)
    odd = max(abs(value - rest) for value, rest in zip(_odd(mesh), own or (0.0,) * (len(ODD) + 2), strict=True))
    closed = mesh.shape("eyeBlinkLeft", "eyeBlinkRight")
    gaping = max(0.0, jaw - PARTED) * (smile < SMILES)
    return 1 - min(1.0, odd + closed + 1.5 * gaping)


def _odd(mesh: Mesh) -> tuple[float, ...]:
    """Return what of a face is a mien: `ODD`, pursed lips, raised brows where it does not smile; 0..1 each."""
    smile, _, brows = _scores(mesh)
    sides = (mesh.shape(f"{name}Left", f"{name}Right") for name in ODD)
    return (*sides, mesh.shape("mouthPucker"), 0.5 * brows * (smile < SMILES))


def _scores(mesh: Mesh) -> tuple[float, float, float]:
    return (
        mesh.shape("mouthSmileLeft", "mouthSmileRight"),
        mesh.shape("jawOpen"),
        max(mesh.shape("browInnerUp"), mesh.shape("browOuterUpLeft", "browOuterUpRight") - OUTER),
    )
