"""What describes a base beside its weights, written from facts: the folder diffusers builds its networks by.

blueprint.write(folder, shapes.SD15, vocabulary.joins(file))     # model_index.json, config.json of every part, ...
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from diffusers import AutoencoderKL, EulerDiscreteScheduler, PNDMScheduler, UNet2DConditionModel
from transformers import CLIPTextConfig, CLIPTokenizer

from engine.bases.shapes import Shape
from engine.weights import vocabulary

BETAS = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear", "steps_offset": 1}
CLIP, DIFFUSERS = "transformers", "diffusers"
PARTS = {
    "unet": (DIFFUSERS, "UNet2DConditionModel"),
    "vae": (DIFFUSERS, "AutoencoderKL"),
    "text_encoder": (CLIP, "CLIPTextModel"),
    "tokenizer": (CLIP, "CLIPTokenizer"),
}
INDEX: dict[bool, dict[str, Any]] = {
    False: {
        "_class_name": "StableDiffusionPipeline",
        "requires_safety_checker": False,
        **PARTS,
        "scheduler": (DIFFUSERS, "PNDMScheduler"),
        "safety_checker": (None, None),
        "feature_extractor": (None, None),
        "image_encoder": (None, None),
    },
    True: {
        "_class_name": "StableDiffusionXLPipeline",
        "force_zeros_for_empty_prompt": True,
        **PARTS,
        "text_encoder_2": (CLIP, "CLIPTextModelWithProjection"),
        "tokenizer_2": (CLIP, "CLIPTokenizer"),
        "scheduler": (DIFFUSERS, "EulerDiscreteScheduler"),
        "feature_extractor": (None, None),
        "image_encoder": (None, None),
    },
}


def write(folder: Path, shape: Shape, joins: Sequence[str] = ()) -> None:
    """Write the description of a base of ``shape`` below ``folder``; ``joins`` as `vocabulary.joins` gives."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model_index.json").write_text(json.dumps(INDEX[shape.xl]))
    with torch.device("meta"):  # shapes without numbers: only their configuration is wanted
        UNet2DConditionModel(**shape.unet).save_config(folder / "unet")
        autoencoder(shape).save_config(folder / "vae")
    first = tokenizer(folder / "tokenizer", shape, joins)
    text_config(shape.text, first).save_pretrained(folder / "text_encoder")
    if shape.xl:
        second = tokenizer(folder / "tokenizer_2", shape, joins, padding="!")
        text_config(shape.second_text, second).save_pretrained(folder / "text_encoder_2")
        scheduler = EulerDiscreteScheduler(**BETAS, timestep_spacing="leading")
    else:
        scheduler = PNDMScheduler(**BETAS, skip_prk_steps=True, set_alpha_to_one=False)
    scheduler.save_pretrained(folder / "scheduler")


def autoencoder(shape: Shape) -> AutoencoderKL:
    """Return the autoencoder of a shape."""
    blocks = {"down_block_types": ("DownEncoderBlock2D",) * 4, "up_block_types": ("UpDecoderBlock2D",) * 4}
    return AutoencoderKL(latent_channels=4, **blocks, **shape.vae)


def text_config(sizes: dict[str, Any], spelling: CLIPTokenizer) -> CLIPTextConfig:
    """Return the configuration of a text encoder of ``sizes`` that reads what ``spelling`` makes of a text."""
    ends = {"bos_token_id": spelling.bos_token_id, "eos_token_id": spelling.eos_token_id}
    told = {"vocab_size": len(spelling), "pad_token_id": spelling.pad_token_id, **sizes}
    return CLIPTextConfig(max_position_embeddings=spelling.model_max_length, **ends, **told)


def tokenizer(folder: Path, shape: Shape, joins: Sequence[str] = (), *, padding: str = vocabulary.END) -> CLIPTokenizer:
    """Write and return the tokenizer of a shape; ``padding`` stands behind a short text."""
    files = vocabulary.write(folder, joins)
    made = CLIPTokenizer(
        *map(str, files),
        model_max_length=shape.tokens,
        bos_token=vocabulary.BEGIN,
        eos_token=vocabulary.END,
        unk_token=vocabulary.END,
        pad_token=padding,
    )
    made.save_pretrained(folder)
    return made
