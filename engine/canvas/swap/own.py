"""A face in a template against the very photo it was made of: what changed besides light, place and size is a fault.

Both are brought to one small frame by their meshes, where a face is `WIDTH` pixels wide whatever it was in the picture.
Only what is the person's own there is compared: not what the template has in front, hair, hands or glasses. In a
template of one ink the face has lost its colours, and is compared with that ink instead.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from engine.canvas.linear import linear, luminance
from engine.canvas.swap import inks, tint
from engine.canvas.swap.types import Exchanged, Place
from engine.canvas.types import Linear, Plane, Subject
from engine.faces.regions import LEFT_BROW, NOSTRILS, RIGHT_BROW, WHOLE_LIPS, face_width, hull, part
from engine.faces.shape import warp_face
from engine.faces.types import LEFT_EYE, OVAL, RIGHT_EYE, Points

WIDTH, MARGIN = 128, 0.05  # pixels of a face in the small frame, and face widths around it
DARKEST = 0.02  # of display white: darker differs by noise alone
GREY = 0.03  # of display white: what is darker has less and less of a tint
FINE, WIDER, LINES = 0.8, 3.0, 5.0  # pixels: what is finer than features, and how wide their lines are
SPOT, GROUND = 5.0, 20.0  # pixels: a spot, and what it is lighter or darker than
LAMP = 0.04  # of tint by which one pixel differs from the next where one lamp's light ends
INK = 2  # percent of a face that may be darker than ink
EDGE = 9  # pixels along the border in which nothing is said of spots
ROOM = 1.2  # of eyes, brows, lips and nostrils: how much around them belongs to them
FEW = 20  # pixels of which something can be said
PARTS = ((RIGHT_EYE, RIGHT_BROW), (LEFT_EYE, LEFT_BROW), (WHOLE_LIPS,), (NOSTRILS,))


@dataclass(frozen=True, kw_only=True)
class Own:
    """What is seen of the person's own face.

    ``alike``  -1..1, correlation of the lines of eyes, brows, nostrils and lips with the photo's; 1 for the same
    ``even``   0..1, the least sharp of these parts against the sharpest, as they are in the photo
    ``spot``   natural logarithm by which the worst spot is lighter or darker than in the photo, light taken out
    ``tint``   the same for its red against its blue; in a template of one ink, how far the face is from that ink
    """

    alike: float
    even: float
    spot: float
    tint: float


SAME = Own(alike=1.0, even=1.0, spot=0.0, tint=0.0)


def own(place: Place, made: Exchanged, selfie: Subject) -> Own:
    """Compare an exchange with the ``selfie`` it was made of."""
    ink = inks.at(place)
    points, size, here = _here(place, made)
    there = _there(selfie, points, size)
    inside = hull(size[::-1], points[list(OVAL), :2], 0.93) > 0
    sure = inside & (here[..., 2] > 0.8)
    if sure.sum() < FEW:
        return SAME
    after, before = (np.log(plane[..., 0].clip(DARKEST)) for plane in (here, there))
    bare, unlit = _unlit(here), _unlit(there)
    if ink is not None:
        before, unlit = _inked(after, before, sure), _inked(bare, unlit, sure)
    parts = [_part(sure, points, names) for names in PARTS]
    parts = [one for one in parts if one.sum() >= FEW]
    return Own(
        alike=_alike(after, before, np.logical_or.reduce(parts)) if parts else 1.0,
        even=_even(after, before, parts),
        spot=min(_spot(after - before, sure), _spot(bare - unlit, sure)),
        tint=_tinted(here, there, sure) if ink is None else _unprinted(made, ink),
    )


def _here(place: Place, made: Exchanged) -> tuple[Points, tuple[int, int], Plane]:
    """Return the points, the size (width, height), and (height, width, 5).

    Light, shading, the person's share, tint, and that without the template's coloured light.
    """
    width = face_width(made.points)
    scale, oval = WIDTH / width, made.points[list(OVAL), :2]
    low, high = oval.min(0) - MARGIN * width, oval.max(0) + MARGIN * width
    across, down = (int(side) for side in np.ceil((high - low) * scale))
    points = made.points.copy()
    points[:, :2] = (points[:, :2] - low) * scale
    light = linear(made.rgb)
    planes = [luminance(light), place.head.shading, made.face, _tint(light), _tint(light / tint.at(place))]
    planes = np.dstack(planes).astype(np.float32)
    if scale < 1:
        planes = cv2.GaussianBlur(planes, (0, 0), 0.4 / scale)
    matrix = np.array([[scale, 0, -low[0] * scale], [0, scale, -low[1] * scale]], np.float32)
    small = cv2.warpAffine(planes, matrix, (across, down), borderMode=cv2.BORDER_REPLICATE)
    return points, (across, down), small


def _there(selfie: Subject, points: Points, size: tuple[int, int]) -> Plane:
    """Return (height, width, 3) light, shading and tint of the photo, warped to ``points`` of the small frame."""
    source, larger = selfie.mesh.points, face_width(selfie.mesh.points) / WIDTH
    light = linear(selfie.cut.colour)
    planes = np.dstack([luminance(light) * selfie.exposure, selfie.shading, _tint(light)]).astype(np.float32)
    if larger > 1:
        planes = cv2.resize(planes, None, fx=1 / larger, fy=1 / larger, interpolation=cv2.INTER_AREA)
        source = source / larger
    return warp_face(planes, source, points, (0, 0, *size))


def _tinted(here: Plane, there: Plane, sure: np.ndarray) -> float:
    """Return the worst spot of another tint; one that the template's own lamps make is none.

    Where one lamp's light ends and another's begins a line lies as far off as the template was bent, which is no spot.
    """
    lamps = cv2.GaussianBlur(here[..., 3] - here[..., 4], (0, 0), FINE)
    ends = np.hypot(cv2.Sobel(lamps, cv2.CV_32F, 1, 0), cv2.Sobel(lamps, cv2.CV_32F, 0, 1)) / 8 > LAMP
    away = sure & (cv2.dilate(ends.astype(np.uint8), np.ones((EDGE, EDGE), np.uint8)) == 0)
    return min(_spot(here[..., 3] - there[..., 2], sure), _spot(here[..., 4] - there[..., 2], away))


def _tint(light: Linear) -> Plane:
    return np.asarray(np.log((light[..., 0] + GREY) / (light[..., 2] + GREY)), np.float32)


def _unprinted(made: Exchanged, ink: inks.Ink) -> float:
    """Return by how much the tint of a tenth of the face is not that of the ``ink`` at its lightness, at least."""
    printed = inks.printed(made.rgb, ink).round().astype(np.uint8)
    apart = _tint(linear(made.rgb)) - _tint(linear(printed))
    return float(np.percentile(np.abs(apart[made.face > 0.8]), 90))


def _unlit(planes: Plane) -> Plane:
    return np.log((planes[..., 0] / planes[..., 1].clip(0.1)).clip(DARKEST))


def _inked(after: Plane, before: Plane, sure: np.ndarray) -> Plane:
    """Return ``before`` no darker, beside its usual light, than the print ``after`` is: ink has one darkness."""
    darkest = float(np.percentile(after[sure], INK) - np.median(after[sure]))
    return np.maximum(before, float(np.median(before[sure])) + darkest)


def _part(sure: np.ndarray, points: Points, names: tuple[tuple[int, ...], ...]) -> np.ndarray:
    inside = np.maximum.reduce([part(sure.shape, points, one, ROOM) for one in names])
    return (inside > 0) & sure


def _alike(after: Plane, before: Plane, where: np.ndarray) -> float:
    one, other = (_between(plane, FINE, LINES)[where] for plane in (after, before))
    return float((one * other).sum() / max(float(np.sqrt((one**2).sum() * (other**2).sum())), 1e-6))


def _even(after: Plane, before: Plane, parts: list[np.ndarray]) -> float:
    one, other = (_between(plane, FINE, WIDER) ** 2 for plane in (after, before))
    sharp = [float(np.sqrt(one[where].mean() / max(float(other[where].mean()), 1e-8))) for where in parts]
    return min(sharp) / max(*sharp, 1e-6) if len(sharp) > 1 else 1.0


def _spot(apart: Plane, sure: np.ndarray) -> float:
    """Return how much a spot differs from its surroundings in how it was changed; only what is ``sure`` is looked at.

    Light that the template adds or the photo had also makes spots: of both looks, with it and without, the better is
    believed.
    """
    share = sure.astype(np.float32)
    near, around = (
        cv2.GaussianBlur(apart * share, (0, 0), width) / cv2.GaussianBlur(share, (0, 0), width).clip(1e-3)
        for width in (SPOT, GROUND)
    )
    inner = cv2.erode(sure.astype(np.uint8), np.ones((EDGE, EDGE), np.uint8)) > 0
    return float(np.abs(near - around)[inner].max(initial=0.0))


def _between(plane: Plane, fine: float, wide: float) -> Plane:
    return cv2.GaussianBlur(plane, (0, 0), fine) - cv2.GaussianBlur(plane, (0, 0), wide)
