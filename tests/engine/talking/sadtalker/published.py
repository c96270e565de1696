"""What the published checkpoints hold, read from a list of names and shapes that none of our code wrote."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import torch
from torch import Tensor

LIST = Path(__file__).with_name("published.txt")
Shapes = dict[str, tuple[int, ...]]


def listed() -> Shapes:
    """Return name -> shape as listed."""
    lines = [line for line in LIST.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {name: tuple(map(int, shape.split("x"))) for name, shape in map(str.split, lines)}


def whole(shapes: Shapes) -> Shapes:
    """Add what every batch norm keeps beside its weight: a weight of one axis is always one of a norm here."""
    return shapes | dict(_counters(shapes))


def _counters(shapes: Shapes) -> Iterator[tuple[str, tuple[int, ...]]]:
    for name, shape in shapes.items():
        stem, _, last = name.rpartition(".")
        if last == "weight" and len(shape) == 1:
            yield f"{stem}.running_mean", shape
            yield f"{stem}.running_var", shape
            yield f"{stem}.num_batches_tracked", ()


def below(shapes: Shapes, prefix: str) -> Shapes:
    """Return what begins with ``prefix``, without it."""
    return {name.removeprefix(prefix): shape for name, shape in shapes.items() if name.startswith(prefix)}


def random_tensors(shapes: Shapes, seed: int = 0) -> dict[str, Tensor]:
    """Return seeded values for all names: small weights, positive variances, counters of whole numbers."""
    generator = torch.Generator().manual_seed(seed)
    made = {}
    for name, shape in shapes.items():
        if name.endswith("num_batches_tracked"):
            made[name] = torch.tensor(1)
        elif name.endswith("running_var"):
            made[name] = torch.rand(shape, generator=generator) + 0.5
        else:
            made[name] = (torch.rand(shape, generator=generator) - 0.5) * 0.1
    return made
