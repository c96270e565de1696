"""A page to draw on: shapes with clean edges, metal, glass, words. Places are shares of its width and height.

A mask is (height, width) float32 0..1 of the page's own size; colours are ``#rrggbb`` or (height, width, 3) 0..1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

import cv2
import numpy as np
from PIL import Image, ImageDraw

from engine.canvas.grade import Unit, blurred, unit_as_bytes
from engine.canvas.letters import laid, word
from engine.canvas.looks.tools import code, fibres
from engine.canvas.texture import clouds, grain, pixels
from engine.canvas.types import Plane
from engine.faces.types import RGB

Point: TypeAlias = tuple[float, float]
Box: TypeAlias = tuple[float, float, float, float]  # left, top, right, bottom
Paint: TypeAlias = "str | Unit"
FINER = 3  # shapes are drawn that much larger


class Sheet:
    """A picture in the making, (height, width) pixels, display values 0..1."""

    def __init__(self, height: int, width: int, random: np.random.Generator, colour: str = "#ffffff") -> None:
        self.height, self.width, self.side, self.random = height, width, min(height, width), random
        self.pixels: Unit = np.broadcast_to(code(colour), (height, width, 3)).astype(np.float32).copy()

    # ---- shapes

    def box(self, left: float, top: float, right: float, bottom: float, radius: float = 0.0) -> Plane:
        """A rectangle; ``radius`` of its corners is a share of the page's shorter side."""

        def draw(pen: ImageDraw.ImageDraw) -> None:
            corners = [*self._at(left, top), *self._at(right, bottom)]
            pen.rounded_rectangle(corners, radius * self.side * FINER, fill=255)

        return self._drawn(draw)

    def oval(self, left: float, top: float, right: float, bottom: float) -> Plane:
        """An ellipse."""
        return self._drawn(lambda pen: pen.ellipse([*self._at(left, top), *self._at(right, bottom)], fill=255))

    def disc(self, x: float, y: float, radius: float) -> Plane:
        """A circle; ``radius`` is a share of the shorter side."""
        return self.discs([(x, y)], radius)

    def discs(self, places: Sequence[Point], radius: float) -> Plane:
        """Circles around points, as one mask."""

        def draw(pen: ImageDraw.ImageDraw) -> None:
            for x, y in places:
                at, reach = self._at(x, y), radius * self.side * FINER
                pen.ellipse([at[0] - reach, at[1] - reach, at[0] + reach, at[1] + reach], fill=255)

        return self._drawn(draw)

    def polygon(self, points: Sequence[Point]) -> Plane:
        """A polygon."""
        return self._drawn(lambda pen: pen.polygon([self._at(x, y) for x, y in points], fill=255))

    def line(self, points: Sequence[Point], thick: float, *, closed: bool = False) -> Plane:
        """A line through points, ``thick`` of the shorter side."""
        through = [*points, points[0]] if closed else list(points)
        wide = max(round(thick * self.side * FINER), 1)
        return self._drawn(lambda pen: pen.line([self._at(x, y) for x, y in through], 255, wide, joint="curve"))

    def heart(self, left: float, top: float, right: float, bottom: float) -> Plane:
        """A heart that fills a box."""
        t = np.linspace(0, 2 * np.pi, 120)
        x = 16 * np.sin(t) ** 3
        y = -(13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t) - np.cos(4 * t))
        x, y = (x - x.min()) / np.ptp(x), (y - y.min()) / np.ptp(y)
        return self.polygon([(left + (right - left) * a, top + (bottom - top) * b) for a, b in zip(x, y, strict=True)])

    def shape(self, kind: str, box: Box, radius: float = 0.03) -> Plane:
        """A window's shape by its name."""
        makers: dict[str, Callable[..., Plane]] = {"oval": self.oval, "heart": self.heart, "rectangle": self.box}
        return self.box(*box, radius) if kind == "rounded" else makers[kind](*box)

    def turned(self, mask: Plane, angle: float, centre: Point) -> Plane:
        """A mask turned clockwise by degrees around a point."""
        turn = cv2.getRotationMatrix2D((centre[0] * self.width, centre[1] * self.height), -angle, 1.0)
        return cv2.warpAffine(mask, turn, (self.width, self.height))

    # ---- paint

    def fill(self, mask: Plane, paint: Paint, *, share: float = 1.0, shadow: float = 0.0) -> None:
        """Paint where ``mask`` is; ``shadow`` (of the shorter side) is how high it seems to lie above the page."""
        if shadow:
            self.shade(mask, shadow)
        cover = (mask * share)[..., None]
        colour = code(paint) if isinstance(paint, str) else paint
        self.pixels = self.pixels * (1 - cover) + colour * cover

    def shade(self, mask: Plane, high: float, dark: float = 0.5) -> None:
        """Throw the shadow of something of this shape, lit from the upper left."""
        by = high * self.side
        move = np.array([[1, 0, 0.6 * by], [0, 1, 0.9 * by]], np.float32)
        cast = blurred(cv2.warpAffine(mask, move, (self.width, self.height)), by)
        self.pixels = self.pixels * (1 - dark * cast[..., None])

    def sunk(self, mask: Plane, deep: float, dark: float = 0.6) -> None:
        """Darken along the inside of ``mask``, as something lies in a hole."""
        near = blurred(1 - mask, deep * self.side) * mask
        self.pixels = self.pixels * (1 - dark * near[..., None] * 1.6).clip(0, 1)

    def light(self, mask: Plane, colour: str, amount: float) -> None:
        """Add light: what is bright stays below white."""
        self.pixels = 1 - (1 - self.pixels.clip(0, 1)) * (1 - (amount * mask[..., None] * code(colour)).clip(0, 1))

    def down(self, *colours: str) -> Unit:
        """A change of colours from above to below."""
        place, known = np.linspace(0, len(colours) - 1, self.height), np.array([code(each) for each in colours])
        line = np.stack([np.interp(place, range(len(colours)), known[:, k]) for k in range(3)], -1)
        return np.broadcast_to(line[:, None], (self.height, self.width, 3)).astype(np.float32)

    def metal(self, mask: Plane, colour: str, wide: float, *, shine: float = 0.5, shadow: float = 0.0) -> None:
        """Fill with something that shines, lit from the upper left; its rounded edge is ``wide`` (shorter side)."""
        y, x = np.flatnonzero(mask.any(1)), np.flatnonzero(mask.any(0))
        if not len(y):
            return
        sigma = max(wide * self.side, 0.8)
        edge = round(2 * sigma) + 2
        part = np.pad(mask[y[0] : y[-1] + 1, x[0] : x[-1] + 1], edge)
        soft = cv2.GaussianBlur(part, (0, 0), sigma)
        rise = -(cv2.Sobel(soft, cv2.CV_32F, 1, 0) + 1.4 * cv2.Sobel(soft, cv2.CV_32F, 0, 1)) * sigma / 8
        slope = np.zeros_like(mask)  # 0.4 at the most where the surface falls away below, -0.4 where it rises above
        slope[y[0] : y[-1] + 1, x[0] : x[-1] + 1] = rise[edge:-edge, edge:-edge]
        tone = (0.86 - 0.95 * slope).clip(0.3, 1.3)
        gloss = ((-slope - 0.24).clip(0) * 4) ** 2 * shine
        self.fill(mask, (code(colour) * tone[..., None] + gloss[..., None]).clip(0, 1).astype(np.float32),
                  shadow=shadow)  # fmt: skip

    def glass(self, mask: Plane, strength: float = 0.25) -> None:
        """Lay glass over ``mask``: a slanted band of light, and its rim."""
        y, x = np.nonzero(mask > 0.5)
        if not len(x):
            return
        across, downwards = pixels(self.height, self.width)
        place = (across - x.min() + 0.8 * (downwards - y.min())) / max(np.ptp(x), 1)
        band = np.exp(-(((place - 0.32) / 0.07) ** 2)) + 0.5 * np.exp(-(((place - 0.47) / 0.025) ** 2))
        rim = blurred(1 - mask, 0.012 * self.side) * mask
        self.light((band * mask * strength + 0.35 * rim * strength).astype(np.float32), "#ffffff", 1.0)

    def word(self, text: str, left: float, top: float, right: float, tall: float, colour: str, *, weight: int = 800,
             share: float = 1.0, align: str = "middle", angle: float = 0.0) -> None:  # fmt: skip
        """Write ``text`` between ``left`` and ``right``, at most ``tall`` (of the height)."""
        letters = word(text, max(int((right - left) * self.width), 8), most=max(int(tall * self.height), 6),
                       weight=weight)  # fmt: skip
        room = (right - left) * self.width - letters.shape[1]
        at = left * self.width + room * {"left": 0.0, "middle": 0.5, "right": 1.0}[align]
        mask = np.zeros((self.height, self.width), np.float32)
        laid(mask, letters, round(at), round(top * self.height))
        if angle:
            mask = self.turned(mask, angle, ((left + right) / 2, top + tall / 2))
        self.fill(mask, colour, share=share)

    def paper(self, colour: str, tooth: float = 0.012, stain: float = 0.02) -> Unit:
        """Paper of a colour: fibres and a few stains."""
        rough = tooth * fibres(self.height, self.width, self.random)
        rough = rough + stain * grain(self.height, self.width, self.random, self.side / 9)
        return (code(colour) * (1 + rough)[..., None]).clip(0, 1).astype(np.float32)

    def wood(self, colour: str = "#7a5230", boards: int = 4, *, upright: bool = False) -> Unit:
        """Planks with their grain."""
        height, width = (self.width, self.height) if upright else (self.height, self.width)
        side = self.side
        fine = grain(height, width, self.random, side / 9, side / 700)
        bent = clouds(height, width, self.random, side / 5, side / 20, fine=0.3)
        y = np.linspace(0, boards, height, dtype=np.float32)[:, None]
        board = self.random.uniform(-0.1, 0.1, boards + 1)[np.minimum(y.astype(int), boards)]
        ring = np.sin(y * 21 + 1.6 * bent)
        seam = 1 - 0.65 * np.exp(-(((y % 1) * side / boards / 2.2) ** 2))
        tone = ((1 + board + 0.09 * fine + 0.06 * ring) * seam).astype(np.float32)
        tone = tone.T if upright else tone
        return (code(colour) * tone[..., None]).clip(0, 1).astype(np.float32)

    def done(self) -> RGB:
        """Return the page (height, width, 3) uint8."""
        return unit_as_bytes(self.pixels)

    def _at(self, x: float, y: float) -> tuple[float, float]:
        return float(x) * self.width * FINER, float(y) * self.height * FINER

    def _drawn(self, draw: Callable[[ImageDraw.ImageDraw], None]) -> Plane:
        image = Image.new("L", (self.width * FINER, self.height * FINER), 0)
        draw(ImageDraw.Draw(image))
        return np.asarray(image.reduce(FINER), np.float32) / 255
