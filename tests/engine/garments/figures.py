"""Drawn pictures of clothes with known truth: figures with the astronaut's head, and shirts laid flat."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import skimage.data
from numpy.typing import NDArray

from engine.faces.types import RGB

Flags = NDArray[np.bool_]
HEIGHT, WIDTH, MIDDLE = 900, 600, 300
SKIN, BLUE, DARK, WALL = (222, 170, 140), (60, 110, 190), (45, 50, 60), (214, 218, 224)
SHOULDERS = 190.0  # pixels between the drawn shoulder joints


def figure(kind: str = "tee", *, head: bool = True, seed: int = 0) -> tuple[RGB, dict[str, Flags]]:
    """Return a standing figure (900, 600, 3) in "tee", "dress" or "overall", and where its clothes are.

    The truth has "clothes", and of "tee" also "top" and "bottom".
    """
    rng = np.random.default_rng(seed)
    shade = 1 - 0.12 * np.linspace(0, 1, HEIGHT, dtype=np.float32)[:, None, None]
    rgb = np.ones((HEIGHT, WIDTH, 3), np.float32) * np.array(WALL, np.float32) * shade
    _lay(rgb, _skin(), _cloth(SKIN, 0, rng, 30))
    _lay(rgb, _shoes(), np.array((40, 30, 30), np.float32))
    top, below = _top(), _skirt() if kind == "dress" else _trousers()
    blue = _cloth(BLUE, 18, rng, 12)
    _lay(rgb, below, blue if kind != "tee" else _cloth(DARK, 0, rng, 12))
    _lay(rgb, top, blue)
    if head:
        _head(rgb)
    truth = {"clothes": (top | below) > 0, "top": top > 0, "bottom": (below > 0) & (top == 0)}
    return rgb.clip(0, 255).astype(np.uint8), truth


def flat(seed: int = 1) -> tuple[RGB, Flags]:
    """Return a shirt laid on a plain ground (600, 700, 3), and where it lies."""
    rng, ground = np.random.default_rng(seed), np.array((235, 230, 222), np.float32)
    rgb = np.ones((600, 700, 3), np.float32) * ground + rng.normal(0, 2, (600, 700, 1)).astype(np.float32)
    outline = [(-80, -230), (80, -230), (160, -190), (270, -60), (200, 0), (140, -60), (145, 250), (-145, 250),
               (-140, -60), (-200, 0), (-270, -60), (-160, -190)]  # fmt: skip
    shirt = _filled([(350 + 0.8 * x, 300 + 0.8 * y) for x, y in outline], (600, 700))
    cv2.ellipse(shirt, (350, 112), (50, 36), 0, 0, 360, 0, -1)
    noise = cv2.GaussianBlur(rng.normal(0, 1, (600, 700)).astype(np.float32), (0, 0), 12)
    cloth = np.array((170, 40, 60), np.float32) * (1 + 0.09 * noise / noise.std())[..., None]
    _lay(rgb, shirt, cloth)
    return rgb.clip(0, 255).astype(np.uint8), shirt > 0


def overlap(found: Flags, truth: Flags) -> float:
    """Return the intersection over the union."""
    return float((found & truth).sum() / (found | truth).sum())


def _filled(points: list[tuple[float, float]], size: tuple[int, int] = (HEIGHT, WIDTH)) -> NDArray[np.uint8]:
    return cv2.fillPoly(np.zeros(size, np.uint8), [np.round(points).astype(np.int32)], 1)


def _limbs(mask: NDArray[np.uint8], joints: list[tuple[int, int]], thick: int) -> None:
    """Draw a chain of joints on both sides of the middle."""
    for side in (-1, 1):
        places = [(MIDDLE + side * x, y) for x, y in joints]
        for first, second in pairwise(places):
            cv2.line(mask, first, second, 1, thick)
        for place in places:
            cv2.circle(mask, place, thick // 2, 1, -1)


def _skin() -> NDArray[np.uint8]:
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    _limbs(mask, [(95, 250), (130, 380), (140, 490)], 44)
    _limbs(mask, [(142, 515)], 52)
    _limbs(mask, [(48, 500), (55, 670), (55, 830)], 62)
    _limbs(mask, [(0, 190), (0, 250)], 62)
    return mask


def _shoes() -> NDArray[np.uint8]:
    mask = np.zeros((HEIGHT, WIDTH), np.uint8)
    for side in (-1, 1):
        cv2.ellipse(mask, (MIDDLE + 58 * side, 860), (40, 22), 0, 0, 360, 1, -1)
    return mask


def _top() -> NDArray[np.uint8]:
    half = [(110, 222), (92, 350), (88, 500)]
    right = [(MIDDLE + x, y) for x, y in [(40, 208), *half]]
    mask = _filled([*right, *((2 * MIDDLE - x, y) for x, y in reversed(right))])
    _limbs(mask, [(95, 250), (122, 345)], 62)
    cv2.ellipse(mask, (MIDDLE, 205), (42, 26), 0, 0, 360, 0, -1)
    return mask


def _trousers() -> NDArray[np.uint8]:
    right = [(90, 480), (92, 560), (92, 810), (22, 810)]
    return _filled(
        [(MIDDLE + x, y) for x, y in right] + [(MIDDLE, 600)] + [(MIDDLE - x, y) for x, y in reversed(right)]
    )


def _skirt() -> NDArray[np.uint8]:
    return _filled([(MIDDLE + x, y) for x, y in ((-88, 480), (88, 480), (130, 700), (-130, 700))])


def _cloth(colour: tuple[int, int, int], stripes: int, rng: np.random.Generator, sigma: float) -> NDArray[np.float32]:
    noise = cv2.GaussianBlur(rng.normal(0, 1, (HEIGHT, WIDTH)).astype(np.float32), (0, 0), sigma)
    made = np.ones((HEIGHT, WIDTH, 3), np.float32) * np.array(colour, np.float32)
    if stripes:
        made[np.arange(HEIGHT) // stripes % 2 == 0] *= 0.6
        made[np.arange(HEIGHT) // stripes % 2 == 0] += 90
    return made * (1 + 0.09 * noise / noise.std())[..., None]


def _lay(rgb: NDArray[np.float32], mask: NDArray[np.uint8], colour: NDArray[np.float32]) -> None:
    share = cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 0.8)[..., None]
    rgb[:] = rgb * (1 - share) + colour * share


def _head(rgb: NDArray[np.float32]) -> None:
    """Put the astronaut's head onto the neck."""
    head = skimage.data.astronaut()[:170, 160:288].astype(np.float32)
    oval = cv2.ellipse(np.zeros((170, 128), np.float32), (64, 78), (52, 76), 0, 0, 360, 1.0, -1)
    share = cv2.GaussianBlur(oval, (0, 0), 2)[..., None]
    place = rgb[40:210, MIDDLE - 66 : MIDDLE + 62]
    place[:] = place * (1 - share) + head * share
