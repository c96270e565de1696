"""Looks of print and craft: cut paper, screen print, lithograph, embroidery."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from engine.canvas.backdrops.patterns import halftone
from engine.canvas.looks import flow, tools
from engine.canvas.looks.cel import contour, inked
from engine.canvas.looks.tools import blurred, code, grey, unit, unit_as_bytes
from engine.canvas.sitter import Sitter
from engine.canvas.types import Plane
from engine.faces.types import RGB


def paper_cut(
    rgb: RGB,
    sitter: Sitter,
    random: np.random.Generator,
    *,
    colours: Sequence[str] = ("#2c3350", "#8a4a5c", "#d8785c", "#f0b07c", "#f8e0bc"),
) -> RGB:
    """Layers of coloured paper, the lighter on top, each throwing a soft shadow."""
    photo, _ = tools.evened(unit(rgb), sitter, 0.62)
    height, width = photo.shape[:2]
    flat = flow.flattened(unit_as_bytes(photo), sitter, calm=1.3)
    tone = grey(tools.readable(flat, photo, sitter, 1.0, fine=14, rest=0.15))
    tone = blurred(tone, sitter.span / 110) * sitter.alpha
    made = photo * (1 - sitter.alpha[..., None])
    shift = max(int(sitter.span / 70), 2)
    outline = tools.smoothstep(0.42, 0.58, blurred(sitter.alpha, sitter.span / 90))
    for number, (level, each) in enumerate(zip((-1.0, 0.24, 0.4, 0.56, 0.73), colours, strict=True)):
        layer = outline if not number else flow.stepped(tone, [level], 0.02)[0] * outline
        shadow = blurred(_moved(layer, shift), sitter.span / 55)
        made = made * (1 - 0.4 * shadow * (1 - layer))[..., None]
        sheet = code(each) * (1 + 0.03 * tools.fibres(height, width, random, 1.2))[..., None]
        edge = tools.smoothstep(0.05, 0.5, layer) * tools.smoothstep(1.0, 0.6, layer)
        made = made * (1 - layer[..., None]) + (sheet + 0.10 * edge[..., None]) * layer[..., None]
    return unit_as_bytes(made)


def _moved(plane: Plane, by: int) -> Plane:
    """Return ``plane`` moved right and down by ``by`` pixels; what comes in is what was at the border."""
    move = np.array([[1, 0, by], [0, 1, by]], np.float32)
    return cv2.warpAffine(plane, move, plane.shape[::-1], borderMode=cv2.BORDER_REPLICATE)


def pop_art(
    rgb: RGB,
    sitter: Sitter,
    random: np.random.Generator,
    *,
    skin: Sequence[str] = ("#3a1c8c", "#f0387c", "#ff9a4a", "#fff0b0"),
    hair: Sequence[str] = ("#101048", "#2048d8", "#40d0f0"),
    clothes: Sequence[str] = ("#0c6a4c", "#18c078", "#f4f080"),
) -> RGB:
    """A screen print: flat loud colours by part and tone, black key lines, dots in the half tones."""
    photo, _ = tools.evened(unit(rgb), sitter, 0.58)
    flat = flow.flattened(unit_as_bytes(photo), sitter, calm=1.3)
    tone = grey(tools.readable(flat, photo, sitter, 0.9, fine=16, rest=0.2))
    masks = [np.maximum(sitter.face, sitter.skin), sitter.hair, 1 - sitter.alpha]
    face, locks, behind = (tools.smoothstep(0.44, 0.56, blurred(each, sitter.span / 110)) for each in masks)
    locks = locks * (1 - face) * (1 - behind)
    made = photo * behind[..., None]
    body = ((1 - behind) - face * (1 - behind) - locks).clip(0, 1)
    face = face * (1 - behind)
    for mask, stops, levels in (
        (body, clothes, (0.3, 0.72)),
        (locks, hair, (0.2, 0.42)),
        (face, skin, (0.3, 0.5, 0.7)),
    ):
        part = np.broadcast_to(code(stops[0]), photo.shape)
        for level, each in zip(levels, stops[1:], strict=True):
            share = tools.smoothstep(level - 0.015, level + 0.015, blurred(tone, sitter.span / 200))[..., None]
            part = part * (1 - share) + code(each) * share
        dots = halftone(tools.smoothstep(levels[-1] + 0.08, levels[0], tone) * 0.45, max(sitter.span / 40, 5), 0.785)[
            ..., None
        ]
        part = part * (1 - 0.35 * dots) + code(stops[0]) * 0.35 * dots
        made = made + part * mask[..., None]
    key = tools.smoothstep(0.2, 0.17, tone) * sitter.face
    edge = inked(photo, flat, sitter, sitter.span / 130, level=0.45, sharp=16)
    ink = np.maximum(np.maximum(key, edge), contour(sitter, sitter.span / 90))[..., None]
    return unit_as_bytes(made * (1 - ink) + code("#0c0818") * ink)


def poster(
    rgb: RGB,
    sitter: Sitter,
    random: np.random.Generator,
    *,
    line: str = "#5a3820",
    stops: Sequence[str] = ("#4a2c20", "#a0704c", "#e0b888", "#f6e6c8"),
) -> RGB:
    """A lithograph of about 1900: muted flat tones, firm brown outlines, thicker around the figure."""
    photo, power = tools.evened(unit(rgb), sitter, 0.62)
    flat = flow.flattened(unit_as_bytes(photo), sitter)
    tone = grey(flat)
    stepped = (np.round(tone * 5) / 5 * 0.6 + tone * 0.4).clip(0, 1)
    muted = tools.ramp(stepped, [(k / (len(stops) - 1), each) for k, each in enumerate(stops)])
    made = 0.72 * muted + 0.28 * tools.saturated(flat, 1.2)
    behind = 1 - sitter.alpha[..., None]
    made = made * (1 - behind) + photo * behind
    made = tools.restored(tools.readable(made, photo, sitter, 0.85), sitter, power, 0.7)
    edge = inked(photo, flat, sitter, sitter.span / 150, level=0.5)
    near = blurred(tools.smoothstep(0.45, 0.6, sitter.alpha), sitter.span / 80)
    contour = tools.smoothstep(0.1, 0.3, near) * tools.smoothstep(0.8, 0.55, near)
    ink = np.maximum(edge * 0.9, contour)[..., None]
    grain = tools.fibres(tone.shape[0], tone.shape[1], random, 1.2)
    return unit_as_bytes((made * (1 - ink) + code(line) * ink) * (1 + 0.02 * grain)[..., None])


def thread(rgb: RGB, sitter: Sitter, random: np.random.Generator, *, reels: int = 26) -> RGB:
    """Sewn in silk: threads of few colours along the form, each with its sheen, the outline sewn around."""
    photo, power = tools.evened(unit(rgb), sitter, 0.6)
    span = sitter.span
    own = tools.readable(flow.flattened(unit_as_bytes(photo), sitter), photo, sitter, 0.9, rest=0.25)
    flat = tools.saturated(own, 1.35)
    field = flow.ways(blurred(grey(photo), span / 90), span / 18, rest=0.95)
    thick = max(span / 170, 1.7)
    stitch = flow.strands(field, random, thick=thick, long=span / 20)
    tint = flow.strands(field, random, thick=1.8 * thick, long=span / 14)
    level = (np.round(grey(flat) * reels + 0.15 * tint) / reels).clip(0.03, 1)
    sewn = flat * (level / grey(flat).clip(0.03)).clip(0.6, 1.5)[..., None]
    slope = field[0] * cv2.Sobel(stitch, cv2.CV_32F, 0, 1) - field[1] * cv2.Sobel(stitch, cv2.CV_32F, 1, 0)
    sheen = 0.9 + 0.2 * np.abs(field[0] * 0.8 + field[1] * 0.6)
    calm = 1 - np.maximum(0.85 * tools.features(sitter, rest=0.0), 0.5 * np.maximum(sitter.face, sitter.skin))
    made = sewn * (sheen * (1 + blurred(calm, span / 60) * (0.03 * stitch + 0.034 * slope)))[..., None]
    made = tools.own_skin(tools.restored(made, sitter, power, 0.75), unit(rgb), sitter, 0.6)
    edge = contour(sitter, span / 50)[..., None]
    share = tools.smoothstep(0.4, 0.6, blurred(sitter.alpha, span / 160))[..., None]
    made = made * share + photo * (1 - share)
    return unit_as_bytes(made * (1 - 0.45 * edge) + code("#22160f") * 0.45 * edge)
