"""A variation is nearly the picture it varies, with samplers that add noise while drawing too."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.bases import QUALITY
from engine.diffusion.painter import Painter, Shot
from tests.engine.diffusion import tiny

SCHEDULERS = ("DDIMScheduler", "EulerAncestralDiscreteScheduler")


@pytest.fixture(scope="module", params=[(one, kind) for one in SCHEDULERS for kind in tiny.TYPES], ids="-".join)
def painter(request, tmp_path_factory) -> Painter:
    """A tiny base without noise on the way, and with it, in each type."""
    folder = tmp_path_factory.mktemp("base")
    tiny.write(folder, "sd15")
    family = tiny.small("sd15")
    sampler = replace(family.samplers[QUALITY], scheduler=request.param[0], options={}, steps=4)
    chosen = replace(family, samplers={QUALITY: sampler})
    return Painter(tiny.settings(folder), chosen, dtype=tiny.TYPES[request.param[1]])


def drawn(painter: Painter, *shots: Shot) -> list[np.ndarray]:
    return [picture.astype(float) for picture in painter.draw(list(shots))]


def test_a_small_variation_is_nearer_than_a_large_one(painter: Painter):
    """Nothing of another seed is the picture itself; a tenth is nearer to it than nine tenths."""
    near = [Shot(prompt="a portrait", seed=9, near=(3, share)) for share in (0.0, 0.1, 0.9)]
    picture, same, little, much = drawn(painter, Shot(prompt="a portrait", seed=3), *near)
    assert np.array_equal(same, picture)
    assert 0 < np.abs(little - picture).mean() < 0.5 * np.abs(much - picture).mean()


def test_a_seed_is_one_picture_in_any_company(painter: Painter):
    """Noise of a neighbour in the batch must not leak in."""
    shots = [Shot(prompt="a portrait", seed=seed) for seed in (4, 5)]
    together = drawn(painter, *shots)
    alone = drawn(painter, shots[1])[0]
    assert np.abs(together[1] - alone).max() <= tiny.ROUNDING[painter.dtype]
    assert np.abs(together[0] - alone).max() > tiny.ROUNDING[painter.dtype]
