"""The line of shadow where lips meet."""

from __future__ import annotations

import numpy as np
import pytest

from engine.talking.mesh.anatomy import anatomy
from engine.talking.mesh.light import palette
from engine.talking.mesh.meeting import shade


@pytest.fixture(scope="module")
def colours(astronaut, astronaut_face):
    """Her colours."""
    return palette(astronaut, astronaut_face.mesh.points, anatomy(astronaut_face.mesh))


def shaded(colours, touching: float, light: float = 1.0):
    """Even lips, 0.2 units high and as light as ``light`` of her own, with the line across their middle."""
    lips = np.tile(colours.tongue / 0.8 * light, (201, 3, 1)).astype(np.float32)
    below = np.repeat(np.linspace(-0.1, 0.1, 201, dtype=np.float32)[:, None], 3, axis=1)
    before = lips.copy()
    shade(lips, below, np.full(below.shape, touching, np.float32), colours, 0.005)
    return (lips / before).mean(axis=(1, 2)), below[:, 0]


def test_lips_that_touch_have_the_line_that_photos_of_closed_mouths_have(colours):
    """Two thirds of the lips' light, thin, and gone on the rest of them; lips that are apart have none."""
    light, below = shaded(colours, touching=1.0)
    assert light.min() < 0.7
    assert abs(below[light.argmin()]) < 0.002
    assert 0.008 < (light < (1 + light.min()) / 2).sum() * 0.001 < 0.06
    assert light[np.abs(below) > 0.06].min() > 0.97
    assert (shaded(colours, touching=0.0)[0] == 1).all()


def test_the_line_ends_sharply_below_and_slowly_above(colours):
    """The upper lip lies in its own shadow, the lower one in the light."""
    light, below = shaded(colours, touching=1.0)
    assert light[np.abs(below + 0.015) < 1e-3].mean() < light[np.abs(below - 0.015) < 1e-3].mean() - 0.07


def test_what_is_dark_already_is_not_made_lighter(colours):
    """The corners of a laughing mouth are darker than the line."""
    assert (shaded(colours, touching=1.0, light=0.1)[0] == 1).all()
