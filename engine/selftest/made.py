"""Bases of random weights: what a fetch would have left, in the true shape of Stable Diffusion or a tiny one.

Random weights draw noise, but they take the memory, the time and the number types of real ones, so that a card can be
tried before anything is fetched. Files are in half precision and plain safetensors, as such bases are published.
"""

from __future__ import annotations

import inspect
import json
import math
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import partial
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
from torch import nn
from transformers import CLIPTextModel, CLIPTextModelWithProjection

from engine import bases, weights
from engine.bases import Family, flow_shapes
from engine.bases.shapes import TINY, TRUE, Shape
from engine.diffusion import blueprint
from engine.selftest import flows
from engine.weights.presence import RECORD, sha256_of

TINY_SIDE = 64
CONTROLS = ("openpose", "canny", "depth")
FEWSTEP_RANK = 64  # of the published LCM adapter


def family(name: str, *, tiny: bool) -> Family:
    """Return the record of base ``name``; a tiny one draws `TINY_SIDE` pixels in two steps and learns rank 4."""
    record = bases.families()[name]
    if not tiny:
        return record
    face = replace(record.face, rank=4, batch=2)
    samplers = {kind: replace(sampler, steps=2) for kind, sampler in record.samplers.items()}
    return replace(record, side=TINY_SIDE, face=face, samplers=samplers)


def write(folder: Path, name: str, *, tiny: bool, seed: int = 0, shape: Shape | None = None) -> None:
    """Write base ``name``, its ControlNets and its few-step adapter below ``folder``, a folder of weights.

    ``shape`` is another than the true and the tiny one.
    """
    record, base = bases.families()[name], folder / f"base-{name}"
    if record.architecture in flow_shapes.TRUE:
        build = partial(random, dtype=torch.bfloat16)
        flows.write(base, record.architecture, tiny=tiny, build=build, seed=seed)
        recorded(base)
        return
    shape = shape or (TINY if tiny else TRUE)[name]
    unet = random(lambda: UNet2DConditionModel(**shape.unet), seed)
    _pipeline(shape, unet, base, seed).save_pretrained(base)
    recorded(base)
    write_controls(folder, record.architecture, unet, seed)
    fast = record.samplers.get("fast")
    if fast is not None and fast.adapter:
        _write_fewstep(folder / fast.adapter, unet, 4 if tiny else FEWSTEP_RANK, seed)


def unet_of(name: str, *, tiny: bool) -> UNet2DConditionModel:
    """Return the denoiser of base ``name`` on the meta device: shapes without numbers."""
    with torch.device("meta"):
        return UNet2DConditionModel(**(TINY if tiny else TRUE)[name].unet)


def fewstep_bytes(unet: UNet2DConditionModel) -> int:
    """Return the size of an adapter of few steps in half precision, as it is published for a base of this shape."""
    layers = [layer.weight for layer in unet.modules() if isinstance(layer, (nn.Linear, nn.Conv2d))]
    return 2 * FEWSTEP_RANK * sum(value[0].numel() + len(value) for value in layers)


def union_of(unet: UNet2DConditionModel) -> ControlNetUnionModel:
    """Return a ControlNet for every kind of picture, that steers a base of this shape."""
    known = inspect.signature(ControlNetUnionModel.__init__).parameters
    told = {name: value for name, value in unet.config.items() if name in known}
    width = unet.config.block_out_channels[0]
    if width < 64:
        told |= {"num_trans_head": 2, "conditioning_embedding_out_channels": (4, 8, 16, 16)}
    return ControlNetUnionModel(**told, num_trans_channel=width, num_proj_channel=width)


def write_controls(folder: Path, architecture: str, unet: UNet2DConditionModel, seed: int) -> None:
    """Write one random ControlNet of ``unet``: a union, or under the name of every kind; on disk it lies once."""
    if f"{architecture}-control-union" in weights.components():
        union = folder / f"{architecture}-control-union"
        random(lambda: union_of(unet), seed + 1).save_pretrained(union)
        recorded(union)
        return
    first = folder / f"{architecture}-control-{CONTROLS[0]}"
    steps = (
        3 if unet.config.block_out_channels[0] < 64 else 4
    )  # the condition comes in at eight times the latent's side
    told = {} if steps == 4 else {"conditioning_embedding_out_channels": (4, 8, 16, 16)}
    with torch.device("meta"):
        empty = ControlNetModel.from_unet(_like(unet), load_weights_from_unet=False, **told)
    random(lambda: empty, seed + 1).save_pretrained(first)
    recorded(first)
    for kind in CONTROLS[1:]:
        shutil.copytree(first, folder / f"{architecture}-control-{kind}", copy_function=_linked)


def _like(unet: UNet2DConditionModel) -> UNet2DConditionModel:
    return UNet2DConditionModel.from_config(unet.config)


def _linked(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


@torch.no_grad()
def random(build: Callable[[], nn.Module], seed: int, dtype: torch.dtype = torch.float16) -> nn.Module:
    """Return a network of half precision whose values are drawn as its layers usually begin.

    Built without numbers first, which spares the memory of a float32 copy.
    """
    with torch.device("meta"):
        network = build()
    network = network.to(dtype).to_empty(device="cpu").eval().requires_grad_(False)
    generator = torch.Generator().manual_seed(seed)
    for name, value in network.named_parameters():
        if name.endswith("bias"):
            value.zero_()
        elif value.dim() < 2:
            value.fill_(1.0)  # of a norm
        else:
            most = 1 / math.sqrt(value[0].numel())
            for row in value.view(len(value), -1).split(4096):
                row.copy_((torch.rand(row.shape, generator=generator) * 2 - 1) * most)
    for module in network.modules():
        for name, value in module.named_buffers(recurse=False):
            if name == "position_ids":
                value.copy_(torch.arange(value.numel()).expand(value.shape))
    return network


def _pipeline(shape: Shape, unet: UNet2DConditionModel, folder: Path, seed: int) -> StableDiffusionPipeline:
    tokenizer = blueprint.tokenizer(folder / "tokenizer", shape)
    parts = {
        "unet": unet,
        "vae": random(lambda: blueprint.autoencoder(shape), seed + 2),
        "text_encoder": random(lambda: CLIPTextModel(blueprint.text_config(shape.text, tokenizer)), seed + 3),
        "tokenizer": tokenizer,
        "scheduler": DDPMScheduler(**blueprint.BETAS, clip_sample=False),
    }
    if not shape.xl:
        return StableDiffusionPipeline(
            **parts, safety_checker=None, feature_extractor=None, requires_safety_checker=False
        )
    second = blueprint.tokenizer(folder / "tokenizer_2", shape)
    told = blueprint.text_config(shape.second_text, second)
    parts |= {
        "text_encoder_2": random(lambda: CLIPTextModelWithProjection(told), seed + 4),
        "tokenizer_2": second,
    }
    return StableDiffusionXLPipeline(**parts, add_watermarker=False)


def _write_fewstep(folder: Path, unet: UNet2DConditionModel, rank: int, seed: int) -> None:
    """Write an adapter of every linear layer and convolution, as the published few-step adapters are."""
    generator, tensors = torch.Generator().manual_seed(seed + 5), {}
    for path, layer in unet.named_modules():
        if not isinstance(layer, (nn.Linear, nn.Conv2d)):
            continue
        weight = layer.weight
        down = torch.randn(rank, *weight.shape[1:], generator=generator) / rank
        up = torch.randn(weight.shape[0], rank, *([1] * (weight.dim() - 2)), generator=generator)
        tensors[f"unet.{path}.lora_A.weight"] = (down / math.sqrt(weight[0].numel())).half()
        tensors[f"unet.{path}.lora_B.weight"] = (up * 1e-2).half()
    folder.mkdir(parents=True, exist_ok=True)
    save_file(tensors, folder / "pytorch_lora_weights.safetensors", metadata={"format": "pt"})
    recorded(folder)


def recorded(folder: Path) -> None:
    """Write what a fetch would have written about the files below ``folder``."""
    rows = {}
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.name != RECORD:
            rows[file.relative_to(folder).as_posix()] = {"bytes": file.stat().st_size, "sha256": sha256_of(file)}
    (folder / RECORD).write_text(json.dumps({"files": rows}))


def call_of(unet: UNet2DConditionModel, name: str, *, rows: int = 2, train: bool = False) -> Callable[[], torch.Tensor]:
    """Return one pass of a denoiser on the meta device, at the family's own side; two rows are one guided picture."""
    record = bases.families()[name]
    weight = unet.conv_in.weight
    empty = partial(torch.empty, device="meta", dtype=weight.dtype)
    cells = record.side // 8
    latents, states = empty(rows, 4, cells, cells), empty(rows, 77, unet.config.cross_attention_dim)
    told = {"text_embeds": empty(rows, 1280), "time_ids": empty(rows, 6)} if record.xl else None
    when = torch.empty(rows, device="meta")

    def call() -> torch.Tensor:
        with torch.set_grad_enabled(train):
            return unet(latents, when, states, added_cond_kwargs=told, return_dict=False)[0]

    return call


def autoencoder_of(name: str) -> AutoencoderKL:
    """Return the autoencoder of base ``name`` at true size, on the meta device."""
    with torch.device("meta"):
        return blueprint.autoencoder(TRUE[name])
