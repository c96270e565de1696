"""Which optimiser moves an adapter: AdamW with 8-bit moments on CUDA where bitsandbytes is installed, else AdamW.

The paper trains with 8-bit AdamW (2.2). It saves memory on a GPU only; bitsandbytes comes with the extra ``cuda``, and
which of the two was used stands in what the training says of itself.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from types import ModuleType
from typing import Any

import torch

BETAS = (0.9, 0.99)
SHARE = "share"  # of the learning rate, in a group of values
EIGHT_BIT, PLAIN = "adamw-8bit", "adamw"


def grouped(values: Sequence[torch.nn.Parameter], shares: Sequence[float]) -> list[dict[str, Any]]:
    """Return groups of the values that have the same share of the rate."""
    groups: dict[float, dict[str, Any]] = {}
    for value, share in zip(values, shares, strict=True):
        groups.setdefault(share, {"params": [], SHARE: share})["params"].append(value)
    return list(groups.values())


def build(
    values: Sequence[torch.nn.Parameter] | Sequence[dict[str, Any]],
    rate: float,
    *,
    device: torch.device,
    load: Callable[[str], ModuleType] = import_module,
) -> tuple[torch.optim.Optimizer, str]:
    """Return the optimiser and its name."""
    if device.type == "cuda":
        try:
            found = load("bitsandbytes").optim.AdamW8bit
        except (ImportError, AttributeError, RuntimeError):  # not installed, or not for this driver
            pass
        else:
            return found(values, rate, betas=BETAS, weight_decay=0.0), EIGHT_BIT
    return torch.optim.AdamW(values, rate, betas=BETAS, weight_decay=0.0, fused=True), PLAIN
