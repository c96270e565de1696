"""Checkpoints of a training that must survive being killed."""

from __future__ import annotations

from pathlib import Path

import torch
from torch import nn

from engine.lab.pocket import checkpoint


def _steps(model: nn.Module, optimiser: torch.optim.Optimizer, count: int) -> None:
    for _ in range(count):
        loss = (model(torch.randn(4, 3)) ** 2).mean()
        loss.backward()
        optimiser.step()
        optimiser.zero_grad()


def _made() -> tuple[nn.Module, torch.optim.Optimizer]:
    torch.manual_seed(1)
    model = nn.Linear(3, 2)
    return model, torch.optim.AdamW(model.parameters(), 1e-2)


def test_a_continued_training_equals_an_uninterrupted_one(tmp_path: Path):
    """Weights, moments and randomness all come back."""
    whole, optimiser = _made()
    _steps(whole, optimiser, 10)
    first, optimiser = _made()
    _steps(first, optimiser, 4)
    named = dict(first.named_parameters())
    checkpoint.save(tmp_path / "stage", checkpoint.pack(named, {}, optimiser), {"step": 4})
    torch.manual_seed(99)
    second, optimiser = _made()
    tensors, state = checkpoint.load(tmp_path / "stage")
    checkpoint.unpack(tensors, dict(second.named_parameters()), {}, optimiser)
    torch.set_rng_state(_rng(tmp_path))
    _steps(second, optimiser, 6)
    assert state == {"step": 4}
    assert torch.equal(whole.weight, second.weight)


def _rng(folder: Path) -> torch.Tensor:
    checkpoint.load(folder / "stage")
    return torch.get_rng_state()


def test_a_kill_between_the_two_renames_loses_nothing(tmp_path: Path):
    """The older whole checkpoint is taken."""
    checkpoint.save(tmp_path / "stage", {"weight.a": torch.ones(2)}, {"step": 1})
    (tmp_path / "stage").rename(tmp_path / "stage.old")
    tensors, state = checkpoint.load(tmp_path / "stage")
    assert state["step"] == 1
    assert torch.equal(tensors["weight.a"], torch.ones(2))


def test_no_checkpoint_is_said(tmp_path: Path):
    """A first run starts from nothing."""
    assert checkpoint.load(tmp_path / "stage") is None
