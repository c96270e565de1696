"""A picture in one ink (black and white, sepia, a blueprint) stays one: its colour follows from its lightness."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.canvas.swap.types import Place
from engine.canvas.types import Plane
from engine.faces.regions import LEFT_CHEEK, RIGHT_CHEEK, Pixels, from_lab, hull, lab, part
from engine.faces.types import RGB, Points

Ink = NDArray[np.float32]  # (STEPS, 2), a and b of Lab at lightnesses from 0 to 100
STEPS = 21
FINE = 1.5  # pixels: lines of an engraving are as fine
ENGRAVED = 5.0  # standard deviation of their lightness on cheeks; photos have 2 at most
FAINT = 0.5  # of their strength: at the whole of it nobody knows a face again, by eye or by its embedding
BLACK = 0.2  # of what is darker than the ink
MOST = 1.6  # times as strong as it was that a line may get
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


def engraving(place: Place) -> bool:
    """Say whether a template is drawn in lines of one ink."""
    return at(place) is not None and lines(place.head.rgb, place.points) is not None


def lines(rgb: RGB, points: Points) -> Plane | None:
    """Return (height, width) by how much the lines of an engraving are lighter or darker, 0..100; None: it has none.

    ``points`` of the face in the picture (height, width, 3): on its cheeks a photo has hardly more than grain.
    """
    light = lab(rgb)[..., 0]
    fine = light - cv2.GaussianBlur(light, (0, 0), FINE)
    cheeks = np.maximum(part(rgb.shape, points, RIGHT_CHEEK), part(rgb.shape, points, LEFT_CHEEK)) > 0
    return np.asarray(fine, np.float32) if cheeks.any() and float(fine[cheeks].std()) > ENGRAVED else None


def hatched(drawn: Plane, points: Points) -> Plane:
    """Return (height, width) the strongest of the `lines` on the cheeks, straight and everywhere.

    Where a beard was taken off lines have to be made: one wave, as long and as strong.
    """
    height, width = drawn.shape
    cheeks = np.maximum(part(drawn.shape, points, RIGHT_CHEEK), part(drawn.shape, points, LEFT_CHEEK)) > 0
    wave = np.abs(np.fft.rfft2(drawn * cheeks))
    wave[0, 0] = 0
    row, column = np.unravel_index(int(wave.argmax()), wave.shape)
    y, x = np.mgrid[:height, :width].astype(np.float32)
    turns = (row if row <= height // 2 else row - height) / height * y + column / width * x
    strength = float(drawn[cheeks].std()) * np.sqrt(2)
    return np.asarray(strength * np.cos(2 * np.pi * turns), np.float32)


def engraved(picture: Pixels, drawn: Plane, was: RGB) -> Pixels:
    """Return ``picture`` (height, width, 3) 0..255 drawn in the `lines` that the template ``was`` drawn in.

    Lines are thickest in the middle tones: in the darkest they meet, in the lightest they end. Nothing is much darker
    than the ink.
    """
    values, before = lab(picture), lab(was)[..., 0]
    low, high = np.percentile(before, (1, 99))
    strong, usual = (
        np.sqrt((share * (1 - share)).clip(0.02))
        for share in (
            (cv2.GaussianBlur(light, (0, 0), 2 * FINE) - low) / max(high - low, 1.0)
            for light in (values[..., 0], before)
        )
    )
    light = values[..., 0] + drawn * FAINT * (strong / usual).clip(0, MOST)
    values[..., 0] = np.where(light < low, low + (light - low) * BLACK, light).clip(0, 100)
    return from_lab(values)


def printed(picture: Pixels, ink: Ink | None) -> Pixels:
    """Return ``picture`` (height, width, 3) 0..255 in one ``ink``; as it is without one."""
    if ink is None:
        return picture
    values = lab(picture)
    steps = np.linspace(0, 100, STEPS)
    for channel in (0, 1):
        values[..., 1 + channel] = np.interp(values[..., 0], steps, ink[:, channel])
    return from_lab(values)
