"""The public-domain portrait as a head of a template, and as a selfie of somebody with darker skin."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from engine.canvas.subjects import subject
from engine.canvas.swap.exchange import exchange
from engine.canvas.swap.types import Exchanged, Means, Place
from engine.canvas.types import CutOut
from engine.faces.types import CHIN, RGB, Mesh


@pytest.fixture(scope="package")
def there(portrait: tuple[RGB, Mesh, CutOut]) -> Place:
    """Her head in the whole picture, with a neck of her own skin painted below the chin."""
    rgb, mesh, cut = portrait
    picture, neck = rgb.copy(), np.zeros(rgb.shape[:2], np.float32)
    (x, y), span = mesh.points[CHIN, :2], float(np.ptp(mesh.points[:, 0]))
    neck[round(y + 0.04 * span) : round(y + 0.5 * span), round(x - 0.3 * span) : round(x + 0.3 * span)] = 1
    neck *= 1 - cut.face
    cheek = np.median(rgb[cut.face > 0.9], 0)
    grain = np.random.default_rng(0).normal(0, 2, rgb.shape)
    picture = np.where(neck[..., None] > 0, (0.8 * cheek + grain).clip(0, 255), picture).astype(np.uint8)
    dressed = replace(cut, skin=neck, clothes=cut.clothes * (1 - neck), colour=picture)
    return Place(box=(0, 0, rgb.shape[1], rgb.shape[0]), head=subject(picture, mesh, dressed))


@pytest.fixture(scope="package")
def made(there: Place, toned) -> Exchanged:
    """Somebody of her features whose skin gives back a third of the light."""
    return exchange(there, toned(0.33), Means())


def blurred(rgb: RGB, share: np.ndarray, width: float) -> RGB:
    """Return a picture with a smear where ``share`` is."""
    soft = cv2.GaussianBlur(rgb, (0, 0), width)
    return (rgb + (soft.astype(np.float32) - rgb) * share[..., None]).astype(np.uint8)
