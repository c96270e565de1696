"""Looks of pen and pencil: graphite, charcoal, engraving, woodcut, wash, chalk, blueprint."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.canvas.looks import flow, tools
from engine.canvas.looks.cel import contour, inked
from engine.canvas.looks.tools import blurred, code, grey, unit, unit_as_bytes
from engine.canvas.sitter import Sitter
from engine.canvas.texture import grain, pixels
from engine.canvas.types import Plane
from engine.faces.types import RGB


def _sheet(sitter: Sitter, value: np.ndarray, away: float = 0.0) -> np.ndarray:
    """Make what stands behind white where the drawing is of the person alone."""
    share = sitter.alpha if value.ndim == 2 else sitter.alpha[..., None]
    return value * share + (value * away + (1 - away)) * (1 - share)


def _hatch(height: int, width: int, pitch: float, angle: float, random: np.random.Generator) -> Plane:
    """(height, width) 0..1: profile of parallel strokes drawn by hand, 0 in the middle of a stroke."""
    x, y = pixels(height, width)
    bend = grain(height, width, random, pitch * 9)
    across = (x * np.sin(angle) - y * np.cos(angle)) / pitch + bend * 0.35
    return (np.abs(across % 1 - 0.5) * 2).astype(np.float32)


def pencil(
    rgb: RGB, sitter: Sitter, random: np.random.Generator, *, paper: str = "#f6f2e8", lead: str = "#2e2e32"
) -> RGB:
    """Graphite on paper: soft tones, hatching in the shadows, firm lines at eyes and contour."""
    photo, power = tools.evened(unit(rgb), sitter, 0.66)
    tone = _sheet(sitter, grey(photo))
    soft = blurred(1 - tone, sitter.span / 22)
    dodge = (tone / (1 - soft).clip(0.08)).clip(0, 1) ** 1.5
    shade = 0.66 + 0.34 * tools.smoothstep(0.05, 0.85, blurred(tone, sitter.span / 120))
    skin = (sitter.face + sitter.skin).clip(0, 1)
    shade = shade * (1 - skin) + shade ** (1.0 + 0.5 * max(1 / power - 1, 0)) * skin  # dark skin is drawn darker
    field = flow.ways(blurred(tone, sitter.span / 200), sitter.span / 42, rest=flow.HATCH)
    stroke = flow.strands(field, random, thick=max(sitter.span / 190, 1.2), long=sitter.span / 8)
    dark = (1 - blurred(tone, sitter.span / 90)).clip(0, 1)
    lead_ = (1 - dodge * shade) * (0.92 + 0.42 * stroke * (1 - 0.75 * tools.features(sitter, rest=0.2)))
    lead_ = (
        lead_
        + 0.16 * tools.smoothstep(0.22, 0.6, dark)
        + 0.26 * tools.smoothstep(0.3, 0.85, dark) * (0.62 + 0.5 * stroke).clip(0, 1.4)
    )
    line = flow.drawn(blurred(tone, sitter.span / 260), sitter.span / 190, sharp=9, level=0.45)
    made = 1 - np.maximum(lead_, 0.7 * line) * sitter.alpha.clip(0.02, 1)
    made = made + 0.05 * tools.fibres(tone.shape[0], tone.shape[1], random, 1.3) * (1.1 - made)
    return unit_as_bytes(tools.ramp(made.clip(0, 1), [(0, lead), (1, paper)]))


def charcoal(rgb: RGB, sitter: Sitter, random: np.random.Generator, *, paper: str = "#e6dfd2") -> RGB:
    """Charcoal on rough paper: broad smudged shadows, the tooth of the paper, lights lifted with an eraser."""
    photo, _ = tools.evened(unit(rgb), sitter, 0.6)
    height, width = photo.shape[:2]
    tone = _sheet(sitter, grey(photo), 0.35)
    smudge = 0.55 * blurred(tone, sitter.span / 60) + 0.45 * tone
    made = tools.contrast(smudge, 1.5, 0.54).clip(0, 1)
    edge = flow.drawn(blurred(tone, sitter.span / 240), sitter.span / 130, sharp=9, level=0.35)
    made = made * (1 - 0.8 * edge)
    tooth = tools.fibres(height, width, random, 1.5)
    grip = 4 * made * (1 - made) + 0.25
    made = made + 0.11 * tooth * grip
    made = made + (0.9 * tools.features(sitter, rest=0.25) * (tone - blurred(tone, sitter.span / 25)))
    return unit_as_bytes(tools.ramp(made.clip(0, 1), [(0, "#16130f"), (0.5, "#746d62"), (1, paper)]))


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
    x, y = pixels(height, width)
    made = np.ones((height, width), np.float32)
    for angle, level in ((0.15, 0.0), (1.25, 0.42)):
        across = (y * np.cos(angle) - x * np.sin(angle)) / pitch + depth * sitter.span / pitch * 0.28
        profile = np.abs(across % 1 - 0.5) * 2
        width_ = (1 - tone - level).clip(0, 1) * (1.15 if level == 0 else 1.6)
        made = np.minimum(made, ((profile - width_) * pitch / 2.2 + 0.5).clip(0, 1))
    edge = flow.drawn(blurred(grey(photo), sitter.span / 300), sitter.span / 180, sharp=10, level=0.6)
    return unit_as_bytes(tools.ramp(made * (1 - 0.85 * edge), [(0, dark), (1, paper)]))


def woodcut(
    rgb: RGB,
    sitter: Sitter,
    random: np.random.Generator,
    *,
    colours: Sequence[str] = ("#16202c", "#8c3a2c", "#d8a868", "#f2e4c4"),
    skin: Sequence[str] = (),
    line: str = "#101820",
) -> RGB:
    """A print from carved blocks: few flat colours with the grain of the wood, a dark key block of lines."""
    photo, power = tools.evened(unit(rgb), sitter, 0.62)
    height, width = photo.shape[:2]
    flat = flow.flattened(unit_as_bytes(photo), sitter, calm=1.2)
    light = blurred(grey(flat), sitter.span / 200)
    made = tools.saturated(flat, 1.15)
    step = (np.round(light * 4) / 4 * 0.75 + light * 0.25) / light.clip(0.05)
    made = made * step[..., None]
    bare = (sitter.face + sitter.skin).clip(0, 1)[..., None]
    block = tools.ramp(
        (np.round(light * 4) / 4 * 0.8 + 0.2 * light).clip(0, 1),
        [(k / (len(colours) - 1), each) for k, each in enumerate(colours)],
    )
    made = made * 0.35 + block * 0.65
    pale = tools.ramp(
        (np.round(light * 5) / 5 * 0.5 + 0.5 * light).clip(0, 1),
        list(zip((0, 0.45, 0.8, 1), skin or (colours[0], colours[-2], colours[-1], "#fdf6e4"), strict=True)),
    )
    made = made * (1 - bare) + pale * bare
    behind = 1 - sitter.alpha[..., None]
    made = made * (1 - behind) + photo * behind
    made = tools.restored(tools.readable(made, photo, sitter, 0.85), sitter, power, 0.7)
    edge = inked(photo, flat, sitter, sitter.span / 130, level=0.45, sharp=15)
    edge = np.maximum(edge * 0.95, contour(sitter, sitter.span / 90))[..., None]
    wood = grain(height, width, random, sitter.span / 22, 1.2)
    made = made * (1 + 0.045 * wood)[..., None]
    return unit_as_bytes(made * (1 - edge) + code(line) * edge)


def ink_wash(rgb: RGB, sitter: Sitter, random: np.random.Generator, *, seal: bool = True) -> RGB:
    """Ink and water on rice paper: washes that bleed, a few dry brush lines, a red seal."""
    photo, _ = tools.evened(unit(rgb), sitter, 0.68)
    height, width = photo.shape[:2]
    span = sitter.span
    soft = flow.flattened(unit_as_bytes(photo), sitter, calm=1.2)
    tone = grey(soft).clip(0, 1)
    noise = grain(height, width, random, span / 18)
    wash = (1 - tone) ** 1.4 * (0.95 + 0.16 * noise)
    bleed = blurred(wash * sitter.alpha, span / 26)
    body = np.maximum(wash * sitter.alpha * 0.9, 0.5 * bleed)
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None]
    below = (sitter.middle[1] + 0.95 * span) / height
    fade = tools.smoothstep(1.0, 0.0, ((y - below) / 0.3).clip(0, 1) + 0.1 * noise)
    body = body * (1 - 0.85 * (1 - fade) * (1 - sitter.hair))
    edge = inked(photo, soft, sitter, span / 105, level=0.5, sharp=10)
    dry = tools.smoothstep(-0.9, 0.4, tools.fibres(height, width, random, 2.2, 3))
    strokes = np.maximum(edge, contour(sitter, span / 70) * fade) * (0.55 + 0.45 * dry)
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
    return unit_as_bytes(made)


def white_lines(
    rgb: RGB,
    sitter: Sitter,
    random: np.random.Generator,
    *,
    ground: str = "",
    line: str = "#e8f2ff",
    tone: float = 0.35,
    edges: float = 1.0,
    dusty: float = 0.0,
) -> RGB:
    """Drawn in white on dark: a blueprint, or with ``dusty`` chalk on a board."""
    photo, _ = tools.evened(unit(rgb), sitter, 0.55)
    height, width = photo.shape[:2]
    light = grey(photo)
    edge = flow.drawn(blurred(light, sitter.span / 240), sitter.span / 140, sharp=10, level=0.35)
    lit = light + 0.8 * (light - blurred(light, sitter.span / 14)) * sitter.face
    shade = tools.smoothstep(0.3, 0.85, lit) * tone
    pitch = max(sitter.span / 60, 3.4)
    stroke = _hatch(height, width, pitch, 0.8, random)
    shade = shade * tools.smoothstep(0.95, 0.3, stroke) * 1.3
    ink_ = (np.maximum(edge * edges, shade) * sitter.alpha).clip(0, 1)
    ink_ = np.maximum(ink_, contour(sitter, sitter.span / 80))
    if dusty:
        ink_ = ink_ * (1 - dusty * tools.smoothstep(-0.3, 0.9, tools.fibres(height, width, random, 2.2)))
    share = sitter.alpha[..., None]
    if ground:
        paper = np.broadcast_to(code(ground), photo.shape)
    else:  # what stands behind is carried on over the person
        seen = blurred(1 - sitter.alpha, sitter.span / 3)[..., None].clip(0.02)
        paper = photo * (1 - share) + (blurred(photo * (1 - share), sitter.span / 3) / seen).clip(0, 1) * share
    return unit_as_bytes(paper * (1 - ink_[..., None]) + code(line) * ink_[..., None])
