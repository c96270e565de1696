"""Coloured light on a template's skin: what no skin has of colour is the light's, and falls on whoever comes there.

Skin of everybody lies near one line of chroma, from pale to brown, whatever white light it was seen in; lamps of a
stage or neon carry it far off, and each side of a face elsewhere. What lies beyond is taken out before tones are
compared, and put on again afterwards.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.canvas.linear import LUMINANCE, linear, luminance
from engine.canvas.smooth import wide
from engine.canvas.swap import inks
from engine.canvas.swap.types import Place
from engine.canvas.types import Linear, Plane
from engine.faces.regions import face_width, features
from engine.faces.types import Points

#: Natural logarithms of red and blue over luminance. Of the cheeks in 36 photos of nine people who do not exist, and of
#: 60 faces of the gallery, those in white light lie within 0.13 of this line and 0.6 along it.
MIDDLE, ALONG = (0.55, -0.75), (0.43, -0.90)
HALF = (0.6, 0.18)  # of what skin may have along the line and beside it
REACHES = (0.5, 0.2, 0.08, 0.03)  # face widths over which skin is looked for, near last
FEW = 0.05  # share of skin around a pixel from which its colour is believed half
DARKEST = 0.004  # linear light: below it colours are noise
SEEN, SURE = 0.02, 0.15  # mean chroma beyond skin's: less is no light, more is light for certain
ROOM = 1.3  # of eyes, brows and lips
MOST = 12.0  # times by which one colour may be more than another's in a light


def chroma(light: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return (..., 2) natural logarithms of red and blue over luminance of linear colours (..., 3)."""
    tone = np.log(luminance(light).clip(DARKEST))[..., None]
    return np.asarray(np.log(light[..., [0, 2]].clip(DARKEST)) - tone, np.float32)


def excess(light: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return (..., 2) of the `chroma` of linear colours (..., 3) what no skin has; 0 for all skin in white light."""
    axes = np.array([ALONG, (-ALONG[1], ALONG[0])], np.float32) / float(np.hypot(*ALONG))
    away = (chroma(light) - np.asarray(MIDDLE, np.float32)) @ axes.T / np.asarray(HALF, np.float32)
    length = np.linalg.norm(away, axis=-1, keepdims=True)
    beyond = away * (1 - 1 / length.clip(1)) * np.asarray(HALF, np.float32)
    return np.asarray(beyond @ axes, np.float32)


def at(place: Place) -> Linear | np.float32:
    """Return what coloured light multiplies the skin at a place of a template by, 1 where it is white or of one ink."""
    head = place.head
    skin = np.asarray((head.cut.face + head.cut.skin).clip(0, 1), np.float32)
    return np.float32(1) if inks.at(place) is not None else lights(linear(head.rgb), skin, place.points)


def lights(light: Linear, skin: Plane, points: Points) -> Linear | np.float32:
    """Return (height, width, 3): what coloured light multiplies the ``skin`` (0..1) of a template by.

    ``light`` (height, width, 3) linear, ``points`` of its face, whose features are left out. The luminance of that skin
    is left as it is: that is the shading's. Beyond the skin the light of the skin nearby goes on. 1
    where no coloured light falls.
    """
    skin = skin * (features(skin.shape, points, ROOM) == 0)
    if not (skin > 0.5).any():
        return np.float32(1)
    seen = _around(light, skin, face_width(points))
    beyond = excess(seen)
    strong = float(np.linalg.norm(beyond[skin > 0.5], axis=-1).mean())
    if strong < SEEN:
        return np.float32(1)
    # Between lamps of two colours skin looks natural by chance: one person has one skin, in all of their light.
    rest = chroma(seen) - beyond
    beyond += min(1.0, strong / SURE) * (rest - rest[skin > 0.5].mean(0))
    return _gain(seen, beyond)


def _around(light: Linear, skin: Plane, width: float) -> Linear:
    """Return the colour of the skin around every pixel, near first."""
    sure = (skin**2)[..., None]
    mean = np.broadcast_to((light * sure).sum((0, 1)) / sure.sum(), light.shape).astype(np.float32)
    for reach in REACHES:
        weight = wide(sure[..., 0].copy(), reach * width)[..., None]
        near = wide(light * sure, reach * width) / (weight + 1e-5)
        mean = mean + (near - mean) * (weight / (weight + FEW))
    return mean


def _gain(seen: Linear, beyond: NDArray[np.float32]) -> Linear:
    """Return what makes natural colours those ``seen`` (height, width, 3), of the same luminance."""
    own = chroma(seen)
    there, natural = (_colours(chroma_) for chroma_ in (own, own - beyond))
    return np.asarray((there / natural).clip(1 / MOST, MOST), np.float32)


def _colours(chroma_: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return (..., 3) red, green and blue over luminance."""
    red, blue = np.exp(chroma_[..., 0]), np.exp(chroma_[..., 1])
    green = (1 - LUMINANCE[0] * red - LUMINANCE[2] * blue) / LUMINANCE[1]
    return np.stack([red, green.clip(0.02), blue], -1)
