"""Random tensors under the published names and shapes: what a checkpoint looks like to the code that loads it."""

from __future__ import annotations

from pathlib import Path

import torch

PUBLISHED = Path(__file__).with_name("published")


def listing(name: str) -> dict[str, tuple[int, ...]]:
    """Return tensor name -> shape as published; a plain number has the shape ()."""
    rows = [line.split() for line in (PUBLISHED / f"{name}.txt").read_text(encoding="utf-8").splitlines()]
    return {
        key: () if key.endswith("num_batches_tracked") else tuple(int(side) for side in sides.split("x"))
        for key, sides in rows
    }


def random_state(name: str, seed: int = 1) -> dict[str, torch.Tensor]:
    """Return a state a signal survives: weights scaled by what they sum over, normalisations near one."""
    generator = torch.Generator().manual_seed(seed)
    return {key: _tensor(key, shape, generator) for key, shape in listing(name).items()}


def _tensor(key: str, shape: tuple[int, ...], generator: torch.Generator) -> torch.Tensor:
    if key.endswith("num_batches_tracked"):
        return torch.tensor(0)
    if key.endswith("running_var"):
        return torch.empty(shape).uniform_(0.5, 1.5, generator=generator)
    if len(shape) > 1:
        inputs = torch.Size(shape[1:]).numel()
        return torch.empty(shape).normal_(0, (2 / inputs) ** 0.5, generator=generator)
    return torch.empty(shape).normal_(1.0 if key.endswith("weight") else 0.0, 0.1, generator=generator)


def shapes(module: torch.nn.Module) -> dict[str, tuple[int, ...]]:
    """Return tensor name -> shape of a network."""
    return {name: tuple(value.shape) for name, value in module.state_dict().items()}
