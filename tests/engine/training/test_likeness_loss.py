"""Likeness in the loss of a face: it pulls towards the person, and only where there is a person to compare with."""

from __future__ import annotations

import contextlib
import itertools
from pathlib import Path
from types import SimpleNamespace

import torch
from torch import nn

from engine.errors import JobCancelledError
from engine.lab.pocket.base import build_scheduler
from engine.training.dataset import Dataset
from engine.training.likeness import Likeness
from engine.training.loop import fit
from engine.training.objective import Denoising
from engine.training.resume import Place

PERSON = torch.tensor([0.9, 0.1, 0.5])


class Autoencoder(nn.Module):
    """Three latent channels are red, green and blue."""

    config = SimpleNamespace(scaling_factor=1.0, shift_factor=None)
    dtype = torch.float32

    def decode(self, latents: torch.Tensor) -> SimpleNamespace:
        """Enlarge them."""
        return SimpleNamespace(sample=nn.functional.interpolate(latents, scale_factor=8))


class Embedder(nn.Module):
    """A face is its mean colour."""

    def forward(self, chips: torch.Tensor) -> torch.Tensor:
        """Return (N, 3)."""
        return chips.mean((2, 3))


class Denoiser(nn.Module):
    """Says the same of every picture: what it says is all that can be learnt."""

    def __init__(self) -> None:
        super().__init__()
        self.said = nn.Parameter(torch.zeros(1, 3, 1, 1))

    def forward(self, x: torch.Tensor, times: torch.Tensor, states: torch.Tensor, return_dict: bool) -> tuple:
        """Return one colour for all."""
        return (self.said.expand_as(x),)


def _learnt(weight: float, people: torch.Tensor, place: Place | None = None, until: int = 60) -> torch.Tensor:
    """Return what was learnt in 60 steps; the process "dies" before step ``until``."""
    torch.manual_seed(0)
    network, steps = Denoiser(), itertools.count()
    data = Dataset(
        latents=torch.zeros(4, 3, 8, 8), weights=torch.ones(4, 8, 8), states=torch.zeros(4, 1, 4), people=people
    )
    judge = (
        Likeness(autoencoder=Autoencoder(), embedder=Embedder(), weight=weight, raw=lambda latents: latents)
        if weight
        else None
    )
    with contextlib.suppress(JobCancelledError):
        fit(
            network, Denoising(build_scheduler()), list(network.parameters()), data, steps=60, batch=4, rate=5e-2,
            seed=3, step=lambda done, total: None, cancelled=lambda: next(steps) == until, likeness=judge, place=place,
        )  # fmt: skip
    return network.said.detach().flatten()


def test_it_pulls_towards_the_person():
    """The latents are grey and the person is red: the velocity of pure noise is minus the picture."""
    people = PERSON.expand(4, -1)
    without, told = _learnt(0.0, people), _learnt(3.0, people)
    assert without.abs().max() < 0.15
    assert told[0] < without[0] - 0.2, "red is believed in"
    assert told[1] > without[1] + 0.2, "green is not"


def test_nobody_is_compared_with_nobody():
    """Pictures of anybody, learnt beside a person's, have no face to be like."""
    nobody = torch.full((4, 3), torch.nan)
    assert torch.equal(_learnt(3.0, nobody), _learnt(0.0, nobody))


def test_one_seed_gives_one_adapter_with_it_too():
    """Its jitter is drawn from the training's own numbers, so a killed training goes on as it would have."""
    people = PERSON.expand(4, -1)
    one = _learnt(3.0, people)
    torch.manual_seed(99)
    assert torch.equal(one, _learnt(3.0, people))


def test_a_training_that_stopped_goes_on_as_it_would_have(tmp_path: Path):
    """Stopped two steps after a checkpoint; the rest sees the same jitter, or the face would be another one."""
    people = PERSON.expand(4, -1)
    place = Place(folder=tmp_path, key="ada", every=10)
    stopped = _learnt(3.0, people, place, until=32)
    resumed = _learnt(3.0, people, place)
    assert not torch.equal(stopped, resumed)
    assert torch.equal(resumed, _learnt(3.0, people))


def test_of_a_batch_so_many_rows_are_judged_as_the_recipe_says():
    """Decoding costs more than the step: two rows of four are looked at, and count for all that could have been."""
    seen: list[int] = []

    class Counting(Likeness):
        def apart(self, latents: torch.Tensor, *others: object, **named: object) -> torch.Tensor:
            seen.append(len(latents))
            return super().apart(latents, *others, **named)

    def looked(rows: int) -> list[int]:
        seen.clear()
        judge = Counting(
            autoencoder=Autoencoder(), embedder=Embedder(), weight=1.0, raw=lambda latents: latents, rows=rows
        )
        data = Dataset(
            latents=torch.zeros(4, 3, 8, 8), weights=torch.ones(4, 8, 8), states=torch.zeros(4, 1, 4),
            people=PERSON.expand(4, 3),
        )  # fmt: skip
        network = Denoiser()
        fit(
            network, Denoising(build_scheduler()), list(network.parameters()), data, steps=12, batch=4, rate=5e-2,
            seed=3, step=lambda done, total: None, cancelled=bool, likeness=judge,
        )  # fmt: skip
        return seen[1:]  # the first is the plan's, of one row

    assert max(looked(2)) == 2
    assert max(looked(0)) > 2, "a control: without a limit all noisy ones are"
