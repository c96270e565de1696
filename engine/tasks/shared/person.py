"""A learnt person as the tasks meet them: their photos as faces to fuse, and how far a picture is from them (2.4)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from engine.faces.embed import NOBODY, distance
from engine.faces.fuse import Selfie
from engine.faces.registry import Faces
from engine.faces.types import RGB
from engine.identity import Identity


def selfies(faces: Faces, folder: Path, identity: Identity, look: Callable[[RGB], RGB] | None = None) -> list[Selfie]:
    """Return the person's kept photos, best first, each to be fused in ``look`` where one is named.

    A photo in which no mesh is found is left out.
    """
    found = []
    for name in identity.selfies:
        photo = faces.load(folder / name)
        if (mesh := faces.mesh(photo)) is not None:
            found.append(Selfie(rgb=photo, mesh=mesh, look=look))
    return found


def distance_to(faces: Faces, picture: RGB, identity: Identity) -> float:
    """Return how far the largest face of a picture is from the person; `NOBODY` where there is none: it ranks last."""
    embedding = faces.embed(picture)
    return NOBODY if embedding is None else distance(embedding, identity.centre)
