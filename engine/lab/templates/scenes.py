"""What the gallery shows: each scene composes one picture of one to four people on a `Sheet`.

A person's drawing reaches 1.6 eye distances above their eyes, 2.0 below and 1.8 to either side: windows are no larger.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from engine.faces.types import RGB
from engine.lab.templates.sheet import Colour, Person, Sheet

Cast = dict[str, Person]
GOLD, DARK, PAPER = (196, 158, 84), (26, 24, 30), (246, 240, 226)


def studio(cast: Cast) -> RGB:
    """Show one woman, and nothing else."""
    return _plain(cast["ada"], (255, 255, 255), 1)


def evening(cast: Cast) -> RGB:
    """Show one man in warm light."""
    return _plain(cast["max"], (255, 232, 200), 2)


def cover(cast: Cast) -> RGB:
    """Show one woman on the cover of a magazine."""
    sheet = Sheet(480, 620, (208, 52, 70))
    whole = sheet.rounded((0, 0, 480, 620))
    sheet.fill(whole, sheet.shade((238, 120, 96), (150, 36, 86)))
    sheet.person(cast["cleo"], (240, 300), 136, sheet.rounded((0, 96, 480, 560)))
    sheet.fill(sheet.rounded((0, 560, 480, 620)), DARK)
    for top, width in ((574, 150), (594, 110)):
        sheet.fill(sheet.rounded((26, top, 26 + width, top + 11)), PAPER)
    for number in range(5):  # the masthead: five letters nobody can misread
        left = 30 + number * 88
        shape = (sheet.oval, sheet.rounded)[number % 2]((left, 22, left + 68, 86))
        sheet.fill(shape, PAPER)
        sheet.fill(sheet.oval((left + 20, 42, left + 48, 66)), (226, 100, 90))
    return sheet.done(3)


def painting(cast: Cast) -> RGB:
    """Show one man in a gilded frame on a dark wall."""
    sheet = Sheet(540, 620)
    sheet.fill(sheet.rounded((0, 0, 540, 620)), sheet.shade((92, 34, 38), (46, 16, 22)))
    sheet.fill(sheet.rounded((48, 48, 492, 572), 6), sheet.shade((226, 190, 112), (150, 110, 48), (210, 170, 90)), 9)
    sheet.fill(sheet.rounded((70, 70, 470, 550), 3), sheet.shade((120, 84, 34), (196, 156, 82)))
    window = sheet.rounded((84, 84, 456, 536))
    sheet.person(cast["otto"], (270, 276), 112, window, tint=(255, 240, 214))
    return sheet.done(4)


def stamp(cast: Cast) -> RGB:
    """Show one woman on a postage stamp."""
    sheet = Sheet(460, 540, (188, 150, 106))
    paper = sheet.rounded((40, 40, 420, 500))
    across = [(x, y) for x in np.arange(40, 421, 19.0) for y in (40, 500)]
    down = [(x, y) for y in np.arange(40, 501, 19.16) for x in (40, 420)]
    paper = paper * (1 - sheet.dots(across + down, 5.5))
    sheet.fill(paper, PAPER, 6)
    window = sheet.rounded((66, 66, 394, 432))
    sheet.person(cast["eve"], (230, 226), 100, window)
    for number in range(3):
        sheet.fill(sheet.oval((80 + 34 * number, 450, 106 + 34 * number, 476)), (72, 132, 150))
    sheet.fill(sheet.rounded((260, 452, 394, 474), 4), (198, 88, 70))
    return sheet.done(5)


def print_(cast: Cast) -> RGB:
    """Show one man on an instant print that lies askew on a table."""
    sheet = Sheet(540, 580)
    sheet.fill(sheet.rounded((0, 0, 540, 580)), _wood(sheet))
    centre, angle = (270, 286), 7.0
    sheet.fill(sheet.turned(sheet.rounded((80, 60, 460, 520), 4), angle, centre), (248, 246, 240), 8)
    window = sheet.turned(sheet.rounded((106, 86, 434, 414)), angle, centre)
    sheet.person(cast["ned"], (278, 236), 92, window, angle=angle)
    return sheet.done(6)


def helmet(cast: Cast) -> RGB:
    """Show one woman in the round visor of a space suit among stars."""
    sheet = Sheet(560, 600, (8, 10, 26))
    sheet.lights(90, (0.7, 2.0), [(200, 200, 220), (220, 200, 160)], 9, 0.5)
    sheet.lights(3, (60, 90), [(30, 24, 66), (20, 40, 60)], 12, 40)
    suit = sheet.shade((236, 238, 242), (172, 178, 190), sideways=True)
    sheet.fill(sheet.rounded((60, 470, 500, 760), 90), suit, 8)
    sheet.fill(sheet.oval((64, 24, 496, 516)), suit, 10)
    sheet.fill(sheet.oval((92, 56, 468, 492)), (64, 70, 84))
    window = sheet.oval((104, 68, 456, 480))
    sheet.person(cast["bea"], (280, 252), 116, window)
    sheet.gloss(window, 0.20)
    for left in (244, 272, 300):
        sheet.fill(sheet.oval((left, 546, left + 16, 562)), (206, 78, 60))
    return sheet.done(7)


def poster(cast: Cast) -> RGB:
    """Show one man on an old poster, brown on parchment."""
    sheet = Sheet(470, 620, (88, 62, 42))
    parchment = sheet.shade((226, 202, 152), (204, 172, 118))
    sheet.fill(sheet.rounded((26, 26, 444, 594), 3), parchment, 8)
    ink = (86, 60, 36)
    sheet.fill(sheet.rounded((70, 52, 400, 84), 4), ink)
    window = sheet.rounded((72, 108, 398, 470))
    brown = Person(rgb=_brown(cast["quin"].rgb), eyes=cast["quin"].eyes)
    sheet.person(brown, (235, 268), 99, window)
    sheet.fill(sheet.rounded((110, 492, 360, 514), 4), ink)
    sheet.fill(sheet.rounded((150, 532, 320, 546), 4), ink)
    return sheet.done(8)


def television(cast: Cast) -> RGB:
    """Show one man on an old television set."""
    sheet = Sheet(600, 500)
    sheet.fill(sheet.rounded((0, 0, 600, 500)), sheet.shade((196, 176, 140), (150, 128, 96)))
    sheet.fill(sheet.rounded((40, 36, 560, 456), 34), _wood(sheet) * 0.62, 10)
    sheet.fill(sheet.rounded((66, 62, 442, 430), 50), (30, 28, 28))
    window = sheet.rounded((78, 74, 430, 418), 44)
    sheet.person(cast["paul"], (254, 232), 98, window)
    sheet.gloss(window, 0.16)
    for top in (100, 170):
        sheet.fill(sheet.oval((476, top, 526, top + 50)), (190, 178, 150), 3)
    for top in range(270, 400, 14):
        sheet.fill(sheet.rounded((470, top, 534, top + 5), 2), (34, 26, 20))
    return sheet.done(9)


def porthole(cast: Cast) -> RGB:
    """Show one woman behind a porthole under water."""
    sheet = Sheet(540, 540)
    sheet.fill(sheet.rounded((0, 0, 540, 540)), sheet.shade((56, 150, 168), (12, 44, 84)))
    sheet.lights(24, (4, 14), [(40, 70, 80), (60, 90, 96)], 5, 1.5)
    sheet.fill(sheet.oval((50, 50, 490, 490)), sheet.shade((222, 178, 96), (132, 92, 36)), 10)
    turns = [2 * np.pi * step / 10 for step in range(10)]
    sheet.fill(sheet.dots([(270 + 204 * np.cos(turn), 270 + 204 * np.sin(turn)) for turn in turns], 8), (110, 76, 28))
    window = sheet.oval((88, 88, 452, 452))
    sheet.person(cast["fay"], (270, 250), 108, window)
    sheet.gloss(window, 0.22)
    return sheet.done(10)


def duo(cast: Cast) -> RGB:
    """Show two people in a picture that is cut aslant."""
    sheet = Sheet(640, 446, PAPER)
    left = sheet.polygon([(6, 6), (352, 6), (292, 440), (6, 440)])
    right = sheet.polygon([(362, 6), (634, 6), (634, 440), (302, 440)])
    sheet.person(cast["bea"], (162, 200), 116, left)
    sheet.person(cast["max"], (482, 200), 116, right)
    return sheet.done(11)


def hearts(cast: Cast) -> RGB:
    """Show two people in two hearts."""
    sheet = Sheet(720, 460)
    sheet.fill(sheet.rounded((0, 0, 720, 460)), sheet.shade((250, 214, 216), (240, 172, 188)))
    for name, x, y in (("dora", 196, 216), ("ned", 524, 236)):
        sheet.fill(sheet.heart(x, y, 342), (255, 250, 246), 7)
        sheet.person(cast[name], (x, y - 18), 84, sheet.heart(x, y, 316))
    return sheet.done(12)


def call(cast: Cast) -> RGB:
    """Show two people in a video call."""
    return _tiles(cast, ("cleo", "paul"), 2)


def film(cast: Cast) -> RGB:
    """Show three people on a strip of film."""
    sheet = Sheet(768, 330, (236, 232, 222))
    sheet.fill(sheet.rounded((0, 16, 768, 314)), (22, 20, 22), 5)
    for left in range(10, 768, 32):
        for top in (24, 292):
            sheet.fill(sheet.rounded((left, top, left + 16, top + 14), 3), (236, 232, 222))
    for number, name in enumerate(("eve", "otto", "ada")):
        left = 14 + number * 250
        window = sheet.rounded((left, 48, left + 240, 282), 4)
        sheet.person(cast[name], (left + 120, 151), 66, window)
    return sheet.done(14)


def wall(cast: Cast) -> RGB:
    """Show three people in frames of different size on a wall."""
    sheet = Sheet(768, 520)
    sheet.fill(sheet.rounded((0, 0, 768, 520)), sheet.shade((176, 192, 182), (132, 150, 142)))
    places = (
        ("ned", (40, 60, 290, 360), (72, 48, 30)),
        ("fay", (318, 150, 518, 390), (226, 222, 212)),
        ("cleo", (546, 70, 734, 300), GOLD),
    )
    for name, (left, top, right, bottom), colour in places:
        sheet.fill(sheet.rounded((left, top, right, bottom), 3), colour, 8)
        edge = 0.06 * (right - left)
        window = sheet.rounded((left + edge, top + edge, right - edge, bottom - edge))
        distance = max(right - left - 2 * edge, bottom - top - 2 * edge) / 3.6
        eyes = ((left + right) / 2, top + edge + 1.6 * distance)
        sheet.person(cast[name], eyes, distance, window)
    return sheet.done(15)


def trio(cast: Cast) -> RGB:
    """Show three people in the panels of a winged altarpiece."""
    sheet = Sheet(768, 430)
    sheet.fill(sheet.rounded((0, 0, 768, 430)), sheet.shade((64, 72, 92), (34, 38, 52)))
    for name, left, width, top in (("dora", 26, 214, 70), ("otto", 264, 240, 30), ("ray", 528, 214, 70)):
        frame = np.maximum(
            sheet.oval((left, top, left + width, top + width)),
            sheet.rounded((left, top + width / 2, left + width, 400), 3),
        )
        sheet.fill(frame, sheet.shade((226, 190, 112), (150, 110, 48)), 7)
        window = np.maximum(
            sheet.oval((left + 12, top + 12, left + width - 12, top + width - 12)),
            sheet.rounded((left + 12, top + width / 2, left + width - 12, 388)),
        )
        distance = (388 - top - 12) / 3.6
        sheet.person(cast[name], (left + width / 2, top + 14 + 1.6 * distance), distance, window)
    return sheet.done(16)


def team(cast: Cast) -> RGB:
    """Show four people in a video call."""
    return _tiles(cast, ("max", "eve", "bea", "quin"), 2)


def booth(cast: Cast) -> RGB:
    """Show four people on a strip of a photo booth."""
    sheet = Sheet(300, 1000)
    sheet.fill(sheet.rounded((0, 0, 300, 1000)), _wood(sheet))
    sheet.fill(sheet.rounded((22, 16, 278, 984), 3), (250, 248, 244), 7)
    for number, name in enumerate(("ada", "ned", "dora", "paul")):
        top = 32 + number * 236
        window = sheet.rounded((38, top, 262, top + 224))
        sheet.person(cast[name], (150, top + 100), 63, window)
    return sheet.done(18)


def bubbles(cast: Cast) -> RGB:
    """Show four people in soap bubbles."""
    sheet = Sheet(760, 600)
    sheet.fill(sheet.rounded((0, 0, 760, 600)), sheet.shade((120, 186, 232), (214, 236, 240)))
    sheet.lights(12, (10, 40), [(60, 70, 60), (90, 90, 70)], 3, 6)
    places = (("fay", 180, 170, 148), ("max", 500, 160, 140), ("cleo", 300, 430, 142), ("ray", 612, 430, 138))
    for name, x, y, radius in places:
        window = sheet.oval((x - radius, y - radius, x + radius, y + radius))
        sheet.fill(sheet.oval((x - radius - 3, y - radius - 3, x + radius + 3, y + radius + 3)), (236, 246, 252), 5)
        sheet.person(cast[name], (x, y - 14), radius / 1.75, window)
        sheet.gloss(window, 0.25)
    return sheet.done(19)


SCENES: dict[str, Callable[[Cast], RGB]] = {
    "studio": studio,
    "evening": evening,
    "cover": cover,
    "painting": painting,
    "stamp": stamp,
    "print": print_,
    "helmet": helmet,
    "poster": poster,
    "television": television,
    "porthole": porthole,
    "duo": duo,
    "hearts": hearts,
    "call": call,
    "film": film,
    "wall": wall,
    "trio": trio,
    "team": team,
    "booth": booth,
    "bubbles": bubbles,
}


def _plain(person: Person, light: Colour, seed: int) -> RGB:
    """Compose one person who fills the picture."""
    sheet = Sheet(512, 512)
    sheet.person(person, (256, 226), 139, sheet.rounded((0, 0, 512, 512)), tint=light)
    return sheet.done(seed)


def _tiles(cast: Cast, names: tuple[str, ...], columns: int) -> RGB:
    """Compose people in the tiles of a video call."""
    rows = -(-len(names) // columns)
    sheet = Sheet(columns * 372 + 12, rows * 324 + 12, DARK)
    for number, name in enumerate(names):
        left, top = 12 + number % columns * 372, 12 + number // columns * 324
        window = sheet.rounded((left, top, left + 360, top + 312), 14)
        sheet.person(cast[name], (left + 180, top + 142), 98, window)
    return sheet.done(len(names))


def _wood(sheet: Sheet) -> np.ndarray:
    """Return boards: brown with a grain along them."""
    base = sheet.shade((150, 108, 70), (132, 92, 58))
    rows = np.random.default_rng(3).normal(0, 1, (base.shape[0], 1, 1))
    for _ in range(3):
        rows = (rows + np.roll(rows, 1, 0)) * 0.7
    return base + 9 * rows.astype(np.float32)


def _brown(rgb: RGB) -> RGB:
    grey = rgb.astype(np.float32).mean(-1, keepdims=True) / 255
    return np.clip(40 + grey * np.array([196, 164, 118], np.float32), 0, 255).astype(np.uint8)
