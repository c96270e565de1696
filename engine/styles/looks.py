"""Looks: what each shipped style does to a photo, as a plain function of pixels.

The style adapters of the embedded base are trained on pictures that went through these, and a selfie goes through the
same one before its detail is fused into a styled portrait. Every look takes and returns (height, width, 3) uint8 RGB.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

Look = Callable[[np.ndarray], np.ndarray]


def _unit(rgb: np.ndarray) -> np.ndarray:
    return rgb.astype(np.float32) / 255


def _bytes(value: np.ndarray) -> np.ndarray:
    return (value.clip(0, 1) * 255 + 0.5).astype(np.uint8)


def _grey(rgb: np.ndarray) -> np.ndarray:
    """(height, width) float 0..1 luminance."""
    return cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32) / 255


def _scale(rgb: np.ndarray) -> float:
    """Return how much larger than the embedded base's 128 px the picture is: filter sizes grow with it."""
    return max(rgb.shape[0] / 128, 0.5)


def _tone(grey: np.ndarray, stops: list[tuple[float, tuple[int, int, int]]]) -> np.ndarray:
    """Map luminance to colours between ``stops`` (position 0..1, RGB)."""
    places = [place for place, _ in stops]
    return np.stack([np.interp(grey, places, [colour[c] / 255 for _, colour in stops]) for c in range(3)], -1)


def _contrast(value: np.ndarray, gain: float) -> np.ndarray:
    return (value - 0.5) * gain + 0.5


def _smooth(rgb: np.ndarray, rounds: int) -> np.ndarray:
    for _ in range(rounds):
        rgb = cv2.bilateralFilter(rgb, 0, 28, 1.6 * _scale(rgb))
    return rgb


def cyberpunk(rgb: np.ndarray) -> np.ndarray:
    """Violet shadows, cyan lights, magenta and cyan rims from the two sides."""
    grey = _contrast(_grey(rgb), 1.35).clip(0, 1)
    toned = _tone(grey, [(0, (14, 4, 44)), (0.35, (104, 18, 140)), (0.65, (232, 70, 180)), (1, (150, 250, 255))])
    mixed = 0.62 * toned + 0.38 * _unit(rgb)
    x = np.linspace(0, 1, rgb.shape[1], dtype=np.float32)[None, :, None]
    sides = (1 - x) ** 2 * np.array([0.0, 0.30, 0.42], np.float32) + x**2 * np.array([0.42, 0.0, 0.28], np.float32)
    return _bytes(mixed + sides * (0.25 + 0.75 * grey[..., None]))


def neon(rgb: np.ndarray) -> np.ndarray:
    """A dark picture whose edges glow in green and blue."""
    soft = cv2.GaussianBlur(_grey(rgb), (0, 0), 0.8 * _scale(rgb))
    edge = np.hypot(cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)) * _scale(rgb)
    glow = cv2.GaussianBlur(edge, (0, 0), 1.5 * _scale(rgb))
    dark = 0.6 * _unit(rgb) * np.array([0.45, 0.75, 1.0], np.float32)
    return _bytes(dark + (0.5 * edge + 0.5 * glow)[..., None] * np.array([0.15, 1.0, 0.75], np.float32))


def noir(rgb: np.ndarray) -> np.ndarray:
    """Hard black and white with dark corners."""
    grey = _contrast(_grey(rgb), 1.7)
    return _bytes(np.repeat((grey * _corners(rgb, 0.55))[..., None], 3, -1))


def _corners(rgb: np.ndarray, least: float) -> np.ndarray:
    """(height, width) brightness: 1 in the middle, ``least`` in the corners."""
    y, x = np.mgrid[-1 : 1 : rgb.shape[0] * 1j, -1 : 1 : rgb.shape[1] * 1j].astype(np.float32)
    return 1 - (1 - least) * ((x**2 + y**2) / 2).clip(0, 1)


def sepia(rgb: np.ndarray) -> np.ndarray:
    """Brown tones of an old print."""
    return _bytes(_tone(_contrast(_grey(rgb), 0.95), [(0, (38, 22, 10)), (0.5, (164, 120, 78)), (1, (250, 232, 200))]))


def vintage(rgb: np.ndarray) -> np.ndarray:
    """Faded film: lifted blacks, green shadows, orange lights."""
    value = 0.12 + 0.8 * _unit(rgb)
    grey = _grey(rgb)[..., None]
    value = value + (1 - grey) * np.array([-0.04, 0.05, 0.02], np.float32)
    value = value + grey * np.array([0.12, 0.04, -0.14], np.float32)
    return _bytes(0.8 * value + 0.2 * value.mean(-1, keepdims=True))


def pencil(rgb: np.ndarray) -> np.ndarray:
    """Graphite on paper: colour dodge of the inverted, blurred picture."""
    grey = _grey(rgb)
    soft = cv2.GaussianBlur(1 - grey, (0, 0), 2.2 * _scale(rgb))
    drawn = (grey / (1 - soft).clip(0.05)).clip(0, 1) ** 1.6
    drawn = 0.8 * drawn + 0.2 * _contrast(grey, 0.8)
    return _bytes(np.repeat(drawn[..., None], 3, -1) * np.array([1.0, 0.985, 0.95], np.float32))


def comic(rgb: np.ndarray) -> np.ndarray:
    """Flat strong colours with black outlines."""
    smooth = _smooth(rgb, 3)
    hsv = cv2.cvtColor(smooth, cv2.COLOR_RGB2HSV).astype(np.float32)
    hsv[..., 1] = (hsv[..., 1] * 1.7).clip(0, 255)
    hsv[..., 2] = np.round(hsv[..., 2] / 42) * 42
    flat = cv2.cvtColor(hsv.clip(0, 255).astype(np.uint8), cv2.COLOR_HSV2RGB)
    grey = cv2.GaussianBlur(_grey(smooth), (0, 0), 0.7 * _scale(rgb))
    line = grey - cv2.GaussianBlur(grey, (0, 0), 2.0 * _scale(rgb))
    return _bytes(_unit(flat) * (1 - (-line * 18 - 0.25).clip(0, 1))[..., None])


def pop_art(rgb: np.ndarray) -> np.ndarray:
    """Four loud flat colours by brightness."""
    grey = _contrast(_grey(_smooth(rgb, 2)), 1.3)
    soft = [(0, (30, 20, 90)), (0.27, (30, 20, 90)), (0.33, (230, 30, 110)), (0.5, (230, 30, 110))]
    return _bytes(
        _tone(
            grey, [*soft, (0.56, (255, 150, 40)), (0.7, (255, 150, 40)), (0.78, (255, 240, 150)), (1, (255, 250, 200))]
        )
    )


def oil(rgb: np.ndarray) -> np.ndarray:
    """Thick paint: smoothed into patches, warm and saturated, with a canvas light."""
    smooth = cv2.medianBlur(_smooth(rgb, 4), max(3, int(1.2 * _scale(rgb)) * 2 + 1))
    hsv = cv2.cvtColor(smooth, cv2.COLOR_RGB2HSV).astype(np.float32)
    hsv[..., 1] = (hsv[..., 1] * 1.35 + 12).clip(0, 255)
    value = _unit(cv2.cvtColor(hsv.astype(np.uint8), cv2.COLOR_HSV2RGB))
    return _bytes(_contrast(value, 1.12) * np.array([1.06, 0.98, 0.84], np.float32) * _corners(rgb, 0.75)[..., None])


def watercolour(rgb: np.ndarray) -> np.ndarray:
    """Pale washes on white paper, darker where a wash ends."""
    smooth = _unit(_smooth(rgb, 4))
    edge = np.abs(cv2.Laplacian(cv2.GaussianBlur(_grey(rgb), (0, 0), 1.1 * _scale(rgb)), cv2.CV_32F)) * _scale(rgb) ** 2
    pale = 1 - (1 - smooth) * 0.72
    paper = _corners(rgb, 0.0)[..., None] ** 0.7
    return _bytes((pale * paper + (1 - paper)) - 1.2 * edge[..., None].clip(0, 0.2))


def pastel(rgb: np.ndarray) -> np.ndarray:
    """Light chalk colours, little contrast, a pink breath."""
    soft = cv2.GaussianBlur(_unit(rgb), (0, 0), 0.9 * _scale(rgb))
    value = 0.6 * _unit(rgb) + 0.4 * soft
    return _bytes((0.42 + 0.56 * value) * np.array([1.02, 0.96, 1.0], np.float32) + np.array([0.03, 0.0, 0.03]))


def id_photo(rgb: np.ndarray) -> np.ndarray:
    """Even studio light: low contrast shadows lifted, neutral colours, a bright border."""
    lab = cv2.cvtColor(rgb, cv2.COLOR_RGB2LAB).astype(np.float32)
    broad = cv2.GaussianBlur(lab[..., 0], (0, 0), 22 * _scale(rgb))
    lab[..., 0] = (lab[..., 0] - 0.75 * (broad - 168)).clip(0, 255)
    lab[..., 1:] = 128 + (lab[..., 1:] - 128) * 0.85
    even = _unit(cv2.cvtColor(lab.astype(np.uint8), cv2.COLOR_LAB2RGB))
    light = (1 - _corners(rgb, 0.0))[..., None] ** 2 * 0.9
    return _bytes(even * (1 - light) + light * np.array([0.93, 0.95, 0.98], np.float32))


LOOKS: dict[str, Look] = {
    "cyberpunk": cyberpunk,
    "neon": neon,
    "noir": noir,
    "sepia": sepia,
    "vintage": vintage,
    "pencil": pencil,
    "comic": comic,
    "pop_art": pop_art,
    "oil": oil,
    "watercolour": watercolour,
    "pastel": pastel,
    "id_photo": id_photo,
}
