"""What film, lens and laboratory do to a picture, as parameters. In order: light (bloom, halation), lens (soft corners,
colour fringes, vignette, leak), colour (exposure, tone, balance, split tone, curves), grain.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.canvas.channels import highest
from engine.canvas.types import Plane
from engine.faces.regions import for_all
from engine.faces.types import RGB

Unit = NDArray[np.float32]  # (height, width, 3) display values, 0..1
WEIGHTS = np.array([0.2126, 0.7152, 0.0722], np.float32)  # luminance of sRGB primaries
Colour = tuple[float, float, float]


@dataclass(frozen=True, kw_only=True)
class Grade:
    """Every value 0 (or black, or 1 for gains) leaves the picture as it is. Lengths are shares of the shorter side."""

    exposure: float = 0.0  # stops
    contrast: float = 0.0  # -1..1 around middle grey
    saturation: float = 0.0  # -1 grey .. 1 twice as much
    warmth: float = 0.0  # -1 blue .. 1 orange
    tint: float = 0.0  # -1 green .. 1 magenta
    lift: Colour = (0.0, 0.0, 0.0)  # added to the shadows
    gamma: Colour = (1.0, 1.0, 1.0)  # middle tones, above 1 lighter
    gain: Colour = (1.0, 1.0, 1.0)  # lights
    shadows: Colour = (0.0, 0.0, 0.0)  # split tone: colour mixed into the darks, its strength is its length
    lights: Colour = (0.0, 0.0, 0.0)  # and into the lights
    fade: float = 0.0  # 0..1 blacks lifted, whites lowered
    bloom: float = 0.0  # 0..1 light spills from bright places
    halation: float = 0.0  # 0..1 the red glow of film around lights
    soft: float = 0.0  # 0..1 a diffusion filter before the lens
    corners: float = 0.0  # 0..1 sharpness lost towards the corners
    aberration: float = 0.0  # 0..1 colour fringes towards the corners
    vignette: float = 0.0  # 0..1 darker corners
    leak: float = 0.0  # 0..1 orange light through the camera back
    haze: float = 0.0  # 0..1 light veil from above
    grain: float = 0.0  # 0..1
    grain_size: float = 1.0


def graded(rgb: RGB, grade: Grade, random: np.random.Generator) -> RGB:
    """Return ``rgb`` (height, width, 3) uint8 after ``grade``; ``random`` places grain and leak."""
    if grade == Grade():
        return rgb
    value = rgb.astype(np.float32) / 255
    value = _spill(value, grade)
    value = _lens(value, grade, random)
    value = _colour(value, grade)
    return unit_as_bytes(_grain(value, grade, random))


def unit_as_bytes(value: Unit) -> RGB:
    """Return 0..1 display values as (height, width, 3) uint8."""
    return (value.clip(0, 1) * 255 + 0.5).astype(np.uint8)


def grey(value: NDArray[np.float32]) -> Plane:
    """(height, width) luminance of display values."""
    return value @ WEIGHTS


def blurred(value: NDArray[np.float32], sigma: float) -> NDArray[np.float32]:
    """Gaussian of ``sigma`` pixels; wide ones are made at a smaller size, which is not seen."""
    if sigma < 0.3:
        return value
    if sigma < 9:
        return cv2.GaussianBlur(value, (0, 0), sigma)
    factor = 2 ** int(np.log2(sigma / 4))
    height, width = value.shape[:2]
    size = (max(width // factor, 8), max(height // factor, 8))
    small = cv2.GaussianBlur(cv2.resize(value, size, interpolation=cv2.INTER_AREA), (0, 0), sigma * size[0] / width)
    return cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR if factor < 4 else cv2.INTER_CUBIC)


def distance(height: int, width: int) -> Plane:
    """(height, width) distance from the middle, 1 in the corners."""
    y, x = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j].astype(np.float32)
    return np.hypot(x, y) / np.float32(np.sqrt(2))


def smoothstep(low: float, high: float, value: NDArray[np.float32]) -> NDArray[np.float32]:
    """0 below ``low``, 1 above ``high``, smooth between."""
    t = ((value - low) / (high - low)).clip(0, 1)
    return t * t * (3 - 2 * t)


def _spill(value: Unit, grade: Grade) -> Unit:
    side = min(value.shape[:2])
    if grade.soft:
        value = value * (1 - 0.45 * grade.soft) + _screen(value, blurred(value, 0.012 * side) * 0.5) * 0.45 * grade.soft
    if grade.bloom or grade.halation:
        bright = value * for_all(smoothstep(0.62, 0.98, highest(value)))
    if grade.bloom:
        glow = blurred(bright, 0.015 * side) + blurred(bright, 0.06 * side)
        value = _screen(value, (0.55 * grade.bloom * glow).clip(0, 1))
    if grade.halation:
        glow = blurred(highest(bright), 0.01 * side)[..., None] * np.array([1.0, 0.25, 0.08], np.float32)
        value = _screen(value, (0.6 * grade.halation * glow).clip(0, 1))
    return value


def _screen(below: Unit, above: Unit) -> Unit:
    return 1 - (1 - below) * (1 - above)


def _lens(value: Unit, grade: Grade, random: np.random.Generator) -> Unit:
    height, width = value.shape[:2]
    side = min(height, width)
    far = distance(height, width)
    if grade.corners:
        share = for_all(smoothstep(0.45, 1.0, far) * min(1.0, grade.corners * 1.2))
        value = value * (1 - share) + blurred(value, 0.007 * side * grade.corners) * share
    if grade.aberration:
        value = np.stack([_zoomed(value[..., c], 1 + (c - 1) * 0.006 * grade.aberration) for c in range(3)], -1)
    if grade.vignette:
        value = value * for_all(1 - grade.vignette * smoothstep(0.35, 1.1, far))
    if grade.haze:
        down = np.linspace(1, 0.25, height, dtype=np.float32)[:, None, None]
        value = _screen(value, 0.32 * grade.haze * down * np.array([1.0, 0.93, 0.82], np.float32))
    if grade.leak:
        value = _screen(value, _leak(height, width, random) * grade.leak)
    return value


def _zoomed(plane: Plane, factor: float) -> Plane:
    height, width = plane.shape
    move = np.array([[factor, 0, (1 - factor) * width / 2], [0, factor, (1 - factor) * height / 2]], np.float32)
    return cv2.warpAffine(plane, move, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def _leak(height: int, width: int, random: np.random.Generator) -> Unit:
    """(height, width, 3): a warm flare from one side, as of a camera that is not quite shut."""
    y, x = np.mgrid[0 : 1 : height * 1j, 0 : 1 : width * 1j].astype(np.float32)
    x = x if random.random() < 0.5 else 1 - x
    bend = 0.08 * np.sin(y * random.uniform(3, 7) + random.uniform(0, 6)).astype(np.float32)
    strong = np.exp(-(((x + bend) / 0.16) ** 2)) * (0.5 + 0.5 * np.sin(y * 2.2 + random.uniform(0, 6)) ** 2)
    wide = np.exp(-(((x + bend) / 0.34) ** 2))
    return (
        (strong[..., None] * np.array([0.95, 0.55, 0.12]) + wide[..., None] * np.array([0.6, 0.16, 0.05]))
        .astype(np.float32)
        .clip(0, 1)
    )


def _colour(value: Unit, grade: Grade) -> Unit:
    if grade.exposure:
        value = _exposed(value, grade.exposure)
    balance = np.array(
        [
            1 + 0.18 * grade.warmth + 0.08 * grade.tint,
            1 - 0.10 * grade.tint,
            1 - 0.24 * grade.warmth + 0.06 * grade.tint,
        ]
    )
    value = value * balance.astype(np.float32)
    value = np.array(grade.gain, np.float32) * value + np.array(grade.lift, np.float32) * (1 - value)
    if grade.gamma != (1.0, 1.0, 1.0):
        value = value.clip(0, 1) ** (1 / np.array(grade.gamma, np.float32))
    if grade.contrast:
        value = _contrast(value, grade.contrast)
    tone = for_all(grey(value).clip(0, 1))
    if grade.saturation:
        value = tone + (value - tone) * (1 + grade.saturation)
    for colour, share in ((grade.shadows, (1 - tone) ** 2), (grade.lights, tone**2)):
        if any(colour):
            value = value + share * (np.array(colour, np.float32) - np.float32(np.mean(colour)) * 0.6)
    if grade.fade:
        value = 0.16 * grade.fade + value * (1 - 0.24 * grade.fade)
    return value


def _exposed(value: Unit, stops: float) -> Unit:
    """A stop in linear light, with a shoulder so that skin does not burn."""
    light = value.clip(0, 1) ** 2.2 * 2.0**stops
    over = (light - 0.7).clip(0)
    light = np.where(light > 0.7, 0.7 + 0.3 * over / (0.3 + over), light)
    return light ** (1 / 2.2)


def _contrast(value: Unit, amount: float) -> Unit:
    """An S of the tone around 0.46; a negative amount flattens it."""
    if amount < 0:
        return 0.46 + (value - 0.46) * (1 + 0.6 * amount)
    clipped = value.clip(0, 1)
    curve = np.where(
        clipped < 0.46, 0.46 * (clipped / 0.46) ** (1 + amount), 1 - 0.54 * ((1 - clipped) / 0.54) ** (1 + amount)
    )
    return curve.astype(np.float32)


def _grain(value: Unit, grade: Grade, random: np.random.Generator) -> Unit:
    if not grade.grain:
        return value
    height, width = value.shape[:2]
    sigma = grade.grain_size * max(min(height, width) / 1024, 0.35) * 0.9
    noise = random.standard_normal((height, width), dtype=np.float32)
    if sigma > 0.45:
        noise = cv2.GaussianBlur(noise, (0, 0), sigma)
        noise /= noise.std() + 1e-6
    # Film shows its grain in the middle tones; deep blacks and paper white stay clean.
    tone = grey(value).clip(0, 1)
    return value + for_all(noise * 0.075 * grade.grain * (0.25 + 3 * tone * (1 - tone)))
