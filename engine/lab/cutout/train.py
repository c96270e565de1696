"""Train the cut-out network.

    python -m engine.lab.cutout.train MAPS SCENES OUT.safetensors --weights WEIGHTS --minutes 20 --side 256

MAPS: what `prepare` wrote; SCENES: PNG pictures to put people before (the CC0 panoramas). The rate falls to nothing in
the minutes given; every two minutes the file is written. Sides grow from run to run: 192, 256, 384, 512.
"""

from __future__ import annotations

import argparse
import math
import time
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor
from torch.nn import functional
from torch.utils.data import DataLoader

from engine import weights
from engine.canvas.network import CLASSES, CutNet
from engine.lab.cutout.data import Pictures

CLASS_WEIGHTS = (1.0, 1.0, 1.0, 1.2, 1.0, 1.3)  # of the classes
HAIR_BORDER, HAIR_OVERLAP = 1.5, 0.15  # weights: where hair ends, and of its overlap
SAVED = 120  # seconds between two files


def losses(classes: Tensor, alpha: Tensor, target: Tensor) -> tuple[Tensor, Tensor]:
    """Return the loss of the classes and that of alpha; ``target`` as `Pictures` gives it, 0..1."""
    truth, shares, known, valid = target[:, :1], target[:, 1:6], target[:, 6:7], target[:, 7:8]
    soft = torch.cat([1 - truth, shares], 1)
    soft = functional.avg_pool2d(soft / soft.sum(1, keepdim=True).clamp(min=1e-3), 2)
    sure = functional.avg_pool2d(known * valid, 2)
    weight = torch.tensor(CLASS_WEIGHTS)[None, :, None, None]
    entropy = -(soft * weight * functional.log_softmax(classes, 1)).sum(1, keepdim=True)
    told = torch.sigmoid(alpha)
    edge = functional.max_pool2d((truth > 0.03).float() * (truth < 0.97), 7, 1, 3)
    apart = functional.binary_cross_entropy_with_logits(alpha, truth, reduction="none") * 0.3 + (told - truth).abs()
    apart = apart * (1 + 2 * edge) * valid
    steep = [
        ((told.diff(dim=d) - truth.diff(dim=d)).abs() * valid.narrow(d, 1, valid.shape[d] - 1)).mean() for d in (2, 3)
    ]
    hair = soft[:, 1:2]
    border = functional.max_pool2d(hair, 7, 1, 3) + functional.max_pool2d(-hair, 7, 1, 3)
    classes_loss = (entropy * sure * (1 + HAIR_BORDER * border)).mean() + _overlap(classes, hair, sure)
    return classes_loss, apart.mean() + 2 * sum(steep)


def _overlap(classes: Tensor, hair: Tensor, sure: Tensor) -> Tensor:
    """Return how far hair misses its intersection over union, in pictures with some: little hair counts as much."""
    said = torch.softmax(classes, 1)[:, 1:2]
    both, either = ((value * sure).sum((1, 2, 3)) for value in (torch.minimum(said, hair), torch.maximum(said, hair)))
    enough = (hair * sure).sum((1, 2, 3)) > 0.01 * hair[0].numel()
    return (HAIR_OVERLAP * enough * (1 - both / (either + 1))).mean()


def train(asked: argparse.Namespace) -> None:
    """Train for the minutes asked."""
    torch.set_num_threads(1)
    torch.manual_seed(asked.seed)
    files = [file for file in sorted(asked.maps.glob("train-*.npy")) if not file.name.endswith(".points.npy")]
    network = CutNet()
    if asked.start:
        network.load_state_dict({name: value.float() for name, value in load_file(asked.start).items()})
    network.train().to(memory_format=torch.channels_last)
    segmenter = weights.path(asked.weights, "segmenter", "selfie_segmenter.tflite")
    loader = DataLoader(
        Pictures(files, asked.scenes, segmenter, asked.side, asked.seed), asked.batch, num_workers=1, prefetch_factor=4
    )
    optimiser = torch.optim.AdamW(network.parameters(), lr=asked.rate, weight_decay=1e-3)
    mean = torch.optim.swa_utils.AveragedModel(
        network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.99), use_buffers=True
    )
    begun = saved = time.monotonic()
    seen, said = 0, [0.0, 0.0]
    for step, (picture, target) in enumerate(loader):
        spent = (time.monotonic() - begun) / 60 / asked.minutes
        if spent >= 1:
            break
        rate = asked.rate * min(1.0, (step + 1) / 50) * (0.02 + 0.98 * (0.5 + 0.5 * math.cos(math.pi * spent)))
        for group in optimiser.param_groups:
            group["lr"] = rate
        with torch.autocast("cpu", torch.bfloat16):
            classes, alpha = network((picture.float() / 255).to(memory_format=torch.channels_last))
        parts = losses(classes.float(), alpha.float(), target.float() / 255)
        optimiser.zero_grad(set_to_none=True)
        sum(parts).backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        optimiser.step()
        mean.update_parameters(network)
        seen += len(picture)
        said = [0.95 * old + 0.05 * float(new.detach()) for old, new in zip(said, parts, strict=True)]
        if step % 25 == 0:
            print(
                f"seen {seen} minutes {spent * asked.minutes:.1f} classes {said[0]:.3f} alpha {said[1]:.3f}",
                flush=True,
            )
        if time.monotonic() - saved > SAVED:
            saved = time.monotonic()
            write(mean.module, asked.out)
    write(mean.module, asked.out)


def write(network: torch.nn.Module, out: Path) -> None:
    """Keep the weights as they are trained; `ship` makes the file of the product."""
    save_file({name: value.contiguous() for name, value in network.state_dict().items()}, out)


def main() -> None:
    """Read the arguments."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("maps", "scenes", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--start", type=Path)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--side", type=int, default=256)
    parser.add_argument("--batch", type=int, default=16)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--seed", type=int, default=1)
    train(parser.parse_args())


if __name__ == "__main__":
    assert len(CLASSES) == 6
    main()
