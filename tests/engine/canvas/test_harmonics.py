"""Nine numbers hold what a matt surface sees of a scene."""

from __future__ import annotations

import numpy as np
import pytest

from engine.canvas import harmonics, panorama


def sky(height: int = 64) -> tuple[np.ndarray, np.ndarray]:
    """Directions of a panorama and the solid angle of each of its pixels."""
    towards = panorama.directions(height, 2 * height)
    sine = np.sqrt(1 - towards[..., 1] ** 2)
    return towards, sine * (np.pi / height) ** 2


def test_an_even_sky_lights_every_side_alike():
    """Radiance 1 from everywhere is 1 on every surface."""
    towards, solid = sky()
    found = harmonics.of(towards, np.ones((*solid.shape, 3)), solid)
    seen = harmonics.basis(towards.reshape(-1, 3)[::97]) @ found.T
    assert np.allclose(seen, 1, atol=0.01)


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_light_from_one_side_follows_the_cosine(axis):
    """A lamp's light is within a tenth of the cosine it should fall with; the other side stays dark."""
    towards, solid = sky()
    lamp = (towards[..., axis] > 0.98).astype(float)
    found = harmonics.of(towards, np.repeat(lamp[..., None], 3, -1), solid)[0]
    angles = np.radians([0, 30, 60, 90, 180])
    other = (axis + 1) % 3
    normals = np.zeros((5, 3), np.float32)
    normals[:, axis], normals[:, other] = np.cos(angles), np.sin(angles)
    seen = harmonics.basis(normals) @ found
    assert np.allclose(seen / seen[0], np.cos(angles).clip(0), atol=0.12)


def test_turning_the_scene_turns_its_light():
    """A panorama turned by 90 degrees lights what it lit before from another side."""
    picture = np.full((64, 128, 3), 0.1, np.float32)
    picture[20:44, 84:108] = 5.0  # right of the person, behind nobody
    ahead = panorama.irradiance(picture, 0.0)
    turned = panorama.irradiance(picture, np.pi)
    side = harmonics.basis(np.array([[1, 0, 0], [-1, 0, 0]], np.float32))
    right, left = side @ ahead[1]
    assert right > 2 * left
    right, left = side @ turned[1]
    assert left > 2 * right
