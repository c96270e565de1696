"""What photos suffer from, done to training pictures: side light, grey, few pixels, blur, noise, JPEG."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Planes = NDArray[np.float32]


def lit(rgb: Planes, random: np.random.Generator) -> Planes:
    """Light the picture from one side, softly or with a hard edge of shadow."""
    side = rgb.shape[0]
    y, x = np.mgrid[-1 : 1 : side * 1j, -1 : 1 : side * 1j].astype(np.float32)
    turn = random.uniform(0, 2 * np.pi)
    along = np.cos(turn) * x + 0.6 * np.sin(turn) * y - random.uniform(-0.3, 0.3)
    ramp = 1 / (1 + np.exp(-along * random.uniform(1.5, 12)))
    low, high = random.uniform(0.15, 0.7), random.uniform(1, 1.5)
    tint = random.normal(0, 0.12, 3).astype(np.float32)
    return np.asarray(rgb * ((low + (high - low) * ramp[..., None]) * (1 + (ramp[..., None] - 0.5) * tint)), np.float32)


def worse(rgb: Planes, random: np.random.Generator) -> Planes:
    """Change light and colour; blur, shrink, add noise and JPEG."""
    curve = 255 * np.linspace(0, 1, 1024) ** np.exp(random.normal(0, 0.35))
    rgb = curve.astype(np.float32)[(rgb.clip(0, 255) * 4.01).astype(np.int32)]
    rgb = rgb * (random.normal(1, 0.15) * random.normal(1, 0.07, 3)).astype(np.float32) + random.normal(0, 8)
    chance = random.random()
    if chance < 0.2:
        weights = random.dirichlet([3, 5, 2]).astype(np.float32)
        rgb = np.repeat((rgb @ weights)[..., None], 3, -1) * random.normal(1, 0.02, 3).astype(np.float32)
    elif chance < 0.6:
        grey = rgb.mean(-1, keepdims=True)
        rgb = grey + (rgb - grey) * random.uniform(0.3, 1.6)
    if random.random() < 0.2:  # contrast until whites and blacks are lost
        rgb = 128 + (rgb - 128) * random.uniform(1, 1.6)
    rgb = np.ascontiguousarray(rgb, np.float32)
    if random.random() < 0.35:
        rgb = cv2.GaussianBlur(rgb, (0, 0), random.uniform(0.4, 2))
    if random.random() < 0.35:
        scale = float(np.exp(random.uniform(np.log(0.18), np.log(0.8))))
        small = cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
        if random.random() < 0.5:
            small = _jpeg(small, random)
        rgb = cv2.resize(small, rgb.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    if random.random() < 0.45:
        rgb = rgb + random.standard_normal(rgb.shape, np.float32) * np.float32(random.uniform(1, 12))
    return _jpeg(rgb, random) if random.random() < 0.35 else rgb.clip(0, 255)


def _jpeg(rgb: Planes, random: np.random.Generator) -> Planes:
    quality = int(random.uniform(20, 95))
    _, code = cv2.imencode(".jpg", rgb.clip(0, 255).astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(code, cv2.IMREAD_COLOR), np.float32)
