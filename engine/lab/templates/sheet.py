"""A sheet to compose a template picture on: shapes, shades, and people seen through windows of any shape.

Coordinates are pixels of the finished picture; everything is drawn at twice that and shrunk, so that edges are smooth.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import cv2
import numpy as np
from PIL import Image, ImageDraw

from engine.faces.regions import Mask, Pixels
from engine.faces.types import RGB

Colour: TypeAlias = tuple[int, int, int]
Point: TypeAlias = tuple[float, float]
Box: TypeAlias = tuple[float, float, float, float]  # left, top, right, bottom
FINER = 2
GRAIN = 1.6  # standard deviation of the noise that ties drawn and painted parts together, levels of 255


@dataclass(frozen=True, kw_only=True, eq=False)
class Person:
    """Somebody drawn by the base: ``rgb`` (side, side, 3) and the two eyes (2, 2)."""

    rgb: RGB
    eyes: np.ndarray


class Sheet:
    """A picture in the making, ``width`` by ``height``."""

    def __init__(self, width: int, height: int, colour: Colour = (255, 255, 255)) -> None:
        self.width, self.height = width, height
        self._pixels = np.full((height * FINER, width * FINER, 3), colour, np.float32)

    def rounded(self, box: Box, radius: float = 0.0) -> Mask:
        """Return a rectangle with round corners as a mask of the sheet."""
        return self._drawn(lambda pen: pen.rounded_rectangle([v * FINER for v in box], radius * FINER, fill=255))

    def oval(self, box: Box) -> Mask:
        """Return an ellipse as a mask."""
        return self._drawn(lambda pen: pen.ellipse([v * FINER for v in box], fill=255))

    def dots(self, places: list[Point], radius: float) -> Mask:
        """Return discs around points as one mask."""

        def draw(pen: ImageDraw.ImageDraw) -> None:
            for x, y in places:
                pen.ellipse([v * FINER for v in (x - radius, y - radius, x + radius, y + radius)], fill=255)

        return self._drawn(draw)

    def polygon(self, points: list[Point]) -> Mask:
        """Return a polygon as a mask."""
        return self._drawn(lambda pen: pen.polygon([(x * FINER, y * FINER) for x, y in points], fill=255))

    def heart(self, x: float, y: float, size: float) -> Mask:
        """Return a heart of that width around a point as a mask."""
        steps = [2 * math.pi * k / 90 for k in range(90)]
        unit = size / 32
        return self.polygon(
            [
                (
                    x + unit * 16 * math.sin(t) ** 3,
                    y - unit * (13 * math.cos(t) - 5 * math.cos(2 * t) - 2 * math.cos(3 * t) - math.cos(4 * t)),
                )
                for t in steps
            ]
        )

    def turned(self, mask: Mask, angle: float, centre: Point) -> Mask:
        """Return a mask turned clockwise by ``angle`` degrees."""
        turn = cv2.getRotationMatrix2D((centre[0] * FINER, centre[1] * FINER), -angle, 1.0)
        return cv2.warpAffine(mask, turn, mask.shape[1::-1])

    def fill(self, mask: Mask, paint: Colour | Pixels, shadow: float = 0.0) -> None:
        """Paint where ``mask`` is; ``shadow`` is how many pixels it seems to lie above what is below."""
        if shadow:
            dark = cv2.GaussianBlur(mask, (0, 0), shadow * FINER)
            dark = np.roll(dark, round(0.7 * shadow * FINER), axis=(0, 1))
            self._pixels *= 1 - 0.45 * dark[..., None]
        share = mask[..., None]
        self._pixels = self._pixels * (1 - share) + np.asarray(paint, np.float32) * share

    def shade(self, *colours: Colour, sideways: bool = False) -> Pixels:
        """Return a smooth change of colours over the sheet, from above to below or from left to right."""
        height, width = self._pixels.shape[:2]
        place = np.linspace(0, len(colours) - 1, width if sideways else height)
        line = np.stack([np.interp(place, range(len(colours)), [c[k] for c in colours]) for k in range(3)], -1)
        return np.broadcast_to(line[None] if sideways else line[:, None], (height, width, 3)).astype(np.float32)

    def lights(self, number: int, sizes: tuple[float, float], colours: list[Colour], seed: int, soft: float) -> None:
        """Scatter ``number`` soft discs of light: street lamps out of focus, or stars."""
        rng, image = np.random.default_rng(seed), Image.new("RGB", (self.width * FINER, self.height * FINER))
        pen = ImageDraw.Draw(image)
        for _ in range(number):
            x, y, radius = rng.uniform(0, self.width), rng.uniform(0, self.height), rng.uniform(*sizes)
            box = [value * FINER for value in (x - radius, y - radius, x + radius, y + radius)]
            pen.ellipse(box, fill=colours[rng.integers(len(colours))])
        glow = np.asarray(image, np.float32)
        glow = cv2.GaussianBlur(glow, (0, 0), soft * FINER)
        self._pixels = 255 - (255 - self._pixels) * (255 - glow) / 255

    def person(
        self,
        person: Person,
        eyes: Point,
        distance: float,
        window: Mask,
        *,
        angle: float = 0.0,
        tint: Colour = (255, 255, 255),
    ) -> None:
        """Put somebody onto the sheet with the eyes ``distance`` apart around a point, seen through ``window``.

        ``tint`` is the colour of the light they stand in.
        """
        right, left = person.eyes
        across = left - right
        scale = distance * FINER / float(np.hypot(*across))
        turn = math.radians(angle) - math.atan2(across[1], across[0])
        cosine, sine = scale * math.cos(turn), scale * math.sin(turn)
        matrix = np.array([[cosine, -sine, 0], [sine, cosine, 0]])
        matrix[:, 2] = np.array(eyes) * FINER - matrix[:, :2] @ ((right + left) / 2)
        size = self._pixels.shape[1::-1]
        flags = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        seen = cv2.warpAffine(person.rgb, matrix, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
        self.fill(window, seen * (np.array(tint, np.float32) / 255))

    def gloss(self, mask: Mask, strength: float) -> None:
        """Lay the reflection of a window over glass: a bright slanted band."""
        height, width = mask.shape
        y, x = np.mgrid[:height, :width].astype(np.float32)
        inside = np.argwhere(mask > 0.5)
        top, left = inside.min(0)
        across = ((x - left) + (y - top)) / max(1, int(np.ptp(inside[:, 1])))
        band = np.exp(-(((across - 0.25) / 0.09) ** 2)) * mask * strength
        self._pixels += (255 - self._pixels) * band[..., None]

    def done(self, seed: int = 0) -> RGB:
        """Return the finished picture (height, width, 3) uint8."""
        small = cv2.resize(self._pixels, (self.width, self.height), interpolation=cv2.INTER_AREA)
        noise = np.random.default_rng(seed).normal(0, GRAIN, (self.height, self.width, 1))
        return np.clip(np.round(small + noise), 0, 255).astype(np.uint8)

    def _drawn(self, draw: Callable[[ImageDraw.ImageDraw], None]) -> Mask:
        image = Image.new("L", (self.width * FINER, self.height * FINER), 0)
        draw(ImageDraw.Draw(image))
        return cv2.GaussianBlur(np.asarray(image, np.float32) / 255, (0, 0), 0.6)
