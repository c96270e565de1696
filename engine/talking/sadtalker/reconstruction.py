"""A face as 257 numbers: the 3D morphable model regressor (a ResNet-50 with seven heads; prefix ``face_3drecon``)."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

LAYERS = (3, 4, 6, 3)
GROWTH = 4  # a bottleneck gives four times its inner width
SIDE = 224
#: Head -> how many coefficients; in this order they are concatenated.
HEADS = {"identity": 80, "expression": 64, "texture": 80, "angle": 3, "light": 27, "shift": 2, "depth": 1}
COEFFICIENTS = sum(HEADS.values())
EXPRESSION = slice(80, 144)
ANGLE = slice(224, 227)
TRANSLATION = slice(254, 257)


class _Bottleneck(nn.Module):
    """1x1, 3x3 (with the stride), 1x1, added to the input or its projection."""

    def __init__(self, before: int, inner: int, stride: int) -> None:
        super().__init__()
        after = inner * GROWTH
        self.conv1 = nn.Conv2d(before, inner, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(inner)
        self.conv2 = nn.Conv2d(inner, inner, 3, stride=stride, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(inner)
        self.conv3 = nn.Conv2d(inner, after, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(after)
        self.downsample = None
        if stride != 1 or before != after:
            self.downsample = nn.Sequential(
                nn.Conv2d(before, after, 1, stride=stride, bias=False), nn.BatchNorm2d(after)
            )

    def forward(self, x: Tensor) -> Tensor:
        inner = F.relu(self.bn1(self.conv1(x)))
        inner = F.relu(self.bn2(self.conv2(inner)))
        inner = self.bn3(self.conv3(inner))
        return F.relu(inner + (x if self.downsample is None else self.downsample(x)))


class _Backbone(nn.Module):
    """ResNet-50 without its classifier: (batch, 3, 224, 224) -> (batch, 2048, 1, 1)."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(3, width, 7, stride=2, padding=3, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        before = width
        for level, count in enumerate(LAYERS):
            inner = width * 2**level
            blocks = [_Bottleneck(before, inner, stride=1 if level == 0 else 2)]
            before = inner * GROWTH
            blocks += [_Bottleneck(before, inner, stride=1) for _ in range(count - 1)]
            self.add_module(f"layer{level + 1}", nn.Sequential(*blocks))
        self.out = before

    def forward(self, x: Tensor) -> Tensor:
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 3, stride=2, padding=1)
        for level in range(len(LAYERS)):
            x = self.get_submodule(f"layer{level + 1}")(x)
        return x.mean((2, 3), keepdim=True)


class FaceReconstruction(nn.Module):
    """Regresses the coefficients of one aligned face; ``width`` is 64 in the published checkpoint."""

    def __init__(self, width: int = 64) -> None:
        super().__init__()
        self.backbone = _Backbone(width)
        self.final_layers = nn.ModuleList(nn.Conv2d(self.backbone.out, count, 1) for count in HEADS.values())

    def forward(self, faces: Tensor) -> Tensor:
        """(batch, 3, 224, 224) RGB 0..1 -> (batch, 257)."""
        seen = self.backbone(faces)
        return torch.cat([head(seen) for head in self.final_layers], dim=1).flatten(1)


def motion_part(coefficients: Tensor) -> Tensor:
    """(batch, 257) -> (batch, 70): expression 64, angle 3, translation 3, the part that moves when a person speaks."""
    return torch.cat([coefficients[:, part] for part in (EXPRESSION, ANGLE, TRANSLATION)], dim=1)
