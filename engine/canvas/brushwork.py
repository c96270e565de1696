"""A network that paints a picture anew in the manner of a painting it was trained on (Dumoulin 2017).

One network for all manners: what tells them apart is two numbers for each of its channels. Its weights, where they are
from and their licence: `engine/canvas/stylenet/README.md`.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import cv2
import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional

from engine.canvas.grade import Unit

FILE = Path(__file__).parent / "stylenet" / "stylenet.safetensors"
MANNERS = 26
RESIDUALS = 6
STEP = 4  # the network halves twice: sides are multiples of this
EPSILON = 1e-5


class Network:
    """(1, 3, height, width) 0..1 -> the same painted; ``weights`` by name, see `engine.lab.canvas.stylenet`."""

    def __init__(self, weights: dict[str, Tensor]) -> None:
        self._weights = {name: value.float() for name, value in weights.items()}

    @torch.inference_mode()
    def __call__(self, picture: Tensor, manner: int) -> Tensor:
        """Return ``picture`` in ``manner``, 0..25."""
        x = picture
        for place, stride in enumerate((1, 2, 2)):
            x = functional.relu_(self._layer(x, f"contract.{place}", manner, stride))
        for place in range(RESIDUALS):
            inner = functional.relu_(self._layer(x, f"res.{place}.0", manner))
            x = x + self._layer(inner, f"res.{place}.1", manner)
        for place in range(2):
            x = functional.interpolate(x, scale_factor=2.0, mode="nearest")
            x = functional.relu_(self._layer(x, f"expand.{place}", manner))
        return torch.sigmoid_(self._layer(x, "expand.2", manner))

    def _layer(self, x: Tensor, name: str, manner: int, stride: int = 1) -> Tensor:
        kernel = self._weights[f"{name}.w"]
        border = kernel.shape[-1] // 2
        x = functional.conv2d(functional.pad(x, (border,) * 4, mode="reflect"), kernel, stride=stride)
        gain, bias = self._weights[f"{name}.norm.gamma"][manner], self._weights[f"{name}.norm.beta"][manner]
        return functional.instance_norm(x, weight=gain, bias=bias, eps=EPSILON)


@cache
def network(file: Path = FILE) -> Network:
    """Return the shipped network, read once."""
    return Network(load_file(file))


def repainted(value: Unit, manner: int, long: int) -> Unit:
    """Return (height, width, 3) 0..1 painted in ``manner``, at the same size.

    The network sees it ``long`` pixels long: the smaller, the wider its strokes, which do not grow with the picture.
    """
    height, width = value.shape[:2]
    factor = min(1.0, long / max(height, width))
    size = [max(round(side * factor / STEP), 8) * STEP for side in (width, height)]
    small = cv2.resize(value, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_LINEAR)
    seen = torch.from_numpy(np.ascontiguousarray(small.clip(0, 1).transpose(2, 0, 1)[None]))
    made = network()(seen, manner)[0].numpy().transpose(1, 2, 0)
    return cv2.resize(np.ascontiguousarray(made), (width, height), interpolation=cv2.INTER_CUBIC).clip(0, 1)
