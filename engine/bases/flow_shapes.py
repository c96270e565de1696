"""Sizes of the networks of the flow families, as their published configurations say: facts, as in `shapes`.

What is not said here is what diffusers and transformers take by themselves. The tiny ones have the same kinds of
blocks, for tries and tests.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, kw_only=True)
class FlowShape:
    """Sizes of the networks of a base whose denoiser is a transformer; one language model reads its prompts."""

    transformer: dict[str, Any]
    vae: dict[str, Any]
    text: dict[str, Any]
    tokens: int = 512  # of a prompt
    eyes: dict[str, Any] = field(default_factory=dict)  # of a language model that sees pictures


_QWEN3_4B = {
    "vocab_size": 151936,
    "hidden_size": 2560,
    "intermediate_size": 9728,
    "num_hidden_layers": 36,
    "num_attention_heads": 32,
    "num_key_value_heads": 8,
    "head_dim": 128,
    "tie_word_embeddings": True,
}
_BLOCKS = {"down_block_types": ("DownEncoderBlock2D",) * 4, "up_block_types": ("UpDecoderBlock2D",) * 4}
_VAE = {**_BLOCKS, "block_out_channels": (128, 256, 512, 512), "layers_per_block": 2}
Z_IMAGE = FlowShape(
    transformer={
        "in_channels": 16,
        "dim": 3840,
        "n_layers": 30,
        "n_refiner_layers": 2,
        "n_heads": 30,
        "n_kv_heads": 30,
        "cap_feat_dim": 2560,
        "axes_dims": [32, 48, 48],
        "axes_lens": [1536, 512, 512],
    },
    vae={
        **_VAE,
        "latent_channels": 16,
        "scaling_factor": 0.3611,
        "shift_factor": 0.1159,
        "use_quant_conv": False,
        "use_post_quant_conv": False,
    },
    text=_QWEN3_4B,
)
KLEIN_4B = FlowShape(
    transformer={
        "in_channels": 128,
        "num_layers": 5,
        "num_single_layers": 20,
        "attention_head_dim": 128,
        "num_attention_heads": 24,
        "joint_attention_dim": 3 * 2560,
        "guidance_embeds": False,
    },
    vae={**_VAE, "latent_channels": 32},
    text=_QWEN3_4B,
)
QWEN_IMAGE = FlowShape(
    transformer={"zero_cond_t": True},  # of 2511: references are told as clean; else what diffusers takes by itself
    vae={},
    text={
        "vocab_size": 152064,
        "hidden_size": 3584,
        "intermediate_size": 18944,
        "num_hidden_layers": 28,
        "num_attention_heads": 28,
        "num_key_value_heads": 4,
        "rope_parameters": {"rope_type": "default", "rope_theta": 1e6, "mrope_section": [16, 24, 24]},
    },
    eyes={"hidden_size": 1280, "out_hidden_size": 3584},
    tokens=1024,
)
_TINY_VAE = {**_BLOCKS, "block_out_channels": (8, 8, 16, 16), "norm_num_groups": 4, "layers_per_block": 1}
_TINY_TEXT = {
    "hidden_size": 32,
    "intermediate_size": 32,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "num_key_value_heads": 2,
    "head_dim": 16,
}
TINY_Z_IMAGE = FlowShape(
    transformer={
        "in_channels": 4,
        "dim": 48,
        "n_layers": 2,
        "n_refiner_layers": 1,
        "n_heads": 2,
        "n_kv_heads": 2,
        "cap_feat_dim": 32,
        "axes_dims": [8, 8, 8],
        "axes_lens": [1024, 64, 64],
    },
    vae={**_TINY_VAE, "latent_channels": 4, "scaling_factor": 0.36, "shift_factor": 0.12},
    text=_TINY_TEXT,
)
TINY_KLEIN = FlowShape(
    transformer={
        "in_channels": 16,
        "num_layers": 1,
        "num_single_layers": 1,
        "attention_head_dim": 16,
        "num_attention_heads": 2,
        "joint_attention_dim": 3 * 32,
        "timestep_guidance_channels": 16,
        "axes_dims_rope": (4, 4, 4, 4),
        "guidance_embeds": False,
    },
    vae={**_TINY_VAE, "latent_channels": 4},
    text={**_TINY_TEXT, "num_hidden_layers": 27},  # it is read after the 9th, 18th and 27th
)
TINY_QWEN_IMAGE = FlowShape(
    transformer={
        "in_channels": 16,
        "out_channels": 4,
        "num_layers": 2,
        "attention_head_dim": 16,
        "num_attention_heads": 2,
        "joint_attention_dim": 32,
        "axes_dims_rope": (4, 6, 6),
        "zero_cond_t": True,
    },
    vae={
        "base_dim": 8,
        "z_dim": 4,
        "dim_mult": [1, 1, 1, 1],
        "num_res_blocks": 1,
        "latents_mean": [-0.3, 0.2, 0.1, -0.1],
        "latents_std": [0.7, 1.3, 0.9, 1.1],
    },
    text={
        **{key: value for key, value in _TINY_TEXT.items() if key != "head_dim"},
        "rope_parameters": {"rope_type": "default", "rope_theta": 1e4, "mrope_section": [2, 3, 3]},
    },
    eyes={
        "depth": 2, "hidden_size": 32, "intermediate_size": 32, "num_heads": 2, "out_hidden_size": 32,
        "fullatt_block_indexes": [1],
    },
    tokens=1024,
)  # fmt: skip
#: By architecture.
TRUE = {"z-image": Z_IMAGE, "flux2-klein": KLEIN_4B, "qwen-image": QWEN_IMAGE}
TINY = {"z-image": TINY_Z_IMAGE, "flux2-klein": TINY_KLEIN, "qwen-image": TINY_QWEN_IMAGE}
