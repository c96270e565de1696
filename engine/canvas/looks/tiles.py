"""Looks of pieces: mosaic, stained glass, low poly, pixels, cut paper, pop art, posters, thread."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from scipy.spatial import Delaunay, cKDTree

from engine.canvas.backdrops.patterns import halftone
from engine.canvas.looks import flow, tools
from engine.canvas.looks.paint import strokes
from engine.canvas.looks.tools import Unit, as_bytes, blurred, code, grey, unit
from engine.canvas.sitter import Sitter
from engine.canvas.texture import grain, shares
from engine.canvas.types import Plane
from engine.faces.types import RGB


def mosaic(rgb: RGB, sitter: Sitter, random: np.random.Generator, *, tile: float = 0.042) -> RGB:
    """Small stones in rows that follow the face, mortar between them, each with its own sheen."""
    photo, power = tools.evened(unit(rgb), sitter, 0.58)
    light = grey(photo)
    sharp = 1.1 * (light - blurred(light, sitter.span / 14)) * tools.features(sitter, rest=0.5)
    photo = (tools.saturated(photo, 1.4) + sharp[..., None]).clip(0, 1)
    photo = tools.restored(photo, sitter, power, 0.6)
    height, width = photo.shape[:2]
    care = tools.features(sitter, rest=0.5)
    points = _sites(care, max(tile * sitter.span, 5.0), random)
    owner, first, second = _cells(height, width, points)
    colour = _means(photo, owner, len(points)) * (1 + random.normal(0, 0.05, (len(points), 1))).astype(np.float32)
    made = colour[owner]
    gap = second - first
    fine = care > 0.42
    joint = tools.smoothstep(0.2, np.where(fine, 1.2, max(sitter.span / 110, 2.2)).astype(np.float32), gap)
    joint = np.where(fine, 0.35 + 0.65 * joint, joint)
    sheen = random.uniform(0.86, 1.14, len(points)).astype(np.float32)[owner]
    bevel = 1 + 0.10 * tools.smoothstep(max(sitter.span / 60, 3), 1, gap) * (joint - 0.5)
    made = made * (sheen * bevel)[..., None]
    return as_bytes(made * joint[..., None] + code("#5a4c3c") * (1 - joint[..., None]))


def _sites(care: Plane, step: float, random: np.random.Generator) -> np.ndarray:
    """Return (n, 2) (x, y) places on a jittered grid, four times as many where ``care`` is high."""
    height, width = care.shape
    found = []
    for fine in (1.0, 0.5):
        pitch = step * fine
        y, x = np.meshgrid(np.arange(pitch / 2, height, pitch), np.arange(pitch / 2, width, pitch), indexing="ij")
        places = np.stack([x.ravel(), y.ravel()], -1) + random.uniform(-0.16, 0.16, (x.size, 2)) * pitch
        inner = care[places[:, 1].astype(int).clip(0, height - 1), places[:, 0].astype(int).clip(0, width - 1)] > 0.42
        found.append(places[inner] if fine < 1 else places[~inner])
    return np.concatenate(found)


def _cells(height: int, width: int, points: np.ndarray) -> tuple[np.ndarray, Plane, Plane]:
    """Return for every pixel its nearest point, and the distances to the two nearest."""
    y, x = np.mgrid[0:height, 0:width]
    far, near = cKDTree(points).query(np.stack([x.ravel(), y.ravel()], -1), k=2)
    return (
        near[:, 0].reshape(height, width),
        far[:, 0].reshape(height, width).astype(np.float32),
        far[:, 1].reshape(height, width).astype(np.float32),
    )


def _means(value: Unit, owner: np.ndarray, count: int) -> Unit:
    """Return (count, 3) mean colour of each cell."""
    size = np.bincount(owner.ravel(), minlength=count).clip(1)
    return np.stack([np.bincount(owner.ravel(), value[..., c].ravel(), count) / size for c in range(3)], -1).astype(
        np.float32
    )


def stained_glass(rgb: RGB, sitter: Sitter, random: np.random.Generator, *, piece: float = 0.26) -> RGB:
    """Pieces of coloured glass between lead, the face painted on its glass, light from behind."""
    photo, power = tools.evened(unit(rgb), sitter, 0.6)
    height, width = photo.shape[:2]
    points = _sites(np.zeros_like(sitter.alpha), piece * sitter.span, random)
    owner, first, second = _cells(height, width, points)
    rich = tools.saturated(photo, 1.9)
    glass = _means(rich, owner, len(points))[owner]
    fine = tools.smooth(as_bytes(rich), sitter.span / 34, 3, 36).astype(np.float32) / 255
    part = np.maximum(sitter.face, np.maximum(sitter.skin, sitter.hair))[..., None]
    part = blurred(part[..., 0], sitter.span / 90)[..., None]
    face = tools.readable(fine, photo, sitter, 0.95, rest=0.5)
    made = glass * (1 - part) + (0.25 * glass + 0.75 * face) * part
    made = tools.restored(made, sitter, power, 0.6)
    lead = tools.smoothstep(max(sitter.span / 42, 3), max(sitter.span / 62, 1.6), second - first) * (
        1 - tools.smoothstep(0.2, 0.6, part[..., 0])
    )
    for mask in (sitter.alpha, sitter.face, sitter.hair):
        near = blurred(tools.smoothstep(0.45, 0.6, mask), sitter.span / 130)
        lead = np.maximum(lead, tools.smoothstep(0.16, 0.36, near) * tools.smoothstep(0.84, 0.64, near))
    lines = tools.lines(blurred(grey(photo), sitter.span / 210), sitter.span / 110, sharp=9, level=0.5) * sitter.face
    lead = np.maximum(lead, 0.8 * lines)
    ripple = grain(height, width, random, sitter.span / 70)
    far = _glow(height, width)
    made = tools.contrast(made, 1.15, 0.42) * (0.86 + 0.32 * far + 0.05 * ripple)[..., None]
    return as_bytes(made * (1 - lead[..., None]) + code("#0e0e12") * lead[..., None])


def _glow(height: int, width: int) -> Plane:
    x, y = shares(height, width, -1, 1)
    return np.exp(-((x**2 + (y + 0.2) ** 2) / 0.7))


def low_poly(rgb: RGB, sitter: Sitter, random: np.random.Generator, *, count: int = 1400) -> RGB:
    """Flat triangles, fine on the face along its mesh, large elsewhere."""
    photo, power = tools.evened(unit(rgb), sitter, 0.56)
    sharp = 0.8 * (grey(photo) - blurred(grey(photo), sitter.span / 14)) * tools.features(sitter, rest=0.2)
    photo = tools.restored(tools.saturated(photo, 1.2) + sharp[..., None], sitter, power, 0.8)
    height, width = photo.shape[:2]
    edge = cv2.GaussianBlur(
        cv2.Canny(cv2.GaussianBlur(rgb, (0, 0), sitter.span / 120), 30, 90).astype(np.float32), (0, 0), 2
    )
    weight = (0.02 + edge / 255 + 0.15 * sitter.alpha).ravel()
    picked = random.choice(weight.size, count, replace=False, p=weight / weight.sum())
    loose = np.stack([picked % width, picked // width], -1).astype(np.float64)
    inside = (sitter.points > 0).all(1) & (sitter.points < [width - 1, height - 1]).all(1)
    mesh = sitter.points[inside].astype(np.float64)
    border = np.array(
        [
            (x * (width - 1), y * (height - 1))
            for x in np.linspace(0, 1, 7)
            for y in np.linspace(0, 1, 7)
            if x in (0, 1) or y in (0, 1)
        ]
    )
    points = np.concatenate([loose[sitter.face[loose[:, 1].astype(int), loose[:, 0].astype(int)] < 0.5], mesh, border])
    triangles = Delaunay(points)
    y, x = np.mgrid[0:height, 0:width]
    owner = triangles.find_simplex(np.stack([x.ravel(), y.ravel()], -1)).reshape(height, width).clip(0)
    return as_bytes(cv2.GaussianBlur(_means(photo, owner, len(triangles.simplices))[owner], (0, 0), 0.5))


def pixel_art(rgb: RGB, sitter: Sitter, random: np.random.Generator, *, across: int = 36, colours: int = 20) -> RGB:
    """Large pixels of few colours: ``across`` of them over the face."""
    photo, power = tools.evened(unit(rgb), sitter, 0.56)
    photo = (
        tools.saturated(photo, 1.4)
        + 0.9
        * (grey(photo) - blurred(grey(photo), sitter.span / 18))[..., None]
        * tools.features(sitter, rest=0.4)[..., None]
    )
    photo = tools.restored(photo.clip(0, 1), sitter, power, 0.8)
    height, width = photo.shape[:2]
    pixel = sitter.span / across
    small = cv2.resize(
        photo, (max(round(width / pixel), 8), max(round(height / pixel), 8)), interpolation=cv2.INTER_AREA
    )
    flat = small.reshape(-1, 3)
    label, centres = _palette(flat, colours, random)
    made = centres[label].reshape(small.shape)
    return as_bytes(cv2.resize(made, (width, height), interpolation=cv2.INTER_NEAREST))


def _palette(flat: Unit, colours: int, random: np.random.Generator) -> tuple[np.ndarray, Unit]:
    """Return nearest colour of each row and the ``colours`` colours: Lloyd's rounds from a seeded start."""
    centres = flat[random.choice(len(flat), colours, replace=False)].copy()
    for _ in range(12):
        label = cKDTree(centres).query(flat)[1]
        size = np.bincount(label, minlength=colours)
        sums = np.stack([np.bincount(label, flat[:, c], colours) for c in range(3)], -1)
        centres = np.where(
            size[:, None] > 0, sums / size.clip(1)[:, None], flat[random.integers(len(flat), size=colours)]
        ).astype(np.float32)
    return cKDTree(centres).query(flat)[1], centres


def paper_cut(
    rgb: RGB,
    sitter: Sitter,
    random: np.random.Generator,
    *,
    colours: Sequence[str] = ("#2c3350", "#8a4a5c", "#d8785c", "#f0b07c", "#f8e0bc"),
) -> RGB:
    """Layers of coloured paper, the lighter on top, each throwing a soft shadow."""
    photo, _ = tools.evened(unit(rgb), sitter, 0.6)
    height, width = photo.shape[:2]
    tone = grey(unit(tools.smooth(as_bytes(photo), sitter.span / 24, 4, 40)))
    tone = tone + 0.9 * tools.features(sitter, rest=0.35) * (
        blurred(grey(photo), sitter.span / 110) - blurred(grey(photo), sitter.span / 14)
    )
    tone = blurred(tone, sitter.span / 120) * sitter.alpha
    made = photo * (1 - sitter.alpha[..., None])
    shift = max(int(sitter.span / 60), 2)
    for number, (level, each) in enumerate(zip((-1.0, 0.26, 0.42, 0.58, 0.74), colours, strict=True)):
        layer = (
            tools.smoothstep(level - 0.012, level + 0.012, tone) * tools.smoothstep(0.4, 0.6, sitter.alpha)
            if number
            else tools.smoothstep(0.4, 0.6, sitter.alpha)
        )
        shadow = blurred(np.roll(layer, (shift, shift), (0, 1)), sitter.span / 45)
        made = made * (1 - 0.42 * shadow * (1 - layer))[..., None]
        sheet = code(each) * (1 + 0.025 * tools.fibres(height, width, random, 1.2))[..., None]
        edge = tools.smoothstep(0.05, 0.5, layer) * tools.smoothstep(1.0, 0.6, layer)
        made = made * (1 - layer[..., None]) + (sheet + 0.10 * edge[..., None]) * layer[..., None]
    return as_bytes(made)


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
    flat = unit(tools.smooth(as_bytes(photo), sitter.span / 36, 4, 40))
    tone = grey(flat)
    tone = tone + 0.8 * tools.features(sitter, rest=0.3) * (grey(photo) - blurred(grey(photo), sitter.span / 16))
    face = (sitter.face + sitter.skin).clip(0, 1)
    made = photo * (1 - sitter.alpha[..., None])
    body = (sitter.alpha - face - sitter.hair).clip(0, 1)
    for mask, stops, levels in (
        (body, clothes, (0.3, 0.72)),
        (sitter.hair, hair, (0.2, 0.42)),
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
    edge = tools.contours(photo, flat, sitter, 240, 120, level=0.4) * sitter.alpha
    ink = np.maximum(key, edge)[..., None]
    return as_bytes(made * (1 - ink) + code("#0c0818") * ink)


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
    flat = unit(tools.smooth(as_bytes(photo), sitter.span / 34, 4, 36))
    tone = grey(flat)
    stepped = (np.round(tone * 5) / 5 * 0.6 + tone * 0.4).clip(0, 1)
    muted = tools.ramp(stepped, [(k / (len(stops) - 1), each) for k, each in enumerate(stops)])
    made = 0.72 * muted + 0.28 * tools.saturated(flat, 1.2)
    behind = 1 - sitter.alpha[..., None]
    made = made * (1 - behind) + photo * behind
    made = tools.restored(tools.readable(made, photo, sitter, 0.85), sitter, power, 0.7)
    edge = tools.contours(photo, flat, sitter, 220, 125) * sitter.alpha
    near = blurred(tools.smoothstep(0.45, 0.6, sitter.alpha), sitter.span / 80)
    contour = tools.smoothstep(0.1, 0.3, near) * tools.smoothstep(0.8, 0.55, near)
    ink = np.maximum(edge * 0.9, contour)[..., None]
    grain = tools.fibres(*tone.shape, random, 1.2)
    return as_bytes((made * (1 - ink) + code(line) * ink) * (1 + 0.02 * grain)[..., None])


def thread(rgb: RGB, sitter: Sitter, random: np.random.Generator) -> RGB:
    """Sewn in silk: short parallel stitches with a sheen that follows their direction."""
    photo, power = tools.evened(unit(rgb), sitter, 0.58)
    made, relief = strokes(tools.saturated(photo, 1.35), sitter, random, (0.03, 0.014, 0.009), jitter=0.08, long=4)
    made = tools.readable(made, photo, sitter, 0.8)
    ways = flow.ways(grey(photo), sitter.span / 22)
    sheen = 0.9 + 0.22 * np.abs(ways[0] * 0.8 + ways[1] * 0.6)
    slope = cv2.Sobel(relief, cv2.CV_32F, 0, 1).clip(-0.6, 0.6)
    made = tools.restored(made * (sheen * (1 + 0.35 * slope))[..., None], sitter, power, 0.7)
    share = sitter.alpha[..., None]
    return as_bytes(made * share + photo * (1 - share))
