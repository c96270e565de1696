"""The light that was there, the light that comes, and the ratio of the two: a face in another light (linear light).

subject.shading                    # `own`: the photo's own light over the skin, harmonics, robust
fall = falling(light, shape)       # how much of each colour falls on every pixel, and what shines
person = relit(...)                # photo * fall / own, bent by a shoulder, eyes and teeth left their contrast

Over a face only broad light changes, from cheek to cheek and from brow to chin (`broad`): what shades brows, sockets,
nose and lips is what people are known by, and stays the photo's own. Drawn anew from the mesh it cost 0.06 of distance
to other photos of the person, broad light costs 0.01. Hard lamps are drawn in full: who asks for noir wants shadows.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.canvas import harmonics
from engine.canvas.channels import highest
from engine.canvas.linear import LUMINANCE, exposed, luminance
from engine.canvas.normals import unit
from engine.canvas.shadows import shadow
from engine.canvas.smooth import Field, wide
from engine.canvas.types import Lamp, Light, Linear, Plane
from engine.faces.regions import for_all

DARKEST, BRIGHTEST = 0.05, 2.3  # of a ratio: less is noise, more burns out
GLARE, BURNT = 0.55, 0.95  # linear light of a photo that more light brightens less, and not at all
OWN = (0.4, 2.0)  # of the photo's own light: beyond it is paint, beard or a burnt spot, not light
REMOVED = 0.95  # share of the photo's own light taken out: an estimate is never trusted wholly
OUTSIDE = 0.35  # and of it away from the face, where nothing was measured
EVEN = [1, 2, 5, 6, 8]  # of the ten terms of `_explained` those that are alike on both sides, but for the constant
KEY = 1.3  # brightness of the lit side under lamps; 1 is as in the photo
KEY_AT = 85  # percentile of the skin that is "the lit side"
SHADOWLESS = 0.5  # wrap from which a lamp is too large to cast shadows
MODELLING = 0.4  # how much more than as it is the light of a place differs from side to side
BOUNCE = 0.4  # share of a shadowless lamp's light that comes back from the place around
DEEPEST = 0.85  # share of a lamp that a cast shadow takes at the most
NECK = 0.3  # share of a rim's light on skin below the face: it lies back, in the shade of head and shoulders
DULL, SHINING = 0.25, 0.06  # share of a lamp before them on the darkest hair; luminance of hair from which it is whole
SPARK, GLOW = 0.07, 1.8  # share of a lamp behind them that black hair gives back, and what its own luminance adds
MIST = 0.3  # share of a rim's wider half on skin: more is a mist over the cheeks
BARE, FAIR = 0.25, 1.7  # share of a lamp behind them that the darkest skin gives back, and what its own luminance adds
SHEEN_OF, SHEEN_AT = 1.2, 25  # times as light as its dark strands (percentile) hair is taken for at the most
RELIEF, GLITTER = 1.3, 1.6  # of hair's detail under a lamp behind and one before: brighter strands shine no more
CLOTH, SHEEN = 0.15, 2.0  # the same of cloth: a black coat before a low sun is black, not mist
STRAND = 0.005  # face widths: detail of hair that is finer is grain, which a lamp behind would turn to sparks
CORE, FOREIGN = 0.12, 2.5  # face widths over which hair is known; times as bright as it: seen between its strands
BROAD = 0.18  # face widths over which light on a face may change; hard lamps excepted
TONED = 0.7  # share of the difference of colour that the light of a place has over a face, which is taken out
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
    tone: Plane  # the photo's luminance around every pixel, linear
    span: float  # width of the face, pixels


@dataclass(frozen=True, kw_only=True, eq=False)
class Fall:
    """The light on every pixel."""

    matt: Linear  # falls on it; 1 as bright as in the photo
    shine: Linear  # shines off it, added


def own(light: Linear, normals: Linear, skin: Plane, even: float = 1.0) -> Plane:
    """Return (height, width) the light a photo was taken in, as seen on its skin; 1 in the median over the skin.

    ``light`` is the photo in linear light. Skin is taken to be of one colour; what differs too much (lips, beard,
    spots, cast shadows) is left out in three rounds. Flat where there is too little skin to tell.
    ``even`` 0..1 is the share that is told of what falls alike on both halves of a face.
    """
    sure = skin > 0.8
    if sure.sum() < 200:
        return np.ones(skin.shape, np.float32)
    tone = luminance(light)[sure].astype(np.float64)
    shape = _explained(normals, sure)[sure].astype(np.float64)
    every = max(1, len(tone) // 20000)
    tone, shape = tone[::every] / np.median(tone), shape[::every]
    weight = ((tone > np.percentile(tone, 6)) & (tone < np.percentile(tone, 98))).astype(np.float64)
    # Only directions a face shows can be told; the ridge keeps the others at rest.
    ridge = np.sqrt(0.004 * len(tone)) * np.diag([0.0, 1, 0.6, 1, 2, 2, 2, 2, 2, 0.5])
    for _ in range(3):
        rows = np.vstack([shape * weight[:, None], ridge])
        found = np.linalg.lstsq(rows, np.r_[tone * weight, np.zeros(len(ridge))], rcond=None)[0]
        apart = np.abs(tone - shape @ found)
        spread = 1.48 * np.median(apart[weight > 0]) + 0.05
        weight = 1 / (1 + (apart / (2.5 * spread)) ** 2)
    found[EVEN] *= even
    size = (max(2, normals.shape[1] // 3), max(2, normals.shape[0] // 3))
    small = unit(cv2.resize(normals, size, interpolation=cv2.INTER_AREA))
    where = cv2.resize(sure.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST) > 0
    fall = _explained(small, where) @ found.astype(np.float32)
    seen = cv2.resize(fall, normals.shape[1::-1], interpolation=cv2.INTER_CUBIC)
    return (seen / max(float(np.median(seen[sure])), 1e-3)).clip(*OWN).astype(np.float32)


def evened(light: Linear, seen: Plane, pairs: NDArray[np.float32]) -> Plane:
    """Return the photo's own light ``seen`` (height, width) with what is left between both cheeks.

    ``pairs`` is (n, 2, 2), pixels of the same place of the left and the right cheek (of the picture): skin has one
    colour on both, so what differs is light. The robust fit may have taken a cheek in shadow for an exception.
    """
    height, width = seen.shape
    places = np.round(pairs).astype(int)
    inside = ((places >= 0) & (places < (width, height))).all((1, 2))
    if inside.sum() < 4:
        return seen
    spread = max(float(np.abs(pairs[inside, 1, 0] - pairs[inside, 0, 0]).mean()), 1.0)
    tone = wide(luminance(light), spread / 25) / seen
    left, right = (np.log(tone[places[inside, side, 1], places[inside, side, 0]].clip(1e-4)) for side in (0, 1))
    lean = float(np.clip(np.median(left - right), -1.2, 1.2))
    middle = float(pairs[inside, :, 0].mean())
    across = ((np.arange(width) - middle) / spread).clip(-0.7, 0.7).astype(np.float32)
    return (seen * np.exp(-lean * across)).clip(*OWN).astype(np.float32)


def _explained(normals: Linear, skin: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return (height, width, 10): the harmonics, and how far left or right of the skin's middle a pixel is.

    The last catches what no direction explains: the shadow of a hand, of hair, a lamp so near that it falls off. Up and
    down is left out: that would take a beard for darkness.
    """
    return np.concatenate([harmonics.basis(normals), _across(skin)[..., None]], -1)


def _across(skin: NDArray[np.bool_]) -> Plane:
    """Return (height, width), -1 at the left end of the skin, 1 at the right one."""
    columns = np.flatnonzero(skin.any(0))
    left, right = (columns[0], columns[-1]) if len(columns) else (0, skin.shape[1])
    across = (np.arange(skin.shape[1]) - (left + right) / 2) / max((right - left) / 2, 1)
    return np.broadcast_to(across.clip(-1.1, 1.1).astype(np.float32), skin.shape)


def falling(light: Light, surface: Surface) -> Fall:
    """Return what falls on ``surface``: harmonics, ambient and lamps with their shadows, rims and highlights."""
    normals = surface.normals
    matt = np.zeros((*surface.alpha.shape, 3), np.float32) + np.array(light.ambient, np.float32)
    shine = np.zeros_like(matt)
    if light.harmonics:
        sky = _modelled(harmonics.shaded(normals, np.array(light.harmonics, np.float32)).clip(0.02), surface)
        matt += _toned(broad(sky, surface), surface)
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


def _toned(matt: Linear, surface: Surface) -> Linear:
    """Return the light of a place with less difference of colour over the face: a lawn makes no chin orange."""
    sure = surface.face > 0.7
    if not sure.any():
        return matt
    tone = luminance(matt)
    every = max(1, int(sure.sum()) // 20000)
    colour = np.median(matt[sure][::every] / tone[sure][::every, None], 0)
    share = TONED * wide(surface.face, surface.span / 14)
    made = matt * for_all(1 - share)
    made += for_all(tone * share) * colour
    return made


def _modelled(matt: Linear, surface: Surface) -> Linear:
    """Return the light of a place with more difference between its sides, as a photographer turns a face to show."""
    tone = luminance(matt)
    sure = surface.face > 0.7
    middle = float(np.median(tone[sure])) if sure.any() else 1.0
    return matt * for_all((tone / max(middle, 1e-4)) ** MODELLING)


def _reach(towards: NDArray[np.float32], lamp: Lamp, surface: Surface) -> Plane:
    """Return 0..1, how much of a lamp reaches each pixel: its angle, softened by the lamp's size, and shadows."""
    facing = surface.normals @ towards
    lit = ((facing + lamp.wrap) / (1 + lamp.wrap)).clip(0)
    # The terminator of skin is soft: light wanders under it. A smooth start instead of a kink.
    lit = lit**1.25
    hard = DEEPEST * (1 - lamp.wrap / SHADOWLESS)
    if hard > 0:
        lit = lit * (1 - hard * shadow(surface.height, towards, surface.alpha, surface.span))
    # A large lamp lights the place around as well, and that the face from below.
    bounce = BOUNCE * min(lamp.wrap / SHADOWLESS, 1.0)
    reach = (lit * (1 - bounce) + bounce * (0.5 + 0.5 * facing)).astype(np.float32)
    drawn = max(0.0, 1 - lamp.wrap / SHADOWLESS) ** 2
    return np.float32(drawn) * reach + np.float32(1 - drawn) * broad(reach, surface)


def broad(light: Field, surface: Surface) -> Field:
    """Return ``light`` (height, width[, 3]), over the face only what of it changes as slowly as a cheek is wide."""
    own = wide(surface.face, surface.span / 14)
    smooth = BROAD * surface.span
    factor = max(1.0, smooth / 6)  # what is left is smooth: a small picture holds it
    size = (max(2, round(own.shape[1] / factor)), max(2, round(own.shape[0] / factor)))
    small, weight = (cv2.resize(plane, size, interpolation=cv2.INTER_AREA) for plane in (light, surface.face))
    weight = weight + np.float32(1e-3)
    around = wide(weight, smooth / factor)
    if light.ndim == 3:
        weight, around, own = for_all(weight), for_all(around), for_all(own)
    calm = wide(small * weight, smooth / factor)
    calm /= around
    calm = cv2.resize(calm, light.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    calm -= light
    calm *= own
    calm += light
    return calm


def _gloss(towards: NDArray[np.float32], surface: Surface) -> Plane:
    """Return how much of a lamp shines off each pixel into the camera: oily skin wide, hair in streaks."""
    half = unit(towards + np.array([0, 0, 1], np.float32))
    facing = (surface.normals @ half).clip(0)
    edge = 1 + 2 * (1 - surface.normals[..., 2].clip(0, 1)) ** 3  # more at a flat angle
    skin = SKIN * surface.skin * (0.6 * facing**14 + 0.4 * facing**40)
    # Smooth hair shines in the photo already; dark curls do not, and a window would turn them grey.
    dull = DULL + (1 - DULL) * (surface.tone / SHINING).clip(0, 1)
    hair = HAIR * surface.hair * facing**6 * surface.detail.clip(0, GLITTER) * dull
    cloth = CLOTHES * (surface.alpha - surface.skin - surface.hair).clip(0) * facing**5
    return ((skin * surface.detail.clip(0, 1.6) + hair + cloth) * edge).astype(np.float32)


def _rim(towards: NDArray[np.float32], surface: Surface) -> Plane:
    """Return how much of a lamp behind the person is seen along their edge: narrow on skin, wide in hair."""
    flat = towards[:2] / max(float(np.hypot(*towards[:2])), 1e-6)
    widths = ((surface.span * 0.025, 0.6), (surface.span * 0.065, 0.25))
    found = np.zeros_like(surface.alpha)
    for (width, share), skin in zip(widths, (1.0, MIST), strict=True):
        soft = wide(surface.alpha, width)
        right = cv2.Sobel(soft, cv2.CV_32F, 1, 0, scale=1 / 8)
        down = cv2.Sobel(soft, cv2.CV_32F, 0, 1, scale=1 / 8)
        outward = (-right * flat[0] + down * flat[1]) * width * 2.5
        found += share * outward.clip(0, 1) * (1 - (1 - skin) * surface.skin)
    grazing = (1 - surface.normals[..., 2].clip(0, 1)) ** 3 * (surface.normals[..., :2] @ flat).clip(0)
    grazing = grazing * wide(surface.alpha, surface.span * 0.03) ** 2
    neck = (surface.skin - wide(surface.face, surface.span * 0.02)).clip(0, 1)
    seen = (found + 0.4 * grazing * (1 - surface.face)) * _strands(surface) * surface.alpha * (1 - (1 - NECK) * neck)
    return (seen * _fair(surface)).clip(0, 1.5).astype(np.float32)


def _fair(surface: Surface) -> Plane:
    """Return how much of a lamp behind the person skin gives back: on dark skin all of it would be a fog."""
    sure = surface.face > 0.7
    tone = float(np.median(surface.tone[sure])) if sure.any() else 1.0
    return np.asarray(1 - surface.skin.clip(0, 1) * (1 - min(BARE + FAIR * tone, 1.0)), np.float32)


def _strands(surface: Surface) -> Plane:
    """Return how much of a lamp behind the person hair and cloth give back; hair by what it is like further in.

    Its rim is mixed with the photo's old background, which is seen between curls as well: that lit up as a wire around
    the head and as patches in it.
    """
    soft = 0.02 * surface.span
    # Where a strand covers half of a pixel that half is hair, all of it.
    hair = (wide(surface.hair, soft) / wide(surface.alpha, soft).clip(0.02)).clip(0, 1)
    inner = cv2.erode(surface.hair, np.ones((2 * max(1, round(soft)) + 1,) * 2)) > 0.9
    core = inner.astype(np.float32)
    near = wide(core, CORE * surface.span)
    usual = np.where(near > 1e-3, wide(surface.tone * core, CORE * surface.span) / near.clip(1e-3), surface.tone)
    tone = np.minimum(surface.tone, usual)
    if inner.any():  # what shines on black hair in the photo makes it no light hair
        tone = np.minimum(tone, SHEEN_OF * np.percentile(surface.tone[inner], SHEEN_AT))
    # Black hair swallows what makes light hair glow: more than a line of a strong lamp would bleach it.
    gives = (SPARK + GLOW * tone).clip(0, 1)
    brighter = surface.detail * surface.tone / (usual + 0.01)
    foreign = hair * ((brighter - FOREIGN) / FOREIGN).clip(0, 1)
    relief = np.minimum(wide(surface.detail, STRAND * surface.span), RELIEF)
    cloth = (1 - surface.skin - hair).clip(0, 1) * (1 - (CLOTH + SHEEN * surface.tone).clip(0, 1))
    return np.asarray((1 + hair * (gives * relief - 1) - cloth) * (1 - 0.9 * foreign), np.float32)


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
    fall.matt[...] *= gain / tint
    fall.shine[...] /= tint
    return fall


def relit(photo: Linear, shading: Plane, fall: Fall, surface: Surface, lively: Plane, gain: float = 1.0) -> Linear:
    """Return the photo (height, width, 3) linear in the light ``fall``; all planes of its size.

    ``gain`` is what an underexposed photo needs, see `engine.canvas.subjects.exposure`.
    Eyes and teeth (``lively``) take the light of their surroundings: no shadow line crosses them, and the lights of
    the photo in them stay.
    """
    trust = REMOVED * (surface.face + OUTSIDE * (1 - surface.face))
    ratio = np.divide(fall.matt, for_all(broad(shading, surface) ** trust))
    ratio /= np.float32(_drift(ratio, surface))
    calm = wide(ratio, surface.span / 12)
    calm -= ratio
    calm *= for_all(lively)
    ratio += calm
    np.clip(ratio, DARKEST, BRIGHTEST, out=ratio)
    ratio *= np.float32(gain)
    # A highlight of the photo is no brighter in more light: it would burn.
    ratio -= (ratio - 1).clip(0) * for_all(((highest(photo) - GLARE) / (BURNT - GLARE)).clip(0, 1))
    person = exposed(photo, ratio)
    shine = fall.shine * for_all(lively - 1)
    np.expm1(shine, out=shine)  # minus what shines
    shine *= 1 - person.clip(0, 1)
    person -= shine
    return person


def _drift(ratio: Linear, surface: Surface) -> float:
    """Return how far the face's middle tone would drift, within what is no wish of the light: skin keeps its tone."""
    sure = surface.face > 0.7
    middle = float(np.median(luminance(ratio)[sure])) if sure.any() else 1.0
    return middle if 0.8 < middle < 1.25 else 1.0


def detail(photo: Linear, span: float) -> Plane:
    """Return (height, width) the fine relief of a photo: luminance over its surroundings, 0.2..3, 1 in the mean."""
    tone = np.sqrt(luminance(photo).clip(0, 1)) + 0.02
    around = wide(tone, max(span / 22, 1.5))
    return ((tone / around) ** 2).clip(0.2, 3).astype(np.float32)
