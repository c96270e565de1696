"""Backgrounds for a try-on (paper 3.1): words for a base that draws them, drawn scenes for one that draws heads.

The scenes are shapes and gradients out of focus, as behind a portrait; nothing is fetched, and a seed gives one scene.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces.types import RGB, as_bytes
from engine.tasks.tryon.request import Background

Scene = NDArray[np.float32]  # (height, width, 3) RGB 0..255

#: What the prompt says, published presets included.
WORDS = {
    Background.WHITE: "simple background, pure white background",
    Background.GREY: "simple background, pure grey background",
    Background.STUDIO: "simple background, high-class pure color background, photo studio",
    Background.EVENING: "evening sky background, sunset",
    Background.BEACH: "on the beach, sea and sand behind",
    Background.WOODS: "in the woods, trees behind",
    Background.CITY: "in the city at night, street lights behind",
    Background.BAR: "in a bar, warm lights behind",
}
GRAIN = 1.6  # spread of the noise laid over a scene, as a camera would
FOCUS = 0.012  # blur in shares of the longer side


def drawn(name: Background, height: int, width: int, seed: int) -> RGB:
    """Return a scene (height, width, 3) uint8; KEEP has none and raises KeyError."""
    rng = np.random.default_rng(seed)
    scene = _SCENES[name](height, width, rng)
    scene += rng.normal(0, GRAIN, (height, width, 1)).astype(np.float32)
    return as_bytes(scene)


def _rows(height: int, width: int, *stops: tuple[float, tuple[int, int, int]]) -> Scene:
    """Return a gradient down the picture through (share of the height, colour)."""
    y = np.linspace(0, 1, height)
    places = [stop[0] for stop in stops]
    bands = [np.interp(y, places, [stop[1][channel] for stop in stops]) for channel in range(3)]
    return np.repeat(np.stack(bands, -1)[:, None].astype(np.float32), width, axis=1)


def _glow(height: int, width: int, x: float, y: float, reach: float) -> NDArray[np.float32]:
    rows, columns = np.mgrid[:height, :width].astype(np.float32)
    far = ((columns / width - x) ** 2 + ((rows / height - y) * height / width) ** 2) / reach**2
    return np.exp(-far)[..., None]


def _soft(scene: Scene, times: float = 1.0) -> Scene:
    return cv2.GaussianBlur(scene, (0, 0), max(0.5, times * FOCUS * max(scene.shape[:2])))


def _plain(colour: tuple[int, int, int], edge: float) -> Callable[[int, int, np.random.Generator], Scene]:
    def paint(height: int, width: int, rng: np.random.Generator) -> Scene:
        lit = edge + (1 - edge) * _glow(height, width, 0.5, 0.4, 0.9)
        return np.array(colour, np.float32) * lit

    return paint


def _studio(height: int, width: int, rng: np.random.Generator) -> Scene:
    """A roll of paper: wall and floor run into each other, a lamp on the wall."""
    paper = _rows(
        height, width, (0, (168, 172, 178)), (0.74, (186, 189, 193)), (0.82, (206, 207, 209)), (1, (196, 196, 198))
    )
    return paper * (0.86 + 0.2 * _glow(height, width, 0.45, 0.35, 0.55))


def _evening(height: int, width: int, rng: np.random.Generator) -> Scene:
    sky = _rows(
        height,
        width,
        (0, (58, 52, 104)),
        (0.4, (146, 84, 128)),
        (0.66, (236, 138, 96)),
        (0.8, (250, 190, 120)),
        (1, (120, 70, 84)),
    )
    return sky + 60 * _glow(height, width, 0.72, 0.74, 0.16)


def _beach(height: int, width: int, rng: np.random.Generator) -> Scene:
    scene = _rows(
        height, width, (0, (110, 170, 224)), (0.5, (200, 226, 240)), (0.501, (52, 128, 160)), (0.66, (96, 176, 186)),
        (0.68, (236, 238, 230)), (0.7, (222, 198, 154)), (1, (206, 176, 128)),
    )  # fmt: skip
    sand = cv2.GaussianBlur(rng.normal(0, 1, (height, width, 1)).astype(np.float32), (0, 0), 1.2)[..., None]
    scene[round(0.7 * height) :] += 14 * sand[round(0.7 * height) :]
    return _soft(scene, 0.6)


def _woods(height: int, width: int, rng: np.random.Generator) -> Scene:
    scene = _rows(height, width, (0, (150, 186, 120)), (0.55, (96, 134, 76)), (0.8, (70, 92, 50)), (1, (82, 74, 46)))
    for depth in (0.35, 0.6, 1.0):  # far trunks are pale and thin
        for _ in range(9):
            x, thick = round(rng.uniform(0, width)), max(1, round(depth * width * rng.uniform(0.02, 0.05)))
            bark = tuple(float(v) for v in np.array([64, 52, 40]) * depth + np.array([120, 150, 110]) * (1 - depth))
            cv2.line(
                scene,
                (x, 0),
                (x + round(rng.normal(0, 0.02) * width), round((0.7 + 0.15 * depth) * height)),
                bark,
                thick,
            )
        scene = _soft(scene, 1.4 - 0.6 * depth)
    return _lights(scene, rng, 50, ((190, 214, 130), (230, 232, 170)), (0, 0.6), 0.28)


def _city(height: int, width: int, rng: np.random.Generator) -> Scene:
    scene = _rows(height, width, (0, (24, 28, 56)), (0.6, (70, 62, 96)), (0.8, (54, 50, 62)), (1, (40, 38, 44)))
    left = 0
    while left < width:
        across = round(width * rng.uniform(0.08, 0.17))
        roof = round(height * rng.uniform(0.12, 0.5))
        wall = tuple(float(v) for v in rng.uniform((22, 24, 34), (58, 60, 70)))
        cv2.rectangle(scene, (left, roof), (left + across, round(0.8 * height)), wall, -1)
        side = max(2, width // 70)
        for y in range(roof + side, round(0.76 * height), 2 * side):
            for x in range(left + side, left + across - side, 2 * side):
                if rng.random() < 0.42:
                    cv2.rectangle(scene, (x, y), (x + side, y + side), (244, 208 - 40 * rng.random(), 130), -1)
        left += across
    return _lights(_soft(scene), rng, 34, ((255, 196, 110), (255, 110, 90), (150, 200, 255)), (0.5, 0.95), 0.5)


def _bar(height: int, width: int, rng: np.random.Generator) -> Scene:
    scene = _rows(height, width, (0, (40, 24, 20)), (0.55, (92, 54, 34)), (0.78, (66, 36, 24)), (1, (30, 18, 14)))
    for shelf in (0.22, 0.4, 0.58):
        y = round(shelf * height)
        cv2.line(scene, (0, y), (width, y), (140, 92, 52), max(1, height // 90))
        for x in np.arange(0.02, 1, 0.055):
            glass = tuple(float(v) for v in rng.uniform((60, 40, 20), (210, 160, 90)))
            top = y - round(height * rng.uniform(0.07, 0.13))
            cv2.rectangle(scene, (round(x * width), top), (round((x + 0.03) * width), y), glass, -1)
    return _lights(_soft(scene, 1.2), rng, 26, ((255, 190, 100), (255, 150, 70)), (0, 0.75), 0.55)


def _lights(
    scene: Scene,
    rng: np.random.Generator,
    count: int,
    colours: tuple[tuple[int, int, int], ...],
    band: tuple[float, float],
    strength: float,
) -> Scene:
    """Lay lights out of focus, discs, over a scene between two heights."""
    height, width = scene.shape[:2]
    for _ in range(count):
        disc = np.zeros((height, width), np.float32)
        centre = round(rng.uniform(0, width)), round(rng.uniform(*band) * height)
        cv2.circle(disc, centre, max(2, round(rng.uniform(0.008, 0.035) * max(height, width))), 1.0, -1, cv2.LINE_AA)
        share = (strength * rng.uniform(0.3, 1) * cv2.GaussianBlur(disc, (0, 0), max(0.6, 0.002 * width)))[..., None]
        scene = scene * (1 - share) + np.array(colours[int(rng.integers(len(colours)))], np.float32) * share
    return scene


_SCENES: dict[Background, Callable[[int, int, np.random.Generator], Scene]] = {
    Background.WHITE: _plain((247, 247, 246), 0.95),
    Background.GREY: _plain((150, 152, 155), 0.78),
    Background.STUDIO: _studio,
    Background.EVENING: _evening,
    Background.BEACH: _beach,
    Background.WOODS: _woods,
    Background.CITY: _city,
    Background.BAR: _bar,
}
