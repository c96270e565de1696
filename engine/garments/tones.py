"""Which colours a thing has, and how far every pixel is from them (CIE Lab)."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces.regions import Pixels, Plane

FEWEST = 40  # pixels from which colours can be told
SAMPLE = 4000  # pixels that are looked at
LEAST = 0.04  # share of the sample from which a colour counts


@dataclass(frozen=True, kw_only=True, eq=False)
class Tones:
    """The main colours (n, 3) of a thing in CIE Lab, with lightness already weighed."""

    colours: NDArray[np.float32]
    weight: float  # of lightness beside colour

    def apart(self, values: Pixels) -> Plane:
        """Return the distance of every pixel (height, width, 3) Lab to the nearest of the colours."""
        scaled = values * np.array([self.weight, 1, 1], np.float32)
        return np.min([np.linalg.norm(scaled - colour, axis=-1) for colour in self.colours], axis=0).astype(np.float32)


def tones(values: Pixels, where: NDArray[np.bool_], *, weight: float, count: int) -> Tones | None:
    """Return up to ``count`` colours of the pixels ``where`` (height, width), None where there are too few."""
    sample = values[where]
    if len(sample) < FEWEST:
        return None
    few = np.ascontiguousarray(
        sample[:: max(1, len(sample) // SAMPLE)] * np.array([weight, 1, 1], np.float32), np.float32
    )
    cv2.setRNGSeed(0)
    rule = (cv2.TERM_CRITERIA_MAX_ITER, 12, 0)
    _, names, centres = cv2.kmeans(few, min(count, len(few)), None, rule, 1, cv2.KMEANS_PP_CENTERS)
    shares = np.bincount(names.ravel(), minlength=len(centres)) / len(few)
    return Tones(colours=centres[shares >= LEAST], weight=weight)
