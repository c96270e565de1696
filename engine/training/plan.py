"""How much of a batch fits into memory at once: measured on one sample, not assumed from the size of a card.

A batch too large for the memory is cut into equal parts whose gradients are summed, so the result stays the same; if
not even one sample fits, activations are computed twice instead of kept (gradient checkpointing).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch

SPARE = 0.8  # share of the free memory a training may take


@dataclass(frozen=True, kw_only=True)
class Plan:
    """``rows`` samples go through the network at once; ``checkpointing`` keeps no activations."""

    rows: int
    checkpointing: bool = False

    def smaller(self) -> Plan | None:
        """Return the next smaller plan after memory ran out, None when there is none."""
        if self.rows > 1:
            return Plan(rows=self.rows // 2, checkpointing=self.checkpointing)
        return None if self.checkpointing else Plan(rows=1, checkpointing=True)


def kept_bytes(network: torch.nn.Module, forward: Callable[[], torch.Tensor]) -> int:
    """Return how many bytes one forward pass keeps for its backward pass, the weights themselves left out."""
    own = {value.untyped_storage().data_ptr() for value in (*network.parameters(), *network.buffers())}
    kept: dict[int, int] = {}

    def note(value: torch.Tensor) -> torch.Tensor:
        storage = value.untyped_storage()
        if storage.data_ptr() not in own:
            kept[storage.data_ptr()] = storage.nbytes()
        return value

    with torch.autograd.graph.saved_tensors_hooks(note, lambda value: value):
        result = forward()
        size = sum(kept.values())
    del result
    return size


def choose(wanted: int, one_sample: int, free: int) -> Plan:
    """Return the plan for a batch of ``wanted``, from the bytes one sample keeps and the bytes that are free."""
    room = int(free * SPARE) // max(one_sample, 1)
    if room >= 1:
        return Plan(rows=min(wanted, room))
    return Plan(rows=1, checkpointing=True)
