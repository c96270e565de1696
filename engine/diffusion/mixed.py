"""Pictures of different people in one batch: paper 2.3 for several at once, each as they would be drawn alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from engine.diffusion import compiling
from engine.diffusion.acting import FACE
from engine.diffusion.stacked import StackedFaces

if TYPE_CHECKING:  # it hands itself to what is written here, so its name is all that is known of it
    from engine.diffusion.pipeline import PortraitPipeline


@dataclass(frozen=True, kw_only=True, eq=False)
class Worn:
    """One person's face: ``tensors`` as `PortraitPipeline.face_tensors` gives them, none for nobody's."""

    tensors: Mapping[str, Tensor] = field(default_factory=dict)
    weight: float = 1.0


def able(pipeline: PortraitPipeline) -> bool:
    """Say whether this base draws several people in one batch: not where its blocks are compiled with one face in."""
    return pipeline.compiled == compiling.OFF


@contextmanager
def wearing(pipeline: PortraitPipeline, faces: Sequence[Worn]) -> Iterator[None]:
    """Put several faces in at once, inside the block; `GenerationRequest.wears` says whose a picture is.

    A style acts beside them, see `PortraitPipeline.use`; the face it was told of does not. A picture that does not say
    whose it is, or says somebody who is not in, is refused with a `ValueError`. Prompts drawn together have as many
    states as the longest needs (`PortraitPipeline.pipe_kwargs`), and numbers of one person that ran away end the batch.

    Raises:
        KeyError: a face was learnt on another base.
        ValueError: this base cannot, see `able`.
    """
    if not able(pipeline):
        raise ValueError("a compiled base draws one person at a time")
    stacked = StackedFaces(pipeline.pipe, FACE, len(faces), device=pipeline.device, dtype=pipeline.dtype)
    for number, face in enumerate(faces):
        if face.tensors:
            stacked.fill(number, pipeline.fitting(face.tensors), face.weight)
    pipeline.acting.face_off()
    with _acting(pipeline, stacked):
        yield


@contextmanager
def learning(pipeline: PortraitPipeline, people: int) -> Iterator[StackedFaces]:
    """Make so many people's slots trainable inside the block, and nothing else of the base; see `training_face`.

    Raises:
        DeviceMemoryError: as `PortraitPipeline.training`.
    """
    with pipeline.training():
        pipeline.use(face=None, style=None)
        stacked = StackedFaces(pipeline.pipe, FACE, people, device=pipeline.device, dtype=torch.float32)
        stacked.learn(True)
        pipeline.backbone.denoiser.train()
        try:
            with _acting(pipeline, stacked):
                yield stacked
        finally:
            stacked.learn(False)
            pipeline.backbone.denoiser.eval()


@contextmanager
def _acting(pipeline: PortraitPipeline, stacked: StackedFaces) -> Iterator[None]:
    pipeline.stacked = stacked
    stacked.put_in()
    try:
        yield
    finally:
        stacked.take_out()
        pipeline.stacked = None
