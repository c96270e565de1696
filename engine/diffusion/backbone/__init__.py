"""What a base is beyond its record: how its denoiser is asked and taught, and how its latents and words are kept.

    backbone = backbones.of(pipe, family)

One class for each architecture, in a file of its own; drawing, adapters and training ask it, and nothing else asks
which architecture it is. A new family of a known architecture is an entry in ``engine/bases/families.toml``; a new
architecture is one file here and a line in `KINDS`.
"""

from __future__ import annotations

from typing import Any

from engine.bases import Family
from engine.diffusion.backbone.flow import FlowBackbone
from engine.diffusion.backbone.klein import Klein
from engine.diffusion.backbone.qwen import Qwen
from engine.diffusion.backbone.seam import DENOISERS, Backbone, Read, denoiser
from engine.diffusion.backbone.unet import UNet, UNetXL
from engine.diffusion.backbone.zimage import ZImage

__all__ = ["DENOISERS", "KINDS", "Backbone", "FlowBackbone", "Read", "denoiser", "of", "told_by"]

KINDS: dict[str, type[Backbone]] = {
    "pocket": UNet,
    "sd15": UNet,
    "sdxl": UNetXL,
    "z-image": ZImage,
    "flux2-klein": Klein,
    "qwen-image": Qwen,
}


def told_by(network: Any) -> str:
    """Return the architecture a denoiser tells by its class; empty for a UNet, which tells it by its widths."""
    name = type(network).__name__
    return next((architecture for architecture, kind in KINDS.items() if kind.network == name), "")


def of(pipe: Any, family: Family) -> Backbone:
    """Return the backbone of a pipeline of ``family``.

    Raises:
        KeyError: nothing here knows its architecture.
    """
    return KINDS[family.architecture](pipe, family)
