"""Looks of pen and pencil: graphite, charcoal, ink, comic, engraving, woodcut, wash, cartoon, chalk, blueprint."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from engine.canvas.backdrops.patterns import halftone
from engine.canvas.looks import tools
from engine.canvas.looks.tools import as_bytes, blurred, code, grey, unit
from engine.canvas.sitter import Sitter
from engine.canvas.types import Plane
from engine.faces.types import RGB


def _sheet(sitter: Sitter, value: np.ndarray, away: float = 0.0) -> np.ndarray:
    """Make what stands behind white where the drawing is of the person alone."""
    share = sitter.alpha if value.ndim == 2 else sitter.alpha[..., None]
    return value * share + (value * away + (1 - away)) * (1 - share)


def _hatch(height: int, width: int, pitch: float, angle: float, random: np.random.Generator) -> Plane:
    """(height, width) 0..1: profile of parallel strokes drawn by hand, 0 in the middle of a stroke."""
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    bend = blurred(random.standard_normal((height, width), dtype=np.float32), pitch * 9)
    across = (x * np.sin(angle) - y * np.cos(angle)) / pitch + bend / (bend.std() + 1e-6) * 0.35
    return (np.abs(across % 1 - 0.5) * 2).astype(np.float32)


def pencil(
    rgb: RGB, sitter: Sitter, random: np.random.Generator, *, paper: str = "#f6f2e8", lead: str = "#2e2e32"
) -> RGB:
    """Graphite on paper: soft tones, hatching in the shadows, firm lines at eyes and contour."""
    photo, power = tools.evened(unit(rgb), sitter, 0.66)
    height, width = photo.shape[:2]
    tone = _sheet(sitter, grey(photo))
    soft = blurred(1 - tone, sitter.span / 22)
    dodge = (tone / (1 - soft).clip(0.08)).clip(0, 1) ** 1.5
    shade = 0.62 + 0.38 * tools.smoothstep(0.05, 0.85, blurred(tone, sitter.span / 120))
    skin = (sitter.face + sitter.skin).clip(0, 1)
    shade = shade * (1 - skin) + shade ** (1.0 + 0.5 * max(1 / power - 1, 0)) * skin  # dark skin is drawn darker
    pitch = max(sitter.span / 62, 3.0)
    dark = (1 - blurred(tone, sitter.span / 90)).clip(0, 1)
    made = dodge * shade
    for angle, level in ((0.8, 0.42), (2.2, 0.62), (1.5, 0.8)):
        stroke = _hatch(height, width, pitch, angle, random)
        made = made * (
            1 - 0.34 * tools.smoothstep(level - 0.1, level + 0.2, dark) * tools.smoothstep(0.75, 0.2, stroke)
        )
    edge = tools.lines(tone, sitter.span / 210, sharp=10, level=0.5)
    made = made * (1 - 0.55 * edge)
    made = made + 0.05 * tools.fibres(height, width, random, 1.3) * (1.1 - made)
    return as_bytes(tools.ramp(made.clip(0, 1), [(0, lead), (1, paper)]))


def charcoal(rgb: RGB, sitter: Sitter, random: np.random.Generator, *, paper: str = "#e6dfd2") -> RGB:
    """Charcoal on rough paper: broad smudged shadows, the tooth of the paper, lights lifted with an eraser."""
    photo, _ = tools.evened(unit(rgb), sitter, 0.6)
    height, width = photo.shape[:2]
    tone = _sheet(sitter, grey(photo), 0.35)
    smudge = 0.55 * blurred(tone, sitter.span / 60) + 0.45 * tone
    made = tools.contrast(smudge, 1.7, 0.56).clip(0, 1)
    edge = tools.lines(blurred(tone, sitter.span / 240), sitter.span / 120, sharp=9, level=0.3)
    made = made * (1 - 0.8 * edge)
    tooth = tools.fibres(height, width, random, 2.4)
    grip = 4 * made * (1 - made) + 0.25
    made = made + 0.24 * tooth * grip
    made = made + (0.5 * tools.features(sitter, rest=0) * (tone - blurred(tone, sitter.span / 25)))
    return as_bytes(tools.ramp(made.clip(0, 1), [(0, "#16130f"), (0.5, "#746d62"), (1, paper)]))


def ink(rgb: RGB, sitter: Sitter, random: np.random.Generator, *, paper: str = "#f7f5ef", dots: bool = True) -> RGB:
    """A black and white comic: pools of ink, clean lines, a printed grey between."""
    photo, _ = tools.evened(unit(rgb), sitter, 0.6)
    flat = grey(unit(tools.smooth(as_bytes(photo), sitter.span / 50, 3, 30)))
    light = tools.readable(np.repeat(flat[..., None], 3, -1), photo, sitter, 0.7)[..., 0]
    black = tools.smoothstep(0.30, 0.26, light)
    edge = tools.lines(blurred(grey(photo), sitter.span / 300), sitter.span / 150, sharp=10, level=0.5)
    made = 1 - np.maximum(black, edge)
    if dots:
        pitch = max(sitter.span / 52, 4.0)
        grey_tone = tools.smoothstep(0.62, 0.40, light)
        made = np.minimum(made, 1 - 0.9 * halftone(grey_tone * 0.42, pitch, 0.785))
    return as_bytes(tools.ramp(made.clip(0, 1), [(0, "#0c0c10"), (1, paper)]))


def comic(rgb: RGB, sitter: Sitter, random: np.random.Generator, *, colour: float = 1.6, steps: int = 5) -> RGB:
    """Flat strong colours in steps, ink outlines, printed dots in the shadows."""
    photo, power = tools.evened(unit(rgb), sitter, 0.6)
    flat = unit(tools.smooth(as_bytes(photo), sitter.span / 42, 4, 34))
    light = grey(flat)
    stepped = (np.floor(light * steps) + tools.smoothstep(0.4, 0.6, light * steps % 1)) / steps
    made = flat * ((0.35 * light + 0.65 * (stepped * 0.92 + 0.04)) / light.clip(0.04))[..., None]
    made = tools.saturated(made, colour)
    made = tools.readable(made, photo, sitter, 0.85)
    made = tools.restored(made, sitter, power, 0.75)
    pitch = max(sitter.span / 48, 4.0)
    shade = tools.smoothstep(0.5, 0.28, light) * sitter.alpha * 0.34
    made = made * (1 - 0.4 * halftone(shade, pitch, 0.6))[..., None]
    edge = tools.lines(blurred(grey(photo), sitter.span / 260), sitter.span / 130, sharp=9, level=0.5)
    contour = _contour(sitter, sitter.span / 60)
    return as_bytes(made * (1 - np.maximum(edge * 0.95, contour))[..., None] + code("#0c0a14") * contour[..., None])


def _contour(sitter: Sitter, wide: float) -> Plane:
    """(height, width) 0..1 the outline of the person, ``wide`` pixels."""
    near = blurred(sitter.alpha, wide * 0.6)
    return tools.smoothstep(0.12, 0.3, near) * tools.smoothstep(0.72, 0.5, near)


def cartoon(
    rgb: RGB,
    sitter: Sitter,
    random: np.random.Generator,
    *,
    colour: float = 1.35,
    line: str = "#3a2430",
    light: float = 0.62,
) -> RGB:
    """Hand-painted animation: two tones of each colour, thin lines in a dark shade, no change of the features."""
    photo, power = tools.evened(unit(rgb), sitter, light)
    flat = unit(tools.smooth(as_bytes(photo), sitter.span / 26, 5, 38))
    tone = grey(flat)
    local = blurred(tone, sitter.span / 4)
    lit = tools.smoothstep(-0.03, 0.03, tone - local)
    person = sitter.alpha
    cel = flat * (0.84 + 0.26 * lit)[..., None]
    cel = flat * (1 - person[..., None]) + cel * person[..., None]
    made = tools.saturated(cel, colour)
    made = made + (1 - lit)[..., None] * person[..., None] * np.array([0.0, -0.012, 0.03], np.float32)
    made = tools.readable(made, photo, sitter, 0.95, rest=0.1)
    made = tools.restored(made, sitter, power, 0.7)
    edge = tools.lines(blurred(grey(photo), sitter.span / 220), sitter.span / 170, sharp=9, level=0.9) * person
    edge = np.maximum(edge * 0.85, _contour(sitter, sitter.span / 110) * 0.9)[..., None]
    return as_bytes(made * (1 - edge) + code(line) * edge)


def engraving(
    rgb: RGB, sitter: Sitter, random: np.random.Generator, *, paper: str = "#efe8d6", dark: str = "#1c2a24"
) -> RGB:
    """A banknote: lines along the form that swell with the shadow, crossed where it is deep."""
    photo, _ = tools.evened(unit(rgb), sitter, 0.6)
    height, width = photo.shape[:2]
    tone = tools.contrast(grey(photo), 1.25, 0.5)
    tone = tone + 0.8 * (tone - blurred(tone, sitter.span / 20))
    tone = _sheet(sitter, tone.clip(0, 1), 0.55)
    pitch = max(sitter.span / 74, 3.6)
    depth = blurred(grey(photo), sitter.span / 9)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    made = np.ones((height, width), np.float32)
    for angle, level in ((0.15, 0.0), (1.25, 0.42)):
        across = (y * np.cos(angle) - x * np.sin(angle)) / pitch + depth * sitter.span / pitch * 0.28
        profile = np.abs(across % 1 - 0.5) * 2
        width_ = (1 - tone - level).clip(0, 1) * (1.15 if level == 0 else 1.6)
        made = np.minimum(made, ((profile - width_) * pitch / 2.2 + 0.5).clip(0, 1))
    edge = tools.lines(blurred(grey(photo), sitter.span / 300), sitter.span / 170, sharp=10, level=0.6)
    return as_bytes(tools.ramp(made * (1 - 0.85 * edge), [(0, dark), (1, paper)]))


def woodcut(
    rgb: RGB,
    sitter: Sitter,
    random: np.random.Generator,
    *,
    colours: Sequence[str] = ("#16202c", "#8c3a2c", "#d8a868", "#f2e4c4"),
    line: str = "#101820",
) -> RGB:
    """A print from carved blocks: few flat colours with the grain of the wood, a dark key block of lines."""
    photo, power = tools.evened(unit(rgb), sitter, 0.62)
    height, width = photo.shape[:2]
    flat = unit(tools.smooth(as_bytes(photo), sitter.span / 36, 4, 36))
    light = grey(flat)
    made = tools.saturated(flat, 1.15)
    step = (np.round(light * 4) / 4 * 0.75 + light * 0.25) / light.clip(0.05)
    made = made * step[..., None]
    skin = (sitter.face + sitter.skin).clip(0, 1)[..., None]
    block = tools.ramp(
        (np.round(light * 4) / 4 * 0.8 + 0.2 * light).clip(0, 1),
        [(k / (len(colours) - 1), each) for k, each in enumerate(colours)],
    )
    made = made * 0.35 + block * 0.65
    pale = tools.ramp(
        (np.round(light * 5) / 5 * 0.5 + 0.5 * light).clip(0, 1),
        [(0, colours[0]), (0.45, colours[-2]), (0.8, colours[-1]), (1, "#fdf6e4")],
    )
    made = made * (1 - skin) + pale * skin
    behind = 1 - sitter.alpha[..., None]
    made = made * (1 - behind) + photo * behind
    made = tools.restored(tools.readable(made, photo, sitter, 0.85), sitter, power, 0.7)
    edge = tools.lines(blurred(grey(photo), sitter.span / 210), sitter.span / 120, sharp=10, level=0.45) * sitter.alpha
    edge = np.maximum(edge * 0.95, _contour(sitter, sitter.span / 90))[..., None]
    grain = blurred(random.standard_normal((height, width), dtype=np.float32), 1.0)
    grain = cv2.GaussianBlur(grain, (0, 0), sitter.span / 22, sigmaY=0.7)
    made = made * (1 + 0.045 * grain / (grain.std() + 1e-6))[..., None]
    return as_bytes(made * (1 - edge) + code(line) * edge)


def ink_wash(rgb: RGB, sitter: Sitter, random: np.random.Generator, *, seal: bool = True) -> RGB:
    """Ink and water on rice paper: washes that bleed, a few dry brush lines, a red seal."""
    photo, _ = tools.evened(unit(rgb), sitter, 0.68)
    height, width = photo.shape[:2]
    span = sitter.span
    tone = grey(unit(tools.smooth(as_bytes(photo), span / 34, 4, 36)))
    noise = blurred(random.standard_normal((height, width), dtype=np.float32), span / 18)
    noise /= noise.std() + 1e-6
    wash = (1 - tone) ** 1.4 * (0.95 + 0.16 * noise)
    bleed = blurred(wash * sitter.alpha, span / 26)
    body = np.maximum(wash * sitter.alpha * 0.9, 0.5 * bleed)
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    below = (sitter.middle[1] + 0.95 * span) / height
    fade = tools.smoothstep(1.0, 0.0, ((y - below) / 0.3).clip(0, 1) + 0.1 * noise)
    body = body * (1 - 0.85 * (1 - fade) * (1 - sitter.hair))
    edge = tools.lines(blurred(grey(photo), span / 170), span / 95, sharp=8, level=0.5)
    dry = tools.smoothstep(-0.9, 0.4, tools.fibres(height, width, random, 2.2, 3))
    strokes = np.maximum(edge, _contour(sitter, span / 70) * fade) * (0.55 + 0.45 * dry)
    light = (1 - body * 0.92).clip(0, 1)
    light = light * (1 - 0.82 * strokes * sitter.alpha)
    light = light + 0.6 * tools.features(sitter, rest=0.2) * (grey(photo) - blurred(grey(photo), span / 22))
    share = sitter.alpha[..., None]
    behind = photo * (1 - 0.25 * bleed[..., None])
    made = tools.ramp(light.clip(0, 1), [(0, "#15191c"), (0.5, "#767a78"), (1, "#f1ebde")])
    made = made * np.maximum(share, blurred(sitter.alpha, span / 40)[..., None]) + behind * (
        1 - np.maximum(share, blurred(sitter.alpha, span / 40)[..., None])
    )
    made = made * (1 + 0.02 * tools.fibres(height, width, random, 2))[..., None]
    if seal:
        side = int(0.055 * min(height, width))
        top, left = int(0.84 * height), int(0.86 * width)
        made[top : top + side, left : left + side] = code("#b8281c")
        made[top + side // 6 : top + side // 3, left + side // 5 : left + 4 * side // 5] = code("#f1e4d4")
        made[top + side // 2 : top + 5 * side // 6, left + side // 5 : left + side // 3] = code("#f1e4d4")
        made[top + side // 2 : top + 5 * side // 6, left + side // 2 : left + 4 * side // 5] = code("#f1e4d4")
    return as_bytes(made)


def white_lines(
    rgb: RGB,
    sitter: Sitter,
    random: np.random.Generator,
    *,
    ground: str = "",
    line: str = "#e8f2ff",
    tone: float = 0.35,
    dusty: float = 0.0,
) -> RGB:
    """Drawn in white on dark: a blueprint, or with ``dusty`` chalk on a board."""
    photo, _ = tools.evened(unit(rgb), sitter, 0.55)
    height, width = photo.shape[:2]
    light = grey(photo)
    edge = tools.lines(blurred(light, sitter.span / 240), sitter.span / 130, sharp=10, level=0.35)
    shade = np.maximum(tools.smoothstep(0.35, 0.95, light) * tone, 0)
    pitch = max(sitter.span / 60, 3.4)
    stroke = _hatch(height, width, pitch, 0.8, random)
    shade = shade * tools.smoothstep(0.95, 0.3, stroke) * 1.3
    ink_ = (np.maximum(edge, shade) * sitter.alpha).clip(0, 1)
    ink_ = np.maximum(ink_, _contour(sitter, sitter.span / 80))
    if dusty:
        ink_ = ink_ * (1 - dusty * tools.smoothstep(-0.3, 0.9, tools.fibres(height, width, random, 2.2)))
    behind = photo if not ground else np.broadcast_to(code(ground), photo.shape)
    under = photo if not ground else behind
    share = sitter.alpha[..., None]
    back = (
        blurred(under * (1 - share), sitter.span / 3) / blurred(1 - share, sitter.span / 3).clip(0.02)
        if not ground
        else behind
    )
    paper = under * (1 - share) + np.minimum(back, 1) * share
    return as_bytes(paper * (1 - ink_[..., None]) + code(line) * ink_[..., None])
