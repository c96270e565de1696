"""A trained adapter as a file: safetensors in diffusers' key layout, which other tools read too.

``unet.<layer>.lora_A.weight`` (``transformer.`` of a flow) and ``lora_B.weight``, float16, alpha equal to the rank. The
metadata tells base, trigger and the whole recipe, so that years later somebody can see what the file is.
"""

from __future__ import annotations

import json
from pathlib import Path

import torch
from safetensors.torch import save_file

from engine.bases import Family

UNET, TEXT = "unet", "text_encoder."


def write(
    file: Path, tensors: dict[str, torch.Tensor], family: Family, facts: dict[str, object], *, part: str = UNET
) -> None:
    """Write an adapter; ``tensors`` have peft's names, of the denoiser where none is said, ``facts`` become the recipe.

    ``part`` is what the denoiser is called in a pipeline, see `engine.diffusion.backbone`.
    """
    half = {
        name if name.startswith(TEXT) else f"{part}.{name.removeprefix(f'{part}.')}": value.detach()
        .half()
        .cpu()
        .contiguous()
        for name, value in tensors.items()
    }
    rank = next(len(value) for name, value in half.items() if "lora_A" in name)
    metadata = {
        "format": "pt",
        "base": family.name,
        "architecture": family.architecture,
        "trigger": str(facts.get("trigger", "")),
        "licence_of_base": family.licence,
        "commercial_use_of_base": "yes" if family.commercial else "no",
        "recipe": json.dumps({"base": family.name, "rank": rank, "alpha": rank, **facts}),
    }
    file.parent.mkdir(parents=True, exist_ok=True)
    save_file(half, file, metadata=metadata)
