"""Where the 15 keypoints of a face are, before any pose: the detector of the face renderer (face-vid2vid)."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine.talking.sadtalker.layers import Down2d, Up3d, grid

KEYPOINTS = 15
TEMPERATURE = 0.1  # of the softmax over all cells: a low one makes heatmaps peaked
SHRINK = 4  # the detector looks at a quarter of the picture's size


@dataclass(frozen=True, kw_only=True)
class DetectorSizes:
    """Widths of the detector; the defaults are those of the published checkpoint, smaller ones serve tests."""

    block: int = 32
    most: int = 1024
    levels: int = 5
    depth: int = 16

    def width(self, level: int) -> int:
        """Return how many channels there are after ``level`` halvings."""
        return min(self.most, self.block * 2**level)


class AntiAlias(nn.Module):
    """Blur with a Gaussian and keep every fourth pixel; its kernel lies in the checkpoint like a weight."""

    weight: Tensor

    def __init__(self, channels: int = 3) -> None:
        super().__init__()
        sigma = (SHRINK - 1) / 2
        reach = round(sigma * 4)
        line = torch.exp(-torch.arange(-reach, reach + 1, dtype=torch.float32).square() / (2 * sigma**2))
        kernel = torch.outer(line, line) / line.sum().square()
        self.register_buffer("weight", kernel.repeat(channels, 1, 1, 1))
        self._reach = reach

    def forward(self, x: Tensor) -> Tensor:
        """(batch, channels, height, width) -> (batch, channels, height / 4, width / 4)."""
        blurred = F.conv2d(x, self.weight, padding=self._reach, groups=x.shape[1])
        return blurred[..., ::SHRINK, ::SHRINK]


class _Hourglass(nn.Module):
    """Down in two dimensions, reshaped into depth, up in three."""

    def __init__(self, sizes: DetectorSizes) -> None:
        super().__init__()
        self._depth = sizes.depth
        widths = [3, *(sizes.width(level + 1) for level in range(sizes.levels))]
        self.down_blocks = nn.Sequential()
        for level in range(sizes.levels):
            self.down_blocks.add_module(f"down{level}", Down2d(widths[level], widths[level + 1]))
        self.conv = nn.Conv2d(widths[-1], widths[-1] * sizes.depth, 1)
        self.up_blocks = nn.Sequential()
        for step in range(sizes.levels):
            level = sizes.levels - step
            self.up_blocks.add_module(f"up{step}", Up3d(sizes.width(level), sizes.width(level - 1)))

    def forward(self, x: Tensor) -> Tensor:
        """(batch, 3, side, side) -> (batch, block, depth, side, side)."""
        flat = self.conv(self.down_blocks(x))
        return self.up_blocks(flat.unflatten(1, (-1, self._depth)))


class KeypointDetector(nn.Module):
    """Finds the canonical keypoints: unposed, without expression, one set for one person's picture."""

    def __init__(self, sizes: DetectorSizes | None = None) -> None:
        super().__init__()
        sizes = sizes or DetectorSizes()
        self.predictor = _Hourglass(sizes)
        self.kp = nn.Conv3d(sizes.block, KEYPOINTS, 3, padding=1)
        self.down = AntiAlias()

    def heatmaps(self, picture: Tensor) -> Tensor:
        """(batch, 3, S, S) RGB 0..1 -> (batch, 15, depth, S / 4, S / 4), each map summing to 1."""
        raw = self.kp(self.predictor(self.down(picture)))
        return (raw.flatten(2) / TEMPERATURE).softmax(2).view_as(raw)

    def forward(self, picture: Tensor) -> Tensor:
        """(batch, 3, S, S) RGB 0..1 -> (batch, 15, 3) keypoints: x, y, z in -1..1, the heatmaps' centres."""
        maps = self.heatmaps(picture)
        depth, height, width = maps.shape[2:]
        places = grid(depth, height, width, like=maps)
        return torch.einsum("bkdhw,dhwc->bkc", maps, places)
