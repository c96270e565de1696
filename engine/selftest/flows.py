"""Flow bases of random weights, in true shape or tiny, as `made` has those of Stable Diffusion."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch
from diffusers import (
    AutoencoderKL,
    AutoencoderKLFlux2,
    AutoencoderKLQwenImage,
    DiffusionPipeline,
    FlowMatchEulerDiscreteScheduler,
    Flux2KleinPipeline,
    Flux2Transformer2DModel,
    QwenImagePipeline,
    QwenImageTransformer2DModel,
    ZImagePipeline,
    ZImageTransformer2DModel,
)
from torch import nn
from transformers import (
    PreTrainedConfig,
    Qwen2_5_VLConfig,
    Qwen2_5_VLForConditionalGeneration,
    Qwen2Tokenizer,
    Qwen3Config,
    Qwen3ForCausalLM,
    Qwen3Model,
)

from engine.bases.flow_shapes import TINY, TRUE, FlowShape

SHIFT = 3.0
SPACE, LINE = "\u0120", "\u010a"  # as spellings in bytes write them
EYES = ("<|vision_start|>", "<|image_pad|>", "<|vision_end|>")  # of a language model that sees
SPOKEN = "{% for message in messages %}{{ message['content'] }}{% endfor %}"  # no frame of a chat
#: Architecture -> classes of pipeline, denoiser, autoencoder and text encoder.
PARTS: dict[str, tuple[type, type, type, type]] = {
    "z-image": (ZImagePipeline, ZImageTransformer2DModel, AutoencoderKL, Qwen3Model),
    "flux2-klein": (Flux2KleinPipeline, Flux2Transformer2DModel, AutoencoderKLFlux2, Qwen3ForCausalLM),
    "qwen-image": (
        QwenImagePipeline,
        QwenImageTransformer2DModel,
        AutoencoderKLQwenImage,
        Qwen2_5_VLForConditionalGeneration,
    ),
}
Build = Callable[[Callable[[], nn.Module], int], nn.Module]


def pipeline(architecture: str, *, tiny: bool, build: Build, seed: int = 0) -> DiffusionPipeline:
    """Return a base of an architecture; ``build`` (constructor, seed) makes each network."""
    shape = (TINY if tiny else TRUE)[architecture]
    whole, denoiser, autoencoder, reader = PARTS[architecture]
    spelling = tokenizer(shape)
    vae = build(lambda: autoencoder(**shape.vae), seed + 2)
    if hasattr(vae, "bn"):
        _spread(vae.bn, seed)
    return whole(
        scheduler=FlowMatchEulerDiscreteScheduler(shift=SHIFT),
        vae=vae,
        text_encoder=build(lambda: reader(text_config(shape, spelling)), seed + 3),
        tokenizer=spelling,
        transformer=build(lambda: denoiser(**shape.transformer), seed),
    )


@torch.no_grad()
def _spread(norm: Any, seed: int) -> None:
    """Give the statistics of latents values that are not those of noise: who forgets them draws something else."""
    generator = torch.Generator().manual_seed(seed)
    norm.running_mean.copy_(torch.randn(norm.running_mean.shape, generator=generator) * 0.2)
    norm.running_var.copy_(0.5 + 1.5 * torch.rand(norm.running_var.shape, generator=generator))


def text_config(shape: FlowShape, spelling: Qwen2Tokenizer | None = None) -> PreTrainedConfig:
    """Return the configuration of the language model; a tiny one knows the words of ``spelling`` alone."""
    words = {"vocab_size": len(spelling)} if spelling is not None and "vocab_size" not in shape.text else {}
    if shape.eyes:
        names = ("vision_start_token_id", "image_token_id", "vision_end_token_id")
        ids = spelling.convert_tokens_to_ids(list(EYES)) if words and spelling is not None else ()
        told = dict(zip(names, ids, strict=False))
        return Qwen2_5_VLConfig(text_config={**shape.text, **words}, vision_config=shape.eyes, **told)
    return Qwen3Config(max_position_embeddings=1024, **words, **shape.text)


def tokenizer(shape: FlowShape) -> Qwen2Tokenizer:
    """Return a spelling in which letters are words: nobody's vocabulary is at hand where nothing was fetched."""
    letters = ["<|endoftext|>", SPACE, *(chr(number) for number in range(33, 127))]
    letters += [LINE] if shape.eyes else []
    words = {letter: number for number, letter in enumerate(letters)}
    made = Qwen2Tokenizer(vocab=words, merges=[], model_max_length=shape.tokens, chat_template=SPOKEN)
    if shape.eyes:
        made.add_special_tokens({"additional_special_tokens": list(EYES)})
    return made


def write(folder: Path, architecture: str, *, tiny: bool, build: Build, seed: int = 0) -> None:
    """Write a base to ``folder``, in diffusers' layout."""
    pipeline(architecture, tiny=tiny, build=build, seed=seed).save_pretrained(folder)
