"""Which way up a picture is (paper 2.1.1, Image Rotation): the angle of 0, 90, 180, 270 with the highest score."""

from __future__ import annotations

from typing import Protocol

import numpy as np

from engine.faces.detect import Hog
from engine.faces.types import RGB

LONG_SIDE, QUICK_SIDE = 640, 320
FAINT = -0.3  # windows down to this score take part in the vote
CLEAR = 0.8  # no window of a turned face came near this score, so an upright one that does needs no vote


class Orientation(Protocol):
    """Decides how a picture must be turned."""

    name: str

    def upright(self, rgb: RGB) -> tuple[RGB, int]:
        """Return the upright picture and how many degrees clockwise it was turned: 0, 90, 180 or 270."""


class HogOrientation:
    """The HOG face window knows only upright faces, which makes it the best judge: 99 of 100 turned photos."""

    name = "dlib-hog"

    def __init__(self, hog: Hog) -> None:
        self._hog = hog

    def upright(self, rgb: RGB) -> tuple[RGB, int]:
        """Score the four turns by the faces seen in each; a picture without any face stays as it is."""
        if self._clear(rgb, QUICK_SIDE) or self._clear(rgb, LONG_SIDE):
            return rgb, 0
        scores = [self._score(np.rot90(rgb, quarter)) for quarter in range(4)]
        quarters = int(np.argmax(scores))  # argmax takes the first: nothing seen means nothing turned
        turned = np.ascontiguousarray(np.rot90(rgb, quarters)) if quarters else rgb
        return turned, (360 - 90 * quarters) % 360

    def _clear(self, rgb: RGB, side: int) -> bool:
        return any(score >= CLEAR for _, score in self._hog.find(rgb, side, CLEAR))

    def _score(self, rgb: RGB) -> float:
        """Sum of score x side over all windows."""
        return sum((score - FAINT) * float(box[2] - box[0]) for box, score in self._hog.find(rgb, LONG_SIDE, FAINT))
