"""Where the edge of a person runs, and in which colours: the network says it roughly, the photo's pixels finely.

Colours of the old background leave the rim by blurred fusion (Forte, "Approximate fast foreground colour estimation",
ICIP 2021): both layers are guessed from their surroundings, and what the photo does not agree with goes to the person.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.canvas.channels import dot, highest, lowest, squared
from engine.canvas.types import Plane
from engine.faces.regions import for_all
from engine.faces.types import RGB, as_bytes

Colours = NDArray[np.float32]  # (height, width, 3), 0..255

SURE, NONE = 0.97, 0.03  # alpha that is wholly the person's, and not at all
GUIDED = 30.0  # the guided filter's tolerance in grey values: smaller follows weaker edges of the photo
CLEAR, CLEARER = 2.0, 4.0  # distance of both layers' colours over their own spread from which colour decides the edge
DOUBT = 0.5  # alpha below which a pixel tells nothing of the person's colour
NEAR = 1.5  # reaches within which the rim's colours are looked for at last
CURLS = 7  # reaches from the edge in which the old background is looked for between curls
DARK, LIGHT, GLOW = 110.0, 170.0, 110.0  # grey values of such hair, of what is behind it, and how even that is
ENOUGH = 0.3  # of the surroundings that must surely be hair
WHOLE = 0.995  # from which a pixel keeps its own colour to the bit


def refined(rgb: RGB, alpha: Plane, hair: Plane, reach: float) -> Plane:
    """Return alpha (height, width) that follows the photo; ``reach`` in pixels is how far off the edge may lie.

    Everywhere the edge is drawn to the photo's own (guided filter). Where ``hair`` meets a background of another, even
    colour, the share of the two colours decides: strands finer than the network's pixels.
    """
    radius = max(2, round(reach))
    guided = cv2.ximgproc.guidedFilter(rgb, alpha, radius, GUIDED**2 / 10).clip(0, 1)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    inside, outside = cv2.erode(alpha, disc) > SURE, cv2.dilate(alpha, disc) < NONE
    band = ~inside & ~outside
    soft = np.where(band, guided, alpha).astype(np.float32)
    asked = band * np.clip(2 * cv2.dilate(cv2.GaussianBlur(hair, (0, 0), radius), disc), 0, 1)
    values, found = rgb.astype(np.float32), soft
    here = _box(asked > 0, 6 * radius + 2)
    told, trust = _by_colour(values[here], inside[here], outside[here], 3 * radius)
    trust = trust * asked[here]
    found[here] = (soft[here] * (1 - trust) + told * trust).clip(0, 1)
    return found * (1 - _seen_through(values, found, hair, outside, CURLS * radius))


def _seen_through(values: Colours, alpha: Plane, hair: Plane, outside: NDArray[np.bool_], reach: float) -> Plane:
    """Return how much of the old background is seen between dark curls near the edge, (height, width) 0..1.

    Only of dark hair before something bright and even, a window or the sky: what shines on hair is less bright.
    """
    near = cv2.distanceTransform((~outside).astype(np.uint8), cv2.DIST_L2, 5) <= reach
    sure = (hair > SURE).astype(np.float32)
    own, _ = _around(values, sure, reach)
    asked = (highest(own) < DARK) & (_blur(sure, reach) > ENOUGH) & near & (hair > 0.8 * alpha)
    if not asked.any():
        return np.zeros_like(alpha)
    behind, busy = _around(values, outside.astype(np.float32), 2 * reach)
    darkest, lit = lowest(own), lowest(behind)
    window = asked & (lit > LIGHT) & (busy < GLOW**2)
    share = ((lowest(values) - darkest) / (lit - darkest).clip(1)).clip(0, 1)
    return np.asarray(((share - 0.55) / 0.3).clip(0, 1) * window, np.float32)


def _by_colour(
    values: Colours, inside: NDArray[np.bool_], outside: NDArray[np.bool_], reach: float
) -> tuple[Plane, Plane]:
    """Return alpha as the colours tell it, and how far that can be trusted, 0..1."""
    own, spread = _around(values, inside.astype(np.float32), reach)
    behind, busy = _around(values, outside.astype(np.float32), reach)
    apart = own - behind
    far = squared(apart)
    told = dot(values - behind, apart) / (far + 1)
    clear = np.sqrt(far) / (np.sqrt(spread + busy) + 4)
    trust = ((clear - CLEAR) / (CLEARER - CLEAR)).clip(0, 1)
    return np.asarray(((told - 0.08) / 0.84).clip(0, 1), np.float32), np.asarray(trust, np.float32)


def _around(values: Colours, mask: Plane, reach: float) -> tuple[Colours, Plane]:
    """Return the mean colour of ``mask`` around every pixel and the variance of those colours."""
    weight = _blur(mask, reach) + 1e-6
    mean = _blur(values * for_all(mask), reach)
    mean /= for_all(weight)
    square = _blur(squared(values) * mask, reach) / weight
    return np.asarray(mean, np.float32), np.asarray((square - squared(mean)).clip(0), np.float32)


def _box(mask: NDArray[np.bool_], around: int) -> tuple[slice, slice]:
    """Return the smallest box that holds ``mask`` and ``around`` pixels more on every side; it may be empty."""
    spans = []
    for axis in (1, 0):
        (places,) = np.nonzero(mask.any(axis))
        spans.append(slice(max(0, int(places[0]) - around), int(places[-1]) + around + 1) if len(places) else slice(0))
    return spans[0], spans[1]


def _blur(values: NDArray[np.float32], reach: float) -> NDArray[np.float32]:
    size = 2 * max(1, round(reach)) + 1
    once = cv2.blur(values, (size, size), borderType=cv2.BORDER_REPLICATE)
    return np.asarray(cv2.blur(once, (size, size), borderType=cv2.BORDER_REPLICATE), np.float32)


def without_background(rgb: RGB, alpha: Plane, reach: float) -> RGB:
    """Return the person's own colours (height, width, 3): what was mixed with the old background at the rim is not.

    ``reach`` in pixels is the width of the rim. Pixels that are wholly the person's stay to the bit.
    """
    values = rgb.astype(np.float32)
    alpha = ((alpha - DOUBT) / (1 - DOUBT)).clip(0, 1)
    own, behind = _fused(values, values, values, alpha, 8 * reach)
    # No narrower pass follows: it takes its colours from the rim itself, and the old background is in them.
    own, _ = _fused(values, own, behind, alpha, max(1.0, NEAR * reach))
    out = as_bytes(own)
    return np.asarray(cv2.copyTo(rgb, (alpha > WHOLE).astype(np.uint8), out), np.uint8)


def _fused(values: Colours, own: Colours, behind: Colours, alpha: Plane, reach: float) -> tuple[Colours, Colours]:
    """One pass of blurred fusion: person and background as their surroundings have them, then what the photo says."""
    part, left = for_all(alpha), for_all(1 - alpha)
    own = _blur(own * part, reach)
    own /= for_all(_blur(alpha, reach) + 1e-5)
    behind = _blur(behind * left, reach)
    behind /= for_all(_blur(1 - alpha, reach) + 1e-5)
    told = values - part * own
    told -= left * behind
    told *= part
    own += told
    return np.asarray(own.clip(0, 255), np.float32), np.asarray(behind.clip(0, 255), np.float32)
