"""What light and colours the painted parts of a mouth need, read from the portrait itself.

The white of the eyes tells the colour of the light whatever the skin, the lips the colour of a tongue: so a mouth fits
a sepia photo and a neon drawing alike.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces.regions import INNER_LIPS, LEFT_CHEEK, RIGHT_CHEEK, WHOLE_LIPS
from engine.faces.types import LEFT_EYE, LEFT_IRIS, RGB, RIGHT_EYE, RIGHT_IRIS
from engine.talking.mesh.anatomy import Anatomy

Colour = NDArray[np.float32]  # (3,) RGB, 0..255

TOOTH = np.array([1.0, 0.95, 0.87], np.float32)  # colour of teeth in white light
YELLOW = np.array([0.0, 0.045, 0.16], np.float32)  # that the yellowest teeth lack
TINT = 0.07  # how far the colour of the light is believed
COLOURLESS = 6.0  # difference of the channels of skin, 0..255: below, the picture has no colour
FEWEST = 6  # pixels of an eye's white
CAVITY, DEEPER = 0.13, 2.0  # of the lips' colour: the back of the mouth, and how much redder it is than they are
WHITEST, GREYEST = 238.0, 70.0
SHARPEST, BLUNTEST = 1.5, 0.05  # pixels, and units: widths of an edge that are believed
SHARES = (0.8, 1.3)  # of the skin's light: what the white of an eye may be believed


@dataclass(frozen=True, kw_only=True, eq=False)
class Palette:
    """Colours of the inside of a mouth, and how its picture was taken.

    ``side``   light on the picture's right cheek against the left one: -1..1
    ``grain``  standard deviation of the picture's noise, 0..255
    ``edge``   pixels that an edge of the picture is wide: what is painted must not be sharper
    """

    skin: Colour  # of both cheeks
    teeth: Colour  # white ones
    tongue: Colour
    cavity: Colour
    side: float
    grain: float
    edge: float


def palette(rgb: RGB, mesh_points: NDArray[np.floating], face: Anatomy) -> Palette:
    """Read the colours; ``mesh_points`` (478, 2 or more) pixels with the irises."""
    skin = [_median(rgb, mesh_points[list(cheek), :2], face.unit) for cheek in (RIGHT_CHEEK, LEFT_CHEEK)]
    both = np.mean(skin, axis=0)
    lips = _lips(rgb, mesh_points, both)
    white = _white(rgb, mesh_points, both)
    light = [float(one.mean()) for one in skin]
    side = (light[1] - light[0]) / max(sum(light), 1.0)
    return Palette(
        skin=both.astype(np.float32),
        teeth=white,
        tongue=np.clip(0.8 * lips, 0, 255),
        cavity=CAVITY * lips * (lips / max(float(lips.mean()), 1.0)) ** DEEPER,
        side=float(np.clip(side, -0.4, 0.4)),
        grain=_grain(rgb, mesh_points, face.unit),
        edge=_edge(rgb, mesh_points, face.unit),
    )


def _median(rgb: RGB, points: NDArray[np.floating], unit: float) -> Colour:
    """Return the median colour of small patches around ``points`` (n, 2)."""
    reach = max(1, round(0.02 * unit))
    patches = []
    for x, y in np.round(points).astype(int):
        patch = rgb[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1]
        patches.append(patch.reshape(-1, 3))
    every = np.concatenate(patches)
    return (np.median(every, axis=0) if len(every) else np.full(3, 128)).astype(np.float32)


def _lips(rgb: RGB, points: NDArray[np.floating], skin: Colour) -> Colour:
    mask = np.zeros(rgb.shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.round(points[list(WHOLE_LIPS[:20]), :2]).astype(np.int32)], 1)
    cv2.fillPoly(mask, [np.round(points[list(INNER_LIPS), :2]).astype(np.int32)], 0)
    pixels = rgb[mask > 0]
    return np.median(pixels, axis=0).astype(np.float32) if len(pixels) >= 8 else 0.75 * skin


def _white(rgb: RGB, points: NDArray[np.floating], skin: Colour) -> Colour:
    """Return the white of the eyes, as far as the skin's light lets believe it and with most of its colour taken out.

    The few light pixels of an eye are mixed with lid and lashes, so hue is believed less than light.
    """
    mask = np.zeros(rgb.shape[:2], np.uint8)
    for eye, iris in ((RIGHT_EYE, RIGHT_IRIS), (LEFT_EYE, LEFT_IRIS)):
        cv2.fillPoly(mask, [np.round(points[list(eye), :2]).astype(np.int32)], 1)
        centre = points[iris[0], :2]
        radius = float(np.linalg.norm(points[list(iris[1:]), :2] - centre, axis=1).mean())
        cv2.circle(mask, tuple(int(v) for v in np.round(centre)), max(1, round(1.1 * radius)), 0, -1)
    pixels = rgb[mask > 0].astype(np.float32)
    found = skin
    if len(pixels) >= FEWEST:
        light = pixels.max(axis=1)
        found = pixels[light >= np.quantile(light, 0.8)].mean(axis=0)
    bright = float(skin.max())
    level = np.clip(np.clip(found.max(), SHARES[0] * bright, SHARES[1] * bright), GREYEST, WHITEST)
    if np.ptp(skin) < COLOURLESS:
        return np.full(3, level, np.float32)
    tint = np.clip(found / max(float(found.mean()), 1.0), 1 - TINT, 1 + TINT) * TOOTH
    return (level * tint / tint.max()).astype(np.float32)


def _grain(rgb: RGB, points: NDArray[np.floating], unit: float) -> float:
    """Return the noise of the cheeks: what a small blur takes away."""
    found = []
    reach = max(2, round(0.06 * unit))
    for x, y in np.round(points[[RIGHT_CHEEK[0], LEFT_CHEEK[0]], :2]).astype(int):
        patch = rgb[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1].astype(np.float32)
        if min(patch.shape[:2]) > 2:
            grey = patch.mean(axis=2)
            found.append(1.48 * float(np.median(np.abs(grey - cv2.GaussianBlur(grey, (0, 0), 1.0)))))
    return min(float(np.mean(found)), 6.0) if found else 0.0


def _edge(rgb: RGB, points: NDArray[np.floating], unit: float) -> float:
    """Return the width in pixels of the sharpest edges around the eyes: range of light over steepest slope."""
    found = []
    for eye in (RIGHT_EYE, LEFT_EYE):
        around = points[list(eye), :2]
        low = np.maximum(0, np.floor(around.min(0) - 0.05 * unit)).astype(int)
        high = np.ceil(around.max(0) + 0.05 * unit).astype(int)
        grey = cv2.cvtColor(rgb[low[1] : high[1], low[0] : high[0]], cv2.COLOR_RGB2GRAY).astype(np.float32)
        slope = np.hypot(cv2.Sobel(grey, cv2.CV_32F, 1, 0, scale=1 / 8), cv2.Sobel(grey, cv2.CV_32F, 0, 1, scale=1 / 8))
        light = np.quantile(grey, 0.98) - np.quantile(grey, 0.02)
        found.append(float(light) / max(float(np.quantile(slope, 0.99)), 1.0))
    return float(np.clip(min(found), SHARPEST, BLUNTEST * unit))
