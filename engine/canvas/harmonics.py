"""Light from all around as nine numbers a colour (spherical harmonics of the second order).

Ramamoorthi and Hanrahan, "An efficient representation for irradiance environment maps", 2001: a matt surface cannot
tell a scene from its nine lowest harmonics.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from engine.canvas.types import Linear

COUNT = 9
#: How much of each harmonic reaches a matt surface, over pi: a sky of radiance 1 gives 1.
LOBE = np.array([1.0] + [2 / 3] * 3 + [0.25] * 5)
_CONSTANTS = (0.282095, 0.488603, 1.092548, 0.315392, 0.546274)


def basis(directions: Linear) -> NDArray[np.float32]:
    """Return the nine harmonics (..., 9) at unit vectors (..., 3)."""
    return np.stack(list(_planes(directions)), -1).astype(np.float32)


def shaded(directions: Linear, coefficients: NDArray[np.float32]) -> Linear:
    """Return (..., colours), what light of ``coefficients`` (colours, 9) falls on surfaces of these ``directions``.

    One harmonic after the other: all nine of a large picture at once would be a third of the memory of drawing it.
    """
    fall = np.zeros((*directions.shape[:-1], len(coefficients)), np.float32)
    for number, plane in enumerate(_planes(directions)):
        for colour, share in enumerate(coefficients[:, number]):
            fall[..., colour] += plane * np.float32(share)
    return fall


def _planes(directions: Linear) -> Iterator[NDArray[np.float32]]:
    x, y, z = (directions[..., axis] for axis in range(3))
    a, b, c, d, e = _CONSTANTS
    yield np.full_like(x, a)
    yield b * y
    yield b * z
    yield b * x
    yield c * x * y
    yield c * y * z
    yield d * (3 * z * z - 1)
    yield c * x * z
    yield e * (x * x - y * y)


def of(directions: Linear, radiance: Linear, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (3, 9) coefficients, cosine lobe applied, of light coming from ``directions``.

    ``directions`` and ``radiance`` are (..., 3), ``weights`` (...) the solid angle each stands for.
    """
    shape = basis(directions).reshape(-1, COUNT)
    light = radiance.reshape(-1, 3) * weights.reshape(-1, 1)
    return (light.T @ shape) * LOBE


def turned(directions: Linear, yaw: float) -> Linear:
    """Return vectors (..., 3) turned by ``yaw`` radians around the vertical axis; z turns towards x."""
    c, s = np.cos(yaw), np.sin(yaw)
    x, y, z = (directions[..., axis] for axis in range(3))
    return np.stack([c * x + s * z, y, c * z - s * x], -1).astype(np.float32)
