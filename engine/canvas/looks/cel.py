"""Looks of the drawn page: cartoon, comic and graphic novel, by rules. Flat tones of each part, lines along the form.

No network draws a face here: none was found whose weights may be passed on, and painted style transfer cracks it or
leaves it unread. It lays the brush around it in `ink`. The features stay the person's own.
"""

from __future__ import annotations

import cv2
import numpy as np

from engine.canvas.backdrops.patterns import halftone
from engine.canvas.looks import flow, tools
from engine.canvas.looks.tools import Unit, blurred, code, grey, unit, unit_as_bytes
from engine.canvas.sitter import Sitter
from engine.canvas.texture import pixels
from engine.canvas.types import Plane
from engine.faces.types import LEFT_EYE, RGB, RIGHT_EYE

STEPS = (0.3, 0.3, 0.4)  # how much lighter each of three borders makes a black and white page


def cartoon(
    rgb: RGB,
    sitter: Sitter,
    random: np.random.Generator,
    *,
    colour: float = 1.3,
    line: str = "#3a2430",
    light: float = 0.62,
    eyes: float = 1.14,
    blush: float = 0.0,
) -> RGB:
    """Hand-painted animation: two or three tones of each part, thin dark lines, eyes a little larger."""
    rgb = wider(rgb, sitter, eyes)
    photo, power = tools.evened(unit(rgb), sitter, light)
    flat = flow.flattened(unit_as_bytes(photo), sitter, calm=1.5)
    made = _celled(flat, sitter)
    made = tools.saturated(made, colour)
    if blush:
        made = made + blush * _cheeks(sitter)[..., None] * np.array([0.10, -0.05, -0.02], np.float32)
    made = tools.restored(tools.readable(made, photo, sitter, 0.9, rest=0.0), sitter, power, 0.8)
    edge = inked(photo, flat, sitter, sitter.span / 170, level=0.75)
    edge = np.maximum(0.85 * edge, 0.9 * contour(sitter, sitter.span / 120))[..., None]
    return unit_as_bytes(made * (1 - edge) + (0.75 * code(line) + 0.25 * made) * edge)


def comic(rgb: RGB, sitter: Sitter, random: np.random.Generator, *, colour: float = 1.55) -> RGB:
    """Flat strong colours in steps, bold ink outlines, printed dots in the shadows."""
    photo, power = tools.evened(unit(rgb), sitter, 0.66)
    flat = flow.flattened(unit_as_bytes(photo), sitter)
    share = sitter.alpha[..., None]
    made = _celled(flat, sitter, deep=0.16) * share + photo * (1 - share)
    made = tools.readable(tools.saturated(made, colour), photo, sitter, 0.8, rest=0.0)
    made = tools.own_skin(tools.restored(made, sitter, power, 0.8), unit(rgb), sitter, 0.35)
    tone = blurred(grey(flat), sitter.span / 150)
    shade = tools.smoothstep(0.5, 0.26, tone) * (1 - sitter.hair) * sitter.alpha * 0.3
    dots = halftone(shade, max(sitter.span / 52, 4.0), 0.6)[..., None]
    made = made * (1 - 0.45 * dots * np.array([0.8, 1.0, 0.75], np.float32))
    edge = inked(photo, flat, sitter, sitter.span / 125, level=0.45, sharp=16)
    edge = np.maximum(edge, contour(sitter, sitter.span / 62))[..., None]
    return unit_as_bytes(made * (1 - edge) + code("#0c0a14") * edge)


def ink(
    rgb: RGB, sitter: Sitter, random: np.random.Generator, *, paper: str = "#f0ece0", manner: int = 2, long: int = 768
) -> RGB:
    """A black and white comic: pools of ink, two greys, paper; a style network lays the brush, least in the face."""
    from engine.canvas.brushwork import repainted  # torch, which who lists the looks does without

    photo, _ = tools.evened(unit(rgb), sitter, 0.66)
    own, brushed = grey(photo), grey(repainted(photo, manner, long))
    wide = sitter.span / 3
    fine = (brushed - blurred(brushed, wide)) - (own - blurred(own, wide))
    calm = np.maximum(0.85 * np.maximum(sitter.face, 0.6 * sitter.skin), 0.7 * sitter.hair)
    tone = own + 1.2 * fine * (1 - blurred(calm, sitter.span / 30))
    value = np.repeat(tools.contrast(tone, 1.25, 0.5).clip(0, 1)[..., None], 3, 2)
    value = grey(tools.readable(value, photo, sitter, 0.8))
    soft = blurred(value, sitter.span / 170)
    steps = sum(share * level for share, level in zip(flow.stepped(soft, [0.2, 0.4, 0.62], 0.03), STEPS, strict=True))
    flat = flow.flattened(unit_as_bytes(photo), sitter)
    edge = np.maximum(inked(photo, flat, sitter, sitter.span / 150, sharp=14), contour(sitter, sitter.span / 75))
    made = (0.72 * steps + 0.28 * value) * (1 - edge)
    made = made + 0.03 * tools.fibres(made.shape[0], made.shape[1], random, 1.4)  # printed paper, not a screen
    return unit_as_bytes(tools.ramp(made.clip(0, 1), [(0, "#17171c"), (1, paper)]))


def inked(photo: Unit, flat: Unit, sitter: Sitter, sigma: float, *, level: float = 0.5, sharp: float = 13) -> Plane:
    """(height, width) lines of a pen: from the photo on face and hair, from ``flat`` elsewhere: cloth would speckle."""
    fine = sitter.face + 0.5 * sitter.hair
    light = grey(photo) * fine + grey(flat) * (1 - fine)
    light = cv2.GaussianBlur(light, (0, 0), max(0.5 * sigma, 0.6))
    return flow.drawn(light, sigma, sharp=sharp, level=level) * sitter.alpha


def contour(sitter: Sitter, wide: float) -> Plane:
    """(height, width) 0..1 the outline of the person, ``wide`` pixels."""
    near = blurred(tools.smoothstep(0.45, 0.6, sitter.alpha), wide * 0.6)
    return tools.smoothstep(0.12, 0.3, near) * tools.smoothstep(0.72, 0.5, near)


def wider(rgb: RGB, sitter: Sitter, scale: float) -> RGB:
    """Return ``rgb`` with both eyes ``scale`` times as large, as who draws people draws them."""
    height, width = rgb.shape[:2]
    x, y = pixels(height, width)
    from_x, from_y = x.copy(), y.copy()
    for eye in (RIGHT_EYE, LEFT_EYE):
        points = sitter.points[list(eye), :2]
        middle, reach = points.mean(0), 1.15 * float(np.ptp(points[:, 0]))
        near = (1 - ((x - middle[0]) ** 2 + (y - middle[1]) ** 2) / reach**2).clip(0) ** 2
        share = (1 - 1 / scale) * near
        from_x -= share * (x - middle[0])
        from_y -= share * (y - middle[1])
    return cv2.remap(rgb, from_x, from_y, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def _celled(flat: Unit, sitter: Sitter, deep: float = 0.2) -> Unit:
    """Return the flat areas of each part of the person in a shade, a middle tone and a light."""
    bare = (sitter.face + sitter.skin).clip(0, 1)
    cloth = (sitter.alpha - bare - sitter.hair).clip(0, 1)
    tone, made = grey(flat), flat * (1 - sitter.alpha[..., None])
    smooth = blurred(tone, sitter.span / 130)
    for mask, reach, levels, shade in (
        (bare, 0.9, (0.84, 1.16), (0.80, 0.71, 0.72)),
        (sitter.hair, 0.6, (0.80, 1.3), (0.62, 0.60, 0.70)),
        (cloth, 1.0, (0.86, 1.12), (0.76, 0.77, 0.86)),
    ):
        share = blurred(mask, reach * sitter.span).clip(1e-3)
        level = blurred(tone * mask, reach * sitter.span) / share
        ratio = smooth / level.clip(0.02)
        lit, bright = flow.stepped(ratio, list(levels), 0.05)
        dark = tools.smoothstep(0.62, 0.45, ratio)[..., None]  # brows, beards, pupils: their own colour
        near = (
            blurred(flat * mask[..., None], 0.16 * sitter.span)
            / blurred(mask, 0.16 * sitter.span).clip(1e-3)[..., None]
        )
        even = near * (level / grey(near).clip(0.02))[..., None] ** 0.5
        cel = even * (np.array(shade, np.float32) * (1 - lit[..., None]) + lit[..., None] + deep * bright[..., None])
        cel = 0.7 * cel + 0.3 * flat
        made = made + (cel * (1 - dark) + flat * dark) * mask[..., None]
    own = tools.features(sitter, rest=0.0)[..., None] * sitter.alpha[..., None]
    return (made * (1 - own) + flat * own).astype(np.float32)


def _cheeks(sitter: Sitter) -> Plane:
    """(height, width) 0..1 two soft spots on the cheeks."""
    height, width = sitter.alpha.shape
    x, y = pixels(height, width)
    spots = np.zeros((height, width), np.float32)
    for place in (50, 280):
        middle = sitter.points[place]
        far = np.hypot((x - middle[0]) / (0.17 * sitter.span), (y - middle[1]) / (0.1 * sitter.span))
        spots = np.maximum(spots, np.exp(-(far**2)))
    return spots * sitter.face
