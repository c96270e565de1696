"""What makes an accelerator compute the same faster: order of channels, TensorFloat-32, convolutions chosen by trying.

Attention needs nothing: diffusers takes torch's fused kernel by itself, which a test holds.
"""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import nn


def tune(device: torch.device, networks: Iterable[nn.Module]) -> None:
    """Lay convolutions out as an accelerator reads them, and let float32 be multiplied as TensorFloat-32 there.

    On a processor nothing changes: there it was measured and is not faster.
    """
    if device.type not in ("cuda", "xpu"):
        return
    for network in networks:
        channels_last(network)
    if device.type == "cuda":
        torch.backends.cuda.matmul.fp32_precision = "tf32"
        torch.backends.cudnn.conv.fp32_precision = "tf32"  # type: ignore[attr-defined]
        torch.backends.cudnn.benchmark = True  # pictures of one size come again and again


def channels_last(network: nn.Module) -> None:
    """Keep the weights of convolutions with the channels last in memory; values and names stay."""
    for value in network.parameters():
        if value.dim() == 4:
            value.data = value.data.contiguous(memory_format=torch.channels_last)
