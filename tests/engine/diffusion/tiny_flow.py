"""Random bases of the flow architectures, as small as `tiny`'s."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import torch

from engine import bases
from engine.bases import Family
from engine.bases.memory import MemoryPlan
from engine.diffusion.pipeline import PortraitPipeline
from engine.selftest import flows
from tests.engine.diffusion import tiny

#: Architecture -> the family whose record is shrunk: an undistilled one, whose guidance counts.
LIKE = {"z-image": "z-image", "flux2-klein": "flux2-klein-base-4b", "qwen-image": "qwen-image-edit"}
NAMES = tuple(LIKE)


def family(name: str) -> Family:
    """Return a record of the architecture ``name`` with everything that costs time made small."""
    small = tiny.shrunk(bases.families()[LIKE[name]])
    return replace(small, name=name, own=f"base-{name}", presets={}, cuda_only=False)


def pipeline(
    folder: Path, name: str, dtype: torch.dtype = torch.float32, *, memory: MemoryPlan | None = None
) -> PortraitPipeline:
    """Write a tiny base below ``folder`` unless it is there, and return a painter that holds it in ``dtype``."""
    record = family(name)
    if not record.path(folder).exists():
        write(folder, name)
    return PortraitPipeline(tiny.settings(folder, name), record, dtype=dtype, memory=memory)


def write(folder: Path, name: str, place: str = "") -> Path:
    """Write a base of the architecture ``name`` as ``base-<name>``, or at ``place``, with the record of a fetch."""
    torch.manual_seed(3)
    made = folder / (place or f"base-{name}")
    flows.write(made, name, tiny=True, build=lambda build, seed: build())
    return tiny.record(made)
