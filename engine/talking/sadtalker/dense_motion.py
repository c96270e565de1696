"""From 15 moved keypoints to a motion for every cell: the dense motion network of the face renderer."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from engine.talking.sadtalker.keypoints import KEYPOINTS
from engine.talking.sadtalker.layers import Down3d, Up3d, grid

SPREAD = 0.01  # variance of a keypoint's heatmap, in the grid's units
NEGLIGIBLE = 1e-3  # a motion with less weight than this is left out


@dataclass(frozen=True, kw_only=True)
class MotionSizes:
    """Widths of the dense motion network; the defaults are the published ones."""

    channels: int = 32  # of the features that are moved
    depth: int = 16
    block: int = 32
    most: int = 1024
    levels: int = 5
    compressed: int = 4

    @property
    def told(self) -> int:
        """Channels the hourglass gets: for each motion a heatmap and the compressed features."""
        return (KEYPOINTS + 1) * (self.compressed + 1)

    def width(self, level: int) -> int:
        """Return how many channels there are after ``level`` halvings."""
        return min(self.most, self.block * 2**level)


class _Encoder(nn.Module):
    def __init__(self, sizes: MotionSizes) -> None:
        super().__init__()
        widths = [sizes.told, *(sizes.width(level + 1) for level in range(sizes.levels))]
        self.down_blocks = nn.ModuleList(Down3d(*pair) for pair in pairwise(widths))

    def forward(self, x: Tensor) -> list[Tensor]:
        seen = [x]
        for block in self.down_blocks:
            seen.append(block(seen[-1]))
        return seen


class _Decoder(nn.Module):
    def __init__(self, sizes: MotionSizes) -> None:
        super().__init__()
        blocks = []
        for level in reversed(range(sizes.levels)):
            joined = 1 if level == sizes.levels - 1 else 2  # with what the encoder saw at that size
            blocks.append(Up3d(joined * sizes.width(level + 1), sizes.width(level)))
        self.up_blocks = nn.ModuleList(blocks)
        self.out = sizes.block + sizes.told
        self.conv = nn.Conv3d(self.out, self.out, 3, padding=1)
        self.norm = nn.BatchNorm3d(self.out)

    def forward(self, seen: list[Tensor]) -> Tensor:
        x = seen[-1]
        for block, skip in zip(self.up_blocks, reversed(seen[:-1]), strict=True):
            x = torch.cat([block(x), skip], dim=1)
        return F.relu(self.norm(self.conv(x)))


class Hourglass(nn.Module):
    """Down and up again, with everything seen on the way down: (batch, 80, 16, 64, 64) -> (batch, 112, 16, 64, 64)."""

    def __init__(self, sizes: MotionSizes) -> None:
        super().__init__()
        self.encoder = _Encoder(sizes)
        self.decoder = _Decoder(sizes)
        self.out = self.decoder.out

    def forward(self, x: Tensor) -> Tensor:
        """Return features of the same size."""
        return self.decoder(self.encoder(x))


class DenseMotion(nn.Module):
    """Weighs 16 motions (standing still and one per keypoint) in every cell, and says what stays hidden."""

    def __init__(self, sizes: MotionSizes | None = None) -> None:
        super().__init__()
        sizes = sizes or MotionSizes()
        self.hourglass = Hourglass(sizes)
        self.mask = nn.Conv3d(self.hourglass.out, KEYPOINTS + 1, 7, padding=3)
        self.compress = nn.Conv3d(sizes.channels, sizes.compressed, 1)
        self.norm = nn.BatchNorm3d(sizes.compressed)
        self.occlusion = nn.Conv2d(self.hourglass.out * sizes.depth, 1, 7, padding=3)

    def squeeze(self, features: Tensor) -> Tensor:
        """(batch, 32, depth, h, w) -> (batch, 4, depth, h, w); the same for every frame of a clip."""
        return F.relu(self.norm(self.compress(features)))

    def forward(self, squeezed: Tensor, driving: Tensor, source: Tensor) -> tuple[Tensor, Tensor]:
        """Return where each cell is taken from, (batch, depth, h, w, 3), and what is seen, (batch, 1, h, w) 0..1.

        ``squeezed`` from `squeeze`; ``driving``, ``source`` keypoints (batch, 15, 3).
        """
        motions = sparse_motions(squeezed, driving, source)
        moved = _moved(squeezed, motions)  # (batch, 16, 4, depth, h, w)
        hints = _hints(squeezed, driving, source)  # (batch, 16, 1, depth, h, w)
        seen = self.hourglass(torch.cat([hints, moved], dim=2).flatten(1, 2))
        weights = self.mask(seen).softmax(1)
        weights = torch.where(weights < NEGLIGIBLE, torch.zeros_like(weights), weights)
        flow = torch.einsum("bmdhwc,bmdhw->bdhwc", motions, weights)
        return flow, self.occlusion(seen.flatten(1, 2)).sigmoid()


def sparse_motions(squeezed: Tensor, driving: Tensor, source: Tensor) -> Tensor:
    """Return (batch, 16, depth, h, w, 3): standing still, then each keypoint carried back to where it came from."""
    depth, height, width = squeezed.shape[2:]
    still = grid(depth, height, width, like=squeezed)
    shifts = torch.cat([torch.zeros_like(source[:, :1]), source - driving], dim=1)
    return still + shifts[:, :, None, None, None]


def _moved(squeezed: Tensor, motions: Tensor) -> Tensor:
    copies = squeezed[:, None].expand(-1, motions.shape[1], -1, -1, -1, -1)
    # Cells lie on -1..1 from first to last while the sampler counts to the edges: the weights were trained that way.
    moved = F.grid_sample(copies.flatten(0, 1), motions.flatten(0, 1), align_corners=False)
    return moved.unflatten(0, motions.shape[:2])


def _hints(squeezed: Tensor, driving: Tensor, source: Tensor) -> Tensor:
    """Return heatmaps of where keypoints are now minus where they were; nothing for standing still."""
    change = heatmaps(squeezed, driving) - heatmaps(squeezed, source)
    return torch.cat([torch.zeros_like(change[:, :1]), change], dim=1)[:, :, None]


def heatmaps(squeezed: Tensor, keypoints: Tensor) -> Tensor:
    """Return (batch, 15, depth, h, w): 1 at each keypoint (batch, 15, 3), falling off around it."""
    depth, height, width = squeezed.shape[2:]
    away = grid(depth, height, width, like=squeezed) - keypoints[:, :, None, None, None]
    return torch.exp(-0.5 * away.square().sum(-1) / SPREAD)
