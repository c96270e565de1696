"""Backdrops of sky and green: clouds, sunset, dusk, woods, fields, blossom."""

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
    lights,
    lin,
    mixed,
    noise,
    poly,
    profile,
    quad,
    shafts,
    warmed,
)
from engine.canvas.types import Linear


def sky(
    height: int,
    width: int,
    random: np.random.Generator,
    *,
    top: str = "#3d78c4",
    low: str = "#cfe3f2",
    clouds: float = 0.5,
    cloud: str = "#ffffff",
) -> Linear:
    """A sky of day: blue falling to haze, with heaps of cloud."""
    made = down(height, width, (0, top), (1, low))
    heap = noise(height, width, random, 0.5, 6, 0.55, stretch=1.7)
    soft = cv2.GaussianBlur(heap, (0, 0), max(min(height, width) / 70, 0.5))
    below = np.roll(soft, -max(height // 30, 1), 0)
    share = ((heap - (1 - clouds) * 0.8) * 3).clip(0, 1)
    lit = (0.86 + 0.8 * (soft - below)).clip(0.66, 1.05)
    cover = cv2.GaussianBlur(share * 0.92, (0, 0), max(min(height, width) / 260, 0.5))
    return mixed(made, lin(cloud) * lit[..., None], cover)


def sunset(
    height: int,
    width: int,
    random: np.random.Generator,
    *,
    top: str = "#3a4a80",
    middle: str = "#e08a60",
    low: str = "#ffce80",
    sun: tuple[float, float] | list[float] = (0.68, 0.6),
    ground: str = "#2a1a18",
    strength: float = 1.0,
) -> Linear:
    """A low sun in a burning sky with bands of cloud over a dark horizon, out of focus."""
    made = down(height, width, (0, top), (0.42, middle), (0.68, low), (1, low))
    band = noise(height, width, random, 0.3, 6, 0.55, stretch=4)
    share = ((band - 0.5) * 3).clip(0, 1) * 0.75
    made = mixed(made, lin(middle) * np.float32(0.55) + lin(top) * np.float32(0.2), share)
    made += (np.exp(-(((band - 0.5) / 0.06) ** 2)) * 0.25)[..., None] * lin(low)
    made = warmed(made, (sun[0], sun[1]), 0.32, lin("#ff9a48"), 0.7 * strength)
    disc(
        made,
        (sun[0] * width, sun[1] * height),
        0.045 * min(height, width),
        lin("#ffe6b0") * np.float32(3 * strength),
        rim=0,
    )
    line = 0.72 + 0.05 * profile(width, random, 0.4, 4)
    share = ((np.linspace(0, 1, height)[:, None] - line[None]) * 120).clip(0, 1).astype(np.float32)
    made = mixed(made, lin(ground) * (0.7 + 0.8 * noise(height, width, random, 0.06, 4))[..., None], share)
    return glow(defocused(made, 0.008), 0.08, 0.3 * strength)


def dusk(height: int, width: int, random: np.random.Generator, *, lamps: int = 34) -> Linear:
    """The blue hour: deep blue over a dark town, a few warm lamps out of focus."""
    made = down(height, width, (0, "#12285e"), (0.5, "#3560a8"), (0.66, "#88a0cc"), (0.7, "#16223e"), (1, "#0c1428"))
    x = -0.05
    while x < 1.05:
        wide = random.uniform(0.04, 0.14)
        quad(
            made,
            (x, 0.66 - random.uniform(0, 0.17), x + wide, 1),
            lin("#15233f") * np.float32(random.uniform(0.7, 1.3)),
        )
        x += wide
    made = defocused(made, 0.012)
    made = lights(
        made, random, lamps, ("#ffb45e", "#ffd08a"), size=(0.012, 0.034), bright=(0.4, 1.1), area=(0, 0.5, 1, 0.95)
    )
    return glow(made, 0.05, 0.3)


def woods(
    height: int,
    width: int,
    random: np.random.Generator,
    *,
    leaves: Sequence[str] = ("#2c5a1e", "#4c8a2c", "#7fb840", "#a8d060"),
    dark: str = "#0e1c0c",
    light: str = "#e8f0b0",
    trunks: int = 9,
    trunk: str = "#2a2018",
    rays: float = 0.0,
    ground: str = "#3a4a20",
    blur: float = 0.014,
    sparkle: int = 110,
) -> Linear:
    """Trees out of focus with light falling through the leaves; ``rays`` makes its shafts visible."""
    made = down(height, width, (0, light), (0.5, light), (0.75, ground), (1, ground)) * 0.8
    made = mixed(made, lin(dark), noise(height, width, random, 0.3, 4) * 0.75)
    for depth in range(3):
        for _ in range(trunks // 3 + 1):
            x, thick = random.uniform(-0.02, 1.02), random.uniform(0.006, 0.02) * (1 + depth)
            colour = lin(trunk) * np.float32(1.5 - 0.4 * depth) + lin(light) * np.float32(0.12 - 0.05 * depth)
            lean = random.uniform(-0.03, 0.03)
            poly(
                made,
                [
                    (x - thick * 0.6, -0.05),
                    (x + thick * 0.6, -0.05),
                    (x + thick + lean, 1.05),
                    (x - thick + lean, 1.05),
                ],
                colour,
            )
            poly(
                made,
                [
                    (x - thick * 0.6, -0.05),
                    (x - thick * 0.2, -0.05),
                    (x - thick * 0.4 + lean, 1.05),
                    (x - thick + lean, 1.05),
                ],
                colour * np.float32(1.9),
            )
        tone = (0.35 + 0.35 * depth, 0.9 + 0.2 * depth)
        dabs(made, random, 420, leaves, size=(0.008, 0.024), area=(0, -0.02, 1, 0.62 - 0.08 * depth), bright=tone)
        dabs(
            made,
            random,
            260,
            leaves,
            size=(0.008, 0.022),
            area=(0, 0.72, 1, 1.02),
            bright=(tone[0] * 0.8, tone[1] * 0.9),
        )
    made = defocused(made, blur)
    made = lights(
        made,
        random,
        sparkle,
        (light, leaves[-1]),
        size=(blur * 0.7, blur * 1.9),
        bright=(0.12, 0.7),
        area=(0, 0, 1, 0.7),
        rim=0.3,
    )
    if rays:
        made = shafts(made, random, lin(light), rays)
    return glow(made, 0.06, 0.2)


def field(
    height: int,
    width: int,
    random: np.random.Generator,
    *,
    flowers: Sequence[str] = ("#e83050", "#f8d040", "#ffffff", "#a060d0"),
    grass: Sequence[str] = ("#3c7a28", "#5a9c34", "#86b84a"),
    top: str = "#5a9ae0",
    low: str = "#dcecf4",
    horizon: float = 0.42,
    size: float = 1.0,
    count: int = 1500,
    sun: float = 0.0,
    blur: float = 0.0125,
) -> Linear:
    """A field full of flowers to the horizon, near ones large and out of focus."""
    made = sky(height, width, random, top=top, low=low, clouds=0.35)
    made = warmed(made, (0.75, horizon * 0.7), 0.4, lin("#ffdf9a"), sun)
    row = int(horizon * height)
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    for depth in range(2):  # hedges far off, in the haze of the sky
        crest = horizon - (0.05 - 0.02 * depth) * profile(width, random, 0.25, 6)[None]
        hedge = lin(grass[0]) * np.float32(0.35 + 0.2 * depth) + lin(low) * np.float32(0.4 - 0.15 * depth)
        made = mixed(made, hedge, ((y - crest) * height / 3).clip(0, 1).astype(np.float32))
    made[row:] = down(height - row, width, (0, grass[-1]), (1, grass[0]))
    for step in np.linspace(0, 1, 26):
        v = horizon + (1 - horizon) * step**1.7
        near = 0.0035 + 0.022 * step**1.4
        area = (0, v, 1, v + 0.02 + 0.07 * step)
        dabs(made, random, int(190 - 90 * step), grass, size=(near * 0.5, near * 1.5), area=area, slender=0.25)
        dabs(
            made,
            random,
            int(count / 26 * (1.3 - 0.9 * step)),
            flowers,
            size=(near * 0.4 * size, near * 0.8 * size),
            area=area,
            slender=0.75,
            bright=(0.7, 1.15),
        )
    made = defocused(made, blur)
    made = lights(made, random, 46, flowers, size=(0.012, 0.035), bright=(0.25, 0.7), area=(0, 0.8, 1, 1.02), rim=0.1)
    return glow(made, 0.05, 0.15 + 0.3 * sun)


def wheat(height: int, width: int, random: np.random.Generator, *, blur: float = 0.011) -> Linear:
    """A ripe field of wheat in the wind."""
    made = sky(height, width, random, top="#6a9ed0", low="#f4e8cc", clouds=0.35)
    made = warmed(made, (0.25, 0.3), 0.4, lin("#ffd890"), 0.4)
    row = int(0.46 * height)
    made[row:] = lin("#b08838")
    for step in np.linspace(0, 1, 30):
        base, tall = (0.46 + 0.6 * step**1.5), 0.03 + 0.2 * step
        for _ in range(int(150 - 70 * step)):
            x = random.uniform(-0.05, 1.05)
            lean = random.normal(0.03, 0.018) * (0.4 + step)
            tone = lin(random.choice(["#d8ac50", "#e8c878", "#b88a38", "#f2dca0"])) * np.float32(
                random.uniform(0.5, 1.1)
            )
            foot, head = (int(x * width), int((base + tall) * height)), (int((x + lean) * width), int(base * height))
            cv2.line(made, foot, head, tone.tolist(), max(int((0.001 + 0.002 * step) * height), 1))
            cv2.ellipse(
                made,
                head,
                (max(int((0.002 + 0.004 * step) * width), 1), max(int((0.006 + 0.022 * step) * height), 1)),
                float(lean * 500),
                0,
                360,
                (tone * 1.15).tolist(),
                -1,
            )
    return glow(defocused(made, blur), 0.05, 0.2)


def blossom(
    height: int,
    width: int,
    random: np.random.Generator,
    *,
    colours: Sequence[str] = ("#ffd0dc", "#ffb0c8", "#fff0f4", "#f890b0"),
    top: str = "#9cc8f0",
    low: str = "#f6e6ee",
    bark: str = "#4a3430",
) -> Linear:
    """Branches full of blossom against a spring sky, in three depths."""
    made = down(height, width, (0, top), (1, low))
    side = min(height, width)
    for depth in range(3):
        for _ in range(7):
            x, y = random.choice([-0.03, 1.03]), random.uniform(-0.05, 0.75)
            heading = (0.3 if x < 0 else np.pi - 0.3) + random.uniform(-0.6, 0.5)
            for step in range(26):
                ahead = (x + 0.026 * np.cos(heading), y + 0.026 * np.sin(heading))
                points = [(int(u * width), int(v * height)) for u, v in ((x, y), ahead)]
                cv2.line(
                    made,
                    points[0],
                    points[1],
                    (lin(bark) * np.float32(0.7)).tolist(),
                    max(int(side * 0.007 * (1 - step / 30)), 1),
                )
                x, y = ahead
                heading += random.normal(0, 0.16)
                reach = 0.045
                dabs(
                    made,
                    random,
                    9,
                    colours,
                    size=(0.007, 0.015 + 0.004 * depth),
                    area=(x - reach, y - reach, x + reach, y + reach),
                    slender=0.75,
                    bright=(0.6, 1.1),
                )
        made = defocused(made, 0.018 - 0.006 * depth)
    return glow(lights(made, random, 60, colours, size=(0.008, 0.022), bright=(0.1, 0.35), rim=0.1), 0.06, 0.15)


def roses(
    height: int,
    width: int,
    random: np.random.Generator,
    *,
    colours: Sequence[str] = ("#fdf6ee", "#f8e0e4"),
    leaf: str = "#2f5a30",
    sun: float = 0.6,
) -> Linear:
    """A garden of roses in the sun: bushes and blooms far out of focus, open blooms nearer."""
    made = down(height, width, (0, "#d8e8c0"), (0.35, "#8cb070"), (1, "#24482a"))
    dabs(made, random, 1500, (leaf, "#4a8040", "#78a858", "#2c5430"), size=(0.012, 0.03), slender=0.45)
    made = lights(defocused(made, 0.022), random, 90, colours, size=(0.01, 0.026), bright=(0.25, 0.7), rim=0.2)
    for depth in range(3):
        dabs(made, random, 220, (leaf, "#3f7038", "#5c9448"), size=(0.014, 0.034), slender=0.45, bright=(0.5, 1.2))
        for _ in range(64 - 12 * depth):
            centre = np.array([random.uniform(-0.02, 1.02) * width, random.uniform(0.06, 1.04) ** 0.8 * height])
            size = random.uniform(0.022, 0.04) * (1 + 0.7 * depth) * min(height, width)
            _rose(made, random, centre, size, lin(str(random.choice(list(colours)))))
        made = defocused(made, 0.013 - 0.0045 * depth)
    return glow(warmed(made, (0.85, 0.06), 0.55, lin("#ffdca0"), 0.6 * sun), 0.06, 0.12)


def _rose(made: Linear, random: np.random.Generator, centre: np.ndarray, size: float, colour: np.ndarray) -> None:
    """Paint an open rose: petals around a spiral, darker towards the heart, each with a lit border."""
    tilt = random.uniform(0.7, 0.95)
    turn = random.uniform(0, 2 * np.pi)
    count = 17
    for number in range(count):
        out = 1 - number / count  # from the outermost petal to the heart
        angle = turn + number * 2.4
        at = centre + 0.5 * size * out * np.array([np.cos(angle), np.sin(angle) * tilt])
        wide = size * (0.2 + 0.36 * out)
        across = float(np.degrees(angle)) + 90
        shade = colour ** np.float32(1.0 + 0.9 * (1 - out))  # deeper, not greyer
        for grow, tone in ((1.0, 1.06), (0.8, random.uniform(0.6, 0.74))):
            axes = (max(int(wide * grow), 1), max(int(0.72 * wide * grow * tilt), 1))
            inward = at - (1 - grow) * 0.55 * wide * np.array([np.cos(angle), np.sin(angle) * tilt])
            cv2.ellipse(made, tuple(inward.astype(int)), axes, across, 0, 360, (shade * np.float32(tone)).tolist(), -1)


def bamboo(height: int, width: int, random: np.random.Generator, *, mist: str = "#cfe0d2") -> Linear:
    """Bamboo stems in mist."""
    made = down(height, width, (0, mist), (1, "#8fb090"))
    for depth in range(4):
        for _ in range(10):
            x, thick = random.uniform(0, 1), random.uniform(0.006, 0.011) * (1 + 0.6 * depth)
            tone = lin("#4a8048") * np.float32(0.25 + 0.22 * depth) + lin(mist) * np.float32(0.55 - 0.18 * depth)
            quad(made, (x - thick, 0, x + thick, 1), tone)
            quad(made, (x - thick * 0.6, 0, x - thick * 0.1, 1), tone * np.float32(1.35))
            for y in np.arange(random.uniform(0, 0.14), 1, 0.14):
                quad(made, (x - thick * 1.15, y, x + thick * 1.15, y + 0.006), tone * np.float32(0.55))
        dabs(
            made,
            random,
            150,
            ("#4a8048", "#6aa05a", "#88b878"),
            size=(0.014, 0.034),
            area=(0, 0, 1, 0.5),
            slender=0.18,
            bright=(0.5, 1),
        )
        made = defocused(made, 0.009 - 0.002 * depth)
    fog = noise(height, width, random, 0.4, 4, stretch=3) * 0.55
    return mixed(made, lin(mist), fog)
