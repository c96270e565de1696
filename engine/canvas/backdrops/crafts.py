"""Backdrops made by hand: papyrus, murals, silk, gears, posters, mosaic grounds."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from engine.canvas.backdrops.brush import defocused, down, grid, lin, mixed, noise, plain, poly, quad
from engine.canvas.backdrops.patterns import polar
from engine.canvas.types import Linear


def papyrus(height: int, width: int, random: np.random.Generator) -> Linear:
    """Papyrus with fibres, columns of painted signs and a border of coloured bars."""
    fibre = 0.5 * noise(height, width, random, 0.02, 3, stretch=14) + 0.5 * np.ascontiguousarray(
        noise(width, height, random, 0.02, 3, stretch=14).T
    )
    made = lin("#d8b878") * (0.68 + 0.45 * fibre)[..., None]
    sheet = np.repeat(np.zeros((height, width, 1), np.float32), 3, -1)
    cover = np.zeros((height, width, 3), np.float32)
    palette = ("#8a3020", "#1c5a70", "#2a2418", "#b07a20", "#2f6a48")
    for x in (0.06, 0.15, 0.85, 0.94):
        for y in np.arange(0.1, 0.95, 0.075):
            _sign(sheet, cover, x, y, 0.026, lin(palette[random.integers(5)]), int(random.integers(7)))
    for x in (0.015, 0.105, 0.195, 0.805, 0.895, 0.985):
        for made_ in (sheet, cover):
            quad(made_, (x - 0.0022, 0.06, x + 0.0022, 1), lin("#2a2418") if made_ is sheet else np.ones(3, np.float32))
    for number, x in enumerate(np.arange(0, 1, 0.025)):
        for made_ in (sheet, cover):
            quad(
                made_,
                (x, 0.01, x + 0.022, 0.05),
                lin(palette[number % 5]) if made_ is sheet else np.ones(3, np.float32),
            )
    worn = 0.62 + 0.35 * noise(height, width, random, 0.02, 4, 0.7)
    return mixed(made.astype(np.float32), sheet, cover[..., 0] * worn)


def _sign(sheet: Linear, cover: Linear, x: float, y: float, s: float, colour: np.ndarray, kind: int) -> None:
    """One invented sign: bird, eye, water, reed, sun, vessel or house."""
    shapes: list[list[tuple[float, float]]] = [
        [
            (-0.9, 0.1),
            (-0.3, -0.5),
            (0.2, -0.9),
            (0.7, -0.7),
            (0.45, -0.45),
            (0.5, 0.1),
            (0.1, 0.5),
            (0.15, 1),
            (-0.1, 1),
            (-0.15, 0.55),
            (-1, 0.6),
        ],
        [(-1, 0), (0, -0.5), (1, 0), (0.3, 0.35), (0.4, 0.9), (0.15, 0.9), (0, 0.4)],
        [
            (-1, -0.2),
            (-0.6, -0.5),
            (-0.2, -0.2),
            (0.2, -0.5),
            (0.6, -0.2),
            (1, -0.5),
            (1, -0.1),
            (0.6, 0.2),
            (0.2, -0.1),
            (-0.2, 0.2),
            (-0.6, -0.1),
            (-1, 0.2),
        ],
        [(-0.12, 1), (-0.1, -0.4), (-0.35, -0.6), (0, -1), (0.35, -0.6), (0.1, -0.4), (0.12, 1)],
        [(np.cos(a) * 0.7, np.sin(a) * 0.7) for a in np.linspace(0, 6.28, 20)],
        [(-0.4, -0.9), (0.4, -0.9), (0.3, -0.5), (0.6, 0), (0.35, 0.8), (-0.35, 0.8), (-0.6, 0), (-0.3, -0.5)],
        [(-0.9, 0.7), (-0.9, -0.6), (0.9, -0.6), (0.9, 0.7), (0.5, 0.7), (0.5, -0.2), (-0.5, -0.2), (-0.5, 0.7)],
    ]
    points = [(x + u * s, y + v * s) for u, v in shapes[kind]]
    poly(sheet, points, colour)
    poly(cover, points, np.ones(3, np.float32))


def fresco(height: int, width: int, random: np.random.Generator) -> Linear:
    """A cave mural: ochre ground, turquoise ribbons of cloud, a halo, flaking colour."""
    made = lin("#c09058") * (0.62 + 0.5 * noise(height, width, random, 0.3, 6, 0.62))[..., None]
    x, y = grid(height, width)
    for code, off in (("#2f8c88", 0.0), ("#8c3a28", 1.7), ("#e8d8b0", 3.2)):
        for number in range(3):
            curve = 0.14 + 0.33 * number + 0.06 * np.sin(x * 7 + off + number) + 0.02 * np.sin(x * 23 + off)
            band = np.abs(y - curve - off * 0.03)
            share = np.exp(-((band / (0.014 + 0.008 * np.sin(x * 11 + off))) ** 4))
            made = mixed(made.astype(np.float32), lin(code), share * (np.sin(x * 5 + off + number * 2) > -0.4) * 0.85)
    far, _ = polar(height, width, (0.5, 0.42))
    for radius, code in ((0.4, "#2f8c88"), (0.375, "#e8d0a0"), (0.36, "#2c6a78"), (0.3, "#c89a50")):
        made = mixed(made, lin(code), ((radius - far) * min(height, width) / 2).clip(0, 1) * 0.85)
    flake = noise(height, width, random, 0.14, 6, 0.7)
    made = mixed(made, lin("#b8a080"), ((flake - 0.72) * 16).clip(0, 0.85))
    crack = np.exp(-((np.abs(noise(height, width, random, 0.5, 6, 0.6) - 0.5) / 0.004) ** 2))
    return (made * (1 - 0.6 * crack)[..., None]).astype(np.float32)


def embroidery(height: int, width: int, random: np.random.Generator, *, silk: str = "#16324a") -> Linear:
    """Silk covered with stitched flowers and leaves, every stitch with its sheen."""
    made = plain(height, width, silk) * (0.85 + 0.3 * noise(height, width, random, 0.004, 2, stretch=6))[..., None]
    side = min(height, width)
    palette = ("#e0405c", "#f4a8b8", "#f0d8c0", "#e8a030", "#c85890")
    for _ in range(60):
        centre = np.array([random.uniform(0, 1) * width, random.uniform(0, 1) * height])
        size, petals = random.uniform(0.035, 0.085) * side, random.integers(5, 8)
        one = lin(palette[random.integers(5)])
        for leaf in range(3):
            _stitched(
                made,
                random,
                centre,
                random.uniform(0, 6.28),
                size * 1.5,
                size * 0.3,
                lin("#3f8a5c") * np.float32(0.8 + 0.2 * leaf),
            )
        turn = random.uniform(0, 6.28)
        for petal in range(petals):
            _stitched(made, random, centre, turn + petal * 2 * np.pi / petals, size, size * 0.36, one)
        cv2.circle(made, tuple(centre.astype(int)), max(int(size * 0.2), 1), lin("#f0c040").tolist(), -1)
    return made


def _stitched(
    made: Linear,
    random: np.random.Generator,
    at: np.ndarray,
    heading: float,
    long: float,
    wide: float,
    colour: np.ndarray,
) -> None:
    ahead, beside = np.array([np.cos(heading), np.sin(heading)]), np.array([-np.sin(heading), np.cos(heading)])
    for step in np.linspace(-1, 1, max(int(wide / 1.6), 6)):
        reach = long * np.sqrt(max(1 - step**2, 0))
        start, end = (
            at + ahead * long * 0.16 + beside * step * wide * 0.3,
            at + ahead * (long * 0.35 + reach * 0.65) + beside * step * wide,
        )
        tone = colour * np.float32((0.45 + 0.75 * np.cos(step * 1.3) ** 2) * random.uniform(0.75, 1.2))
        cv2.line(
            made, tuple(start.astype(int)), tuple(end.astype(int)), tone.tolist(), max(int(made.shape[0] / 620), 1)
        )


def gears(
    height: int, width: int, random: np.random.Generator, *, metal: str = "#b07a3c", dark: str = "#1a100a"
) -> Linear:
    """Brass gears, rivets and pipes in a workshop's warm light."""
    made = plain(height, width, dark) * (0.6 + 0.9 * noise(height, width, random, 0.2, 5))[..., None]
    side = min(height, width)
    for depth in range(2):
        for _ in range(13):
            x, y = random.uniform(0, 1) * width, random.uniform(0, 1) * height
            size, teeth = random.uniform(0.05, 0.16) * side, int(random.integers(12, 28))
            angles = np.linspace(0, 2 * np.pi, teeth * 8, endpoint=False)
            reach = size * (1 + 0.11 * np.tanh(4 * np.sin(angles * teeth)))
            shape = np.stack([x + reach * np.cos(angles), y + reach * np.sin(angles)], -1).astype(np.int32)
            tone = lin(random.choice([metal, "#8c5a2c", "#c89858", "#6a4a34"])) * np.float32(0.35 + 0.5 * depth)
            cv2.fillPoly(made, [shape + max(int(side * 0.006), 1)], (lin(dark) * 0.4).tolist())
            cv2.fillPoly(made, [shape], tone.tolist())
            cv2.polylines(made, [shape], True, (tone * 1.8).tolist(), max(int(side * 0.002), 1))
            cv2.circle(made, (int(x), int(y)), int(size * 0.78), (tone * 0.55).tolist(), max(int(size * 0.06), 1))
            for angle in np.linspace(0, 2 * np.pi, 6, endpoint=False):
                cv2.circle(
                    made,
                    (int(x + 0.48 * size * np.cos(angle)), int(y + 0.48 * size * np.sin(angle))),
                    int(size * 0.17),
                    (lin(dark) * 0.8).tolist(),
                    -1,
                )
            cv2.circle(made, (int(x), int(y)), int(size * 0.2), (tone * 1.5).tolist(), -1)
            cv2.circle(made, (int(x), int(y)), int(size * 0.08), lin(dark).tolist(), -1)
        made = defocused(made, 0.006 - 0.004 * depth)
    x, y = grid(height, width)
    steam = noise(height, width, random, 0.35, 5) * np.exp(-((y - 0.9) ** 2) / 0.3)
    lit = made * (0.35 + 1.5 * np.exp(-((np.hypot(x - 0.15, y - 0.2) / 0.7) ** 2)))[..., None]
    return mixed(lit.astype(np.float32), lin("#c8a888"), (steam * 0.3).astype(np.float32))


def circuit(
    height: int, width: int, random: np.random.Generator, *, colours: Sequence[str] = ("#20ffb0", "#ff2a90", "#28a0ff")
) -> Linear:
    """Glowing conductors on black."""
    sheet = np.zeros((height, width, 3), np.float32)
    side, step = min(height, width), max(min(height, width) // 32, 4)
    ways = [(1, 0), (0, 1), (1, 1), (1, -1), (-1, 0), (0, -1)]
    for _ in range(90):
        at = np.array([random.integers(0, width // step + 1), random.integers(0, height // step + 1)]) * step
        colour, way = (
            lin(colours[random.integers(len(colours))]) * np.float32(random.uniform(0.4, 2)),
            ways[random.integers(6)],
        )
        for _ in range(random.integers(2, 6)):
            ahead = at + np.array(way) * step * random.integers(1, 5)
            cv2.line(sheet, tuple(at.tolist()), tuple(ahead.tolist()), colour.tolist(), max(side // 420, 1))
            at, way = ahead, ways[random.integers(6)]
        cv2.circle(sheet, tuple(at.tolist()), max(side // 130, 2), (colour * 1.5).tolist(), -1)
    spill = cv2.GaussianBlur(sheet, (0, 0), side / 120) * 1.4 + cv2.GaussianBlur(sheet, (0, 0), side / 28) * 1.1
    board = plain(height, width, "#04100e") * (0.6 + 0.8 * noise(height, width, random, 0.3, 4))[..., None]
    return defocused((board + sheet + spill).astype(np.float32), 0.0025)


def atomic(height: int, width: int, random: np.random.Generator) -> Linear:
    """The future as the fifties and sixties printed it: domes, rockets, ringed planets, starbursts, pastel colours."""
    sheet = down(2 * height, 2 * width, (0, "#7fd0cc"), (0.6, "#f4e0b8"), (1, "#f0b890"))
    sheet_random = random
    for x, y, size, code in ((0.14, 0.2, 0.09, "#f08060"), (0.86, 0.16, 0.11, "#f4c860")):
        at, axes = (int(x * 2 * width), int(y * 2 * height)), int(size * 2 * min(height, width))
        cv2.circle(sheet, at, axes, lin(code).tolist(), -1)
        cv2.ellipse(
            sheet, at, (int(axes * 1.7), int(axes * 0.42)), -18, 0, 360, lin("#fdf6e8").tolist(), max(axes // 9, 2)
        )
        cv2.ellipse(sheet, at, (axes, axes), 0, 185, 325, lin(code).tolist(), -1)
    for _ in range(26):
        x, y, size = sheet_random.random(), sheet_random.uniform(0, 0.7), sheet_random.uniform(0.008, 0.03)
        for angle in (0, np.pi / 4, np.pi / 2, 3 * np.pi / 4):
            long = size if angle in (0, np.pi / 2) else size * 0.5
            dx, dy = long * np.cos(angle), long * np.sin(angle)
            poly(
                sheet,
                [(x + dx, y + dy), (x - dy * 0.08, y + dx * 0.08), (x - dx, y - dy), (x + dy * 0.08, y - dx * 0.08)],
                lin("#fdf6e8"),
            )
    for x, tall, code in (
        (0.04, 0.34, "#e86a58"),
        (0.17, 0.24, "#58b0b0"),
        (0.82, 0.26, "#58b0b0"),
        (0.95, 0.38, "#e86a58"),
    ):
        quad(sheet, (x - 0.012, 1 - tall, x + 0.012, 1), lin("#fdf6e8"))
        at = (int(x * 2 * width), int((1 - tall) * 2 * height))
        cv2.ellipse(sheet, at, (int(0.085 * 2 * width), int(0.03 * 2 * height)), 0, 0, 360, lin(code).tolist(), -1)
        cv2.ellipse(
            sheet, at, (int(0.05 * 2 * width), int(0.055 * 2 * height)), 0, 180, 360, lin("#c8ecf0").tolist(), -1
        )
        poly(
            sheet,
            [(x - 0.002, 1 - tall - 0.1), (x + 0.002, 1 - tall - 0.1), (x + 0.002, 1 - tall), (x - 0.002, 1 - tall)],
            lin("#fdf6e8"),
        )
    for x in (0.33, 0.66):
        poly(
            sheet,
            [
                (x - 0.022, 0.16),
                (x, 0.03),
                (x + 0.022, 0.16),
                (x + 0.022, 0.22),
                (x + 0.05, 0.28),
                (x - 0.05, 0.28),
                (x - 0.022, 0.22),
            ],
            lin("#e86a58"),
        )
        poly(sheet, [(x - 0.012, 0.28), (x + 0.012, 0.28), (x, 0.36)], lin("#fdf6e8"))
    made = _small(sheet, height, width)
    return made * (0.92 + 0.1 * noise(height, width, random, 0.006, 2))[..., None]


def nouveau(
    height: int,
    width: int,
    random: np.random.Generator,
    *,
    ground: str = "#e4d4a8",
    ring: str = "#b88a4c",
    leaf: str = "#6a7c4c",
) -> Linear:
    """A ring of flowers behind the head and flowing stems, muted gold."""
    sheet = np.broadcast_to(lin(ground), (2 * height, 2 * width, 3)).copy()
    side, centre = 2 * min(height, width), np.array([width, 0.42 * 2 * height])
    for radius, code, thick in ((0.43, "#8a5a34", 0.012), (0.4, ring, 0.055), (0.365, "#8a5a34", 0.008)):
        cv2.circle(sheet, tuple(centre.astype(int)), int(radius * side), lin(code).tolist(), max(int(thick * side), 2))
    cv2.circle(sheet, tuple(centre.astype(int)), int(0.36 * side), lin("#d8c8a0").tolist(), -1)
    for angle in np.linspace(0, 2 * np.pi, 18, endpoint=False):
        at = centre + 0.4 * side * np.array([np.cos(angle), np.sin(angle)])
        for petal in np.linspace(0, 2 * np.pi, 6, endpoint=False):
            tip = at + 0.024 * side * np.array([np.cos(petal + angle), np.sin(petal + angle)])
            cv2.ellipse(
                sheet,
                tuple(tip.astype(int)),
                (int(0.022 * side), int(0.013 * side)),
                float(np.degrees(petal + angle)),
                0,
                360,
                lin("#d87860" if int(angle * 9) % 2 else "#f0e0c8").tolist(),
                -1,
            )
            cv2.ellipse(
                sheet,
                tuple(tip.astype(int)),
                (int(0.022 * side), int(0.013 * side)),
                float(np.degrees(petal + angle)),
                0,
                360,
                lin("#6a4028").tolist(),
                max(side // 900, 1),
            )
        cv2.circle(sheet, tuple(at.astype(int)), int(0.012 * side), lin("#e8b040").tolist(), -1)
    t = np.linspace(0, 1, 90)
    for mirror in (-1, 1):
        for number in range(7):
            x = 0.5 + mirror * (0.47 - 0.05 * number + 0.05 * np.sin(t * (5 + number) + number))
            y = 1.02 - t * (1.05 - 0.1 * number)
            line = np.stack([x * 2 * width, y * 2 * height], -1).astype(np.int32)
            cv2.polylines(
                sheet, [line], False, lin("#5a6a3c" if number % 2 else "#8a7a48").tolist(), max(int(side * 0.004), 2)
            )
            for at in line[8::14]:
                cv2.ellipse(
                    sheet,
                    tuple(at.tolist()),
                    (int(0.026 * side), int(0.009 * side)),
                    mirror * (-40.0),
                    0,
                    360,
                    lin(leaf).tolist(),
                    -1,
                )
    return _small(sheet, height, width) * (0.92 + 0.12 * noise(height, width, random, 0.02, 4))[..., None]


def gold_tiles(height: int, width: int, random: np.random.Generator) -> Linear:
    """The gold ground of a mosaic with a halo and a blue border; the look cuts it into tiles."""
    made = lin("#d8a43c") * (0.7 + 0.5 * noise(height, width, random, 0.012, 2))[..., None]
    far, _ = polar(height, width, (0.5, 0.42))
    made = mixed(made.astype(np.float32), lin("#f4d878"), ((0.38 - far) * 200).clip(0, 1))
    made = mixed(made, lin("#8c2420"), np.exp(-(((far - 0.385) / 0.012) ** 2)).astype(np.float32))
    x, y = grid(height, width)
    wide = np.minimum(np.minimum(x, width / min(height, width) - x), np.minimum(y, height / min(height, width) - y))
    made = mixed(made, lin("#1c3c80"), (wide < 0.07).astype(np.float32))
    diamond = (np.abs((x + y) / 0.07 % 1 - 0.5) + np.abs((x - y) / 0.07 % 1 - 0.5)) < 0.42
    return mixed(made, lin("#f0e8d0"), (diamond & (wide < 0.055) & (wide > 0.015)).astype(np.float32))


def leaded(height: int, width: int, random: np.random.Generator) -> Linear:
    """Colours for a church window: blue and ruby rays around a golden disc; the look adds glass and lead."""
    far, angle = polar(height, width, (0.5, 0.42))
    table = np.array(
        [lin(code) for code in ("#1c4cb8", "#2a88c8", "#7a1c8c", "#1c6ab0", "#b81c34", "#183c98", "#2a9878", "#243c9c")]
    )
    sector = (np.floor((angle + np.pi) / (2 * np.pi) * 16) + np.floor(far / 0.17) * 3).astype(int) % 8
    made = table[sector] * 0.95
    made = mixed(made.astype(np.float32), lin("#f4bc30"), ((0.37 - far) * 300).clip(0, 1))
    x, y = grid(height, width)
    wide = np.minimum(np.minimum(x, width / min(height, width) - x), np.minimum(y, height / min(height, width) - y))
    return mixed(made, lin("#b8202c"), (wide < 0.05).astype(np.float32))


def mughal(height: int, width: int, random: np.random.Generator) -> Linear:
    """A palace: cusped arches of sandstone with inlay, a garden beyond, garlands of marigold."""
    made = down(height, width, (0, "#f4d8a0"), (0.55, "#f8e8c8"), (0.7, "#7a9c58"), (1, "#4a7038"))
    made = defocused(made * (0.85 + 0.25 * noise(height, width, random, 0.15, 4))[..., None], 0.01)
    sheet, cover = np.zeros_like(made), np.ones((height, width, 3), np.float32)
    for x, half in ((0.5, 0.31), (0.02, 0.12), (0.98, 0.12)):
        top = []
        for at in np.linspace(-1, 1, 181):
            rise = (1 - np.abs(at) ** 1.5) * half * 0.95 + 0.035 * np.abs(np.sin(at * np.pi * 4.5))
            top.append((x + at * half, 0.42 - rise))
        poly(cover, [(x - half, 1.1), *top, (x + half, 1.1)], np.zeros(3, np.float32))
    stone = lin("#c8704c") * (0.75 + 0.35 * noise(height, width, random, 0.05, 5, 0.65))[..., None]
    xx, yy = grid(height, width)
    u, v = (xx / 0.075) % 1 - 0.5, (yy / 0.075) % 1 - 0.5
    star = (np.abs(u) + np.abs(v) < 0.34) | (np.maximum(np.abs(u), np.abs(v)) < 0.25)
    star &= ~((np.abs(u) + np.abs(v) < 0.22) | (np.maximum(np.abs(u), np.abs(v)) < 0.15))
    sheet = mixed(stone.astype(np.float32), lin("#f4e8d4"), star.astype(np.float32) * 0.75)
    inner = cv2.dilate(cover[..., 0], np.ones((3, 3))) - cv2.erode(cover[..., 0], np.ones((max(height // 60, 3),) * 2))
    sheet = mixed(sheet, lin("#f8ecd8"), inner.clip(0, 1))
    made = mixed(made, sheet, cover[..., 0])
    for start, sag in ((0.0, 0.12), (0.03, 0.2)):
        for at in np.linspace(0, 1, 90):
            y = start + sag * np.abs(np.sin(at * np.pi * 3))
            code = ("#ff8a10", "#ffb820", "#e8501c")[int(at * 89) % 3]
            cv2.circle(
                made,
                (int(at * width), int(y * height)),
                max(int(0.011 * min(height, width)), 2),
                (lin(code) * random.uniform(0.7, 1.1)).tolist(),
                -1,
            )
    return defocused(made, 0.003)


def _small(sheet: Linear, height: int, width: int) -> Linear:
    return cv2.resize(sheet, (width, height), interpolation=cv2.INTER_AREA)
