"""All skin in the person's tone: how much more of each colour their face has than the template's, carried outwards."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.canvas.linear import exposed, luminance
from engine.canvas.smooth import wide
from engine.canvas.types import Linear, Plane

REACHES = (0.1, 0.05)  # face widths over which the ratio is told, coarse first: a jaw's own shade is not the neck's
TRUST = 0.05  # weight of known skin near a pixel from which a finer ratio is believed half
#: Natural logarithms: so much may a place differ from the whole face in lightness, and each colour from that: light and
#: shade differ from place to place, the tone does not.
LOCAL, LOCAL_COLOUR = 0.25, 0.08
REST = 0.12  # natural logarithms that a neck may be off what is asked for: more is no neck
FEW = 50  # pixels of which something can be said
BENDS = 0.5  # linear light from which more of it bends
DARKEST = 0.004  # linear light: below it colours are noise
CHROMA = 0.05  # variance of log chroma that skin of one person has at least: light of two colours
SPOT = 0.02  # face widths over which chroma is looked at
STRANGE = 9.0  # squared distances of chroma from which a pixel is no skin of this person


def ratios(face: Linear, template: Linear, known: Plane, bare: NDArray[np.bool_], span: float) -> Linear:
    """Return (height, width, 3) natural logarithms: what the template's skin must be multiplied by.

    ``face`` is the person's skin in the template's light, ``template`` the template's, both linear; ``known`` 0..1
    where both are bare skin, ``bare`` all of the face where no beard grows. Near the face the ratio of that very place,
    so that no border is seen; far away that of the whole ``bare`` face: stubble and a chin's shade would grey the neck,
    and what is ``known`` for certain is its lighter part, about which places differ.
    """
    apart = np.log(face.clip(DARKEST)) - np.log(template.clip(DARKEST))
    sure = known > 0.5
    if not sure.any():
        return np.zeros_like(face)
    middle, lighter = (between(face, template, one if one.sum() >= FEW else sure) for one in (bare, bare & sure))
    out = np.broadcast_to(middle, apart.shape).copy()
    apart = _near(apart - lighter) + lighter
    apart *= known[..., None]
    for reach in REACHES:
        weight = wide(known, reach * span)
        mean = wide(apart, reach * span) / (weight[..., None] + 1e-6)
        trust = (weight / (weight + TRUST))[..., None]
        out += trust * (mean - out)
    return out


def between(face: Linear, template: Linear, where: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return (3,) natural logarithms of how much more of each colour ``face`` usually has ``where`` it is bare.

    Of the usual colours, not the usual ratio of two places: a template's shade is warmer than its light, and the neck
    lies in it.
    """
    usual = [np.median(light[where], 0).clip(DARKEST) for light in (face, template)]
    return np.asarray(np.log(usual[0] / usual[1]), np.float32)


def rest(
    template: Linear, toned: Linear, pasted: Linear, bare: NDArray[np.bool_], neck: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """Return (3,) natural logarithms: what a ``neck`` lacks to have changed as much as the ``bare`` face has.

    ``template`` is the light of both as it was, ``toned`` that of the neck and ``pasted`` that of the finished face.
    The tone of what is joined band by band is not quite that of what was laid on, a chin's own shade reaches down to
    the neck, and what nears white is bent.
    """
    if min(bare.sum(), neck.sum()) < FEW:
        return np.zeros(3, np.float32)
    return np.asarray((between(pasted, template, bare) - between(toned, template, neck)).clip(-REST, REST), np.float32)


def _near(apart: Linear) -> Linear:
    """Return differences (height, width, 3) of logarithms within what a place may differ from the whole."""
    light = apart.mean(-1, keepdims=True)
    return light.clip(-LOCAL, LOCAL) + (apart - light).clip(-LOCAL_COLOUR, LOCAL_COLOUR)


def skin(template: Linear, skin_: Plane, known: Plane, span: float) -> Plane:
    """Return ``skin_`` (height, width) 0..1 without what has not the chroma of the facial skin ``known``."""
    sure = known > 0.5
    if sure.sum() < FEW:
        return skin_
    chroma = wide(_chroma(template), SPOT * span)
    mean = np.median(chroma[sure], 0)
    spread = np.cov((chroma[sure] - mean).T) + CHROMA * np.eye(2)
    away = chroma - mean
    odd = np.einsum("hwi,ij,hwj->hw", away, np.linalg.inv(spread), away)
    return (skin_ * np.clip(2 - odd / STRANGE, 0, 1)).astype(np.float32)


def moved(template: Linear, ratio: Linear, share: Plane) -> Linear:
    """Return the template with its skin ``share`` (height, width) 0..1 multiplied; what nears white bends like film.

    Film bends everything that gets lighter, and each colour by itself. The face beside it was not lit so: a neck would
    be darker and greyer than it.
    """
    plain = template * np.exp(ratio * share[..., None])
    was, top = (light.max(-1, keepdims=True).clip(1e-6) for light in (template, plain))
    near = ((top - BENDS) / (1 - BENDS)).clip(0, 1)
    bent = top + (exposed(was, top / was) - top) * near * near * (3 - 2 * near)
    return np.asarray(plain * (bent / top), np.float32)


def _chroma(light: Linear) -> NDArray[np.float32]:
    tone = np.log(luminance(light).clip(DARKEST))[..., None]
    return np.log(light[..., [0, 2]].clip(DARKEST)) - tone
