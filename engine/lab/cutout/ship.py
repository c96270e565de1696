"""Make the file of the product of a trained network: batch norms worked in, half precision, checksums.

python -m engine.lab.cutout.ship TRAINED.safetensors [FOLDER]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from engine.canvas.network import CutNet, folded
from engine.weights.presence import write_checksums

TARGET = Path(__file__).parents[2] / "canvas" / "cutnet"


def ship(trained: Path, target: Path = TARGET) -> Path:
    """Write ``cutout.safetensors`` and the checksums into ``target``."""
    network = CutNet()
    network.load_state_dict({name: value.float() for name, value in load_file(trained).items()})
    half = {name: value.to(torch.float16).contiguous() for name, value in folded(network).state_dict().items()}
    target.mkdir(exist_ok=True)
    save_file(half, target / "cutout.safetensors")
    write_checksums(target)
    return target / "cutout.safetensors"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trained", type=Path)
    parser.add_argument("folder", type=Path, nargs="?", default=TARGET)
    asked = parser.parse_args()
    file = ship(asked.trained, asked.folder)
    print(f"{file}: {file.stat().st_size} bytes")
