"""Levelling a face (paper 2.1.1, Face Rotation, equation 1)."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces.types import RGB, Points

#: The mean face of the published code, shares of its side: right eye, left eye, nose tip, mouth corners.
TEMPLATE = np.array(
    [(0.3107, 0.2798), (0.6892, 0.2798), (0.5000, 0.5099), (0.3581, 0.7233), (0.6419, 0.7233)], np.float64
)


def rotation(points: Points) -> tuple[NDArray[np.float64], float]:
    """Return R (2, 2) and theta in degrees that turn five landmarks onto the template.

    ``points`` (5, 2) pixels. Both sets are centred and divided by their standard deviation, then
    R = ((P1ᵀ P1)⁻¹ P1ᵀ P2)ᵀ minimises ``|R P1ᵀ - P2ᵀ|²`` and theta = atan2(R21, R22). With y pointing down a positive
    theta turns the picture clockwise.
    """
    one, two = _normalised(np.asarray(points, np.float64)), _normalised(TEMPLATE)
    turn = (np.linalg.inv(one.T @ one) @ one.T @ two).T
    return turn, float(np.degrees(np.arctan2(turn[1, 0], turn[1, 1])))


def level(rgb: RGB, points: Points, fill: tuple[int, int, int] = (255, 255, 255)) -> tuple[RGB, NDArray[np.float64]]:
    """Turn the picture so that the face with landmarks ``points`` (5, 2) stands level.

    Returns the turned picture, on a canvas that holds all of it, and the (2, 3) affine from old to new pixels.
    """
    _, theta = rotation(points)
    height, width = rgb.shape[:2]
    affine = cv2.getRotationMatrix2D((width / 2, height / 2), -theta, 1.0)
    cosine, sine = abs(affine[0, 0]), abs(affine[0, 1])
    new_width, new_height = round(width * cosine + height * sine), round(width * sine + height * cosine)
    affine[:, 2] += (new_width - width) / 2, (new_height - height) / 2
    turned = cv2.warpAffine(rgb, affine, (new_width, new_height), flags=cv2.INTER_CUBIC, borderValue=fill)
    return turned, affine


def moved(points: Points, affine: NDArray[np.float64]) -> Points:
    """Return points (n, 2) after a (2, 3) affine."""
    return (np.asarray(points) @ affine[:, :2].T + affine[:, 2]).astype(np.float32)


def _normalised(points: NDArray[np.float64]) -> NDArray[np.float64]:
    centred = points - points.mean(axis=0)
    return centred / centred.std()
