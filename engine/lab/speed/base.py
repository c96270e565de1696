"""The bases both ways are measured on: random weights in the shape of Stable Diffusion, small or true, and two LoRAs.

Both ways read the very same files. The small shape has every block of the true one at a twentieth of its weights, so
that a request takes a minute on a core instead of half an hour.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import torch
from diffusers import UNet2DConditionModel
from safetensors.torch import save_file

from engine import bases
from engine.bases import FASTEST, Family
from engine.bases.shapes import SD15, Shape
from engine.selftest import made

NAME = "sd15"
FOUR = FASTEST  # few steps as the adapter's authors draw: four, without guidance
SMALL_SIDE = 256
SMALL = Shape(
    unet={**SD15.unet, "block_out_channels": (64, 128, 256, 256), "cross_attention_dim": 256},
    vae={**SD15.vae, "block_out_channels": (32, 64, 128, 128)},
    text={
        **SD15.text, "vocab_size": 49408, "hidden_size": 256, "intermediate_size": 1024, "num_hidden_layers": 6,
        "num_attention_heads": 4,
    },
)  # fmt: skip
RANK = 32  # of the paper's LoRAs, and of the engine's slots
TARGETS = ("to_q", "to_k", "to_v", "to_out.0")


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where everything lies: ``weights`` as the engine finds them, ``base`` inside, two adapters."""

    weights: Path
    base: Path
    style: Path
    faces: tuple[Path, ...]


def family(*, true: bool) -> Family:
    """Return the record the engine draws by; the small shape draws and learns 256 px."""
    record = bases.families()[NAME]
    return record if true else replace(record, side=SMALL_SIDE)


def write(folder: Path, *, true: bool, people: int = 4) -> Place:
    """Write base, ControlNets, few-step adapter, a style and faces below ``folder``, where they are not there yet."""
    weights = folder / ("true" if true else "small") / "weights"
    if not weights.exists():
        weights.mkdir(parents=True)
        made.write(weights, NAME, tiny=False, shape=None if true else SMALL)
    folder = weights.parent
    unet = made.unet_of(NAME, tiny=False) if true else _empty()
    faces = tuple(_adapter(unet, folder / f"face-{number}.safetensors", number) for number in range(people))
    style = _adapter(unet, folder / "style.safetensors", 99)
    return Place(weights=weights, base=weights / f"base-{NAME}", style=style, faces=faces)


def _empty() -> torch.nn.Module:
    with torch.device("meta"):
        return UNet2DConditionModel(**SMALL.unet)


def _adapter(unet: torch.nn.Module, file: Path, seed: int) -> Path:
    """Write a random LoRA of the attention layers."""
    generator, tensors = torch.Generator().manual_seed(seed), {}
    for path, layer in unet.named_modules():
        if path.endswith(TARGETS) and hasattr(layer, "weight"):
            outside, inside = layer.weight.shape
            tensors[f"unet.{path}.lora_A.weight"] = (torch.randn(RANK, inside, generator=generator) / RANK).half()
            tensors[f"unet.{path}.lora_B.weight"] = (torch.randn(outside, RANK, generator=generator) * 1e-2).half()
    save_file(tensors, file, metadata={"format": "pt"})
    return file
