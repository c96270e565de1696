"""Edge-aware abstraction: what a draughtsman sees before drawing. Areas made flat, lines that follow the form.

``flattened``  areas of one colour with clean borders (bilateral rounds, then L0 gradients: Tomasi 1998, Xu 2011)
``along``      an average along the form: line integral convolution (Cabral and Leedom 1993)
``drawn``      dark lines by a difference of Gaussians across the form, joined along it (Kang 2007, Winnemoeller 2012)
``strands``    strokes of a pencil or of thread along the form

Values are display values 0..1, float32; lengths are pixels.
"""

from __future__ import annotations

import cv2
import numpy as np

from engine.canvas.grade import Unit, blurred
from engine.canvas.sitter import Sitter
from engine.canvas.texture import grain, pixels
from engine.canvas.types import Plane
from engine.faces.types import RGB

Ways = tuple[Plane, Plane]  # x and y of unit vectors along the edges

FACE = 150  # pixels of a face's width at which areas are made flat: finer is texture
QUIET = 0.004  # of brightness: weaker bends are not sharpened
MARGIN = 16  # pixels of a reflected border
HATCH = 0.9  # radians: where nothing has a direction, a right hand strokes so


def ways(light: Plane, sigma: float, *, rest: float | None = None) -> Ways:
    """Return unit vectors along the edges of ``light``; with ``rest`` that angle where there are none."""
    gx, gy = cv2.Sobel(light, cv2.CV_32F, 1, 0), cv2.Sobel(light, cv2.CV_32F, 0, 1)
    xx, yy, xy = (blurred(each, sigma) for each in (gx * gx, gy * gy, gx * gy))
    if rest is not None:
        weak = np.float32(np.percentile(xx + yy, 70) + 1e-6)
        across = (np.sin(rest), -np.cos(rest))  # the gradient such strokes would have
        xx, yy, xy = xx + weak * across[0] ** 2, yy + weak * across[1] ** 2, xy + weak * across[0] * across[1]
    angle = 0.5 * np.arctan2(2 * xy, xx - yy) + np.pi / 2
    return np.cos(angle).astype(np.float32), np.sin(angle).astype(np.float32)


def along(value: Plane, field: Ways, reach: float, steps: int = 6) -> Plane:
    """Return (height, width) the mean of ``value`` along ``field``, ``reach`` pixels to both sides."""
    height, width = value.shape
    x, y = pixels(height, width)
    stride, total = np.float32(reach / steps), value.copy()
    for sign in (1, -1):
        at_x, at_y, to_x, to_y = x.copy(), y.copy(), sign * field[0], sign * field[1]
        for step in range(steps):
            at_x += stride * to_x
            at_y += stride * to_y
            total += cv2.remap(value, at_x, at_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
            if step + 1 < steps:
                to_x, to_y = _onward(field, at_x, at_y, to_x, to_y)
    return total / (2 * steps + 1)


def _onward(field: Ways, at_x: Plane, at_y: Plane, to_x: Plane, to_y: Plane) -> Ways:
    """Return the field at these places, turned so that a stroke does not run back."""
    new_x, new_y = (cv2.remap(each, at_x, at_y, cv2.INTER_NEAREST, borderMode=cv2.BORDER_REPLICATE) for each in field)
    turn = np.where(new_x * to_x + new_y * to_y < 0, np.float32(-1), np.float32(1))
    return new_x * turn, new_y * turn


def drawn(
    light: Plane, sigma: float, *, sharp: float = 12, level: float = 0.4, join: float = 3.0, field: Ways | None = None
) -> Plane:
    """Return (height, width) 1 on a dark line of about ``sigma`` pixels, 0 on paper; ``join`` sigmas along it.

    A smaller ``level`` draws fainter lines too.
    """
    field = field or ways(light, 2.5 * sigma)
    height, width = light.shape
    x, y = pixels(height, width)
    reach = max(int(np.ceil(3.2 * sigma)), 2)
    narrow, wide = np.zeros_like(light), np.zeros_like(light)
    offsets = np.linspace(-reach, reach, 2 * min(reach, 5) + 1, dtype=np.float32)
    weights = [np.exp(-((offsets / (each * sigma)) ** 2) / 2) for each in (1.0, 1.6)]
    for place, off in enumerate(offsets):
        seen = cv2.remap(light, x - off * field[1], y + off * field[0], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
        narrow += np.float32(weights[0][place] / weights[0].sum()) * seen
        wide += np.float32(weights[1][place] / weights[1].sum()) * seen
    change = along(wide - narrow, field, join * sigma, 4)
    return np.tanh(((change - 0.01 * level) * 4 * sharp).clip(0)).astype(np.float32)


def flattened(rgb: RGB, sitter: Sitter, *, calm: float = 1.0) -> Unit:
    """Return ``rgb`` (height, width, 3) uint8 as flat areas with clean borders; a larger ``calm`` keeps fewer."""
    height, width = rgb.shape[:2]
    factor = min(1.0, FACE / max(sitter.span, 1))
    size = (max(round(width * factor), 16), max(round(height * factor), 16))
    small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA)
    for _ in range(4):
        small = cv2.bilateralFilter(small, 9, 26, 4)
    # Its Fourier transform takes the picture for a tile: without a margin the lower border bleeds into the upper.
    wide = cv2.copyMakeBorder(small, MARGIN, MARGIN, MARGIN, MARGIN, cv2.BORDER_REFLECT)
    flat = cv2.ximgproc.l0Smooth(wide.astype(np.float32) / 255, None, 0.006 * calm, 2.0)
    flat = _tuned(flat[MARGIN:-MARGIN, MARGIN:-MARGIN], small.astype(np.float32) / 255)
    full = cv2.resize(flat, (width, height), interpolation=cv2.INTER_CUBIC)
    return crisp(full, 1 / factor)


def _tuned(flat: Unit, photo: Unit) -> Unit:
    """Return ``flat`` with the brightness and contrast of ``photo`` in each colour: the filter shifts both a little."""
    means = flat.mean((0, 1)), photo.mean((0, 1))
    spread = ((flat - means[0]) ** 2).mean((0, 1)).clip(1e-6)
    slope = ((flat - means[0]) * (photo - means[1])).mean((0, 1)) / spread
    return (means[1] + (flat - means[0]) * slope).clip(0, 1).astype(np.float32)


def crisp(value: Unit, wide: float) -> Unit:
    """Make the borders of enlarged flat areas clean: a shock filter of ``wide`` pixels (Osher and Rudin 1990)."""
    for _ in range(2):
        soft = cv2.GaussianBlur(value, (0, 0), max(0.5 * wide, 0.6))
        bend = cv2.Laplacian(soft @ np.float32([0.3, 0.59, 0.11]), cv2.CV_32F, ksize=3)
        side = max(int(wide) | 1, 3)
        kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
        bend = np.sign(bend) * (np.abs(bend) - QUIET).clip(0)  # what little noise is left is no border
        share = np.tanh(bend * 60)[..., None]
        value = (
            soft
            + share.clip(0) * (cv2.erode(soft, kernel) - soft)
            - share.clip(None, 0) * (cv2.dilate(soft, kernel) - soft)
        )
    return value


def strands(field: Ways, random: np.random.Generator, *, thick: float, long: float) -> Plane:
    """Return (height, width) strokes along ``field``, mean 0, deviation 1: ``thick`` and ``long`` in pixels."""
    height, width = field[0].shape
    made = along(grain(height, width, random, max(thick / 2, 0.5)), field, long / 2, max(int(long / thick / 2), 4))
    return (made - made.mean()) / (made.std() + 1e-6)


def stepped(tone: Plane, levels: list[float], soft: float = 0.012) -> list[Plane]:
    """Return for each of ``levels`` where ``tone`` is above it, 0..1 with a clean border."""
    return [(((tone - level) / soft) * 0.5 + 0.5).clip(0, 1).astype(np.float32) for level in levels]
