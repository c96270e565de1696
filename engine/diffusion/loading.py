"""From files to a pipeline: a folder in diffusers' layout, or one that has half precision files only."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from engine import weights
from engine.bases import Family
from engine.diffusion.backbone.seam import DENOISERS
from engine.errors import BadBaseError, WeightMissingError
from engine.weights import single
from engine.weights.install import RefusedError

if TYPE_CHECKING:
    import torch
    from diffusers import DiffusionPipeline

#: A folder may bring a judge of its own, which answers with a black picture; ours (`engine.safety`) says what it saw.
CHECKED = ("pocket", "sd15")  # architectures whose folders do
UNCHECKED = {"safety_checker": None, "feature_extractor": None, "requires_safety_checker": False}


def place_of(family: Family, folder: Path) -> Path:
    """Return the checked folder of a base.

    Raises:
        WeightMissingError: it has not been fetched, or an operator's own is not where their record says.
        WeightCorruptError: a file does not have the stated checksum.
        BadBaseError: an operator's checkpoint file is no such base.
    """
    if not family.own:
        return weights.directory(folder, family.component)
    if not family.present(folder):
        raise WeightMissingError(family.name, f"put it at {family.own} in the weights folder")
    if not family.single:
        return family.path(folder)
    try:
        return single.unpacked(folder, family.name, family.path(folder), family.architecture)
    except RefusedError as reason:
        raise BadBaseError(family.name, str(reason)) from reason


def edition(family: Family, folder: Path) -> str:
    """Return which edition of a base lies in the weights ``folder``, without loading or checking it."""
    return edition_of(family, folder, family.path(folder)) if family.own else weights.edition(folder, family.component)


def edition_of(family: Family, folder: Path, place: Path) -> str:
    """Return which edition of a base this is; of an operator's own, by the sizes of its files."""
    if not family.own:
        return weights.edition(folder, family.component)
    told = "".join(f"{file.name} {file.stat().st_size} " for file in sorted(place.rglob("*.safetensors")))
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def open_pipeline(place: Path, family: Family, dtype: torch.dtype) -> DiffusionPipeline:
    """Return the text-to-image pipeline at ``place`` with weights in ``dtype``, in the machine's memory."""
    import diffusers

    from engine.diffusion.backbone import KINDS

    kind = getattr(diffusers, KINDS[family.architecture].pipeline or "AutoPipelineForText2Image")
    unchecked = UNCHECKED if family.architecture in CHECKED else {}
    return kind.from_pretrained(place, dtype=dtype, local_files_only=True, variant=variant_of(place), **unchecked)


def variant_of(place: Path) -> str | None:
    """Return the variant diffusers has to ask for: half precision files, where a folder has no others."""
    halves = [file for part in DENOISERS for file in place.glob(f"{part}/*.fp16.safetensors")]
    plain = [f for part in DENOISERS for f in place.glob(f"{part}/*.safetensors") if ".fp16." not in f.name]
    return "fp16" if halves and not plain else None
