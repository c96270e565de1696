"""Style-LoRA training (paper 2.2, "offline"): many people in one look into one adapter file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from peft import LoraConfig
from peft.utils import get_peft_model_state_dict

from engine.diffusion import adapters
from engine.diffusion.finite import once_more
from engine.diffusion.pipeline import PortraitPipeline
from engine.training import adapter
from engine.training.dataset import Dataset
from engine.training.loop import Trained, fit
from engine.training.resume import STEPS_BETWEEN, Place
from engine.training.taught import taught

ADAPTER = "trained_style"


@dataclass(frozen=True, kw_only=True, eq=False)
class StylePhoto:
    """One picture in the style, framed as the base wants it: (side, side, 3) uint8 RGB, and its caption.

    ``embedding`` (128,) and ``geometry`` (28,) tell a base with person tokens who it is, so that the adapter has only
    the style left to learn.
    """

    picture: np.ndarray
    caption: str
    embedding: np.ndarray | None = None
    geometry: np.ndarray | None = None


@once_more
def train(
    pipeline: PortraitPipeline,
    photos: list[StylePhoto],
    file: Path,
    *,
    seed: int,
    steps: int | None = None,
    trigger: str = "",
    step: Callable[[int, int], None] = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
    work: Path | None = None,
    every: int = STEPS_BETWEEN,
) -> Trained:
    """Learn a style and write the adapter to ``file`` (safetensors, keys as diffusers writes and reads them).

    ``work`` is a folder in which a killed training goes on, from what it writes there every ``every`` steps.

    Raises:
        JobCancelledError: ``cancelled`` returned True between two steps.
        NotANumberError: the base's numbers ran away, in full precision too.
        DeviceMemoryError: the device has too little memory for the base's weights as they are.
        WeightMissingError: what this base learns with has not been fetched, see `engine.training.taught`.
    """
    school = taught(pipeline)
    recipe, network = pipeline.family.style, pipeline.backbone.denoiser
    pipeline.use(face=None, style=None)  # another style may act on the text encoders, and the states are computed once
    data = _dataset(pipeline, photos)
    steps = steps or min(recipe.max_steps, max(recipe.min_steps, recipe.steps_per_photo * len(photos)))
    place = None if work is None else Place(folder=work, key=_key(pipeline, photos, seed, steps), every=every)
    with school.learns(), pipeline.training():
        torch.manual_seed(seed)
        adapters.take_out(pipeline.pipe, ADAPTER)
        with adapters.several_adapters_are_meant():
            network.add_adapter(
                LoraConfig(r=recipe.rank, lora_alpha=recipe.rank, target_modules=list(recipe.targets)),
                adapter_name=ADAPTER,
            )
        adapters.switch(pipeline.pipe, {ADAPTER: 1.0})
        values = [value for name, value in network.named_parameters() if f".{ADAPTER}." in name]
        for value in values:
            value.data = value.data.float()
            value.requires_grad_(True)
        network.train()
        try:
            told = fit(
                network,
                pipeline.backbone.objective(recipe.min_snr),
                values,
                data,
                steps=steps,
                batch=recipe.batch,
                rate=recipe.learning_rate,
                seed=seed,
                step=step,
                cancelled=cancelled,
                restarts=recipe.restarts,
                place=place,
                whole=pipeline.whole,
            )
            trained = {n: v.detach().cpu() for n, v in get_peft_model_state_dict(network, adapter_name=ADAPTER).items()}
            facts = {"trigger": trigger, "steps": told.steps, "pictures": len(photos), "seed": seed, **vars(recipe)}
            small = shrink(trained, recipe.kept_rank or recipe.rank)
            adapter.write(file, small, pipeline.family, facts, part=pipeline.backbone.part)
        finally:
            network.eval()
            adapters.take_out(pipeline.pipe, ADAPTER)
            pipeline.use(face=None, style=None)
    return told


def _key(pipeline: PortraitPipeline, photos: list[StylePhoto], seed: int, steps: int) -> str:
    """Return what tells one training from another: base, its edition, recipe, pictures, captions, seed."""
    told = hashlib.sha256(f"{pipeline.family.name} {pipeline.edition} {pipeline.family.style} {seed} {steps}".encode())
    for photo in photos:
        told.update(photo.caption.encode())
        told.update(np.ascontiguousarray(photo.picture).tobytes())
    return told.hexdigest()


def _dataset(pipeline: PortraitPipeline, photos: list[StylePhoto]) -> Dataset:
    latents = pipeline.encode(np.stack([photo.picture for photo in photos]))
    read = pipeline.read(
        [photo.caption for photo in photos],
        [photo.embedding if number % 4 else None for number, photo in enumerate(photos)],
        [photo.geometry if number % 3 else None for number, photo in enumerate(photos)],
    )
    weights = torch.ones(len(latents), *latents.shape[-2:], device=latents.device)
    return Dataset(latents=latents, weights=weights, states=read.states, added=read.added)


def shrink(state: dict[str, torch.Tensor], rank: int) -> dict[str, torch.Tensor]:
    """Return the best approximation of an adapter with a smaller rank (truncated SVD of each layer's product).

    ``state`` has peft's names: ``<layer>.lora_A.weight`` (r, in, ...) and ``<layer>.lora_B.weight`` (out, r, ...).
    """
    small = {}
    for name, down in state.items():
        if "lora_A" not in name:
            continue
        up = state[name.replace("lora_A", "lora_B")]
        # The product is never built: the SVD of its small core between two orthogonal factors is enough.
        left, left_core = torch.linalg.qr(up.float().flatten(1))
        right, right_core = torch.linalg.qr(down.float().flatten(1).T)
        u, size, v = torch.linalg.svd(left_core @ right_core.T)
        root = size[:rank].sqrt()
        kept = len(root)
        small[name] = ((right @ v[:kept].T) * root).T.reshape(kept, *down.shape[1:]).contiguous()
        small[name.replace("lora_A", "lora_B")] = (
            ((left @ u[:, :kept]) * root).reshape(up.shape[0], kept, *up.shape[2:]).contiguous()
        )
    return small
