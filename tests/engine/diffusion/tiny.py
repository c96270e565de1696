"""Random bases of the true architectures, small enough to be drawn and trained with in a second.

The networks have the block types, text encoders and file layout of Stable Diffusion 1.5 and XL; only widths and depths
are small. A base is written as the weights fetch would leave it: a folder with the record of what the hub said.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import torch
from diffusers import (
    AutoencoderKL,
    ControlNetModel,
    ControlNetUnionModel,
    DDPMScheduler,
    StableDiffusionPipeline,
    StableDiffusionXLPipeline,
    UNet2DConditionModel,
)
from safetensors.torch import save_file
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

from engine import bases
from engine.bases import Family
from engine.bases.memory import MemoryPlan
from engine.diffusion.person_tokens import PersonTokens
from engine.diffusion.pipeline import PortraitPipeline
from engine.lab.pocket.words import build_tokenizer
from engine.settings import EngineSettings
from engine.weights.presence import RECORD, sha256_of

TYPES = {"float32": torch.float32, "bfloat16": torch.bfloat16}  # what a processor and what a GPU keeps a base in
KINDS = [(name, kind) for name in ("sd15", "sdxl") for kind in TYPES]
#: Levels of 255 two pictures that should be one may differ by: kernels for other batches round elsewhere, and a random
#: network makes more of it than one that learnt to draw.
ROUNDING = {torch.float32: 1, torch.bfloat16: 16}
#: What a union ControlNet has in common with the network it steers.
SHARED = (
    "block_out_channels", "layers_per_block", "norm_num_groups", "cross_attention_dim", "attention_head_dim",
    "use_linear_projection", "transformer_layers_per_block", "down_block_types", "addition_embed_type",
    "addition_time_embed_dim", "projection_class_embeddings_input_dim",
)  # fmt: skip
SIDE = 64
WIDTH = 32


def small(name: str) -> Family:
    """Return the family's record with everything that costs time made small."""
    return shrunk(bases.families()[name])


def shrunk(family: Family) -> Family:
    """Return a record with everything that costs time made small."""
    face = replace(
        family.face, rank=4, min_steps=4, max_steps=8, steps_per_photo=2, batch=2, checkpoints=2, prior_pictures=0
    )
    style = replace(family.style, rank=4, min_steps=4, max_steps=6, steps_per_photo=1, batch=2)
    samplers = {kind: replace(sampler, steps=2) for kind, sampler in family.samplers.items()}
    return replace(family, side=SIDE, face=face, style=style, samplers=samplers)


def pipeline(
    folder: Path,
    name: str = "sd15",
    dtype: torch.dtype = torch.float32,
    *,
    merge: bool | None = None,
    memory: MemoryPlan | None = None,
) -> PortraitPipeline:
    """Write a tiny base below ``folder`` unless it is there, and return a painter that holds it in ``dtype``."""
    family = small(name)
    if not family.path(folder).exists():
        write(folder, name)
    return PortraitPipeline(settings(folder, name), family, dtype=dtype, merge=merge, memory=memory)


def pocket(folder: Path, dtype: torch.dtype = torch.float32) -> PortraitPipeline:
    """Return a painter with a tiny base of the embedded one's kind: it reads a person's tokens behind the words."""
    small_pocket = small("pocket")
    # Neither embedder nor beginning lies here; one rate for all, as on the other bases: tests of rates set their own.
    face = replace(small_pocket.face, likeness=0.0, warm_start="", up_rate=1.0)
    family = replace(small_pocket, folder=None, own="base-pocket", face=face)
    if not family.path(folder).exists():
        torch.manual_seed(3)
        made = family.path(folder)
        _sd15(made).save_pretrained(made)
        PersonTokens(width=WIDTH).save(made / "person")
        record(made)
    return PortraitPipeline(settings(folder, "pocket"), family, dtype=dtype)


def each(folder: Path, kind: tuple[str, str]) -> PortraitPipeline:
    """Return a painter of one of `KINDS`."""
    return pipeline(folder, kind[0], TYPES[kind[1]])


def settings(folder: Path, name: str = "sd15") -> EngineSettings:
    """Return settings of an engine with a tiny base below ``folder``."""
    return EngineSettings(weights=folder, base=name, device="cpu", offline=True, threads=1)


def write(folder: Path, name: str) -> Path:
    """Write a random base of the family's architecture as ``base-<name>`` with the record of a fetch."""
    torch.manual_seed(3)
    made = folder / f"base-{name}"
    (_xl if name == "sdxl" else _sd15)(made).save_pretrained(made)
    return record(made)


def record(made: Path) -> Path:
    """Write what a fetch would have written about the files below ``made``, and return it."""
    rows = {}
    for file in sorted(made.rglob("*")):
        if file.is_file() and file.name != RECORD:
            rows[file.relative_to(made).as_posix()] = {"bytes": file.stat().st_size, "sha256": sha256_of(file)}
    (made / RECORD).write_text(json.dumps({"files": rows}))
    return made


def write_control(folder: Path, name: str, kind: str) -> Path:
    """Write a ControlNet of the tiny base ``base-<name>``, whose words count, with the record of a fetch."""
    unet = UNet2DConditionModel.from_pretrained(folder / f"base-{name}" / "unet", dtype=torch.float32)
    net = _union(unet) if kind == "union" else ControlNetModel.from_unet(unet)
    torch.manual_seed(len(kind))
    for value in net.controlnet_mid_block.parameters():  # they begin at zero: a control without a say
        torch.nn.init.normal_(value, std=0.5)
    made = folder / f"{bases.families()[name].architecture}-control-{kind}"
    net.save_pretrained(made)
    return record(made)


def write_style(folder: Path, file: Path, name: str = "sd15") -> Path:
    """Write a random style of the tiny base ``base-<name>``, of its attention layers."""
    if not (folder / f"base-{name}").exists():
        write(folder, name)
    unet, generator = UNet2DConditionModel.from_pretrained(folder / f"base-{name}" / "unet"), torch.Generator()
    state = {}
    for path, layer in unet.named_modules():
        if path.endswith(("to_q", "to_v")):
            outside, inside = layer.weight.shape
            state[f"unet.{path}.lora_A.weight"] = torch.randn((4, inside), generator=generator.manual_seed(inside)) / 4
            state[f"unet.{path}.lora_B.weight"] = torch.randn((outside, 4), generator=generator)
    save_file(state, file)
    return file


def write_text_style(made: PortraitPipeline, file: Path) -> Path:
    """Write a random style that acts on the first text encoder alone, as many files for Stable Diffusion do too."""
    generator, state = torch.Generator().manual_seed(1), {}
    for path, layer in made.pipe.text_encoder.named_modules():
        if path.endswith(("q_proj", "v_proj")):
            outside, inside = layer.weight.shape
            state[f"text_encoder.{path}.lora_A.weight"] = torch.randn((4, inside), generator=generator)
            state[f"text_encoder.{path}.lora_B.weight"] = torch.randn((outside, 4), generator=generator)
    save_file(state, file)
    return file


def _union(unet: UNet2DConditionModel) -> ControlNetUnionModel:
    told = {name: value for name, value in unet.config.items() if name in SHARED}
    own = {"num_trans_channel": 16, "num_proj_channel": 16, "num_trans_head": 2}  # the width of the first block
    return ControlNetUnionModel(**told, **own, conditioning_embedding_out_channels=(8, 8, 16, 16))


def _vae() -> AutoencoderKL:
    return AutoencoderKL(
        block_out_channels=(8, 8, 16, 16),
        norm_num_groups=4,
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        latent_channels=4,
        layers_per_block=1,
    )


def _text(kind: type, tokens: int) -> CLIPTextModel:
    return kind(
        CLIPTextConfig(
            vocab_size=tokens,
            hidden_size=WIDTH,
            intermediate_size=2 * WIDTH,
            num_hidden_layers=2,
            num_attention_heads=2,
            max_position_embeddings=32,
            projection_dim=WIDTH,
            bos_token_id=tokens - 2,
            eos_token_id=tokens - 1,
            pad_token_id=tokens - 1,
        )
    )


def _noise() -> DDPMScheduler:
    return DDPMScheduler(beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", steps_offset=1)


def _sd15(folder: Path) -> StableDiffusionPipeline:
    tokenizer = build_tokenizer(folder / "tokenizer")
    unet = UNet2DConditionModel(
        sample_size=8,
        block_out_channels=(16, 32),
        layers_per_block=2,
        norm_num_groups=8,
        cross_attention_dim=WIDTH,
        attention_head_dim=4,
        down_block_types=("CrossAttnDownBlock2D", "DownBlock2D"),
        up_block_types=("UpBlock2D", "CrossAttnUpBlock2D"),
    )
    return StableDiffusionPipeline(
        unet=unet, vae=_vae(), text_encoder=_text(CLIPTextModel, len(tokenizer)), tokenizer=tokenizer,
        scheduler=_noise(), safety_checker=None, feature_extractor=None, requires_safety_checker=False,
    )  # fmt: skip


def _xl(folder: Path) -> StableDiffusionXLPipeline:
    tokenizer, second = build_tokenizer(folder / "tokenizer"), build_tokenizer(folder / "tokenizer_2")
    unet = UNet2DConditionModel(
        sample_size=8,
        block_out_channels=(16, 32),
        layers_per_block=2,
        norm_num_groups=8,
        cross_attention_dim=2 * WIDTH,
        attention_head_dim=(2, 4),
        use_linear_projection=True,
        transformer_layers_per_block=(1, 2),
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        addition_embed_type="text_time",
        addition_time_embed_dim=8,
        projection_class_embeddings_input_dim=6 * 8 + WIDTH,
    )
    return StableDiffusionXLPipeline(
        unet=unet, vae=_vae(), tokenizer=tokenizer, tokenizer_2=second, scheduler=_noise(),
        text_encoder=_text(CLIPTextModel, len(tokenizer)),
        text_encoder_2=_text(CLIPTextModelWithProjection, len(second)), add_watermarker=False,
    )  # fmt: skip
