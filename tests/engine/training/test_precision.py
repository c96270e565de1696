"""In which numbers a pass is computed."""

from __future__ import annotations

import torch
from torch import nn

from engine.lab.pocket.base import build_scheduler
from engine.training import precision
from engine.training.dataset import Dataset
from engine.training.loop import fit
from engine.training.objective import Denoising
from engine.training.precision import autocast, scaler

CPU = torch.device("cpu")


def _computed_in(dtype: torch.dtype = torch.float32) -> torch.dtype:
    with precision.autocast(CPU, dtype):
        return nn.Linear(2, 2)(torch.ones(1, 2)).dtype


def test_a_processor_computes_in_what_is_faster_there(monkeypatch):
    """Half the time on one processor is twice the time on another."""
    monkeypatch.setattr(precision, "half_is_faster", lambda: True)
    assert _computed_in() == torch.bfloat16
    monkeypatch.setattr(precision, "half_is_faster", lambda: False)
    assert _computed_in() == torch.float32


def test_a_network_kept_in_half_precision_is_always_cast(monkeypatch):
    """Its weights and a float32 input would not fit together."""
    monkeypatch.setattr(precision, "half_is_faster", lambda: False)
    assert _computed_in(torch.bfloat16) == torch.bfloat16


def test_asking_draws_no_number_of_the_caller():
    """Asked in the middle of a run, it would change what is drawn after it, and a resumed run would go another way."""
    precision.half_is_faster.cache_clear()
    torch.manual_seed(3)
    expected = torch.rand(4)
    torch.manual_seed(3)
    precision.half_is_faster()
    assert torch.equal(torch.rand(4), expected)


def test_the_answer_is_the_same_every_time():
    """A training that goes on after a kill must compute as it began."""
    answers = set()
    for _ in range(3):
        precision.half_is_faster.cache_clear()
        answers.add(precision.half_is_faster())
    assert len(answers) == 1


def test_float16_is_computed_in_float16_and_scaled():
    """Cards without bfloat16 have only this one; a gradient of a millionth would vanish in it."""
    layer = nn.Linear(4, 4).half()
    with autocast(CPU, torch.float16):
        assert layer(torch.ones(1, 4)).dtype == torch.float16
    assert scaler(CPU, torch.float16).is_enabled()
    assert not scaler(CPU, torch.bfloat16).is_enabled()


def test_a_gradient_too_small_for_float16_still_teaches():
    """Without the scaler it is zero, and nothing is learnt."""
    learnt = []
    for scaled in (True, False):
        value = nn.Parameter(torch.ones(8))
        optimiser = torch.optim.AdamW([value], 0.1, weight_decay=0.0, fused=True)
        keeper = scaler(CPU, torch.float16 if scaled else torch.float32)
        keeper.scale(value.half().float().sum() * 1e-8).backward()
        keeper.step(optimiser)
        learnt.append(float(value[0].detach()))
    assert learnt[0] < 0.96
    assert learnt[1] == 1.0


def test_a_gradient_too_large_for_float16_is_passed_over():
    """The scale begins high and is found in a few steps; a step it spoils moves nothing."""
    torch.manual_seed(1)
    network = _Wild().half()
    before = float(network.moved.detach())
    told = _fit(network, steps=12)
    assert told.steps == 12
    assert float(network.moved.detach()) != before
    assert all(value.isfinite().all() for value in network.parameters())


class _Wild(nn.Module):
    """A network whose first gradients overflow at the scaler's first scale; its trained part is float32."""

    dtype = torch.float16

    def __init__(self) -> None:
        super().__init__()
        self.body = nn.Conv2d(4, 4, 1)
        self.moved = nn.Parameter(torch.ones(1))

    def half(self) -> _Wild:
        self.body.half()
        return self

    def forward(self, x: torch.Tensor, times: torch.Tensor, states: torch.Tensor, return_dict: bool) -> tuple:
        return (self.body(x * self.moved) * 30,)


def _fit(network: _Wild, steps: int):
    data = Dataset(latents=torch.ones(6, 4, 8, 8), weights=torch.ones(6, 8, 8), states=torch.zeros(6, 1, 4))
    return fit(
        network, Denoising(build_scheduler()), [network.moved], data, steps=steps, batch=4, rate=1e-2, seed=3,
        step=lambda done, total: None, cancelled=lambda: False,
    )  # fmt: skip
