"""Display values and linear light, and the shoulder that keeps more light from burning out."""

from __future__ import annotations

import numpy as np

from engine.canvas.types import Linear, Plane
from engine.faces.types import RGB

LUMINANCE = np.array([0.2126, 0.7152, 0.0722], np.float32)  # of sRGB primaries
_BYTES = np.arange(256, dtype=np.float32) / 255
_TABLE = np.where(_BYTES <= 0.04045, _BYTES / 12.92, ((_BYTES + 0.055) / 1.055) ** 2.4).astype(np.float32)
_STEPS = 4096
_SQUARES = (
    np.linspace(0, 1, _STEPS + 1, dtype=np.float32) ** 2
)  # finer steps in the darks, where display values change fastest
_CURVE = np.where(_SQUARES <= 0.0031308, _SQUARES * 12.92, 1.055 * _SQUARES.clip(1e-8) ** (1 / 2.4) - 0.055)
_BACK = (255 * _CURVE + 0.5).astype(np.uint8)


def linear(rgb: RGB) -> Linear:
    """Return (..., 3) uint8 display values as linear light, 1 for white."""
    return _TABLE[rgb]


def display(light: Linear) -> RGB:
    """Return linear light (..., 3) as uint8; what is over 1 is white."""
    steps = light.clip(0, 1)
    np.sqrt(steps, out=steps)
    steps *= _STEPS
    steps += 0.5
    return _BACK[steps.astype(np.uint16)]


def luminance(light: Linear) -> Plane:
    """Return (height, width) of (height, width, 3)."""
    return light @ LUMINANCE


def exposed(light: Linear, ratio: Linear) -> Linear:
    """Return ``light`` under ``ratio`` times as much light: less is darker, more never reaches white from below it.

    A ratio of 1 changes nothing, so a photo's own whites stay as they are; brighter ones bend like film does.
    """
    bent = 1 - light.clip(0, 1)
    np.power(bent, np.maximum(ratio, 1), out=bent)
    np.subtract(1, bent, out=bent)
    np.copyto(bent, light * ratio, where=ratio <= 1)
    return bent


def shoulder(light: Linear, knee: float = 0.6) -> Linear:
    """Return unbounded light bent into 0..1 above ``knee``."""
    over = (light - knee).clip(0) / (1 - knee)
    return np.where(light > knee, knee + (1 - knee) * over / (1 + over), light).astype(np.float32)
