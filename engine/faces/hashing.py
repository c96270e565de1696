"""A picture's perceptual hash: nearly equal for the same photo saved, shrunk or brightened anew.

256 waves, because 64 cannot tell two photos of a series apart: the same head before the same wall, once with a smile.
"""

from __future__ import annotations

import cv2
import numpy as np

from engine.faces.types import RGB

_SIDE, _KEPT = 64, 16


def perceptual_hash(rgb: RGB) -> str:
    """Return 64 hexadecimal digits: the signs of the 256 coarsest cosine waves of the picture against their median."""
    grey = cv2.cvtColor(cv2.resize(rgb, (_SIDE, _SIDE), interpolation=cv2.INTER_AREA), cv2.COLOR_RGB2GRAY)
    waves = cv2.dct(grey.astype(np.float32))[:_KEPT, :_KEPT].ravel()
    waves[0] = 0.0  # the mean light, which says nothing about what is seen
    return np.packbits(waves > np.median(waves)).tobytes().hex()


def bits_apart(one: str, other: str) -> int:
    """Return in how many bits two hashes differ; hashes of different lengths, one of an older program, in all."""
    if len(one) != len(other):
        return 4 * max(len(one), len(other))
    return (int(one, 16) ^ int(other, 16)).bit_count()
