"""Stage: a few-step adapter of the embedded base, by latent consistency distillation (Luo et al. 2023).

The frozen base with guidance takes one DDIM step from a noised latent; the adapter learns to jump from both ends of
that step to the same clean picture. Guidance is learnt along, so a picture then costs four evaluations, not two a step.
Drawn with diffusers' `LCMScheduler`, on whose grid of times it is trained.

Not shipped: this base needs none. After 24,300 pictures on its fourth version, 60 pictures from captions each
(`engine.pocket.judge`; the distance is that of one learnt face, 6 pictures):

====================================  ===========  ==============  ========  ===========================
drawn                                 evaluations  matching eyes   distance  distance to photos as a set
====================================  ===========  ==============  ========  ===========================
with it, `LCMScheduler`, 4 steps                4          92 %                                   0.114
the same at its full rank                       4          93 %       0.46                        0.115
plain DDIM, 4 steps, no guidance                4          98 %       0.36                        0.113
plain DDIM, 2 steps, guidance 2                 4          98 %       0.30                        0.140
plain DDIM, 20 steps, guidance 2               40          97 %                                   0.105
====================================  ===========  ==============  ========  ===========================
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from peft import LoraConfig
from peft.utils import get_peft_model_state_dict
from torch.nn.functional import huber_loss

from engine import bases
from engine.diffusion import adapters
from engine.diffusion.person_tokens import PersonTokens
from engine.pocket import checkpoint
from engine.pocket.base import CPU, Pace, Trainer, fit
from engine.training import adapter
from engine.training.precision import autocast
from engine.training.style_lora import shrink
from engine.weights.presence import write_checksums

NAME = "fewstep"
TARGET = bases.HERE / "pocket-fewstep"
RANK, KEPT_RANK = 16, 8
GRID = 20  # times the base may be asked at, as `LCMScheduler` lays them out: those of twenty plain steps
GUIDANCE = 2.0  # what the base is drawn with, see families.toml
DATA_SPREAD, TIME_SCALE = 0.5, 10.0  # of the boundary condition, as `LCMScheduler` has them
HUBER = 0.001


def grid_times() -> torch.Tensor:
    """Return the times of the grid from clean to noisy, (20,): 49, 99, ... 999."""
    return torch.arange(1, GRID + 1) * (1000 // GRID) - 1


def boundary(time: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Return (c_skip, c_out), each (N, 1, 1, 1): what makes the jump from time 0 the identity."""
    scaled = time.float()[:, None, None, None] * TIME_SCALE
    skip = DATA_SPREAD**2 / (scaled**2 + DATA_SPREAD**2)
    return skip, scaled / (scaled**2 + DATA_SPREAD**2).sqrt()


def ddim_step(
    latent: torch.Tensor, velocity: torch.Tensor, keep: torch.Tensor, keep_next: torch.Tensor
) -> torch.Tensor:
    """Take one deterministic step; ``keep`` and ``keep_next`` (N, 1, 1, 1) are shares of signal power."""
    clean = keep.sqrt() * latent - (1 - keep).sqrt() * velocity
    noise = keep.sqrt() * velocity + (1 - keep).sqrt() * latent
    return keep_next.sqrt() * clean + (1 - keep_next).sqrt() * noise


class FewStepTrainer(Trainer):
    """The base's trainer with a frozen base, an adapter to learn and its moving average as the second opinion."""

    def __init__(self, data: Path, work: Path) -> None:
        super().__init__(data, work)
        pipe = self.pipeline()
        self.unet = type(self.unet).from_pretrained(work / "pipeline" / "unet").requires_grad_(False)
        self.text = type(pipe.text_encoder).from_pretrained(work / "pipeline" / "text_encoder").requires_grad_(False)
        self.person = PersonTokens.load(work / "pipeline" / "person").requires_grad_(False)
        self.family = bases.families()["pocket"]
        targets = list(self.family.face.targets)
        with adapters.several_adapters_are_meant():
            for name in ("student", "average"):
                self.unet.add_adapter(LoraConfig(r=RANK, lora_alpha=RANK, target_modules=targets), adapter_name=name)
        both = {name: value for name, value in self.unet.named_parameters() if "lora_" in name}
        self.named = {name: value for name, value in both.items() if ".student." in name}
        for value in self.named.values():
            value.requires_grad_(True)
        self.ema = {name: both[name.replace(".student.", ".average.")].requires_grad_(False) for name in self.named}
        with torch.no_grad():
            for name, value in self.ema.items():
                value.copy_(self.named[name])
        self.optimiser = torch.optim.AdamW(self.named.values(), 1e-4, betas=(0.9, 0.99), weight_decay=0, fused=True)
        self.empty = torch.cat([self.text(self.ids([""]))[0], self.person(None, None, 1)], 1).detach()

    def loss(self, rng: np.random.Generator) -> torch.Tensor:
        """Return how far the jumps from both ends of one step of the base lie apart."""
        batch = self.sample(rng)
        times, count = grid_times(), len(batch.rows)
        index = torch.randint(0, GRID, (count,))
        time, later = times[index], torch.where(index > 0, times[(index - 1).clamp(min=0)], 0)
        keep = self.alphas[time][:, None, None, None]
        keep_later = torch.where(index > 0, self.alphas[later], 1.0)[:, None, None, None]
        noise = torch.randn_like(batch.latent)
        latent = keep.sqrt() * batch.latent + (1 - keep).sqrt() * noise
        with torch.no_grad():
            states = self.states(batch)
            plain = self.empty.expand(count, -1, -1)
            told = self._velocity(torch.cat([latent] * 2), torch.cat([time] * 2), torch.cat([states, plain]), None)
            aimed, unaimed = told.chunk(2)
            step = ddim_step(latent, unaimed + GUIDANCE * (aimed - unaimed), keep, keep_later)
            goal = self._jump(step, later, keep_later, states, "average")
            goal = torch.where((index > 0)[:, None, None, None], goal, step)
        guess = self._jump(latent, time, keep, states, "student")
        error = huber_loss(guess, goal, reduction="none", delta=HUBER**0.5).mean(1) * batch.inside
        return (error.sum((1, 2)) / batch.inside.sum((1, 2)).clamp(min=1)).mean()

    def _velocity(
        self, latent: torch.Tensor, time: torch.Tensor, states: torch.Tensor, acting: str | None
    ) -> torch.Tensor:
        adapters.switch(self, {acting: 1.0} if acting else {})
        for value in self.named.values():
            value.requires_grad_(True)  # switching is for drawing and froze them
        with autocast(CPU):
            return self.unet(latent, time, states, return_dict=False)[0].float()

    def _jump(
        self, latent: torch.Tensor, time: torch.Tensor, keep: torch.Tensor, states: torch.Tensor, acting: str
    ) -> torch.Tensor:
        skip, out = boundary(time)
        clean = keep.sqrt() * latent - (1 - keep).sqrt() * self._velocity(latent, time, states, acting)
        return skip * latent + out * clean

    def store(self, losses: list[tuple[int, float]]) -> None:
        """Write the adapter (its moving average, reduced in rank) and the checkpoint."""
        state = get_peft_model_state_dict(self.unet, adapter_name="average")
        small = shrink({name: value.detach() for name, value in state.items()}, KEPT_RANK)
        facts = {"method": "latent consistency distillation", "pictures": self.step * 32, "guidance": GUIDANCE}
        adapter.write(self.work / NAME / f"{NAME}.safetensors", small, self.family, facts)
        checkpoint.save(
            self.work / f"{NAME}-state",
            checkpoint.pack(self.named, self.ema, self.optimiser),
            {"step": self.step},
        )


def train(data: Path, work: Path, seconds: float) -> None:
    """Train the adapter for ``seconds`` more, from its checkpoint if there is one; the rate decays at the end."""
    run = FewStepTrainer(data, work)
    pace = Pace(rate=1e-3, warm=30, decay=0.6, floor=0.05, average=0.95, tell=20)
    fit(run, work / f"{NAME}-state", seconds, pace)


def export(work: Path) -> None:
    """Copy the trained adapter into ``engine/bases/pocket-fewstep``, beside its checksum."""
    TARGET.mkdir(exist_ok=True)
    (TARGET / f"{NAME}.safetensors").write_bytes((work / NAME / f"{NAME}.safetensors").read_bytes())
    write_checksums(TARGET)
