"""Drawing a picture again in more detail, with the base that drew it: image to image, under the same words.

The pipeline is made of the warm base's own parts, so no weight is loaded twice and the face and style adapters in
effect stay in effect.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import cv2
import numpy as np
import torch
from diffusers import StableDiffusionImg2ImgPipeline, StableDiffusionXLImg2ImgPipeline

from engine.bases import QUALITY
from engine.diffusion import portions
from engine.diffusion.backbone import FlowBackbone
from engine.diffusion.finite import checked, steadily
from engine.diffusion.partway import partway
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from engine.errors import JobCancelledError
from engine.faces.types import RGB


def again(
    pipeline: PortraitPipeline,
    shot: GenerationRequest,
    picture: RGB,
    *,
    strength: float,
    sampler: str = QUALITY,
    cancelled: Callable[[], bool] = lambda: False,
) -> RGB:
    """Return ``picture`` (height, width, 3), drawn again from ``strength`` 0..1 noise.

    Its sides are multiples of the backbone's ``pixels``.

    Raises:
        DeviceMemoryError: it does not fit, however the weights are kept.
        JobCancelledError: ``cancelled`` returned True between two steps.
        NotANumberError: the base's numbers ran away, in full precision too.
        WeightMissingError: the sampler needs an adapter that has not been fetched.
    """
    if isinstance(pipeline.backbone, FlowBackbone):
        return _along(pipeline, shot, picture, strength=strength, sampler=sampler, cancelled=cancelled)
    kind = StableDiffusionXLImg2ImgPipeline if pipeline.family.xl else StableDiffusionImg2ImgPipeline
    told = {"add_watermarker": False} if pipeline.family.xl else {"requires_safety_checker": False}

    def heard(pipe: object, index: int, when: object, values: dict) -> dict:
        if cancelled():
            raise JobCancelledError
        return values

    with pipeline.shown_to([shot]), pipeline.sampling(sampler) as chosen, torch.no_grad():
        pipe = kind(**pipeline.pipe.components, **told)
        pipe.set_progress_bar_config(disable=True)
        pipe.scheduler = pipeline.pipe.scheduler
        clean = pipeline.encode(picture[None])

        def formed() -> torch.Tensor:
            made = pipe(
                **pipeline.pipe_kwargs([shot]),
                image=clean.to(pipeline.device, pipeline.dtype),
                strength=strength,
                num_inference_steps=max(chosen.steps, math.ceil(1 / strength)),  # at least one of them is made
                guidance_scale=chosen.guidance,
                generator=[shot.on_the_way()],
                output_type="latent",
                callback_on_step_end=heard,
            ).images
            return checked(made, "refine")

        def steady(_: Sequence[GenerationRequest]) -> torch.Tensor:
            return steadily(pipeline, formed, pipeline.networks)

        latents: list[torch.Tensor] = portions.in_portions(
            pipeline, "draw", [shot], steady
        )  # more pixels than the plan was made for
        return pipeline.decode(torch.stack(latents))[0]


def _along(
    pipeline: PortraitPipeline,
    shot: GenerationRequest,
    picture: RGB,
    *,
    strength: float,
    sampler: str,
    cancelled: Callable[[], bool],
) -> RGB:
    """Return ``picture`` drawn again by a base that goes straight from noise to a picture."""
    with pipeline.sampling(sampler) as chosen:
        clean = pipeline.encode(picture[None])

        def formed() -> torch.Tensor:
            return checked(
                partway(pipeline, shot, clean, strength=strength, sampler=chosen, cancelled=cancelled), "refine"
            )

        def steady(_: Sequence[GenerationRequest]) -> torch.Tensor:
            return steadily(pipeline, formed, pipeline.networks)

        latents: list[torch.Tensor] = portions.in_portions(pipeline, "draw", [shot], steady)
        return pipeline.decode(torch.stack(latents))[0]


def multiple(side: float, of: int) -> int:
    """Return the nearest side that can be drawn: a multiple ``of`` so many pixels, as the backbone says."""
    return max(of, of * round(side / of))


def soft_oval(points: np.ndarray, shape: tuple[int, ...], reach: float) -> np.ndarray:
    """Return (height, width) 0..1: 1 in the hull of ``points`` (n, 2), falling off over ``reach`` pixels."""
    mask = np.zeros(shape[:2], np.float32)
    cv2.fillConvexPoly(mask, cv2.convexHull(np.round(points).astype(np.int32)), 1.0)
    size = max(1, round(reach)) | 1
    return cv2.GaussianBlur(cv2.dilate(mask, np.ones((size, size), np.uint8)), (0, 0), max(1.0, reach / 2))
