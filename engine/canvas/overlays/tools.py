"""What the overlays share. Values are display values 0..1."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from engine.canvas.grade import Unit, blurred, unit_as_bytes
from engine.canvas.letters import laid, word
from engine.canvas.looks.tools import code, unit
from engine.canvas.sitter import Sitter
from engine.canvas.types import Plane
from engine.faces.types import RGB

__all__ = ["Unit", "blurred", "code", "unit", "unit_as_bytes"]


class Sheet:
    """A colour and a cover, both twice the picture's size, to draw shapes with clean edges on.

    Places are shares of width and height; thicknesses shares of the shorter side.
    """

    def __init__(self, height: int, width: int) -> None:
        self.height, self.width = 2 * height, 2 * width
        self.side = min(self.height, self.width)
        self.colour = np.zeros((self.height, self.width, 3), np.float32)
        self.cover = np.zeros((self.height, self.width), np.float32)

    def _at(self, points: Sequence[tuple[float, float]]) -> np.ndarray:
        return np.array([[x * self.width, y * self.height] for x, y in points]).round().astype(np.int32)

    def poly(self, points: Sequence[tuple[float, float]], colour: str, share: float = 1.0) -> None:
        """Fill a polygon."""
        cv2.fillPoly(self.colour, [self._at(points)], code(colour).tolist())
        cv2.fillPoly(self.cover, [self._at(points)], share)

    def box(self, left: float, top: float, right: float, bottom: float, colour: str, share: float = 1.0) -> None:
        """Fill a rectangle."""
        self.poly([(left, top), (right, top), (right, bottom), (left, bottom)], colour, share)

    def line(
        self,
        points: Sequence[tuple[float, float]],
        colour: str,
        thick: float,
        *,
        closed: bool = False,
        share: float = 1.0,
    ) -> None:
        """Draw through ``points``."""
        wide = max(round(thick * self.side), 1)
        cv2.polylines(self.colour, [self._at(points)], closed, code(colour).tolist(), wide)
        cv2.polylines(self.cover, [self._at(points)], closed, share, wide)

    def ring(
        self,
        x: float,
        y: float,
        radius: float,
        colour: str,
        thick: float = -1.0,
        share: float = 1.0,
        squash: float = 1.0,
    ) -> None:
        """Draw a circle, filled where ``thick`` is negative; ``radius`` is a share of the shorter side."""
        at, wide = tuple(self._at([(x, y)])[0].tolist()), -1 if thick < 0 else max(round(thick * self.side), 1)
        axes = (max(int(radius * self.side), 1), max(int(radius * squash * self.side), 1))
        cv2.ellipse(self.colour, at, axes, 0, 0, 360, code(colour).tolist(), wide)
        cv2.ellipse(self.cover, at, axes, 0, 0, 360, share, wide)

    def word(
        self,
        text: str,
        left: float,
        top: float,
        wide: float,
        colour: str,
        *,
        tall: float = 1.0,
        weight: int = 800,
        share: float = 1.0,
        middle: bool = False,
    ) -> tuple[float, float]:
        """Write ``text`` at most ``wide`` and ``tall``; with ``middle`` it is centred in ``wide``. Return its size."""
        letters = word(text, round(wide * self.width), most=round(tall * self.height), weight=weight)
        rows, columns = letters.shape
        at = left + (wide - columns / self.width) / 2 if middle else left
        cover = np.zeros_like(self.cover)
        laid(cover, letters, round(at * self.width), round(top * self.height))
        self.colour[:] = self.colour * (1 - cover[..., None]) + code(colour) * cover[..., None]
        np.maximum(self.cover, cover * share, out=self.cover)
        return columns / self.width, rows / self.height

    def over(self, below: Unit, *, blur: float = 0.0, glow: float = 0.0) -> Unit:
        """Return ``below`` (height, width, 3) with the sheet on it; with ``glow`` it is light instead of paint."""
        size = below.shape[1::-1]
        cover = cv2.resize(self.cover, size, interpolation=cv2.INTER_AREA)[..., None]
        paint = cv2.resize(self.colour * self.cover[..., None], size, interpolation=cv2.INTER_AREA)
        if blur:
            cover, paint = blurred(cover[..., 0], blur)[..., None], blurred(paint, blur)
        if glow:
            light = paint + glow * blurred(paint, min(size) / 60)
            return 1 - (1 - below.clip(0, 1)) * (1 - light.clip(0, 1))
        return below * (1 - cover) + paint


def spared(sitter: Sitter, amount: float = 1.0) -> Plane:
    """(height, width) 0 over the face, 1 away from it: what falls in front never covers an eye."""
    return 1 - amount * blurred(sitter.face, sitter.span / 12).clip(0, 1)


def opened(rgb: RGB) -> tuple[Unit, int, int]:
    """Return the picture as 0..1 and its height and width: how every overlay begins."""
    return unit(rgb), rgb.shape[0], rgb.shape[1]
