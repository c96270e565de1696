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

from engine.training.embedder import CHIP, Embedder

#: Where the embedder's chip lies in the aligned frame, as shares of its side (means of 100 photos).
MIDDLE, SIDE = (0.505, 0.585), 0.773
JITTER = {"grow": 0.04, "shift": 0.012, "turn": 0.04, "grain": 0.01}  # spreads: so that no single pixel can please it


def chips(pictures: Tensor, *, jitter: bool = True, seeds: Tensor | None = None) -> Tensor:
    """Cut the embedder's chips (N, 3, 150, 150) from aligned pictures (N, 3, side, side), both RGB in 0..1.

    The jitter of each is drawn from its own of ``seeds`` (N,), whole numbers; without, from torch's numbers.
    """
    count = len(pictures)
    moved, grain = _jitter(count, seeds) if jitter else (torch.zeros(count, 4), None)
    grow, turn, across, down = moved.T.to(pictures.device)
    scale, turn = SIDE * (JITTER["grow"] * grow).exp(), JITTER["turn"] * turn
    shift_x = (MIDDLE[0] + JITTER["shift"] * across) * 2 - 1
    shift_y = (MIDDLE[1] + JITTER["shift"] * down) * 2 - 1
    rows = [
        torch.stack([scale * turn.cos(), -scale * turn.sin(), shift_x], 1),
        torch.stack([scale * turn.sin(), scale * turn.cos(), shift_y], 1),
    ]
    places = functional.affine_grid(torch.stack(rows, 1), [count, 3, CHIP, CHIP], align_corners=False)
    cut = functional.grid_sample(pictures, places, mode="bicubic", padding_mode="border", align_corners=False)
    return cut if grain is None else cut + JITTER["grain"] * grain.to(cut.device)


def _jitter(count: int, seeds: Tensor | None) -> tuple[Tensor, Tensor]:
    """Draw how chips are moved (N, 4), and their grain (N, 3, 150, 150)."""
    if seeds is None:
        return torch.randn(count, 4), torch.randn(count, 3, CHIP, CHIP)
    drawn = [torch.Generator().manual_seed(seed) for seed in seeds.tolist()]
    moved = torch.stack([torch.randn(4, generator=each) for each in drawn])
    return moved, torch.stack([torch.randn(3, CHIP, CHIP, generator=each) for each in drawn])


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

    def apart(self, latents: Tensor, people: Tensor, *, jitter: bool = True, seeds: Tensor | None = None) -> Tensor:
        """Return the mean squared distance of believed latents (N, C, h, w) to embeddings (N, 128).

        ``jitter`` and ``seeds``: see `chips`.
        """
        pictures = (self.autoencoder.decode(self.raw(latents).to(self.autoencoder.dtype)).sample.float() + 1) / 2
        return (self.embedder(chips(pictures, jitter=jitter, seeds=seeds)) - people).pow(2).sum(1).mean()
