"""The same work as `published` by the engine as a worker holds it: warm, in bfloat16, few steps where that is asked."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file

from engine.bases import Family
from engine.diffusion import mixed
from engine.diffusion.inpainter import Control, Inpainter
from engine.diffusion.mixed import Worn
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from engine.lab.speed.base import Place
from engine.lab.speed.published import PROMPT, STEPS_A_PHOTO
from engine.settings import EngineSettings
from engine.training import gang, presets
from engine.training.dataset import Dataset
from engine.training.gang import Member
from engine.training.loop import fit

REDRAWN = 0.65


Now = Callable[[], float]


def pipeline(
    place: Place, family: Family, dtype: torch.dtype = torch.bfloat16, *, device: str = "cpu"
) -> PortraitPipeline:
    """Return a warm base."""
    settings = EngineSettings(weights=place.weights, base=family.name, device=device, offline=True, threads=1)
    return PortraitPipeline(settings, family, dtype=dtype)


def faces(place: Place) -> list[dict[str, torch.Tensor]]:
    """Return everybody's adapter, as it is kept in memory."""
    return [load_file(file) for file in place.faces]


def draw(warm: PortraitPipeline, face: dict[str, torch.Tensor], style: Path | None, count: int, kind: str) -> None:
    """Draw ``count`` pictures of one person in a style."""
    warm.load_face_lora(face)
    warm.use(face=1.0, style=style, style_weight=0.25)
    warm.draw([GenerationRequest(prompt=PROMPT, seed=seed) for seed in range(count)], sampler=kind)


def draw_mixed(warm: PortraitPipeline, known: list[dict[str, torch.Tensor]], style: Path | None, kind: str) -> None:
    """Draw one picture of each person, all in one batch."""
    warm.use(face=None, style=style, style_weight=0.25)
    with mixed.wearing(warm, [Worn(tensors=tensors) for tensors in known]):
        shots = [GenerationRequest(prompt=PROMPT, seed=seed, wears=seed) for seed in range(len(known))]
        warm.draw(shots, sampler=kind)


def inpaint(warm: PortraitPipeline, inpainter: Inpainter, face: dict[str, torch.Tensor], style: Path) -> None:
    """Put a face into a template of noise (2.5): a quick picture under a pose, one redrawing under two controls."""
    side = warm.family.side
    rng = np.random.default_rng(1)
    noise = rng.integers(0, 255, (side, side, 3), dtype=np.uint8)
    mask = np.zeros((side, side), np.float32)
    mask[side // 4 : side // 2, side // 4 : side // 2] = 1
    warm.load_face_lora(face)
    warm.use(face=1.0, style=style, style_weight=0.05)
    shot = [GenerationRequest(prompt=PROMPT, seed=1)]
    inpainter.draw(shot, Control(kind="openpose", picture=noise), sampler=warm.quick)
    controls = [Control(kind="openpose", picture=noise), Control(kind="canny", picture=noise, scale=0.2)]
    inpainter.redraw(shot, noise, mask, controls, strength=REDRAWN)


def lesson(warm: PortraitPipeline, seed: int) -> Dataset:
    """Return what a training of one photo reads, cached, of random numbers."""
    generator = torch.Generator().manual_seed(seed)
    shape = warm.backbone.shape(warm.family.side, warm.family.side)
    read = warm.read([PROMPT])
    return Dataset(
        latents=torch.randn(1, *shape, generator=generator), weights=torch.ones(1, *shape[1:]), states=read.states
    )


def train(warm: PortraitPipeline, steps: int, now: Now = time.process_time) -> float:
    """Return the seconds of a step of one person's training, batch 1: the fastest of ``steps`` after a first one."""
    objective, clock = warm.backbone.objective(5.0), _Clock(now)
    with warm.training_face() as values:
        fit(
            warm.backbone.denoiser, objective, values, lesson(warm, 1), steps=steps + 1, batch=1, rate=1e-4, seed=1,
            step=clock, cancelled=bool,
        )  # fmt: skip
    return clock.least


def train_together(warm: PortraitPipeline, people: int, steps: int, now: Now = time.process_time) -> float:
    """Return the seconds of a step in which ``people`` learn at once, batch 1 each; see `train`."""
    clock, objective = _Clock(now), warm.backbone.objective(5.0)
    members = [
        Member(
            data=lesson(warm, seed), seed=seed, steps=steps + 1, step=clock if seed == 0 else _unheard, cancelled=bool
        )
        for seed in range(people)
    ]
    with mixed.learning(warm, people) as stacked:
        gang.fit(warm.backbone.denoiser, objective, stacked, members, batch=1, rate=1e-4)
    return clock.least


def _unheard(done: int, total: int) -> None:
    """Nobody watches."""


class _Clock:
    """Hears the ends of steps; ``least`` is the seconds, by ``now``, of the fastest step but the first."""

    def __init__(self, now: Now) -> None:
        self._now, self._last = now, 0.0
        self.least = float("inf")

    def __call__(self, done: int, total: int) -> None:
        now = self._now()
        if done > 1:
            self.least = min(self.least, now - self._last)
        self._last = now


def steps_for(warm: PortraitPipeline, photos: int) -> tuple[int, int]:
    """Return (our steps, the published ones) for so many photos, in samples that go through the network."""
    recipe = warm.family.face
    return presets.steps(recipe, photos) * recipe.batch, STEPS_A_PHOTO * photos
