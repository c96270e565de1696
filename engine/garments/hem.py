"""Where cloth ends at bare skin, pixel by pixel: how much of each is cloth, by the colours of both right there.

Masks are found in a small picture. At the full size of a photo their edge is a pixel or two off, and light skin of the
wearer would stay beside a dark collar as a dotted line.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.canvas.linear import LUMINANCE, linear
from engine.canvas.smooth import wide
from engine.canvas.types import Linear, Plane
from engine.faces.regions import Mask, lab
from engine.faces.types import RGB
from engine.garments.tones import tones

Flags = NDArray[np.bool_]

OFF = 0.0045  # of the longer side: how far a mask's edge may be off
AROUND = 3.0  # times that over which the colours of both are taken
LIGHT = 0.4  # weight of lightness beside colour: skin in the shade of a collar is skin
APART = 11.0  # so weighed Lab distance between cloth and skin from which it is told
SHADES = 3  # of cloth, which may be striped
SOFT = 0.7  # pixels: a camera's own softness, without which grain in shade makes teeth
DARKER = 6.0  # Lab lightness: light cloth throws a fine line of shade onto skin, which is neither
WIDE = 2.0  # times `OFF`: how far into light cloth the wearer's skin shows, as its tinge or past a mask's edge
LIGHTER = 1.2  # times the skin's light: cloth that is light
UNLIKE = 0.04  # squared sine of the angle between both colours from which a mixture of them can be told
TINGE = (0.04, 0.12)  # of skin in a pixel: grain of the cloth up to here, from here all of it counts
SURE = 0.9  # of skin that is nothing else
PURE = 0.22  # share of the way from one colour to the other up to which a pixel is nothing else


def hemmed(rgb: RGB, cloth: Mask, skin: Mask) -> tuple[Plane, Flags]:
    """Return how much of each pixel of ``rgb`` is cloth rather than skin, 0..1, and where that could be told.

    Masks (height, width) 0..1 of its size. It is told along their common edge, where cloth is darker and of another
    colour.
    """
    reach = max(2, round(OFF * max(rgb.shape[:2])))
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1,) * 2)
    worn, bare = ((mask > 0.5).astype(np.uint8) for mask in (cloth, skin))
    edge = (cv2.dilate(worn, kernel) & cv2.dilate(bare, kernel)) > 0
    cores = [cv2.erode(flags, kernel) > 0 for flags in (worn, bare)]
    values = lab(rgb) * np.array([LIGHT, 1, 1], np.float32)
    shades = tones(values, cores[0], weight=1.0, count=SHADES)
    if not edge.any() or shades is None or not cores[1].any():
        return cloth, np.zeros(cloth.shape, bool)
    (local, near_cloth), (own, near_skin) = (_near(values, core, AROUND * reach) for core in cores)
    off_cloth = np.minimum(np.linalg.norm(values - local, axis=-1), shades.apart(values))
    off_skin = np.linalg.norm(values - own, axis=-1)
    between = np.minimum(np.linalg.norm(own - local, axis=-1), shades.apart(own))
    told = edge & near_cloth & near_skin & (between > APART)
    told &= local[..., 0] < own[..., 0] - LIGHT * DARKER
    share = off_skin / (off_skin + off_cloth).clip(1e-3)
    share = cv2.GaussianBlur(((share - PURE) / (1 - 2 * PURE)).clip(0, 1), (0, 0), SOFT)
    return np.where(told, share, cloth).astype(np.float32), told


def stained(rgb: RGB, cloth: Mask, skin: Mask) -> tuple[Linear, Flags]:
    """Return the light (height, width, 3) of the wearer's skin that is seen in the edge of light cloth, linear.

    With it comes where that is known: all along the edge, down to skin that is surely nothing else.

    Each pixel there is taken for so much of the cloth's colour beside it and so much of the skin's: what light cloth
    throws onto skin is shade, so that both together may be less than one. Masks as in `hemmed`.
    """
    reach = max(2, round(OFF * max(rgb.shape[:2])))
    worn, bare = ((mask > 0.5).astype(np.uint8) for mask in (cloth, skin))
    light, kernels = linear(rgb), [cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * round(n) + 1,) * 2) for n in (
        reach, WIDE * reach)]  # fmt: skip
    edge = (skin < SURE) & (cv2.dilate(worn, kernels[0]) > 0) & (cv2.dilate(bare, kernels[1]) > 0)
    cores = cv2.erode(worn, kernels[1]) > 0, cv2.erode(bare, kernels[0]) > 0
    if not edge.any() or not cores[0].any() or not cores[1].any():
        return np.zeros_like(light), np.zeros(cloth.shape, bool)
    (local, near_cloth), (own, near_skin) = (_near(light, core, AROUND * reach) for core in cores)
    of_cloth, of_skin, both = ((a * b).sum(-1) for a, b in ((local, local), (own, own), (local, own)))
    like_cloth, like_skin = (light * local).sum(-1), (light * own).sum(-1)
    unlike = of_cloth * of_skin - both**2
    share = (like_skin * of_cloth - like_cloth * both) / unlike.clip(1e-6)
    told = edge & near_cloth & near_skin & (unlike > UNLIKE * of_cloth * of_skin)
    told &= local @ LUMINANCE > LIGHTER * (own @ LUMINANCE)
    share = np.where(told, share.clip(0, 1) * ((share - TINGE[0]) / (TINGE[1] - TINGE[0])).clip(0, 1), 0)
    return np.asarray(share[..., None] * own, np.float32), told


def _near(values: NDArray[np.float32], core: Flags, reach: float) -> tuple[NDArray[np.float32], Flags]:
    """Return the mean of ``values`` at the ``core`` around each pixel, and where there is any."""
    weight = wide(core.astype(np.float32), reach)
    mean = wide(np.asarray(values * core[..., None], np.float32), reach) / weight[..., None].clip(1e-5)
    return mean.astype(np.float32), weight > 1e-3
