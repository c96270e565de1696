"""The face renderer: features of one portrait, bent by keypoints, painted as a picture (face-vid2vid with SPADE).

The portrait's features do not change during a clip, so `encode` runs once and `render` once a frame.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from torch import Tensor, nn
from torch.nn import functional as F

from engine.talking.sadtalker.dense_motion import DenseMotion, MotionSizes
from engine.talking.sadtalker.layers import Down2d, Residual3d, Same2d, SpectralConv2d

SLOPE = 0.2  # of the leaky activations in the decoder
RESIDUALS = 6
MIDDLES = 6


@dataclass(frozen=True, kw_only=True)
class GeneratorSizes:
    """Widths of the renderer; the defaults are those of the published checkpoint."""

    block: int = 64
    hidden: int = 128  # inside a modulated norm
    motion: MotionSizes = field(default_factory=MotionSizes)

    @property
    def most(self) -> int:
        """Channels of the flat features: those of the solid ones times their depth."""
        return self.motion.channels * self.motion.depth


@dataclass(frozen=True, kw_only=True, eq=False)
class Encoded:
    """One portrait as the renderer keeps it: ``solid`` (1, 32, 16, S/4, S/4), ``squeezed`` (1, 4, 16, S/4, S/4)."""

    solid: Tensor
    squeezed: Tensor


class ModulatedNorm(nn.Module):
    """SPADE: instance norm whose scale and shift are painted from the features at each place."""

    def __init__(self, channels: int, label: int, hidden: int) -> None:
        super().__init__()
        self.mlp_shared = nn.Sequential(nn.Conv2d(label, hidden, 3, padding=1), nn.ReLU())
        self.mlp_gamma = nn.Conv2d(hidden, channels, 3, padding=1)
        self.mlp_beta = nn.Conv2d(hidden, channels, 3, padding=1)

    def forward(self, x: Tensor, label: Tensor) -> Tensor:
        """(batch, channels, h, w) -> the same; ``label`` (batch, label, any, any) is brought to that size."""
        seen = self.mlp_shared(F.interpolate(label, size=x.shape[2:], mode="nearest"))
        return F.instance_norm(x) * (1 + self.mlp_gamma(seen)) + self.mlp_beta(seen)


class ModulatedBlock(nn.Module):
    """Two modulated convolutions added to the input, which is projected when the width changes."""

    def __init__(self, before: int, after: int, label: int, hidden: int) -> None:
        super().__init__()
        middle = min(before, after)
        self.conv_0 = SpectralConv2d(before, middle, 3)
        self.conv_1 = SpectralConv2d(middle, after, 3)
        self.norm_0 = ModulatedNorm(before, label, hidden)
        self.norm_1 = ModulatedNorm(middle, label, hidden)
        self.projects = before != after
        if self.projects:
            self.conv_s = SpectralConv2d(before, after, 1, bias=False)
            self.norm_s = ModulatedNorm(before, label, hidden)

    def forward(self, x: Tensor, label: Tensor) -> Tensor:
        """(batch, before, h, w) -> (batch, after, h, w)."""
        inner = self.conv_0(F.leaky_relu(self.norm_0(x, label), SLOPE))
        inner = self.conv_1(F.leaky_relu(self.norm_1(inner, label), SLOPE))
        return inner + (self.conv_s(self.norm_s(x, label)) if self.projects else x)


class SpadeDecoder(nn.Module):
    """Bent features (batch, 256, S/4, S/4) to a picture (batch, 3, S, S) 0..1."""

    def __init__(self, sizes: GeneratorSizes) -> None:
        super().__init__()
        label, wide = 4 * sizes.block, 8 * sizes.block
        self.fc = nn.Conv2d(label, wide, 3, padding=1)
        for index in range(MIDDLES):
            self.add_module(f"G_middle_{index}", ModulatedBlock(wide, wide, label, sizes.hidden))
        self.up_0 = ModulatedBlock(wide, label, label, sizes.hidden)
        self.up_1 = ModulatedBlock(label, sizes.block, label, sizes.hidden)
        self.conv_img = nn.Conv2d(sizes.block, 3, 3, padding=1)

    def forward(self, label: Tensor) -> Tensor:
        """Paint; the features are their own label map."""
        x = self.fc(label)
        for index in range(MIDDLES):
            x = self.get_submodule(f"G_middle_{index}")(x, label)
        for block in (self.up_0, self.up_1):
            x = block(F.interpolate(x, scale_factor=2), label)
        return self.conv_img(F.leaky_relu(x, SLOPE)).sigmoid()


class Generator(nn.Module):
    """The renderer with its dense motion network."""

    def __init__(self, sizes: GeneratorSizes | None = None) -> None:
        super().__init__()
        sizes = sizes or GeneratorSizes()
        self._depth = sizes.motion.depth
        a, b, c = (sizes.block * factor for factor in (1, 2, 4))
        self.dense_motion_network = DenseMotion(sizes.motion)
        self.first = Same2d(3, a)
        self.down_blocks = nn.ModuleList([Down2d(a, b), Down2d(b, c)])
        self.second = nn.Conv2d(c, sizes.most, 1)
        self.resblocks_3d = nn.Sequential()
        for index in range(RESIDUALS):
            self.resblocks_3d.add_module(f"3dr{index}", Residual3d(sizes.motion.channels))
        self.third = Same2d(sizes.most, c, slope=0.01)
        self.fourth = nn.Conv2d(c, c, 1)
        self.decoder = SpadeDecoder(sizes)

    def encode(self, picture: Tensor) -> Encoded:
        """Take in a portrait (1, 3, S, S) RGB 0..1, once per clip."""
        x = self.first(picture)
        for block in self.down_blocks:
            x = block(x)
        solid = self.resblocks_3d(self.second(x).unflatten(1, (-1, self._depth)))
        return Encoded(solid=solid, squeezed=self.dense_motion_network.squeeze(solid))

    def bend(self, portrait: Encoded, driving: Tensor, source: Tensor) -> Tensor:
        """Return the features (1, 256, S/4, S/4) as keypoints (1, 15, 3) moved them, faded where nothing was seen."""
        flow, seen = self.dense_motion_network(portrait.squeezed, driving, source)
        bent = F.grid_sample(portrait.solid, flow, align_corners=False).flatten(1, 2)
        return self.fourth(self.third(bent)) * seen

    def render(self, portrait: Encoded, driving: Tensor, source: Tensor) -> Tensor:
        """Return one frame (1, 3, S, S) RGB 0..1."""
        return self.decoder(self.bend(portrait, driving, source))
