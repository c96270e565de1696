"""Channel by channel is what numpy says pixel by pixel."""

from __future__ import annotations

import numpy as np

from engine.canvas import channels
from engine.faces.regions import for_all


def test_they_are_numpys_own_figures():
    """A faster way may be no other figure: every picture goes through these."""
    one, other = np.random.default_rng(3).normal(size=(2, 31, 17, 3)).astype(np.float32)
    assert np.array_equal(channels.highest(one), one.max(-1))
    assert np.array_equal(channels.lowest(one), one.min(-1))
    assert np.allclose(channels.squared(one), (one**2).sum(-1), rtol=1e-6)
    assert np.allclose(channels.dot(one, other), (one * other).sum(-1), rtol=1e-5, atol=1e-6)
    assert np.array_equal(channels.squared(one), channels.dot(one, one))
    assert np.array_equal(channels.squared(one[0]), channels.squared(one)[0]), "vectors without a place"
    plane = other[..., 0]
    assert np.array_equal(one * for_all(plane), one * plane[..., None])
    assert np.array_equal(one / for_all(plane), one / plane[..., None])


def test_what_is_looked_at_stays_as_it_was():
    """Planes are worked on in place, the picture they come from is not."""
    values = np.random.default_rng(3).normal(size=(31, 17, 3)).astype(np.float32)
    before = values.copy()
    for ask in (channels.squared, channels.highest, channels.lowest):
        ask(values)
    for_all(values[..., 0])
    assert np.array_equal(values, before)
