"""Backdrops of the night: lamps out of focus, neon, candles, lanterns, a lit tree."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from engine.canvas.backdrops.brush import (
    dabs,
    defocused,
    disc,
    down,
    glow,
    lay_moon,
    lights,
    lin,
    noise,
    plain,
    quad,
    warmed,
)
from engine.canvas.types import Linear

WARM = ("#ffd27a", "#ffe6b8", "#ffb45e")


def bokeh(
    height: int,
    width: int,
    random: np.random.Generator,
    *,
    top: str = "#1a0c0a",
    bottom: str = "#3a1c14",
    colours: Sequence[str] = WARM,
    count: int = 150,
    size: tuple[float, float] | list[float] = (0.012, 0.06),
    bright: float = 1.0,
) -> Linear:
    """Lights out of focus over a dark gradient, in two depths: small sharp ones behind, large faint ones before."""
    made = down(height, width, (0, top), (1, bottom))
    made *= (0.7 + 0.6 * noise(height, width, random, 0.5, 3))[..., None]
    small = (size[0] * 0.5, size[0] * 1.4)
    made = lights(made, random, count, colours, size=small, bright=(0.1 * bright, 0.5 * bright))
    made = lights(made, random, count // 2, colours, size=(size[0], size[1]), bright=(0.08 * bright, 0.55 * bright))
    return glow(made, 0.05, 0.25)


def neon_street(
    height: int,
    width: int,
    random: np.random.Generator,
    *,
    colours: Sequence[str] = ("#ff2aa0", "#20d8ff", "#8a3cff", "#ff7a28"),
    wet: bool = True,
    signs: int = 26,
    blur: float = 0.014,
) -> Linear:
    """A narrow street at night between houses full of neon signs, out of focus; wet, it mirrors them."""
    made = down(height, width, (0, "#0a0820"), (0.5, "#241040"), (0.72, "#301848"), (0.74, "#0c0818"), (1, "#08060e"))
    for side in (0, 1):
        for depth in range(5):
            edge = 0.5 - (0.46 - 0.085 * depth) if side == 0 else 0.5 + (0.46 - 0.085 * depth)
            box = (-0.1, -0.1, edge, 0.74 - 0.012 * depth) if side == 0 else (edge, -0.1, 1.1, 0.74 - 0.012 * depth)
            if depth == 0:
                walls = []
            walls.append((box, lin("#0d0a1c") * np.float32(0.5 + 0.35 * depth)))
        for box, colour in reversed(walls):
            quad(made, box, colour)
    for _ in range(170):
        x, y, size = random.random(), random.uniform(0.02, 0.66), random.uniform(0.006, 0.014)
        if abs(x - 0.5) > 0.1:
            quad(
                made,
                (x, y, x + size, y + size * 1.4),
                lin(random.choice(["#ffd79a", "#9ad0ff", "#ffb0e0"])) * np.float32(random.uniform(0.1, 1.6)),
            )
    for _ in range(signs):
        off = random.uniform(0.1, 0.5) * (1 if random.random() < 0.5 else -1)
        x, y = 0.5 + off, random.uniform(0.05, 0.62)
        wide, tall = random.uniform(0.012, 0.03) * (0.5 + abs(off) * 2), random.uniform(0.06, 0.17)
        if random.random() < 0.35:
            wide, tall = tall * 0.9, wide
        colour = lin(colours[random.integers(len(colours))]) * np.float32(random.uniform(1.5, 5))
        quad(made, (x, y, x + wide, y + tall), colour * np.float32(0.2))
        for part in np.arange(0, 1, 0.25):
            quad(made, (x, y + tall * part, x + wide, y + tall * (part + 0.14)), colour)
    if wet:
        made = _mirrored(made, random, 0.74)
    made = defocused(made, blur)
    return glow(
        lights(made, random, 24, colours, size=(0.012, 0.03), bright=(0.15, 0.7), area=(0.2, 0.45, 0.8, 0.72)),
        0.06,
        0.5,
    )


def _mirrored(light: Linear, random: np.random.Generator, horizon: float) -> Linear:
    """Mirror what is above ``horizon`` in a wet street below it, drawn out downwards."""
    height, width = light.shape[:2]
    row = int(height * horizon)
    depth = height - row
    above = light[max(row - int(depth * 1.9), 0) : row][::-1]
    mirror = cv2.resize(np.ascontiguousarray(above), (width, depth))
    mirror = cv2.blur(mirror, (max(width // 90, 1), max(depth // 3, 1)))
    broken = 0.25 + 0.9 * noise(depth, width, random, 0.2, 4, stretch=3)
    light[row:] += mirror * broken[..., None] * 0.8
    return light


def city_lights(
    height: int,
    width: int,
    random: np.random.Generator,
    *,
    top: str = "#0b1230",
    glow_colour: str = "#c8603c",
    blur: float = 0.011,
) -> Linear:
    """A skyline at night seen from above, windows and street lamps out of focus."""
    made = down(height, width, (0, top), (0.35, "#1d2350"), (0.52, glow_colour), (0.56, "#14121c"), (1, "#0b0910"))
    made[: int(height * 0.55)] *= 0.65
    for depth in range(3):
        x = -0.05
        while x < 1.05:
            wide, tall = (
                random.uniform(0.03, 0.1),
                random.uniform(0.06, 0.3 - 0.06 * depth) * (1 + 0.5 * (random.random() < 0.15)),
            )
            base = 0.58 + 0.12 * depth
            quad(made, (x, base - tall, x + wide, 1), lin("#161a30") * np.float32(0.8 - 0.25 * depth))
            for _ in range(int(wide * tall * 2600)):
                u, v = random.uniform(x, x + wide), random.uniform(base - tall, base)
                code = random.choice(["#ffd08a", "#ffe9c4", "#cfe4ff", "#ffb060"])
                quad(made, (u, v, u + 0.0045, v + 0.006), lin(code) * np.float32(random.uniform(0.4, 5)))
            x += wide * random.uniform(0.8, 1.1)
    made = defocused(made, blur)
    street = lights(
        made,
        random,
        90,
        ("#ffb45e", "#ffd9a0", "#ff6040", "#d8ecff"),
        size=(0.008, 0.028),
        bright=(0.1, 0.7),
        area=(0, 0.66, 1, 1),
    )
    return glow(street, 0.05, 0.3)


def tubes(
    height: int,
    width: int,
    random: np.random.Generator,
    *,
    colours: Sequence[str] = ("#20ff9a", "#1fa8ff"),
    wall: str = "#0c1016",
) -> Linear:
    """Bent neon tubes on a dark wall, and the wall lit by them."""
    made = plain(height, width, wall) * (0.5 + noise(height, width, random, 0.05, 4, 0.6))[..., None]
    core = np.zeros_like(made)
    side = min(height, width)
    shapes = [
        [(0.07, 1.05), (0.07, 0.16), (0.16, 0.07), (0.84, 0.07), (0.93, 0.16), (0.93, 1.05)],
        [(0.14, 1.05), (0.14, 0.24), (0.22, 0.15), (0.5, 0.15)],
        [(0.86, 1.05), (0.86, 0.24), (0.78, 0.15), (0.56, 0.15)],
        [(-0.1, 0.42), (0.05, 0.42)],
        [(0.95, 0.42), (1.1, 0.42)],
    ]
    for number, shape in enumerate(shapes):
        line = np.array([(x * width, y * height) for x, y in shape]).round().astype(np.int32)
        colour = lin(colours[number % len(colours)])
        cv2.polylines(core, [line], False, (colour * 5).tolist(), max(int(side * 0.011), 2), cv2.LINE_8)
    soft = cv2.GaussianBlur(core, (0, 0), side * 0.0025)
    white = soft.max(-1, keepdims=True).clip(0, 4) * 0.25
    spill = sum(
        w * cv2.GaussianBlur(cv2.resize(core, (width // 4, height // 4)), (0, 0), side * s / 4)
        for s, w in ((0.02, 0.5), (0.07, 0.7))
    )
    spill = cv2.resize(spill, (width, height))
    return (made * (1 + 9 * spill) + 0.12 * spill + soft * 0.8 + white).astype(np.float32)


def candles(
    height: int, width: int, random: np.random.Generator, *, count: int = 26, lamps: bool = False, dark: str = "#120805"
) -> Linear:
    """Rows of candles in the dark, near ones large and soft; with ``lamps`` small clay lamps with a flame instead."""
    made = down(height, width, (0, dark), (0.6, "#1f0d06"), (1, "#2c1408"))
    side = min(height, width)
    for at in np.sort(random.random(count)):
        y = (0.42 + 0.52 * at) * height
        x = random.uniform(-0.02, 1.02) * width
        size = (0.012 + 0.036 * at) * side
        if lamps:
            bowl = (int(x), int(y + size * 1.5))
            cv2.ellipse(made, bowl, (int(size * 1.9), int(size * 1.05)), 0, 0, 180, (lin("#b4582a") * 0.5).tolist(), -1)
            cv2.ellipse(made, bowl, (int(size * 1.9), int(size * 0.5)), 0, 0, 360, (lin("#ffb050") * 0.8).tolist(), -1)
        else:
            box = np.array(
                [
                    (x - size * 0.8, y + size * 1.2),
                    (x + size * 0.8, y + size * 1.2),
                    (x + size * 0.8, y + size * 9),
                    (x - size * 0.8, y + size * 9),
                ]
            )
            cv2.fillPoly(made, [box.astype(np.int32)], (lin("#e8b078") * 0.28).tolist())
            cv2.ellipse(
                made,
                (int(x), int(y + size * 1.2)),
                (int(size * 0.8), int(size * 0.3)),
                0,
                0,
                360,
                (lin("#ffd9a0") * 1.0).tolist(),
                -1,
            )
        cv2.ellipse(
            made,
            (int(x), int(y)),
            (max(int(size * 0.42), 2), max(int(size * 1.25), 4)),
            0,
            0,
            360,
            (lin("#ffdf9a") * 6).tolist(),
            -1,
        )
        made = warmed(made, (x / width, y / height), size / side * 4.5, lin("#ff8a30"), 0.10) if at > 0.45 else made
    made = defocused(made, 0.008)
    made = lights(made, random, count * 2, WARM, size=(0.008, 0.03), bright=(0.1, 0.6), area=(0, 0.1, 1, 0.55))
    return glow(made, 0.04, 0.35)


def lanterns(
    height: int,
    width: int,
    random: np.random.Generator,
    *,
    colour: str = "#e02018",
    top: str = "#2a0606",
    bottom: str = "#6a1408",
    moon: bool = False,
    count: int = 22,
) -> Linear:
    """Paper lanterns on strings, far ones out of focus; with ``moon`` a full moon behind them."""
    made = down(height, width, (0, top), (1, bottom))
    side = min(height, width)
    if moon:
        made = lay_moon(made, random, (0.72, 0.23), 0.15, "#fff3cf")
    for depth in (0, 1):
        layer, cover = np.zeros_like(made), np.zeros((height, width), np.float32)
        for at in range(count if depth == 0 else count // 2):
            size = (random.uniform(0.02, 0.045) if depth == 0 else random.uniform(0.05, 0.095)) * side
            x = random.random() * width
            if depth and 0.3 * width < x < 0.7 * width:
                x = x * 0.3 if at % 2 else width - (width - x) * 0.3
            y = random.uniform(0.03, 0.62 if depth == 0 else 0.4) * height
            _lantern(layer, cover, (x, y), size, lin(colour) * np.float32(random.uniform(0.8, 1.4)))
        blur = 0.009 if depth == 0 else 0.0035
        share = defocused(np.repeat(cover[..., None], 3, -1), blur)[..., 0].clip(0, 1)
        made = made * (1 - share[..., None]) + defocused(layer, blur)
    return glow(made.astype(np.float32), 0.05, 0.45)


def _lantern(layer: Linear, cover: np.ndarray, at: tuple[float, float], size: float, colour: np.ndarray) -> None:
    x, y = int(at[0]), int(at[1])
    gold = (lin("#ffc860") * 1.1).tolist()
    cv2.line(layer, (x, 0), (x, y), (lin("#3a1a08")).tolist(), max(int(size * 0.05), 1))
    cv2.line(cover, (x, 0), (x, y), 1, max(int(size * 0.05), 1))
    for share in np.linspace(1, 0.15, 9):
        shade = colour * np.float32(0.35 + 1.5 * (1 - share)) + lin("#ff9a40") * np.float32(0.7 * (1 - share) ** 2)
        cv2.ellipse(layer, (x, y), (max(int(size * share), 1), int(size * 0.78)), 0, 0, 360, shade.tolist(), -1)
    cv2.ellipse(cover, (x, y), (int(size), int(size * 0.78)), 0, 0, 360, 1, -1)
    for sign in (-1, 1):
        box = [(x - int(size * 0.4), y + sign * int(size * 0.72)), (x + int(size * 0.4), y + sign * int(size * 0.9))]
        cv2.rectangle(layer, box[0], box[1], gold, -1)
        cv2.rectangle(cover, box[0], box[1], 1, -1)
    box = [(x - int(size * 0.09), y + int(size * 0.9)), (x + int(size * 0.09), y + int(size * 1.7))]
    cv2.rectangle(layer, box[0], box[1], (lin("#ffb030") * 0.8).tolist(), -1)
    cv2.rectangle(cover, box[0], box[1], 1, -1)


def festive_tree(height: int, width: int, random: np.random.Generator) -> Linear:
    """A lit Christmas tree out of focus beside a window with snow outside."""
    made = plain(height, width, "#3c261a") * (1.1 - 0.6 * np.linspace(0, 1, height, dtype=np.float32))[:, None, None]
    quad(made, (0.03, 0.08, 0.36, 0.72), lin("#32507c"))
    for _ in range(120):
        disc(
            made,
            (random.uniform(0.03, 0.36) * width, random.uniform(0.08, 0.72) * height),
            random.uniform(0.002, 0.006) * height,
            lin("#e8f2ff") * 0.7,
        )
    for box in (
        (0.185, 0.08, 0.205, 0.72),
        (0.03, 0.38, 0.36, 0.4),
        (0.015, 0.06, 0.04, 0.74),
        (0.35, 0.06, 0.375, 0.74),
        (0.015, 0.71, 0.375, 0.75),
    ):
        quad(made, box, lin("#d8cfc4") * np.float32(0.5))
    for row in np.arange(0.06, 1.05, 0.012):
        spread = 0.05 + 0.36 * row
        for _ in range(int(spread * 90)):
            area = (0.78 - spread, row, 0.78 + spread, row + 0.02)
            dabs(
                made,
                random,
                1,
                ("#0c2a16", "#163c20", "#0a2010", "#22502a"),
                size=(0.015, 0.035),
                area=area,
                slender=0.3,
            )
    made = defocused(made, 0.012)
    side = min(height, width)
    for _ in range(110):
        row = random.uniform(0.08, 1)
        x = 0.78 + random.uniform(-1, 1) * (0.04 + 0.34 * row)
        code = random.choice(["#ffd27a", "#ffe6b8", "#ffb45e", "#ff4030", "#ffe6b8"])
        disc(
            made,
            (x * width, row * height),
            random.uniform(0.009, 0.02) * side,
            lin(code) * np.float32(random.uniform(0.4, 1.2)),
        )
    for _ in range(12):
        row = random.uniform(0.25, 0.95)
        x = 0.78 + random.uniform(-0.9, 0.9) * (0.04 + 0.34 * row)
        disc(
            made,
            (x * width, row * height),
            0.026 * side,
            lin(random.choice(["#c01820", "#d8a030"])) * np.float32(0.55),
            rim=-0.6,
        )
    disc(made, (0.78 * width, 0.07 * height), 0.03 * side, lin("#ffe090") * 1.6)
    return glow(made, 0.04, 0.35)
