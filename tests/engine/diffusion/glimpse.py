"""Stand-ins for a small decoder: they show what the base's own decoder does, with a mark by which it is known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import numpy as np
import torch
from torch import Tensor, nn

from engine.diffusion.pipeline import PortraitPipeline
from engine.faces.types import RGB

MARK = 4  # pixels to a side, white, in the last corner: what the tests measure of a picture is nowhere near


class Glimpse(nn.Module):
    """Decodes as the autoencoder of ``pipeline`` does, then applies ``change`` and the mark; counts its pictures."""

    def __init__(self, pipeline: PortraitPipeline, change: Callable[[Tensor], Tensor] = lambda pixels: pixels) -> None:
        super().__init__()
        self.slot = nn.Parameter(torch.zeros(1, dtype=pipeline.dtype), requires_grad=False)
        self._whole, self._change, self.pictures = (pipeline,), change, 0  # a tuple: no part of this network

    def forward(self, latents: Tensor) -> Tensor:
        """(N, 4, h, w) as the denoiser has them to (N, 3, 8h, 8w), about -1..1."""
        (pipeline,) = self._whole
        vae = pipeline.pipe.vae
        rows = [pipeline.backbone.decoded(vae, pipeline.backbone.raw(row[None].to(vae.dtype))) for row in latents]
        pixels = self._change(torch.cat(rows))
        pixels[..., -MARK:, -MARK:] = 1
        self.pictures += len(latents)
        return pixels


def marked(rgb: RGB) -> bool:
    """Say whether a picture (height, width, 3) was seen through a `Glimpse`; a random base draws no white corner."""
    return bool((rgb[-MARK:, -MARK:] == 255).all())


@contextmanager
def beside(pipeline: PortraitPipeline, **how: Callable[[Tensor], Tensor]) -> Iterator[Glimpse]:
    """Give a pipeline a `Glimpse` inside the block."""
    small = Glimpse(pipeline, **how)
    pipeline.preview_decoder = small
    try:
        yield small
    finally:
        pipeline.preview_decoder = None


@contextmanager
def counted(pipeline: PortraitPipeline) -> Iterator[list[int]]:
    """Count the pictures the base's own decoder makes inside the block, one entry each time it is asked."""
    asked: list[int] = []
    original = pipeline.decode

    def decode(latents: Tensor) -> np.ndarray:
        asked.append(len(latents))
        return original(latents)

    pipeline.decode = decode
    try:
        yield asked
    finally:
        del pipeline.decode
