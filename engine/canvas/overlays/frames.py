"""What is around a picture: prints, frames, covers."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from engine.canvas.looks.tools import fibres
from engine.canvas.overlays.tools import Sheet, Unit, blurred, code, opened, unit, unit_as_bytes
from engine.canvas.sitter import Sitter
from engine.canvas.texture import grain, pixels, shares
from engine.canvas.types import Plane
from engine.faces.types import RGB


def _within(rgb: RGB, box: tuple[float, float, float, float], ground: Unit) -> tuple[Unit, tuple[int, int, int, int]]:
    """Put the picture, cut to the shape of ``box`` (shares), onto ``ground``; return it and the box in pixels."""
    height, width = rgb.shape[:2]
    left, top, right, bottom = (
        round(box[0] * width),
        round(box[1] * height),
        round(box[2] * width),
        round(box[3] * height),
    )
    ratio = (right - left) / (bottom - top)
    wide, tall = (width, width / ratio) if width / height < ratio else (height * ratio, height)
    x0, y0 = round((width - wide) / 2), 0 if tall >= height else round((height - tall) * 0.25)
    part = rgb[y0 : y0 + round(tall), x0 : x0 + round(wide)]
    ground[top:bottom, left:right] = unit(cv2.resize(part, (right - left, bottom - top), interpolation=cv2.INTER_AREA))
    return ground, (left, top, right, bottom)


def _ground(rgb: RGB, colour: str, random: np.random.Generator, tooth: float = 0.01) -> Unit:
    height, width = rgb.shape[:2]
    return (code(colour) * (1 + tooth * fibres(height, width, random))[..., None]).astype(np.float32)


def instant(rgb: RGB, sitter: Sitter, random: np.random.Generator, *, colour: str = "#f4f1ea") -> RGB:
    """The white frame of an instant photo, wide below, its picture slightly sunk."""
    made, (left, top, right, bottom) = _within(rgb, (0.06, 0.055, 0.94, 0.83), _ground(rgb, colour, random))
    height, width = rgb.shape[:2]
    hole = np.zeros((height, width), np.float32)
    hole[top:bottom, left:right] = 1
    edge = blurred(hole, min(height, width) / 180)
    inner = hole * (1 - edge) * 0.7
    outer = (1 - hole) * edge * 0.25
    return unit_as_bytes(made * (1 - inner - outer)[..., None])


def border(
    rgb: RGB,
    sitter: Sitter,
    random: np.random.Generator,
    *,
    colour: str = "#f6f2e6",
    wide: float = 0.035,
    line: str = "",
) -> RGB:
    """An even paper border, with ``line`` a thin line just inside the picture."""
    height, width = rgb.shape[:2]
    across = wide * min(height, width)
    u, v = across / width, across / height
    made, _ = _within(rgb, (u, v, 1 - u, 1 - v), _ground(rgb, colour, random))
    if line:
        sheet, a, b = Sheet(height, width), u * 0.62, v * 0.62
        sheet.line([(a, b), (1 - a, b), (1 - a, 1 - b), (a, 1 - b)], line, 0.0028, closed=True)
        made = sheet.over(made)
    return unit_as_bytes(made)


def panel(
    rgb: RGB,
    sitter: Sitter,
    random: np.random.Generator,
    *,
    caption: str = "#ffe04a",
    text: str = "MEANWHILE…",
    paper: str = "#fbf8ee",
) -> RGB:
    """A comic panel: white gutter, black frame, ``text`` in a caption box."""
    made, _ = _within(rgb, (0.03, 0.03, 0.97, 0.97), _ground(rgb, paper, random))
    sheet = Sheet(*rgb.shape[:2])
    sheet.line([(0.03, 0.03), (0.97, 0.03), (0.97, 0.97), (0.03, 0.97)], "#0a0a0e", 0.009, closed=True)
    if caption:
        sheet.box(0.045, 0.045, 0.33, 0.115, "#0a0a0e")
        sheet.box(0.049, 0.049, 0.326, 0.111, caption)
        sheet.word(text, 0.068, 0.067, 0.24, "#0a0a0e", tall=0.028, weight=700)
    return unit_as_bytes(sheet.over(made))


def oval(
    rgb: RGB,
    sitter: Sitter,
    random: np.random.Generator,
    *,
    card: str = "#cdb58c",
    line: str = "#8a6a3c",
    rim: float = 0.5,
) -> RGB:
    """A cabinet card: the picture in an oval on stained cardboard with gilt lines."""
    height, width = rgb.shape[:2]
    x, y = shares(height, width, -1, 1)
    far = np.hypot(x / 0.84, y / 0.88)
    pixel = min(height, width) * 0.42
    share = ((1 - far) * pixel).clip(0, 1)[..., None]
    stain = grain(height, width, random, min(height, width) / 14)
    ground = _ground(rgb, card, random, 0.02) * (1 + 0.04 * stain)[..., None]
    shade = 1 - 0.55 * np.exp(-(((far - 1) / 0.03) ** 2)) * (far < 1)
    made = unit(rgb) * shade[..., None] * share + ground * (1 - share)
    for at, thick in ((1.03, 0.006), (1.06, 0.0025)):
        gilt = np.exp(-(((far - at) / thick) ** 2))[..., None] * rim * 1.5
        made = made * (1 - gilt.clip(0, 1)) + code(line) * gilt.clip(0, 1)
    corner = np.maximum(np.abs(x), np.abs(y))
    gilt = (np.exp(-(((corner - 0.965) / 0.005) ** 2)) * 0.8)[..., None]
    return unit_as_bytes(made * (1 - gilt) + code(line) * gilt)


def museum(rgb: RGB, sitter: Sitter, random: np.random.Generator, *, gold: str = "#b08a3c", wide: float = 0.085) -> RGB:
    """A carved gold frame with a shadow on the painting."""
    height, width = rgb.shape[:2]
    side = min(height, width)
    u, v = wide * side / width, wide * side / height
    made, _ = _within(rgb, (u, v, 1 - u, 1 - v), np.zeros((height, width, 3), np.float32))
    x, y = pixels(height, width)
    gaps = np.stack([x, y, width - 1 - x, height - 1 - y])
    near, which = gaps.min(0), gaps.argmin(0)
    t = near / (wide * side)
    along = np.where(which % 2 == 0, y, x) / side
    profile = 0.55 + 0.45 * np.sin(t * np.pi * 2.2 + 0.4) + 0.25 * np.sin(t * np.pi * 9)
    carved = np.exp(-(((t - 0.5) / 0.2) ** 2)) * np.abs(np.sin(along * np.pi * 26)) * (0.6 + 0.4 * np.cos(t * 22))
    lit = np.choose(which, [1.05, 1.15, 0.75, 0.62])
    tone = (0.30 + 0.5 * profile + 0.42 * carved) * lit * (1 + 0.05 * fibres(height, width, random))
    frame = (code(gold) * tone[..., None] + (tone[..., None] - 1.05).clip(0) * 0.8).clip(0, 1)
    frame = frame * np.where(np.abs(t - 0.94) < 0.035, 0.45, 1)[..., None]
    inside = (t >= 1)[..., None]
    shadow = 1 - 0.6 * np.exp(-((np.minimum(gaps[0], gaps[1]) / (wide * side) - 1).clip(0) / 0.16))
    return unit_as_bytes(np.where(inside, made * shadow[..., None], frame))


def cover(
    rgb: RGB, sitter: Sitter, random: np.random.Generator, *, colour: str = "#d8141c", ink: str = "#ffffff"
) -> RGB:
    """The cover of a magazine: its title behind the head, a few lines, a bar code."""
    height, width = rgb.shape[:2]
    photo = unit(rgb)
    title = Sheet(height, width)
    title.word("PORTRAIT", 0.05, 0.035, 0.9, colour, tall=0.15, weight=900)
    share = blurred(sitter.alpha, 1.0)[..., None]
    made = title.over(photo) * (1 - share) + photo * share
    lines = Sheet(height, width)
    lines.word("SPECIAL EDITION", 0.055, 0.012, 0.3, ink, tall=0.016, weight=600)
    for left, top, rows in (
        (0.05, 0.66, (("THE", 0.1, 600), ("FACE", 0.24, 900), ("OF THE YEAR", 0.24, 600))),
        (0.05, 0.88, (("STYLE", 0.18, 900), ("100 LOOKS", 0.18, 600))),
    ):
        for text, wide, weight in rows:
            top += lines.word(text, left, top, wide, ink, tall=0.05, weight=weight)[1] + 0.011
    under = cv2.resize(lines.cover, (width, height), interpolation=cv2.INTER_AREA)
    made = made * (1 - 0.5 * blurred(under, min(height, width) / 90))[..., None]  # white words on white cloth
    lines.box(0.8, 0.9, 0.95, 0.97, "#ffffff")
    at = 0.81
    while at < 0.935:
        thick = random.choice([0.002, 0.003, 0.005])
        lines.box(at, 0.906, at + thick, 0.955, "#101010")
        at += thick + random.choice([0.002, 0.003])
    free = 1 - blurred(sitter.face, sitter.span / 14)[..., None].clip(0, 1)
    return unit_as_bytes(made * (1 - free) + lines.over(made) * free)


def wanted(rgb: RGB, sitter: Sitter, random: np.random.Generator) -> RGB:
    """An old poster on boards: "WANTED" on torn, stained paper, a reward, stars, nails."""
    height, width = rgb.shape[:2]
    x, y = pixels(height, width)
    boards = grain(height, width, random, 1.2, min(height, width) / 14)
    board = code("#5a3c26") * (1 + 0.22 * boards)[..., None]
    board = board * (1 - 0.7 * np.exp(-(((x / width * 5) % 1) / 0.025)))[..., None]
    stain = grain(height, width, random, min(height, width) / 10)
    paper = code("#d9bd8a") * (1 + 0.06 * stain + 0.03 * fibres(height, width, random, 1.6))[..., None]
    tear = grain(height, width, random, min(height, width) / 130)
    gap = np.minimum(np.minimum(x / width, 1 - x / width), np.minimum(y / height, 1 - y / height)) + 0.007 * tear
    sheet = ((gap - 0.035) * 300).clip(0, 1)
    burn = np.exp(-(((gap - 0.035) / 0.028).clip(0) ** 2))
    paper = paper * (1 - 0.5 * burn)[..., None]
    paper, _ = _within(rgb, (0.19, 0.245, 0.81, 0.79), paper.astype(np.float32))
    marks = Sheet(height, width)
    marks.word("WANTED", 0.13, 0.085, 0.74, "#3a2414", tall=0.1, weight=900, share=0.92, middle=True)
    marks.box(0.16, 0.203, 0.84, 0.208, "#3a2414", 0.85)
    marks.box(0.16, 0.214, 0.84, 0.224, "#3a2414", 0.85)
    marks.word("REWARD", 0.2, 0.812, 0.6, "#3a2414", tall=0.032, weight=700, share=0.88, middle=True)
    marks.word("$ 5,000", 0.2, 0.856, 0.6, "#3a2414", tall=0.062, weight=900, share=0.92, middle=True)
    marks.line([(0.19, 0.245), (0.81, 0.245), (0.81, 0.79), (0.19, 0.79)], "#3a2414", 0.006, closed=True, share=0.9)
    for star in (0.21, 0.79):
        points = [
            (star + r * np.sin(a) * 0.03, 0.885 - r * np.cos(a) * 0.03 * width / height)
            for a, r in zip(np.arange(10) * np.pi / 5, [1, 0.42] * 5, strict=True)
        ]
        marks.poly(points, "#3a2414", 0.9)
    made = marks.over(paper)
    shadow = blurred(np.roll(sheet, (int(height * 0.006), int(width * 0.004)), (0, 1)), min(height, width) / 90)
    made = made * sheet[..., None] + board * (1 - 0.6 * shadow)[..., None] * (1 - sheet[..., None])
    nails = Sheet(height, width)
    for at in ((0.07, 0.06), (0.93, 0.06), (0.07, 0.94), (0.93, 0.94)):
        nails.ring(*at, 0.011, "#1c1a1a")
        nails.ring(at[0] - 0.002, at[1] - 0.002, 0.005, "#8c8a88")
    return unit_as_bytes(nails.over(made))


def reel(rgb: RGB, sitter: Sitter, random: np.random.Generator) -> RGB:
    """A strip of film: black rails with holes at both sides."""
    made, _ = _within(rgb, (0.1, 0.0, 0.9, 1.0), _ground(rgb, "#0d0b0a", random))
    sheet = Sheet(*rgb.shape[:2])
    for row in np.arange(0.018, 1, 0.083):
        for left in (0.028, 0.925):
            sheet.box(left, row, left + 0.047, row + 0.042, "#e9e2d2")
    return unit_as_bytes(sheet.over(made))


def poster_frame(
    rgb: RGB, sitter: Sitter, random: np.random.Generator, *, colours: Sequence[str] = ("#7a5230", "#e8d8ac", "#b08a48")
) -> RGB:
    """The frame of an Art Nouveau poster: double lines that swing at the corners, a row of flowers below."""
    sheet = Sheet(*rgb.shape[:2])
    outer, paper, gold = colours
    for left, top, right, bottom in ((0, 0, 1, 0.03), (0, 0.97, 1, 1), (0, 0, 0.03, 1), (0.97, 0, 1, 1)):
        sheet.box(left, top, right, bottom, paper)
    for inset, thick in ((0.03, 0.006), (0.045, 0.003)):
        sheet.line(
            [(inset, inset), (1 - inset, inset), (1 - inset, 1 - inset), (inset, 1 - inset)], outer, thick, closed=True
        )
    t = np.linspace(0, 1, 50)
    for sx in (0, 1):
        for sy in (0, 1):
            for grow in (0.16, 0.12, 0.08):
                curve = [
                    (
                        abs(sx - (0.03 + grow * (1 - np.cos(a * np.pi / 2)) + 0.012 * np.sin(a * 9))),
                        abs(sy - (0.03 + grow * (1 - np.sin(a * np.pi / 2)))),
                    )
                    for a in t
                ]
                sheet.line(curve, outer, 0.0035)
            sheet.ring(abs(sx - 0.075), abs(sy - 0.075), 0.026, gold)
            sheet.ring(abs(sx - 0.075), abs(sy - 0.075), 0.026, outer, 0.003)
    sheet.box(0.14, 0.885, 0.86, 0.955, paper)
    sheet.line([(0.14, 0.885), (0.86, 0.885), (0.86, 0.955), (0.14, 0.955)], outer, 0.004, closed=True)
    for number, at in enumerate(np.linspace(0.22, 0.78, 9)):
        if number % 2:
            sheet.ring(float(at), 0.92, 0.008, gold)
            continue
        for turn in np.linspace(0, 2 * np.pi, 6)[:-1]:
            sheet.ring(float(at) + 0.012 * np.cos(turn), 0.92 + 0.0096 * np.sin(turn), 0.0095, outer)
        sheet.ring(float(at), 0.92, 0.007, gold)
    return unit_as_bytes(sheet.over(unit(rgb)))


def mat(rgb: RGB, sitter: Sitter, random: np.random.Generator, *, colour: str = "#fbfaf6") -> RGB:
    """Rough white edges, as where a brush or a press left off."""
    made, height, width = opened(rgb)
    return unit_as_bytes(_laid(made, code(colour), _ragged(height, width, random)))


def _laid(above: Unit, below: np.ndarray, share: Plane) -> Unit:
    return above * share[..., None] + below * (1 - share[..., None])


def _ragged(height: int, width: int, random: np.random.Generator) -> Plane:
    side = min(height, width)
    x, y = pixels(height, width)
    gap = np.minimum(np.minimum(x, width - x), np.minimum(y, height - y)) / side
    rough = sum(grain(height, width, random, side / part) * part**2 for part in (30, 90, 260))
    return ((gap - 0.035 + 0.011 * rough / rough.std()) * 120).clip(0, 1)
