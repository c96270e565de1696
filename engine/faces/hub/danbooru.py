"""DeepDanbooru (paper 2.1.2): 9,176 tags from a residual network whose convolutions are numbered through.

The published torch port has every batch normalisation folded into its convolution; its checkpoint carries the tag
names beside the tensors. Pictures are squeezed to 512 pixels, 0..1, channels last.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine.faces.types import RGB

SIDE = 512
TAGS = 9176
CERTAIN = 0.5  # as published: less certain tags are not named


@dataclass(frozen=True, kw_only=True)
class Stage:
    """``blocks`` bottlenecks of ``width`` inside and ``out`` outside; the first one strides by ``stride``.

    ``shortcut_last``: the shortcut of the first block is numbered after its three convolutions instead of before.
    """

    width: int
    out: int
    blocks: int
    stride: int = 2
    shortcut_last: bool = False


STAGES = (
    Stage(width=64, out=256, blocks=3, stride=1),
    Stage(width=128, out=512, blocks=8),
    Stage(width=256, out=1024, blocks=20),
    Stage(width=256, out=1024, blocks=20, shortcut_last=True),
    Stage(width=512, out=2048, blocks=3),
    Stage(width=1024, out=4096, blocks=3),
)


class DeepDanbooru(nn.Module):
    """The network; ``forward`` takes (N, H, W, 3) in 0..1 and gives (N, tags) in 0..1."""

    def __init__(self, stages: Sequence[Stage] = STAGES, tags: int = TAGS) -> None:
        super().__init__()
        self._number = 0
        self._conv(3, 64, 7, 2)
        self._blocks: list[tuple[int | None, tuple[int, int, int], int]] = []
        inside = 64
        for stage in stages:
            for index in range(stage.blocks):
                self._blocks.append(self._block(stage, inside, first=index == 0))
                inside = stage.out
        self._conv(inside, tags, 1, 1, bias=False)

    def _block(self, stage: Stage, inside: int, *, first: bool) -> tuple[int | None, tuple[int, int, int], int]:
        """Add the convolutions of one block; return the numbers of its shortcut and its three, and its stride."""
        stride = stage.stride if first else 1
        shortcut = None
        if first and not stage.shortcut_last:
            shortcut = self._conv(inside, stage.out, 1, stride)
        three = (
            self._conv(inside, stage.width, 1, 1),
            self._conv(stage.width, stage.width, 3, stride),
            self._conv(stage.width, stage.out, 1, 1),
        )
        if first and stage.shortcut_last:
            shortcut = self._conv(inside, stage.out, 1, stride)
        return shortcut, three, stride

    def _conv(self, inside: int, outside: int, size: int, stride: int, *, bias: bool = True) -> int:
        number = self._number
        self.add_module(f"n_Conv_{number}", nn.Conv2d(inside, outside, size, stride, bias=bias))
        self._number += 1
        return number

    def _run(self, number: int, x: Tensor) -> Tensor:
        return getattr(self, f"n_Conv_{number}")(x)

    def forward(self, x: Tensor) -> Tensor:
        """(N, H, W, 3) in 0..1 -> (N, tags) in 0..1."""
        x = F.relu(self._run(0, F.pad(x.permute(0, 3, 1, 2), (2, 3, 2, 3))))
        x = F.max_pool2d(F.pad(x, (0, 1, 0, 1), value=float("-inf")), 3, 2)
        for shortcut, (one, two, three), stride in self._blocks:
            # A striding 3x3 is padded right and below only, as the framework it was trained in does.
            border = (1, 1, 1, 1) if stride == 1 else (0, 1, 0, 1)
            inner = F.relu(self._run(two, F.pad(F.relu(self._run(one, x)), border)))
            x = F.relu(self._run(three, inner) + (x if shortcut is None else self._run(shortcut, x)))
        return torch.sigmoid(self._run(self._number - 1, x).mean((2, 3)))


class DanbooruTagger:
    """Names what is seen, with the tags as words ("open mouth", not "open_mouth")."""

    name = "deepdanbooru-resnet-v3"

    def __init__(self, net: DeepDanbooru, names: Sequence[str]) -> None:
        self._net = net.eval()
        self._names = [name.replace("_", " ") for name in names]

    def labels(self, rgb: RGB) -> dict[str, float]:
        """Return the tags that are at least `CERTAIN`, with their certainty; the ratings (rating:safe ...) are none."""
        small = cv2.resize(rgb, (SIDE, SIDE), interpolation=cv2.INTER_AREA).astype(np.float32) / 255
        with torch.inference_mode():
            found = self._net(torch.from_numpy(small)[None])[0].numpy()
        pairs = zip(self._names, found, strict=True)
        return {name: float(value) for name, value in pairs if value >= CERTAIN and not name.startswith("rating:")}
