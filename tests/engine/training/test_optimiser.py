"""8-bit AdamW where it is of use, AdamW elsewhere; which one is told."""

from __future__ import annotations

from types import SimpleNamespace

import torch

from engine.training import optimiser


class Eight(torch.optim.AdamW):
    """Stands for the optimiser of bitsandbytes."""


def _values() -> list[torch.nn.Parameter]:
    return [torch.nn.Parameter(torch.zeros(2))]


def _installed(name: str) -> SimpleNamespace:
    assert name == "bitsandbytes"
    return SimpleNamespace(optim=SimpleNamespace(AdamW8bit=Eight))


def _absent(name: str) -> SimpleNamespace:
    raise ImportError(name)


def test_cuda_takes_eight_bits_where_they_are_installed():
    """Paper 2.2: it saves memory on a GPU."""
    made, name = optimiser.build(_values(), 0.1, device=torch.device("cuda"), load=_installed)
    assert isinstance(made, Eight)
    assert name == optimiser.EIGHT_BIT


def test_without_the_library_or_a_gpu_it_is_plain_adamw():
    """And says so, instead of failing after the photos were read."""
    on_cpu, first = optimiser.build(_values(), 0.1, device=torch.device("cpu"), load=_installed)
    without, second = optimiser.build(_values(), 0.1, device=torch.device("cuda"), load=_absent)
    assert type(on_cpu) is type(without) is torch.optim.AdamW
    assert first == second == optimiser.PLAIN
