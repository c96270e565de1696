"""Stages: a few-step adapter of the embedded base, which draws in four evaluations what the base draws in 24.

The base draws with guidance in twelve steps, two evaluations each. Its trajectories from noise to picture are cut into
four segments; the adapter learns to cross each in one step of the same sampler, and learns the guidance along
(consistency along several segments: Heek et al. 2024; guidance put into the student: Meng et al. 2023, as latent
consistency models do, Luo et al. 2023). Where a segment ends is known from the base, so no second network guesses it.

Stage ``trajectories`` draws them, stage ``fewstep`` learns. In the folder that `place` names, ``NNNN.safetensors``:

``latents``  (`CHUNK`, 5, 8, 16, 16) half: pure noise, the three ends between segments, the finished picture
``states``   (`CHUNK`, tokens, width) half: what the base was told
"""

from __future__ import annotations

import os
import time
from itertools import count
from pathlib import Path

import numpy as np
import torch
from diffusers import DDIMScheduler
from peft import LoraConfig
from peft.utils import get_peft_model_state_dict
from safetensors.torch import load_file, save_file
from torch import Tensor

from engine import bases
from engine.bases import FAST, QUALITY
from engine.diffusion import adapters
from engine.diffusion.pipeline import ADAPTER
from engine.lab.pocket import checkpoint
from engine.lab.pocket.base import CPU, Pace, Trainer, build_scheduler, fit
from engine.training import adapter
from engine.training.precision import autocast
from engine.training.style_lora import shrink
from engine.weights.presence import sha256_of, write_checksums

NAME = "fewstep"
TARGET = bases.HERE / "pocket-fewstep"
RANK, KEPT_RANK = 8, 7  # all of the base together has to stay below 120 MB
CHUNK = 512
LOOKED_AT = 128  # of the trajectories not learnt from, for the error in the record
POCKET = bases.families()["pocket"]


def sampler(kind: str) -> DDIMScheduler:
    """Return the scheduler of one of the base's samplers, its times set."""
    scheduler = build_scheduler()
    scheduler.set_timesteps(POCKET.samplers[kind].steps)
    return scheduler


def place(work: Path) -> Path:
    """Return the folder for trajectories of the base in ``work``: another base or sampler has another one."""
    base = sha256_of(work / "pipeline" / "unet" / "diffusion_pytorch_model.safetensors")[:12]
    steps = "-".join(str(POCKET.samplers[kind].steps) for kind in (QUALITY, FAST))
    return work / "trajectories" / f"{base}-{steps}-{POCKET.samplers[QUALITY].guidance:g}"


def files(work: Path) -> list[Path]:
    """Return the files of trajectories in order; raises FileNotFoundError where there are none."""
    found = sorted(place(work).glob("*.safetensors"))
    if not found:
        raise FileNotFoundError(f"no trajectories of this base in {work}: run --stage trajectories first")
    return found


def velocity_between(start: Tensor, end: Tensor, keep: Tensor, keep_later: Tensor) -> Tensor:
    """Return the velocity whose single deterministic step leads from ``start`` to ``end``, all (N, 8, 16, 16).

    ``keep`` and ``keep_later`` (N,) are the shares of signal power there; they differ.
    """
    signal, noise = keep.sqrt()[:, None, None, None], (1 - keep).sqrt()[:, None, None, None]
    signal_later, noise_later = keep_later.sqrt()[:, None, None, None], (1 - keep_later).sqrt()[:, None, None, None]
    stays = signal_later * signal + noise_later * noise
    return (end - stays * start) / (noise_later * signal - signal_later * noise)


class Teacher(Trainer):
    """The frozen base, drawing from captions and people of the training pictures as the product does."""

    def __init__(self, data: Path, work: Path) -> None:
        super().__init__(data, work)
        for part in (self.unet, self.text, self.person):
            part.requires_grad_(False).eval()
        self.empty = torch.cat([self.text(self.ids([""]))[0], self.person(None, None, 1)], 1)

    @torch.no_grad()
    def trajectories(self, rng: np.random.Generator) -> tuple[Tensor, Tensor]:
        """Draw one batch; return (latents (N, 5, 8, 16, 16), states (N, tokens, width))."""
        batch = self.sample(rng)
        states = self.states(batch)
        told = torch.cat([self.empty.expand(len(states), -1, -1), states])
        scheduler, kept = sampler(QUALITY), set(sampler(FAST).timesteps.tolist())
        latent = torch.randn_like(batch.latent)
        seen = []
        for when in scheduler.timesteps:
            if int(when) in kept:
                seen.append(latent)
            with autocast(CPU):
                both = self.unet(torch.cat([latent] * 2), when, told, return_dict=False)[0].float()
            plain, aimed = both.chunk(2)
            guided = plain + POCKET.samplers[QUALITY].guidance * (aimed - plain)
            latent = scheduler.step(guided, when, latent, return_dict=False)[0]
        return torch.stack([*seen, latent], 1), states


def draw_trajectories(data: Path, work: Path, seconds: float) -> None:
    """Draw trajectories for ``seconds`` more; each file is a function of its number."""
    teacher, folder = Teacher(data, work), place(work)
    folder.mkdir(parents=True, exist_ok=True)
    began = time.monotonic()
    for number in count(len(list(folder.glob("*.safetensors")))):
        torch.manual_seed(number)
        rng = np.random.default_rng(number)
        made = [teacher.trajectories(rng) for _ in range(CHUNK // teacher.batch)]
        latents, states = (torch.cat(parts).half() for parts in zip(*made, strict=True))
        fresh = folder / f"{number:04d}.new"
        save_file({"latents": latents, "states": states}, fresh)
        os.replace(fresh, folder / f"{number:04d}.safetensors")
        print(f"{(number + 1) * CHUNK} trajectories {time.monotonic() - began:.0f}s", flush=True)
        if time.monotonic() - began > seconds:
            return


class FewStepTrainer(Trainer):
    """The base's trainer with a frozen base and an adapter to learn. The first file is only looked at, never learnt."""

    def __init__(self, data: Path, work: Path) -> None:
        super().__init__(data, work)
        for part in (self.unet, self.text, self.person):
            part.requires_grad_(False).eval()
        targets = list(POCKET.face.targets)
        with adapters.several_adapters_are_meant():
            for name in ("student", "average"):
                self.unet.add_adapter(LoraConfig(r=RANK, lora_alpha=RANK, target_modules=targets), adapter_name=name)
        both = {name: value for name, value in self.unet.named_parameters() if "lora_" in name}
        self.named = {name: value for name, value in both.items() if ".student." in name}
        self.ema = {name: both[name.replace(".student.", ".average.")].requires_grad_(False) for name in self.named}
        with torch.no_grad():
            for name, value in self.ema.items():
                value.copy_(self.named[name])
        self.optimiser = torch.optim.AdamW(self.named.values(), 1e-4, betas=(0.9, 0.99), weight_decay=0, fused=True)
        drawn = [load_file(file) for file in files(work)]
        self.told = torch.cat([file["states"] for file in drawn])
        self.seen = torch.cat([file["latents"] for file in drawn])
        scheduler = sampler(FAST)
        self.when = scheduler.timesteps
        self.kept = torch.cat([scheduler.alphas_cumprod[self.when].float(), torch.ones(1)])
        self.acting("student")

    def acting(self, name: str | None) -> None:
        """Let one of the two adapters act, or none."""
        adapters.switch(self, {name: 1.0} if name else {})
        for value in self.named.values():
            value.requires_grad_(True)  # switching is for drawing and froze them

    def error(self, rows: Tensor, segment: Tensor) -> Tensor:
        """Return the squared error of the velocity, for ``segment`` (N,) of 0..3 of the trajectories ``rows`` (N,)."""
        start, end = self.seen[rows, segment].float(), self.seen[rows, segment + 1].float()
        wanted = velocity_between(start, end, self.kept[segment], self.kept[segment + 1])
        with autocast(CPU):
            guess = self.unet(start, self.when[segment], self.told[rows].float(), return_dict=False)[0]
        return (guess.float() - wanted).pow(2).mean()

    def loss(self, rng: np.random.Generator) -> Tensor:
        """Return the error of one batch, all four segments in it alike."""
        rows = torch.from_numpy(rng.integers(CHUNK, len(self.seen), self.batch))
        return self.error(rows, torch.arange(self.batch) % (len(self.kept) - 1))

    @torch.no_grad()
    def unlearnt(self) -> dict[str, list[float]]:
        """Return the error in each segment of the trajectories not learnt from: base alone, and with the adapter."""
        told = {}
        for name in (None, "average"):
            self.acting(name)
            rows, segments = torch.arange(min(LOOKED_AT, CHUNK)), range(len(self.kept) - 1)
            told[name or "base"] = [round(self.error(rows, torch.full_like(rows, k)).item(), 4) for k in segments]
        self.acting("student")
        return told

    def store(self, losses: list[tuple[int, float]]) -> None:
        """Write the adapter (its moving average) and the checkpoint."""
        told = self.unlearnt()
        print(told, flush=True)
        state = get_peft_model_state_dict(self.unet, adapter_name="average")
        facts = {"method": "trajectory distillation", "pictures": self.step * self.batch, "unlearnt": told}
        small = shrink({name: value.detach() for name, value in state.items()}, KEPT_RANK)
        adapter.write(self.work / NAME / ADAPTER, small, POCKET, facts)
        checkpoint.save(
            self.work / f"{NAME}-state",
            checkpoint.pack(self.named, self.ema, self.optimiser),
            {"step": self.step},
        )


def train(data: Path, work: Path, seconds: float) -> None:
    """Train the adapter for ``seconds`` more, from its checkpoint if there is one; the rate decays at the end."""
    run = FewStepTrainer(data, work)
    pace = Pace(rate=1e-3, warm=50, decay=0.5, floor=0.03, average=0.99, tell=20)
    fit(run, work / f"{NAME}-state", seconds, pace)


def export(work: Path) -> None:
    """Copy the trained adapter into ``engine/bases/pocket-fewstep``, beside its checksum."""
    TARGET.mkdir(exist_ok=True)
    (TARGET / ADAPTER).write_bytes((work / NAME / ADAPTER).read_bytes())
    write_checksums(TARGET)
