"""In which numbers a pass is computed."""

from __future__ import annotations

import pytest
import torch
from torch import nn
from torch.nn import functional
from torch.utils.checkpoint import checkpoint

from engine.lab.pocket.base import build_scheduler
from engine.training import precision
from engine.training.dataset import Dataset
from engine.training.loop import fit
from engine.training.objective import Denoising
from engine.training.precision import SHORT, autocast, scaler

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


def _fused() -> bool:
    return torch.backends.cuda.flash_sdp_enabled()  # named so, and asked for on a processor too


@pytest.mark.parametrize(("cells", "fused"), [(SHORT, False), (SHORT + 1, True), (None, True)])
def test_attention_of_small_pictures_is_computed_in_one_piece(monkeypatch, cells: int | None, fused: bool):
    """What is fused costs milliseconds however little it looks at; over many it is the one whose memory suffices."""
    monkeypatch.setattr(precision, "half_is_faster", lambda: True)
    with precision.autocast(CPU, torch.float32, cells):
        assert _fused() == fused
    assert _fused()


def test_in_full_precision_attention_stays_fused(monkeypatch):
    """There it is the faster one, of small pictures too."""
    monkeypatch.setattr(precision, "half_is_faster", lambda: False)
    with precision.autocast(CPU, torch.float32, 1):
        assert _fused()


def test_the_way_attention_is_computed_is_given_back_by_a_pass_that_fails(monkeypatch):
    """It is the process's."""
    monkeypatch.setattr(precision, "half_is_faster", lambda: True)
    with pytest.raises(RuntimeError, match="a pass"), precision.autocast(CPU, torch.float32, 1):
        raise RuntimeError("a pass that fails")
    assert _fused()


def test_attention_in_one_piece_is_as_near_to_full_precision(monkeypatch):
    """Gradients too: the control, numbers of bfloat16 by the fused way, is no nearer."""
    monkeypatch.setattr(precision, "half_is_faster", lambda: True)
    torch.manual_seed(2)
    told = [torch.randn(4, 6, 64, 32) for _ in range(3)]

    def slopes(context) -> torch.Tensor:
        leaves = [value.clone().requires_grad_() for value in told]
        with context:
            functional.scaled_dot_product_attention(*leaves).float().pow(2).sum().backward()
        return torch.cat([leaf.grad.flatten() for leaf in leaves])

    exact, fused = slopes(torch.autocast("cpu", enabled=False)), slopes(precision.autocast(CPU))
    one = slopes(precision.autocast(CPU, torch.float32, 64))
    assert not torch.equal(one, fused)
    assert (one - exact).norm() <= 1.1 * (fused - exact).norm() <= 0.05 * exact.norm()


class _Attentive(nn.Module):
    """A network with attention over the places of its picture, and what it was computed by."""

    dtype = torch.float32

    def __init__(self) -> None:
        super().__init__()
        torch.manual_seed(5)
        self.body, self.is_gradient_checkpointing = nn.Conv2d(4, 12, 1), False
        self.fused: list[bool] = []

    def forward(self, x: torch.Tensor, times: torch.Tensor, states: torch.Tensor, return_dict: bool) -> tuple:
        self.fused.append(_fused())
        if self.is_gradient_checkpointing:
            return (checkpoint(self._looked, x, use_reentrant=False),)
        return (self._looked(x),)

    def _looked(self, x: torch.Tensor) -> torch.Tensor:
        parts = self.body(x).flatten(2).transpose(1, 2)[:, None].chunk(3, -1)
        return functional.scaled_dot_product_attention(*parts)[:, 0].transpose(1, 2).reshape(x.shape)

    def enable_gradient_checkpointing(self) -> None:
        self.is_gradient_checkpointing = True

    def disable_gradient_checkpointing(self) -> None:
        self.is_gradient_checkpointing = False


@pytest.mark.parametrize(("side", "fused"), [(16, False), (32, True)])
def test_a_training_computes_attention_by_the_size_of_its_pictures(monkeypatch, side: int, fused: bool):
    """Of the embedded base 16 by 16 places are the most; Stable Diffusion has 64 by 64."""
    monkeypatch.setattr(precision, "half_is_faster", lambda: True)
    network = _Attentive()
    _attended(network, side)
    assert set(network.fused) == {fused}
    assert _fused()


def test_what_is_computed_twice_is_computed_the_same_way_twice(monkeypatch):
    """The second time lies outside the pass: torch refuses where it then keeps something else."""
    monkeypatch.setattr(precision, "half_is_faster", lambda: True)
    network = _Attentive()
    told = _attended(network, 8, free=lambda device: 1)
    assert (told.steps, told.checkpointing) == (2, True)
    assert network.fused == [False, *[True] * (len(network.fused) - 1)]  # the first only measures, and keeps nothing


def _attended(network: _Attentive, side: int, **options):
    data = Dataset(latents=torch.ones(6, 4, side, side), weights=torch.ones(6, side, side), states=torch.zeros(6, 1, 4))
    return fit(
        network, Denoising(build_scheduler()), list(network.parameters()), data, steps=2, batch=4, rate=1e-3, seed=3,
        step=lambda done, total: None, cancelled=lambda: False, **options,
    )  # fmt: skip
