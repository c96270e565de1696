"""The network that tells hair, face, other skin, clothes and worn things of one person apart, and softly from the rest.

A U-shaped net of bottleneck blocks, half a million weights. Beside the picture it sees where the face of the wearer is,
so that a neighbour is background, and where a coarse mask sees anybody, so that a dark wall is no hair. Its making:
`engine/lab/cutout`, figures: `engine/canvas/cutnet/README.md`.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

CLASSES = ("background", "hair", "face", "skin", "clothes", "worn")
SEEN = 5  # channels of the input
STEP = 32  # the network halves five times: sides are multiples of this
WIDTHS = (12, 32, 64, 96, 128)  # channels at 1/2 .. 1/32 of the side


def _conv(inside: int, out: int, kernel: int = 1, stride: int = 1, groups: int = 1) -> nn.Sequential:
    bare = nn.Conv2d(inside, out, kernel, stride, kernel // 2, groups=groups, bias=False)
    return nn.Sequential(bare, nn.BatchNorm2d(out))


class _Block(nn.Module):
    """Residual bottleneck: 1x1, 3x3 (5x5 of each channel alone at the lowest stage), 1x1."""

    def __init__(self, width: int, *, low: bool = False) -> None:
        super().__init__()
        inner = 2 * width if low else width // 2
        middle = _conv(inner, inner, 5, groups=inner) if low else _conv(inner, inner, 3)
        self.body = nn.Sequential(_conv(width, inner), nn.ReLU(), middle, nn.ReLU(), _conv(inner, width))

    def forward(self, x: Tensor) -> Tensor:
        return functional.relu(x + self.body(x))


class _Up(nn.Module):
    """Twice the size: what came from below, and what was seen at this size on the way down."""

    def __init__(self, below: int, beside: int, width: int) -> None:
        super().__init__()
        self.below, self.beside = _conv(below, width), _conv(beside, width)
        self.mix = _conv(width, width, 3)

    def forward(self, below: Tensor, beside: Tensor) -> Tensor:
        large = functional.interpolate(self.below(below), scale_factor=2.0, mode="bilinear", align_corners=False)
        return functional.relu(self.mix(functional.relu(large + self.beside(beside))))


class CutNet(nn.Module):
    """(n, 5, height, width) -> class logits (n, 6, height/2, width/2) and alpha's logit (n, 1, height, width).

    Channels of the input: red, green, blue 0..1; 1 inside the outline of the wearer's face; how surely anybody is seen
    there, 0 everywhere where nobody was asked. Sides: see `STEP`.
    """

    def __init__(self) -> None:
        super().__init__()
        half, quarter, eighth, sixteenth, low = WIDTHS
        self.stem = nn.Sequential(_conv(SEEN, half, 3, 2), nn.ReLU())
        self.quarter = nn.Sequential(_conv(half, quarter, 3, 2), nn.ReLU(), _Block(quarter))
        self.eighth = nn.Sequential(_conv(quarter, eighth, 3, 2), nn.ReLU(), _Block(eighth), _Block(eighth))
        deeper = (_Block(sixteenth) for _ in range(3))
        self.sixteenth = nn.Sequential(_conv(eighth, sixteenth, 3, 2), nn.ReLU(), *deeper)
        lowest = (_Block(low, low=True) for _ in range(3))
        self.low = nn.Sequential(_conv(sixteenth, low, 3, 2), nn.ReLU(), *lowest)
        self.whole = nn.Sequential(nn.Linear(low, low), nn.Sigmoid())
        self.up16, self.up8 = _Up(low, sixteenth, 64), _Up(64, eighth, 48)
        self.up4, self.up2 = _Up(48, quarter, 32), _Up(32, half, 16)
        self.classes = nn.Conv2d(16, len(CLASSES) + 1, 1)
        self.trust = nn.Parameter(torch.tensor([1.5, 1.5]))  # in the mask of people: of alpha, of the classes
        self.edge = nn.Sequential(nn.Conv2d(4, 8, 3, padding=1), nn.ReLU(), nn.Conv2d(8, 1, 3, padding=1))

    def forward(self, seen: Tensor) -> tuple[Tensor, Tensor]:
        """Return class logits and alpha's logit, see the class."""
        x = seen - 0.5
        half = self.stem(x)
        quarter = self.quarter(half)
        eighth = self.eighth(quarter)
        sixteenth = self.sixteenth(eighth)
        low = self.low(sixteenth)
        low = low * self.whole(low.mean((2, 3)))[..., None, None]
        fine = self.up2(self.up4(self.up8(self.up16(low, sixteenth), eighth), quarter), half)
        said = self.classes(fine) + self._prior(seen[:, 4:5])
        large = functional.interpolate(said[:, -1:], scale_factor=2.0, mode="bilinear", align_corners=False)
        return said[:, :-1], large + self.edge(torch.cat([x[:, :3], large / 4], 1))

    def _prior(self, people: Tensor) -> Tensor:
        """Return what the mask of people says, (n, classes + 1, height/2, width/2): for alpha, against background."""
        asked = (people.amax((2, 3), keepdim=True) > 0).to(people.dtype)
        seen = functional.avg_pool2d((2 * people - 1) * asked, 2)
        nothing = torch.zeros_like(seen).expand(-1, len(CLASSES) - 1, -1, -1)
        return torch.cat([-self.trust[1] * seen, nothing, self.trust[0] * seen], 1)


def folded(network: CutNet) -> CutNet:
    """Return ``network`` with every batch norm worked into the convolution before it; made for inference."""
    network.eval()
    for module in list(network.modules()):
        if isinstance(module, nn.Sequential) and len(module) == 2 and isinstance(module[1], nn.BatchNorm2d):
            module[0] = nn.utils.fusion.fuse_conv_bn_eval(module[0], module[1])
            module[1] = nn.Identity()
    return network


def load(file: Path) -> CutNet:
    """Return the network of ``file``, ready to be asked; raises SafetensorError where the file is none."""
    network = folded(CutNet())
    network.load_state_dict({name: value.float() for name, value in load_file(file).items()})
    return network.to(memory_format=torch.channels_last)
