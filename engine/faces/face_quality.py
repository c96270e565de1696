"""Is a drawn face whole? One face, and two eyes that match: where a base fails first, and where people look first."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from PIL import Image

from engine.faces.types import RGB, Face, Mesh

LOOKED_AT = 256  # pixels a smaller picture is brought to before it is looked at
EYES_ALIKE = 0.6  # the smaller eye's opening and width, as a share of the larger one's
CLOSED = 0.12  # openings below this share of the eye's width: shut, whatever the other does
OPENINGS = ((159, 145, 33, 133), (386, 374, 263, 362))  # lid above, lid below, both corners; right eye, left eye


def large_enough(picture: RGB) -> RGB:
    """Return a picture in which faces are found well: a small one enlarged to `LOOKED_AT`, others as they are."""
    height, width = picture.shape[:2]
    scale = LOOKED_AT / max(height, width)
    if scale <= 1:
        return picture
    size = round(width * scale), round(height * scale)
    return np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.BICUBIC))


def whole(found: list[Face]) -> bool:
    """Say whether a picture shows exactly one face, with two eyes that match."""
    return len(found) == 1 and found[0].mesh is not None and eyes_match(found[0].mesh)


def preference(*, whole: bool, distance: float) -> tuple[bool, float]:
    """Return what drawn pictures of a person are sorted by before some are kept: whole faces first, then likeness.

    Paper 2.4 ranks by likeness alone, and so the kept ones are ranked.
    """
    return not whole, distance


def eyes_usually_match(meshes: Iterable[Mesh]) -> bool:
    """Say whether this person's eyes match on most of their own photos, so that pictures can be asked for the same.

    Not everybody's do: a lid that hangs or an eye behind a patch belongs to the person, and is no mistake of a drawing.
    """
    seen = [eyes_match(mesh) for mesh in meshes]
    return bool(seen) and 2 * sum(seen) > len(seen)


def eyes_match(mesh: Mesh) -> bool:
    """Say whether both eyes are about equally open and, as far as the head's turn allows, equally wide."""
    opened, widths = [], []
    for above, below, outer, inner in OPENINGS:
        width = float(np.linalg.norm(mesh.points[outer, :3] - mesh.points[inner, :3]))
        opened.append(float(np.linalg.norm(mesh.points[above, :2] - mesh.points[below, :2])) / max(width, 1e-6))
        widths.append(width)
    wide = min(widths) >= EYES_ALIKE * max(widths)
    return wide and (max(opened) < CLOSED or min(opened) >= EYES_ALIKE * max(opened))
