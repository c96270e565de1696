"""Base families as data: everything the engine must know of a base model that is not in its own folder.

``families.toml`` holds one record a family; code asks the record, never the name.
"""

from __future__ import annotations

import platform
import shutil
import subprocess
import tomllib
from collections.abc import Callable
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from engine.bases import own
from engine.bases.family import (
    BEST,
    EYES,
    FAST,
    FASTEST,
    GOOD,
    HEAD,
    LARGEST_FACE,
    QUALITY,
    QUICK,
    SMALLEST_FACE,
    Family,
    Manner,
    Preset,
    Recipe,
    Sampler,
)

__all__ = [
    "BEST",
    "EYES",
    "FAST",
    "FASTEST",
    "GOOD",
    "HEAD",
    "LARGEST_FACE",
    "QUALITY",
    "QUICK",
    "SMALLEST_FACE",
    "Family",
    "Manner",
    "Preset",
    "Recipe",
    "Sampler",
]  # what a record holds; the rest of this module finds and chooses records

HERE = Path(__file__).parent
CARDS = ("/dev/nvidiactl", "/dev/nvidia0", "/dev/dxg", "/dev/kfd")  # files of drivers torch knows as CUDA
LEAST_CARD = 2**31  # bytes; less is graphics of a processor, which draws nothing here
ANSWER_SECONDS = 10.0  # a driver that is stuck must not keep the bot from starting


def families() -> dict[str, Family]:
    """Read every family, in the file's order."""
    with (HERE / "families.toml").open("rb") as file:
        records = tomllib.load(file)
    return {name: _family(name, record) for name, record in records.items()}


def _family(name: str, record: dict) -> Family:
    record = dict(record)
    recipes: dict[str, Any] = {
        key: Recipe(**{**record.pop(key), "targets": tuple(record[f"{key}_targets"])}) for key in ("face", "style")
    }
    for key in recipes:
        record.pop(f"{key}_targets")
    shipped = record.pop("shipped", "")
    return Family(
        name=name,
        folder=HERE / shipped if shipped else None,
        presets={kind: Preset(**preset) for kind, preset in record.pop("presets", {}).items()},
        manners={kind: Manner(**manner) for kind, manner in record.pop("manners", {}).items()},
        samplers={kind: Sampler(**sampler) for kind, sampler in record.pop("samplers").items()},
        **recipes,
        **record,
    )


def accelerator_likely(device: str) -> bool:
    """Say whether drawing will happen on an accelerator, without loading torch: asked by the bot's own process.

    ``device`` is the operator's choice. It looks for the driver's device file, or for an Apple processor.
    """
    if device != "auto":
        return device != "cpu"
    if torch_build().endswith("+cpu"):
        return False  # whatever card is there, this torch cannot use it
    apple = platform.system() == "Darwin" and platform.machine() == "arm64"
    return apple or xpu_likely(device) or cuda_likely(device)


def cuda_likely(device: str) -> bool:
    """Say whether drawing will happen on CUDA, which ROCm is to torch, too, without loading torch.

    ``device`` is the operator's choice.
    """
    if device != "auto":
        return device.startswith("cuda")
    return not torch_build().endswith(("+cpu", "+xpu")) and any(Path(file).exists() for file in CARDS)


def xpu_likely(device: str) -> bool:
    """Say whether drawing will happen on a card of Intel's, without loading torch; ``device`` as in `cuda_likely`."""
    return torch_build().endswith("+xpu") if device == "auto" else device.startswith("xpu")


def lacks_cuda(family: Family, device: str) -> str:
    """Return the sentence that says why a base can do nothing on this machine, empty where it can."""
    if not family.cuda_only or cuda_likely(device):
        return ""
    here = "none is found here" if device == "auto" else f"ENGINE_DEVICE={device} is none"
    return f"The base {family.name} needs a card that CUDA or ROCm drives, and {here}"


def torch_build() -> str:
    """Return the version of torch with what it was built for, without loading it; empty where there is none."""
    try:
        return version("torch")
    except PackageNotFoundError:
        return ""


@cache
def accelerator_memory() -> int | None:
    """Return the bytes of the smallest NVIDIA or AMD card, None where none says it; torch is not loaded.

    The bot and its workers both ask here, so that they choose the same base.
    """
    program = shutil.which("nvidia-smi")
    if program is None:
        return amd_memory()
    asked = [program, "--query-gpu=memory.total", "--format=csv,noheader,nounits"]
    try:
        told = subprocess.run(asked, capture_output=True, text=True, timeout=ANSWER_SECONDS, check=True).stdout
        return min(int(line) for line in told.split()) * 2**20
    except (OSError, ValueError, subprocess.SubprocessError):
        return None


def amd_memory(cards: Path = Path("/sys/class/drm")) -> int | None:
    """Return the bytes of the smallest AMD card, as its driver tells them in files below ``cards``."""
    try:
        sizes = [int(file.read_text()) for file in cards.glob("card*/device/mem_info_vram_total")]
    except (OSError, ValueError):
        return None
    return min((size for size in sizes if size > LEAST_CARD), default=None)


def choose(
    wanted: str, weights: Path, *, accelerator: bool, memory: Callable[[], int | None] = accelerator_memory
) -> Family:
    """Return the family to use.

    ``auto`` takes the best fetched family that fits the memory of an accelerator (``memory`` tells the bytes): the one
    that needs most of it, the first in the file of equal ones and where nobody knows the memory, which CUDA tells.
    Otherwise it takes the embedded base: without an accelerator, a picture of the larger ones takes minutes.

    Raises:
        KeyError: there is no family of that name.
        BadBaseError: the operator's own description of bases cannot be understood.
    """
    known = families()
    known |= own.read(weights, known)
    if wanted != "auto":
        return known[wanted]
    if accelerator:
        there = memory()
        fetched = [family for family in known.values() if family.folder is None and family.present(weights)]
        if there is None:
            fetched = [family for family in fetched if not family.cuda_only]
        else:
            fetched = [family for family in fetched if family.memory_mb * 2**20 <= there]
            fetched.sort(key=lambda family: -family.memory_mb)
        if fetched:
            return fetched[0]
    return known["pocket"]
