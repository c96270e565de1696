"""What hangs: a painting in its frame, photos on a wall, a billboard over a street."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from engine.canvas.backdrops import BACKDROPS
from engine.canvas.grade import blurred
from engine.canvas.linear import display
from engine.canvas.texture import grain, pixels
from engine.templates.sheet import Box, Sheet

GOLD = "#c49a4a"


def _damask(sheet: Sheet, colour: str) -> None:
    sheet.pixels = sheet.paper(colour, 0.03, 0.02)
    for row in range(-1, 9):
        for column in range(-1, 8):
            x = (column + 0.5 * (row % 2)) / 6
            y = row / 7
            leaf = np.maximum(sheet.oval(x - 0.028, y - 0.05, x + 0.028, y + 0.05), sheet.disc(x, y + 0.068, 0.014))
            sheet.fill(leaf, "#000000", share=0.13)


def _frame(sheet: Sheet, box: Box, wide: float, colour: str) -> None:
    """A moulded frame around ``box``, ``wide`` of the width, in three steps, with a shadow on the wall."""
    v = wide * sheet.width / sheet.height
    left, top, right, bottom = box

    def grown(share: float) -> np.ndarray:
        return sheet.box(left - wide * share, top - v * share, right + wide * share, bottom + v * share, 0.004)

    sheet.metal(grown(1.0), colour, wide * 0.2, shadow=0.02)
    sheet.metal(grown(0.62), colour, wide * 0.12)
    sheet.metal(grown(0.3), colour, wide * 0.08)
    rough = grain(sheet.height, sheet.width, sheet.random, 1.5)
    sheet.pixels *= 1 + 0.02 * rough[..., None] * grown(1.0)[..., None]


def salon(sheet: Sheet, *, box: Box = (0.2, 0.2, 0.8, 0.84), colour: str = "#5c1f26") -> None:
    """A picture gallery's wall with a gilded frame around ``box``, and a plate below it."""
    _damask(sheet, colour)
    _frame(sheet, box, 0.085, GOLD)
    sheet.pixels *= _glow(sheet, 0.5, 0.3, 0.75)[..., None]


def lamp(sheet: Sheet, *, box: Box = (0.2, 0.2, 0.8, 0.84)) -> None:
    """The shadow of the frame on its picture, the lamp above it, the plate."""
    sheet.sunk(sheet.box(*box), 0.016, 0.75)
    middle = (box[0] + box[2]) / 2
    top = box[1] - 0.115
    sheet.fill(sheet.line([(middle, top - 0.02), (middle, top + 0.035)], 0.008), "#8a6a30")
    sheet.metal(
        sheet.box(middle - 0.16, top - 0.028, middle + 0.16, top + 0.002, 0.014), "#b8904a", 0.012, shadow=0.006
    )
    light = blurred(sheet.polygon([(middle - 0.14, top), (middle + 0.14, top), (middle + 0.4, 0.62),
                                   (middle - 0.4, 0.62)]), 0.06 * sheet.side)  # fmt: skip
    down = np.linspace(1.15, 0, sheet.height, dtype=np.float32)[:, None].clip(0, 1)
    sheet.light(light * down, "#ffe0a0", 0.22)
    plate = sheet.box(middle - 0.09, box[3] + 0.024, middle + 0.09, box[3] + 0.05, 0.004)
    sheet.metal(plate, "#d8b060", 0.005)
    sheet.word("MMXXVI", middle - 0.06, box[3] + 0.031, middle + 0.06, 0.013, "#5a4018", weight=700)


def gallery(sheet: Sheet, *, boxes: Sequence[Box], frames: Sequence[str], wall: str = "#9aa894") -> None:
    """A living room's wall with several frames, a shelf below."""
    sheet.pixels = sheet.paper(wall, 0.012, 0.015)
    sheet.pixels *= _glow(sheet, 0.3, 0.2, 1.1)[..., None]
    for box, colour in zip(boxes, frames, strict=True):
        _frame(sheet, box, 0.022, colour)
        margin = sheet.box(*box)
        sheet.fill(margin, sheet.paper("#f4f1e8", 0.006, 0.006))
    shelf = sheet.box(-0.01, 0.9, 1.01, 0.94)
    sheet.fill(shelf, sheet.wood("#8a5e3a", 6), shadow=0.02)
    for x, tall, colour in ((0.1, 0.1, "#6a3030"), (0.135, 0.085, "#c8a860"), (0.166, 0.095, "#30485e"),
                            (0.2, 0.075, "#7a7a5c")):  # fmt: skip
        sheet.fill(sheet.box(x, 0.9 - tall, x + 0.032, 0.9), colour, shadow=0.004)
    vase = np.maximum(sheet.oval(0.85, 0.82, 0.92, 0.905), sheet.box(0.873, 0.79, 0.897, 0.84))
    sheet.metal(vase, "#c8785a", 0.02, shadow=0.006)
    for angle in (-0.9, -0.45, 0.0, 0.4, 0.85):
        tip = (0.885 + 0.05 * np.sin(angle), 0.79 - 0.09 * np.cos(angle))
        sheet.fill(sheet.line([(0.885, 0.8), tip], 0.004), "#56703e")
        sheet.fill(sheet.oval(tip[0] - 0.013, tip[1] - 0.02, tip[0] + 0.013, tip[1] + 0.012), "#6c8a4a")


def panes(sheet: Sheet, *, boxes: Sequence[Box]) -> None:
    """The glass of the frames."""
    for box in boxes:
        mask = sheet.box(*box)
        sheet.sunk(mask, 0.008, 0.4)
        sheet.glass(mask, 0.14)


def street(sheet: Sheet, *, box: Box = (0.07, 0.13, 0.93, 0.66)) -> None:
    """A billboard on posts over a city at night."""
    night = BACKDROPS["city_lights"](sheet.height, sheet.width, sheet.random)
    sheet.pixels = display(night).astype(np.float32) / 255
    left, top, right, bottom = box
    for x in (0.3, 0.7):
        sheet.metal(sheet.box(x - 0.018, bottom, x + 0.018, 1.02), "#3c4048", 0.012, shine=0.2)
    for y in (bottom + 0.12, bottom + 0.22):
        sheet.fill(sheet.line([(0.3, y), (0.7, y - 0.08)], 0.008), "#30343a")
        sheet.fill(sheet.line([(0.7, y), (0.3, y - 0.08)], 0.008), "#30343a")
    sheet.metal(sheet.box(left - 0.022, top - 0.026, right + 0.022, bottom + 0.03, 0.006), "#484c54", 0.01, shadow=0.01)


def bulbs(sheet: Sheet, *, box: Box = (0.07, 0.13, 0.93, 0.66), title: str = "SOON") -> None:
    """The billboard's lamps and their light on it, and one word."""
    left, top, right, bottom = box
    mask = sheet.box(*box)
    for x in np.linspace(left + 0.09, right - 0.09, 5):
        across, down = pixels(sheet.height, sheet.width)
        far = np.hypot((across / sheet.width - x) / 0.11, (down / sheet.height - top) / 0.26)
        sheet.light((np.exp(-(far**2)) * mask).astype(np.float32), "#fff0cc", 0.34)
        sheet.fill(sheet.line([(x, top + 0.012), (x, top - 0.055)], 0.006), "#24262a")
        sheet.metal(sheet.oval(x - 0.03, top - 0.075, x + 0.03, top - 0.045), "#5c6068", 0.008)
        sheet.light(blurred(sheet.oval(x - 0.018, top - 0.052, x + 0.018, top - 0.04), 3), "#fff4d8", 1.0)
    sheet.word(title, right - 0.4, bottom - 0.165, right - 0.03, 0.11, "#ffffff", weight=900, align="right")
    sheet.word("ONE FACE. ONE NIGHT.", right - 0.4, bottom - 0.045, right - 0.03, 0.024, "#ffe6a0", weight=600,
               align="right")  # fmt: skip


def _glow(sheet: Sheet, x: float, y: float, reach: float) -> np.ndarray:
    across, down = pixels(sheet.height, sheet.width)
    far = np.hypot(across / sheet.width - x, down / sheet.height - y) / reach
    return (0.45 + 0.75 * np.exp(-(far**2))).astype(np.float32)
