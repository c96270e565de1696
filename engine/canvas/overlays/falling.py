"""What is between the lens and the person: snow, rain, petals, leaves, confetti, sparks, dust, drops on glass."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from engine.canvas.grade import grey, smoothstep
from engine.canvas.looks.tools import features
from engine.canvas.overlays.tools import Sheet, Unit, blurred, code, opened, spared, unit, unit_as_bytes
from engine.canvas.sitter import Sitter
from engine.canvas.texture import grain, pixels, shares
from engine.faces.types import RGB


def _screen(below: Unit, light: Unit) -> Unit:
    return 1 - (1 - below.clip(0, 1)) * (1 - light.clip(0, 1))


def snow(rgb: RGB, sitter: Sitter, random: np.random.Generator, *, count: int = 130, bright: float = 0.8) -> RGB:
    """Flakes in front: small ones sharp, large ones soft; few over the face."""
    made, height, width = opened(rgb)
    side, free = min(height, width), spared(sitter, 0.85)
    for share, low, high, soft, strong in ((0.8, 0.0012, 0.0035, 0.0008, 1.0), (0.2, 0.006, 0.013, 0.004, 0.6)):
        layer = np.zeros((height, width), np.float32)
        for _ in range(int(count * share)):
            at = (int(random.integers(width)), int(random.integers(height)))
            size = max(int(random.uniform(low, high) * side), 1)
            cv2.ellipse(
                layer,
                at,
                (size, int(size * 1.25) + 1),
                float(random.uniform(0, 40)),
                0,
                360,
                float(random.uniform(0.5, 1)),
                -1,
            )
        layer = blurred(layer, soft * side) * strong * bright * free
        made = made * (1 - layer[..., None]) + code("#f8fbff") * layer[..., None]
    return unit_as_bytes(made)


def rain(rgb: RGB, sitter: Sitter, random: np.random.Generator, *, count: int = 260, bright: float = 0.4) -> RGB:
    """Slanting streaks of rain that catch the light."""
    made, height, width = opened(rgb)
    side = min(height, width)
    layer = np.zeros((height, width), np.float32)
    for _ in range(count):
        x, y, long = random.uniform(0, width), random.uniform(-0.1, 1) * height, random.uniform(0.03, 0.11) * side
        cv2.line(
            layer,
            (int(x), int(y)),
            (int(x - 0.14 * long), int(y + long)),
            float(random.uniform(0.3, 1)),
            max(int(side / 640), 1),
            cv2.LINE_8,
        )
    layer = cv2.GaussianBlur(layer, (0, 0), side / 1500, sigmaY=side / 300) * bright * spared(sitter, 0.7)
    return unit_as_bytes(_screen(made, layer[..., None] * code("#dce8f8")))


def drops(rgb: RGB, sitter: Sitter, random: np.random.Generator, *, count: int = 420, mist: float = 0.5) -> RGB:
    """A window between: drops that turn the picture behind them upside down, mist, runs; clear before the face."""
    made, height, width = opened(rgb)
    side = min(height, width)
    free = spared(sitter, 1.0)
    fog = blurred(made, side / 60) * 0.86 + 0.12
    veil = (mist * free * (0.35 + 0.65 * np.linspace(0.3, 1, height, dtype=np.float32)[:, None]))[..., None]
    made = made * (1 - veil) + fog * veil
    lens = np.zeros((height, width), np.float32)
    for number in range(count):
        size = side * (random.uniform(0.002, 0.006) if number % 5 else random.uniform(0.006, 0.014))
        x, y = random.uniform(0, width), random.uniform(0, height)
        if free[int(y), int(x)] < 0.5:
            continue
        cv2.ellipse(lens, (int(x), int(y)), (int(size) + 1, int(size * 1.2) + 1), 0, 0, 360, 1.0, -1)
        if number % 41 == 0:
            cv2.line(
                lens,
                (int(x), int(y)),
                (int(x + random.normal(0, 2)), max(int(y - random.uniform(0.04, 0.2) * side), 0)),
                1.0,
                int(size * 0.7) + 1,
            )
    dome = blurred(lens, side / 420)
    slope_x, slope_y = cv2.Sobel(dome, cv2.CV_32F, 1, 0), cv2.Sobel(dome, cv2.CV_32F, 0, 1)
    x, y = pixels(height, width)
    bent = cv2.remap(
        blurred(unit(rgb), side / 300),
        x - slope_x * side * 0.10,
        y - slope_y * side * 0.10,
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REFLECT,
    )
    light = 1 + (slope_y * 1.1 - slope_x * 0.5).clip(-0.35, 0.6)
    share = (dome * 1.6).clip(0, 1)[..., None]
    return unit_as_bytes(made * (1 - share) + bent * light[..., None] * share)


def petals(
    rgb: RGB,
    sitter: Sitter,
    random: np.random.Generator,
    *,
    colours: Sequence[str] = ("#ffc8d8", "#ffa8c4", "#fff0f4"),
    count: int = 46,
    size: float = 0.016,
    slender: float = 0.55,
) -> RGB:
    """Petals, leaves or confetti in the air, near ones large and soft, none over the face."""
    made, height, width = opened(rgb)
    side = min(height, width)
    for near in (False, True):
        layer = Sheet(height, width)
        for _ in range(count if not near else count // 4):
            x, y = random.uniform(0, width), random.uniform(0, height)
            long = side * size * random.uniform(0.6, 1.2) * (2.2 if near else 1)
            if sitter.face[int(y), int(x)] > 0.1:
                continue
            colour = str(colours[random.integers(len(colours))])
            _petal(layer, (x / width, y / height), long, slender * random.uniform(0.5, 1), colour, random)
        soft = layer.over(made, blur=side * (0.006 if near else 0.0009))
        free = spared(sitter, 0.95)[..., None]
        made = made * (1 - free) + soft * free
    return unit_as_bytes(made)


def _petal(
    sheet: Sheet, at: tuple[float, float], long: float, slender: float, colour: str, random: np.random.Generator
) -> None:
    """Draw a petal seen from some side: one half in the light, a notch at its end."""
    t = np.linspace(0, 2 * np.pi, 28)
    notch = 1 - 0.22 * np.exp(-(((t % (2 * np.pi)) / 0.45) ** 2)) - 0.22 * np.exp(-(((t - 2 * np.pi) / 0.45) ** 2))
    shape = np.stack([np.cos(t) * notch, np.sin(t) * slender * (1 + 0.25 * np.cos(t))], -1) * 2 * long
    turn = random.uniform(0, 2 * np.pi)
    turned = shape @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    places = turned / [sheet.width, sheet.height] + at
    sheet.poly([tuple(each) for each in places], _shade(colour, random.uniform(0.92, 1.05)))
    sheet.poly([tuple(each) for each in places[:15]], _shade(colour, random.uniform(0.74, 0.88)))


def _shade(colour: str, gain: float) -> str:
    return "#" + "".join(f"{round(float(each) * 255):02x}" for each in (code(colour) * gain).clip(0, 1))


def sparks(
    rgb: RGB,
    sitter: Sitter,
    random: np.random.Generator,
    *,
    colours: Sequence[str] = ("#ffb040", "#ff7a20", "#ffe0a0"),
    count: int = 90,
    size: float = 1.0,
) -> RGB:
    """Glowing sparks, motes or fireflies around the person."""
    made, height, width = opened(rgb)
    side, light = min(height, width), np.zeros_like(made)
    for _ in range(count):
        at = (int(random.integers(width)), int(random.integers(height)))
        if sitter.face[at[1], at[0]] > 0.2:
            continue
        radius = max(int(side * size * random.uniform(0.0008, 0.0034)), 1)
        cv2.circle(light, at, radius, code(str(colours[random.integers(len(colours))])).tolist(), -1)
    core = blurred(light, side / 1400)
    return unit_as_bytes(_screen(made, core + 2.2 * blurred(light, side / 160)))


def dust(rgb: RGB, sitter: Sitter, random: np.random.Generator, *, colour: str = "#ffe8c0", count: int = 150) -> RGB:
    """Motes of dust in the light."""
    return sparks(rgb, sitter, random, colours=(colour,), count=count, size=0.6)


def rays(
    rgb: RGB,
    sitter: Sitter,
    random: np.random.Generator,
    *,
    colour: str = "#fff0c8",
    amount: float = 0.4,
    x: float = 0.08,
) -> RGB:
    """Shafts of light from above across the picture, weaker over the person."""
    made, height, width = opened(rgb)
    u, v = shares(height, width)
    angle = np.arctan2(v + 0.3, u - x)
    knots = cv2.GaussianBlur(random.random((1, 110), dtype=np.float32) ** 2, (0, 0), 1.0)[0]
    comb = (np.interp(angle, np.linspace(0, np.pi, 110), knots) - 0.18).clip(0) * 2.6
    light = comb * np.exp(-np.hypot(u - x, v) / 0.85) * amount * (1 - 0.45 * sitter.alpha)
    return unit_as_bytes(_screen(made, light[..., None].astype(np.float32) * code(colour)))


def flare(
    rgb: RGB,
    sitter: Sitter,
    random: np.random.Generator,
    *,
    x: float = 0.88,
    y: float = 0.12,
    colour: str = "#ffc878",
    amount: float = 0.7,
) -> RGB:
    """The sun in the lens: a glow over the corner, a veil, a chain of faint discs."""
    made, height, width = opened(rgb)
    v, u = np.mgrid[0:height, 0:width].astype(np.float32) / min(height, width)
    ratio = (width / min(height, width), height / min(height, width))
    far = np.hypot(u - x * ratio[0], v - y * ratio[1])
    light = (0.75 * np.exp(-((far / 0.16) ** 2)) + 0.5 * np.exp(-((far / 0.55) ** 2))) * amount
    made = _screen(made, light[..., None] * code(colour))
    for step, size in ((0.5, 0.02), (0.75, 0.034), (1.3, 0.026), (1.6, 0.05)):
        at = (x + (0.5 - x) * 2 * step * 0.6, y + (0.5 - y) * 2 * step * 0.6)
        disc = np.hypot(u - at[0] * ratio[0], v - at[1] * ratio[1])
        share = ((size - disc) * 200).clip(0, 1) * 0.10 * amount * spared(sitter, 1)
        made = _screen(made, share[..., None] * code(colour))
    return unit_as_bytes(made)


def spectrum(
    rgb: RGB, sitter: Sitter, random: np.random.Generator, *, amount: float = 0.9, tilt: float = 0.5, wide: float = 0.5
) -> RGB:
    """Sunlight through a prism: a rainbow that lies on cheek and shoulder as light does, brighter where they are."""
    made, height, width = opened(rgb)
    x, y = pixels(height, width)
    span = sitter.span
    bend = (blurred(grey(made), span / 6) - 0.4) * 0.25
    middle = (sitter.middle[0] + 0.1 * span, sitter.middle[1] + 0.28 * span)
    at = ((x - middle[0]) * np.sin(tilt) + (y - middle[1]) * np.cos(tilt)) / (wide * span) + 0.5 + bend
    hue = np.stack([((at.clip(0, 1) * 5.2 - place) / 1.1).astype(np.float32) for place in (0.6, 2.4, 4.2)], -1)
    colour = np.exp(-(hue**2)) + 0.35 * np.exp(-(((at * 5.2 - 5.2) / 0.6) ** 2))[..., None] * np.float32([1, 0, 1])
    edge = smoothstep(-0.06, 0.06, at) * smoothstep(1.06, 0.94, at)
    free = sitter.alpha * (1 - features(sitter, lips=1, rest=0))
    light = (colour * (edge * free * amount)[..., None]).astype(np.float32)
    return unit_as_bytes(_screen(made * (1 + 0.9 * light), 0.3 * light * (0.25 + made)))


def haze(
    rgb: RGB,
    sitter: Sitter,
    random: np.random.Generator,
    *,
    colour: str = "#d8dce0",
    amount: float = 0.5,
    low: float = 0.55,
) -> RGB:
    """Mist that lies before the lower part of the picture."""
    made, height, width = opened(rgb)
    cloud = grain(height, width, random, min(height, width) / 12)
    cloud = 0.5 + 0.28 * cloud
    rise = ((np.linspace(0, 1, height, dtype=np.float32) - low) / (1 - low)).clip(0, 1)[:, None] ** 0.8
    share = (cloud.clip(0, 1) * rise * amount * 1.5).clip(0, 0.95) * spared(sitter, 0.9)
    return unit_as_bytes(made * (1 - share[..., None]) + code(colour) * share[..., None])
