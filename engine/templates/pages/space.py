"""Behind glass: an astronaut's helmet, the window of a submarine, a globe with snow in it."""

from __future__ import annotations

import numpy as np

from engine.canvas.backdrops import BACKDROPS
from engine.canvas.backdrops.brush import noise
from engine.canvas.grade import blurred
from engine.canvas.linear import display
from engine.canvas.texture import pixels
from engine.canvas.types import Plane
from engine.templates.sheet import Sheet

OPENING = (0.235, 0.115, 0.765, 0.69)  # of the helmet
PORT = (0.19, 0.19, 0.81, 0.81)


def suit(sheet: Sheet) -> None:
    """An astronaut before the stars and the rim of the earth: suit, helmet; the head comes into its opening."""
    stars = BACKDROPS["starfield"](sheet.height, sheet.width, sheet.random)
    sheet.pixels = display(stars).astype(np.float32) / 255
    _earth(sheet)
    white = "#d9dadd"
    body = sheet.polygon([(-0.1, 1.05), (-0.02, 0.86), (0.16, 0.765), (0.33, 0.71), (0.67, 0.71), (0.84, 0.765),
                          (1.02, 0.86), (1.1, 1.05)])  # fmt: skip
    body = (blurred(body, 14) > 0.5).astype(np.float32)
    sheet.metal(blurred(body, 1.0), white, 0.06, shine=0.1, shadow=0.02)
    folds = noise(sheet.height, sheet.width, sheet.random, 0.2, 4, 0.6, 0.6)
    sheet.pixels *= 1 - 0.16 * (body * folds)[..., None]
    for x in (0.1, 0.9):
        sheet.fill(sheet.line([(x, 0.8), (x + 0.09 * np.sign(x - 0.5), 1.02)], 0.03), "#c8432e", share=0.85)
    shell = sheet.oval(0.155, 0.025, 0.845, 0.78)
    sheet.metal(shell, "#e6e7ea", 0.1, shine=0.5, shadow=0.02)
    for left, right in ((0.13, 0.2), (0.8, 0.87)):
        sheet.metal(sheet.box(left, 0.3, right, 0.5, 0.03), "#9ca0a8", 0.02, shadow=0.008)
    left, top, right, bottom = OPENING
    sheet.metal(sheet.oval(left - 0.035, top - 0.03, right + 0.035, bottom + 0.03), "#b9a064", 0.014, shadow=0.006)
    sheet.metal(sheet.oval(left - 0.014, top - 0.012, right + 0.014, bottom + 0.012), "#4a4e56", 0.01)


def _earth(sheet: Sheet) -> None:
    x, y = pixels(sheet.height, sheet.width)
    far = np.hypot(x / sheet.side - 1.25, y / sheet.side - 1.15) / 0.86
    ball = ((1 - far) * 160).clip(0, 1).astype(np.float32)
    clouds = noise(sheet.height, sheet.width, sheet.random, 0.22, 6, 0.6, 2.0)
    lit = (0.25 + 0.9 * ((far - 0.35) / 0.65).clip(0, 1))[..., None]
    sea = np.array([0.05, 0.22, 0.5], np.float32) * (1 - 0.3 * clouds[..., None])
    cloud = ((clouds - 0.52) * 4).clip(0, 1)[..., None]
    sheet.fill(ball, ((sea * (1 - cloud) + cloud * 0.92) * lit).clip(0, 1).astype(np.float32))
    air = np.exp(-(((far - 1.0) / 0.022) ** 2)).astype(np.float32)
    sheet.light(air, "#6ab8ff", 0.8)


def visor(sheet: Sheet) -> None:
    """The helmet's glass with the stars in it, the ring it closes with, the chest of the suit."""
    opening = sheet.oval(*OPENING)
    sheet.sunk(opening, 0.03, 0.75)
    x, y = pixels(sheet.height, sheet.width)
    left, top, right, bottom = OPENING
    u = (x / sheet.width - (left + right) / 2) / ((right - left) / 2)
    v = (y / sheet.height - (top + bottom) / 2) / ((bottom - top) / 2)
    edge = np.hypot(u, v)
    crescent = np.exp(-(((edge - 0.9) / 0.05) ** 2)) * ((-u - 0.35 - 0.3 * v).clip(0, 1)) * 1.6
    far = np.exp(-(((edge - 0.93) / 0.03) ** 2)) * ((u - 0.45).clip(0, 1)) * 1.2
    sheet.light(((crescent + far) * opening).clip(0, 1).astype(np.float32), "#eaf4ff", 0.75)
    spot = np.exp(-(((u + 0.56) / 0.09) ** 2 + ((v + 0.6) / 0.07) ** 2))
    sheet.light((spot * opening).astype(np.float32), "#ffffff", 0.5)
    sheet.light((opening * (edge > 0.62) * ((edge - 0.62) / 0.38)).astype(np.float32), "#4a6ea8", 0.16)
    ring = _band(sheet, 0.24, 0.76, 0.672, 0.058, 0.045)
    sheet.metal(ring, "#a9adb5", 0.016, shadow=0.012)
    sheet.metal(_band(sheet, 0.25, 0.75, 0.684, 0.02, 0.045), "#c8452e", 0.006)
    panel = sheet.box(0.36, 0.845, 0.64, 1.02, 0.02)
    sheet.metal(panel, "#c4c7cd", 0.012, shadow=0.01)
    for number, colour in enumerate(("#d8382c", "#e6b13a", "#3a8ad8", "#58b85a")):
        at = 0.405 + 0.063 * number
        sheet.metal(sheet.disc(at, 0.885, 0.017), colour, 0.008, shadow=0.003)
    sheet.fill(sheet.box(0.4, 0.922, 0.6, 0.968, 0.008), "#1c2a30")
    sheet.word("O2  98", 0.42, 0.933, 0.58, 0.024, "#7affc0", weight=700)


def _band(sheet: Sheet, left: float, right: float, top: float, tall: float, sag: float) -> Plane:
    """A band that bends down in the middle, as a ring seen from before."""
    t = np.linspace(-1, 1, 40)
    x = (left + right) / 2 + (right - left) / 2 * t
    y = top + sag * (np.sqrt(1 - 0.92 * t**2) - 0.3)
    return sheet.polygon([*zip(x, y, strict=True), *zip(x[::-1], y[::-1] + tall, strict=True)])


def hull(sheet: Sheet, *, colour: str = "#e09a1c") -> None:
    """The yellow side of a submarine under water: plates, rivets, a window of brass."""
    sheet.pixels = sheet.paper(colour, 0.02, 0.05)
    fall = np.linspace(1.12, 0.5, sheet.height, dtype=np.float32)[:, None, None]
    sheet.pixels = sheet.pixels * fall
    for seam in (0.06, 0.94):
        sheet.fill(sheet.box(seam - 0.002, 0, seam + 0.002, 1), "#000000", share=0.5)
        sheet.fill(sheet.box(0, seam - 0.002, 1, seam + 0.002), "#000000", share=0.5)
    for along in np.linspace(0.0, 1.0, 15):
        for at in ((along, 0.035), (along, 0.965), (0.035, along), (0.965, along)):
            sheet.metal(sheet.disc(at[0], at[1], 0.011), colour, 0.006, shadow=0.003)
    left, top, right, bottom = PORT
    sheet.metal(sheet.oval(left - 0.085, top - 0.085, right + 0.085, bottom + 0.085), "#b98a3e", 0.035, shadow=0.02)
    for turn in np.linspace(0, 2 * np.pi, 13)[:-1]:
        at = (0.5 + 0.354 * np.cos(turn), 0.5 + 0.354 * np.sin(turn))
        sheet.metal(sheet.disc(at[0], at[1], 0.019), "#d8b468", 0.01, shadow=0.005)
    sheet.metal(sheet.oval(left - 0.02, top - 0.02, right + 0.02, bottom + 0.02), "#8a6428", 0.012, shadow=0.004)


def pane(sheet: Sheet) -> None:
    """The window's thick glass, light from the surface, bubbles before everything."""
    mask = sheet.oval(*PORT)
    sheet.sunk(mask, 0.03, 0.8)
    sheet.glass(mask, 0.3)
    y = pixels(sheet.height, sheet.width)[1]
    web = noise(sheet.height, sheet.width, sheet.random, 0.12, 3, 0.5)
    caustic = np.exp(-(((web - 0.5) / 0.035) ** 2)) * (1.1 - y / sheet.height) * (1 - 0.8 * mask)
    sheet.light(blurred(caustic.astype(np.float32), 2.5), "#bff0ff", 0.28)
    for _ in range(26):
        radius = sheet.random.uniform(0.004, 0.017)
        at = (sheet.random.choice([sheet.random.uniform(0.02, 0.2), sheet.random.uniform(0.8, 0.98)]),
              sheet.random.uniform(0.05, 0.95))  # fmt: skip
        ring = sheet.disc(at[0], at[1], radius) - 0.75 * sheet.disc(*at, radius * 0.78)
        sheet.light(ring.clip(0, 1), "#e8fbff", 0.6)
        sheet.light(sheet.disc(at[0] - 0.35 * radius, at[1] - 0.35 * radius, radius * 0.22), "#ffffff", 0.8)
    sheet.pixels = sheet.pixels * np.array([0.86, 1.0, 1.05], np.float32)


GLOBE = (0.09, 0.05, 0.91, 0.82)


def globe(sheet: Sheet) -> None:
    """A room with lights out of focus, a wooden table; the globe comes onto it."""
    room = BACKDROPS["bokeh"](sheet.height, sheet.width, sheet.random)
    sheet.pixels = display(room).astype(np.float32) / 255
    sheet.fill(sheet.box(-0.01, 0.86, 1.01, 1.01), sheet.wood("#5a3824", 12), shadow=0.01)
    sheet.shade(sheet.oval(0.16, 0.9, 0.86, 0.985), 0.02, 0.6)


def snowed(sheet: Sheet, *, words: str = "LET IT SNOW") -> None:
    """Snow that lies and falls in the globe, its glass, its foot."""
    left, top, right, bottom = GLOBE
    ball = sheet.oval(*GLOBE)
    t = np.linspace(0, 1, 60)
    hill = [(left + (right - left) * a, 0.708 - 0.022 * np.sin(np.pi * a) + 0.008 * np.sin(13 * a)) for a in t]
    ground = sheet.polygon([*hill, (right, 0.85), (left, 0.85)]) * ball
    sheet.fill(blurred(ground, 2.5) * ball, sheet.down("#ffffff", "#ffffff", "#f2f6ff", "#d4e0f4"))
    for _ in range(150):
        x, y = sheet.random.uniform(left, right), sheet.random.uniform(top, bottom)
        near = ((x - 0.5) / 0.17) ** 2 + ((y - 0.37) / 0.17) ** 2 < 1
        radius = sheet.random.uniform(0.0018, 0.0034 if near else 0.008)
        sheet.fill(blurred(sheet.disc(x, y, radius), 0.6 + radius * 200) * ball, "#ffffff", share=0.85)
    u = (pixels(sheet.height, sheet.width)[0] / sheet.width - 0.5) / ((right - left) / 2)
    v = (pixels(sheet.height, sheet.width)[1] / sheet.height - (top + bottom) / 2) / ((bottom - top) / 2)
    edge = np.hypot(u, v)
    sheet.pixels *= 1 - 0.45 * (ball * ((edge - 0.72) / 0.28).clip(0, 1) ** 2)[..., None]
    shine = np.exp(-(((edge - 0.88) / 0.035) ** 2)) * ((-u - 0.2 * v - 0.35).clip(0, 1) * 1.5)
    low = np.exp(-(((edge - 0.93) / 0.02) ** 2)) * (v - 0.25).clip(0, 1)
    sheet.light(((shine + 0.6 * low) * ball).clip(0, 1).astype(np.float32), "#ffffff", 0.9)
    spot = np.exp(-(((u + 0.5) / 0.13) ** 2 + ((v + 0.62) / 0.08) ** 2)) * ball
    sheet.light(spot.astype(np.float32), "#ffffff", 0.55)
    foot = sheet.polygon([(0.2, 0.775), (0.8, 0.775), (0.88, 0.955), (0.12, 0.955)])
    top_ring = sheet.oval(0.195, 0.74, 0.805, 0.81) * (1 - ball * (v < 0.93)).clip(0, 1)
    whole = np.maximum(foot, np.maximum(sheet.oval(0.12, 0.925, 0.88, 0.985), top_ring))
    sheet.metal(whole, "#7a3324", 0.03, shine=0.3, shadow=0.012)
    sheet.metal(sheet.box(0.3, 0.84, 0.7, 0.912, 0.01), "#d8b060", 0.008, shadow=0.004)
    sheet.word(words, 0.33, 0.86, 0.67, 0.034, "#5a3a14", weight=800)
