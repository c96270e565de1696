"""What is before or around a person: displays, signs, a helmet, leaves, the shadow of blinds."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.canvas.overlays.tools import Sheet, blurred, code, opened, unit, unit_as_bytes
from engine.canvas.sitter import Sitter
from engine.canvas.texture import pixels
from engine.faces.types import LEFT_EYE, RGB, RIGHT_EYE

ASLANT = 0.04  # how far blinds may lean against the line through the eyes
STEEPEST = 0.7  # and how steep that line may be: eyes above each other are those of a face turned away
LASHES = 0.015  # face widths above and below an eye that lie in light as well
LIT = 0.18  # of the way from a slat to the next: so far on both sides of its middle a bar of light is at its full


def screen(rgb: RGB, sitter: Sitter, random: np.random.Generator, *, colour: str = "#5ae8ff") -> RGB:
    """A head-up display: brackets around the face, rings, ticks, bars; nothing over the eyes."""
    height, width = rgb.shape[:2]
    sheet = Sheet(height, width)
    x, y = sitter.middle[0] / width, sitter.middle[1] / height
    half = 0.78 * sitter.span / width
    tall = 0.92 * sitter.span / height
    for sx in (-1, 1):
        for sy in (-1, 1):
            corner = (x + sx * half, y + sy * tall)
            sheet.line(
                [(corner[0] - sx * half * 0.3, corner[1]), corner, (corner[0], corner[1] - sy * tall * 0.3)],
                colour,
                0.004,
            )
    for radius, thick in ((0.1, 0.002), (0.085, 0.006)):
        sheet.ring(0.13, 0.16, radius * 0.8, colour, thick, 0.8)
        sheet.ring(0.88, 0.8, radius * 0.7, colour, thick, 0.8)
    for row in range(9):
        sheet.box(0.06, 0.62 + 0.03 * row, 0.06 + random.uniform(0.04, 0.16), 0.63 + 0.03 * row, colour, 0.75)
        sheet.box(0.94 - random.uniform(0.04, 0.14), 0.1 + 0.026 * row, 0.94, 0.107 + 0.026 * row, colour, 0.75)
    for at in np.arange(0.1, 0.9, 0.02):
        sheet.line([(at, 0.965), (at, 0.975 if int(at * 50) % 5 else 0.95)], colour, 0.0016)
    sheet.line([(0.1, 0.975), (0.9, 0.975)], colour, 0.0016)
    wave = [(0.3 + 0.4 * t, 0.06 + 0.02 * np.sin(t * 40) * np.sin(t * 9)) for t in np.linspace(0, 1, 140)]
    sheet.line(wave, colour, 0.0022)
    return unit_as_bytes(sheet.over(unit(rgb), glow=1.4))


def lower_third(
    rgb: RGB, sitter: Sitter, random: np.random.Generator, *, colour: str = "#c01824", second: str = "#0c2a60"
) -> RGB:
    """The bars of a news programme: a red block, a ticker, "LIVE" in the corner."""
    sheet = Sheet(*rgb.shape[:2])
    sheet.box(0.0, 0.795, 0.7, 0.872, colour, 0.97)
    sheet.word("BREAKING NEWS", 0.045, 0.812, 0.6, "#ffffff", tall=0.042, weight=900)
    sheet.box(0.0, 0.872, 1.0, 0.932, "#f2f4f8", 0.96)
    for left, long in ((0.045, 0.34), (0.41, 0.2), (0.635, 0.26)):
        sheet.box(left, 0.893, left + long, 0.911, second, 0.88)
    sheet.box(0, 0.932, 1, 1, second, 0.97)
    at = sheet.word("20:15", 0.045, 0.953, 0.2, "#ffffff", tall=0.026, weight=700)[0] + 0.08
    while at < 1:
        long = random.uniform(0.06, 0.16)
        sheet.box(at, 0.96, at + long, 0.972, "#b8c8e8", 0.8)
        at += long + 0.03
    sheet.box(0.79, 0.05, 0.955, 0.105, colour, 0.97)
    sheet.ring(0.822, 0.0775, 0.011, "#ffffff")
    sheet.word("LIVE", 0.848, 0.062, 0.1, "#ffffff", tall=0.031, weight=900)
    return unit_as_bytes(sheet.over(unit(rgb)))


def runes(rgb: RGB, sitter: Sitter, random: np.random.Generator, *, colour: str = "#58c8ff") -> RGB:
    """A circle of glowing signs behind the head and rising around the person."""
    height, width = rgb.shape[:2]
    sheet = Sheet(height, width)
    x, y = sitter.middle[0] / width, sitter.middle[1] / height
    reach = 1.25 * sitter.span / min(height, width)
    squash = min(height, width)
    for radius in (1.0, 1.16, 1.2):
        sheet.ring(x, y, reach * radius, colour, 0.003)
    for angle in np.linspace(0, 2 * np.pi, 22, endpoint=False):
        at = (x + reach * 1.08 * np.cos(angle) * squash / width, y + reach * 1.08 * np.sin(angle) * squash / height)
        _rune(sheet, random, at, 0.02, colour)
    for corner in np.linspace(0, 2 * np.pi, 7)[:-1]:
        ends = [corner, corner + 2 * np.pi / 3]
        sheet.line(
            [(x + reach * np.cos(a) * squash / width, y + reach * np.sin(a) * squash / height) for a in ends],
            colour,
            0.0022,
        )
    behind = sheet.over(unit(rgb), glow=1.8)
    share = blurred(sitter.alpha, 1.2)[..., None]
    made = behind * (1 - share) + unit(rgb) * share
    front = Sheet(height, width)
    for _ in range(16):
        at = (random.uniform(0.04, 0.96), random.uniform(0.62, 0.97))
        _rune(front, random, at, random.uniform(0.012, 0.026), colour)
    return unit_as_bytes(front.over(made, glow=2.0))


def _rune(sheet: Sheet, random: np.random.Generator, at: tuple[float, float], size: float, colour: str) -> None:
    sheet.line([(at[0], at[1] - size), (at[0], at[1] + size)], colour, 0.0032)
    for _ in range(2):
        start = random.uniform(-0.9, 0.5)
        sheet.line(
            [
                (at[0], at[1] + start * size),
                (at[0] + random.choice([-0.6, 0.6]) * size, at[1] + (start + random.uniform(-0.5, 0.6)) * size),
            ],
            colour,
            0.0028,
        )


def leaves(
    rgb: RGB,
    sitter: Sitter,
    random: np.random.Generator,
    *,
    colours: Sequence[str] = ("#1f4a1c", "#3a7a2c", "#6aa040"),
    blur: float = 0.012,
    size: float = 0.09,
) -> RGB:
    """Leaves hanging into the picture from its border, out of focus."""
    made, height, width = opened(rgb)
    side = min(height, width)
    sheet = Sheet(height, width)
    for _ in range(64):
        angle = random.uniform(0, 2 * np.pi)
        x, y = 0.5 + 0.6 * np.cos(angle), 0.5 + 0.6 * np.sin(angle)
        turn, long = angle + np.pi + random.uniform(-0.9, 0.9), size * random.uniform(0.6, 1.3)
        _leaf(sheet, (x, y), turn, long, str(colours[random.integers(len(colours))]), random)
    free = 1 - blurred(sitter.face, sitter.span / 10)[..., None].clip(0, 1)
    return unit_as_bytes(made * (1 - free) + sheet.over(made, blur=blur * side) * free)


def _leaf(
    sheet: Sheet, at: tuple[float, float], turn: float, long: float, colour: str, random: np.random.Generator
) -> None:
    """Draw a pointed leaf that bends, one half in the light, its rib lighter."""
    t = np.linspace(0, 1, 24)
    bend = random.uniform(-0.9, 0.9)
    ratio = sheet.width / sheet.height
    heading = turn + bend * t
    rib = np.cumsum(np.stack([np.cos(heading), np.sin(heading)], -1), 0) * (2 * long / 24)
    half = long * 0.62 * t**0.65 * (1 - t) ** 0.9 * 1.6
    across = np.stack([-np.sin(heading), np.cos(heading)], -1)
    for side, light in ((1, 1.0), (-1, 0.68)):
        edge = rib + side * across * half[:, None]
        ring = np.concatenate([rib, edge[::-1]]) * [1, ratio] + at
        tone = np.clip(code(colour) * light * random.uniform(0.85, 1.1), 0, 1)
        sheet.poly([tuple(each) for each in ring], "#" + "".join(f"{round(float(each) * 255):02x}" for each in tone))
    sheet.line([tuple(each) for each in rib * [1, ratio] + at], colour, 0.0022, share=0.9)


def slats(
    rgb: RGB, sitter: Sitter, random: np.random.Generator, *, amount: float = 0.62, count: int = 9, tilt: float = 0.12
) -> RGB:
    """The shadow of a window's blinds across the person, bent by the head; both eyes lie in one bar of light.

    ``tilt`` is followed as far as the line through the eyes allows. On a face so near that a slat would cross an eye
    there are fewer than ``count``.
    """
    made, height, width = opened(rgb)
    x, y = pixels(height, width)
    bend = blurred(sitter.alpha, sitter.span / 3) * 0.1 * sitter.span
    eyes = sitter.points[[*RIGHT_EYE, *LEFT_EYE], :2]
    right, left = (sitter.points[list(ring), :2].mean(0) for ring in (RIGHT_EYE, LEFT_EYE))
    level = float(np.clip((right[1] - left[1]) / max(float(left[0] - right[0]), 1.0), -STEEPEST, STEEPEST))
    tilt = float(np.clip(tilt, level - ASLANT, level + ASLANT))
    line = y + tilt * (x - sitter.middle[0]) + bend
    columns, rows = (eyes[:, axis].round().astype(int).clip(0, most - 1) for axis, most in ((0, width), (1, height)))
    seen = line[rows, columns]
    pitch = max(height / count, (float(np.ptp(seen)) / 2 + LASHES * sitter.span) / LIT)
    phase = (line - (seen.min() + seen.max()) / 2) / pitch
    bar = 0.5 + 0.5 * np.tanh(4 * np.cos(2 * np.pi * phase))
    dark = amount * (1 - blurred(bar.astype(np.float32), sitter.span / 70)) * sitter.alpha
    return unit_as_bytes(made * (1 - dark)[..., None])
