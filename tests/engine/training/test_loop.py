"""The loop that trains every adapter."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from engine.errors import JobCancelledError
from engine.lab.pocket.base import build_scheduler
from engine.training.dataset import Dataset
from engine.training.loop import fit
from engine.training.objective import Denoising, snr_weight


class Denoiser(nn.Module):
    """A network of 1x1 convolutions that looks like a UNet from outside."""

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Sequential(nn.Conv2d(4, 32, 1), nn.SiLU(), nn.Conv2d(32, 4, 1))

    def forward(self, x: torch.Tensor, times: torch.Tensor, states: torch.Tensor, return_dict: bool) -> tuple:
        """Ignore what it is told and denoise by value."""
        return (self.body(x),)


def _fit(network: Denoiser, *, steps: int = 60, seed: int = 3, cancelled=lambda: False, scale: float = 1.0):
    torch.manual_seed(0)
    latents = torch.ones(6, 4, 8, 8) * torch.tensor([1.0, -1.0, 0.5, 0.0])[None, :, None, None] * scale
    data = Dataset(latents=latents, weights=torch.ones(6, 8, 8), states=torch.zeros(6, 1, 4))
    heard: list[tuple[int, int]] = []
    told = fit(
        network,
        Denoising(build_scheduler()),
        list(network.parameters()),
        data,
        steps=steps,
        batch=4,
        rate=1e-2,
        seed=seed,
        step=lambda done, total: heard.append((done, total)),
        cancelled=cancelled,
    )
    return told, heard


def _network() -> Denoiser:
    torch.manual_seed(5)
    return Denoiser()


def test_the_loss_falls():
    """Otherwise nothing was learnt."""
    told, heard = _fit(_network())
    assert told.last_loss < 0.7 * told.first_loss
    assert heard[-1] == (60, 60)


def test_one_seed_gives_one_adapter():
    """An enrolment can be repeated to the bit."""
    one, other, third = _network(), _network(), _network()
    _fit(one, steps=5)
    _fit(other, steps=5)
    _fit(third, steps=5, seed=4)
    assert torch.equal(one.body[0].weight, other.body[0].weight)
    assert not torch.equal(one.body[0].weight, third.body[0].weight)


def test_gradients_are_clipped():
    """One wild picture must not throw the adapter away: AdamW hides the size, so the norm itself is watched."""
    network, norms = _network(), []
    original = torch.optim.AdamW.step

    class Watching(torch.optim.AdamW):
        def step(self, closure=None):
            values = [value.grad.norm() for group in self.param_groups for value in group["params"]]
            norms.append(float(torch.stack(values).norm()))
            return original(self, closure)

    torch.optim.AdamW, kept = Watching, torch.optim.AdamW
    try:
        _fit(network, steps=5, scale=1000.0)
    finally:
        torch.optim.AdamW = kept
    assert len(norms) == 5
    assert max(norms) <= 1.0 + 1e-4


def test_cancel_lands_between_two_steps():
    """A person who changed their mind does not wait for the end."""
    answers = iter([False, False, True])
    with pytest.raises(JobCancelledError):
        _fit(_network(), cancelled=lambda: next(answers))


def test_no_timestep_is_weighed_away():
    """v-prediction keeps a weight even where there is only noise."""
    alphas = build_scheduler().alphas_cumprod.float()
    weight = snr_weight(alphas, "v_prediction")
    assert weight.min() > 0
    assert weight[-1] == pytest.approx(1.0, abs=1e-3)
    assert weight[0] < 0.01
    assert weight.isfinite().all()
