"""Backdrops indoors and in the street, out of focus: shelves, cafés, offices, halls, sports grounds."""

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
    grid,
    lights,
    lin,
    mixed,
    noise,
    plain,
    poly,
    quad,
    warmed,
)
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
    disc(made, (lamp[0] * width, lamp[1] * height), 0.045 * side, lin("#ffd9a0") * np.float32(1.4))
    return glow(made, 0.06, 0.3)


def cafe(height: int, width: int, random: np.random.Generator, *, blur: float = 0.015) -> Linear:
    """A street café in the morning: red awning, shop front, round tables, lamps, all out of focus."""
    made = down(height, width, (0, "#d8cfc0"), (0.6, "#c4b8a4"), (1, "#a09484"))
    for x in (0.06, 0.36, 0.66):
        quad(made, (x, 0.3, x + 0.26, 0.78), lin("#3a2a20"))
        quad(made, (x + 0.015, 0.315, x + 0.245, 0.76), lin("#6a5038") * np.float32(0.8))
        for _ in range(7):
            disc(
                made,
                ((x + random.uniform(0.03, 0.23)) * width, random.uniform(0.34, 0.6) * height),
                0.007 * height,
                lin("#ffcf80") * 3,
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
    made = defocused(warmed(made, (0.9, 0.1), 0.6, lin("#ffe6b8"), 0.4), blur)
    return glow(made, 0.06, 0.25)


def office(height: int, width: int, random: np.random.Generator, *, blur: float = 0.022) -> Linear:
    """A bright office out of focus: windows, desks, plants, lamps."""
    made = down(height, width, (0, "#d4d8da"), (0.62, "#c2c8cc"), (0.64, "#8f8880"), (1, "#77706a"))
    for x in np.arange(-0.02, 1, 0.17):
        quad(made, (x, 0.12, x + 0.14, 0.56), lin("#e8f2fa") * np.float32(1.7))
        quad(made, (x, 0.36 + random.uniform(-0.06, 0.06), x + 0.14, 0.56), lin("#b8cce0") * np.float32(1.1))
        quad(made, (x + 0.068, 0.12, x + 0.072, 0.56), lin("#8a9096"))
    for x in np.arange(0.08, 1, 0.24):
        quad(made, (x, 0.03, x + 0.12, 0.05), lin("#ffffff") * np.float32(3))
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
    return glow(defocused(made, blur), 0.06, 0.2)


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


def stadium(height: int, width: int, random: np.random.Generator) -> Linear:
    """The inside of a full stadium: sky, stands, flood lights, the pitch."""
    made = down(
        height,
        width,
        (0, "#3c86d8"),
        (0.28, "#a8d0f0"),
        (0.3, "#303848"),
        (0.62, "#404a58"),
        (0.63, "#2f8a34"),
        (1, "#46a83e"),
    )
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    x = np.linspace(0, 1, width, dtype=np.float32)[None]
    edge = 0.2 + 0.14 * (1 - (2 * x - 1) ** 2)
    made = np.where(
        ((y < edge) & (y < 0.4))[..., None], down(height, width, (0, "#3c86d8"), (0.4, "#bcdcf4"), (1, "#bcdcf4")), made
    ).astype(np.float32)
    made = np.where(((y >= edge) & (y < edge + 0.035))[..., None], lin("#e8ecf0") * np.float32(0.8), made).astype(
        np.float32
    )
    for _ in range(3600):
        u, v = random.random(), random.uniform(0.26, 0.6)
        if v > 0.24 + 0.14 * (1 - (2 * u - 1) ** 2):
            code = random.choice(["#d83030", "#f0f0f0", "#2a58c0", "#f0c840", "#c09070", "#40302c"])
            quad(made, (u, v, u + 0.005, v + 0.006), lin(code) * np.float32(random.uniform(0.3, 1.1)))
    quad(made, (0, 0.585, 1, 0.63), lin("#1c3c90"))
    for u in np.arange(0, 1, 0.14):
        quad(made, (u, 0.595, u + 0.09, 0.62), lin(random.choice(["#f0f0f0", "#e83038", "#f8d030"])))
    row = int(0.63 * height)
    lane = (np.floor((y[row:] - 0.63) ** 0.7 * 14) % 2)[..., None]
    made[row:] *= 0.82 + 0.3 * lane
    made[row:] *= (0.85 + 0.3 * noise(height - row, width, random, 0.02, 3))[..., None]
    quad(made, (0, 0.68, 1, 0.688), lin("#f4f4f0"))
    made = defocused(made, 0.008)
    for u in (0.06, 0.94):
        for row_ in range(3):
            for column in range(4):
                disc(
                    made,
                    ((u + 0.016 * (column - 1.5)) * width, (0.1 + 0.022 * row_) * height),
                    0.011 * min(height, width),
                    lin("#ffffff") * 1.8,
                )
    return glow(made, 0.05, 0.3)


def clay_court(height: int, width: int, random: np.random.Generator) -> Linear:
    """A clay tennis court: net, white lines, green fence."""
    made = down(
        height,
        width,
        (0, "#7ab4e4"),
        (0.16, "#c8e0f0"),
        (0.17, "#1c4a34"),
        (0.42, "#245a40"),
        (0.43, "#b4582c"),
        (1, "#c8683a"),
    )
    dabs(made, random, 700, ("#2f5a30", "#4a7c3c", "#244a28"), size=(0.015, 0.04), area=(0, 0.02, 1, 0.17))
    made[int(0.43 * height) :] *= (0.88 + 0.22 * noise(height - int(0.43 * height), width, random, 0.03, 5, 0.7))[
        ..., None
    ]
    white = lin("#f4f0ea")
    quad(made, (0, 0.5, 1, 0.506), white)
    poly(made, [(0.14, 0.5), (0.15, 0.5), (-0.05, 1), (-0.08, 1)], white)
    poly(made, [(0.86, 0.5), (0.85, 0.5), (1.05, 1), (1.08, 1)], white)
    quad(made, (0, 0.8, 1, 0.812), white)
    net = made[int(0.56 * height) : int(0.72 * height)]
    y, x = np.mgrid[0 : net.shape[0], 0:width]
    pitch = max(height // 90, 3)
    net[((y % pitch) < pitch * 0.22) | ((x % pitch) < pitch * 0.22)] = lin("#20241f")
    quad(made, (0, 0.55, 1, 0.575), white * np.float32(0.95))
    return defocused(made, 0.005)


def ring(height: int, width: int, random: np.random.Generator) -> Linear:
    """An old boxing gym: brick in the dark, ring ropes, heavy bags, a hard lamp above."""
    made = plain(height, width, "#241a16") * (0.5 + 0.6 * noise(height, width, random, 0.05, 4))[..., None]
    for x in (0.1, 0.9, 0.26):
        quad(made, (x - 0.002, 0, x + 0.002, 0.3), lin("#707070"))
        cv2.ellipse(
            made,
            (int(x * width), int(0.45 * height)),
            (int(0.045 * width), int(0.19 * height)),
            0,
            0,
            360,
            (lin("#5a2018") * 0.9).tolist(),
            -1,
        )
        cv2.ellipse(
            made,
            (int((x - 0.012) * width), int(0.42 * height)),
            (int(0.016 * width), int(0.14 * height)),
            0,
            0,
            360,
            (lin("#8a3a28") * 1.1).tolist(),
            -1,
        )
    made = defocused(made, 0.01)
    ropes = np.zeros_like(made)
    for y, code in ((0.36, "#c8242c"), (0.52, "#f0f0ea"), (0.68, "#2448b0")):
        for thick, tone in ((0.011, 0.55), (0.006, 1.1)):
            poly(
                ropes,
                [
                    (0, y + 0.03 - thick),
                    (0.5, y - thick),
                    (1, y + 0.03 - thick),
                    (1, y + 0.03 + thick),
                    (0.5, y + thick),
                    (0, y + 0.03 + thick),
                ],
                lin(code) * np.float32(tone) + 1e-3,
            )
    made = np.where(ropes.max(-1, keepdims=True) > 0, ropes, made).astype(np.float32)
    made = defocused(made, 0.0035)
    x, y = grid(height, width)
    far = np.abs(x - width / min(height, width) / 2) / (0.1 + 0.62 * y)
    cone = np.exp(-(far**2)) * (1.1 - y * 0.8).clip(0)
    return glow(made * (0.25 + 1.6 * cone)[..., None] + (0.13 * cone)[..., None] * lin("#ffe6c0"), 0.05, 0.3)


def funfair(height: int, width: int, random: np.random.Generator) -> Linear:
    """A theme park at dusk: a ferris wheel of lights, strings of lamps, stalls."""
    made = down(height, width, (0, "#3c4f98"), (0.5, "#b080a8"), (0.75, "#f0a888"), (1, "#402838"))
    side = min(height, width)
    centre = np.array([0.74 * width, 0.36 * height])
    palette = ("#ff4060", "#ffd040", "#40d0ff", "#ff70d0", "#80ff80")
    for angle in np.linspace(0, 2 * np.pi, 16, endpoint=False):
        end = centre + 0.27 * side * np.array([np.cos(angle), np.sin(angle)])
        cv2.line(
            made,
            tuple(centre.astype(int)),
            tuple(end.astype(int)),
            (lin("#f0e0f0") * 0.7).tolist(),
            max(int(side * 0.003), 1),
        )
        for step in (0.4, 0.6, 0.8, 1.0):
            at = centre + 0.27 * side * step * np.array([np.cos(angle), np.sin(angle)])
            disc(made, (at[0], at[1]), 0.008 * side, lin(palette[int(angle * 8 + step * 5) % 5]) * 1.5)
    cv2.circle(
        made, tuple(centre.astype(int)), int(0.27 * side), (lin("#ffe0f0") * 1.2).tolist(), max(int(side * 0.005), 1)
    )
    for angle in np.linspace(0, 2 * np.pi, 12, endpoint=False):
        at = centre + 0.29 * side * np.array([np.cos(angle), np.sin(angle)])
        cv2.circle(made, tuple(at.astype(int)), int(0.024 * side), lin(palette[int(angle * 3) % 5]).tolist(), -1)
    for x in (0.02, 0.2, 0.5, 0.86):
        poly(made, [(x - 0.1, 0.78), (x, 0.62), (x + 0.1, 0.78)], lin(random.choice(["#d83048", "#f0b030", "#3080c8"])))
        quad(made, (x - 0.09, 0.78, x + 0.09, 1), lin("#f0e0c8") * np.float32(0.5))
    made = defocused(made, 0.007)
    for start, sag in ((0.1, 0.1), (0.22, 0.13)):
        for at in np.linspace(0, 1, 30):
            y = start + sag * 4 * at * (1 - at)
            disc(made, (at * width, y * height), 0.009 * side, lin(palette[int(at * 29) % 5]) * 1.1)
    return glow(
        lights(made, random, 60, palette, size=(0.008, 0.024), bright=(0.2, 0.8), area=(0, 0.6, 1, 1)), 0.05, 0.35
    )


def party(height: int, width: int, random: np.random.Generator, *, wall: str = "#f4d8c8") -> Linear:
    """Balloons, a garland, confetti in the air."""
    made = plain(height, width, wall) * (1.0 - 0.35 * np.linspace(0, 1, height, dtype=np.float32))[:, None, None]
    palette = ("#e8405c", "#f8b830", "#40b0e0", "#8a5cd0", "#50c080", "#f080b0")
    for number, at in enumerate(np.linspace(0, 1, 15)):
        y = 0.03 + 0.1 * 4 * at * (1 - at)
        poly(made, [(at - 0.033, y), (at + 0.033, y), (at, y + 0.09)], lin(palette[number % 6]))
    made = defocused(made, 0.005)
    for _ in range(20):
        x = random.uniform(0, 0.34) if random.random() < 0.5 else random.uniform(0.66, 1)
        y, size = random.uniform(0.14, 0.85), random.uniform(0.06, 0.1)
        layer, colour = made.copy(), lin(palette[random.integers(6)])
        poly(
            layer,
            [(x - 0.001, y), (x + 0.001, y), (x + 0.01, y + 0.5), (x + 0.008, y + 0.5)],
            lin("#e0e0e0") * np.float32(0.6),
        )
        for share in np.linspace(1, 0.08, 14):
            tone = colour * np.float32(0.55 + 0.55 * (1 - share)) + np.float32(0.5 * max(0, 0.4 - share))
            at = (int((x - 0.3 * size * (1 - share)) * width), int((y - 0.35 * size * (1 - share)) * height))
            cv2.ellipse(
                layer,
                at,
                (max(int(size * share * 0.85 * width), 1), max(int(size * share * height), 1)),
                0,
                0,
                360,
                tone.tolist(),
                -1,
            )
        poly(
            layer,
            [(x - 0.01, y + size * 1.06), (x + 0.01, y + size * 1.06), (x, y + size * 0.94)],
            colour * np.float32(0.7),
        )
        made = defocused(layer, 0.0012)
    for _ in range(160):
        x, y, size, turn = random.random(), random.random(), random.uniform(0.004, 0.011), random.uniform(0, 3.14)
        c, s = np.cos(turn) * size, np.sin(turn) * size * 0.6
        poly(made, [(x - c, y - s), (x + s, y - c), (x + c, y + s), (x - s, y + c)], lin(palette[random.integers(6)]))
    return defocused(made, 0.002)


def pumpkins(height: int, width: int, random: np.random.Generator) -> Linear:
    """Carved pumpkins glowing in the dusk under a bare sky, bats."""
    made = down(height, width, (0, "#1a0c2c"), (0.5, "#6a2a3c"), (0.7, "#d86a20"), (0.72, "#140a0a"), (1, "#0a0606"))
    made = mixed(
        made,
        lin("#2a1234"),
        (noise(height, width, random, 0.3, 5, stretch=3) * 0.7)
        * (np.linspace(1, 0, height, dtype=np.float32)[:, None]),
    )
    for x in (0.05, 0.93):
        for _ in range(9):
            at, heading, thick = np.array([x, 0.85]), -np.pi / 2 + random.uniform(-0.3, 0.3), 0.02
            for _ in range(26):
                ahead = at + 0.03 * np.array([np.cos(heading), np.sin(heading)])
                cv2.line(
                    made,
                    (int(at[0] * width), int(at[1] * height)),
                    (int(ahead[0] * width), int(ahead[1] * height)),
                    lin("#0a0508").tolist(),
                    max(int(thick * height), 1),
                )
                at, heading, thick = ahead, heading + random.normal(0, 0.22), thick * 0.9
    for _ in range(12):
        x, y, s = random.uniform(0.05, 0.95), random.uniform(0.05, 0.4), random.uniform(0.015, 0.035)
        half = [(0, 0.1), (0.25, -0.25), (0.55, -0.1), (1, -0.5), (0.85, 0.2), (0.6, 0.1), (0.35, 0.35), (0, 0.55)]
        poly(
            made,
            [(x + u * s, y + v * s) for u, v in half] + [(x - u * s, y + v * s) for u, v in reversed(half)],
            lin("#08040a"),
        )
    made = defocused(made, 0.003)
    for x, y, size in (
        (0.12, 0.8, 0.13),
        (0.88, 0.82, 0.14),
        (0.33, 0.72, 0.07),
        (0.7, 0.71, 0.065),
        (0.02, 0.68, 0.06),
        (0.99, 0.67, 0.06),
    ):
        made = _pumpkin(made, x, y, size)
    return glow(defocused(made, 0.0025), 0.04, 0.5)


def _pumpkin(made: Linear, x: float, y: float, size: float) -> Linear:
    height, width = made.shape[:2]
    for part, shade in ((-0.62, 0.55), (0.62, 0.55), (-0.34, 0.8), (0.34, 0.8), (0, 1.0)):
        at, axes = (
            (int((x + part * size) * width), int(y * height)),
            (int(size * 0.45 * width), int(size * 0.78 * height)),
        )
        cv2.ellipse(made, at, axes, 0, 0, 360, (lin("#d85c10") * 0.55 * shade).tolist(), -1)
    quad(made, (x - size * 0.08, y - size * 0.98, x + size * 0.08, y - size * 0.7), lin("#3a5020"))
    light = lin("#ffd050") * 4
    for side in (-1, 1):
        poly(
            made,
            [
                (x + side * size * 0.2, y - size * 0.1),
                (x + side * size * 0.58, y - size * 0.1),
                (x + side * size * 0.4, y - size * 0.42),
            ],
            light,
        )
    poly(made, [(x - size * 0.09, y + 0.08 * size), (x + size * 0.09, y + 0.08 * size), (x, y - size * 0.1)], light)
    teeth = [
        (-0.62, 0.2),
        (-0.4, 0.26),
        (-0.3, 0.4),
        (-0.18, 0.3),
        (0, 0.34),
        (0.18, 0.3),
        (0.3, 0.4),
        (0.4, 0.26),
        (0.62, 0.2),
        (0.4, 0.5),
        (0.2, 0.52),
        (0.12, 0.44),
        (0, 0.58),
        (-0.12, 0.44),
        (-0.2, 0.52),
        (-0.4, 0.5),
    ]
    poly(made, [(x + u * size, y + v * size) for u, v in teeth], light)
    return made


def graffiti(height: int, width: int, random: np.random.Generator) -> Linear:
    """A sprayed wall: bubble shapes with outlines and highlights, drips, on concrete."""
    made = plain(height, width, "#8c8a86") * (0.6 + 0.6 * noise(height, width, random, 0.08, 5, 0.65))[..., None]
    palette = ("#ff3c6a", "#20c8e8", "#ffd020", "#7a3cf0", "#40d860", "#ff7a20")
    side = min(height, width)
    for _ in range(18):
        centre = np.array([random.uniform(0, 1) * width, random.uniform(0.03, 0.9) * height])
        size, turns = random.uniform(0.09, 0.2) * side, random.integers(4, 8)
        angles = np.linspace(0, 2 * np.pi, 80, endpoint=False)
        reach = size * (
            1 + 0.34 * np.sin(angles * turns + random.uniform(0, 6)) + 0.2 * np.sin(angles * 2 + random.uniform(0, 6))
        )
        shape = np.stack([centre[0] + 1.25 * reach * np.cos(angles), centre[1] + reach * np.sin(angles)], -1)
        one, two = (lin(palette[k]) for k in random.choice(6, 2, replace=False))
        cv2.fillPoly(made, [(shape + size * 0.08).astype(np.int32)], lin("#101014").tolist())
        cv2.fillPoly(made, [shape.astype(np.int32)], one.tolist())
        inner = centre + (shape - centre) * np.array([0.8, 0.62]) + np.array([0, size * 0.16])
        cv2.fillPoly(made, [inner.astype(np.int32)], (0.5 * one + 0.5 * two).tolist())
        cv2.polylines(made, [shape.astype(np.int32)], True, lin("#101014").tolist(), max(int(side * 0.009), 2))
        glint = centre + (shape[44:58] - centre) * 0.82
        cv2.polylines(made, [glint.astype(np.int32)], False, (1.0, 1.0, 1.0), max(int(side * 0.007), 1))
        for _ in range(2):
            x = int(centre[0] + random.uniform(-0.7, 0.7) * size)
            cv2.line(
                made,
                (x, int(centre[1] + size * 0.7)),
                (x, int(centre[1] + size * random.uniform(1.0, 1.7))),
                one.tolist(),
                max(int(side * 0.004), 1),
            )
    made *= (0.85 + 0.3 * noise(height, width, random, 0.006, 3, 0.8))[..., None]
    return defocused(
        (made * (1.05 - 0.45 * np.linspace(0, 1, height, dtype=np.float32)[:, None, None])).astype(np.float32), 0.003
    )


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
