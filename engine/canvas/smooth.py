"""Wide blurs at the price of narrow ones."""

from __future__ import annotations

from typing import TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

Field = TypeVar("Field", bound=NDArray[np.float32])
ENOUGH = 3.0  # pixels of blur a shrunk picture still needs


def wide(field: Field, sigma: float) -> Field:
    """Return ``field`` (height, width[, channels]) float32 blurred over ``sigma`` pixels, of the same size."""
    factor = int(sigma / ENOUGH)
    height, width = field.shape[:2]
    if factor < 2:
        return cv2.GaussianBlur(field, (0, 0), max(sigma, 0.3))  # type: ignore[return-value]
    size = (max(2, round(width / factor)), max(2, round(height / factor)))
    small = cv2.resize(field, size, interpolation=cv2.INTER_AREA)
    soft = cv2.GaussianBlur(small, (0, 0), sigma / factor)
    return cv2.resize(soft, (width, height), interpolation=cv2.INTER_LINEAR)  # type: ignore[return-value]
