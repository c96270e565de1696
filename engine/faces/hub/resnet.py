"""Residual networks with the tensor names everybody publishes (conv1, bn1, layer1.0.downsample.0 ...).

He et al., "Deep Residual Learning for Image Recognition", in the form where a bottleneck's 3x3 convolution strides.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F


class BasicBlock(nn.Module):
    """Two 3x3 convolutions around a shortcut."""

    grow = 1

    def __init__(self, inside: int, width: int, stride: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(inside, width, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.downsample = _shortcut(inside, width, stride)

    def forward(self, x: Tensor) -> Tensor:
        """(N, inside, H, W) -> (N, width, H / stride, W / stride)."""
        out = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(out + (x if self.downsample is None else self.downsample(x)))


class Bottleneck(nn.Module):
    """1x1, 3x3, 1x1 around a shortcut."""

    grow = 4

    def __init__(self, inside: int, width: int, stride: int) -> None:
        super().__init__()
        outside = width * self.grow
        self.conv1 = nn.Conv2d(inside, width, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)
        self.conv3 = nn.Conv2d(width, outside, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(outside)
        self.downsample = _shortcut(inside, outside, stride)

    def forward(self, x: Tensor) -> Tensor:
        """(N, inside, H, W) -> (N, 4 width, H / stride, W / stride)."""
        out = F.relu(self.bn1(self.conv1(x)))
        out = self.bn3(self.conv3(F.relu(self.bn2(self.conv2(out)))))
        return F.relu(out + (x if self.downsample is None else self.downsample(x)))


class ResNet(nn.Module):
    """The trunk: `stages` gives strides 4, 8, 16 and 32. ``classes`` adds the pooled linear layer ``fc``."""

    def __init__(self, block: type[BasicBlock | Bottleneck], blocks: tuple[int, ...], classes: int = 0) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        inside = 64
        for number, count in enumerate(blocks):
            width = 64 * 2**number
            rows = []
            for index in range(count):
                rows.append(block(inside, width, 2 if index == 0 and number > 0 else 1))
                inside = width * block.grow
            self.add_module(f"layer{number + 1}", nn.Sequential(*rows))
        self.depth = len(blocks)
        if classes:
            self.fc = nn.Linear(inside, classes)

    def stages(self, x: Tensor) -> list[Tensor]:
        """(N, 3, H, W) normalised -> feature maps of all stages, finest first."""
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 3, 2, 1)
        found = []
        for number in range(self.depth):
            x = getattr(self, f"layer{number + 1}")(x)
            found.append(x)
        return found

    def forward(self, x: Tensor) -> Tensor:
        """(N, 3, H, W) normalised -> (N, classes)."""
        return self.fc(torch.flatten(F.adaptive_avg_pool2d(self.stages(x)[-1], 1), 1))


def _shortcut(inside: int, outside: int, stride: int) -> nn.Module | None:
    if inside == outside and stride == 1:
        return None
    return nn.Sequential(nn.Conv2d(inside, outside, 1, stride, bias=False), nn.BatchNorm2d(outside))
