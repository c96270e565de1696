"""GFPGAN v1.4, the "clean" architecture: a U-Net reads a blurred face and steers a StyleGAN2 that knows sharp ones.

Attribute names are those of the published checkpoint. Every width follows from the side of the picture, 512.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

SLOPE = 0.2  # of all leaky activations
STYLE = 512
STYLE_LAYERS = 8
LEAST_SIDE = 4  # where the generator begins


@dataclass(frozen=True, kw_only=True)
class Sizes:
    """Widths by the side of the features; the defaults are the published ones, smaller ones serve tests."""

    side: int = 512
    most: int = 512
    style: int = STYLE

    @property
    def doublings(self) -> int:
        """How often 4 is doubled to reach the side."""
        return (self.side // LEAST_SIDE).bit_length() - 1

    def decoder(self, level: int) -> int:
        """Return the generator's channels after ``level`` doublings: 512 up to 64 px, then half for each doubling."""
        return min(self.most, self.most * 2**4 >> level)

    def unet(self, level: int) -> int:
        """Return the U-Net's channels: half of the generator's."""
        return self.decoder(level) // 2


class _Scaled(nn.Module):
    """Two convolutions with a change of size between them, beside a plain projection of the same change."""

    def __init__(self, before: int, after: int, factor: float) -> None:
        super().__init__()
        self.conv1 = nn.Conv2d(before, before, 3, padding=1)
        self.conv2 = nn.Conv2d(before, after, 3, padding=1)
        self.skip = nn.Conv2d(before, after, 1, bias=False)
        self._factor = factor

    def forward(self, x: Tensor) -> Tensor:
        inner = _leaky(self.conv2(_resized(_leaky(self.conv1(x)), self._factor)))
        return inner + self.skip(_resized(x, self._factor))


class ModulatedConv2d(nn.Module):
    """A convolution whose input channels are weighed by a style; ``evens`` brings each output back to unit length."""

    def __init__(self, before: int, after: int, kernel: int, style: int, *, evens: bool, doubles: bool = False) -> None:
        super().__init__()
        self.modulation = nn.Linear(style, before)
        self.weight = nn.Parameter(torch.randn(1, after, before, kernel, kernel) / (before * kernel**2) ** 0.5)
        self._evens, self._doubles, self._padding = evens, doubles, kernel // 2

    def forward(self, x: Tensor, style: Tensor) -> Tensor:
        """(batch, before, h, w) and (batch, style) -> (batch, after, h, w), or twice the height and width."""
        weight = self.weight * self.modulation(style)[:, None, :, None, None]
        if self._evens:
            weight = weight * torch.rsqrt(weight.square().sum((2, 3, 4), keepdim=True) + 1e-8)
        if self._doubles:
            x = _resized(x, 2)
        # One convolution for the whole batch: each picture is a group with a weight of its own.
        made = F.conv2d(x.flatten(0, 1)[None], weight.flatten(0, 1), padding=self._padding, groups=len(x))
        return made[0].unflatten(0, (len(x), -1))


class _StyleConv(nn.Module):
    """Modulated convolution, noise, bias, activation."""

    def __init__(self, before: int, after: int, style: int, *, doubles: bool = False) -> None:
        super().__init__()
        self.modulated_conv = ModulatedConv2d(before, after, 3, style, evens=True, doubles=doubles)
        self.weight = nn.Parameter(torch.zeros(1))  # of the noise
        self.bias = nn.Parameter(torch.zeros(1, after, 1, 1))

    def forward(self, x: Tensor, style: Tensor, noise: Tensor) -> Tensor:
        made = self.modulated_conv(x, style) * 2**0.5
        return _leaky(made + self.weight * noise + self.bias)


class _ToRgb(nn.Module):
    """Features to colours, added to those of the size before."""

    def __init__(self, before: int, style: int) -> None:
        super().__init__()
        self.modulated_conv = ModulatedConv2d(before, 3, 1, style, evens=False)
        self.bias = nn.Parameter(torch.zeros(1, 3, 1, 1))

    def forward(self, x: Tensor, style: Tensor, smaller: Tensor | None = None) -> Tensor:
        made = self.modulated_conv(x, style) + self.bias
        return made if smaller is None else made + _resized(smaller, 2)


class _Constant(nn.Module):
    """The 4 x 4 features every face begins with."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.randn(1, channels, LEAST_SIDE, LEAST_SIDE))


class _Normed(nn.Module):
    def forward(self, x: Tensor) -> Tensor:
        return x * torch.rsqrt(x.square().mean(1, keepdim=True) + 1e-8)


class Decoder(nn.Module):
    """StyleGAN2 with half of its channels steered at each size.

    ``style_mlp`` is not used: the U-Net gives one finished style per layer. Noise is the stored one, so that
    neighbouring frames of a clip get the same grain.
    """

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        self.style_mlp = nn.Sequential(_Normed())
        for _ in range(STYLE_LAYERS):
            self.style_mlp.extend([nn.Linear(sizes.style, sizes.style), nn.LeakyReLU(SLOPE)])
        first = sizes.decoder(0)
        self.constant_input = _Constant(first)
        self.style_conv1 = _StyleConv(first, first, sizes.style)
        self.to_rgb1 = _ToRgb(first, sizes.style)
        self.style_convs, self.to_rgbs, self.noises = nn.ModuleList(), nn.ModuleList(), nn.Module()
        for level in range(1, sizes.doublings + 1):
            before, after = sizes.decoder(level - 1), sizes.decoder(level)
            self.style_convs.append(_StyleConv(before, after, sizes.style, doubles=True))
            self.style_convs.append(_StyleConv(after, after, sizes.style))
            self.to_rgbs.append(_ToRgb(after, sizes.style))
        for layer in range(2 * sizes.doublings + 1):
            side = LEAST_SIDE * 2 ** ((layer + 1) // 2)
            self.noises.register_buffer(f"noise{layer}", torch.randn(1, 1, side, side))

    def forward(self, styles: Tensor, conditions: list[tuple[Tensor, Tensor]]) -> Tensor:
        """Return (batch, 3, side, side), about -1..1.

        ``styles`` (batch, layers, style); ``conditions`` scale and shift for half the channels of each size from 8 on.
        """
        x = self.constant_input.weight.expand(len(styles), -1, -1, -1)
        x = self.style_conv1(x, styles[:, 0], self._noise(0))
        picture = self.to_rgb1(x, styles[:, 1])
        for level, (scale, shift) in enumerate(conditions):
            layer = 2 * level + 1
            x = self.style_convs[2 * level](x, styles[:, layer], self._noise(layer))
            kept, steered = x.chunk(2, dim=1)
            x = torch.cat([kept, steered * scale + shift], dim=1)
            x = self.style_convs[2 * level + 1](x, styles[:, layer + 1], self._noise(layer + 1))
            picture = self.to_rgbs[level](x, styles[:, layer + 2], picture)
        return picture

    def _noise(self, layer: int) -> Tensor:
        return self.noises.get_buffer(f"noise{layer}")


class Gfpgan(nn.Module):
    """The whole restorer of one aligned face."""

    def __init__(self, sizes: Sizes | None = None) -> None:
        super().__init__()
        sizes = sizes or Sizes()
        self._sizes, top = sizes, sizes.doublings
        self.conv_body_first = nn.Conv2d(3, sizes.unet(top), 1)
        self.conv_body_down = nn.ModuleList(
            _Scaled(sizes.unet(level), sizes.unet(level - 1), 0.5) for level in range(top, 0, -1)
        )
        self.final_conv = nn.Conv2d(sizes.unet(0), sizes.unet(0), 3, padding=1)
        ups = range(1, top + 1)
        self.conv_body_up = nn.ModuleList(_Scaled(sizes.unet(level - 1), sizes.unet(level), 2) for level in ups)
        self.toRGB = nn.ModuleList(nn.Conv2d(sizes.unet(level), 3, 1) for level in ups)  # of training
        self.final_linear = nn.Linear(sizes.unet(0) * LEAST_SIDE**2, (2 * top + 2) * sizes.style)
        self.stylegan_decoder = Decoder(sizes)
        self.condition_scale = nn.ModuleList(_steering(sizes.unet(level)) for level in ups)
        self.condition_shift = nn.ModuleList(_steering(sizes.unet(level)) for level in ups)

    def forward(self, face: Tensor) -> Tensor:
        """(batch, 3, 512, 512) RGB -1..1 -> the same, restored; values may leave the range a little."""
        x, seen = _leaky(self.conv_body_first(face)), []
        for block in self.conv_body_down:
            x = block(x)
            seen.append(x)
        x = _leaky(self.final_conv(x))
        styles = self.final_linear(x.flatten(1)).unflatten(1, (-1, self._sizes.style))
        conditions = []
        for block, skip, scale, shift in zip(
            self.conv_body_up, reversed(seen), self.condition_scale, self.condition_shift, strict=True
        ):
            x = block(x + skip)
            conditions.append((scale(x), shift(x)))
        return self.stylegan_decoder(styles, conditions)


def _steering(channels: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(channels, channels, 3, padding=1), nn.LeakyReLU(SLOPE), nn.Conv2d(channels, channels, 3, padding=1)
    )


def _leaky(x: Tensor) -> Tensor:
    return F.leaky_relu(x, SLOPE)


def _resized(x: Tensor, factor: float) -> Tensor:
    return F.interpolate(x, scale_factor=factor, mode="bilinear", align_corners=False)
