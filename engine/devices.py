"""Which devices torch can use here, and which is meant. Called in a worker process only: it imports torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True, kw_only=True)
class Device:
    """One place where tensors can live."""

    name: str  # as torch spells it: "cuda:0", "xpu:0", "mps", "cpu"
    title: str  # what the maker calls it
    bytes: int  # memory, 0 where it is the machine's own


def devices() -> list[Device]:
    """List the devices, best first (``ENGINE_DEVICE=auto`` takes the first): cuda, then xpu, then mps, then cpu.

    A card of AMD is named cuda by torch too; its title says ROCm.
    """
    import torch

    found = []
    for kind, more in (("cuda", f" (ROCm {torch.version.hip})" if torch.version.hip else ""), ("xpu", "")):
        there = getattr(torch, kind)
        for index in range(there.device_count() if there.is_available() else 0):
            facts = there.get_device_properties(index)
            found.append(Device(name=f"{kind}:{index}", title=f"{facts.name}{more}", bytes=facts.total_memory))
    if torch.backends.mps.is_available():
        found.append(Device(name="mps", title="Apple GPU", bytes=0))
    found.append(Device(name="cpu", title=f"{torch.get_num_threads()} threads", bytes=0))
    return found


def pick_device(wanted: str) -> torch.device:
    """Return the device: ``auto`` is cuda (ROCm too, which calls itself so), then xpu, then mps, then cpu."""
    import torch

    if wanted != "auto":
        return torch.device(wanted)
    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.xpu.is_available():
        return torch.device("xpu")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")
