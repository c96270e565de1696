"""Light from all around as nine numbers a colour (spherical harmonics of the second order).

Ramamoorthi and Hanrahan, "An efficient representation for irradiance environment maps", 2001: a matt surface cannot
tell a scene from its nine lowest harmonics.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.canvas.types import Linear

COUNT = 9
#: How much of each harmonic reaches a matt surface, over pi: a sky of radiance 1 gives 1.
LOBE = np.array([1.0] + [2 / 3] * 3 + [0.25] * 5)
_CONSTANTS = (0.282095, 0.488603, 1.092548, 0.315392, 0.546274)


def basis(directions: Linear) -> NDArray[np.float32]:
    """Return the nine harmonics (..., 9) at unit vectors (..., 3)."""
    x, y, z = (directions[..., axis] for axis in range(3))
    a, b, c, d, e = _CONSTANTS
    planes = [a + 0 * x, b * y, b * z, b * x, c * x * y, c * y * z, d * (3 * z * z - 1), c * x * z, e * (x * x - y * y)]
    return np.stack(planes, -1).astype(np.float32)


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
