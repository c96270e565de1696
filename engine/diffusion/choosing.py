"""Candidates: more pictures are drawn than are asked for, all are judged, and only what is chosen is decoded in full.

    drawn = choosing.drawn(pipeline, shots, 1, pipeline, sampler=FASTEST)
    best = min(drawn, key=lambda one: distance(one.picture))
    (picture,) = choosing.whole(pipeline, [best])

With a small decoder (`engine.diffusion.preview_decoder`) the first of these looks through it and keeps the latents; the
last one decodes them. Without one, everything is decoded at once and there is nothing left to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:  # a portrait of a photo loads neither
    import torch

    from engine.diffusion.inpainter import Inpainter
    from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline


@dataclass(eq=False)
class Drawn:
    """One drawn picture, (height, width, 3) uint8 RGB.

    ``latent`` (channels, h, w) is kept while ``picture`` is only what the small decoder shows of it; None: it is final.
    """

    seed: int
    picture: np.ndarray
    latent: torch.Tensor | None = None


def drawn(
    by: PortraitPipeline | Inpainter, shots: list[GenerationRequest], count: int, pipeline: PortraitPipeline, **how: Any
) -> list[Drawn]:
    """Draw every shot, of which ``count`` will be sent, with ``pipeline`` or ``by`` what steers it.

    ``how`` is told to its ``draw`` or ``form``, and what these raise is raised.
    """
    if pipeline.preview_decoder is None or len(shots) <= count:
        return [Drawn(shot.seed, picture) for shot, picture in zip(shots, by.draw(shots, **how), strict=True)]
    import torch  # seconds, for what draws alone

    latents = by.form(shots, **how)
    pictures = pipeline.look(torch.stack(latents))
    return [Drawn(shot.seed, *made) for shot, *made in zip(shots, pictures, latents, strict=True)]


def whole(pipeline: PortraitPipeline, chosen: Sequence[Drawn]) -> list[np.ndarray]:
    """Return the pictures of what was chosen, as the base's own decoder shows them.

    Raises:
        NotANumberError, DeviceMemoryError: as `PortraitPipeline.draw`.
    """
    import torch

    waiting = [(one, one.latent) for one in chosen if one.latent is not None]
    if waiting:
        decoded = pipeline.decode(torch.stack([latent for _, latent in waiting]))
        for (one, _), picture in zip(waiting, decoded, strict=True):
            one.picture, one.latent = picture, None
    return [one.picture for one in chosen]


def drop(drawn: Iterable[Drawn]) -> None:
    """Let go of the latents: the choice has been made."""
    for one in drawn:
        one.latent = None
