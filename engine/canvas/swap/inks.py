"""A picture in one ink (black and white, sepia, a blueprint) stays one: its colour follows from its lightness."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.canvas.swap.types import Place
from engine.faces.regions import Pixels, from_lab, hull, lab
from engine.faces.types import RGB

Ink = NDArray[np.float32]  # (STEPS, 2), a and b of Lab at lightnesses from 0 to 100
STEPS = 21
MANY = 40000  # pixels that are looked at
UNLIKE_SKIN = 4.0  # a or b of Lab below which an ink is no skin's colour: a face in a photo is of nearly one ink too
ONE = 3.0  # mean distance of a, b from those of the lightness: a coloured picture has 6 and more


def at(place: Place) -> Ink | None:
    """Return the ink of the picture or the face at a place of a template, None where both have colours."""
    return of(place.head.rgb, hull(place.head.rgb.shape, place.head.mesh.oval, 0.97) > 0)


def of(rgb: RGB, face: NDArray[np.bool_] | None = None) -> Ink | None:
    """Return the ink of a picture (height, width, 3), None where it has colours.

    A ``face`` (height, width) may be printed on coloured paper or seen on a screen: it alone counts where the picture
    has colours and its own ink is not that of skin. And it may be all that has colours, before a grey wall.
    """
    whole = _ink(rgb.reshape(-1, 3))
    if face is None or not face.any():
        return whole
    if whole is not None:
        return whole if _apart(_thinned(rgb[face]), whole) < ONE else None
    ink = _ink(rgb[face])
    return ink if ink is not None and ink[STEPS // 3 : 2 * STEPS // 3].mean(0).min() < UNLIKE_SKIN else None


def _thinned(pixels: RGB) -> Pixels:
    """Return Lab of some of the ``pixels`` (n, 3)."""
    return lab(pixels[None, :: max(1, len(pixels) // MANY)])[0]


def _ink(pixels: RGB) -> Ink | None:
    values = _thinned(pixels)
    place = _places(values)
    there = np.unique(place)
    known = np.stack([np.median(values[place == one, 1:], axis=0) for one in there])
    ink = np.stack([np.interp(np.arange(STEPS), there, known[:, k]) for k in (0, 1)], -1).astype(np.float32)
    return ink if _apart(values, ink) < ONE else None


def _apart(values: Pixels, ink: Ink) -> float:
    return float(np.linalg.norm(values[:, 1:] - ink[_places(values)], axis=-1).mean())


def _places(values: Pixels) -> NDArray[np.int_]:
    return np.clip(np.round(values[:, 0] / 100 * (STEPS - 1)), 0, STEPS - 1).astype(int)


def printed(picture: Pixels, ink: Ink | None) -> Pixels:
    """Return ``picture`` (height, width, 3) 0..255 in one ``ink``; as it is without one."""
    if ink is None:
        return picture
    values = lab(picture)
    steps = np.linspace(0, 100, STEPS)
    for channel in (0, 1):
        values[..., 1 + channel] = np.interp(values[..., 0], steps, ink[:, channel])
    return from_lab(values)
