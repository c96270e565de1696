"""Tools the backdrops share: colours, gradients, noise, lens blur and lights out of focus. All in linear light."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.canvas.types import Linear, Plane

Colour = NDArray[np.float32]  # (3,) linear


def lin(code: str) -> Colour:
    """Return the linear light of a display colour such as ``#ff8040``."""
    value = np.array([int(code[at : at + 2], 16) for at in (1, 3, 5)], np.float32) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4).astype(np.float32)


def plain(height: int, width: int, code: str) -> Linear:
    """One colour everywhere."""
    return np.broadcast_to(lin(code), (height, width, 3)).astype(np.float32).copy()


def grid(height: int, width: int) -> tuple[Plane, Plane]:
    """Return (x, y), each (height, width), in shares of the shorter side; (0, 0) is the upper left corner."""
    side = min(height, width)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    return x / side, y / side


def down(height: int, width: int, *stops: tuple[float, str]) -> Linear:
    """A gradient from top (0) to bottom (1) through ``stops`` (position, display colour)."""
    places, colours = [place for place, _ in stops], np.array([lin(code) for _, code in stops])
    y = np.linspace(0, 1, height)
    line = np.stack([np.interp(y, places, colours[:, c]) for c in range(3)], -1)[:, None]
    return np.repeat(line, width, 1).astype(np.float32)


def noise(
    height: int,
    width: int,
    random: np.random.Generator,
    cell: float,
    octaves: int = 4,
    gain: float = 0.5,
    stretch: float = 1,
) -> Plane:
    """Smooth noise 0..1 whose largest blobs are ``cell`` of the shorter side, ``stretch`` times as long in x."""
    side, made, weight = min(height, width) * cell, np.zeros((height, width), np.float32), 1.0
    for _ in range(octaves):
        size = (max(int(width / side / stretch), 1) + 3, max(int(height / side), 1) + 3)
        coarse = random.random(size[::-1], dtype=np.float32)
        # The grid is wider than the picture, so that its border never shows.
        full = cv2.resize(coarse, (int(size[0] * side * stretch), int(size[1] * side)), interpolation=cv2.INTER_CUBIC)
        fits = full.shape[0] >= height and full.shape[1] >= width
        made += weight * (full[:height, :width] if fits else cv2.resize(full, (width, height)))
        weight, side = weight * gain, side / 2
        if side < 1.5:
            break
    low, high = np.percentile(made, (1, 99))
    return ((made - np.float32(low)) / np.float32(high - low + 1e-6)).clip(0, 1)


def profile(
    length: int, random: np.random.Generator, cell: float, octaves: int = 5, gain: float = 0.5
) -> NDArray[np.float32]:
    """A rough line 0..1 of ``length`` values: the crest of a hill; its largest bumps are ``cell`` of the length."""
    at, made, weight = np.linspace(0, 1, length), np.zeros(length), 1.0
    for _ in range(octaves):
        knots = max(int(1 / cell), 1) + 3
        line = np.interp(at, np.linspace(0, 1, knots * 8), _smooth(random.random(knots), knots * 8))
        made, weight, cell = made + weight * line, weight * gain, cell / 2
    return ((made - made.min()) / (np.ptp(made) + 1e-6)).astype(np.float32)


def _smooth(values: NDArray[np.float64], length: int) -> NDArray[np.float32]:
    return cv2.resize(values.astype(np.float32)[None], (length, 1), interpolation=cv2.INTER_CUBIC)[0]


def mixed(below: Linear, above: Linear | Colour, share: Plane) -> Linear:
    """Lay ``above`` over ``below`` by ``share`` (height, width) 0..1."""
    return (below + (above - below) * share[..., None]).astype(np.float32)


def defocused(light: Linear, radius: float) -> Linear:
    """Blur by a disc of ``radius`` (share of the shorter side), as a lens does: bright points become discs."""
    height, width = light.shape[:2]
    pixels = radius * min(height, width)
    if pixels < 0.7:
        return light
    factor = 2 if pixels > 10 else 1
    if factor > 1:
        light, pixels = cv2.resize(light, (width // 2, height // 2), interpolation=cv2.INTER_AREA), pixels / 2
    reach = int(np.ceil(pixels)) + 1
    y, x = np.mgrid[-reach : reach + 1, -reach : reach + 1]
    disc = (pixels + 0.5 - np.hypot(x, y)).clip(0, 1).astype(np.float32)
    made = cv2.filter2D(light, -1, disc / disc.sum(), borderType=cv2.BORDER_REFLECT).clip(0)
    return cv2.resize(made, (width, height), interpolation=cv2.INTER_LINEAR) if factor > 1 else made


def glow(light: Linear, radius: float, amount: float) -> Linear:
    """Add what bright places spill around them."""
    height, width = light.shape[:2]
    small = cv2.resize(light, (width // 4, height // 4), interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), max(radius * min(height, width) / 4, 0.5))
    return (light + amount * cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)).astype(np.float32)


def disc(light: Linear, centre: tuple[float, float], radius: float, colour: Colour, *, rim: float = 0.5) -> None:
    """Add one light out of focus in place (pixels): a brighter rim, cut like a cat's eye near the border."""
    height, width = light.shape[:2]
    reach = int(radius) + 2
    x0, y0 = int(centre[0]) - reach, int(centre[1]) - reach
    x1, y1 = min(x0 + 2 * reach + 1, width), min(y0 + 2 * reach + 1, height)
    left, top = max(x0, 0), max(y0, 0)
    if left >= x1 or top >= y1:
        return
    y, x = np.mgrid[top:y1, left:x1].astype(np.float32)
    far = np.hypot(x - centre[0], y - centre[1])
    share = (radius + 0.5 - far).clip(0, 1) * (1 - rim * 0.45 + rim * (far / radius).clip(0, 1) ** 5)
    side = min(height, width)
    off = np.array([centre[0] - width / 2, centre[1] - height / 2]) / side
    shift = off * max(0.0, float(np.hypot(*off)) - 0.3) * 3.2 * radius
    share = share * (radius * 1.02 + 0.5 - np.hypot(x - centre[0] + shift[0], y - centre[1] + shift[1])).clip(0, 1)
    light[top:y1, left:x1] += share[..., None] * colour


def lights(
    light: Linear,
    random: np.random.Generator,
    count: int,
    colours: Sequence[str],
    *,
    size: tuple[float, float] = (0.01, 0.05),
    bright: tuple[float, float] = (0.1, 0.8),
    area: tuple[float, float, float, float] = (0, 0, 1, 1),
    rim: float = 0.5,
) -> Linear:
    """Add ``count`` lights out of focus in ``area`` (left, top, right, bottom; shares), large ones fainter."""
    height, width = light.shape[:2]
    side, made = min(height, width), light.copy()
    for _ in range(count):
        share = random.random() ** 1.7
        radius = (size[0] + (size[1] - size[0]) * share) * side
        strength = random.uniform(*bright) * (1.25 - 0.75 * share)
        centre = (random.uniform(area[0], area[2]) * width, random.uniform(area[1], area[3]) * height)
        disc(
            made, centre, max(radius, 1.0), lin(colours[random.integers(len(colours))]) * np.float32(strength), rim=rim
        )
    return made


def dabs(
    light: Linear,
    random: np.random.Generator,
    count: int,
    colours: Sequence[str],
    *,
    size: tuple[float, float],
    area: tuple[float, float, float, float] = (0, 0, 1, 1),
    slender: float = 0.5,
    bright: tuple[float, float] = (0.6, 1.2),
) -> None:
    """Paint ``count`` leaves (ellipses turned at random) in place; ``size`` in shares of the shorter side."""
    height, width = light.shape[:2]
    side = min(height, width)
    palette = [lin(code) for code in colours]
    for _ in range(count):
        long = random.uniform(*size) * side
        centre = (int(random.uniform(area[0], area[2]) * width), int(random.uniform(area[1], area[3]) * height))
        colour = palette[random.integers(len(palette))] * np.float32(random.uniform(*bright))
        axes = (max(int(long), 1), max(int(long * slender), 1))
        cv2.ellipse(light, centre, axes, float(random.uniform(0, 180)), 0, 360, colour.tolist(), -1)


def quad(light: Linear, box: tuple[float, float, float, float], colour: Colour) -> None:
    """Fill a rectangle (left, top, right, bottom; shares of width and height) in place."""
    height, width = light.shape[:2]
    left, top, right, bottom = (
        round(part) for part in (box[0] * width, box[1] * height, box[2] * width, box[3] * height)
    )
    light[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)] = colour


def poly(light: Linear, points: Sequence[tuple[float, float]], colour: Colour) -> None:
    """Fill a polygon (shares of width and height) in place."""
    height, width = light.shape[:2]
    corners = np.array([[x * width, y * height] for x, y in points]).round().astype(np.int32)
    cv2.fillPoly(light, [corners], np.asarray(colour, np.float32).tolist())


def warmed(light: Linear, centre: tuple[float, float], radius: float, colour: Colour, amount: float) -> Linear:
    """Add a soft pool of light around ``centre`` (shares of width and height)."""
    height, width = light.shape[:2]
    x, y = grid(height, width)
    side = min(height, width)
    far = np.hypot(x - centre[0] * width / side, y - centre[1] * height / side)
    return (light + amount * np.exp(-((far / radius) ** 2))[..., None] * colour).astype(np.float32)


def lay_moon(made: Linear, random: np.random.Generator, at: tuple[float, float], size: float, code: str) -> Linear:
    """Lay a moon of ``size`` (share of the shorter side) with its seas and glow over ``made``."""
    height, width = made.shape[:2]
    x, y = grid(height, width)
    side = min(height, width)
    far = np.hypot(x - at[0] * width / side, y - at[1] * height / side)
    share = ((size - far) * side * 0.5).clip(0, 1)
    seas = 0.68 + 0.4 * noise(height, width, random, 0.09, 5, 0.6)
    made = warmed(made, at, size * 2.6, lin(code), 0.12)
    return mixed(made, lin(code) * (seas * 1.0)[..., None], share)


def shafts(made: Linear, random: np.random.Generator, colour: np.ndarray, amount: float) -> Linear:
    """Shafts of light from the upper left, as in mist."""
    height, width = made.shape[:2]
    x, y = grid(height, width)
    angle = np.arctan2(y + 0.25, x + 0.05)
    comb = np.interp(
        angle, np.linspace(0, 1.7, 90), cv2.GaussianBlur(random.random((1, 90), dtype=np.float32) ** 2, (0, 0), 0.9)[0]
    )
    comb = ((comb - 0.15) * 2.4).clip(0, 1.2)
    fall = np.exp(-np.hypot(x, y) / 0.9)
    mist = 0.7 + 0.5 * noise(height, width, random, 0.3, 3)
    return (made * (1 - 0.3 * amount) + (comb * fall * mist * amount * 1.1)[..., None] * colour).astype(np.float32)
