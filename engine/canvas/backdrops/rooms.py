"""Backdrops indoors and in the street, out of focus: shelves, a café, offices, halls."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from engine.canvas.backdrops.brush import dabs, defocused, disc, down, glow, grid, lin, noise, plain, poly, quad, warmed
from engine.canvas.types import Linear

BOOKS = ("#6a2018", "#24442c", "#1c2c50", "#8a6a30", "#4a2c1c", "#b09060", "#2c2420", "#7a3828", "#c0b090")


def bookshelf(
    height: int,
    width: int,
    random: np.random.Generator,
    *,
    colours: Sequence[str] = BOOKS,
    wood: str = "#4a2c18",
    shelves: int = 6,
    lamp: tuple[float, float] | list[float] = (0.12, 0.3),
    ladder: bool = False,
    blur: float = 0.009,
) -> Linear:
    """Shelves full of leather books, warm lamp light; with ``ladder`` a library ladder leans at them."""
    made = plain(height, width, wood) * 0.3
    for row in range(shelves):
        top, bottom = row / shelves, (row + 1) / shelves
        x = -0.01
        while x < 1.02:
            wide, tall = random.uniform(0.009, 0.03), random.uniform(0.6, 0.88) / shelves
            colour = lin(colours[random.integers(len(colours))]) * np.float32(random.uniform(0.5, 1.15))
            lean = random.uniform(0.004, 0.012) if random.random() < 0.07 else 0
            up, foot = bottom - 0.02 - tall, bottom - 0.02
            poly(made, [(x + lean, up), (x + wide + lean, up), (x + wide, foot), (x, foot)], colour)
            poly(
                made,
                [
                    (x + wide * 0.25 + lean, up),
                    (x + wide * 0.45 + lean, up),
                    (x + wide * 0.45, foot),
                    (x + wide * 0.25, foot),
                ],
                colour * np.float32(1.5),
            )
            if random.random() < 0.6:
                for at in (0.14, 0.2, 0.78):
                    quad(made, (x, up + tall * at, x + wide, up + tall * at + 0.004), lin("#d8b060") * np.float32(0.8))
            x += wide + 0.0012
        quad(made, (0, bottom - 0.02, 1, bottom), lin(wood) * np.float32(0.9))
        quad(made, (0, bottom - 0.02, 1, bottom - 0.016), lin(wood) * np.float32(1.8))
        made[int(top * height) : int((top + 0.03) * height)] *= 0.35
    for x in (0.02, 0.34, 0.66, 0.98):
        quad(made, (x - 0.012, 0, x + 0.012, 1), lin(wood) * np.float32(1.1))
    if ladder:
        for left in (0.78, 0.9):
            poly(
                made,
                [(left, 1.05), (left + 0.018, 1.05), (left - 0.06 + 0.018, -0.05), (left - 0.06, -0.05)],
                lin("#a8743c"),
            )
        for y in np.arange(0.05, 1, 0.11):
            poly(
                made,
                [
                    (0.775 - 0.06 * (1 - y), y),
                    (0.905 - 0.06 * (1 - y), y),
                    (0.905 - 0.06 * (1 - y), y + 0.016),
                    (0.775 - 0.06 * (1 - y), y + 0.016),
                ],
                lin("#a8743c"),
            )
    x, y = grid(height, width)
    side = min(height, width)
    far = np.hypot(x - lamp[0] * width / side, y - lamp[1] * height / side)
    made *= (0.3 + 1.5 * np.exp(-((far / 0.55) ** 2)))[..., None] * lin("#ffdcae") * 1.25
    made = defocused(made, blur)
    made = warmed(made, (lamp[0], lamp[1]), 0.1, lin("#ffd9a0"), 0.9)
    return glow(made, 0.06, 0.3)


def cafe(height: int, width: int, random: np.random.Generator, *, blur: float = 0.02) -> Linear:
    """A street café in the morning: red awning, shop front, round tables, lamps, all out of focus."""
    made = down(height, width, (0, "#8a7c68"), (0.6, "#a8967c"), (1, "#6a5c4c"))
    for x in (0.06, 0.36, 0.66):
        quad(made, (x, 0.3, x + 0.26, 0.78), lin("#3a2a20"))
        quad(made, (x + 0.015, 0.315, x + 0.245, 0.76), lin("#6a5038") * np.float32(0.8))
        for _ in range(7):
            disc(
                made,
                ((x + random.uniform(0.03, 0.23)) * width, random.uniform(0.34, 0.6) * height),
                0.013 * height,
                lin("#ffcf80") * 1.6,
            )
    for number in range(14):
        left = number / 14
        code = "#b82028" if number % 2 else "#f2e8dc"
        poly(
            made, [(left, 0.12), (left + 1 / 14, 0.12), (left + 1 / 14 + 0.006, 0.28), (left - 0.006, 0.28)], lin(code)
        )
        cv2.ellipse(
            made,
            (int((left + 1 / 28) * width), int(0.28 * height)),
            (int(width / 28), int(0.02 * height)),
            0,
            0,
            180,
            (lin(code) * 0.8).tolist(),
            -1,
        )
    for _ in range(9):
        x, y = random.uniform(0, 1), random.uniform(0.72, 0.95)
        cv2.ellipse(
            made,
            (int(x * width), int(y * height)),
            (int(0.07 * width), int(0.018 * height)),
            0,
            0,
            360,
            lin("#e8e0d0").tolist(),
            -1,
        )
        quad(made, (x - 0.004, y, x + 0.004, y + 0.12), lin("#2a2420"))
        for side in (-0.1, 0.1):
            cv2.ellipse(
                made,
                (int((x + side) * width), int((y - 0.01) * height)),
                (int(0.03 * width), int(0.06 * height)),
                0,
                180,
                360,
                lin("#a8683c").tolist(),
                max(int(0.006 * height), 1),
            )
    dabs(made, random, 260, ("#3f7038", "#5a8c4a"), size=(0.008, 0.02), area=(0, 0.55, 0.1, 0.95))
    dabs(made, random, 260, ("#3f7038", "#5a8c4a", "#e05060"), size=(0.008, 0.02), area=(0.9, 0.5, 1, 0.95))
    made = defocused(warmed(made, (0.9, 0.1), 0.6, lin("#ffe6b8"), 0.15), blur)
    return glow(made, 0.06, 0.25)


def office(height: int, width: int, random: np.random.Generator, *, blur: float = 0.034) -> Linear:
    """A bright office out of focus: windows, desks, plants, lamps."""
    made = down(height, width, (0, "#d4d8da"), (0.62, "#c2c8cc"), (0.64, "#8f8880"), (1, "#77706a"))
    for x in np.arange(-0.02, 1, 0.17):
        quad(made, (x, 0.12, x + 0.14, 0.56), lin("#e8f2fa") * np.float32(0.95))
        quad(made, (x, 0.36 + random.uniform(-0.06, 0.06), x + 0.14, 0.56), lin("#a0b8d0") * np.float32(0.8))
        quad(made, (x + 0.068, 0.12, x + 0.072, 0.56), lin("#8a9096"))
    for x in np.arange(0.08, 1, 0.24):
        quad(made, (x, 0.03, x + 0.12, 0.05), lin("#ffffff") * np.float32(1.8))
    for _ in range(9):
        x, y = random.uniform(0, 1), random.uniform(0.58, 0.8)
        quad(made, (x, y, x + 0.2, y + 0.02), lin("#b48c60"))
        quad(made, (x + 0.05, y - 0.08, x + 0.13, y - 0.01), lin("#1c2024"))
        quad(made, (x + 0.055, y - 0.075, x + 0.125, y - 0.015), lin("#6aa0d0") * np.float32(0.9))
    for x in (0.05, 0.9):
        dabs(
            made,
            random,
            160,
            ("#2f6030", "#4a8a48"),
            size=(0.012, 0.03),
            area=(x - 0.06, 0.4, x + 0.08, 0.68),
            slender=0.35,
        )
    return glow(defocused(made * np.float32(0.72), blur), 0.06, 0.15)


def newsroom(height: int, width: int, random: np.random.Generator) -> Linear:
    """A wall of studio screens in blue with a map of lights, out of focus."""
    made = down(height, width, (0, "#061230"), (1, "#0c2a60"))
    for row in range(4):
        for column in range(6):
            box = (column / 6 + 0.006, row * 0.19 + 0.02, (column + 1) / 6 - 0.006, row * 0.19 + 0.2)
            tone = lin(
                random.choice(
                    ["#1c5ab0", "#2a78d8", "#143f88", "#3c94e8", "#c02c38"]
                    if (row + column) % 5 == 0
                    else ["#1c5ab0", "#2a78d8", "#143f88"]
                )
            )
            quad(made, box, tone * np.float32(0.9))
            for _ in range(7):
                x, y = random.uniform(box[0], box[2] - 0.03), random.uniform(box[1], box[3] - 0.03)
                quad(
                    made,
                    (x, y, x + random.uniform(0.01, 0.05), y + 0.01),
                    lin("#a8d4ff") * np.float32(random.uniform(0.5, 1.5)),
                )
    quad(made, (0, 0.8, 1, 0.815), lin("#ffffff") * np.float32(2.5))
    quad(made, (0, 0.815, 1, 1), lin("#0a1c40"))
    quad(made, (0, 0.9, 1, 0.908), lin("#40a0ff") * np.float32(2))
    return glow(defocused(made, 0.007), 0.04, 0.4)


def corridor(
    height: int, width: int, random: np.random.Generator, *, colour: str = "#5ad0ff", metal: str = "#6a7684"
) -> Linear:
    """The corridor of a space ship: ribs one behind the other, strips of light, a bright gate at its end."""
    made = plain(height, width, "#05080c")
    for depth in range(12):
        half = 0.95 * 0.76**depth
        shape = ((-0.62, -1), (0.62, -1), (1, -0.5), (1, 0.62), (0.74, 1), (-0.74, 1), (-1, 0.62), (-1, -0.5))
        shade = np.float32(0.08 + 0.055 * depth) * (1.5 if depth % 2 else 0.8)
        poly(
            made,
            [(0.5 + half * x, 0.46 + half * y) for x, y in shape],
            lin(metal) * shade + lin(colour) * np.float32(0.012 * depth),
        )
        for side in (-1, 1):
            strip = [(side * 0.97, -0.32), (side * 0.97, -0.22), (side * 0.8, -0.22), (side * 0.8, -0.32)]
            poly(made, [(0.5 + half * x, 0.46 + half * y) for x, y in strip], lin(colour) * np.float32(1.6))
            strip = [(side * 0.5, 0.99), (side * 0.42, 0.99), (side * 0.36, 0.8), (side * 0.43, 0.8)]
            poly(made, [(0.5 + half * x, 0.46 + half * y) for x, y in strip], lin("#ffffff") * np.float32(1.4))
        strip = [(-0.3, -0.98), (0.3, -0.98), (0.25, -0.86), (-0.25, -0.86)]
        poly(made, [(0.5 + half * x, 0.46 + half * y) for x, y in strip], lin("#eaf6ff") * np.float32(2))
    disc(made, (0.5 * width, 0.46 * height), 0.045 * min(height, width), lin("#eaf8ff") * 2)
    made *= (0.85 + 0.3 * noise(height, width, random, 0.02, 3))[..., None]
    return glow(defocused(made, 0.004), 0.04, 0.45)


def laboratory(height: int, width: int, random: np.random.Generator) -> Linear:
    """Shelves of glassware with coloured liquids in cool light, out of focus."""
    made = down(height, width, (0, "#cfe2ea"), (0.7, "#a9c4d0"), (1, "#dfe8ec"))
    for row in (0.3, 0.55, 0.8):
        quad(made, (0, row, 1, row + 0.014), lin("#f4f8fa") * np.float32(1.1))
        x = 0.02
        while x < 1:
            size, liquid = (
                random.uniform(0.025, 0.05),
                lin(random.choice(["#30b8d8", "#40c070", "#e0a030", "#d04890", "#7060d0"])),
            )
            kind = random.integers(3)
            if kind == 0:
                shape = [(-0.25, -3.2), (0.25, -3.2), (0.25, -2), (1, 0), (-1, 0), (-0.25, -2)]
                fill = [(-0.55, -1.2), (0.55, -1.2), (1, 0), (-1, 0)]
            elif kind == 1:
                shape, fill = (
                    [(-0.6, -2.4), (0.6, -2.4), (0.6, 0), (-0.6, 0)],
                    [(-0.6, -1.3), (0.6, -1.3), (0.6, 0), (-0.6, 0)],
                )
            else:
                shape, fill = (
                    [(-0.22, -3.8), (0.22, -3.8), (0.22, 0), (-0.22, 0)],
                    [(-0.22, -2), (0.22, -2), (0.22, 0), (-0.22, 0)],
                )
            poly(made, [(x + u * size, row + v * size) for u, v in shape], lin("#e8f6fa") * np.float32(0.8))
            poly(made, [(x + u * size, row + v * size) for u, v in fill], liquid)
            quad(
                made,
                (x - 0.12 * size, row - 2.2 * size, x - 0.04 * size, row - 0.3 * size),
                np.ones(3, np.float32) * 1.6,
            )
            x += size * 2.6
    return glow(defocused(made, 0.008), 0.05, 0.2)


def temple(
    height: int, width: int, random: np.random.Generator, *, stone: str = "#e8dcc4", top: str = "#4a90d8"
) -> Linear:
    """Marble columns in the midday sun before a blue sky."""
    made = down(height, width, (0, top), (0.8, "#cfe4f4"), (0.82, stone), (1, stone))
    for x, wide in ((0.02, 0.13), (0.25, 0.09), (0.75, 0.09), (0.98, 0.13)):
        u = np.linspace(-1, 1, max(int(wide * width), 3), dtype=np.float32)
        flute = 0.82 + 0.18 * np.cos(np.arcsin(u.clip(-1, 1)) * 18)
        shade = (0.28 + 0.72 * np.exp(-(((u + 0.45) / 0.65) ** 2))) * flute
        left = int(x * width - u.size / 2)
        for at, tone in zip(range(left, left + u.size), shade, strict=True):
            if 0 <= at < width:
                made[int(0.12 * height) : int(0.86 * height), at] = lin(stone) * tone * 1.05
        for top_, bottom, grow in ((0.08, 0.125, 0.72), (0.85, 0.885, 0.66)):
            quad(made, (x - wide * grow, top_, x + wide * grow, bottom), lin(stone) * np.float32(0.8))
    quad(made, (0, -0.02, 1, 0.08), lin(stone) * np.float32(0.6))
    made *= (0.86 + 0.2 * noise(height, width, random, 0.1, 5, 0.65))[..., None]
    return defocused(made.astype(np.float32), 0.005)
