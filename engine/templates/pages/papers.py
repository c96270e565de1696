"""Printed things: an envelope with a stamp, a banknote, prints on a table, a newspaper, a record, a playing card."""

from __future__ import annotations

import numpy as np

from engine.canvas.backdrops.patterns import halftone
from engine.canvas.grade import blurred, grey
from engine.canvas.looks.tools import code
from engine.canvas.texture import pixels
from engine.templates.sheet import Sheet

STAMP = (0.2, 0.12, 0.8, 0.88)  # the stamp's paper on its envelope
HOLE = 0.0115  # radius of a perforation
INK = "#2c2620"


def plain(sheet: Sheet, *, colour: str = "#101014") -> None:
    """One colour: the window is the whole page."""
    sheet.fill(np.ones((sheet.height, sheet.width), np.float32), colour)


def envelope(sheet: Sheet, *, ink: str = "#24506a", value: str = "80") -> None:
    """A stamp on an envelope of rough paper, with its words and its perforations."""
    sheet.pixels = sheet.paper("#d9c6a2", 0.022, 0.02)
    for at in np.arange(-0.2, 1.2, 0.12):
        for shift, colour in ((0.0, "#b04038"), (0.06, "#34527e")):
            left = at + shift
            sheet.fill(sheet.polygon([(left, 0), (left + 0.04, 0), (left + 0.01, 0.035), (left - 0.03, 0.035)]), colour,
                       share=0.75)  # fmt: skip
    left, top, right, bottom = STAMP
    paper = sheet.box(*STAMP)
    across, rows = 21, 24
    holes = [(left + (right - left) * k / across, y) for k in range(across + 1) for y in (top, bottom)]
    holes += [(x, top + (bottom - top) * k / rows) for k in range(rows + 1) for x in (left, right)]
    paper = paper * (1 - sheet.discs(holes, HOLE))
    sheet.fill(paper, sheet.paper("#f7f1e1", 0.01, 0.01), shadow=0.006)
    sheet.fill(sheet.line([(0.245, 0.165), (0.755, 0.165), (0.755, 0.835), (0.245, 0.835)], 0.003, closed=True), ink)
    sheet.word("POST", 0.265, 0.775, 0.5, 0.04, ink, weight=800, align="left")
    sheet.word(value, 0.5, 0.755, 0.735, 0.062, ink, weight=900, align="right")


def postmark(sheet: Sheet, *, ink: str = "#2a2624") -> None:
    """The post's mark over the stamp's corner: two rings and waves."""
    worn = (0.62 + 0.25 * sheet.random.random((sheet.height // 6 + 1, sheet.width // 6 + 1))).astype(np.float32)
    worn = np.repeat(np.repeat(worn, 6, 0), 6, 1)[: sheet.height, : sheet.width]
    x, y = 0.79, 0.17
    marks = np.maximum(
        sheet.disc(x, y, 0.148) - sheet.disc(x, y, 0.141), sheet.disc(x, y, 0.1) - sheet.disc(x, y, 0.095)
    )
    t = np.linspace(0, 1, 60)
    for row in range(5):
        line = [(0.0 + 0.62 * a, 0.1 + 0.034 * row + 0.008 * np.sin(a * 22)) for a in t]
        marks = np.maximum(marks, sheet.line(line, 0.0045) * (1 - sheet.disc(x, y, 0.15)))
    sheet.fill(marks * worn, ink, share=0.72)
    for text, at, tall in (("14 06", 0.142, 0.024), ("2031", 0.176, 0.024)):
        sheet.word(text, x - 0.07, at, x + 0.07, tall, ink, share=0.7, weight=700)


def _rosette(sheet: Sheet, x: float, y: float, size: float, turns: int, deep: float, colour: str, share: float) -> None:
    """Guilloche: thin lines that wander around a point."""
    t = np.linspace(0, 2 * np.pi, 420)
    ratio = sheet.side / np.array([sheet.width, sheet.height])
    for phase in np.linspace(0, 2 * np.pi, 7)[:-1]:
        far = size * (1 - deep + deep * np.sin(turns * t + phase))
        line = [(x + ratio[0] * r * np.cos(a), y + ratio[1] * r * np.sin(a)) for r, a in zip(far, t, strict=True)]
        sheet.fill(sheet.line(line, 0.0018), colour, share=share)


def banknote(sheet: Sheet, *, ink: str = "#2f5a46", tint: str = "#dfe8d4", value: str = "100") -> None:
    """A banknote of no country: fine lines, rosettes, its value in the corners."""
    sheet.pixels = sheet.paper(tint, 0.008, 0.012)
    wash = sheet.down("#d8ecd8", "#f0ead0", "#e6d4c8")
    sheet.pixels = sheet.pixels * 0.5 + wash * 0.5
    x, y = pixels(sheet.height, sheet.width)
    x, y = x / sheet.side, y / sheet.side
    for angle, pitch in ((0.5, 0.016), (-0.5, 0.019)):
        wave = (x * np.sin(angle) + y * np.cos(angle) + 0.014 * np.sin(9 * x + 3 * angle)) / pitch
        sheet.fill((0.5 + 0.5 * np.cos(2 * np.pi * wave)).astype(np.float32) ** 6, ink, share=0.16)
    for number, (at, size, turns) in enumerate(((0.17, 0.3, 16), (0.83, 0.3, 12), (0.5, 0.5, 22))):
        _rosette(sheet, at, 0.5, size, turns, 0.28, ("#8a4a3c", "#2f5a7a", ink)[number], 0.4)
    for inset, thick in ((0.02, 0.006), (0.034, 0.0022)):
        v = inset * sheet.width / sheet.height
        sheet.fill(
            sheet.line([(inset, v), (1 - inset, v), (1 - inset, 1 - v), (inset, 1 - v)], thick, closed=True), ink
        )
    for left, top in ((0.05, 0.1), (0.82, 0.1), (0.05, 0.76), (0.82, 0.76)):
        sheet.word(value, left, top, left + 0.13, 0.15, ink, weight=900)
    sheet.word("BANK OF EVERYWHERE", 0.24, 0.062, 0.76, 0.05, ink, weight=700)
    sheet.word("N 08 154 711", 0.06, 0.3, 0.24, 0.04, "#8a2a2a", weight=600)
    sheet.word("N 08 154 711", 0.76, 0.66, 0.94, 0.04, "#8a2a2a", weight=600)


def note_lines(sheet: Sheet, *, ink: str = "#2f5a46") -> None:
    """The banknote's oval rim and its words below, over the portrait's edge."""
    rim = sheet.oval(0.343, 0.148, 0.657, 0.892) - sheet.oval(0.352, 0.168, 0.648, 0.872)
    sheet.fill(rim.clip(0, 1), ink, share=0.9)
    ribbon = sheet.box(0.3, 0.835, 0.7, 0.925)
    sheet.fill(ribbon, "#eef0e0", shadow=0.004)
    sheet.fill(sheet.line([(0.3, 0.835), (0.7, 0.835), (0.7, 0.925), (0.3, 0.925)], 0.003, closed=True), ink)
    sheet.word("ONE HUNDRED", 0.32, 0.852, 0.68, 0.055, ink, weight=800)


def table(sheet: Sheet, *, wood: str = "#8a5c38") -> None:
    """A wooden table with another print face down under where the picture will lie."""
    sheet.pixels = sheet.wood(wood, 5)
    under = sheet.turned(sheet.box(0.2, 0.12, 0.82, 0.86, 0.008), -9, (0.5, 0.5))
    sheet.fill(under, sheet.paper("#e9e4d8", 0.008, 0.012), shadow=0.012)
    sheet.pixels *= (1.08 - 0.5 * _far(sheet, 0.45, 0.4)[..., None] ** 2).clip(0, 1.2)


def clip(sheet: Sheet) -> None:
    """A strip of tape that holds the print, and its light."""
    tape = sheet.turned(sheet.box(0.4, 0.035, 0.62, 0.1), 4, (0.5, 0.06))
    sheet.shade(tape, 0.003, 0.35)
    sheet.fill(tape, sheet.paper("#eadfb0", 0.03, 0.03), share=0.72)


def newspaper(sheet: Sheet, *, ink: str = INK) -> None:
    """The front page of a newspaper: its name, a headline, columns that nobody can read."""
    sheet.pixels = sheet.paper("#ded6c2", 0.022, 0.02)
    sheet.word("THE DAILY PORTRAIT", 0.05, 0.03, 0.95, 0.085, ink, weight=900)
    for top in (0.128, 0.133, 0.162):
        sheet.fill(sheet.box(0.05, top, 0.95, top + 0.0018), ink)
    sheet.word("SUNDAY EDITION", 0.05, 0.14, 0.3, 0.015, ink, weight=600, align="left")
    sheet.word("No. 1001", 0.7, 0.14, 0.95, 0.015, ink, weight=600, align="right")
    sheet.word("EVERYBODY TALKS ABOUT IT", 0.05, 0.18, 0.95, 0.06, ink, weight=800)
    for left, right, top in ((0.05, 0.25, 0.265), (0.75, 0.95, 0.265), (0.05, 0.345, 0.78), (0.36, 0.64, 0.78),
                             (0.655, 0.95, 0.78)):  # fmt: skip
        _column(sheet, left, right, top, 0.765 if top < 0.5 else 0.975, ink)


def _column(sheet: Sheet, left: float, right: float, top: float, bottom: float, ink: str) -> None:
    """Lines of words too small to read."""
    lines = np.zeros((sheet.height, sheet.width), np.float32)
    for y in np.arange(top, bottom, 0.0125):
        x = left
        end = right if sheet.random.random() > 0.12 else left + (right - left) * 0.6
        while x < end - 0.006:
            wide = min(sheet.random.uniform(0.012, 0.05), end - x)
            a, b = round(x * sheet.width), round((x + wide) * sheet.width)
            c = round(y * sheet.height)
            lines[c : c + max(round(0.0052 * sheet.height), 2), a:b] = 1
            x += wide + 0.006
    rough = 0.55 + 0.45 * sheet.random.random(lines.shape).astype(np.float32)
    sheet.fill(blurred(lines * rough, 0.6), ink, share=0.8)


def bars(
    sheet: Sheet, *, box: tuple[float, float, float, float] = (0.265, 0.265, 0.735, 0.735), ink: str = INK
) -> None:
    """Print the picture of the newspaper in dots, and the line below it."""
    mask = sheet.box(*box)[..., None]
    tone = grey(sheet.pixels.astype(np.float32)) ** 1.1
    dots = halftone(((1 - tone) * 1.02).clip(0, 1).astype(np.float32), max(sheet.side / 210, 3.2), 0.785)
    share = (0.62 * dots + 0.38 * (1 - tone)).clip(0, 1)[..., None]
    printed = code("#e4dcc8") * (1 - share) + code(ink) * share
    sheet.pixels = sheet.pixels * (1 - mask) + printed * mask
    sheet.fill(sheet.line([box[:2], (box[2], box[1]), box[2:], (box[0], box[3])], 0.0022, closed=True), ink)
    sheet.word("A face to remember", box[0], box[3] + 0.011, box[2], 0.02, ink, weight=500)


def record(sheet: Sheet) -> None:
    """A record half out of its sleeve on a dark table."""
    sheet.pixels = sheet.wood("#4a3024", 4, upright=True)
    x, y = 0.715, 0.5
    disc = sheet.disc(x, y, 0.34)
    sheet.fill(disc, "#0c0c0e", shadow=0.015)
    across, down = pixels(sheet.height, sheet.width)
    far = np.hypot(across - x * sheet.width, down - y * sheet.height) / sheet.side
    turn = np.arctan2(down - y * sheet.height, across - x * sheet.width)
    groove = (0.5 + 0.5 * np.sin(far * 1500)) * 0.05 + 0.22 * np.abs(np.cos(turn * 1 + 0.6)) ** 14
    sheet.light((groove * disc * (far > 0.12)).astype(np.float32), "#d8dce6", 1.0)
    sheet.fill(sheet.disc(x, y, 0.112), "#c8452e")
    sheet.fill(sheet.disc(x, y, 0.012), "#1a1412")
    sheet.shade(sheet.box(0.055, 0.115, 0.705, 0.885), 0.018, 0.6)


def sleeve(sheet: Sheet, *, title: str = "SLOW SUNDAY", ink: str = "#fff2d8") -> None:
    """The sleeve's words, and its worn edges."""
    box = (0.055, 0.115, 0.705, 0.885)
    sheet.word(title, 0.085, 0.145, 0.675, 0.075, ink, weight=900)
    sheet.word("STEREO", 0.09, 0.845, 0.17, 0.018, ink, weight=600, align="left", share=0.85)
    sheet.word("SIDE A", 0.59, 0.845, 0.67, 0.018, ink, weight=600, align="right", share=0.85)
    edge = sheet.box(*box) * blurred(1 - sheet.box(*box), 0.006 * sheet.side)
    sheet.light(edge, "#ffffff", 0.35)
    across, down = pixels(sheet.height, sheet.width)
    far = np.hypot(across - 0.4 * sheet.width, down - 0.5 * sheet.height) / sheet.side
    ring = np.exp(-(((far - 0.305) / 0.006) ** 2)) * sheet.box(*box)
    sheet.light(ring.astype(np.float32), "#ffffff", 0.12)


def card(sheet: Sheet) -> None:
    """A playing card on green cloth: its border; the picture is seen twice, once upside down."""
    sheet.pixels = sheet.paper("#1f5a40", 0.05, 0.04)
    sheet.pixels *= (1.1 - 0.5 * _far(sheet, 0.5, 0.5)[..., None] ** 2).clip(0, 1.2)
    sheet.fill(sheet.box(0.1, 0.04, 0.9, 0.96, 0.045), sheet.paper("#f8f4e8", 0.006, 0.008), shadow=0.014)


def court(sheet: Sheet, *, ink: str = "#b4262c", letter: str = "K") -> None:
    """The card's frame, its letter and its sign in the corners, and the band between both halves."""
    frame = [(0.2, 0.085), (0.8, 0.085), (0.8, 0.915), (0.2, 0.915)]
    sheet.fill(sheet.line(frame, 0.004, closed=True), "#243a6a")
    for number in range(19):
        at = 0.2 + 0.6 * (number + 0.5) / 19
        sheet.fill(sheet.disc(at, 0.5, 0.0165), ("#e0b040", "#243a6a")[number % 2])
    for top in (0.484, 0.513):
        sheet.fill(sheet.box(0.2, top, 0.8, top + 0.003), "#243a6a")
    corner = np.zeros((sheet.height, sheet.width), np.float32)
    whole = sheet.pixels.copy()
    sheet.word(letter, 0.115, 0.075, 0.185, 0.06, ink, weight=900)
    sheet.fill(sheet.heart(0.125, 0.15, 0.175, 0.192), ink)
    corner[: sheet.height // 2, : round(0.195 * sheet.width)] = 1
    marks = sheet.pixels
    lower = corner[::-1, ::-1][..., None]
    sheet.pixels = whole * (1 - corner[..., None]) + marks * corner[..., None]
    sheet.pixels = sheet.pixels * (1 - lower) + marks[::-1, ::-1] * lower


def _far(sheet: Sheet, x: float, y: float) -> np.ndarray:
    across, down = pixels(sheet.height, sheet.width)
    return np.hypot(across / sheet.width - x, down / sheet.height - y).astype(np.float32)
