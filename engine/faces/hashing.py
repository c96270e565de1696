"""A picture's perceptual hash: nearly equal for the same photo saved, shrunk or brightened anew."""

from __future__ import annotations

import cv2
import numpy as np

from engine.faces.types import RGB

_SIDE, _KEPT = 32, 8


def perceptual_hash(rgb: RGB) -> str:
    """Return 16 hexadecimal digits: the signs of the 64 coarsest cosine waves of the picture against their median."""
    grey = cv2.cvtColor(cv2.resize(rgb, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    waves = cv2.dct(grey.astype(np.float32))[:_KEPT, :_KEPT].ravel()
    waves[0] = 0.0  # the mean light, which says nothing about what is seen
    return np.packbits(waves > np.median(waves)).tobytes().hex()


def bits_apart(one: str, other: str) -> int:
    """Return in how many of the 64 bits two hashes differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()
