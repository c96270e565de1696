"""Memory is measured, and the work is cut to fit."""

from __future__ import annotations

import pytest
import torch
from torch import nn

from engine.errors import DeviceMemoryError
from engine.lab.pocket.base import build_scheduler
from engine.training.dataset import Dataset
from engine.training.loop import fit
from engine.training.objective import Denoising
from engine.training.plan import Plan, choose, kept_bytes
from engine.training.precision import autocast


@pytest.mark.parametrize(
    ("free", "plan"),
    [
        (10_000, Plan(rows=4)),
        (250, Plan(rows=2)),
        (130, Plan(rows=1)),
        (90, Plan(rows=1, checkpointing=True)),
    ],
)
def test_a_batch_is_cut_to_what_fits(free: int, plan: Plan):
    """One sample keeps 100 bytes; a fifth of the memory stays free. A small card trains slower, not never."""
    assert choose(4, 100, free) == plan


def test_a_plan_shrinks_until_there_is_nothing_left_to_save():
    """Memory may be taken by somebody else later."""
    plan, seen = Plan(rows=4), []
    while plan:
        seen.append((plan.rows, plan.checkpointing))
        plan = plan.smaller()
    assert seen == [(4, False), (2, False), (1, False), (1, True)]


def test_what_a_backward_pass_keeps_is_measured_without_the_weights():
    """A layer keeps its input: 8 rows of 16 floats; its 16 x 32 weights are there anyway."""
    layer, rows = nn.Linear(16, 32), torch.randn(8, 16)
    assert kept_bytes(layer, lambda: layer(rows).sum()) == 8 * 16 * 4


class Small(nn.Module):
    """A network on a device with room for ``room`` samples; without kept activations always for one."""

    def __init__(self, room: int) -> None:
        super().__init__()
        torch.manual_seed(5)
        self.body = nn.Sequential(nn.Conv2d(4, 16, 1), nn.SiLU(), nn.Conv2d(16, 4, 1))
        self.room, self.sizes, self.is_gradient_checkpointing = room, [], False

    def forward(self, x: torch.Tensor, times: torch.Tensor, states: torch.Tensor, return_dict: bool) -> tuple:
        self.sizes.append(len(x))
        if self.training and len(x) > self.room + self.is_gradient_checkpointing:
            raise torch.OutOfMemoryError("no room")
        return (self.body(x),)

    def enable_gradient_checkpointing(self) -> None:
        self.is_gradient_checkpointing = True

    def disable_gradient_checkpointing(self) -> None:
        self.is_gradient_checkpointing = False


def _fit(network: Small, **options):
    data = Dataset(latents=torch.ones(6, 4, 8, 8), weights=torch.ones(6, 8, 8), states=torch.zeros(6, 1, 4))
    values = list(network.parameters())
    return fit(
        network, Denoising(build_scheduler()), values, data, steps=6, batch=4, rate=1e-2, seed=3,
        step=lambda done, total: None, cancelled=lambda: False, **options,
    )  # fmt: skip


def test_a_cut_batch_teaches_the_same():
    """The gradients of the parts are summed: only rounding differs."""
    whole, parts = Small(8), Small(8)
    _fit(whole)
    one = kept_bytes(Small(8), lambda: _forward(parts))
    told = _fit(parts, free=lambda device: int(one * 1.5))
    assert told.rows == 1
    assert max(parts.sizes) == 1
    for a, b in zip(whole.parameters(), parts.parameters(), strict=True):
        assert torch.allclose(a, b, atol=2e-3)


def _forward(network: Small) -> torch.Tensor:
    with autocast(torch.device("cpu")):
        return (network.body(torch.zeros(1, 4, 8, 8)).float() ** 2).mean()


def test_memory_that_runs_out_on_the_way_makes_the_parts_smaller():
    """The step is done again with less at once, and the training goes on."""
    network = Small(2)
    told = _fit(network)
    assert (told.steps, told.rows) == (6, 2)
    assert not network.is_gradient_checkpointing


def test_gradient_checkpointing_is_the_last_resort():
    """It costs a third more time, so it comes after everything else, and is switched off at the end."""
    network = Small(1)
    network.room = 0
    network.eval()
    told = _train_mode(network)
    assert (told.rows, told.checkpointing) == (1, True)
    assert not network.is_gradient_checkpointing


def _train_mode(network: Small):
    def free(device: torch.device) -> int:
        network.train()  # the probe ran in eval mode, where there is room
        return 10**9

    return _fit(network, free=free)


def test_a_device_without_room_for_anything_says_so():
    """The person hears that memory is short, not that something went wrong."""
    network = Small(-1)
    network.eval()
    with pytest.raises(DeviceMemoryError):
        _train_mode(network)


def test_a_probe_that_does_not_fit_is_answered_by_the_smallest_plan():
    """One sample with all its activations is more than the card has: that is no reason to give up, but to keep none."""
    network = Small(0)
    told = _fit(network)
    assert (told.steps, told.rows, told.checkpointing) == (6, 1, True)
