"""Backdrops of going out: sports grounds, a fair, a party, Halloween, a sprayed wall."""

from __future__ import annotations

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
)
from engine.canvas.letters import word
from engine.canvas.types import Linear, Plane


def stadium(height: int, width: int, random: np.random.Generator) -> Linear:
    """The inside of a full stadium: sky, the dark underside of the roof with flood lights, stands, the pitch."""
    made = down(height, width, (0, "#12161e"), (0.62, "#1c222c"), (0.63, "#2c6a30"), (1, "#4c8c3c"))
    for _ in range(8500):
        u, v = random.random(), random.uniform(0.19, 0.585)
        code = random.choice(["#b83838", "#d8d8d8", "#34508c", "#3c4454", "#b08868", "#40302c", "#2c3038"])
        quad(made, (u, v, u + 0.004, v + 0.005), lin(code) * np.float32(random.uniform(0.08, 0.5)))
    for v in (0.39, 0.48):  # the tiers of the stands
        quad(made, (0, v, 1, v + 0.012), lin("#0c0f14"))
        quad(made, (0, v, 1, v + 0.004), lin("#c8ccd4") * np.float32(0.4))
    made = _roof(made)
    quad(made, (0, 0.585, 1, 0.63), lin("#1c3c90"))
    for u in np.arange(0, 1, 0.14):
        quad(made, (u, 0.595, u + 0.09, 0.62), lin(random.choice(["#f0f0f0", "#e83038", "#f8d030"])))
    made = defocused(_pitch(made, random), 0.006)
    along = np.linspace(0.03, 0.97, 15, dtype=np.float32)
    for u, v in zip(along, _rim(along) + 0.016, strict=True):  # flood lights hang under the roof's rim
        disc(made, (u * width, v * height), 0.0085 * min(height, width), lin("#fffcf4") * 2.2)
    return glow(defocused(made, 0.004), 0.05, 0.3)


def _rim(x: Plane) -> Plane:
    """Height 0..1 of the roof's inner rim at ``x`` 0..1: it comes nearer, and so higher, on both sides."""
    return 0.05 + 0.14 * (1 - (2 * x - 1) ** 2)


def _roof(made: Linear) -> Linear:
    """Put the roof over the stands: a light rim, a dark underside with beams that run to the back."""
    height, width = made.shape[:2]
    y, x = np.linspace(0, 1, height, dtype=np.float32)[:, None], np.linspace(0, 1, width, dtype=np.float32)[None]
    rim = _rim(x)
    back = rim + 0.15 - 0.02 * (1 - (2 * x - 1) ** 2)
    beams = np.abs((((x - 0.5) * (1 + 1.6 * (back - y)) * 16) % 1) - 0.5) < 0.07
    under = mixed(plain(height, width, "#242b36"), lin("#0a0d12"), ((y - rim) / 0.15).clip(0, 1))
    under = np.where(beams[..., None], under * np.float32(2.2), under)
    made = np.where(((y >= rim) & (y < back))[..., None], under, made)
    sky_ = down(height, width, (0, "#4c8cd4"), (0.3, "#b4d8f4"), (1, "#b4d8f4"))
    made = np.where((y < rim)[..., None], sky_, made)
    edge = ((y >= rim) & (y < rim + 0.01))[..., None]
    return np.where(edge, lin("#e8ecf0") * np.float32(0.8), made).astype(np.float32)


def _pitch(made: Linear, random: np.random.Generator) -> Linear:
    """Mow the pitch in stripes; draw its lines and the goal."""
    height, width = made.shape[:2]
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    row = int(0.63 * height)
    lane = (np.floor((y[row:] - 0.63).clip(0) ** 0.7 * 14) % 2)[..., None]
    made[row:] *= 0.82 + 0.3 * lane
    made[row:] *= (0.85 + 0.3 * noise(height - row, width, random, 0.02, 3))[..., None]
    white = lin("#f4f4f0")
    quad(made, (0, 0.66, 1, 0.666), white)
    for box in ((0.08, 0.5, 0.086, 0.655), (0.34, 0.5, 0.346, 0.655), (0.08, 0.5, 0.346, 0.507)):  # the goal
        quad(made, box, white)
    for u in np.arange(0.1, 0.34, 0.016):
        quad(made, (u, 0.507, u + 0.0012, 0.655), white * np.float32(0.4))
    poly(made, [(0.02, 0.666), (0.026, 0.666), (-0.06, 0.76), (-0.07, 0.76)], white)
    poly(made, [(0.44, 0.666), (0.446, 0.666), (0.52, 0.76), (0.51, 0.76)], white)
    quad(made, (-0.06, 0.756, 0.52, 0.764), white)
    return made


def clay_court(height: int, width: int, random: np.random.Generator) -> Linear:
    """A clay tennis court in the sun, seen from its base line: the net, white lines, an umpire's chair, a hedge."""
    ground = 0.5
    made = down(height, width, (0, "#86b8e4"), (0.2, "#d4e6f2"), (0.21, "#1c4a34"), (ground, "#245a40"),
                (ground + 0.01, "#a8542c"), (1, "#cc7040"))  # fmt: skip
    dabs(made, random, 900, ("#2f5a30", "#5a8c44", "#244a28", "#7aa858"), size=(0.015, 0.045), area=(0, 0.06, 1, 0.24))
    made = defocused(made, 0.012)
    row = int(ground * height)
    made[row:] *= (0.9 + 0.2 * noise(height - row, width, random, 0.03, 5, 0.7))[..., None]
    white = lin("#f4f0ea") * np.float32(0.95)
    quad(made, (0.08, 0.535, 0.92, 0.539), white)  # the far base line and, nearer, that of the service
    quad(made, (0.0, 0.565, 1.0, 0.57), white)
    for foot, head in ((-0.3, 0.1), (0.02, 0.2), (0.98, 0.8), (1.3, 0.9)):
        wide = 0.011
        poly(made, [(head, 0.535), (head + 0.004, 0.535), (foot + wide, 1.0), (foot - wide, 1.0)], white)
    poly(made, [(0.498, 0.565), (0.502, 0.565), (0.507, 0.86), (0.493, 0.86)], white)
    quad(made, (-0.1, 0.855, 1.1, 0.868), white)
    net = made[int(0.6 * height) : int(0.7 * height)]
    y, x = np.mgrid[0 : net.shape[0], 0:width]
    pitch = max(height // 80, 3)
    net[((y % pitch) < pitch * 0.26) | ((x % pitch) < pitch * 0.26)] *= np.float32(0.25)
    net *= np.float32(0.8)
    quad(made, (0, 0.592, 1, 0.61), white)
    quad(made, (0.496, 0.6, 0.504, 0.7), white)
    for x0, x1 in ((0.075, 0.083), (0.165, 0.173)):
        poly(made, [(x0, 0.36), (x0 + 0.007, 0.36), (x1 + 0.012, 0.68), (x1, 0.68)], lin("#2c5c3c"))
    for step in (0.42, 0.48, 0.54, 0.6, 0.66):
        quad(made, (0.08, step, 0.178, step + 0.007), lin("#2c5c3c"))
    quad(made, (0.068, 0.335, 0.18, 0.352), lin("#e8e4d8"))
    quad(made, (0.068, 0.27, 0.08, 0.34), lin("#2c5c3c"))
    return glow(defocused(made, 0.007), 0.05, 0.12)


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
    """A theme park at dusk: a castle, a ferris wheel with cabins, striped tents, strings of lamps."""
    made = down(height, width, (0, "#26356e"), (0.45, "#7a5c98"), (0.72, "#f0a080"), (0.8, "#3a2838"), (1, "#221a2c"))
    side = min(height, width)
    _castle(made, 0.16, 0.8)
    made = defocused(made, 0.004)
    _wheel(made, np.array([0.76 * width, 0.4 * height]), 0.3 * side)
    for x, code in ((0.04, "#d83048"), (0.42, "#2f78c0"), (0.62, "#f0a830"), (0.93, "#d83048")):
        _tent(made, x, 0.84, code)
    made = defocused(made, 0.0065)
    palette = ("#ffd070", "#ffe8b0", "#ff7090", "#70d0ff")
    for start, sag in ((0.06, 0.09), (0.2, 0.12)):
        for at in np.linspace(0, 1, 26):
            y = start + sag * 4 * at * (1 - at)
            disc(made, (at * width, y * height), 0.008 * side, lin(palette[int(at * 25) % 4]) * 1.2)
    made = lights(made, random, 70, palette, size=(0.007, 0.02), bright=(0.2, 0.9), area=(0, 0.72, 1, 1))
    return glow(made, 0.05, 0.4)


def _castle(made: Linear, x: float, foot: float) -> None:
    """Paint a castle of towers with pointed roofs and lit windows around ``x``, standing on ``foot``."""
    stone, roof, lit = (
        lin("#c8b0d8") * np.float32(0.5),
        lin("#3c5cb0") * np.float32(0.7),
        lin("#ffd890") * np.float32(1.4),
    )
    for off, wide, tall in (
        (-0.12, 0.05, 0.26),
        (0.12, 0.05, 0.24),
        (-0.055, 0.055, 0.4),
        (0.06, 0.05, 0.36),
        (0.0, 0.07, 0.5),
    ):
        left, right, top = x + off - wide / 2, x + off + wide / 2, foot - tall
        quad(made, (left, top, right, foot), stone)
        poly(made, [(left - 0.008, top), (x + off, top - 1.9 * wide), (right + 0.008, top)], roof)
        for row in np.arange(top + 0.03, foot - 0.03, 0.075):
            quad(made, (x + off - 0.007, row, x + off + 0.007, row + 0.024), lit)
    quad(made, (x - 0.16, foot - 0.12, x + 0.16, foot), stone)
    quad(made, (x - 0.03, foot - 0.08, x + 0.03, foot), lit)


def _wheel(made: Linear, centre: np.ndarray, radius: float) -> None:
    """Paint a ferris wheel: rim, spokes with lamps, cabins, two legs."""
    palette = [lin(code) for code in ("#ff5070", "#ffd050", "#50d0ff", "#80f0a0")]
    thin = max(int(radius * 0.012), 1)
    middle = (int(centre[0]), int(centre[1]))
    for lean in (-0.55, 0.55):
        foot = (int(centre[0] + lean * radius), int(centre[1] + 1.45 * radius))
        cv2.line(made, middle, foot, (lin("#e0d8f0") * 0.6).tolist(), 3 * thin)
    for size, tone in ((1.0, 1.3), (0.9, 0.9)):
        cv2.circle(made, middle, int(size * radius), (lin("#fff0e0") * tone).tolist(), 2 * thin, cv2.LINE_AA)
    for number, angle in enumerate(np.linspace(0, 2 * np.pi, 16, endpoint=False)):
        way = np.array([np.cos(angle), np.sin(angle)])
        end = centre + radius * way
        cv2.line(made, middle, (int(end[0]), int(end[1])), (lin("#f0e8f8") * 0.7).tolist(), thin, cv2.LINE_AA)
        for step in (0.35, 0.55, 0.75):
            at = centre + step * radius * way
            disc(made, (at[0], at[1]), 0.022 * radius, palette[number % 4] * 1.3)
        hung = end + np.array([0.0, 0.07 * radius])
        box = [hung + radius * np.array(each) for each in ((-0.06, -0.06), (0.06, -0.06), (0.05, 0.06), (-0.05, 0.06))]
        cv2.fillConvexPoly(made, np.array(box).astype(np.int32), (palette[number % 4] * 0.8).tolist(), cv2.LINE_AA)


def _tent(made: Linear, x: float, foot: float, code: str) -> None:
    """Paint a striped round tent with a pointed roof and a flag."""
    cloth, white = lin(code) * np.float32(0.75), lin("#f8efe0") * np.float32(0.75)
    for stripe in range(8):
        left, right = x - 0.12 + 0.03 * stripe, x - 0.09 + 0.03 * stripe
        shade = (cloth, white)[stripe % 2]
        poly(made, [(left, foot - 0.08), (x, foot - 0.2), (right, foot - 0.08)], shade)
        quad(made, (left + 0.008, foot - 0.08, right + 0.008 * (stripe < 7), foot + 0.1), shade * np.float32(0.6))
    poly(made, [(x, foot - 0.25), (x + 0.035, foot - 0.235), (x, foot - 0.22)], lin("#ffd050"))
    quad(made, (x - 0.002, foot - 0.25, x + 0.002, foot - 0.19), lin("#f0e8e0"))


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
    made = down(height, width, (0, "#1a0c2c"), (0.36, "#6a2a3c"), (0.52, "#d86a20"), (0.55, "#140a0a"), (1, "#0a0606"))
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
        (0.1, 0.62, 0.1),
        (0.9, 0.64, 0.105),
        (0.26, 0.55, 0.05),
        (0.76, 0.54, 0.05),
        (0.01, 0.5, 0.045),
        (0.985, 0.51, 0.05),
        (0.06, 0.86, 0.13),
        (0.94, 0.88, 0.14),
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


WORDS = ("FLOW", "PEACE", "BEAT", "LOVE", "RISE", "BOOM", "JAM", "STREET")


def graffiti(height: int, width: int, random: np.random.Generator) -> Linear:
    """A brick wall full of sprayed words: bubbles of colour, letters with outline, depth and highlight, drips."""
    made = _bricks(height, width, random)
    palette = ("#ff3c6a", "#20c8e8", "#ffd020", "#7a3cf0", "#40d860", "#ff7a20")
    side = min(height, width)
    words = list(random.permutation(WORDS))
    places = [(0.2, 0.1), (0.82, 0.2), (0.12, 0.36), (0.88, 0.47), (0.16, 0.62), (0.84, 0.74), (0.3, 0.88), (0.5, 0.03)]
    for number, (x, y) in enumerate(places):
        first, second = (palette[k] for k in random.choice(6, 2, replace=False))
        at = ((x + random.uniform(-0.04, 0.04)) * width, (y + random.uniform(-0.03, 0.03)) * height)
        wide = random.uniform(0.44, 0.6) * side * (0.75 if number == 7 else 1)
        _sprayed(made, random, words[number], at, wide, lin(first), lin(second))
    made *= (0.85 + 0.3 * noise(height, width, random, 0.006, 3, 0.8))[..., None]
    fall = 1.0 - 0.4 * np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    return defocused((made * fall).astype(np.float32), 0.0045)


def _bricks(height: int, width: int, random: np.random.Generator) -> Linear:
    x, y = grid(height, width)
    row = np.floor(y / 0.052)
    column = np.floor(x / 0.13 + 0.5 * (row % 2))
    tone = random.uniform(0.75, 1.1, (64, 64)).astype(np.float32)[row.astype(int) % 64, column.astype(int) % 64]
    seam = np.minimum((y / 0.052) % 1 * 0.052, ((x / 0.13 + 0.5 * (row % 2)) % 1) * 0.13) < 0.006
    rough = 0.7 + 0.6 * noise(height, width, random, 0.03, 4, 0.65)
    made = plain(height, width, "#8a4a38") * (tone * rough)[..., None]
    return mixed(made.astype(np.float32), lin("#8c857c") * np.float32(0.7), seam.astype(np.float32))


def _sprayed(
    made: Linear, random: np.random.Generator, text: str, at: tuple[float, float], wide: float, one: Plane, two: Plane
) -> None:
    """Spray a word around ``at`` (pixels) in place."""
    height, width = made.shape[:2]
    letters = word(text, max(int(wide), 8), weight=900)
    rows, columns = letters.shape
    turn, lean, tall = random.uniform(-0.22, 0.22), random.uniform(-0.25, 0.25), random.uniform(1.3, 1.7)
    turned = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]]) @ np.array([[1, lean], [0, tall]])
    move = np.concatenate([turned, (np.array(at) - turned @ [columns / 2, rows / 2])[:, None]], 1).astype(np.float32)
    full = cv2.warpAffine(letters, move, (width, height), flags=cv2.INTER_LINEAR)
    thick = max(int(wide * 0.022), 2)

    def grown(by: int) -> Plane:
        return cv2.dilate(full, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * by + 1, 2 * by + 1)))

    mist = cv2.GaussianBlur(grown(3 * thick), (0, 0), 2 * thick)
    made[:] = mixed(made, two * np.float32(0.8), mist * 0.75)
    outline = grown(thick)
    deep = np.maximum.reduce([outline, *(_shifted(outline, off, off) for off in range(2, 2 * thick, 2))])
    made[:] = mixed(made, lin("#0c0c12"), deep)
    y = np.arange(height, dtype=np.float32)[:, None]
    share = ((y - at[1]) / (rows * tall) + 0.5).clip(0, 1) * np.ones((1, width), np.float32)
    made[:] = mixed(made, (one * (1 - share[..., None]) + two * share[..., None]) * 1.1, full)
    glint = (full - _shifted(full, thick // 2 + 1, thick // 2 + 1)).clip(0) * 0.85
    made[:] = mixed(made, lin("#ffffff"), glint)
    for _ in range(3):
        x = int(at[0] + random.uniform(-0.4, 0.4) * columns)
        start, long = int(at[1] + 0.3 * rows * tall), random.uniform(0.3, 0.9) * rows * tall
        cv2.line(made, (x, start), (x, int(start + long)), two.tolist(), max(thick // 3, 1))


def _shifted(plane: Plane, right: int, below: int) -> Plane:
    move = np.array([[1, 0, right], [0, 1, below]], np.float32)
    return cv2.warpAffine(plane, move, plane.shape[::-1])
