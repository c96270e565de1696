"""Backdrops that shine: moon and stars, northern lights, fire, stages, discos, screens."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from engine.canvas.backdrops.brush import (
    defocused,
    disc,
    down,
    glow,
    grid,
    lay_moon,
    lights,
    lin,
    mixed,
    noise,
    plain,
    poly,
    profile,
    quad,
)
from engine.canvas.backdrops.night import WARM
from engine.canvas.types import Linear


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
    made = lay_moon(made, random, (0.24, 0.24), 0.14, "#f0f2ff")
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
        made = lay_moon(made, random, (0.8, 0.2), 0.11, "#d8d6d0")
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
    for number in range(4):
        base = (
            0.62
            - 0.1 * number
            + 0.08 * np.sin(x * random.uniform(2.5, 5) + random.uniform(0, 6))
            + 0.035 * np.sin(x * random.uniform(7, 12) + random.uniform(0, 6))
        )
        ray = cv2.GaussianBlur(random.random((1, width), dtype=np.float32), (0, 0), width / 150)
        ray = (ray - ray.min()) / np.ptp(ray)
        up = base[None] + 0.02 * ray - y
        fall = np.exp(-up.clip(0) / (0.08 + 0.1 * ray)) * ((up + 0.05) / 0.06).clip(0, 1) ** 2
        high = np.exp(-up.clip(0) / 0.34) * ((up - 0.02) / 0.25).clip(0, 1)
        patch = profile(width, random, 0.35, 3) ** 1.5
        made += (fall * (0.35 + 0.65 * ray) * (0.08 + patch) * 0.75)[..., None] * lin(colours[min(number // 3, 1)])
        made += (high * (0.5 + 0.5 * ray) * (0.08 + patch) * 0.22)[..., None] * lin(colours[-1])
    row = int(height * 0.8)
    snow = (
        down(height - row, width, (0, "#2c5c66"), (1, "#5f8f98"))
        * (0.6 + 0.5 * noise(height - row, width, random, 0.3, 4, stretch=3))[..., None]
    )
    made[row:] = snow
    for _ in range(90):
        x0, tall = random.uniform(-0.02, 1.02), random.uniform(0.05, 0.16)
        poly(made, [(x0 - tall * 0.2, 0.815), (x0, 0.815 - tall), (x0 + tall * 0.2, 0.815)], lin("#04110f"))
    return glow(defocused(made.astype(np.float32), 0.005), 0.06, 0.25)


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
