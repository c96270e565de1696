"""The loop that base and ControlNets are trained by."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from engine.lab.pocket import checkpoint
from engine.lab.pocket.base import Pace, fit

PACE = Pace(rate=0.1, warm=10, decay=0.6, floor=0.05, average=0.9, tell=1000)


class _Line:
    """One number that wants to be 3."""

    def __init__(self, folder: Path) -> None:
        self.value = torch.nn.Parameter(torch.zeros(1))
        self.named = {"value": self.value}
        self.ema = {"value": torch.zeros(1)}
        self.optimiser = torch.optim.AdamW([self.value], 0.1)
        self.step, self.batch, self._folder = 0, 1, folder

    def loss(self, rng: np.random.Generator) -> torch.Tensor:
        return (self.value - 3).pow(2).sum()

    def store(self, losses: list[tuple[int, float]]) -> None:
        checkpoint.save(self._folder, checkpoint.pack(self.named, self.ema, self.optimiser), {"step": self.step})


def test_the_rate_rises_stays_and_falls():
    """Warm-up by steps, decay by time, never below the floor."""
    assert PACE.at(0, 0.0) == pytest.approx(0.01)
    assert PACE.at(50, 0.5) == pytest.approx(0.1)
    assert PACE.at(50, 0.8) == pytest.approx(0.05)
    assert PACE.at(50, 1.0) == pytest.approx(0.005)


def test_it_learns_and_goes_on_where_it_stopped(tmp_path):
    """A second run begins with the first one's weights and step, and only adds to them."""
    first = _Line(tmp_path / "run")
    fit(first, tmp_path / "run", 0.5, PACE)
    assert abs(first.value.item() - 3) < 0.5
    second = _Line(tmp_path / "run")
    fit(second, tmp_path / "run", 0.0, PACE)
    assert second.step == first.step
    assert second.value.item() == first.value.item()
    assert float(second.ema["value"]) == float(first.ema["value"])
