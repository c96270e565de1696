"""People together: a locket, posters of a film and a band, a cinema, a dinner, a card, a family's frame."""

from __future__ import annotations

import numpy as np

from engine.canvas.grade import blurred
from engine.canvas.looks.tools import fibres
from engine.canvas.texture import grain, pixels
from engine.templates.sheet import Sheet

FRUIT = (  # colour, and where it lies in the bowl: right and down, the far ones first
    ("#c4412f", -0.052, 0.0),
    ("#e0922e", 0.05, -0.002),
    ("#8fae4a", -0.014, -0.018),
    ("#c4412f", 0.022, -0.014),
    ("#d9b13c", -0.034, 0.006),
    ("#a83a2c", 0.004, 0.006),
    ("#e0922e", 0.036, 0.008),
)
HEARTS = ((0.055, 0.23, 0.475, 0.81), (0.525, 0.23, 0.945, 0.81))


def velvet(sheet: Sheet, *, colour: str = "#3a1230") -> None:
    """A locket that lies open on velvet, its chain above."""
    soft = grain(sheet.height, sheet.width, sheet.random, sheet.side / 5)
    sheet.pixels = (sheet.paper(colour, 0.05, 0.0) * (1 + 0.3 * soft)[..., None]).clip(0, 1).astype(np.float32)
    t = np.linspace(0, 1, 90)
    for x, y in zip(0.12 + 0.76 * t, 0.03 + 0.19 * np.sin(np.pi * t) ** 0.6, strict=True):
        ring = sheet.oval(x - 0.009, y - 0.008, x + 0.009, y + 0.008) - sheet.oval(
            x - 0.005, y - 0.004, x + 0.005, y + 0.004
        )
        sheet.metal(ring.clip(0, 1), "#d8ae58", 0.004, shadow=0.004)
    for left, top, right, bottom in HEARTS:
        sheet.metal(sheet.heart(left - 0.045, top - 0.055, right + 0.045, bottom + 0.075), "#cf9f48", 0.02, shadow=0.02)
    sheet.metal(sheet.box(0.475, 0.4, 0.525, 0.56, 0.01), "#b88a3a", 0.012, shadow=0.004)


def locket(sheet: Sheet) -> None:
    """The locket's inner rims and its glass."""
    for box in HEARTS:
        mask = sheet.heart(*box)
        left, top, right, bottom = box
        rim = (sheet.heart(left - 0.016, top - 0.02, right + 0.016, bottom + 0.027) - mask).clip(0, 1)
        sheet.metal(rim, "#e2b862", 0.008)
        sheet.sunk(mask, 0.02, 0.6)
        sheet.glass(mask, 0.2)


def credits(sheet: Sheet, *, title: str = "THE LAST LIGHT", colour: str = "#ffd9a0") -> None:
    """A film's poster: the lower part sinks into the dark, title, small names."""
    y = np.linspace(0, 1, sheet.height, dtype=np.float32)[:, None, None]
    sheet.pixels = sheet.pixels * (1 - 0.96 * ((y - 0.52) / 0.26).clip(0, 1) ** 1.3)
    sheet.pixels = sheet.pixels * (1 - 0.5 * ((0.12 - y) / 0.12).clip(0, 1))
    sheet.word("SOME NIGHTS DO NOT END", 0.2, 0.04, 0.8, 0.022, colour, weight=500, share=0.9)
    glow = sheet.pixels.copy()
    sheet.word(title, 0.07, 0.745, 0.93, 0.1, colour, weight=900)
    bright = blurred((sheet.pixels - glow).clip(0, 1).max(-1), 9)
    sheet.light(bright, "#ff8a3a", 0.55)
    sheet.fill(sheet.box(0.2, 0.862, 0.8, 0.8635), colour, share=0.6)
    sheet.word("A FILM THAT NOBODY HAS SEEN YET", 0.16, 0.878, 0.84, 0.018, "#b8a890", weight=500)
    sheet.word("MUSIC BY THE NEIGHBOURS   EDITED IN ONE NIGHT", 0.16, 0.906, 0.84, 0.018, "#8a7e6c", weight=400)
    sheet.word("ONLY IN CINEMAS", 0.36, 0.945, 0.64, 0.022, colour, weight=700)


def popcorn(sheet: Sheet) -> None:
    """The backs of the seats before, a bucket of popcorn, the light of the screen."""
    for x in (0.2, 0.8):
        seat = np.maximum(sheet.box(x - 0.23, 0.9, x + 0.23, 1.1, 0.07), 0)
        sheet.metal(seat, "#6a1418", 0.03, shine=0.12, shadow=0.02)
    left, right, top = 0.395, 0.605, 0.735
    bucket = sheet.polygon([(left, top), (right, top), (right - 0.03, 1.02), (left + 0.03, 1.02)])
    sheet.shade(bucket, 0.02, 0.6)
    kernels = [(sheet.random.uniform(left - 0.004, right + 0.004), top - 0.05 * sheet.random.random() ** 1.5 + 0.014)
               for _ in range(90)]  # fmt: skip
    for x, y in sorted(kernels, key=lambda at: at[1]):
        radius = sheet.random.uniform(0.011, 0.018)
        tone = ("#f4e2a8", "#fff2cc", "#ecd08a")[sheet.random.integers(3)]
        sheet.metal(sheet.disc(x, y, radius), tone, 0.008, shadow=0.003)
    sheet.fill(bucket, "#f4efe4")
    for k in range(7):
        if k % 2 == 0:
            a, b = left + (right - left) * k / 7, left + (right - left) * (k + 1) / 7
            c = left + 0.03 + (right - left - 0.06) * k / 7
            d = left + 0.03 + (right - left - 0.06) * (k + 1) / 7
            sheet.fill(sheet.polygon([(a, top), (b, top), (d, 1.02), (c, 1.02)]), "#c8282c")
    x = pixels(sheet.height, sheet.width)[0] / sheet.width
    round_ = (1 - 1.1 * np.abs((x - 0.5) / 0.21)).clip(-0.4, 1)
    sheet.pixels *= (1 - bucket * (0.34 - 0.3 * round_))[..., None].astype(np.float32)
    sheet.fill(sheet.box(0.44, 0.83, 0.56, 0.9, 0.01), "#c8282c")
    sheet.word("POP", 0.45, 0.842, 0.55, 0.046, "#fff4dc", weight=900)


def playbill(sheet: Sheet, *, name: str = "THE NIGHT OWLS", ink: str = "#ffe14a") -> None:
    """A band's poster: its name in large letters, a date, folds and worn paper."""
    y = np.linspace(0, 1, sheet.height, dtype=np.float32)[:, None, None]
    sheet.pixels = sheet.pixels * (1 - 0.9 * ((y - 0.6) / 0.22).clip(0, 1))
    sheet.word("LIVE TONIGHT", 0.3, 0.03, 0.7, 0.03, "#ffffff", weight=700)
    sheet.word(name, 0.05, 0.765, 0.95, 0.12, ink, weight=900)
    sheet.fill(sheet.box(0.05, 0.89, 0.95, 0.893), ink)
    sheet.word("DOORS OPEN AT 8   ONE SHOW ONLY   BRING EVERYBODY", 0.08, 0.91, 0.92, 0.024, "#ffffff", weight=600)
    rough = fibres(sheet.height, sheet.width, sheet.random, 1.3)
    sheet.pixels = sheet.pixels * (1 + 0.03 * rough)[..., None]
    for at in (1 / 3, 2 / 3):
        fold = np.exp(-(((y[..., 0] - at) * sheet.height / 1.3) ** 2)) * np.ones((1, sheet.width), np.float32)
        sheet.light(fold.astype(np.float32), "#ffffff", 0.16)
    fold = np.exp(-(((np.linspace(0, 1, sheet.width, dtype=np.float32)[None] - 0.5) * sheet.width / 1.3) ** 2))
    sheet.light((fold * np.ones((sheet.height, 1), np.float32)).astype(np.float32), "#ffffff", 0.16)


def dinner(sheet: Sheet) -> None:
    """A laid table before everybody: cloth, plates, glasses, candles and a bowl."""
    edge = 0.735
    cloth = sheet.polygon([(-0.02, edge), (1.02, edge), (1.06, 1.03), (-0.06, 1.03)])
    sheet.shade(cloth, 0.02, 0.45)
    sheet.fill(cloth, sheet.down("#ffffff", "#f6ead8", "#f0e2cc", "#e2cfb2"))
    soft = blurred(grain(sheet.height, sheet.width, sheet.random, sheet.side / 14), 4)
    sheet.pixels *= 1 - 0.05 * (cloth * soft)[..., None]
    fade = np.linspace(1, 0, sheet.height, dtype=np.float32)[:, None] * cloth
    sheet.light(fade, "#ffb45a", 0.12)
    for x in (0.32, 0.69):
        _candle(sheet, x)
    for x in (0.13, 0.385, 0.635, 0.885):
        _cutlery(sheet, x)
        _plate(sheet, x, 0.835)
    for x in (0.255, 0.51, 0.76):
        _wine(sheet, x, 0.8)
    _fruit(sheet, 0.51, 0.925)


def _cutlery(sheet: Sheet, x: float) -> None:
    """A fork and a knife beside a plate, seen as flat as it is."""
    for side, thick in ((-1, 0.006), (1, 0.008)):
        near, far = (x + side * 0.108, 0.872), (x + side * 0.099, 0.806)
        middle = (x + side * 0.1035, 0.838)
        for mask in (sheet.line([near, middle], thick), sheet.line([middle, far], 1.6 * thick)):
            sheet.shade(mask, 0.003, 0.35)
            sheet.fill(mask, "#b9b7b4")
        sheet.light(sheet.line([near, far], 0.002), "#ffffff", 0.6)


def _plate(sheet: Sheet, x: float, y: float) -> None:
    """Porcelain seen from the side: a flat rim, a sunk middle and food in it."""
    plate, well = (sheet.oval(x - 0.09 * k, y - 0.036 * k, x + 0.09 * k, y + 0.036 * k) for k in (1.0, 0.7))
    sheet.shade(sheet.oval(x - 0.085, y - 0.03, x + 0.085, y + 0.038), 0.008, 0.45)
    sheet.fill(plate, "#f1ede5")
    edge = 0.006 * sheet.side
    sheet.light((plate - blurred(plate, edge)).clip(0, 1) * plate, "#ffffff", 0.9)
    below = sheet.oval(x - 0.09, y - 0.041, x + 0.09, y + 0.031)
    sheet.pixels *= (1 - 0.28 * (plate * (1 - below)))[..., None]  # the thickness of its near edge
    inner = sheet.oval(x - 0.063, y - 0.0185, x + 0.063, y + 0.032)
    sheet.pixels *= (1 - 0.2 * blurred(well * (1 - inner), 0.5 * edge))[..., None]
    sheet.light(blurred(well * inner, 0.5 * edge), "#fffdf6", 0.25)
    _food(sheet, x, y + 0.002)


def _food(sheet: Sheet, x: float, y: float) -> None:
    """Slices of a roast, potatoes and greens, each a little different."""
    random = sheet.random
    for k in range(4):
        at = x - 0.036 + 0.011 * k
        slice_ = sheet.oval(at - 0.013, y - 0.017, at + 0.013, y + 0.009)
        sheet.shade(slice_, 0.003, 0.4)
        sheet.fill(slice_, ("#6b3a22", "#74422a")[k % 2])
        sheet.fill(sheet.oval(at - 0.010, y - 0.0145, at + 0.011, y + 0.0065), ("#a8644a", "#9c5a40")[k % 2])
    for _ in range(6):
        at, down = x + random.uniform(0.012, 0.046), y + random.uniform(-0.012, 0.001)
        potato = sheet.oval(at - 0.0095, down - 0.0075, at + 0.0095, down + 0.006)
        sheet.shade(potato, 0.002, 0.35)
        sheet.metal(potato, ("#d9a957", "#cf9a48", "#e0b76c")[random.integers(3)], 0.006, shine=0.15)
    for _ in range(26):
        at, down = x + random.uniform(-0.022, 0.034), y + random.uniform(0.005, 0.016)
        leaf = sheet.oval(at - 0.0045, down - 0.0035, at + 0.0045, down + 0.003)
        sheet.fill(leaf, ("#5f8a3a", "#4c7430", "#79a04a")[random.integers(3)])
    sheet.light(blurred(sheet.oval(x - 0.02, y - 0.012, x + 0.03, y + 0.002), 5), "#fff0d0", 0.12)


def _fruit(sheet: Sheet, x: float, y: float) -> None:
    """A bowl of fruit: its far rim, the fruit, and its near side before them."""
    rim = sheet.oval(x - 0.088, y - 0.03, x + 0.088, y + 0.02)
    sheet.fill(rim, "#b9b0a0")
    for colour, right, down in FRUIT:
        ball = sheet.disc(x + right, y - 0.018 + down, 0.028)
        sheet.shade(ball, 0.003, 0.35)
        sheet.metal(ball, colour, 0.016, shine=0.25)
    side = sheet.oval(x - 0.088, y - 0.075, x + 0.088, y + 0.066) * sheet.box(0, y - 0.005, 1, 1)
    side = side * (1 - sheet.oval(x - 0.088, y - 0.03, x + 0.088, y + 0.02))
    sheet.shade(side, 0.012, 0.5)
    sheet.metal(side, "#e6e0d4", 0.02, shine=0.15)
    lip = sheet.oval(x - 0.088, y - 0.03, x + 0.088, y + 0.02) - sheet.oval(x - 0.088, y - 0.033, x + 0.088, y + 0.016)
    sheet.light(lip.clip(0, 1) * sheet.box(0, y - 0.005, 1, 1), "#ffffff", 0.8)


def _wine(sheet: Sheet, x: float, foot: float) -> None:
    bowl = sheet.oval(x - 0.024, foot - 0.135, x + 0.024, foot - 0.035)
    sheet.light(bowl, "#ffffff", 0.12)
    wine = bowl * sheet.box(x - 0.03, foot - 0.088, x + 0.03, foot)
    sheet.fill(wine, "#6a0f1e", share=0.85)
    sheet.light((bowl - blurred(bowl, 2.5)).clip(0, 1), "#ffffff", 0.9)
    sheet.light(sheet.line([(x - 0.013, foot - 0.12), (x - 0.015, foot - 0.06)], 0.005), "#ffffff", 0.55)
    sheet.fill(sheet.line([(x, foot - 0.036), (x, foot + 0.012)], 0.004), "#e8eaee", share=0.7)
    sheet.light(sheet.oval(x - 0.024, foot + 0.005, x + 0.024, foot + 0.019), "#ffffff", 0.4)


def _candle(sheet: Sheet, x: float) -> None:
    top, foot = 0.6, 0.785
    sheet.metal(sheet.box(x - 0.011, top, x + 0.011, foot), "#f2e6cc", 0.01, shine=0.1, shadow=0.004)
    sheet.metal(sheet.oval(x - 0.032, foot - 0.012, x + 0.032, foot + 0.014), "#c89a48", 0.008, shadow=0.005)
    flame = sheet.polygon([(x, top - 0.066), (x + 0.011, top - 0.022), (x, top - 0.004), (x - 0.011, top - 0.022)])
    sheet.light(blurred(flame, 34) * 5, "#ff9a3a", 1.0)
    sheet.fill(blurred(flame, 2.5), "#ffc24a")
    sheet.light(blurred(sheet.oval(x - 0.005, top - 0.038, x + 0.005, top - 0.008), 2), "#fff4d0", 1.0)


def greeting(sheet: Sheet, *, words: str = "HAPPY HOLIDAYS", ink: str = "#b3202a") -> None:
    """A holiday card: a frame of fir and berries, a ribbon with words, falling snow."""
    for _ in range(110):
        x, y = sheet.random.random(), sheet.random.random()
        if 0.2 < x < 0.8 and 0.24 < y < 0.62:
            continue
        radius = sheet.random.uniform(0.002, 0.007)
        sheet.fill(blurred(sheet.disc(x, y, radius), 1.2), "#ffffff", share=0.8)
    v = sheet.width / sheet.height
    frame = np.ones((sheet.height, sheet.width), np.float32) - sheet.box(0.055, 0.055 * v, 0.945, 1 - 0.055 * v, 0.02)
    sheet.fill(frame, sheet.paper("#f6efe0", 0.012, 0.012), shadow=0.01)
    a, b = 0.04, 0.04 * v
    sheet.fill(sheet.line([(a, b), (1 - a, b), (1 - a, 1 - b), (a, 1 - b)], 0.004, closed=True), ink)
    for x, y, sx, sy in ((0.02, 0.02, 1, 1), (0.98, 0.02, -1, 1), (0.02, 0.98, 1, -1), (0.98, 0.98, -1, -1)):
        _sprig(sheet, x, y, sx, sy)
    ribbon = sheet.polygon([(0.12, 0.845), (0.88, 0.845), (0.86, 0.88), (0.88, 0.93), (0.12, 0.93), (0.14, 0.88)])
    sheet.fill(ribbon, ink, shadow=0.008)
    sheet.word(words, 0.19, 0.862, 0.81, 0.05, "#fff6e4", weight=800)


def _sprig(sheet: Sheet, x: float, y: float, sx: int, sy: int) -> None:
    needles = np.zeros((sheet.height, sheet.width), np.float32)
    for turn in (0.12, 0.5, 0.85, 1.2, 1.48):
        long = 0.17 if 0.3 < turn < 1.3 else 0.24
        for t in np.linspace(0.05, 1, 17):
            at = (x + sx * np.cos(turn) * long * t, y + sy * np.sin(turn) * long * t * sheet.width / sheet.height)
            for bend in (-0.7, 0.7):
                tip = (at[0] + sx * 0.028 * np.cos(turn + bend), at[1] + sy * 0.028 * np.sin(turn + bend))
                needles = np.maximum(needles, sheet.line([at, tip], 0.0042))
    sheet.fill(needles, "#2f5a38", shadow=0.004)
    for dx, dy in ((0.03, 0.035), (0.062, 0.028), (0.04, 0.062)):
        sheet.metal(sheet.disc(x + sx * dx, y + sy * dy, 0.015), "#c8242c", 0.008, shine=0.7, shadow=0.003)


def gilt(sheet: Sheet, *, wide: float = 0.075) -> None:
    """A carved gold frame around the whole page, with its shadow on the picture."""
    v = wide * sheet.width / sheet.height
    whole = np.ones((sheet.height, sheet.width), np.float32)
    inner = sheet.box(wide, v, 1 - wide, 1 - v)
    y = np.linspace(0, 1, sheet.height, dtype=np.float32)[:, None, None]
    sheet.pixels *= 1 - 0.85 * ((y - 0.62) / 0.3).clip(0, 1) ** 1.2
    cast = blurred(1 - inner, 0.02 * sheet.side) * inner
    sheet.pixels *= 1 - 0.75 * cast[..., None]
    sheet.metal((whole - inner).clip(0, 1), "#b98d42", wide * 0.3)
    for share, colour in ((0.72, "#d0a458"), (0.42, "#a87c34"), (0.14, "#e0ba6c")):
        ring = sheet.box(wide * (1 - share), v * (1 - share), 1 - wide * (1 - share), 1 - v * (1 - share)) - inner
        sheet.metal(ring.clip(0, 1), colour, wide * 0.1)
    for along in np.linspace(0.03, 0.97, 34):
        for at in ((along, v * 0.43), (along, 1 - v * 0.43), (wide * 0.43, along), (1 - wide * 0.43, along)):
            sheet.metal(sheet.disc(at[0], at[1], 0.0085), "#e8c884", 0.006)
    rough = grain(sheet.height, sheet.width, sheet.random, 1.4)
    sheet.pixels *= 1 + 0.025 * ((whole - inner) * rough)[..., None]


def border(sheet: Sheet, *, wide: float = 0.035, colour: str = "#f6f2e8") -> None:
    """The white border of a print."""
    v = wide * sheet.width / sheet.height
    rim = np.ones((sheet.height, sheet.width), np.float32) - sheet.box(wide, v, 1 - wide, 1 - v)
    sheet.fill(rim, sheet.paper(colour, 0.008, 0.008))
    inner = 1 - rim
    sheet.pixels *= 1 - 0.25 * (blurred(rim, 3) * inner)[..., None]
