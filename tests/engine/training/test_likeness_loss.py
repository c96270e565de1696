"""Likeness in the loss of a face: it pulls towards the person, and only where there is a person to compare with."""

from __future__ import annotations

from types import SimpleNamespace

import torch
from torch import nn

from engine.pocket.base import build_scheduler
from engine.training.dataset import Dataset
from engine.training.likeness import Likeness
from engine.training.loop import fit

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


def _learnt(weight: float, people: torch.Tensor) -> torch.Tensor:
    torch.manual_seed(0)
    network = Denoiser()
    data = Dataset(
        latents=torch.zeros(4, 3, 8, 8), weights=torch.ones(4, 8, 8), states=torch.zeros(4, 1, 4), people=people
    )
    judge = Likeness(autoencoder=Autoencoder(), embedder=Embedder(), weight=weight) if weight else None
    fit(
        network, build_scheduler(), list(network.parameters()), data, steps=60, batch=4, rate=5e-2, seed=3,
        step=lambda done, total: None, cancelled=lambda: False, likeness=judge,
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
