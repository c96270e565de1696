"""Backdrops: what the program draws behind a person, in linear light."""

from __future__ import annotations

import numpy as np
import pytest

from engine.canvas import backdrops
from engine.canvas.backdrops import BACKDROPS, LIGHTS
from engine.canvas.backdrops.brush import defocused, disc, noise

SIZE = (150, 120)
QUIET = {"two_tone", "wall_of_blinds"}  # their noise is too fine to be asked for


def _drawn(name: str, seed: int) -> np.ndarray:
    return BACKDROPS[name](*SIZE, np.random.default_rng(seed))


@pytest.mark.parametrize("name", BACKDROPS)
def test_a_backdrop_is_light_of_the_size_asked_for(name):
    """Compositing multiplies and adds it: a wrong shape, a hole or a negative value would show in every picture."""
    made = _drawn(name, 1)
    assert made.shape == (*SIZE, 3)
    assert made.dtype == np.float32
    assert np.isfinite(made).all()
    assert made.min() >= -1e-4
    assert 0.002 < made.mean() < 1.6


@pytest.mark.parametrize("name", BACKDROPS)
def test_the_same_seed_gives_the_same_backdrop(name):
    """ "Again, like this one" needs it; another seed gives another one where chance has a part."""
    first = _drawn(name, 1)
    assert np.array_equal(first, _drawn(name, 1))


def test_another_seed_gives_another_backdrop():
    """The four pictures of a wish shall not stand before one and the same wall."""
    differing = [name for name in BACKDROPS if not np.allclose(_drawn(name, 1), _drawn(name, 2), atol=1e-3)]
    assert len(differing) >= 0.75 * len(BACKDROPS)


@pytest.mark.parametrize("name", BACKDROPS)
def test_every_backdrop_brings_its_light(name):
    """A person lit by nothing would be black."""
    light = LIGHTS[name]
    assert sum(light.ambient) + sum(sum(lamp.colour) for lamp in light.lamps) > 0.3
    scene = backdrops.scene(name)
    assert scene.light is light
    assert scene.plate(40, 32, np.random.default_rng(0)).shape == (40, 32, 3)


def test_a_lens_out_of_focus_turns_a_point_into_a_disc_and_loses_no_light():
    """A Gaussian would look like fog: the disc is flat inside and ends sharply."""
    light = np.zeros((101, 101, 3), np.float32)
    light[50, 50] = 100
    made = defocused(light, 0.1)
    assert made.sum() == pytest.approx(light.sum(), rel=0.01)
    assert made[50, 50, 0] == pytest.approx(made[50, 56, 0], rel=0.02)
    assert made[50, 63].max() < 0.02 * made[50, 50].max()


def test_a_light_out_of_focus_has_a_rim_and_is_cut_near_the_border():
    """What tells a lens from a paint program: brighter rims, cat's eyes in the corners."""
    white = np.ones(3, np.float32)
    middle, corner = np.zeros((200, 200, 3), np.float32), np.zeros((200, 200, 3), np.float32)
    disc(middle, (100, 100), 20, white)
    disc(corner, (165, 165), 20, white)
    assert middle[100, 118].max() > 1.15 * middle[100, 100].max()
    assert (corner.max(-1) > 0.3).sum() < 0.9 * (middle.max(-1) > 0.3).sum()


def test_noise_spans_the_range_and_has_no_seam():
    """Clouds, stains and rust are made of it; a grid would show through all of them."""
    made = noise(128, 128, np.random.default_rng(0), 0.3)
    assert made.min() == 0
    assert made.max() == 1
    steps = np.abs(np.diff(made, axis=0)).mean(1)
    assert steps.max() < 3 * np.median(steps)
