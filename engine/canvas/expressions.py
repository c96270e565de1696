"""What a face shows, read from the mesh's blendshapes."""

from __future__ import annotations

from engine.faces.types import Mesh
from engine.requests import Expression

SMILES, PARTED = 0.5, 0.2  # of mouthSmile and jawOpen: from here on a face smiles, or its mouth is open
SERIOUS = 0.3  # of mouthSmile: below it nobody would call it a smile
RAISED = 0.35  # of browInnerUp
OUTER = 0.2  # so much more browOuterUp says of a face at rest
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


def shown(mesh: Mesh, expression: Expression) -> float:
    """Return 0..1: how far a face shows ``expression``; "as is" prefers what people like of themselves: calm, awake."""
    smile, jaw, brows = _scores(mesh)
    match expression:
        case Expression.SMILE:
            return min(1.0, smile / SMILES)
        case Expression.SERIOUS:
            return 1 - min(1.0, max(smile / SMILES, jaw / PARTED))
        case Expression.SURPRISED:
            return min(1.0, jaw / PARTED, brows / RAISED)
    odd = max(*(mesh.shape(f"{name}Left", f"{name}Right") for name in ODD), mesh.shape("mouthPucker"))
    closed = mesh.shape("eyeBlinkLeft", "eyeBlinkRight")
    gaping = max(0.0, jaw - PARTED) * (smile < SMILES)
    return 1 - min(1.0, odd + closed + 1.5 * gaping + 0.5 * brows * (smile < SMILES))


def _scores(mesh: Mesh) -> tuple[float, float, float]:
    return (
        mesh.shape("mouthSmileLeft", "mouthSmileRight"),
        mesh.shape("jawOpen"),
        max(mesh.shape("browInnerUp"), mesh.shape("browOuterUpLeft", "browOuterUpRight") - OUTER),
    )
