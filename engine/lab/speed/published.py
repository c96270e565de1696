"""The published way, of FaceChain with LoRA training (v3, May 2024), in our own words and only as far as time goes.

Every request loads every model anew in float32, adds style and face to the weights, draws in 40 guided steps and throws
everything away. A training is a process of its own: the autoencoder and the text encoder run in every step, batch 1,
all in float32. What it gets wrong for its users (fixed numbers of pictures, reloading for nothing) is left out, so that
the comparison is of the same work: four pictures for four.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers import (
    AutoencoderKL,
    ControlNetModel,
    DDPMScheduler,
    DPMSolverSinglestepScheduler,
    StableDiffusionControlNetInpaintPipeline,
    StableDiffusionControlNetPipeline,
    StableDiffusionPipeline,
    UniPCMultistepScheduler,
)
from peft import LoraConfig
from safetensors.torch import load_file
from torch.nn import functional

STEPS, GUIDANCE = 40, 7.0
STYLE, FACE = 0.25, 0.95  # what is added of each
TRAINED = {"rank": 4, "rate": 1.5e-4}  # of a face
STEPS_A_PHOTO = 200
#: Strengths of the passes of an inpainting of one face after the first picture: two of them, and the two tiny ones
#: that measure what the autoencoder loses.
PASSES = (0.65, 0.025, 0.1, 0.025)
PROMPT = "photo of a woman, raw photo, high detail face"
NEGATIVE = "painting, drawing, cartoon, worst quality, low quality, blurry"


def _loaded(base: Path, kind: Any = StableDiffusionPipeline, **parts: Any) -> Any:
    pipe = kind.from_pretrained(base, dtype=torch.float32, safety_checker=None, local_files_only=True, **parts)
    pipe.set_progress_bar_config(disable=True)
    return pipe


@torch.no_grad()
def _add(pipe: Any, file: Path, weight: float) -> None:
    """Add a LoRA to the weights themselves."""
    tensors = load_file(file)
    for name, down in tensors.items():
        if ".lora_A." in name:
            layer = pipe.unet.get_submodule(name.removeprefix("unet.").split(".lora_A.")[0])
            up = tensors[name.replace(".lora_A.", ".lora_B.")]
            layer.weight += weight * (up.float() @ down.float())


def load(base: Path, style: Path, face: Path) -> Any:
    """Do what a request begins with."""
    pipe = _loaded(base)
    pipe.scheduler = DPMSolverSinglestepScheduler.from_config(pipe.scheduler.config)
    _add(pipe, style, STYLE)
    _add(pipe, face, FACE)
    return pipe


@torch.no_grad()
def draw(pipe: Any, count: int, side: int) -> np.ndarray:
    """Return ``count`` pictures (count, side, side, 3), drawn at once."""
    return pipe(
        PROMPT, negative_prompt=NEGATIVE, num_inference_steps=STEPS, guidance_scale=GUIDANCE, height=side, width=side,
        num_images_per_prompt=count, output_type="np",
    ).images  # fmt: skip


@torch.no_grad()
def inpaint(weights: Path, base: Path, style: Path, face: Path, side: int, steps: int = STEPS) -> np.ndarray:
    """Put a face into a template of noise: a picture under a pose, then four passes under two ControlNets."""

    def net(kind: str) -> ControlNetModel:
        return ControlNetModel.from_pretrained(weights / f"sd15-control-{kind}", dtype=torch.float32)

    said = {"prompt": PROMPT, "negative_prompt": NEGATIVE, "guidance_scale": GUIDANCE, "output_type": "np"}
    size = {"height": side, "width": side, "num_inference_steps": steps}
    pose = torch.rand(1, 3, side, side, generator=torch.Generator().manual_seed(1))
    pipe = _loaded(base, StableDiffusionControlNetPipeline, controlnet=net("openpose"))
    _add(pipe, style, 0.05)
    _add(pipe, face, FACE)
    picture = torch.from_numpy(pipe(**said, **size, image=pose).images).permute(0, 3, 1, 2)
    del pipe
    pipe = _loaded(
        base, StableDiffusionControlNetInpaintPipeline, controlnet=[net("openpose"), net("canny")]
    )  # fmt: skip
    pipe.scheduler = UniPCMultistepScheduler.from_config(pipe.scheduler.config)
    _add(pipe, style, 0.05)
    _add(pipe, face, FACE)
    hole = torch.zeros(1, 1, side, side)
    hole[..., side // 4 : side // 2, side // 4 : side // 2] = 1
    for strength in PASSES:
        # A strength of less than one step is one step.
        told = {"strength": max(strength, 1.01 / steps), "controlnet_conditioning_scale": [1.0, 0.2]}
        made = pipe(
            **said, **size, **told, image=picture * 2 - 1, mask_image=hole, control_image=[pose, pose]
        ).images  # fmt: skip
        picture = torch.from_numpy(made).permute(0, 3, 1, 2)
    return picture.permute(0, 2, 3, 1).numpy()


def training(base: Path, side: int, targets: tuple[str, ...]) -> Callable[[], None]:
    """Return a step of the training: a photo through the autoencoder, words through the text encoder, and so on."""
    pipe = _loaded(base)
    pipe.scheduler = DDPMScheduler.from_config(pipe.scheduler.config)
    for part in (pipe.unet, pipe.vae, pipe.text_encoder):
        part.requires_grad_(False)
    pipe.unet.add_adapter(LoraConfig(r=TRAINED["rank"], lora_alpha=TRAINED["rank"], target_modules=list(targets)))
    values = [value for value in pipe.unet.parameters() if value.requires_grad]
    optimiser = torch.optim.AdamW(values, TRAINED["rate"], weight_decay=1e-2)
    photo = torch.rand(1, 3, side, side, generator=torch.Generator().manual_seed(2)) * 2 - 1
    length = pipe.tokenizer.model_max_length
    words = pipe.tokenizer([PROMPT], padding="max_length", max_length=length, truncation=True, return_tensors="pt")

    def step() -> None:
        vae: AutoencoderKL = pipe.vae
        latents = vae.encode(photo).latent_dist.sample() * vae.config.scaling_factor
        noise, when = torch.randn_like(latents), torch.randint(0, 1000, (1,))
        states = pipe.text_encoder(words.input_ids)[0]
        said = pipe.unet(pipe.scheduler.add_noise(latents, noise, when), when, states, return_dict=False)[0]
        functional.mse_loss(said.float(), noise.float()).backward()
        torch.nn.utils.clip_grad_norm_(values, 1.0)
        optimiser.step()
        optimiser.zero_grad()

    return step
