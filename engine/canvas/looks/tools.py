"""What the looks share: tone of the face, edges, smoothing, papers. Values are display values 0..1, float32."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.canvas.grade import Unit, blurred, grey, smoothstep, unit_as_bytes
from engine.canvas.sitter import Sitter
from engine.canvas.texture import pixels
from engine.canvas.types import Plane
from engine.faces.occlusion import glasses
from engine.faces.types import LEFT_EYE, LIPS, RGB, RIGHT_EYE

__all__ = ["Unit", "blurred", "grey", "smoothstep", "unit_as_bytes"]

FACE_TONE = 0.56  # brightness a face is brought to before a look that knows only light and dark
GAMMA = (0.5, 1.5)  # how far it may be moved
LIP = 26  # part of a face's width over which skin is compared with the photo: less than lips are high
MOVED = (0.4, 2.5)  # times as light as it was painted that skin may become


def unit(rgb: RGB) -> Unit:
    """(height, width, 3) uint8 as 0..1."""
    return rgb.astype(np.float32) / 255


def code(colour: str) -> NDArray[np.float32]:
    """Return the display values of ``#rrggbb``."""
    return np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)], np.float32) / 255


def tone_power(value: Unit, sitter: Sitter, target: float = FACE_TONE) -> float:
    """Return the power that brings the median brightness of the face to ``target``."""
    skin = sitter.face > 0.6
    if not skin.any():
        return 1.0
    middle = float(np.median(grey(value[skin])).clip(0.06, 0.94))
    return float(np.clip(np.log(target) / np.log(middle), *GAMMA))


def evened(value: Unit, sitter: Sitter, target: float = FACE_TONE) -> tuple[Unit, float]:
    """Bring the face to ``target`` before a look, so that dark skin keeps its features; also return the power.

    Only the person is moved, and not their hair: black hair made as light as a dark face has to be is grey, and its
    owner years older. What stands behind keeps its tone.
    """
    power = tone_power(value, sitter, target)
    share = (sitter.alpha * (1 - blurred(sitter.hair, sitter.span / 90)))[..., None]
    return value * (1 - share) + value.clip(0, 1) ** power * share, power


def restored(value: Unit, sitter: Sitter, power: float, share: float = 0.7) -> Unit:
    """Put the tone back that `evened` took, by ``share``: a person stays as dark or light as they are."""
    back = 1 / (1 + (power - 1) * share) if power > 1 else 1 + (1 / power - 1) * share
    skin = (sitter.face + sitter.skin).clip(0, 1)[..., None]
    return value * (1 - skin) + value.clip(0, 1) ** back * skin


def own_skin(value: Unit, photo: Unit, sitter: Sitter, share: float = 0.75) -> Unit:
    """Return ``value`` with the colour of the skin moved by ``share`` to that in ``photo``; light and dark stay.

    Strong paint turns dark skin orange: its own colour is weak, and grows with the tone it is brought to and back from.
    """
    skin = (sitter.face + sitter.skin).clip(0, 1)
    sure = sitter.face > 0.6
    if not sure.any():
        return value
    seen, own = value[sure].mean(0), photo[sure].mean(0)
    light = float(grey(seen))
    missing = own * (light / max(float(grey(own)), 1e-3)) - seen
    near = blurred(skin, sitter.span / 90)[..., None]
    return value + (share * missing).astype(np.float32) * near * (grey(value)[..., None] / max(light, 1e-3)).clip(
        0, 1.5
    )


def own_tone(value: Unit, photo: Unit, sitter: Sitter, share: float = 0.85) -> Unit:
    """Return ``value`` with skin moved by ``share`` to the lightness and colour of ``photo`` over the width of a lip.

    The middle tone of a face, which `restored` and `own_skin` know, says nothing of its parts: washes left dark cheeks
    in patches, and lips as light as they. What is finer than a lip, strokes and the tooth of paper, stays.
    """
    wide = sitter.span / LIP
    own, made = (blurred(each, wide) for each in (photo, value))
    ratio = ((own + 0.02) / (made + 0.02).clip(0.02)).clip(*MOVED)
    skin = blurred((sitter.face + sitter.skin).clip(0, 1), sitter.span / 90)[..., None]
    return value * (1 + share * skin * (ratio - 1))


def own_hair(value: Unit, photo: Unit, sitter: Sitter) -> Unit:
    """Return ``value`` with hair no lighter, over the width of a lock, than it is in ``photo``; its strokes stay.

    Bright paint makes black hair grey, and its owner years older. Light hair is bright in the photo already.
    """
    wide = sitter.span / 12
    own, made = (blurred(grey(each), wide) for each in (photo, value))
    ratio = ((own + 0.02) / (made + 0.02)).clip(0.25, 1)
    hair = blurred(sitter.hair, sitter.span / 60)
    return value * (1 - hair * (1 - ratio))[..., None]


def features(sitter: Sitter, eyes: float = 1.0, lips: float = 0.6, rest: float = 0.25) -> Plane:
    """(height, width) 0..1 where a face is read: eyes and brows, mouth, and a little everywhere on it."""
    height, width = sitter.alpha.shape
    mask = np.zeros((height, width), np.float32)
    for places, strength, wide, tall in (
        (RIGHT_EYE, eyes, 0.62, 0.62),
        (LEFT_EYE, eyes, 0.62, 0.62),
        (LIPS, lips, 0.6, 0.8),
    ):
        points = sitter.points[list(places), :2]
        centre, reach = points.mean(0), np.ptp(points[:, 0])
        axes = (max(int(reach * wide), 1), max(int(reach * tall * (0.62 if places is not LIPS else 0.45)), 1))
        cv2.ellipse(mask, tuple(int(part) for part in centre), axes, 0, 0, 360, float(strength), -1)
    mask = blurred(mask, sitter.span / 28)
    return np.maximum(mask, rest * sitter.face).clip(0, 1)


def readable(
    value: Unit, photo: Unit, sitter: Sitter, amount: float = 0.8, *, fine: float = 20, rest: float = 0.25
) -> Unit:
    """Give a painted face the fine light and dark of ``photo`` back where it is read; colours stay painted.

    So do glasses: a brush as wide as their frame would paint it away.
    """
    sigma = sitter.span / fine
    light, seen = grey(photo), grey(value)
    missing = (light - blurred(light, sigma)) - (seen - blurred(seen, sigma))
    where = features(sitter, rest=rest)
    frames = glasses(unit_as_bytes(photo), sitter.points)
    if frames is not None:
        where = np.maximum(where, frames)
    return value + (amount * where * missing)[..., None]


def ramp(tone: Plane, stops: Sequence[tuple[float, str]]) -> Unit:
    """Map brightness to colours through ``stops``."""
    colours, places = np.array([code(each) for _, each in stops]), [place for place, _ in stops]
    return np.stack([np.interp(tone, places, colours[:, c]) for c in range(3)], -1).astype(np.float32)


def saturated(value: Unit, gain: float) -> Unit:
    """Move colours away from grey by ``gain``."""
    light = grey(value)[..., None]
    return (light + (value - light) * gain).clip(0, 1)


def contrast(value: NDArray[np.float32], gain: float, middle: float = 0.5) -> NDArray[np.float32]:
    """Stretch around ``middle``."""
    return (value - middle) * gain + middle


def fibres(height: int, width: int, random: np.random.Generator, size: float = 1.0, stretch: float = 1.0) -> Plane:
    """(height, width) the tooth of paper or canvas, mean 0, about -1..1."""
    scale = max(min(height, width) / 1024, 0.3) * size
    noise = random.standard_normal((height, width), dtype=np.float32)
    made = cv2.GaussianBlur(noise, (0, 0), 0.8 * scale * stretch, sigmaY=0.8 * scale)
    made = made / (made.std() + 1e-6) + 0.6 * _norm(cv2.GaussianBlur(noise, (0, 0), 2.4 * scale))
    return (made / 2.2).astype(np.float32)


def _norm(value: Plane) -> Plane:
    return value / (value.std() + 1e-6)


def weave(height: int, width: int) -> Plane:
    """(height, width) relief of painter's canvas, -1..1."""
    pitch = max(min(height, width) / 200, 2.5)
    x, y = pixels(height, width)
    return (np.sin(2 * np.pi * x / pitch) * np.sin(2 * np.pi * y / pitch)).astype(np.float32)
