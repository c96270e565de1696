"""Looks of the drawn page: cartoon, comic and graphic novel, by rules. Flat tones of each part, lines along the form.

No network draws here: none was found whose weights may be passed on, and those of painted style transfer crack a face
or leave it unread. The features stay the person's own.
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
    photo, power = skin_evened(rgb, sitter, light)
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
    photo, power = skin_evened(rgb, sitter, 0.66)
    flat = flow.flattened(unit_as_bytes(photo), sitter)
    share = sitter.alpha[..., None]
    made = _celled(flat, sitter, deep=0.16) * share + photo * (1 - share)
    made = tools.restored(
        tools.readable(tools.saturated(made, colour), photo, sitter, 0.8, rest=0.0), sitter, power, 0.7
    )
    tone = blurred(grey(flat), sitter.span / 150)
    shade = tools.smoothstep(0.5, 0.26, tone) * (1 - sitter.hair) * sitter.alpha * 0.3
    dots = halftone(shade, max(sitter.span / 52, 4.0), 0.6)[..., None]
    made = made * (1 - 0.45 * dots * np.array([0.8, 1.0, 0.75], np.float32))
    edge = inked(photo, flat, sitter, sitter.span / 125, level=0.45, sharp=16)
    edge = np.maximum(edge, contour(sitter, sitter.span / 62))[..., None]
    return unit_as_bytes(made * (1 - edge) + code("#0c0a14") * edge)


def ink(rgb: RGB, sitter: Sitter, random: np.random.Generator, *, paper: str = "#eeeade", hatched: bool = True) -> RGB:
    """A black and white comic: pools of ink with clean borders, lines that swell, hatching along the form between."""
    photo, _ = tools.evened(unit(rgb), sitter, 0.6)
    flat = flow.flattened(unit_as_bytes(photo), sitter)
    tone = tools.readable(flat, photo, sitter, 0.5)
    tone = blurred(grey(tone), sitter.span / 190)
    black = 1 - flow.stepped(tone, [0.27], 0.02)[0]
    edge = inked(photo, flat, sitter, sitter.span / 140, level=0.4, sharp=16)
    made = 1 - np.maximum(black, edge)
    if hatched:
        field = flow.ways(blurred(grey(photo), sitter.span / 120), sitter.span / 20, rest=flow.HATCH)
        stroke = flow.strands(field, random, thick=max(sitter.span / 85, 2.0), long=sitter.span / 5)
        need = np.interp(tone, [0.27, 0.36, 0.5, 0.58], [-0.6, 0.1, 1.1, 3.0]).astype(np.float32)
        lines = ((stroke - need) * 2.2 + 0.5).clip(0, 1) * (1 - 0.8 * tools.features(sitter, rest=0.0))
        made = np.minimum(made, 1 - lines)
    made = made + 0.035 * tools.fibres(made.shape[0], made.shape[1], random, 1.4)  # printed paper, not a screen
    return unit_as_bytes(tools.ramp(made.clip(0, 1), [(0, "#1b1b20"), (1, paper)]))


def skin_evened(rgb: RGB, sitter: Sitter, light: float) -> tuple[Unit, float]:
    """Bring the face to ``light`` and leave the hair as dark as it is; also return the power, see `tools.evened`."""
    own = unit(rgb)
    photo, power = tools.evened(own, sitter, light)
    hair = blurred(sitter.hair, sitter.span / 90)[..., None]
    return photo * (1 - hair) + own * hair, power


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
