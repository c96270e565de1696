"""Face fusion that must bring the person nearer (paper 2.4): a few selfies are tried, and the result is measured.

The best fitting selfies, and their mirror images where those fit a turned portrait better, are fused and the picture
nearest to the person is kept. What does not come nearer is tried with less strength, and left alone when that does
not help either: fusion never costs likeness, as far as the embedding can tell.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import ArrayLike

from engine.faces import fuse
from engine.faces.embed import Embedding, distance
from engine.faces.fuse import Fused, Selfie
from engine.faces.types import RGB, Mesh

Mirror = Callable[[Selfie], Selfie | None]

TRIED = 2  # selfies; each costs about 0.06 s at 512 pixels
MIRRORED = 4.0  # degrees of pose that a mirror image must save: faces are not symmetric
WEAKER = (0.6, 0.3)  # strengths to fall back to
MIRROR, SIDE = np.diag([-1, 1, 1, 1]).astype(np.float32), re.compile("Left|Right")
NOT_NEARER = "not-nearer"  # `Fused.note` when the portrait was left alone for that


def fuse_best(
    portrait: RGB,
    mesh: Mesh,
    selfies: Sequence[Selfie],
    mirror: Mirror,
    person: ArrayLike,
    embed: Callable[[RGB], Embedding],
    *,
    strength: float = 1.0,
    keep_style: float = 0.0,
) -> Fused:
    """Return the fusion nearest to ``person`` (128,), or the portrait itself where none is nearer than it was.

    ``portrait`` (height, width, 3) uint8 RGB with its ``mesh``; ``mirror`` gives the mirror image of a selfie, which
    may stand in for it, None where it has none; ``embed`` gives the embedding of the face in a picture of the
    portrait's size. Raises ValueError without a selfie.
    """

    def made(selfie: Selfie, share: float) -> tuple[float, Fused]:
        done = fuse.fuse(portrait, mesh, selfie.looked, selfie.mesh, strength=share * strength, keep_style=keep_style)
        return (apart(done.picture) if done.strength_used else before), done

    def apart(picture: RGB) -> float:
        return distance(embed(picture), person)

    before = apart(portrait)
    results = [(*made(selfie, 1.0), selfie) for selfie in chosen(mesh, selfies, mirror)]
    after, best, selfie = min(results, key=lambda result: result[0])
    if best.strength_used == 0 or after < before:
        return best
    for share in WEAKER:
        after, best = made(selfie, share)
        if after < before:
            return best
    return Fused(picture=portrait, mask=np.zeros(portrait.shape[:2], np.float32), strength_used=0.0, note=NOT_NEARER)


def chosen(mesh: Mesh, selfies: Sequence[Selfie], mirror: Mirror) -> list[Selfie]:
    """Return the `TRIED` selfies that suit a portrait best, best first; raises ValueError without one.

    How a mirror image would suit it is known from the selfie: only what is chosen is mirrored.
    """
    if not selfies:
        raise ValueError("no selfie to choose from")
    turned = _reflected(mesh)
    waiting = [(fuse.misfit(mesh, one.mesh), one, _itself) for one in selfies]
    waiting += [(fuse.misfit(turned, one.mesh) + MIRRORED, one, mirror) for one in selfies]
    while True:
        best = [waiting[k] for k in fuse.cheapest([(known, one) for known, one, _ in waiting], TRIED)]
        found = [view(one) for _, one, view in best]
        if None not in found:
            return [one for one in found if one is not None]
        blind = [each for each, one in zip(best, found, strict=True) if one is None]
        waiting = [each for each in waiting if each not in blind]


def _itself(selfie: Selfie) -> Selfie | None:
    return selfie


def _reflected(mesh: Mesh) -> Mesh:
    """Return a mesh turned as its mirror image and doing what that does; its points stay where they were."""
    sides = {"Left": "Right", "Right": "Left"}
    swapped = {SIDE.sub(lambda side: sides[side[0]], name): value for name, value in mesh.blendshapes.items()}
    return replace(mesh, blendshapes=swapped, matrix=MIRROR @ mesh.matrix @ MIRROR)
