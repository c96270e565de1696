"""Decoding with fewer multiplications: an enlargement and the convolution after it become four small convolutions.

A decoder doubles a picture by its nearest pixels and then convolves it, 3 x 3. Under that window lie only 2 x 2
different pixels, and which of them share a value depends on whether row and column are even or odd. Adding up the
weights that meet the same pixel gives a 2 x 2 convolution of the small picture for each of the four cases: 16
multiplications where there were 36, and the same sums but for rounding. Of Stable Diffusion's decoder the three
convolutions that this concerns are more than a quarter (`engine.lab.speed.counted`).
"""

from __future__ import annotations

import torch
from diffusers.models.upsampling import Upsample2D
from torch import nn
from torch.nn import functional


def fold(network: nn.Module) -> int:
    """Have ``network`` double pictures without enlarging them first; return at how many places.

    Meant for autoencoders, before hooks or adapters are laid on them: there nobody asks for an odd size, and no
    adapter changes a weight. Names, types and values of weights stay.
    """
    wanted = [module for module in network.modules() if isinstance(module, Upsample2D) and _foldable(module)]
    for module in wanted:
        module.conv = DoublingConv2d(module.conv)
        module.interpolate = False
    return len(wanted)


def _foldable(module: Upsample2D) -> bool:
    conv = module.conv if module.use_conv and module.name == "conv" else None
    return (
        module.interpolate
        and type(conv) is nn.Conv2d
        and (conv.kernel_size, conv.stride, conv.padding) == ((3, 3), (1, 1), (1, 1))
        and (conv.dilation, conv.groups, conv.padding_mode) == ((1, 1), 1, "zeros")
    )


class DoublingConv2d(nn.Conv2d):
    """``conv`` of a picture twice as large by its nearest pixels: (N, C, H, W) to (N, D, 2H, 2W), in the input's type.

    ``conv`` is 3 x 3, padded by zeros. Its weights stay what they are and are added up in float32 at every call, which
    is little beside the convolution: whoever moves, widens or reloads them need not know of this.
    """

    def __init__(self, conv: nn.Conv2d) -> None:
        held = conv.bias is not None
        super().__init__(conv.in_channels, conv.out_channels, 3, padding=1, bias=held, device="meta")
        self.weight, self.bias = conv.weight, conv.bias

    def forward(self, small: torch.Tensor) -> torch.Tensor:
        """Return the picture doubled and convolved."""
        height, width = small.shape[-2:]
        padded = functional.pad(small, (1, 1, 1, 1))
        large = small.new_empty(small.shape[0], self.weight.shape[0], 2 * height, 2 * width)
        for row, rows in enumerate(_halves(self.weight.float(), 2)):
            for column, weight in enumerate(_halves(rows, 3)):
                under = padded[..., row : row + height + 1, column : column + width + 1]
                large[..., row::2, column::2] = functional.conv2d(under, weight.to(small.dtype), self.bias)
        return large


def _halves(weight: torch.Tensor, axis: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Return what the three weights along ``axis`` come to at even and at odd places, two each.

    An even pixel's left neighbour comes of the pixel before, itself and its right neighbour of one and the same.
    """
    before, here, after = weight.unbind(axis)
    return torch.stack((before, here + after), axis), torch.stack((before + here, after), axis)
