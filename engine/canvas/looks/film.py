"""Looks of film and chemistry: black and white, sepia, old plates, infrared, thermal, cyanotype, marble."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from engine.canvas.looks import tools
from engine.canvas.looks.tools import Unit, blurred, grey, unit, unit_as_bytes
from engine.canvas.sitter import Sitter
from engine.canvas.texture import clouds, grain, pixels
from engine.canvas.types import Plane
from engine.faces.types import RGB


def mono(
    rgb: RGB, sitter: Sitter, random: np.random.Generator, *, gain: float = 1.25, face: float = 0.5, deep: float = 0.3
) -> RGB:
    """Black and white with deep shadows; the face is brought to ``face`` so that its eyes are never lost."""
    value, power = tools.evened(unit(rgb), sitter, face)
    light = value @ np.array([0.38, 0.46, 0.16], np.float32)
    light = light + 0.35 * (light - blurred(light, sitter.span / 12)) * sitter.alpha
    made = tools.contrast(light, gain, 0.42)
    toe = tools.smoothstep(0.0, 0.5, made) * made
    made = made * (1 - deep) + toe * deep
    lift = tools.features(sitter, rest=0) * (0.12 - made).clip(0) * 0.8
    made = np.repeat((made + lift)[..., None], 3, -1)
    return unit_as_bytes(tools.restored(made, sitter, power, 0.45))


def toned(
    rgb: RGB,
    sitter: Sitter,
    random: np.random.Generator,
    *,
    stops: Sequence[str] = ("#1e120a", "#8a6440", "#f4e4c8"),
    gain: float = 1.0,
    face: float = 0.56,
) -> RGB:
    """A print in one hue from its darkest to its lightest colour: sepia, cyanotype, duotone."""
    value, power = tools.evened(unit(rgb), sitter, face)
    light = tools.contrast(grey(value), gain, 0.48)
    light = tools.restored(np.repeat(light[..., None], 3, -1), sitter, power, 0.55)[..., 0]
    return unit_as_bytes(
        tools.ramp(
            light.clip(0, 1), [(place, each) for place, each in zip(np.linspace(0, 1, len(stops)), stops, strict=True)]
        )
    )


def old_plate(
    rgb: RGB,
    sitter: Sitter,
    random: np.random.Generator,
    *,
    stops: Sequence[str] = ("#1c140e", "#7c5c40", "#ecd8b4"),
    worn: float = 1.0,
    soft: float = 1.0,
) -> RGB:
    """A photograph of about 1900: soft lens, brown tones, spots, scratches, borders faded away."""
    value, power = tools.evened(unit(rgb), sitter, 0.56)
    light = value @ np.array([0.12, 0.5, 0.38], np.float32)  # old plates saw blue, not red
    light = tools.contrast(light, 1.15, 0.45)
    far = np.hypot(*[part / (sitter.span * 1.7) for part in _offsets(sitter)])
    blur = tools.smoothstep(0.5, 1.2, far) * soft
    light = light * (1 - blur) + blurred(light, sitter.span / 28) * blur
    light = 0.85 * light + 0.15 * blurred(light, sitter.span / 30)
    light = tools.restored(np.repeat(light[..., None], 3, -1), sitter, power, 0.5)[..., 0]
    fade = tools.smoothstep(1.0, 1.75, far) * 0.55
    light = light * (1 - fade) + 0.92 * fade
    light = _scratched(light, sitter, random, worn)
    return unit_as_bytes(tools.ramp(light.clip(0, 1), [(0, stops[0]), (0.5, stops[1]), (1, stops[2])]))


def _offsets(sitter: Sitter) -> tuple[Plane, Plane]:
    height, width = sitter.alpha.shape
    x, y = pixels(height, width)
    return x - sitter.middle[0], (y - sitter.middle[1] - 0.15 * sitter.span) * 0.82


def _scratched(light: Plane, sitter: Sitter, random: np.random.Generator, worn: float) -> Plane:
    height, width = light.shape
    marks = np.zeros((height, width), np.float32)
    side = min(height, width)
    for _ in range(int(26 * worn)):
        at = random.uniform(0, [width, height])
        end = at + random.normal(0, [0.02 * side, 0.2 * side])
        cv2.line(marks, tuple(at.astype(int)), tuple(end.astype(int)), float(random.uniform(0.15, 0.5)), 1, cv2.LINE_AA)
    for _ in range(int(110 * worn)):
        at = random.uniform(0, [width, height]).astype(int)
        cv2.circle(
            marks, tuple(at), int(random.exponential(side * 0.0016)) + 1, float(random.choice([-0.4, 0.4, 0.25])), -1
        )
    stain = grain(height, width, random, side / 9)
    spare = 1 - 0.85 * tools.features(sitter, rest=0.5)
    return light + cv2.GaussianBlur(marks, (0, 0), 0.7) * spare + 0.035 * worn * stain * spare


def infrared(rgb: RGB, sitter: Sitter, random: np.random.Generator) -> RGB:
    """Infrared film: green turns to glowing pink white, skies dark, skin pale and soft."""
    value, power = tools.evened(unit(rgb), sitter, 0.62)
    green = (value[..., 1] - 0.5 * value[..., 0] - 0.5 * value[..., 2]).clip(0) * 4
    leaf = (green * (1 - sitter.alpha)).clip(0, 1)[..., None]
    light = grey(value)[..., None]
    made = (
        tools.saturated(value, 0.65) * (1 - leaf)
        + (np.array([1.0, 0.62, 0.78], np.float32) * (0.35 + 0.85 * light)) * leaf
    )
    glow = blurred(made * tools.smoothstep(0.6, 1.0, grey(made))[..., None], sitter.span / 12)
    return unit_as_bytes(tools.restored(1 - (1 - made.clip(0, 1)) * (1 - 0.5 * glow.clip(0, 1)), sitter, power, 0.6))


def thermal(rgb: RGB, sitter: Sitter, random: np.random.Generator) -> RGB:
    """A heat camera: the person warm, everything else cold."""
    value, _ = tools.evened(unit(rgb), sitter, 0.55)
    light = blurred(grey(value), sitter.span / 90)
    heat = (
        0.16 * light
        + sitter.alpha * (0.26 + 0.3 * light)
        + (sitter.face + sitter.skin).clip(0, 1) * (0.18 + 0.12 * light)
    )
    heat = heat - 0.1 * sitter.hair
    heat = heat + 0.6 * tools.features(sitter, rest=0.3) * (light - blurred(light, sitter.span / 16))
    stops = [
        (0, "#05020c"),
        (0.18, "#1c1470"),
        (0.38, "#8c1c8c"),
        (0.56, "#e8442c"),
        (0.74, "#f8a81c"),
        (0.9, "#fdf060"),
        (1, "#ffffff"),
    ]
    return unit_as_bytes(tools.ramp(blurred(heat, 1.2).clip(0, 1), stops))


def cross(rgb: RGB, sitter: Sitter, random: np.random.Generator) -> RGB:
    """Slide film in the wrong bath: hard, green shadows, yellow lights, magenta skin tones held back."""
    value, power = tools.evened(unit(rgb), sitter, 0.56)
    red, green, blue = (value[..., c].clip(0, 1) for c in range(3))
    curve = [
        tools.smoothstep(0.0, 1.0, red) * 0.55 + red * 0.45,
        tools.smoothstep(-0.05, 0.98, green) * 0.6 + green * 0.4,
        0.16 + 0.66 * blue,
    ]
    return unit_as_bytes(tools.restored(tools.saturated(np.stack(curve, -1), 1.2), sitter, power, 0.8))


def faded(rgb: RGB, sitter: Sitter, random: np.random.Generator, *, warm: float = 1.0) -> RGB:
    """A colour print of the seventies: blacks lifted to brown, green shadows, orange lights."""
    value, power = tools.evened(unit(rgb), sitter, 0.56)
    light = grey(value)[..., None]
    made = 0.09 + 0.84 * value
    made = made + (1 - light) ** 1.5 * np.array([-0.01, 0.035, -0.005], np.float32) * warm
    made = made + light * np.array([0.085, 0.025, -0.14], np.float32) * warm
    return unit_as_bytes(tools.restored(tools.saturated(made, 0.86), sitter, power, 0.9))


def marble(rgb: RGB, sitter: Sitter, random: np.random.Generator) -> RGB:
    """The person as a bust of white marble: no colour, veins, soft light in the stone."""
    own = unit(rgb)
    photo, _ = tools.evened(own, sitter, 0.6)
    height, width = photo.shape[:2]
    span = sitter.span
    light = grey(photo)
    # Stone has one colour: hair, skin and cloth are each brought to its tone, and only the fall of light stays.
    bare = (sitter.face + sitter.skin).clip(0, 1)
    body = np.zeros_like(light)
    for mask, depth in ((bare, 0.34), (sitter.hair, 0.24), ((sitter.alpha - bare - sitter.hair).clip(0, 1), 0.34)):
        level = blurred(light * mask, 1.2 * span) / blurred(mask, 1.2 * span).clip(1e-3)
        ratio = np.log((light / level.clip(0.03)).clip(0.2, 4))
        body += mask * (0.7 + depth * np.tanh(1.3 * ratio))
    body = body + 0.5 * (body - blurred(body, span / 18)) * (1 - 0.5 * tools.features(sitter, lips=0, rest=0))
    bend = clouds(height, width, random, span / 1.5, span / 4, fine=0.3)
    x, y = pixels(height, width)
    vein = np.abs(np.sin((x * 0.5 + y * 0.86) / span * 2.2 + 1.5 * bend))
    vein = np.exp(-((vein / 0.05) ** 2)) * (0.5 + 0.5 * np.tanh(bend)) * (1 - 0.8 * tools.features(sitter, rest=0.5))
    grainy = 0.012 * tools.fibres(height, width, random, 1.0)
    rim = tools.smoothstep(1.0, 0.6, blurred(sitter.alpha, span / 22)) * sitter.alpha
    stops = [(0, "#35322f"), (0.35, "#85807a"), (0.7, "#cfc9c1"), (1, "#fcfaf6")]
    stone = tools.ramp((body - 0.06 * vein - 0.18 * rim + grainy).clip(0, 1), stops)
    share = tools.smoothstep(0.3, 0.7, sitter.alpha)[..., None]
    return unit_as_bytes(own * (1 - share) + stone * share)


def vivid(rgb: RGB, sitter: Sitter, random: np.random.Generator, *, colour: float = 1.35, gain: float = 1.1) -> RGB:
    """Louder colours, skin held back."""
    value = unit(rgb)
    skin = (sitter.face + sitter.skin).clip(0, 1)[..., None]
    loud: Unit = tools.contrast(tools.saturated(value, colour), gain, 0.46)
    return unit_as_bytes(loud * (1 - 0.6 * skin) + value * 0.6 * skin)
