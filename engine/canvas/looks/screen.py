"""Looks of screens and light: neon edges, hologram, glitch, video tape, double exposure, silhouettes of light."""

from __future__ import annotations

import cv2
import numpy as np

from engine.canvas.backdrops import land
from engine.canvas.linear import display
from engine.canvas.looks import tools
from engine.canvas.looks.tools import blurred, code, grey, unit, unit_as_bytes
from engine.canvas.sitter import Sitter
from engine.canvas.texture import grain
from engine.faces.types import RGB


def hologram(rgb: RGB, sitter: Sitter, random: np.random.Generator, *, colour: str = "#48c8ff") -> RGB:
    """A translucent figure of blue light made of scan lines, bright at its outline."""
    photo, _ = tools.evened(unit(rgb), sitter, 0.5)
    height, width = photo.shape[:2]
    light = grey(photo)
    light = light + 0.9 * (light - blurred(light, sitter.span / 16))
    pitch = max(height / 170, 3.0)
    y = np.arange(height, dtype=np.float32)[:, None]
    scan = 0.62 + 0.38 * np.cos(2 * np.pi * y / pitch)
    near = blurred(sitter.alpha, sitter.span / 40)
    rim = tools.smoothstep(0.98, 0.55, near) * sitter.alpha
    roll = 1 + 0.12 * np.exp(-(((y / height - 0.63) / 0.04) ** 2))
    fade = tools.smoothstep(1.02, 0.72, y / height)
    figure = (0.1 + 0.95 * light.clip(0, 1) + 0.55 * rim) * scan * roll * fade * sitter.alpha
    made = photo * (1 - 0.75 * sitter.alpha[..., None]) + figure[..., None] * code(colour) * 1.15
    made = made + 0.25 * (figure**3)[..., None]
    glow = blurred(figure * sitter.alpha, sitter.span / 14)[..., None] * code(colour)
    made = 1 - (1 - made.clip(0, 1)) * (1 - 0.5 * glow.clip(0, 1))
    shift = max(width // 400, 1)
    made[..., 0] = np.roll(made[..., 0], shift, 1)
    for _ in range(5):
        row, tall, off = (
            int(random.integers(height)),
            int(height * random.uniform(0.004, 0.012)),
            int(random.normal(0, width / 90)),
        )
        if abs(row - sitter.points[:, 1].mean()) > sitter.span * 0.5:
            made[row : row + tall] = np.roll(made[row : row + tall], off, 1)
    return unit_as_bytes(made)


def neon(
    rgb: RGB,
    sitter: Sitter,
    random: np.random.Generator,
    *,
    left: str = "#20ffb0",
    right: str = "#28a0ff",
    dim: float = 0.55,
) -> RGB:
    """Lit by neon tubes of two colours: the skin dark, its edges glowing, the outline burning."""
    photo = unit(rgb)
    light = grey(photo)
    x = np.linspace(0, 1, photo.shape[1], dtype=np.float32)[None, :, None]
    hue = code(left) * (1 - x) + code(right) * x
    near = blurred(sitter.alpha, sitter.span / 26)
    rim = tools.smoothstep(0.95, 0.5, near) * sitter.alpha
    soft = blurred(light, sitter.span / 120)
    edge = np.hypot(cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)) * sitter.span / 60
    share = sitter.alpha[..., None]
    person = photo * dim * (0.55 + 0.45 * hue) + (0.55 * rim + 0.10 * edge.clip(0, 1))[..., None] * hue
    made = photo * (1 - share) + person * share
    glow = blurred((rim * 0.7)[..., None] * hue, sitter.span / 10)
    return unit_as_bytes(1 - (1 - made.clip(0, 1)) * (1 - 0.6 * glow.clip(0, 1)))


def glitch(rgb: RGB, sitter: Sitter, random: np.random.Generator, *, amount: float = 1.0) -> RGB:
    """A broken signal: colour channels apart, torn rows, blocks; the eyes stay where they are."""
    made = unit(rgb).copy()
    height, width = made.shape[:2]
    shift = int(width * 0.008 * amount) + 1
    made[..., 0], made[..., 2] = np.roll(made[..., 0], shift, 1), np.roll(made[..., 2], -shift, 1)
    eyes = sitter.points[[33, 263], 1]
    for _ in range(int(22 * amount)):
        row, tall = int(random.integers(height)), int(height * random.uniform(0.006, 0.035))
        if eyes.min() - 0.12 * sitter.span < row + tall / 2 < eyes.max() + 0.12 * sitter.span:
            continue
        made[row : row + tall] = np.roll(made[row : row + tall], int(random.normal(0, width * 0.05)), 1)
    for _ in range(int(9 * amount)):
        y, x = int(random.integers(height)), int(random.integers(width))
        tall, wide = int(height * 0.012), int(width * random.uniform(0.04, 0.16))
        made[y : y + tall, x : x + wide] = code(str(random.choice(["#20ffe8", "#ff2a8c", "#f8f8f8", "#2a40ff"])))
    scan = 0.93 + 0.07 * np.cos(np.arange(height, dtype=np.float32) * 2 * np.pi / max(height / 256, 2))[:, None, None]
    return unit_as_bytes(made * scan)


def tape(rgb: RGB, sitter: Sitter, random: np.random.Generator) -> RGB:
    """Video tape of the eighties: smeared colours, soft lines, noise at the lower border."""
    made = unit(rgb)
    height, width = made.shape[:2]
    ycc = cv2.cvtColor(made, cv2.COLOR_RGB2YCrCb)
    for channel in (1, 2):
        ycc[..., channel] = np.roll(cv2.blur(ycc[..., channel], (max(width // 60, 3), 3)), width // 160, 1)
    soft = cv2.blur(ycc[..., 0], (max(width // 340, 1), 1))
    ycc[..., 0] = soft + 0.9 * (soft - cv2.blur(soft, (max(width // 110, 3), 1)))
    made = cv2.cvtColor(ycc, cv2.COLOR_YCrCb2RGB)
    rows = random.standard_normal((height, 1), dtype=np.float32)
    wave = cv2.GaussianBlur(rows, (0, 0), 2)[:, 0] * width * 0.0018
    for row in range(height):
        off = round(float(wave[row]) + (random.normal(0, width * 0.03) if row > height * 0.955 else 0))
        if off:
            made[row] = np.roll(made[row], off, 0)
    noise = grain(height, width, random, width / 420, 0.6)
    scan = 0.95 + 0.05 * np.cos(np.arange(height, dtype=np.float32) * 2 * np.pi / max(height / 240, 2))[:, None]
    return unit_as_bytes((made + 0.05 * noise[..., None]) * scan[..., None])


def double_exposure(rgb: RGB, sitter: Sitter, random: np.random.Generator) -> RGB:
    """The head filled with a forest: it shows in the shadows and hair, the face stays, paper is white."""
    photo, power = tools.evened(unit(rgb), sitter, 0.62)
    height, width = photo.shape[:2]
    wood = unit(display(land.firs(height, width, random)))
    light = grey(photo)[..., None]
    keep = 0.55 * blurred(sitter.face, sitter.span / 10) + 0.18
    keep = np.maximum(keep, 0.95 * tools.features(sitter, eyes=1.0, lips=0.9, rest=0.0))[..., None]
    dark = (1 - tools.smoothstep(0.1, 0.75, light)) * 0.35
    person = wood * (1 - dark) * (1 - keep) + tools.saturated(photo, 0.35) * keep
    person = tools.restored(person, sitter, power, 0.6)
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    below = (sitter.middle[1] + 0.8 * sitter.span) / height
    fade = tools.smoothstep(1.0, 0.1, ((y - below) / 0.34).clip(0, 1) + 0 * light[..., 0])
    share = (sitter.alpha * fade)[..., None]
    return unit_as_bytes(code("#f6f6f3") * (1 - share) + person * share)
