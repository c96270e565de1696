"""What people stand before in training pictures: scenes, plain and coloured light, noise, leaves, clutter."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Planes = NDArray[np.float32]
Plates = list[NDArray[np.uint8]]


def behind(plates: Plates, random: np.random.Generator, side: int) -> Planes:
    """Return a background (side, side, 3), 0..255."""
    kinds = (_scene, _gradient, _noise, _leaves, _clutter)
    return kinds[random.choice(len(kinds), p=[0.4, 0.15, 0.13, 0.17, 0.15])](plates, random, side)


def _scene(plates: Plates, random: np.random.Generator, side: int) -> Planes:
    plate = plates[random.integers(len(plates))]
    size = int(random.uniform(40, 250))
    y, x = random.integers(plate.shape[0] - size), random.integers(plate.shape[1] - size)
    piece = cv2.resize(plate[y : y + size, x : x + size], (side, side), interpolation=cv2.INTER_CUBIC)
    return np.asarray(piece, np.float32) * np.float32(random.uniform(0.4, 1.2))


def _gradient(_: Plates, random: np.random.Generator, side: int) -> Planes:
    grey = random.random() < 0.4
    corners = random.uniform(0, 255, (2, 2, 1 if grey else 3)) * np.ones(3)
    return np.asarray(cv2.resize(corners.astype(np.float32), (side, side)), np.float32)


def _noise(_: Plates, random: np.random.Generator, side: int) -> Planes:
    out = np.zeros((side, side, 3), np.float32)
    for cells in (3, 9, 30, 90):
        coarse = random.standard_normal((cells, cells, 3), np.float32) * np.float32(random.uniform(0, 60))
        out += cv2.resize(coarse, (side, side), interpolation=cv2.INTER_CUBIC)
    return out + random.uniform(30, 220, 3).astype(np.float32)


def _leaves(plates: Plates, random: np.random.Generator, side: int) -> Planes:
    """Foliage: many small dark and light ellipses, as fine and as dark as curls."""
    out = (_noise if random.random() < 0.5 else _scene)(plates, random, side) * np.float32(0.7)
    hue = np.array([random.uniform(20, 120), random.uniform(60, 170), random.uniform(10, 80)])
    size = side * random.uniform(0.008, 0.05)
    for x, y, turn, long, light in random.random((int(random.uniform(80, 450)), 5)):
        colour = (hue * (0.25 + 1.3 * light) + random.normal(0, 8, 3)).clip(0, 255).tolist()
        axes = (max(1, int(size * (0.5 + long))), max(1, int(size * random.uniform(0.12, 0.6))))
        cv2.ellipse(out, (int(x * side), int(y * side)), axes, turn * 360, 0, 360, colour, -1, cv2.LINE_AA)
    return out


def _clutter(plates: Plates, random: np.random.Generator, side: int) -> Planes:
    """Shelves, posters, writing: bars, boxes and lines of any colour, also of skin and hair."""
    out = _gradient(plates, random, side) if random.random() < 0.5 else _scene(plates, random, side)
    near = np.array([[224, 172, 140], [120, 80, 60], [40, 30, 28], [20, 20, 22]], np.float32)
    for _ in range(int(random.uniform(8, 60))):
        colour = random.uniform(0, 255, 3) if random.random() < 0.6 else near[random.integers(4)]
        a, b = (tuple(int(v) for v in random.uniform(0, side, 2)) for _ in range(2))
        kind = random.random()
        if kind < 0.45:
            size = int(random.uniform(0.02, 0.25) * side), int(random.uniform(0.02, 0.25) * side)
            cv2.rectangle(out, a, (a[0] + size[0], a[1] + size[1]), colour.tolist(), -1)
        elif kind < 0.8:
            cv2.line(out, a, b, colour.tolist(), int(random.uniform(1, 0.03 * side)), cv2.LINE_AA)
        else:
            cv2.circle(out, a, int(random.uniform(0.01, 0.1) * side), colour.tolist(), -1, cv2.LINE_AA)
    return out
