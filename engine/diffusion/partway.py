"""A flow family goes a part of the way from noise to a picture: what image to image and masks need.

    latents = partway(pipeline, shot, clean, strength=0.65, sampler=sampler, hole=inside)

A picture is brought as far towards noise as ``strength`` says, and back again by the family's own schedule; outside of
``hole`` it is put back after each step. This needs no pipeline of diffusers, so a family that comes without one for
pictures or masks has both.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor

from engine.bases import Sampler
from engine.diffusion.backbone import FlowBackbone, Read
from engine.errors import JobCancelledError

if TYPE_CHECKING:  # it calls what is written here, so its name is all that is known of it
    from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline

BELIEVED = "believed"  # of what `heard` is told: the clean latents a step implies


@torch.no_grad()
def partway(
    pipeline: PortraitPipeline,
    shot: GenerationRequest,
    clean: Tensor,
    *,
    strength: float,
    sampler: Sampler,
    hole: Tensor | None = None,
    step: Callable[[int, int], None] = lambda done, total: None,
    cancelled: Callable[[], bool] = lambda: False,
    heard: Callable[[Any, int, Any, dict[str, Any]], object] = lambda pipe, index, when, values: None,
) -> Tensor:
    """Return the finished latents (1, channels, rows, columns) of one picture that begins as ``clean``, of that shape.

    ``hole`` (1, 1, rows, columns) is True where something new may come; None: everywhere. ``heard`` is told of each
    step as pipelines of diffusers tell: (pipeline, number, share of noise, `BELIEVED`).

    Raises:
        JobCancelledError: ``cancelled`` returned True between two steps.
    """
    backbone, scale = pipeline.backbone, pipeline.backbone.pixels_of_a_cell
    assert isinstance(backbone, FlowBackbone)
    height, width = (side * scale for side in clean.shape[-2:])
    shares = backbone.shares(sampler.steps, width, height, strength)
    objective, network = backbone.objective(0.0), backbone.denoiser
    wanted, unwanted = pipeline.reads([shot])
    seen = backbone.beside(shot.references) if shot.references else {}
    clean = clean.float()
    noise = pipeline.noise([shot], (width, height)).float()
    latents = objective.noised(clean, noise, shares[:1])

    def said(read: Read, share: Tensor) -> Tensor:
        return objective.ask(network, latents.to(pipeline.dtype), share, read.states, read.added | seen).float()

    for number in range(len(shares) - 1):
        if cancelled():
            raise JobCancelledError
        share, after = shares[number : number + 1], shares[number + 1 : number + 2]
        way = said(wanted, share)
        if backbone.guides(sampler.guidance):
            way = backbone.guided(way, said(unwanted, share), sampler.guidance)
        believed = objective.believed(latents, way, share)
        latents = latents + (after - share).to(latents.device) * way
        if hole is not None:
            latents = torch.where(hole, latents, objective.noised(clean, noise, after))
        step(number + 1, len(shares) - 1)
        heard(pipeline.pipe, number, share, {BELIEVED: believed})
    return latents
