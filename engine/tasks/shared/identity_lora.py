"""Putting a learnt person into the base, whether by a trained adapter or at once from their photos."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from safetensors.torch import load_file

from engine.bases import likeness
from engine.errors import OtherBaseError
from engine.faces.registry import Faces
from engine.identity import ADAPTER, Identity
from engine.tasks.shared import kept

if TYPE_CHECKING:
    from engine.diffusion.identity_condition import IdentityCondition
    from engine.diffusion.pipeline import PortraitPipeline

PHOTOS = 2  # shown to a base that sees photos


def load_identity_lora(pipeline: PortraitPipeline, folder: Path, identity: Identity) -> bool:
    """Fill the face slots from an identity's folder; False where it has no adapter (an instant identity).

    Raises:
        OtherBaseError: the adapter was trained on another base, or on an earlier version of this one.
    """
    if identity.instant:
        return False
    try:
        pipeline.load_face_lora(load_file(folder / ADAPTER))
    except KeyError:
        raise OtherBaseError(identity.base, pipeline.family.name) from None
    return True


def condition(pipeline: PortraitPipeline, faces: Faces, folder: Path, identity: Identity) -> IdentityCondition | None:
    """Return what tells this base, beside its words, who somebody is; None where it has no way for that here."""
    from engine.diffusion import identity_condition

    family, photos = pipeline.family, []
    way = likeness.here(family, pipeline.weights_folder, faceid=pipeline.faceid)
    if way in (likeness.REFERENCES, likeness.IP_ADAPTER, likeness.FACEID):
        read = (faces.load(file) for file in kept.photos(folder, identity)[:PHOTOS])
        photos = [(rgb, mesh) for rgb in read if (mesh := faces.mesh(rgb)) is not None]
    return identity_condition.of(
        family,
        pipeline.weights_folder,
        centre=identity.centre if identity.embeddings else None,
        geometry=[np.asarray(shape, np.float32) for shape in identity.geometry],
        photos=photos,
        numbers=faces.face_numbers if way == likeness.FACEID else None,
    )
