"""Likeness as a loss: how far the face a base believes in is from the person (squared distance of embeddings).

The usual loss hardly notices whose face it is: who someone is lies in small differences, and noise drowns them. Here
the clean picture the denoiser believes in is decoded, cut as the face embedder cuts it, and its embedding compared
with the person's own. Gradients flow through embedder and decoder, both frozen.

Only for bases that draw every face in one framing (`engine.faces.framing`): there the chip lies always in one place.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from engine.faces.embed import CHIP
from engine.faces.resnet import Embedder

#: Where the embedder's chip lies in the aligned frame, as shares of its side (means of 100 photos).
MIDDLE, SIDE = (0.505, 0.585), 0.773
JITTER = {"grow": 0.04, "shift": 0.012, "turn": 0.04, "grain": 0.01}  # spreads: so that no single pixel can please it


def chips(pictures: Tensor, *, jitter: bool = True, generator: torch.Generator | None = None) -> Tensor:
    """Cut the embedder's chips (N, 3, 150, 150) from aligned pictures (N, 3, side, side), both RGB in 0..1."""
    count = len(pictures)
    moved = torch.randn(4, count, generator=generator) if jitter else torch.zeros(4, count)
    grow, turn, across, down = moved.to(pictures.device)
    scale, turn = SIDE * (JITTER["grow"] * grow).exp(), JITTER["turn"] * turn
    shift_x = (MIDDLE[0] + JITTER["shift"] * across) * 2 - 1
    shift_y = (MIDDLE[1] + JITTER["shift"] * down) * 2 - 1
    rows = [
        torch.stack([scale * turn.cos(), -scale * turn.sin(), shift_x], 1),
        torch.stack([scale * turn.sin(), scale * turn.cos(), shift_y], 1),
    ]
    places = functional.affine_grid(torch.stack(rows, 1), [count, 3, CHIP, CHIP], align_corners=False)
    cut = functional.grid_sample(pictures, places, mode="bicubic", padding_mode="border", align_corners=False)
    if not jitter:
        return cut
    return cut + JITTER["grain"] * torch.randn(cut.shape, generator=generator).to(cut.device)


@dataclass(frozen=True, kw_only=True, eq=False)
class Likeness:
    """What judges: the base's frozen autoencoder, the embedder, and how much its opinion counts.

    Decoding and looking costs more than the step itself: of a batch ``rows`` are judged, 0 for all that can be.
    """

    autoencoder: nn.Module
    embedder: Embedder
    weight: float
    raw: Callable[[Tensor], Tensor]  # latents of the base as its autoencoder reads them
    rows: int = 0

    def apart(
        self, latents: Tensor, people: Tensor, *, jitter: bool = True, generator: torch.Generator | None = None
    ) -> Tensor:
        """Return the mean squared distance of believed latents (N, C, h, w) to embeddings (N, 128).

        ``jitter`` and ``generator``: see `chips`.
        """
        pictures = (self.autoencoder.decode(self.raw(latents).to(self.autoencoder.dtype)).sample.float() + 1) / 2
        return (self.embedder(chips(pictures, jitter=jitter, generator=generator)) - people).pow(2).sum(1).mean()
