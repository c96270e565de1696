"""The light that was there, the light that comes, and the ratio of the two: a face in another light (linear light).

subject.shading                    # `own`: the photo's own light over the skin, harmonics, robust
fall = falling(light, shape)       # how much of each colour falls on every pixel, and what shines
person = relit(...)                # photo * fall / own, bent by a shoulder, eyes and teeth left their contrast
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.canvas import harmonics
from engine.canvas.linear import LUMINANCE, exposed, luminance
from engine.canvas.normals import unit
from engine.canvas.shadows import shadow
from engine.canvas.smooth import wide
from engine.canvas.types import Lamp, Light, Linear, Plane

DARKEST, BRIGHTEST = 0.05, 2.3  # of a ratio: less is noise, more burns out
OWN = (0.45, 1.9)  # of the photo's own light: beyond it is paint, beard or a burnt spot, not light
REMOVED = 0.85  # share of the photo's own light taken out: an estimate is never trusted wholly
OUTSIDE = 0.35  # and of it away from the face, where nothing was measured
KEY = 1.3  # brightness of the lit side under lamps; 1 is as in the photo
KEY_AT = 85  # percentile of the skin that is "the lit side"
SHADOWLESS = 0.5  # wrap from which a lamp is too large to cast shadows
SKIN, HAIR, CLOTHES = 0.055, 0.05, 0.015  # share of a lamp that shines off


@dataclass(frozen=True, kw_only=True, eq=False)
class Surface:
    """What light falls on, all planes of one size."""

    normals: Linear
    height: Plane  # pixels
    alpha: Plane
    face: Plane  # 0..1, where the normals are the mesh's
    skin: Plane  # face and other skin
    hair: Plane
    detail: Plane  # the photo's own fine relief: luminance over its surroundings, 1 in the mean
    span: float  # width of the face, pixels


@dataclass(frozen=True, kw_only=True, eq=False)
class Fall:
    """The light on every pixel."""

    matt: Linear  # falls on it; 1 as bright as in the photo
    shine: Linear  # shines off it, added


def own(light: Linear, normals: Linear, skin: Plane) -> Plane:
    """Return (height, width) the light a photo was taken in, as seen on its skin; 1 in the median over the skin.

    ``light`` is the photo in linear light. Skin is taken to be of one colour; what differs too much (lips, beard,
    spots, cast shadows) is left out in three rounds. Flat where there is too little skin to tell.
    """
    sure = skin > 0.8
    if sure.sum() < 200:
        return np.ones(skin.shape, np.float32)
    tone, shape = luminance(light)[sure], harmonics.basis(normals[sure]).astype(np.float64)
    every = max(1, len(tone) // 20000)
    tone, shape = tone[::every].astype(np.float64), shape[::every]
    tone = tone / np.median(tone)
    weight = ((tone > np.percentile(tone, 6)) & (tone < np.percentile(tone, 98))).astype(np.float64)
    # Only directions a face shows can be told; the ridge keeps the others at rest.
    ridge = np.sqrt(0.004 * len(tone)) * np.diag([0.0, 1, 0.6, 1, 2, 2, 2, 2, 2])
    for _ in range(3):
        rows = np.vstack([shape * weight[:, None], ridge])
        found = np.linalg.lstsq(rows, np.r_[tone * weight, np.zeros(harmonics.COUNT)], rcond=None)[0]
        apart = np.abs(tone - shape @ found)
        spread = 1.48 * np.median(apart[weight > 0]) + 1e-3
        weight = 1 / (1 + (apart / (1.5 * spread)) ** 2)
    size = (max(2, normals.shape[1] // 3), max(2, normals.shape[0] // 3))
    small = harmonics.basis(unit(cv2.resize(normals, size, interpolation=cv2.INTER_AREA))) @ found.astype(np.float32)
    seen = cv2.resize(small, normals.shape[1::-1], interpolation=cv2.INTER_CUBIC)
    return (seen / max(float(np.median(seen[sure])), 1e-3)).clip(*OWN).astype(np.float32)


def falling(light: Light, surface: Surface) -> Fall:
    """Return what falls on ``surface``: harmonics, ambient and lamps with their shadows, rims and highlights."""
    normals = surface.normals
    matt = np.zeros((*surface.alpha.shape, 3), np.float32) + np.array(light.ambient, np.float32)
    shine = np.zeros_like(matt)
    if light.harmonics:
        matt += (harmonics.basis(normals) @ np.array(light.harmonics, np.float32).T).clip(0.02)
    for lamp in light.lamps:
        towards = unit(np.array(lamp.direction, np.float32))
        colour = np.array(lamp.colour, np.float32)
        if lamp.rim:
            shine += _rim(towards, surface)[..., None] * colour
            continue
        reach = _reach(towards, lamp, surface)
        matt += reach[..., None] * colour
        shine += (_gloss(towards, surface) * np.minimum(reach, 1))[..., None] * colour
    return _balanced(light, Fall(matt=matt, shine=shine), surface)


def _reach(towards: NDArray[np.float32], lamp: Lamp, surface: Surface) -> Plane:
    """Return 0..1, how much of a lamp reaches each pixel: its angle, softened by the lamp's size, and shadows."""
    facing = surface.normals @ towards
    lit = ((facing + lamp.wrap) / (1 + lamp.wrap)).clip(0)
    # The terminator of skin is soft: light wanders under it. A smooth start instead of a kink.
    lit = lit**1.25
    hard = 1 - lamp.wrap / SHADOWLESS
    if hard > 0:
        lit = lit * (1 - hard * shadow(surface.height, towards, surface.alpha, surface.span))
    return lit.astype(np.float32)


def _gloss(towards: NDArray[np.float32], surface: Surface) -> Plane:
    """Return how much of a lamp shines off each pixel into the camera: oily skin wide, hair in streaks."""
    half = unit(towards + np.array([0, 0, 1], np.float32))
    facing = (surface.normals @ half).clip(0)
    edge = 1 + 2 * (1 - surface.normals[..., 2].clip(0, 1)) ** 3  # more at a flat angle
    skin = SKIN * surface.skin * (0.6 * facing**14 + 0.4 * facing**40)
    hair = HAIR * surface.hair * facing**6 * surface.detail
    cloth = CLOTHES * (surface.alpha - surface.skin - surface.hair).clip(0) * facing**5
    return ((skin * surface.detail.clip(0, 1.6) + hair + cloth) * edge).astype(np.float32)


def _rim(towards: NDArray[np.float32], surface: Surface) -> Plane:
    """Return how much of a lamp behind the person is seen along their edge: narrow on skin, wide in hair."""
    flat = towards[:2] / max(float(np.hypot(*towards[:2])), 1e-6)
    widths = ((surface.span * 0.025, 0.6), (surface.span * 0.065, 0.25))
    found = np.zeros_like(surface.alpha)
    for width, share in widths:
        soft = wide(surface.alpha, width)
        right = cv2.Sobel(soft, cv2.CV_32F, 1, 0, scale=1 / 8)
        down = cv2.Sobel(soft, cv2.CV_32F, 0, 1, scale=1 / 8)
        outward = (-right * flat[0] + down * flat[1]) * width * 2.5
        found += share * outward.clip(0, 1)
    grazing = (1 - surface.normals[..., 2].clip(0, 1)) ** 3 * (surface.normals[..., :2] @ flat).clip(0)
    grazing = grazing * wide(surface.alpha, surface.span * 0.03) ** 2
    strands = 1 + surface.hair * (surface.detail**1.5 - 1)
    return ((found + 0.4 * grazing * (1 - surface.face)) * strands).clip(0, 1.5).astype(np.float32)


def _balanced(light: Light, fall: Fall, surface: Surface) -> Fall:
    """Return the light at the brightness of a good exposure, with ``light.colour`` of its tint."""
    sure = surface.face > 0.7
    if not sure.any():
        sure = surface.alpha > 0.5
    seen = fall.matt[sure]
    tone = seen @ LUMINANCE
    # Exposed for the whole face, but never past what its lit side bears: hard light leaves the rest dark.
    gain = min(1 / max(float(np.median(tone)), 1e-4), KEY / max(float(np.percentile(tone, KEY_AT)), 1e-4))
    middle = np.median(seen, 0) / max(float(np.median(seen @ LUMINANCE)), 1e-4)
    tint = middle.clip(0.05) ** (1 - light.colour)
    tint /= float(tint @ LUMINANCE)
    return Fall(matt=fall.matt * gain / tint, shine=fall.shine / tint)


def relit(photo: Linear, shading: Plane, fall: Fall, surface: Surface, lively: Plane, gain: float = 1.0) -> Linear:
    """Return the photo (height, width, 3) linear in the light ``fall``; all planes of its size.

    ``gain`` is what an underexposed photo needs, see `engine.canvas.subjects.exposure`.
    Eyes and teeth (``lively``) take the light of their surroundings: no shadow line crosses them, and the lights of
    the photo in them stay.
    """
    trust = REMOVED * (surface.face + OUTSIDE * (1 - surface.face))
    ratio = fall.matt / (shading**trust)[..., None]
    calm = wide(ratio, surface.span / 12)
    ratio = ratio + (calm - ratio) * lively[..., None]
    ratio = ratio.clip(DARKEST, BRIGHTEST) * np.float32(gain)
    person = exposed(photo, ratio)
    shine = fall.shine * (1 - lively[..., None])
    return person + (1 - person.clip(0, 1)) * (1 - np.exp(-shine))


def detail(photo: Linear, span: float) -> Plane:
    """Return (height, width) the fine relief of a photo: luminance over its surroundings, 0.2..3, 1 in the mean."""
    tone = np.sqrt(luminance(photo).clip(0, 1)) + 0.02
    around = wide(tone, max(span / 22, 1.5))
    return ((tone / around) ** 2).clip(0.2, 3).astype(np.float32)
