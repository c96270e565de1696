"""Screens and strips: an old television, a call on a laptop, a film, the strip of a photo booth."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.canvas.grade import blurred
from engine.canvas.texture import pixels
from engine.templates.pages.walls import _damask
from engine.templates.sheet import Box, Sheet

TUBE = (0.125, 0.25, 0.665, 0.765)


def television(sheet: Sheet) -> None:
    """An old set on a sideboard before patterned wallpaper."""
    _damask(sheet, "#b08a4e")
    sheet.fill(sheet.box(-0.01, 0.9, 1.01, 1.01), sheet.wood("#5c3a24", 10), shadow=0.02)
    for x in (0.16, 0.78):
        sheet.fill(sheet.polygon([(x, 0.83), (x + 0.05, 0.83), (x + 0.035, 0.93), (x + 0.015, 0.93)]), "#2a1a10")
    for tip in ((0.28, 0.02), (0.62, 0.04)):
        sheet.fill(sheet.line([(0.45, 0.16), tip], 0.005), "#c8ccd0")
        sheet.metal(sheet.disc(*tip, 0.009), "#e0e4e8", 0.005)
    case = sheet.box(0.06, 0.15, 0.94, 0.86, 0.05)
    sheet.metal(case, "#7a4a2a", 0.03, shadow=0.025)
    sheet.fill(case * 0.85, sheet.wood("#84522e", 3))
    sheet.metal(case - sheet.box(0.075, 0.17, 0.925, 0.84, 0.045), "#6a3f22", 0.012)
    left, top, right, bottom = TUBE
    sheet.metal(sheet.box(left - 0.03, top - 0.04, right + 0.03, bottom + 0.04, 0.07), "#d9cfb4", 0.016, shadow=0.006)
    sheet.fill(sheet.box(left - 0.01, top - 0.013, right + 0.01, bottom + 0.013, 0.06), "#16140f")
    sheet.metal(sheet.box(0.73, 0.21, 0.9, 0.81, 0.02), "#d2c6a6", 0.012, shadow=0.004)
    for y in (0.31, 0.45):
        sheet.metal(sheet.disc(0.815, y, 0.062), "#3a342c", 0.016, shadow=0.008)
        sheet.metal(sheet.disc(0.815, y, 0.042), "#b8b09a", 0.014)
        sheet.fill(sheet.line([(0.815, y), (0.842, y - 0.03)], 0.008), "#2c2822")
    for y in np.arange(0.56, 0.76, 0.022):
        sheet.fill(sheet.box(0.755, y, 0.875, y + 0.009, 0.004), "#3a3228")


def scan(sheet: Sheet, *, box: Box = TUBE) -> None:
    """Lines and a bulge of the tube, its glass."""
    mask = sheet.box(*box, 0.055)
    y = pixels(sheet.height, sheet.width)[1]
    lines = 1 - 0.2 * (0.5 + 0.5 * np.cos(2 * np.pi * y / 4.0))
    sheet.pixels = sheet.pixels * (1 - mask[..., None]) + sheet.pixels * lines[..., None] * mask[..., None]
    sheet.sunk(mask, 0.05, 0.7)
    sheet.glass(mask, 0.28)
    sheet.light(blurred(mask, 0.05 * sheet.side) * (1 - mask), "#9ab4d8", 0.18)


def laptop(sheet: Sheet, *, desk: str = "#9a7a5c") -> None:
    """A laptop on a desk with an open call."""
    sheet.pixels = sheet.down("#54606a", "#8a949a", "#b4b2aa")
    sheet.fill(sheet.box(-0.01, 0.8, 1.01, 1.01), sheet.wood(desk, 9), shadow=0.02)
    sheet.metal(sheet.box(0.035, 0.035, 0.965, 0.9, 0.025), "#2a2c30", 0.008, shadow=0.02)
    sheet.fill(sheet.box(0.052, 0.06, 0.948, 0.86), "#16181c")
    base = sheet.polygon([(0.0, 0.9), (1.0, 0.9), (1.05, 0.985), (-0.05, 0.985)])
    sheet.metal(base, "#b4b8be", 0.014, shadow=0.012)
    sheet.fill(sheet.box(0.42, 0.9, 0.58, 0.917, 0.008), "#84888e")
    sheet.fill(sheet.disc(0.5, 0.047, 0.005), "#0a0a0c")


def controls(sheet: Sheet, *, boxes: Sequence[Box]) -> None:
    """The call's buttons, names' bars and the screen's glass."""
    for number, box in enumerate(boxes):
        left, _, right, bottom = box
        tag = (left + 0.012, bottom - 0.05, left + 0.02 + 0.4 * min(right - left, 0.3), bottom - 0.016)
        sheet.fill(sheet.box(*tag, 0.008), "#000000", share=0.5)
        sheet.word(("You", "Room 2", "Kitchen", "On the way")[number], tag[0] + 0.008, tag[1] + 0.008, tag[2] - 0.008,
                   0.018, "#ffffff", weight=500, align="left")  # fmt: skip
        if number == 0:
            speaking = sheet.box(left - 0.003, box[1] - 0.004, right + 0.003, bottom + 0.004, 0.034)
            sheet.fill((speaking - sheet.box(*box, 0.03)).clip(0, 1), "#4ad07a")
    for number, colour in enumerate(("#3a3e46", "#3a3e46", "#d8382c", "#3a3e46", "#3a3e46")):
        sheet.fill(sheet.disc(0.36 + 0.07 * number, 0.82, 0.026), colour)
        sheet.fill(sheet.disc(0.36 + 0.07 * number, 0.82, 0.009), "#ffffff", share=0.9)
    sheet.glass(sheet.box(0.052, 0.06, 0.948, 0.86), 0.06)


def strip(sheet: Sheet, *, boxes: Sequence[Box]) -> None:
    """A strip of film on a light table."""
    sheet.pixels = sheet.down("#f4f4ee", "#e6e8e8")
    band = sheet.box(-0.02, 0.05, 1.02, 0.95)
    sheet.fill(band, "#16120f", shadow=0.012)
    holes = np.zeros_like(band)
    for left in np.arange(0.012, 1.0, 0.0435):
        for top in (0.085, 0.86):
            holes = np.maximum(holes, sheet.box(left, top, left + 0.023, top + 0.055, 0.012))
    sheet.fill(holes, "#f2f2ec")
    for number, box in enumerate(boxes):
        sheet.word(f"{number + 11}A", box[0], 0.922, box[0] + 0.06, 0.022, "#d8963a", weight=600, align="left")
        sheet.word("SAFE FILM 400", box[0] + 0.1, 0.06, box[2], 0.018, "#d8963a", weight=500, align="right")


def booth(sheet: Sheet) -> None:
    """The strip of a photo booth, a little crumpled, on wood."""
    sheet.pixels = sheet.wood("#6e4a30", 3, upright=True)
    paper = sheet.box(0.09, 0.015, 0.91, 0.985, 0.006)
    sheet.fill(paper, sheet.paper("#f6f3ec", 0.006, 0.006), shadow=0.02)


def flash(sheet: Sheet, *, boxes: Sequence[Box]) -> None:
    """What lies on a print: a sheen, and worn corners."""
    x, y = pixels(sheet.height, sheet.width)
    band = np.exp(-((((x + 0.35 * y) / sheet.width - 0.75) / 0.22) ** 2)).astype(np.float32)
    for box in boxes:
        mask = sheet.box(*box)
        sheet.light(band * mask, "#ffffff", 0.07)
        sheet.sunk(mask, 0.004, 0.25)
