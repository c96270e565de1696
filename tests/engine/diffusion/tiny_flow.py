"""Random bases of the flow architectures, as small as `tiny`'s."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import torch
from diffusers import (
    AutoencoderKL,
    AutoencoderKLFlux2,
    FlowMatchEulerDiscreteScheduler,
    Flux2KleinPipeline,
    Flux2Transformer2DModel,
    ZImagePipeline,
    ZImageTransformer2DModel,
)
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import PreTrainedTokenizerFast, Qwen3Config, Qwen3ForCausalLM, Qwen3Model

from engine import bases
from engine.bases import Family, Sampler
from engine.diffusion.backbone.klein import LAYERS
from engine.diffusion.pipeline import PortraitPipeline
from tests.engine.diffusion import tiny

NAMES = ("z-image", "flux2-klein")
WIDTH = 32
TEMPLATE = "{% for message in messages %}{{ message['content'] }}{% endfor %}"
TARGETS = ("to_q", "to_k", "to_v", "to_out.0")


def family(name: str) -> Family:
    """Return a record of the architecture ``name`` with everything that costs time made small."""
    like = tiny.shrunk(bases.families()["sdxl"])
    sampler = Sampler(scheduler="FlowMatchEulerDiscreteScheduler", options={"shift": 3.0}, steps=2, guidance=3.0)
    face, style = (replace(recipe, targets=TARGETS, min_snr=0.0) for recipe in (like.face, like.style))
    return replace(
        like, name=name, architecture=name, own=f"base-{name}", cross_width=WIDTH, samplers={"quality": sampler},
        face=face, style=style, presets={},
    )  # fmt: skip


def pipeline(folder: Path, name: str, dtype: torch.dtype = torch.float32) -> PortraitPipeline:
    """Write a tiny base below ``folder`` unless it is there, and return a painter that holds it in ``dtype``."""
    record = family(name)
    if not record.path(folder).exists():
        torch.manual_seed(3)
        {"z-image": _zimage, "flux2-klein": _klein}[name]().save_pretrained(record.path(folder))
    return PortraitPipeline(tiny.settings(folder, name), record, dtype=dtype)


def _zimage() -> ZImagePipeline:
    tokenizer = _tokenizer()
    return ZImagePipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0),
        vae=AutoencoderKL(**_vae(latent_channels=4, scaling_factor=0.36, shift_factor=0.12)),
        text_encoder=Qwen3Model(_text(tokenizer, layers=2)),
        tokenizer=tokenizer,
        transformer=ZImageTransformer2DModel(
            in_channels=4, dim=48, n_layers=2, n_refiner_layers=1, n_heads=2, n_kv_heads=2, cap_feat_dim=WIDTH,
            axes_dims=[8, 8, 8], axes_lens=[1024, 64, 64],
        ),
    )  # fmt: skip


def _klein() -> Flux2KleinPipeline:
    tokenizer = _tokenizer()
    vae = AutoencoderKLFlux2(**_vae(latent_channels=4))
    vae.bn.running_mean.normal_(std=0.2)
    vae.bn.running_var.uniform_(0.5, 2.0)
    return Flux2KleinPipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0),
        vae=vae,
        text_encoder=Qwen3ForCausalLM(_text(tokenizer, layers=LAYERS[-1])),
        tokenizer=tokenizer,
        transformer=Flux2Transformer2DModel(
            in_channels=16, num_layers=1, num_single_layers=1, attention_head_dim=16, num_attention_heads=2,
            joint_attention_dim=len(LAYERS) * WIDTH, timestep_guidance_channels=16, axes_dims_rope=(4, 4, 4, 4),
            guidance_embeds=False,
        ),
    )  # fmt: skip


def _vae(**told: object) -> dict[str, object]:
    blocks = {"down_block_types": ("DownEncoderBlock2D",) * 4, "up_block_types": ("UpDecoderBlock2D",) * 4}
    return {"block_out_channels": (8, 8, 16, 16), "norm_num_groups": 4, "layers_per_block": 1, **blocks, **told}


def _text(tokenizer: PreTrainedTokenizerFast, layers: int) -> Qwen3Config:
    return Qwen3Config(
        vocab_size=len(tokenizer), hidden_size=WIDTH, intermediate_size=WIDTH, num_hidden_layers=layers, head_dim=16,
        num_attention_heads=2, num_key_value_heads=2, max_position_embeddings=1024,
    )  # fmt: skip


def _tokenizer() -> PreTrainedTokenizerFast:
    """Letters are words."""
    letters = {letter: number for number, letter in enumerate(["[PAD]", "[UNK]", *(chr(k) for k in range(32, 127))])}
    spelling = Tokenizer(models.WordLevel(letters, unk_token="[UNK]"))
    spelling.pre_tokenizer = pre_tokenizers.Split("", "isolated")
    return PreTrainedTokenizerFast(
        tokenizer_object=spelling, pad_token="[PAD]", unk_token="[UNK]", chat_template=TEMPLATE, model_max_length=512
    )
