"""Small LoRA files, written without torch."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from safetensors.numpy import save_file


def lora_file(file: Path, shapes: dict[str, tuple[int, ...]], metadata: dict[str, str] | None = None) -> Path:
    """Write tensors of zeros under the given names and return the file."""
    save_file({name: np.zeros(shape, np.float16) for name, shape in shapes.items()}, file, metadata=metadata)
    return file


def attention(width: int, rank: int = 2) -> dict[str, tuple[int, ...]]:
    """Return the shapes of one cross-attention key of a base whose text states are ``width`` wide."""
    name = "unet.mid_block.attentions.0.transformer_blocks.0.attn2.to_k"
    return {f"{name}.lora_A.weight": (rank, width), f"{name}.lora_B.weight": (64, rank)}
