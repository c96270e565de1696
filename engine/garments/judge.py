"""A head on somebody else's shoulders knows when it is bad: holes beside the neck, skin nobody saw, two tones.

Each measure has a limit that lies between pictures that were looked at and would be sent, and those that would not.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.canvas.smooth import wide
from engine.canvas.types import Plane
from engine.faces.regions import CHEEKS, face_width, hull, lab, part, upright
from engine.faces.types import CHIN, OVAL, RGB, Points

GAP = 0.035  # squared face widths between neck and collar in which what is behind is seen
MADE = 0.056  # squared face widths of neck that neither photo showed
STEP = 11.0  # Lab distance, lightness by half, that a neck changes by from one place to the next
COLLAR = 1.1  # face widths to either side in which a collar is
NEAR, HAIRLINE = 0.75, 0.03  # face widths to either side in which a gap is one, and what is thinner is none
SLIVER = 0.03  # squared face widths of hair's rim that is neither hair nor what is behind it nor a mixture
RIM, CORE, AROUND = 0.12, 0.1, 0.4  # face widths: of that rim; inside it hair is surely hair; over which it is compared
FEW = 0.02  # squared face widths of such hair from which it lends its light
OFF, SPREAD = 10.0, 1.0  # Lab lightness that a rim may lie beside both; times the spread of the hair's own
PALE, CHEST = 3.0, 0.2  # Lab lightness that a neck may have more than the cheeks; face widths under the chin from which
SHAVEN = 0.02  # squared face widths of a wearer's beard that was painted over
ENLARGED = 2.0  # pixels of the picture for one of the photo: more is a blur, its hair in a halo; good pictures have 1.3
BEARD = 0.5  # face widths above the chin and to either side of it in which hair is a beard
CHANGED = 18.0  # Lab distance from which something was
UNDER = 0.1  # face widths under the chin from which a neck is looked at: above it lies the shade of the jaw
THIN, DEEP, MIDDLE = 0.03, 0.8, 0.2  # face widths: how high a row of a neck is; how deep it reaches; half its width
LIGHT = 0.5  # weight of lightness: a neck lies in shade
FEWEST = 20  # pixels of a row


@dataclass(frozen=True, kw_only=True, eq=False)
class Shown:
    """A picture (height, width, 3) uint8 RGB of a head on somebody's shoulders; planes (height, width) 0..1."""

    picture: RGB
    points: Points  # of the new face
    head: Plane  # the new one
    hair: Plane  # of it
    bare: Plane  # all skin below
    worn: Plane  # before both
    seen: Plane  # skin that one of the two photos showed
    enlarged: float = 1.0  # pixels of the picture that one of the photo became


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What was measured of one head on its shoulders."""

    gap: float
    made: float
    step: float
    sliver: float
    enlarged: float
    pale: float = 0.0

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong; empty where it may be shown."""
        limits = {"gap": GAP, "made": MADE, "step": STEP, "sliver": SLIVER, "enlarged": ENLARGED, "pale": PALE}
        return tuple(name for name, limit in limits.items() if getattr(self, name) > limit)

    @property
    def good(self) -> bool:
        """Whether it may be shown."""
        return not self.faults


def verdict(shown: Shown) -> Verdict:
    """Judge a picture."""
    unit = face_width(shown.points)
    x, deep = about_chin(shown.points, shown.picture.shape)
    skin = (shown.bare > 0.5) & (shown.worn < 0.5) & (shown.head < 0.5)
    neck = skin & (np.abs(x) < COLLAR) & (deep < DEEP)
    return Verdict(
        gap=float(gap(x, deep, shown, unit).sum() / unit**2),
        made=float((neck & (shown.seen < 0.5)).sum() / unit**2),
        step=step(shown.picture, neck & (np.abs(x) < MIDDLE), deep),
        sliver=sliver(shown, unit),
        enlarged=shown.enlarged,
        pale=pale(shown, neck & (np.abs(x) < MIDDLE) & (deep > CHEST)),
    )


def pale(shown: Shown, neck: NDArray[np.bool_]) -> float:
    """Return how much lighter the ``neck`` is than the cheeks, Lab; in the shade of a jaw it is darker by 6 to 16.

    0 where too little of either is seen.
    """
    cheeks = part(shown.picture.shape, shown.points, CHEEKS) > 0
    if min(neck.sum(), cheeks.sum()) < FEWEST:
        return 0.0
    light = lab(shown.picture)[..., 0]
    return float(np.median(light[neck]) - np.median(light[cheeks]))


def gap(x: Plane, deep: Plane, shown: Shown, unit: float) -> NDArray[np.bool_]:
    """Return where, between both sides of a collar, neither skin nor head nor cloth is; ``unit`` is a face's width."""
    near = (shown.worn > 0.5) & (np.abs(x) < COLLAR)
    left = np.logical_or.accumulate(near & (x < 0), axis=1)
    right = np.logical_or.accumulate((near & (x > 0))[:, ::-1], axis=1)[:, ::-1]
    empty = np.maximum.reduce([shown.head, shown.bare, shown.worn]) < 0.5
    flags = left & right & empty & (deep > 0) & (deep < DEEP) & (np.abs(x) < NEAR)
    thick = np.ones((2 * max(1, round(HAIRLINE * unit / 2)) + 1,) * 2, np.uint8)
    return cv2.morphologyEx(flags.astype(np.uint8), cv2.MORPH_OPEN, thick) > 0


def sliver(shown: Shown, unit: float) -> float:
    """Return how much of the rim of hair is lighter or darker than the hair and what is behind it, squared face widths.

    A rim is a mixture of both: what does not lie between them is the photo's old background, or a collar in it.
    """
    hair, somebody = shown.hair, np.maximum.reduce([shown.head, shown.bare, shown.worn])
    light = lab(shown.picture)[..., 0]
    core = _core(hair, unit)
    behind = (cv2.dilate(somebody, _disc(0.03 * unit)) < 0.02).astype(np.float32)
    if not core.any() or not behind.any():
        return 0.0
    (own, own_off), (back, back_off) = (_usual(light, where, AROUND * unit) for where in (core, behind))
    high = np.maximum(own + SPREAD * own_off, back + back_off) + OFF
    low = np.minimum(own - SPREAD * own_off, back - back_off) - OFF
    outside = cv2.dilate(behind, _disc(RIM * unit)) > 0
    rim = (hair > 0.3) & outside
    wrong = (rim & ((light > high) | (light < low))).astype(np.uint8)
    wrong = cv2.morphologyEx(wrong, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))
    return float(wrong.sum() / unit**2)


def _core(hair: Plane, unit: float) -> NDArray[np.float32]:
    """Return where ``hair`` is surely nothing else, 0 or 1; where it is combed close a thinner rim is left out."""
    sure = (hair > 0.9).astype(np.uint8)
    deep, shallow = (cv2.erode(sure, _disc(reach * unit)) for reach in (CORE, CORE / 2))
    return np.asarray(deep if deep.sum() > FEW * unit**2 else shallow, np.float32)


def shaven(before: RGB, after: RGB, hair: Plane, points: Points) -> float:
    """Return how much of a wearer's beard was painted over beside and under the new face, squared face widths.

    ``hair`` (height, width) 0..1 is all hair of the wearer in the picture ``before``, ``points`` those of their face.
    What is painted there is a smear: nobody knows what was under it.
    """
    unit = face_width(points)
    x, deep = about_chin(points, before.shape)
    beard = (hair > 0.5) & (deep > -BEARD) & (np.abs(x) < BEARD)
    changed = np.linalg.norm(lab(after) - lab(before), axis=-1) > CHANGED
    inside = hull(before.shape, points[list(OVAL), :2], 0.97) > 0
    return float((beard & changed & ~inside).sum() / unit**2)


def _usual(light: Plane, where: NDArray[np.float32], reach: float) -> tuple[Plane, Plane]:
    """Return mean and spread of ``light`` around every pixel, of what is ``where``."""
    weight = wide(where, reach).clip(1e-4)
    mean = wide(light * where, reach) / weight
    square = wide(light * light * where, reach) / weight
    return np.asarray(mean, np.float32), np.sqrt((square - mean * mean).clip(0)).astype(np.float32)


def _disc(reach: float) -> NDArray[np.uint8]:
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * max(1, round(reach)) + 1,) * 2)  # type: ignore[return-value]


def step(picture: RGB, neck: NDArray[np.bool_], deep: Plane) -> float:
    """Return the largest change of tone down the middle of a ``neck``, Lab; 0 where too little of it is seen."""
    values = lab(cv2.blur(picture, (3, 3))) * np.array([LIGHT, 1, 1], np.float32)
    inner = cv2.erode(neck.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0  # at its edge it is mixed with cloth
    rows = []
    for top in np.arange(UNDER, DEEP, THIN):
        where = inner & (deep >= top) & (deep < top + THIN)
        if where.sum() >= FEWEST:
            rows.append(np.median(values[where], axis=0))
    return max((float(np.linalg.norm(one - other)) for one, other in zip(rows, rows[2:], strict=False)), default=0.0)


def about_chin(points: Points, shape: tuple[int, ...]) -> tuple[Plane, Plane]:
    """Return (height, width) how far from the middle of the face and how deep under the chin, face widths."""
    rows, columns = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    turn = upright(points).astype(np.float32)
    chin = turn[:, :2] @ points[CHIN, :2] + turn[:, 2]
    x = turn[0, 0] * columns + turn[0, 1] * rows + turn[0, 2] - chin[0]
    return x, -(turn[1, 0] * columns + turn[1, 1] * rows + turn[1, 2] - chin[1])
