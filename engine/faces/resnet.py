"""dlib's published face network read into torch: a seventh of the time, and with gradients.

dlib's own build computes embeddings and nothing else; to train on likeness (`engine.training.likeness`) a loss has to
flow back through the network. The file is scanned for its layers rather than parsed: each holds its name, then its
numbers as one tensor, in the order the data takes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

MEAN = (122.782, 117.001, 104.298)  # red, green, blue
WIDTHS = (32, 32, 32, 64, 64, 64, 64, 128, 128, 128, 256, 256, 256, 256)
HALVING = frozenset({3, 7, 10, 13})  # blocks that halve the side
NUMBERS = 128


class Block(nn.Module):
    """Two convolutions around which the input is added, averaged down and padded with nothing where they differ."""

    def __init__(self, before: int, width: int, *, halving: bool) -> None:
        super().__init__()
        self.halving = halving
        self.first = nn.Conv2d(before, width, 3, stride=2, padding=0) if halving else _same(before, width)
        self.second = _same(width, width)

    def forward(self, value: Tensor) -> Tensor:
        """Return (N, width, side, side), the side halved or not."""
        made = self.second(functional.relu(self.first(value)))
        past = functional.avg_pool2d(value, 2, 2) if self.halving else value
        side, width = max(made.shape[-1], past.shape[-1]), made.shape[1]
        return functional.relu(_grown(made, width, side) + _grown(past, width, side))


class Embedder(nn.Module):
    """dlib's 29-layer residual network; affine layers are folded into the convolutions before them."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = nn.Conv2d(3, 32, 7, stride=2)
        before = (32, *WIDTHS[:-1])
        self.blocks = nn.Sequential(
            *(Block(b, w, halving=number in HALVING) for number, (b, w) in enumerate(zip(before, WIDTHS, strict=True)))
        )
        self.out = nn.Linear(WIDTHS[-1], NUMBERS, bias=False)

    def forward(self, chips: Tensor) -> Tensor:
        """Return embeddings (N, 128) of aligned faces (N, 3, 150, 150) with RGB in 0..1."""
        return self.seen(chips)[-1]

    @torch.inference_mode()
    def of(self, chip: NDArray[np.uint8]) -> NDArray[np.float32]:
        """Return the embedding (128,) of one aligned face (150, 150, 3) uint8 RGB."""
        pixels = torch.from_numpy(np.ascontiguousarray(chip)).permute(2, 0, 1)[None].float() / 255
        return np.asarray(self(pixels)[0].numpy(), np.float32)

    def seen(self, chips: Tensor, after: tuple[int, ...] = ()) -> list[Tensor]:
        """Return what is seen in aligned faces ``after`` these blocks, (N, width, side, side) each, and `forward`'s."""
        mean = torch.tensor(MEAN, device=chips.device)[:, None, None]
        value = functional.relu(self.stem((chips * 255 - mean) / 256))
        value, between = functional.max_pool2d(value, 3, 2), []
        for number, block in enumerate(self.blocks):
            value = block(value)
            if number in after:
                between.append(value)
        return [*between, self.out(value.mean((2, 3)))]

    @classmethod
    def load(cls, file: Path) -> Embedder:
        """Read ``dlib_face_recognition_resnet_model_v1.dat``; the network comes frozen.

        Raises ValueError for a file with other layers.
        """
        made, tensors = cls(), list(_tensors(file.read_bytes()))
        convolutions = [made.stem, *(c for block in made.blocks for c in (block.first, block.second))]
        expected = [kind for _ in convolutions for kind in ("con", "affine")] + ["fc"]
        if [kind for kind, _ in tensors] != expected:
            raise ValueError(f"{file.name} does not hold the layers of the face embedder")
        with torch.no_grad():
            for number, layer in enumerate(convolutions):
                weights, scales = tensors[2 * number][1], tensors[2 * number + 1][1].flatten()
                width = layer.out_channels
                if weights.numel() != layer.weight.numel() + width or len(scales) != 2 * width:
                    raise ValueError(f"{file.name} holds a layer of another size")
                kernel, bias = weights.flatten()[:-width].view_as(layer.weight), weights.flatten()[-width:]
                scale, shift = scales[:width], scales[width:]
                layer.weight.copy_(kernel * scale[:, None, None, None])
                layer.bias.copy_(bias * scale + shift)
            made.out.weight.copy_(tensors[-1][1].view(WIDTHS[-1], NUMBERS).T)
        return made.requires_grad_(False).eval()


def _same(before: int, width: int) -> nn.Conv2d:
    return nn.Conv2d(before, width, 3, padding=1)


def _grown(value: Tensor, width: int, side: int) -> Tensor:
    more = side - value.shape[-1]
    return functional.pad(value, (0, more, 0, more, 0, width - value.shape[1]))


def _tensors(raw: bytes) -> Iterator[tuple[str, Tensor]]:
    for found in re.finditer(rb"\x01[\x04\x05\x07](con|affine|fc)_\d?", raw):
        kind, at = found[1].decode(), found.end()
        if kind == "fc":
            _, at = _number(raw, at)  # outputs
            _, at = _number(raw, at)  # inputs
        _, at = _number(raw, at)  # version of the tensor
        sizes = []
        for _ in range(4):
            size, at = _number(raw, at)
            sizes.append(size)
        count = int(np.prod(sizes))
        yield kind, torch.from_numpy(np.frombuffer(raw, "<f4", count, at).copy())


def _number(raw: bytes, at: int) -> tuple[int, int]:
    # dlib writes whole numbers as how many bytes follow, then the bytes, lowest first.
    count = raw[at] & 0x0F
    return int.from_bytes(raw[at + 1 : at + 1 + count], "little"), at + 1 + count
