"""Checkpoints of a long training: everything needed to go on as if nothing had happened.

One folder per stage below the work folder; a checkpoint is written beside the old one and then renamed over it, so
a process killed at any line leaves a whole one behind.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file


def save(folder: Path, tensors: dict[str, torch.Tensor], state: dict[str, object]) -> None:
    """Write ``tensors`` (any names) and the JSON ``state`` as one checkpoint in ``folder``."""
    fresh = folder.with_name(folder.name + ".new")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    whole = {name: tensor.detach().contiguous().clone() for name, tensor in tensors.items()}
    whole["rng"] = torch.get_rng_state()
    save_file(whole, fresh / "tensors.safetensors")
    (fresh / "state.json").write_text(json.dumps(state))
    old = folder.with_name(folder.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if folder.exists():
        os.replace(folder, old)
    os.replace(fresh, folder)
    shutil.rmtree(old, ignore_errors=True)


def load(folder: Path) -> tuple[dict[str, torch.Tensor], dict] | None:
    """Return (tensors, state) of the checkpoint in ``folder``, or None where there is none; restores the RNG."""
    if not (folder / "state.json").exists():
        old = folder.with_name(folder.name + ".old")  # killed between the two renames
        if not (old / "state.json").exists():
            return None
        os.replace(old, folder)
    tensors = load_file(folder / "tensors.safetensors")
    torch.set_rng_state(tensors.pop("rng"))
    return tensors, json.loads((folder / "state.json").read_text())


def pack(parameters: dict[str, torch.Tensor], ema: dict[str, torch.Tensor], optimiser: torch.optim.Optimizer) -> dict:
    """Collect weights, their moving average and the optimiser's moments under one flat naming."""
    tensors = {f"weight.{name}": value for name, value in parameters.items()}
    tensors |= {f"ema.{name}": value for name, value in ema.items()}
    for index, moments in optimiser.state_dict()["state"].items():
        tensors |= {f"moment.{index}.{key}": torch.as_tensor(value) for key, value in moments.items()}
    return tensors


def unpack(
    tensors: dict[str, torch.Tensor],
    parameters: dict[str, torch.Tensor],
    ema: dict[str, torch.Tensor],
    optimiser: torch.optim.Optimizer,
) -> None:
    """Put back what `pack` collected, in place."""
    with torch.no_grad():
        for name, value in parameters.items():
            value.copy_(tensors[f"weight.{name}"])
        for name, value in ema.items():
            value.copy_(tensors[f"ema.{name}"])
    state: dict[int, dict[str, torch.Tensor]] = {}
    for name, value in tensors.items():
        if name.startswith("moment."):
            _, index, key = name.split(".", 2)
            state.setdefault(int(index), {})[key] = value
    whole = optimiser.state_dict()
    whole["state"] = state
    optimiser.load_state_dict(whole)


def exchange(parameters: dict[str, torch.Tensor], ema: dict[str, torch.Tensor]) -> None:
    """Exchange weights with their moving average, in place: once to draw and write with it, again to go on."""
    for name, value in parameters.items():
        held = value.detach().clone()
        value.data.copy_(ema[name])
        ema[name].copy_(held)
