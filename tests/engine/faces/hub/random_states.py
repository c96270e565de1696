"""Random tensors under the published names and shapes: what a checkpoint looks like to the code that loads it."""

from __future__ import annotations

import torch

from engine.lab.faces.published import listing


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
