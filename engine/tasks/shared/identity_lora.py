"""Putting a learnt person into the base, whether by a trained adapter or at once from their photos."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from safetensors.torch import load_file

from engine.errors import OtherBaseError
from engine.identity import ADAPTER, Identity

if TYPE_CHECKING:
    from engine.diffusion.pipeline import PortraitPipeline


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


def tokens(pipeline: PortraitPipeline, identity: Identity, seed: int) -> tuple[np.ndarray | None, np.ndarray | None]:
    """Return what a base with person tokens is told: the person's centre, and the pose of one photo, by seed."""
    if not pipeline.family.person_tokens or not identity.embeddings:
        return None, None
    shape = np.asarray(identity.geometry[seed % len(identity.geometry)], np.float32) if identity.geometry else None
    return identity.centre, shape
