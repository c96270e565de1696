"""Small pieces the face renderer's networks share. Attribute names are those of the published checkpoints."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class Same2d(nn.Module):
    """Convolution, batch norm, activation: (batch, before, height, width) -> (batch, after, height, width)."""

    def __init__(self, before: int, after: int, *, slope: float = 0.0) -> None:
        super().__init__()
        self.conv = nn.Conv2d(before, after, 3, padding=1)
        self.norm = nn.BatchNorm2d(after)
        self._slope = slope  # of the activation below zero

    def forward(self, x: Tensor) -> Tensor:
        """Return the features, rectified."""
        return F.leaky_relu(self.norm(self.conv(x)), self._slope)


class Down2d(Same2d):
    """The same, then the mean of 2 x 2: half the height and width."""

    def __init__(self, before: int, after: int) -> None:
        super().__init__(before, after)

    def forward(self, x: Tensor) -> Tensor:
        """Return (batch, after, height / 2, width / 2)."""
        return F.avg_pool2d(super().forward(x), 2)


class Same3d(nn.Module):
    """Convolution, batch norm, ReLU in three dimensions; depth is never pooled."""

    def __init__(self, before: int, after: int) -> None:
        super().__init__()
        self.conv = nn.Conv3d(before, after, 3, padding=1)
        self.norm = nn.BatchNorm3d(after)

    def forward(self, x: Tensor) -> Tensor:
        """(batch, before, depth, height, width) -> (batch, after, depth, height, width)."""
        return F.relu(self.norm(self.conv(x)))


class Down3d(Same3d):
    """The same, then half the height and width."""

    def forward(self, x: Tensor) -> Tensor:
        """Return (batch, after, depth, height / 2, width / 2)."""
        return F.avg_pool3d(super().forward(x), (1, 2, 2))


class Up3d(Same3d):
    """First twice the height and width by repeating cells, then the same."""

    def forward(self, x: Tensor) -> Tensor:
        """Return (batch, after, depth, 2 height, 2 width)."""
        return super().forward(F.interpolate(x, scale_factor=(1, 2, 2)))


class Residual3d(nn.Module):
    """Twice norm, ReLU, convolution, added to what came in."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv3d(channels, channels, 3, padding=1)
        self.conv2 = nn.Conv3d(channels, channels, 3, padding=1)
        self.norm1 = nn.BatchNorm3d(channels)
        self.norm2 = nn.BatchNorm3d(channels)

    def forward(self, x: Tensor) -> Tensor:
        """Keep the shape (batch, channels, depth, height, width)."""
        inner = self.conv1(F.relu(self.norm1(x)))
        return x + self.conv2(F.relu(self.norm2(inner)))


class SpectralConv2d(nn.Module):
    """A convolution whose weight is divided by its largest singular value, kept as torch's first spectral norm does.

    The checkpoint holds ``weight_orig`` and the singular vectors ``weight_u``, ``weight_v``; the weight used is
    ``weight_orig / (u . W v)``. It is worked out once, at the first picture, and again after new weights are loaded.
    """

    weight_u: Tensor
    weight_v: Tensor

    def __init__(self, before: int, after: int, kernel: int, *, bias: bool = True) -> None:
        super().__init__()
        self.weight_orig = nn.Parameter(torch.empty(after, before, kernel, kernel))
        self.bias = nn.Parameter(torch.zeros(after)) if bias else None
        nn.init.kaiming_uniform_(self.weight_orig, a=5**0.5)
        for name, length in (("weight_u", after), ("weight_v", before * kernel * kernel)):
            self.register_buffer(name, F.normalize(torch.randn(length), dim=0))
        self._padding = kernel // 2
        self._folded: Tensor | None = None
        self.register_load_state_dict_post_hook(lambda module, _: module.forget())

    def forget(self) -> None:
        """Work the weight out anew at the next picture."""
        self._folded = None

    @property
    def weight(self) -> Tensor:
        """The weight that is used, shaped like ``weight_orig``."""
        if self._folded is None or self._folded.device != self.weight_orig.device:
            flat = self.weight_orig.detach().flatten(1)
            self._folded = self.weight_orig.detach() / torch.dot(self.weight_u, flat @ self.weight_v)
        return self._folded

    def forward(self, x: Tensor) -> Tensor:
        """(batch, before, height, width) -> (batch, after, height, width)."""
        return F.conv2d(x, self.weight, self.bias, padding=self._padding)


def grid(depth: int, height: int, width: int, like: Tensor) -> Tensor:
    """Return the cells' own places, (depth, height, width, 3): x, y, z from -1 at the first cell to 1 at the last."""
    z, y, x = (torch.linspace(-1, 1, count, dtype=like.dtype, device=like.device) for count in (depth, height, width))
    places = torch.meshgrid(z, y, x, indexing="ij")
    return torch.stack(places[::-1], dim=-1)
