"""A denoiser whose weights do not fit the device: kept in 8 or in 4 bits, and widened while they compute.

8 bits are float8 by diffusers' own casting, of any network. 4 bits are NF4 of bitsandbytes (Dettmers and others, 2023,
section 3), of linear layers, which is all that a transformer is made of. Neither is quite the same picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import torch
from torch import nn

if TYPE_CHECKING:
    from bitsandbytes.nn.modules import Linear4bit

SMALL = torch.float8_e4m3fn
KIND = "nf4"
CAST = "layerwise_casting"  # the name of diffusers' hook that widens a layer kept in 8 bits
BLOCK = 64  # values of a row that share a scale: layers of other rows stay as they are


def store(network: nn.Module, dtype: torch.dtype, storage: str, device: torch.device) -> None:
    """Store a network's weights as the plan says, "small" or "nf4"; each layer computes in ``dtype``."""
    if storage == "small":
        network.enable_layerwise_casting(storage_dtype=SMALL, compute_dtype=dtype)
        return
    for parent in list(network.modules()):
        for name, layer in list(parent.named_children()):
            if type(layer) is nn.Linear and layer.in_features % BLOCK == 0:
                setattr(parent, name, _quartered(layer, dtype, device))


@contextmanager
def computing(networks: Iterable[nn.Module], dtype: torch.dtype) -> Iterator[None]:
    """Let what is stored in 8 bits or 4 compute in ``dtype`` inside the block; what is stored stays as it is."""
    told = [
        (each, each.compute_dtype) for network in networks for layer in network.modules() for each in _coarse(layer)
    ]
    try:
        for each, _ in told:
            each.compute_dtype = dtype
        yield
    finally:
        for each, usual in told:
            each.compute_dtype = usual


def _coarse(layer: nn.Module) -> Iterator[Any]:
    """Yield what knows the type a stored layer computes in: the layer itself of 4 bits, its hook of 8."""
    if type(layer).__name__ == "Linear4bit":
        yield layer
    registry = getattr(layer, "_diffusers_hook", None)
    hook = registry.get_hook(CAST) if registry is not None else None
    if hook is not None:
        yield hook


def shape_of(layer: nn.Module) -> torch.Size:
    """Return the shape of a layer's weight as it was before it was stored: (out, in, ...)."""
    base = getattr(layer, "base_layer", layer)
    return torch.Size((base.out_features, base.in_features)) if isinstance(base, nn.Linear) else base.weight.shape


def _quartered(layer: nn.Linear, dtype: torch.dtype, device: torch.device) -> Linear4bit:
    from bitsandbytes.nn.modules import Linear4bit, Params4bit  # seconds, for a card that is too small

    made = Linear4bit(
        layer.in_features, layer.out_features, bias=layer.bias is not None, compute_dtype=dtype, quant_type=KIND
    )
    made.weight = Params4bit(layer.weight.detach().to(dtype), requires_grad=False, quant_type=KIND)
    if layer.bias is not None:
        made.bias = nn.Parameter(layer.bias.detach().to(dtype), requires_grad=False)
    return made.to(device).eval()
