"""Backdrops of a studio: paper, painted cloth, walls with light on them, curtains."""

from __future__ import annotations

import cv2
import numpy as np

from engine.canvas.backdrops.brush import defocused, down, grid, lin, mixed, noise, plain, poly, warmed
from engine.canvas.letters import laid, word
from engine.canvas.texture import pixels
from engine.canvas.types import Linear, Plane


def paper(
    height: int,
    width: int,
    random: np.random.Generator,
    *,
    colour: str = "#8d949c",
    falloff: float = 0.6,
    centre: tuple[float, float] = (0.5, 0.42),
) -> Linear:
    """A roll of paper, lit around ``centre`` and darker by ``falloff`` towards the corners."""
    x, y = grid(height, width)
    side = min(height, width)
    far = np.hypot(x - centre[0] * width / side, (y - centre[1] * height / side) * 0.9)
    light = 1 - falloff * (1 - np.exp(-((far / 0.62) ** 2)))
    grain = 1 + 0.02 * (noise(height, width, random, 0.5, 3) - 0.5)
    return (lin(colour) * (light * grain)[..., None]).astype(np.float32)


def two_tone(
    height: int,
    width: int,
    random: np.random.Generator,
    *,
    left: str = "#d02030",
    right: str = "#2040d0",
    dark: float = 0.02,
) -> Linear:
    """A dark wall lit in one colour from the left and another from the right."""
    x = np.linspace(0, 1, width, dtype=np.float32)[None, :, None]
    y = np.linspace(-1, 1, height, dtype=np.float32)[:, None, None]
    fall = np.exp(-((y / 1.2) ** 2))
    made = lin(left) * np.exp(-((x / 0.42) ** 2)) * fall + lin(right) * np.exp(-(((1 - x) / 0.42) ** 2)) * fall
    return (made * 0.55 + dark * 0.3 + 0.004 * noise(height, width, random, 0.3)[..., None]).astype(np.float32)


def mottled(
    height: int,
    width: int,
    random: np.random.Generator,
    *,
    colours: tuple[str, str] | list[str] = ("#27406b", "#7d9cc4"),
) -> Linear:
    """Hand-painted cloth of a portrait studio: clouds of two tones, brushed, lighter in the middle."""
    cloud = 0.65 * noise(height, width, random, 0.35, 5, 0.6) + 0.35 * noise(
        height, width, random, 0.08, 3, stretch=1.6
    )
    x, y = grid(height, width)
    side = min(height, width)
    middle = np.exp(-((np.hypot(x - width / side / 2, y - height / side * 0.45) / 0.5) ** 2))
    return mixed(plain(height, width, colours[0]), lin(colours[1]), (cloud * 0.55 + middle * 0.5 - 0.12).clip(0, 1))


def wall_of_blinds(
    height: int,
    width: int,
    random: np.random.Generator,
    *,
    colour: str = "#c9c4ba",
    slats: int = 13,
    tilt: float = 0.16,
) -> Linear:
    """A wall on which a street lamp throws the shadow of a window with blinds."""
    x, y = grid(height, width)
    u, v = x / (width / min(height, width)), y / (height / min(height, width))
    line = v + tilt * (u - 0.5)
    bar = 0.5 + 0.5 * np.tanh(6 * np.sin(2 * np.pi * slats * line))
    frame = (
        np.tanh(((u - 0.06) * 30).clip(0)) * np.tanh(((0.97 - u) * 30).clip(0)) * np.tanh(((line - 0.03) * 30).clip(0))
    )
    cross = 1 - np.exp(-(((u - 0.52) / 0.012) ** 2))
    light = 0.03 + 0.62 * bar * frame * cross * (1.1 - 0.7 * u)
    return (lin(colour) * (light * (0.9 + 0.2 * noise(height, width, random, 0.12)))[..., None]).astype(np.float32)


def window(
    height: int,
    width: int,
    random: np.random.Generator,
    *,
    wall: str = "#a99e90",
    outside: tuple[str, str] | list[str] = ("#dfeaf5", "#c7d3bb"),
    side: float = 0.02,
) -> Linear:
    """A large window at the left of a room, what lies outside bright and out of focus."""
    made = plain(height, width, wall) * (1.0 - 0.82 * np.linspace(0, 1, width, dtype=np.float32)[None, :, None])
    view = down(height, width, (0, outside[0]), (0.55, outside[0]), (0.75, outside[1]), (1, outside[1])) * 2.2
    view *= (0.75 + 0.5 * noise(height, width, random, 0.18, 4))[..., None]
    left, right, top, bottom = side, side + 0.36, -0.05, 0.86
    pane = np.zeros((height, width, 3), np.float32)
    poly(pane, [(left, top), (right, top + 0.06), (right, bottom - 0.08), (left, bottom)], np.ones(3, np.float32))
    for at in (0.33, 0.66):
        row = top + (bottom - top) * at
        poly(pane, [(left, row - 0.011), (right, row + 0.006), (right, row + 0.02), (left, row + 0.011)], np.zeros(3))
    middle = (left + right) / 2
    poly(
        pane,
        [(middle - 0.008, top), (middle + 0.008, top), (middle + 0.008, bottom), (middle - 0.008, bottom)],
        np.zeros(3),
    )
    curtain = 0.45 + 0.55 * np.abs(np.sin(np.linspace(0, 38, width) + 2 * np.sin(np.linspace(0, 9, width))))
    made = mixed(made, view, defocused(pane, 0.006)[..., 0])
    x, _ = grid(height, width)
    cloth = ((x > right + 0.015) & (x < right + 0.13)).astype(np.float32)
    veil = (lin("#e9e2d6") * (curtain[None, :, None] * 0.5)).astype(np.float32)
    made = mixed(made, np.broadcast_to(veil, made.shape), cv2.GaussianBlur(cloth, (0, 0), 3) * 0.95)
    return defocused(warmed(made, (0.1, 0.4), 0.5, lin("#f2efe6"), 0.25), 0.008)


def curtain(
    height: int, width: int, random: np.random.Generator, *, colour: str = "#a01420", spot: float = 1.0, folds: int = 13
) -> Linear:
    """A stage curtain in heavy folds under a spot light."""
    x = np.linspace(0, 1, width, dtype=np.float32)
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    sway = 0.01 * np.sin(y * 3 + 1) + 0.006 * noise(height, width, random, 0.4, 2)
    phase = (x[None] + sway) * folds * 2 * np.pi + 1.4 * np.sin((x[None] + sway) * 17 + 1)
    fold = 0.5 + 0.5 * np.sin(phase)
    shade = 0.12 + 0.88 * fold**1.6 + 0.25 * (fold > 0.93) * (fold - 0.93) / 0.07
    weave = 1 + 0.06 * (noise(height, width, random, 0.006, 2) - 0.5)
    far = np.hypot((x[None] - 0.5) * 1.1, y - 0.38)
    light = 0.16 + spot * np.exp(-((far / 0.42) ** 2))
    return (lin(colour) * (shade * weave * light)[..., None]).astype(np.float32)


def plaster(
    height: int,
    width: int,
    random: np.random.Generator,
    *,
    colour: str = "#b9a88c",
    under: str = "#8f6b4c",
    worn: float = 0.3,
) -> Linear:
    """An old wall: plaster in patches, stains, cracks, another coat showing through."""
    tone = 0.75 + 0.4 * noise(height, width, random, 0.4, 6, 0.6)
    rough = noise(height, width, random, 0.02, 4, 0.7)
    made = lin(colour) * (tone * (0.85 + 0.3 * rough))[..., None]
    patch = noise(height, width, random, 0.3, 6, 0.55)
    share = ((patch - (1 - worn)) * 14).clip(0, 1)
    edge = np.exp(-(((patch - (1 - worn)) / 0.012) ** 2))
    made = (
        mixed(made.astype(np.float32), lin(under) * np.float32(0.8), share * (0.7 + 0.3 * rough))
        * (1 - 0.4 * edge)[..., None]
    )
    ridge = np.abs(noise(height, width, random, 0.55, 6, 0.6) - 0.5)
    made = made * (1 - 0.6 * np.exp(-((ridge / 0.004) ** 2)))[..., None]
    fall = 1 - 0.45 * np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    return (made * fall).astype(np.float32)


def brick(
    height: int, width: int, random: np.random.Generator, *, colour: str = "#9a5040", mortar: str = "#b5aaa0"
) -> Linear:
    """A brick wall in running bond, slightly out of focus, lit from above."""
    rows = 17
    tall = max(height / rows, 4)
    wide = tall * 2.9
    x, y = pixels(height, width)
    wobble = (noise(height, width, random, 0.03, 3) - 0.5) * tall * 0.09
    row = np.floor((y + wobble) / tall).astype(int)
    across = (x + wobble) / wide + 0.5 * (row % 2)
    column = np.floor(across).astype(int)
    inside = np.minimum((y + wobble) / tall % 1, 1 - (y + wobble) / tall % 1) * tall
    beside = np.minimum(across % 1, 1 - across % 1) * wide
    gap = np.minimum(inside, beside) / tall
    tones = random.uniform(0.55, 1.25, (rows + 3, int(width / wide) + 4)).astype(np.float32)
    hues = random.uniform(-0.12, 0.12, tones.shape).astype(np.float32)
    at = (row.clip(0, tones.shape[0] - 1), column.clip(0, tones.shape[1] - 1))
    rough = 0.72 + 0.56 * noise(height, width, random, 0.012, 4, 0.7)
    stone = lin(colour) * (tones[at] * rough)[..., None] * np.stack([1 + hues[at], 1 + 0 * hues[at], 1 - hues[at]], -1)
    share = ((gap - 0.055) * 22).clip(0, 1)
    bevel = 1 - 0.35 * np.exp(-(((gap - 0.09) / 0.03) ** 2))
    made = mixed(lin(mortar) * (0.55 + 0.3 * rough)[..., None], stone * bevel[..., None], share)
    light = 1.1 - 0.75 * np.linspace(0, 1, height, dtype=np.float32)[:, None, None] ** 1.3
    return defocused((made * light).astype(np.float32), 0.002)


def drawing_paper(
    height: int, width: int, random: np.random.Generator, *, colour: str = "#f3efe4", tooth: float = 0.05
) -> Linear:
    """Paper for a drawing: nearly white, with its tooth."""
    fibre = noise(height, width, random, 0.004, 2) - 0.5
    cloud = noise(height, width, random, 0.4, 4) - 0.5
    return (lin(colour) * (1 + tooth * fibre + 0.05 * cloud)[..., None]).astype(np.float32)


FORMULAS = ("E = mc²", "a² + b² = c²", "F = m · a", "sin²x + cos²x = 1", "y = ax² + bx + c", "π ≈ 3.14159", "∫ f(x) dx",
            "H₂O", "Δx · Δp", "x = −b ± √D", "ΣF = 0", "PV = nRT", "λ = h / p", "lim x→∞")  # fmt: skip


def chalkboard(
    height: int, width: int, random: np.random.Generator, *, colour: str = "#24382f", written: bool = False
) -> Linear:
    """A school board that was wiped many times; ``written`` full of formulas, curves and triangles in chalk."""
    wiped = noise(height, width, random, 0.3, 5, 0.6, stretch=2.5)
    streak = noise(height, width, random, 0.02, 3, stretch=14)
    made = lin(colour) * (0.8 + 0.5 * wiped)[..., None]
    made = (made + (0.03 * streak * wiped)[..., None]).astype(np.float32)
    if not written:
        return made
    chalk = _chalked(height, width, random)
    dusty = chalk * (0.45 + 0.75 * noise(height, width, random, 0.006, 2, 0.8)).clip(0, 1)
    made = mixed(made, lin("#f0f2ea") * np.float32(0.85), dusty * 0.85)
    return defocused(made, 0.0042)


def _chalked(height: int, width: int, random: np.random.Generator) -> Plane:
    """(height, width) 0..1 what is written and drawn on the board."""
    cover = np.zeros((height, width), np.float32)
    side = min(height, width)
    thick = max(int(0.004 * side), 1)
    words = list(random.permutation(FORMULAS))
    for number, y in enumerate(np.linspace(0.03, 0.8, 8)):
        for left in (0.02, 0.56):
            text = words[(2 * number + (left > 0.1)) % len(words)]
            letters = word(text, int(0.44 * width), face="italic", weight=420, most=int(0.05 * height))
            lean = random.uniform(-0.02, 0.02)
            rows, columns = letters.shape
            move = np.array([[1, 0, 0], [lean, 1, max(-lean, 0) * columns]], np.float32)
            letters = cv2.warpAffine(letters, move, (columns, rows + int(abs(lean) * columns) + 1))
            laid(
                cover,
                letters,
                int((left + random.uniform(0, 0.05)) * width),
                int((y + random.uniform(0, 0.02)) * height),
            )
    for x, y in ((0.1, 0.6), (0.9, 0.62)):
        size, at = 0.11 * side, np.array([x * width, y * height])
        left, right, top, bottom = at[0] - size, at[0] + size, at[1] - size, at[1] + size
        for end in ((left, top), (right, bottom)):
            cv2.arrowedLine(cover, _whole((left, bottom)), _whole(end), 1.0, thick, cv2.LINE_AA, 0, 0.07)
        t = np.linspace(-1, 1, 40)
        bow = np.stack([at[0] + size * 0.9 * t, at[1] + size * (0.8 - 1.5 * (1 - t**2) * (1 if x < 0.5 else t))], -1)
        cv2.polylines(cover, [bow.round().astype(np.int32)], False, 1.0, thick, cv2.LINE_AA)
    return cv2.GaussianBlur(cover, (0, 0), 0.7)


def _whole(at: tuple[float, float]) -> tuple[int, int]:
    return int(at[0]), int(at[1])
