"""What a warm base still holds of whoever was drawn last, and that it can be let go."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import torch

from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from tests.engine.diffusion import tiny

SHOT = GenerationRequest(prompt="a photo of a woman", seed=7)


def _latents(pipeline: PortraitPipeline) -> int:
    """Return how many tensors in the shape of latents the samplers hold."""
    return sum(map(_held, pipeline._schedulers.values()))


def _held(scheduler: Any) -> int:
    seen = [one for value in vars(scheduler).values() for one in (value if isinstance(value, list) else [value])]
    return sum(isinstance(one, torch.Tensor) and one.dim() == 4 for one in seen)


def test_nothing_of_a_picture_stays_in_the_samplers(tmp_path: Path):
    """Some keep their last guesses, which are the portrait itself, until the next drawing: it may come days later."""
    pipeline = tiny.pipeline(tmp_path, "sd15")
    drawn = pipeline.draw([SHOT])[0]
    assert _latents(pipeline), "the control: it is kept"
    pipeline.forget_person()
    assert not _latents(pipeline)
    assert np.array_equal(pipeline.draw([SHOT])[0], drawn), "the same samplers as before"
