"""Backdrops that are printed: rays, dots, wallpapers, waves, washed hills."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from engine.canvas.backdrops.brush import defocused, down, grid, lin, mixed, noise, plain, poly, quad
from engine.canvas.types import Linear, Plane


def rays(
    height: int,
    width: int,
    random: np.random.Generator,
    *,
    colours: Sequence[str] = ("#ffd21c", "#ff7a1c"),
    count: int = 18,
    dots: float = 0.5,
    dot: str = "#e02020",
    centre: tuple[float, float] | list[float] = (0.5, 0.42),
) -> Linear:
    """Rays from behind the head as in a comic, with printed dots growing towards the border."""
    far, angle = polar(height, width, (centre[0], centre[1]))
    side = min(height, width)
    band = np.sin(angle * count + 0.3) * far * side / count
    made = mixed(plain(height, width, colours[0]), lin(colours[1]), (band / 2 + 0.5).clip(0, 1))
    if dots:
        made = mixed(made, lin(dot), halftone(far / 0.95 - 0.25, max(side / 64, 4)) * dots)
    return made


def halftone(tone: Plane, pitch: float, angle: float = 0.4) -> Plane:
    """Dots whose area follows ``tone`` (height, width) 0..1, ``pitch`` pixels apart."""
    y, x = np.mgrid[0 : tone.shape[0], 0 : tone.shape[1]].astype(np.float32)
    u = (x * np.cos(angle) + y * np.sin(angle)) / pitch
    v = (y * np.cos(angle) - x * np.sin(angle)) / pitch
    far = np.hypot(u % 1 - 0.5, v % 1 - 0.5)
    return ((np.sqrt(tone.clip(0, 1)) * 0.72 - far) * pitch + 0.5).clip(0, 1)


def pop_dots(
    height: int,
    width: int,
    random: np.random.Generator,
    *,
    ground: str = "#18a8e0",
    dot: str = "#ffe030",
    split: str = "#ff3a7c",
) -> Linear:
    """Two flat colours and large printed dots."""
    x, y = grid(height, width)
    side = min(height, width)
    diagonal = ((x - width / side / 2 + 0.35 * (y - 0.5)) * side).clip(-0.5, 0.5) + 0.5
    made = mixed(plain(height, width, ground), lin(split), diagonal)
    tone = (0.15 + 0.75 * np.abs(y - 0.5)).astype(np.float32)
    return mixed(made, lin(dot), halftone(tone, max(side / 26, 6), 0.785))


def blocks(
    height: int,
    width: int,
    random: np.random.Generator,
    *,
    colours: Sequence[str] = ("#ff6a1c", "#2450e8", "#ffd21c", "#e81c4c", "#18b890"),
) -> Linear:
    """Large blocks of loud colour."""
    made = plain(height, width, colours[0])
    quad(made, (0.5, 0, 1, 0.5), lin(colours[1]))
    quad(made, (0, 0.62, 0.42, 1), lin(colours[2]))
    quad(made, (0.66, 0.5, 1, 1), lin(colours[3]))
    far, _ = polar(height, width, (0.5, 0.42))
    made = mixed(made, lin(colours[4]), ((0.37 - far) * min(height, width)).clip(0, 1))
    return (made * 0.94).astype(np.float32)


def damask(
    height: int,
    width: int,
    random: np.random.Generator,
    *,
    ground: str = "#3a1418",
    figure: str = "#6e2a2c",
    light: float = 0.7,
) -> Linear:
    """A wallpaper of damask leaves, lit by a lamp from the left."""
    x, y = grid(height, width)
    share = np.zeros((height, width), np.float32)
    for shift in (0.0, 0.5):
        u = (x / 0.2 + shift) % 1 - 0.5
        v = (y / 0.3 + shift) % 1 - 0.5
        radius, angle = np.hypot(u * 1.2, v), np.arctan2(u, -v)
        leaf = 0.3 + 0.11 * np.cos(5 * angle) + 0.04 * np.cos(11 * angle) - 0.08 * np.cos(angle)
        share = np.maximum(
            share, ((leaf - radius) * 60).clip(0, 1) * (1 - 0.75 * np.exp(-(((radius - leaf * 0.55) / 0.022) ** 2)))
        )
        share = np.maximum(share, np.exp(-(((np.abs(u) - 0.36 - 0.1 * np.cos(2 * np.pi * v)) / 0.018) ** 2)))
    made = mixed(plain(height, width, ground), lin(figure), share)
    fall = 0.2 + light * np.exp(-((np.hypot(x - 0.1, y - 0.35) / 0.6) ** 2)) * 1.6
    return defocused(
        (made * (fall * (0.9 + 0.2 * noise(height, width, random, 0.01, 2)))[..., None]).astype(np.float32), 0.002
    )


def deco(
    height: int, width: int, random: np.random.Generator, *, ground: str = "#0c1a20", gold: str = "#d8b060"
) -> Linear:
    """Art deco fans in gold lines, a sunburst behind the head."""
    x, y = grid(height, width)
    side = min(height, width)
    line = np.zeros((height, width), np.float32)
    cell = 0.17
    for shift in (0.0, 0.5):
        u = ((x / cell + shift) % 1 - 0.5) * cell
        v = (1 - (y / (cell * 0.5) + shift * 2) / 2 % 1) * cell
        radius = np.hypot(u, v)
        row = (radius < cell / 2 * 1.0).astype(np.float32)
        for at in (0.48, 0.38, 0.28, 0.18, 0.08):
            line = np.maximum(line, np.exp(-(((radius - cell * at) * side / 1.6) ** 2)) * row)
    far, angle = polar(height, width, (0.5, 0.45))
    burst = np.exp(-((np.sin(angle * 24) * far * side / 24 / 1.6) ** 2)) * (far < 0.46) + np.exp(
        -(((far - 0.46) * side / 3) ** 2)
    )
    share = np.where(far < 0.47, burst, line)
    sheen = 0.35 + 0.9 * (0.5 + 0.5 * np.sin(x * 2.4 + y * 3.1)) ** 2
    return mixed(
        plain(height, width, ground), lin(gold) * sheen[..., None].astype(np.float32), share.astype(np.float32)
    )


def waves(
    height: int,
    width: int,
    random: np.random.Generator,
    *,
    ground: str = "#e8dcc0",
    ink: str = "#1f3f6e",
    sun: str = "#d0402c",
) -> Linear:
    """A Japanese print: a red sun over rows of waves in concentric arcs."""
    x, y = grid(height, width)
    side = min(height, width)
    made = down(height, width, (0, "#8fb0c0"), (0.3, ground), (1, ground))
    far, _ = polar(height, width, (0.5, 0.4))
    made = mixed(made, lin(sun), ((0.34 - far) * side / 2).clip(0, 1))
    cell = 0.2
    for row in range(12):
        base = 0.62 * height / side + row * cell * 0.26
        u = ((x / cell + 0.5 * (row % 2)) % 1 - 0.5) * cell
        radius = np.hypot(u, y - base - cell * 0.28)
        inside = ((cell * 0.5 - radius) * side / 2).clip(0, 1)
        arcs = 0.5 + 0.5 * np.cos(radius / cell * 2 * np.pi * 6)
        tone = mixed(plain(height, width, ground), lin(ink), (arcs > 0.42).astype(np.float32) * 0.95)
        made = mixed(made, tone, inside)
    return defocused(made, 0.0008)


def ink_hills(
    height: int,
    width: int,
    random: np.random.Generator,
    *,
    sheet: str = "#efe9dc",
    ink: str = "#2a3030",
    sun: str = "",
    depth: float = 0.5,
) -> Linear:
    """Hills in mist, washed with ink on empty paper; ``sun`` is the colour of a disc above them."""
    made = plain(height, width, sheet) * (0.96 + 0.06 * noise(height, width, random, 0.01, 3))[..., None]
    if sun:
        far, _ = polar(height, width, (0.8, 0.18))
        made = mixed(made, lin(sun), ((0.065 - far) * min(height, width) / 3).clip(0, 1) * 0.9)
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    at = np.linspace(0, 1, width)
    for number in range(4):
        crest = (
            0.38
            + 0.13 * number
            - 0.26 * np.exp(-(((at - random.uniform(0, 1)) / 0.13) ** 2))
            - 0.2 * np.exp(-(((at - random.uniform(0, 1)) / 0.1) ** 2))
        )
        crest = crest + 0.02 * np.interp(at, np.linspace(0, 1, 60), random.random(60))
        below = y - crest[None]
        wash = np.exp(-below.clip(0) / (0.09 + 0.03 * number)) * (below > 0)
        wash = cv2.GaussianBlur(wash.astype(np.float32), (0, 0), min(height, width) / 500) * (0.25 + 0.16 * number)
        made = mixed(
            made, lin(ink), (wash * depth * 1.5 * (0.55 + 0.6 * noise(height, width, random, 0.06, 4))).clip(0, 0.9)
        )
    return made


def rings(
    height: int,
    width: int,
    random: np.random.Generator,
    *,
    colours: Sequence[str] = ("#ff4fd8", "#40d8ff", "#fff040", "#60ff90", "#8060ff"),
) -> Linear:
    """Light split by a prism: bands of a rainbow across black glass, sparks of foil."""
    made = plain(height, width, "#06060e")
    x, y = grid(height, width)
    for number in range(4):
        turn, off = random.uniform(-0.9, 0.9), random.uniform(-0.3, 0.9)
        across = (x - 0.5) * np.cos(turn) + (y - 0.5) * np.sin(turn) - off + 0.35 + 0.05 * np.sin(4 * y + number)
        for band, code in enumerate(("#ff2020", "#ff9a10", "#f8f020", "#30e050", "#2090ff", "#8030f0")):
            made += (np.exp(-(((across - 0.03 * band) / 0.026) ** 2)) * 0.42)[..., None] * lin(code)
    facet = noise(height, width, random, 0.12, 4)
    made *= (0.75 + 0.7 * facet)[..., None]
    for _ in range(120):
        u, v, size = random.random(), random.random(), random.uniform(0.004, 0.02)
        turn = random.uniform(0, 6.28)
        corners = [(u + size * np.cos(turn + k), v + size * np.sin(turn + k)) for k in (0, 1.8, 3.9)]
        poly(made, corners, lin(colours[random.integers(len(colours))]) * np.float32(random.uniform(0.1, 1)))
    return defocused(made.astype(np.float32), 0.004)


def chalk_grid(height: int, width: int, random: np.random.Generator, *, ground: str = "#143c78") -> Linear:
    """The paper of a blueprint with its grid."""
    made = plain(height, width, ground) * (0.85 + 0.3 * noise(height, width, random, 0.3, 5))[..., None]
    y, x = np.mgrid[0:height, 0:width]
    for pitch, amount in ((max(min(height, width) // 40, 4), 0.08), (max(min(height, width) // 8, 20), 0.2)):
        line = ((x % pitch) == 0) | ((y % pitch) == 0)
        made = mixed(made.astype(np.float32), lin("#d8e8ff"), line.astype(np.float32) * amount)
    return made


def polar(height: int, width: int, centre: tuple[float, float]) -> tuple[Plane, Plane]:
    """Return distance from ``centre`` (in shares of the shorter side) and angle, each (height, width)."""
    x, y = grid(height, width)
    side = min(height, width)
    u, v = x - centre[0] * width / side, y - centre[1] * height / side
    return np.hypot(u, v), np.arctan2(v, u)
