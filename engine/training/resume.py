"""A training on disk: one file, written beside the old one and renamed over it, so that kill -9 leaves a whole one.

Only tensors and JSON are stored; nothing is unpickled. ``key`` describes what is trained (photos, recipe, seed): a file
of another training is not continued.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file

FILE = "training.safetensors"
STEPS_BETWEEN = 40  # checkpoints
MOMENT, NUMBER = "moment", "number"  # a tensor the optimiser keeps, and a plain number
INSIDE = "/"  # between the names of dictionaries within each other


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a training keeps itself, and how often: every so many steps."""

    folder: Path
    key: str
    every: int = STEPS_BETWEEN

    def save(self, tensors: dict[str, torch.Tensor], state: dict[str, object]) -> None:
        """Write a checkpoint."""
        self.folder.mkdir(parents=True, exist_ok=True)
        fresh = self.folder / f"{FILE}.new"
        whole = {name: tensor.detach().cpu().contiguous().clone() for name, tensor in tensors.items()}
        save_file(whole, fresh, metadata={"key": self.key, "state": json.dumps(state)})
        os.replace(fresh, self.folder / FILE)

    def load(self) -> tuple[dict[str, torch.Tensor], dict] | None:
        """Return (tensors, state) of this very training, or None."""
        try:
            with safe_open(self.folder / FILE, framework="pt") as opened:
                told = opened.metadata() or {}
                if told.get("key") != self.key:
                    return None
                return {name: opened.get_tensor(name) for name in opened.keys()}, json.loads(told["state"])  # noqa: SIM118
        except (FileNotFoundError, SafetensorError):
            return None

    def clear(self) -> None:
        """Forget the training."""
        for name in (FILE, f"{FILE}.new"):
            (self.folder / name).unlink(missing_ok=True)


def pack(values: list[torch.nn.Parameter], optimiser: torch.optim.Optimizer) -> dict[str, torch.Tensor]:
    """Collect the trained values and the optimiser's moments under one flat naming.

    Optimisers nest what they keep as they like (8-bit AdamW puts its moments into a dictionary of their own), and count
    steps in a tensor or in a plain number.
    """
    tensors = {f"value.{number}": value for number, value in enumerate(values)}
    for number, moments in optimiser.state_dict()["state"].items():
        for name, value in _leaves(moments):
            kind = MOMENT if isinstance(value, torch.Tensor) else NUMBER
            tensors[f"{kind}.{number}.{name}"] = torch.as_tensor(value)
    return tensors


@torch.no_grad()
def unpack(
    tensors: dict[str, torch.Tensor], values: list[torch.nn.Parameter], optimiser: torch.optim.Optimizer
) -> None:
    """Put back what `pack` collected."""
    for number, value in enumerate(values):
        value.copy_(tensors[f"value.{number}"])
    moments: dict[int, dict[str, Any]] = {}
    for name, tensor in tensors.items():
        kind, _, rest = name.partition(".")
        if kind in (MOMENT, NUMBER):
            number, _, path = rest.partition(".")
            *outer, last = path.split(INSIDE)
            place = moments.setdefault(int(number), {})
            for step in outer:
                place = place.setdefault(step, {})
            place[last] = tensor if kind == MOMENT else tensor.item()
    optimiser.load_state_dict({**optimiser.state_dict(), "state": moments})


def _leaves(moments: dict[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in moments.items():
        if isinstance(value, dict):
            yield from _leaves(value, f"{before}{name}{INSIDE}")
        elif value is not None:
            yield f"{before}{name}", value
