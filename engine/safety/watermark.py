"""An invisible mark in the pixels that says "made by a machine" and outlives a chat platform's re-encoding.

Metadata is thrown away by Telegram and by every screenshot; this mark is not. It is one fixed pattern (spread
spectrum): random signs on the middle frequencies of the picture's cosine transform, laid down on a square of
`CANVAS` pixels that is stretched over the whole picture, so resizing does not move it. The reader lays the picture
on the same square and asks how well these frequencies agree with the signs. The mark carries no data about anyone.

What it does not survive: cropping, turning, and somebody who reads this file and wants it gone. Mirror images and even
borders are undone before it is read (`engine.safety.examine`).
"""

from __future__ import annotations

from functools import cache

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces.types import RGB

CANVAS = 256  # pixels
LOW, HIGH = 24, 112  # frequencies used, in half waves per side: under them it shows, over them JPEG removes it
KEY = 20260802  # any number; whoever changes it can no longer read older pictures
QUIET, LOUD = 0.7, 2.0  # brightness steps (0..255): strength on flat areas and in texture
TEXTURE = 14.0  # local contrast (standard deviation) from which the mark is laid at full strength
SURE = 6.0  # standard deviations: an unmarked picture reaches this once in a billion


def embed(rgb: RGB) -> RGB:
    """Return ``rgb`` (height, width, 3) uint8 with the mark; the eye does not see it (43 to 50 dB)."""
    height, width = rgb.shape[:2]
    light = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)
    pattern = cv2.resize(_pattern(), (width, height), interpolation=cv2.INTER_CUBIC)
    change = pattern * _room(light)
    return np.clip(np.round(rgb + change[..., None]), 0, 255).astype(np.uint8)


def detect(rgb: RGB) -> float:
    """Return how sure it is that ``rgb`` carries the mark: 0..1, marked from 0.5 on.

    0.5 stands for `SURE` standard deviations above what chance gives; marked pictures of 256 px and more reach 1.0.
    """
    return float(1 / (1 + np.exp(np.clip(SURE - deviations(rgb), -50, 50))))


def deviations(rgb: RGB) -> float:
    """Return how many standard deviations the agreement with the mark lies above chance."""
    light = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)
    light = cv2.resize(light, (CANVAS, CANVAS), interpolation=cv2.INTER_AREA)
    # Even out contrast first: a few strong edges must not outvote the rest of the picture.
    flat = light - cv2.GaussianBlur(light, (0, 0), 4)
    flat /= np.sqrt(cv2.GaussianBlur(flat**2, (0, 0), 6)) + 2
    used, found = _signs() != 0, cv2.dct(flat)
    # Pictures have less of the higher frequencies: weigh each against its neighbours in the spectrum.
    found = found / (cv2.GaussianBlur(np.abs(found), (0, 0), 5) + 1e-3)
    found = np.clip(found[used], -3, 3)
    return float((found * _signs()[used]).sum() / (np.sqrt((found**2).sum()) + 1e-6))


@cache
def _signs() -> NDArray[np.float32]:
    """Return +1 or -1 on the frequencies in use and 0 elsewhere, (CANVAS, CANVAS)."""
    y, x = np.mgrid[:CANVAS, :CANVAS]
    radius = np.hypot(x, y)
    signs = np.random.default_rng(KEY).choice(np.array([-1, 1], np.float32), size=(CANVAS, CANVAS))
    return np.where((radius >= LOW) & (radius < HIGH), signs, 0).astype(np.float32)


@cache
def _pattern() -> NDArray[np.float32]:
    """Return the mark as a picture of mean 0 and spread 1, (CANVAS, CANVAS)."""
    pattern = cv2.idct(_signs())
    return (pattern / pattern.std()).astype(np.float32)


def _room(light: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how strong the mark may be at each pixel without being seen."""
    sigma = max(1.0, max(light.shape) / 128)
    mean = cv2.GaussianBlur(light, (0, 0), sigma)
    contrast = np.sqrt(np.maximum(cv2.GaussianBlur(light**2, (0, 0), sigma) - mean**2, 0))
    return QUIET + (LOUD - QUIET) * np.clip(contrast / TEXTURE, 0, 1)
