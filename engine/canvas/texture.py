"""Noise and places that looks, overlays and backdrops are made of; planes are (height, width) float32."""

from __future__ import annotations

import cv2
import numpy as np

from engine.canvas.grade import blurred
from engine.canvas.types import Plane


def pixels(height: int, width: int) -> tuple[Plane, Plane]:
    """Return (x, y) of every pixel, in pixels."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    return x, y


def shares(height: int, width: int, low: float = 0.0, high: float = 1.0) -> tuple[Plane, Plane]:
    """Return (x, y) of every pixel, from ``low`` at the left and upper border to ``high`` at the right and lower."""
    y, x = np.mgrid[low : high : height * 1j, low : high : width * 1j].astype(np.float32)
    return x, y


def grain(height: int, width: int, random: np.random.Generator, sigma: float = 0.0, tall: float = 0.0) -> Plane:
    """Return white noise, mean 0 and deviation 1, through a Gaussian of ``sigma`` pixels (``tall`` downwards)."""
    noise = random.standard_normal((height, width), dtype=np.float32)
    if tall:
        noise = cv2.GaussianBlur(noise, (0, 0), max(sigma, 0.3), sigmaY=tall)
    elif sigma:
        noise = blurred(noise, sigma)
    else:
        return noise
    return noise / (noise.std() + np.float32(1e-6))


def clouds(height: int, width: int, random: np.random.Generator, *sigmas: float, fine: float = 1.0) -> Plane:
    """Return layers of noise of several sizes, together deviation 1; below 1 ``fine`` weakens the smaller ones."""
    largest = max(sigmas)
    made = sum(grain(height, width, random, each) * np.float32((each / largest) ** (1 - fine)) for each in sigmas)
    return made / (made.std() + np.float32(1e-6))


def smeared(plane: Plane, across: float, downwards: float) -> Plane:
    """Return ``plane`` through a Gaussian of other widths across and downwards, deviation 1."""
    made = cv2.GaussianBlur(plane, (0, 0), max(across, 0.3), sigmaY=max(downwards, 0.3))
    return made / (made.std() + np.float32(1e-6))
