"""What a look and an overlay know of the person in the picture they are put on."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.canvas.types import Plane
from engine.faces.types import Points


@dataclass(frozen=True, kw_only=True, eq=False)
class Sitter:
    """Where the person is in a composed picture; every plane has its height and width and lies in 0..1."""

    alpha: Plane  # the person
    face: Plane  # skin of the face, with eyes and mouth
    hair: Plane
    skin: Plane  # other skin
    points: Points  # (478, 2) mesh points, pixels

    @property
    def span(self) -> float:
        """Width of the face in pixels: strokes and dots are measured by it."""
        return float(np.ptp(self.points[:, 0]))

    @property
    def middle(self) -> tuple[float, float]:
        """Middle of the face (x, y), pixels."""
        x, y = (self.points[:, :2].min(0) + self.points[:, :2].max(0)) / 2
        return float(x), float(y)
