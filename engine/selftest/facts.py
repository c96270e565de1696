"""What a report of a machine has to name: device, memory, driver's kind, versions."""

from __future__ import annotations

import platform
from importlib.metadata import version

import psutil
import torch


def of(device: torch.device) -> dict[str, str | int]:
    """Return the facts of ``device`` and of the libraries; no name of the machine or of a person is among them."""
    title, size = _memory(device)
    return {
        "device": str(device),
        "title": title,
        "bytes": size,
        "driver": driver(),
        "torch": torch.__version__,
        "diffusers": version("diffusers"),
        "system": f"{platform.system()} {platform.machine()}",
    }


def driver() -> str:
    """Return what torch was built for: ``CUDA 13.0``, ``ROCm 7.0``, ``XPU``, or ``CPU``."""
    if torch.version.hip:
        return f"ROCm {torch.version.hip}"
    if torch.version.cuda:
        return f"CUDA {torch.version.cuda}"
    return "XPU" if getattr(torch.version, "xpu", None) else "CPU"


def _memory(device: torch.device) -> tuple[str, int]:
    if device.type in ("cuda", "xpu"):
        found = getattr(torch, device.type).get_device_properties(device)
        return found.name, found.total_memory
    title = "Apple GPU" if device.type == "mps" else f"{torch.get_num_threads()} threads"
    return title, psutil.virtual_memory().total
