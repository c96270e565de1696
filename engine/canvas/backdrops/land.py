"""Backdrops of land and water: snow, mountains, the sea and below it, deserts, rock."""

from __future__ import annotations

import cv2
import numpy as np

from engine.canvas.backdrops.brush import (
    defocused,
    disc,
    down,
    glow,
    lights,
    lin,
    mixed,
    noise,
    plain,
    poly,
    profile,
    shafts,
    warmed,
)
from engine.canvas.backdrops.nature import sky
from engine.canvas.types import Linear, Plane


def snowfall(
    height: int,
    width: int,
    random: np.random.Generator,
    *,
    top: str = "#8ea6c4",
    low: str = "#dfe9f2",
    trees: bool = True,
    lamps: int = 0,
    flakes: int = 420,
) -> Linear:
    """Falling snow before firs under snow; far flakes small, near ones large and soft; ``lamps`` are street lamps."""
    made = down(height, width, (0, top), (0.75, low), (1, low))
    if trees:
        for depth in range(3):
            for _ in range(16):
                x, tall = random.uniform(-0.1, 1.1), random.uniform(0.2, 0.5) * (0.7 + 0.25 * depth)
                base, tone = 0.78 + 0.1 * depth, np.float32(0.55 - 0.13 * depth)
                for part in np.linspace(0, 0.9, 8):
                    half, y = tall * 0.2 * (0.2 + part), base - tall * (1 - part)
                    haze = lin(low) * np.float32(0.5 - 0.2 * depth)
                    poly(
                        made,
                        [(x - half, y + tall * 0.17), (x, y), (x + half, y + tall * 0.17)],
                        lin("#2c4a4c") * tone + haze,
                    )
                    poly(
                        made,
                        [(x - half * 0.8, y + tall * 0.13), (x, y), (x + half * 0.3, y + tall * 0.10)],
                        lin("#eef4fa") * np.float32(0.5) + haze,
                    )
    made = mixed(
        made,
        lin(low),
        (np.linspace(-2.2, 1.4, height, dtype=np.float32)[:, None].clip(0, 1) * np.ones((1, width), np.float32)),
    )
    made = defocused(made, 0.011)
    made = lights(
        made, random, lamps, ("#ffb860", "#ffd79a"), size=(0.025, 0.05), bright=(0.5, 1.2), area=(0, 0.15, 1, 0.6)
    )
    made = lights(made, random, flakes, ("#ffffff",), size=(0.001, 0.005), bright=(0.25, 0.8), rim=0)
    return lights(made, random, flakes // 8, ("#ffffff",), size=(0.008, 0.022), bright=(0.1, 0.4), rim=0.1)


def firs(
    height: int, width: int, random: np.random.Generator, *, mist: str = "#e8eef0", tree: str = "#12262a"
) -> Linear:
    """Wooded slopes one behind the other in mist, the nearest dark: ragged firs, each with its own branches."""
    made = down(height, width, (0, "#f4f6f6"), (1, mist))
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    for depth in range(6):
        near = depth / 5
        tone = lin(tree) * np.float32(0.15 + 0.85 * near) + lin(mist) * np.float32(0.72 * (1 - near))
        slope = 0.2 + 0.13 * depth + 0.12 * (profile(width, random, 0.6, 3) - 0.5)
        tall = 0.05 + 0.15 * near
        layer = np.zeros((height, width), np.float32)
        for x in np.arange(-0.02, 1.02, 0.34 * tall) + random.uniform(-0.1, 0.1) * tall:
            foot = float(slope[int(np.clip(x, 0, 0.999) * width)])
            _fir(layer, random, x, foot + 0.3 * tall, tall * random.uniform(0.6, 1.25))
        ground = ((y - slope[None]) * height / 3).clip(0, 1)
        made = mixed(made, tone, np.maximum(layer, ground.astype(np.float32)))
        fog = (
            ((y - slope[None]) / 0.2).clip(0, 1)
            * (0.75 - 0.5 * near)
            * (0.6 + 0.6 * noise(height, width, random, 0.3, 3))
        )
        made = mixed(made, lin(mist), fog.astype(np.float32).clip(0, 1))
        made = defocused(made, 0.0022 - 0.0004 * depth)
    return made


def _fir(layer: Plane, random: np.random.Generator, x: float, foot: float, tall: float) -> None:
    """Draw one fir into ``layer``: a narrow ragged cone of drooping branches."""
    height, width = layer.shape
    steps = max(int(tall * height / 4), 8)
    side = min(height, width)
    left, right = [], []
    for share in np.linspace(0, 1, steps):
        reach = tall * 0.17 * share**0.85 * (0.55 + 0.45 * (share * steps % 3) / 2)
        row = foot - tall * (1 - share)
        left.append((x - reach * random.uniform(0.6, 1.15) * side / width, row + 0.012 * tall))
        right.append((x + reach * random.uniform(0.6, 1.15) * side / width, row + 0.012 * tall))
    corners = np.array([(u * width, v * height) for u, v in left + right[::-1]]) * 16
    cv2.fillPoly(layer, [corners.round().astype(np.int32)], 1.0, cv2.LINE_AA, 4)


def mountains(
    height: int,
    width: int,
    random: np.random.Generator,
    *,
    top: str = "#2f6cc0",
    low: str = "#cfe4f6",
    rock: str = "#56627a",
    snow: str = "#f6faff",
    line: float = 0.25,
    meadow: str = "",
    clouds: float = 0.25,
    trees: int = 0,
    flags: bool = False,
    blur: float = 0.0085,
) -> Linear:
    """A chain of mountains in the sun, snow above ``line``.

    ``meadow`` is the colour of grass or snow before it, on which ``trees`` snowy firs stand on both sides.
    """
    clear = down(height, width, (0, top), (1, low))
    made = sky(height, width, random, top=top, low=low, clouds=clouds) if clouds else clear
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    for depth in range(3):
        peaks = _peaks(width, random, 3 + depth)
        crest = (0.75 * peaks + 0.25 * profile(width, random, 0.12, 5, 0.5)) * (0.44 - 0.07 * depth)
        crest = 0.68 + 0.08 * depth - crest
        inside = ((y - crest[None]) * height).clip(0, 1)
        rough = noise(height, width, random, 0.3, 6, 0.55)
        ridge = (1 - 2 * np.abs(rough - 0.5)) ** 1.6  # sharp crests where the noise crosses its middle
        form = cv2.GaussianBlur(ridge, (0, 0), max(min(height, width) / 340, 0.6))
        slope = (cv2.Sobel(form, cv2.CV_32F, 1, 0) - 0.5 * cv2.Sobel(form, cv2.CV_32F, 0, 1)) * min(height, width) / 90
        slope = slope.clip(-1, 1)
        cold = (((0.9 - line) - (y - crest[None]) * 3.2 + 0.55 * (ridge - 0.5) + 0.35 * slope) * 4).clip(0, 1)
        stone = mixed(plain(height, width, rock), lin(snow), cold) * (0.66 + 0.5 * slope)[..., None]
        stone = mixed(stone, lin(low), np.full_like(ridge, 0.42 - 0.17 * depth))
        made = mixed(made, stone, inside)
    if meadow:
        rise = 0.8 + 0.03 * np.sin(np.linspace(0, 5, width))[None]
        grass = lin(meadow) * (0.55 + 0.8 * noise(height, width, random, 0.02, 4, 0.7))[..., None]
        made = mixed(made, grass, ((y - rise) * height / 3).clip(0, 1).astype(np.float32))
    if trees:
        made = _snowy_firs(made, random, trees)
    made = defocused(made, blur)
    return _flags(made, random) if flags else made


def _snowy_firs(made: Linear, random: np.random.Generator, count: int) -> Linear:
    """Dark firs with snow on their branches, the farthest first."""
    height, width = made.shape[:2]
    for share in np.linspace(0, 1, count):
        inside, layer = random.uniform(-0.04, 0.2), np.zeros((height, width), np.float32)
        x = inside if random.random() < 0.5 else 1 - inside
        _fir(layer, random, x, 0.8 + 0.08 * share, (0.48 - 1.2 * max(inside, 0.0)) * random.uniform(0.75, 1.15))
        made = mixed(made, lin("#10262c") * np.float32(1.5 - 0.7 * share), layer)
        lower = np.roll(layer, -max(height // 90, 1), 0)  # a branch carries snow where there is sky above it
        clumps = noise(height, width, random, 0.012, 3, stretch=2.5)
        loaded = layer * ((clumps - 0.54) * 7).clip(0, 1) * (1 - 0.4 * lower)
        made = mixed(made, lin("#dce8f8"), (0.7 * loaded).astype(np.float32))
    return made


def _peaks(width: int, random: np.random.Generator, count: int) -> np.ndarray:
    """(width,) 0..1 the height of ``count`` mountains side by side: each with two long slopes."""
    x = np.linspace(0, 1, width, dtype=np.float32)
    made = np.zeros(width, np.float32)
    for place in (np.arange(count) + random.uniform(0.15, 0.85, count)) / count:
        slopes = random.uniform(1.3, 2.6, 2)
        fall = np.where(x < place, (place - x) * slopes[0], (x - place) * slopes[1])
        made = np.maximum(made, random.uniform(0.7, 1.0) - fall)
    return made.clip(0)


def _flags(made: Linear, random: np.random.Generator) -> Linear:
    """Strings of small cloths in five colours from corner to corner."""
    palette = [lin(code) for code in ("#2a5fc0", "#f2f2ee", "#d8302c", "#2f9a4a", "#f0c030")]
    for start, end, sag in (
        ((-0.02, 0.02), (1.02, 0.2), 0.1),
        ((-0.02, 0.3), (1.02, 0.05), 0.12),
        ((-0.02, 0.14), (0.5, -0.05), 0.06),
    ):
        for number, at in enumerate(np.linspace(0, 1, 24)):
            x = start[0] + (end[0] - start[0]) * at
            y = start[1] + (end[1] - start[1]) * at + sag * 4 * at * (1 - at)
            sway = random.uniform(-0.006, 0.006)
            corners = [(x, y), (x + 0.034, y + 0.002), (x + 0.034 + sway, y + 0.044), (x + sway, y + 0.042)]
            poly(made, corners, palette[number % 5] * np.float32(random.uniform(0.55, 0.95)))
    return defocused(made, 0.003)


def sea(
    height: int,
    width: int,
    random: np.random.Generator,
    *,
    top: str = "#3f86d0",
    low: str = "#d8ecf6",
    water: str = "#1e6e98",
    near: str = "#4fb0b8",
    sand: str = "",
    palms: bool = False,
    blur: float = 0.009,
) -> Linear:
    """The open sea under a summer sky, glitter on the water; ``sand`` is the colour of a beach before it."""
    made = sky(height, width, random, top=top, low=low, clouds=0.42)
    row = int(height * 0.56)
    depth = height - row
    wave = np.concatenate(
        [
            noise(depth, width, random, 0.02, 3, stretch=6)[: depth // 3],
            noise(depth, width, random, 0.06, 4, stretch=5)[depth // 3 :],
        ]
    )
    body = down(depth, width, (0, water), (1, near)) * (0.72 + 0.5 * wave)[..., None]
    spark = (noise(depth, width, random, 0.008, 2, stretch=3) * wave > 0.66).astype(np.float32)
    made[row:] = body + (spark * np.linspace(1.3, 0.3, depth, dtype=np.float32)[:, None])[..., None] * lin("#ffffff")
    if sand:
        y, x = np.linspace(0, 1, height, dtype=np.float32)[:, None], np.linspace(0, 1, width, dtype=np.float32)
        shore = 0.8 + 0.05 * np.sin(x * 4 + 1)[None] + 0.012 * np.sin(x * 23)[None]
        beach = lin(sand) * (0.8 + 0.3 * noise(height, width, random, 0.02, 4, 0.7))[..., None]
        made = mixed(made, beach, ((y - shore) * 90).clip(0, 1))
        made += (np.exp(-(((y - shore + 0.008) / 0.012) ** 2)) * 0.5)[..., None] * lin("#ffffff")
    made = defocused(made, blur)
    if palms:
        made = _palm(made, random)
    return made


def _palm(made: Linear, random: np.random.Generator) -> Linear:
    layer = made.copy()
    height, width = made.shape[:2]
    for root, crown in (((0.03, 1.0), (0.13, 0.2)), ((1.0, 1.0), (0.9, 0.13))):
        trunk = [
            (root[0] - 0.02, root[1]),
            (crown[0] - 0.008, crown[1]),
            (crown[0] + 0.008, crown[1]),
            (root[0] + 0.025, root[1]),
        ]
        poly(layer, trunk, lin("#6a4f38") * np.float32(0.8))
        for angle in np.linspace(-0.4, np.pi + 0.4, 9) + random.uniform(-0.12, 0.12, 9):
            _frond(layer, random, np.array(crown) * [width, height], -angle, random.uniform(0.26, 0.36) * height)
    return defocused(layer, 0.0075)


def _frond(layer: Linear, random: np.random.Generator, at: np.ndarray, angle: float, long: float) -> None:
    """Draw the leaf of a palm from its crown: a rib that bows down, leaflets hanging from both sides."""
    t = np.linspace(0, 1, 42)
    rib = at + long * np.stack([np.cos(angle) * t, np.sin(angle) * 0.75 * t + 0.62 * t**2.2], -1)
    ahead = np.gradient(rib, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    thick = max(int(long / 130), 1)
    for place, way, share in zip(rib, ahead, t, strict=True):
        reach = long * 0.17 * np.sin(np.pi * min(share + 0.12, 1.0)) ** 0.7 * random.uniform(0.8, 1.1)
        for side in (-1, 1):
            across = np.array([-way[1], way[0]]) * side
            tip = place + reach * (0.75 * across + 0.55 * way + [0, 0.35])
            tone = lin("#4a8038") * np.float32(random.uniform(0.35, 1.0) * (0.7 if side < 0 else 1.1))
            cv2.line(layer, _whole(place), _whole(tip), tone.tolist(), thick + 1, cv2.LINE_AA)
    cv2.polylines(layer, [rib.round().astype(np.int32)], False, (lin("#7a9a50") * 0.6).tolist(), thick + 1, cv2.LINE_AA)


def _whole(at: np.ndarray) -> tuple[int, int]:
    return int(at[0]), int(at[1])


def underwater(height: int, width: int, random: np.random.Generator) -> Linear:
    """Under water: shafts from the surface, corals, bubbles."""
    made = down(height, width, (0, "#7fe0ee"), (0.3, "#1f9cc4"), (1, "#053a5c"))
    made = shafts(made, random, lin("#c8fbff"), 0.75)
    for depth in range(2):
        for _ in range(26):
            x, tall = random.uniform(0, 1), random.uniform(0.05, 0.2) * (1 + 0.4 * depth)
            x = x * 0.34 if x < 0.5 else 1 - (1 - x) * 0.34
            code = random.choice(["#e0607a", "#f09a50", "#b06ac0", "#e8c060", "#58b090"])
            for _ in range(8):
                top = (x + random.normal(0, tall * 0.35), 1 - tall * random.uniform(0.5, 1))
                line = np.array(
                    [
                        ((x) * width, height),
                        ((x + top[0]) / 2 * width, (1 + top[1]) / 2 * height),
                        (top[0] * width, top[1] * height),
                    ]
                )
                tone = lin(code) * np.float32(0.35 + 0.3 * depth) + lin("#0f6a90") * np.float32(0.4 - 0.3 * depth)
                cv2.polylines(made, [line.astype(np.int32)], False, tone.tolist(), max(int(0.013 * height), 2))
                cv2.circle(made, tuple(line[-1].astype(int)), max(int(0.011 * height), 2), (tone * 1.3).tolist(), -1)
        made = defocused(made, 0.005)
    made = lights(defocused(made, 0.006), random, 70, ("#d8ffff",), size=(0.003, 0.014), bright=(0.1, 0.4), rim=1.6)
    return glow(made, 0.05, 0.2)


def dunes(
    height: int,
    width: int,
    random: np.random.Generator,
    *,
    top: str = "#6a88c0",
    low: str = "#ffd6a0",
    sand: str = "#d08a48",
    far: str = "#a86a58",
) -> Linear:
    """Sand dunes in low light: sharp crests, one side lit."""
    made = down(height, width, (0, top), (0.55, low), (1, low))
    made = warmed(made, (0.2, 0.5), 0.35, lin("#ffb070"), 0.5)
    x, y = np.linspace(0, 1, width, dtype=np.float32), np.linspace(0, 1, height, dtype=np.float32)[:, None]
    for depth in range(4):
        crest = (
            0.5
            + 0.11 * depth
            + 0.07 * np.sin(x * random.uniform(3, 6) + random.uniform(0, 6))
            + 0.025 * np.sin(x * random.uniform(7, 12) + random.uniform(0, 6))
        )
        under = y - crest[None]
        slope = np.gradient(crest) * width
        side = (0.55 + 0.5 * np.tanh(-slope * 3)[None] * np.exp(-under.clip(0) * 7)).astype(np.float32)
        ripple = 1 + 0.10 * np.sin(
            (y * 260 + 14 * noise(height, width, random, 0.3, 3) + x[None] * 40) * (1 - 0.12 * depth)
        )
        tone = lin(far) * np.float32(1 - depth / 3) + lin(sand) * np.float32(depth / 3)
        made = mixed(made, tone * (side * ripple * 1.2)[..., None], (under * height / 2).clip(0, 1))
    return defocused(made.astype(np.float32), 0.003)


def red_desert(height: int, width: int, random: np.random.Generator) -> Linear:
    """Mars: a butterscotch sky, mesas, the glass domes of a settlement."""
    made = down(height, width, (0, "#b07a58"), (0.6, "#e0b088"), (1, "#e0b088"))
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    for depth in range(3):
        crest = (
            0.6 + 0.09 * depth - (0.16 - 0.03 * depth) * np.tanh(3 * (profile(width, random, 0.25, 6) - 0.45)).clip(0)
        )
        tone = lin("#a8583a") * np.float32(1.1 - 0.22 * depth) + lin("#e0b088") * np.float32(0.35 - 0.15 * depth)
        rough = 0.6 + 0.7 * noise(height, width, random, 0.05, 5, 0.65, stretch=2)
        made = mixed(made, tone * rough[..., None], ((y - crest[None]) * height / 2).clip(0, 1))
    disc(made, (0.3 * width, 0.16 * height), 0.02 * min(height, width), lin("#fff2e0") * 2, rim=0)
    made = defocused(made, 0.004)
    return glow(defocused(_domes(made, random), 0.0055), 0.04, 0.2)


def _domes(made: Linear, random: np.random.Generator) -> Linear:
    """Put the glass domes of a settlement on the plain, lit from within."""
    height, width = made.shape[:2]
    side = min(height, width)
    for x, y, size in (
        (0.12, 0.74, 0.12),
        (0.3, 0.7, 0.055),
        (0.85, 0.76, 0.15),
        (0.68, 0.705, 0.06),
        (0.97, 0.71, 0.07),
    ):
        at, reach = (int(x * width), int(y * height)), int(size * side)
        glass = made.copy()
        cv2.ellipse(glass, at, (reach, int(0.8 * reach)), 0, 180, 360, (lin("#f6ead0") * 0.9).tolist(), -1, cv2.LINE_AA)
        made = (0.55 * made + 0.45 * glass).astype(np.float32)
        for turn in np.linspace(0.15, 0.85, 4):
            half = (max(int(reach * abs(np.cos(np.pi * turn))), 1), int(0.8 * reach))
            cv2.ellipse(made, at, half, 0, 180, 360, (lin("#5a4038") * 0.8).tolist(), max(reach // 40, 1), cv2.LINE_AA)
        cv2.ellipse(
            made, at, (reach, int(0.8 * reach)), 0, 180, 360, lin("#fff4e0").tolist(), max(reach // 30, 1), cv2.LINE_AA
        )
        for _ in range(7):
            lamp = (at[0] + random.uniform(-0.7, 0.7) * reach, at[1] - random.uniform(0.05, 0.25) * reach)
            disc(made, lamp, max(0.03 * reach, 1.5), lin("#ffd890") * 2.5, rim=0)
    return made


def rock(
    height: int, width: int, random: np.random.Generator, *, colour: str = "#c08a60", sky_share: float = 0.25
) -> Linear:
    """A sunlit rock face with layers and cracks; ``sky_share`` of the width is sky."""
    made = sky(height, width, random, top="#3f80d0", low="#bcd8f0", clouds=0.25)
    layer = noise(height, width, random, 0.5, 6, 0.6, stretch=0.6)
    rough = noise(height, width, random, 0.07, 6, 0.68)
    form = cv2.GaussianBlur(layer + 0.35 * rough, (0, 0), min(height, width) / 170)
    slope = cv2.Sobel(form, cv2.CV_32F, 1, 0) + 0.8 * cv2.Sobel(form, cv2.CV_32F, 0, 1)
    light = (0.62 - slope * min(height, width) / 150).clip(0.22, 1.15)
    crack = np.exp(-((np.abs(noise(height, width, random, 0.4, 6, 0.6, stretch=0.5) - 0.5) / 0.012) ** 2))
    stone = lin(colour) * (light * (0.75 + 0.4 * rough) * (1 - 0.75 * crack))[..., None]
    x = np.linspace(0, 1, width, dtype=np.float32)[None]
    edge = 1 - sky_share + 0.12 * (profile(height, random, 0.4, 6)[:, None] - 0.5)
    return defocused(mixed(made, stone, ((edge - x) * width / 2).clip(0, 1) * np.ones((height, 1), np.float32)), 0.0025)
