"""Backdrops of the night: lamps out of focus, neon, candles, fire, sky."""

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
    profile,
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
        made = _moon(made, random, (0.72, 0.23), 0.15, "#fff3cf")
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


def _moon(made: Linear, random: np.random.Generator, at: tuple[float, float], size: float, code: str) -> Linear:
    height, width = made.shape[:2]
    x, y = grid(height, width)
    side = min(height, width)
    far = np.hypot(x - at[0] * width / side, y - at[1] * height / side)
    share = ((size - far) * side * 0.5).clip(0, 1)
    seas = 0.68 + 0.4 * noise(height, width, random, 0.09, 5, 0.6)
    made = warmed(made, at, size * 2.6, lin(code), 0.12)
    return mixed(made, lin(code) * (seas * 1.0)[..., None], share)


def moonlit(
    height: int,
    width: int,
    random: np.random.Generator,
    *,
    castle: bool = True,
    top: str = "#0a1024",
    mist: str = "#4a5a78",
) -> Linear:
    """A full moon behind clouds and, with ``castle``, a gothic castle on a hill with lit windows."""
    made = down(height, width, (0, top), (0.6, "#1c2a48"), (1, mist))
    made = _moon(made, random, (0.24, 0.24), 0.14, "#f0f2ff")
    cloud = noise(height, width, random, 0.4, 6, 0.55, stretch=2.5)
    made = mixed(made, lin("#26324e"), (cloud * 1.7 - 0.85).clip(0, 0.85))
    if castle:
        black = lin("#05070f")
        poly(made, [(0.5, 0.8), (0.62, 0.62), (0.8, 0.56), (1.02, 0.6), (1.02, 1), (0.4, 1)], black)
        for x, tall, wide in (
            (0.72, 0.3, 0.045),
            (0.8, 0.42, 0.06),
            (0.88, 0.34, 0.05),
            (0.95, 0.26, 0.05),
            (0.66, 0.2, 0.035),
        ):
            quad(made, (x - wide / 2, 0.68 - tall, x + wide / 2, 0.75), black)
            poly(
                made,
                [(x - wide * 0.62, 0.68 - tall), (x, 0.68 - tall - wide * 2.1), (x + wide * 0.62, 0.68 - tall)],
                black,
            )
            for row in np.arange(0.72 - tall, 0.66, 0.07):
                quad(made, (x - 0.006, row, x + 0.006, row + 0.022), lin("#ffb040") * np.float32(1.4))
        for _ in range(14):
            _bat(made, random)
    fog = noise(height, width, random, 0.4, 4, stretch=3) * np.linspace(-0.8, 1.3, height, dtype=np.float32)[
        :, None
    ].clip(0)
    return glow(defocused(mixed(made, lin(mist), (fog * 0.8).clip(0, 1)), 0.0025), 0.03, 0.2)


def _bat(made: Linear, random: np.random.Generator) -> None:
    x, y, s = random.uniform(0.05, 0.95), random.uniform(0.04, 0.42), random.uniform(0.012, 0.03)
    shape = [(0, 0.1), (0.25, -0.25), (0.55, -0.1), (1, -0.5), (0.85, 0.2), (0.6, 0.1), (0.35, 0.35), (0, 0.55)]
    wing = [(x + u * s, y + v * s) for u, v in shape] + [(x - u * s, y + v * s) for u, v in reversed(shape)]
    poly(made, wing, lin("#04050a"))


def starfield(
    height: int,
    width: int,
    random: np.random.Generator,
    *,
    colours: Sequence[str] = ("#3a2a8c", "#a03c8c", "#2a78b0"),
    planet: bool = False,
    moon: bool = False,
) -> Linear:
    """Stars and a nebula; with ``planet`` the curved blue edge of one, with ``moon`` a cratered moon."""
    made = plain(height, width, "#03040a")
    for code in colours:
        cloud = noise(height, width, random, 0.5, 6, 0.58) * noise(height, width, random, 0.3, 5)
        made += (cloud**2.2 * 0.5)[..., None] * lin(code)
    dust = noise(height, width, random, 0.35, 6, 0.6)
    made *= (1 - 0.75 * (dust * 1.6 - 0.9).clip(0, 1))[..., None]
    for _ in range(900):
        x, y = random.integers(width), random.integers(height)
        made[y, x] += lin(random.choice(["#ffffff", "#cfe0ff", "#ffe8cc"])) * np.float32(random.exponential(0.5))
    sharp = cv2.GaussianBlur(made, (0, 0), max(min(height, width) / 1600, 0.4)) * 1.3
    made = lights(sharp, random, 36, ("#ffffff", "#cfe0ff", "#ffe8cc"), size=(0.0012, 0.0028), bright=(0.6, 2.5), rim=0)
    made = glow(made, 0.006, 0.5)
    if moon:
        made = _moon(made, random, (0.8, 0.2), 0.11, "#d8d6d0")
    if planet:
        x, y = grid(height, width)
        ratio = (width / min(height, width), height / min(height, width))
        far = np.hypot(x - ratio[0] * 0.15, y - ratio[1] * 1.55)
        sea = mixed(
            plain(height, width, "#1c5fb0"),
            lin("#e8f2ff"),
            (noise(height, width, random, 0.16, 6, 0.6, stretch=2) * 1.8 - 0.8).clip(0, 1),
        )
        edge = ((0.98 - far) * 160).clip(0, 1)
        made = mixed(made, sea * (0.25 + 1.2 * ((far - 0.6) / 0.4).clip(0, 1))[..., None], edge)
        made += (np.exp(-(((far - 0.985) / 0.022) ** 2)) * 0.8)[..., None] * lin("#7ab8ff")
    return made.astype(np.float32)


def aurora(
    height: int, width: int, random: np.random.Generator, *, colours: Sequence[str] = ("#28ff8c", "#30d0c0", "#a040e0")
) -> Linear:
    """Green curtains of northern lights over snow and a dark row of firs."""
    made = down(height, width, (0, "#040a1c"), (0.7, "#0c2438"), (1, "#103040"))
    made = lights(made, random, 220, ("#ffffff",), size=(0.0008, 0.0018), bright=(0.2, 1.2), area=(0, 0, 1, 0.7), rim=0)
    x, y = np.linspace(0, 1, width, dtype=np.float32), np.linspace(0, 1, height, dtype=np.float32)[:, None]
    for number in range(5):
        code = colours[min(number // 2, len(colours) - 1)]
        base = (
            0.62
            - 0.09 * number
            + 0.07 * np.sin(x * random.uniform(3, 7) + random.uniform(0, 6))
            + 0.03 * np.sin(x * random.uniform(9, 16))
        )
        ray = cv2.GaussianBlur(random.random((1, width), dtype=np.float32), (0, 0), width / 260)
        ray = (ray - ray.min()) / np.ptp(ray) * 0.8 + 0.2
        up = base[None] - y
        fall = np.exp(-up.clip(0) / (0.1 + 0.14 * ray)) * (up > 0) + np.exp(-((up / 0.012) ** 2)) * (up <= 0)
        patch = profile(width, random, 0.25, 3)
        made += (fall * ray * (0.15 + patch) * 0.55)[..., None] * lin(code)
    row = int(height * 0.8)
    snow = (
        down(height - row, width, (0, "#2c5c66"), (1, "#5f8f98"))
        * (0.6 + 0.5 * noise(height - row, width, random, 0.3, 4, stretch=3))[..., None]
    )
    made[row:] = snow
    for _ in range(90):
        x0, tall = random.uniform(-0.02, 1.02), random.uniform(0.05, 0.16)
        poly(made, [(x0 - tall * 0.2, 0.815), (x0, 0.815 - tall), (x0 + tall * 0.2, 0.815)], lin("#04110f"))
    return defocused(made.astype(np.float32), 0.0035)


def fire(height: int, width: int, random: np.random.Generator, *, sparks: int = 240, tall: float = 0.75) -> Linear:
    """A wall of flames, out of focus, with flying sparks."""
    made = plain(height, width, "#0a0302")
    rise = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    lick = np.ascontiguousarray(noise(width, height, random, 0.16, 5, 0.55, stretch=2.6).T)  # drawn out upwards
    turn = (noise(height, width, random, 0.25, 3) - 0.5) * width * 0.16
    yy, xx = np.mgrid[0:height, 0:width].astype(np.float32)
    lick = cv2.remap(lick, (xx + turn).clip(0, width - 1).astype(np.float32), yy, cv2.INTER_LINEAR)
    heat = (lick * 0.85 + 0.75 * rise / tall - 0.78).clip(0, 1.1)
    made += (heat**1.4)[..., None] * lin("#ff4a08") * 1.0 + (heat.clip(0.5) - 0.5)[..., None] * lin("#ffb840") * 1.6
    made = defocused(made.astype(np.float32), 0.008)
    made = lights(
        made, random, sparks, ("#ffb040", "#ff7a20", "#ffe0a0"), size=(0.0012, 0.008), bright=(0.8, 4), rim=0.2
    )
    return glow(made, 0.04, 0.45)


def fireworks(height: int, width: int, random: np.random.Generator, *, count: int = 7) -> Linear:
    """Fireworks over a dark town."""
    made = down(height, width, (0, "#060818"), (0.8, "#1a1838"), (1, "#2a2038"))
    side = min(height, width)
    palette = ("#ff5040", "#ffd060", "#60d0ff", "#d070ff", "#80ff90", "#ffffff")
    for _ in range(count):
        centre = np.array([random.uniform(0.05, 0.95) * width, random.uniform(0.06, 0.5) * height])
        code, reach = palette[random.integers(len(palette))], random.uniform(0.09, 0.2) * side
        for angle in np.linspace(0, 2 * np.pi, 54, endpoint=False):
            far = reach * random.uniform(0.55, 1.05)
            steps = np.linspace(0.12, 1, 24)
            for step in steps:
                at = (
                    centre + far * step * np.array([np.cos(angle), np.sin(angle)]) + np.array([0, 0.16 * far * step**2])
                )
                disc(
                    made,
                    (at[0], at[1]),
                    side * 0.0017 * (0.6 + step),
                    lin(code) * np.float32(0.15 + 1.2 * step**3),
                    rim=0,
                )
    made = lights(made, random, 110, WARM, size=(0.002, 0.009), bright=(0.2, 1.0), area=(0, 0.82, 1, 1))
    return glow(defocused(made, 0.0018), 0.03, 0.5)


def stage(
    height: int,
    width: int,
    random: np.random.Generator,
    *,
    colours: Sequence[str] = ("#ffd9a0", "#ffb860"),
    smoke: float = 0.8,
    beams: int = 5,
    crowd: bool = False,
    dark: str = "#0c0806",
) -> Linear:
    """Spot lights through smoke over a dark stage; with ``crowd`` music stands and players as dark shapes."""
    x, y = grid(height, width)
    wide = width / min(height, width)
    made = plain(height, width, dark)
    cloud = 0.35 + smoke * noise(height, width, random, 0.35, 5, 0.55)
    for number in range(beams):
        top = wide * (number + 0.5) / beams
        lean = random.uniform(-0.45, 0.45)
        off = (x - top - lean * y) / (0.02 + 0.12 * (y + 0.05))
        made += (np.exp(-(off**2)) * cloud * (1.1 - 0.85 * y).clip(0) * 0.55)[..., None] * lin(
            colours[number % len(colours)]
        )
        disc(
            made,
            (top * min(height, width), 0.012 * height),
            0.02 * min(height, width),
            lin(colours[number % len(colours)]) * 4,
        )
    if crowd:
        for _ in range(34):
            u, size = random.uniform(0, 1), random.uniform(0.025, 0.04)
            v = random.uniform(0.6, 0.92)
            cv2.ellipse(
                made,
                (int(u * width), int(v * height)),
                (int(size * 0.7 * width), int(size * height)),
                0,
                0,
                360,
                (lin("#1c0f08") * 0.7).tolist(),
                -1,
            )
            quad(made, (u - size * 1.4, v + size * 0.9, u + size * 1.4, 1), lin("#120a06"))
            quad(made, (u + 0.03, v + 0.03, u + 0.07, v + 0.06), lin("#ffe0a0") * np.float32(0.7))
    return glow(defocused(made.astype(np.float32), 0.006), 0.05, 0.45)


def disco(
    height: int,
    width: int,
    random: np.random.Generator,
    *,
    colours: Sequence[str] = ("#ff30a0", "#30c0ff", "#ffd040", "#9040ff"),
) -> Linear:
    """A mirror ball and the spots it throws."""
    made = down(height, width, (0, "#180828"), (1, "#2c0c3c"))
    made = lights(made, random, 190, colours, size=(0.006, 0.022), bright=(0.15, 1.1), rim=0.15)
    x, y = grid(height, width)
    radius, cx, cy = 0.15, 0.8 * width / min(height, width), 0.2
    u, v = (x - cx) / radius, (y - cy) / radius
    inside = (u**2 + v**2) < 1
    lat = np.arcsin(v.clip(-1, 1))
    lon = np.arcsin((u / np.cos(lat).clip(0.05)).clip(-1, 1))
    row, column = np.floor(lat / 0.16).astype(int), np.floor(lon / 0.16).astype(int)
    table = random.exponential(0.45, (64, 64)).astype(np.float32) ** 1.5
    tint = np.array([lin(code) for code in (*colours, "#ffffff", "#ffffff")])[
        random.integers(0, len(colours) + 2, (64, 64))
    ]
    face = table[row % 64, column % 64][..., None] * tint[row % 64, column % 64] + 0.02
    seam = np.minimum(lat / 0.16 % 1, lon / 0.16 % 1) < 0.1
    ball = face * np.where(seam, 0.15, 1)[..., None] * (0.35 + 0.8 * np.sqrt((1 - u**2 - v**2).clip(0)))[..., None]
    made = np.where(inside[..., None], ball, made).astype(np.float32)
    quad(
        made,
        ((cx - 0.003) * min(height, width) / width, 0, (cx + 0.003) * min(height, width) / width, 0.05),
        lin("#505060"),
    )
    for number in range(5):
        off = ((x - 0.2 * number - 0.05) - (0.45 - 0.2 * number) * y) / (0.02 + 0.1 * y)
        made += (np.exp(-(off**2)) * 0.16 * (1.1 - y).clip(0))[..., None] * lin(colours[number % len(colours)])
    return glow(made.astype(np.float32), 0.03, 0.4)


def laser_grid(height: int, width: int, random: np.random.Generator) -> Linear:
    """The eighties as an airbrush saw them: a striped sun over a glowing grid."""
    made = down(height, width, (0, "#12062e"), (0.45, "#5a1478"), (0.66, "#f0408c"), (0.67, "#14042c"), (1, "#2a0850"))
    made = lights(
        made, random, 130, ("#ffffff", "#ffb0ff"), size=(0.0008, 0.002), bright=(0.3, 1.6), area=(0, 0, 1, 0.5), rim=0
    )
    x, y = grid(height, width)
    side = min(height, width)
    u, v = x - width / side / 2, y * side / height
    far = np.hypot(u, (v - 0.42) * height / side)
    stripe = np.where(v > 0.36, np.sin((v - 0.36) * 150) > -0.3 - (v - 0.36) * 1.5, True)
    sun = ((0.30 - far) * side / 2).clip(0, 1) * stripe * (v < 0.667)
    ramp = ((v - 0.14) / 0.5).clip(0, 1)[..., None]
    made = mixed(made, lin("#ffe060") * (1 - ramp) + lin("#ff3090") * ramp, sun)
    below = (v - 0.668).clip(1e-3)
    column, row = u / below * 2.0, 1.2 / below
    near = (0.03 + 0 * below, 0.004 / below)  # line widths in cells
    gaps = [np.abs(each - np.round(each)) for each in (column, row)]
    mesh = sum(np.exp(-((gap / (thick * 1.1)) ** 2)) for gap, thick in zip(gaps, near, strict=True)).clip(0, 1)
    made += (mesh * (v > 0.668) * (0.3 + 1.6 * below))[..., None] * lin("#ff40e0") * 1.2
    return glow(made.astype(np.float32), 0.02, 0.4)


def hologram_room(height: int, width: int, random: np.random.Generator) -> Linear:
    """A dark room with a projector's blue light from below."""
    made = down(height, width, (0, "#02060c"), (0.7, "#04121e"), (1, "#0a2c44"))
    x, y = grid(height, width)
    side = min(height, width)
    u = np.abs(x - width / side / 2)
    beam = np.exp(-((u / (0.5 - 0.2 * (y * side / height))) ** 4))
    made += (beam * (y * side / height) ** 1.5 * 0.10 * (0.6 + 0.5 * noise(height, width, random, 0.3, 4)))[
        ..., None
    ] * lin("#30b0ff")
    return made.astype(np.float32)


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
