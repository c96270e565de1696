"""A variation is nearly the picture it varies, with samplers that add noise while drawing too."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.bases import QUALITY
from engine.diffusion.pipeline import GenerationRequest, PortraitPipeline
from tests.engine.diffusion import tiny

SCHEDULERS = ("DDIMScheduler", "EulerAncestralDiscreteScheduler")


@pytest.fixture(scope="module", params=[(one, kind) for one in SCHEDULERS for kind in tiny.TYPES], ids="-".join)
def pipeline(request, tmp_path_factory) -> PortraitPipeline:
    """A tiny base without noise on the way, and with it, in each type."""
    folder = tmp_path_factory.mktemp("base")
    tiny.write(folder, "sd15")
    family = tiny.small("sd15")
    sampler = replace(family.samplers[QUALITY], scheduler=request.param[0], options={}, steps=4)
    chosen = replace(family, samplers={QUALITY: sampler})
    return PortraitPipeline(tiny.settings(folder), chosen, dtype=tiny.TYPES[request.param[1]])


def drawn(pipeline: PortraitPipeline, *shots: GenerationRequest) -> list[np.ndarray]:
    return [picture.astype(float) for picture in pipeline.draw(list(shots))]


def test_a_small_variation_is_nearer_than_a_large_one(pipeline: PortraitPipeline):
    """Nothing of another seed is the picture itself; a tenth is nearer to it than nine tenths."""
    near = [GenerationRequest(prompt="a portrait", seed=9, near=(3, share)) for share in (0.0, 0.1, 0.9)]
    picture, same, little, much = drawn(pipeline, GenerationRequest(prompt="a portrait", seed=3), *near)
    assert np.array_equal(same, picture)
    assert 0 < np.abs(little - picture).mean() < 0.5 * np.abs(much - picture).mean()


def test_a_seed_is_one_picture_in_any_company(pipeline: PortraitPipeline):
    """Noise of a neighbour in the batch must not leak in."""
    shots = [GenerationRequest(prompt="a portrait", seed=seed) for seed in (4, 5)]
    together = drawn(pipeline, *shots)
    alone = drawn(pipeline, shots[1])[0]
    assert np.abs(together[1] - alone).max() <= tiny.ROUNDING[pipeline.dtype]
    assert np.abs(together[0] - alone).max() > tiny.ROUNDING[pipeline.dtype]
