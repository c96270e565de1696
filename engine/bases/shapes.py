"""Sizes of the networks of Stable Diffusion 1.5 and XL: facts, of which a base can be built without its own files.

The values not said here are those diffusers and transformers take by themselves. The tiny ones have the same kinds of
blocks, for tries and tests.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Shape:
    """Sizes of a base's networks, as the constructors of diffusers and transformers take them."""

    unet: dict[str, Any]
    vae: dict[str, Any]
    text: dict[str, Any]
    second_text: dict[str, Any] = field(default_factory=dict)  # of the XL kind only
    tokens: int = 77

    @property
    def xl(self) -> bool:
        """Say whether it reads two text encoders, as Stable Diffusion XL does."""
        return bool(self.second_text)


SD15 = Shape(
    unet={
        "sample_size": 64,
        "block_out_channels": (320, 640, 1280, 1280),
        "cross_attention_dim": 768,
        "attention_head_dim": 8,
    },
    vae={
        "block_out_channels": (128, 256, 512, 512),
        "layers_per_block": 2,
        "scaling_factor": 0.18215,
        "sample_size": 512,
    },
    text={
        "vocab_size": 49408,
        "hidden_size": 768,
        "intermediate_size": 3072,
        "num_hidden_layers": 12,
        "num_attention_heads": 12,
        "hidden_act": "quick_gelu",
    },
)
SDXL = Shape(
    unet={
        "sample_size": 128,
        "block_out_channels": (320, 640, 1280),
        "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
        "up_block_types": ("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
        "cross_attention_dim": 2048,
        "attention_head_dim": (5, 10, 20),
        "transformer_layers_per_block": (1, 2, 10),
        "use_linear_projection": True,
        "addition_embed_type": "text_time",
        "addition_time_embed_dim": 256,
        "projection_class_embeddings_input_dim": 2816,
    },
    vae={
        "block_out_channels": (128, 256, 512, 512),
        "layers_per_block": 2,
        "scaling_factor": 0.13025,
        "sample_size": 1024,
        "force_upcast": True,
    },
    text={**SD15.text, "projection_dim": 768},
    second_text={
        "vocab_size": 49408,
        "hidden_size": 1280,
        "intermediate_size": 5120,
        "num_hidden_layers": 32,
        "num_attention_heads": 20,
        "projection_dim": 1280,
        "hidden_act": "gelu",
    },
)
_TINY_VAE = {"block_out_channels": (8, 8, 16, 16), "layers_per_block": 1, "norm_num_groups": 4}
_TINY_TEXT = {"hidden_size": 32, "intermediate_size": 64, "num_hidden_layers": 2, "num_attention_heads": 2}
_TINY_UNET = {"sample_size": 8, "block_out_channels": (16, 32), "norm_num_groups": 8}
TINY_SD15 = Shape(
    unet={
        **_TINY_UNET,
        "down_block_types": ("CrossAttnDownBlock2D", "DownBlock2D"),
        "up_block_types": ("UpBlock2D", "CrossAttnUpBlock2D"),
        "cross_attention_dim": 32,
        "attention_head_dim": 4,
    },
    vae=_TINY_VAE,
    text=_TINY_TEXT,
    tokens=32,
)
TINY_SDXL = Shape(
    unet={
        **_TINY_UNET,
        "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D"),
        "up_block_types": ("CrossAttnUpBlock2D", "UpBlock2D"),
        "cross_attention_dim": 32 + 64,
        "attention_head_dim": (2, 4),
        "transformer_layers_per_block": (1, 2),
        "use_linear_projection": True,
        "addition_embed_type": "text_time",
        "addition_time_embed_dim": 8,
        "projection_class_embeddings_input_dim": 6 * 8 + 32,
    },
    vae=_TINY_VAE,
    text=_TINY_TEXT,
    second_text={**_TINY_TEXT, "hidden_size": 64, "projection_dim": 32},
    tokens=32,
)
TRUE = {"sd15": SD15, "sdxl": SDXL}
TINY = {"sd15": TINY_SD15, "sdxl": TINY_SDXL}
