"""Whose teeth are seen when a portrait with closed lips speaks: the person's own, lent by a photo that shows them.

    lent = lend((photo, mesh) for photo, mesh in ...)    # None: no photo shows teeth
    own = character(face)                                # what painted teeth look like for want of it

Teeth belong to the skull, so a photo's are laid where they are there, in units of the face; light and colour are those
of the portrait. Painted ones at least differ from person to person: width, length, line and tone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import binary_closing, gaussian_filter1d, median_filter

from engine.faces.regions import LEFT_CHEEK, RIGHT_CHEEK, WHOLE_LIPS, Pixels, Plane
from engine.faces.types import CHIN, RGB, Mesh
from engine.talking.mesh.anatomy import CORNERS, LOWER_INNER, UPPER_INNER, Anatomy, anatomy

PARTED = 0.045  # units between the lips of a photo from which it shows teeth worth lending
MOST_TURNED, MOST_NODDED = 22.0, 18.0  # degrees of such a photo
LEAST_UNIT = 90.0  # pixels of one unit in it: smaller teeth are a smear
FEWEST = 0.22  # of what is seen between the lips: how much must be teeth
SCALE = 260.0  # texels of a unit at most
ABOVE, BESIDE, BELOW = 0.14, 0.06, 0.05  # units of a texture beyond what the photo shows
LIP = 0.01  # units of the inner edge that still are lip
ENDS = 0.008  # units over which the edge of a tooth ends
GAP = 0.012  # units of darkness below a tooth that end it
NARROWEST = 0.3  # units of teeth that a photo must show side by side
SHADED = 0.6  # of the cheeks' light: darker teeth stand in the shadow of a lip
MISSED = 0.07  # units of a row of teeth that may be unseen between two of them: shade, not a gap
RAGGED = 0.012  # units that their line may be off a smooth one, on average, before the photo is worth little
UNDER_LIP = 0.35  # of what is seen of a tooth: so much at the top is coloured by the lip above it
FLAT = 0.55  # of their bow that goes: a smile bows the teeth's line with the lips, speech does not
BRIGHT, COLOURED = (0.4, 2.0), (0.93, 1.07)  # how far another light may change the teeth of a photo
MUTED = 0.88  # light of teeth in a mouth that does not grin
CHEEKS = (*RIGHT_CHEEK, *LEFT_CHEEK)


@dataclass(frozen=True, kw_only=True, eq=False)
class Lent:
    """Upper teeth of a photo.

    ``texture``  (rows, columns, 4) float32: colours 0..255 times their share, and the share 0..1
    ``corner``   right and down of the first texel from the middle of the teeth's lower edge, units
    ``scale``    texels of a unit
    ``bow``      how their line rises to the sides: units, times the square of units
    ``skin``     (3,) colour of the photo's cheeks
    ``worth``    how good the photo is for it
    """

    texture: NDArray[np.float32]
    corner: NDArray[np.float32]
    scale: float
    bow: float
    skin: NDArray[np.float32]
    worth: float


@dataclass(frozen=True, kw_only=True)
class Character:
    """What painted teeth look like: ``sides`` units from the middle to the side of each upper tooth, ``lengths`` units
    that each is longer or shorter, ``bow`` how much their line rises to the sides, ``gaps`` 0..1 how dark the lines
    between them are, ``tone`` of the eyes' white, ``warm`` 0..1 how yellow.
    """

    sides: tuple[float, ...]
    lengths: tuple[float, ...]
    bow: float
    gaps: float
    tone: float
    warm: float


def lend(photos: Iterable[tuple[RGB, Mesh]]) -> Lent | None:
    """Return the best teeth among ``photos`` of one person, (height, width, 3) uint8 RGB each, or None."""
    found = [lent for rgb, mesh in photos if (lent := _of(rgb, mesh)) is not None]
    return max(found, key=lambda lent: lent.worth, default=None)


def _of(rgb: RGB, mesh: Mesh) -> Lent | None:
    face = anatomy(mesh)
    turned = max(abs(mesh.yaw) / MOST_TURNED, abs(mesh.pitch) / MOST_NODDED)
    if face.gap < PARTED or turned > 1 or face.unit < LEAST_UNIT:
        return None
    scale = min(SCALE, face.unit)
    upper, lower = (_edge(face, names) for names in (UPPER_INNER, LOWER_INNER))
    corner = np.array([upper[:, 0].min() - BESIDE, upper[:, 1].min() - ABOVE])
    size = np.array([upper[:, 0].max() + BESIDE, lower[:, 1].max() + BELOW]) - corner
    columns, rows = (int(v) for v in np.ceil(size * scale))
    right = corner[0] + np.arange(columns) / scale
    down = corner[1] + np.arange(rows) / scale
    own = np.stack(np.meshgrid(right, down), axis=-1)
    pixels = face.to_picture(own.reshape(-1, 2)).reshape(rows, columns, 2).astype(np.float32)
    seen = cv2.remap(rgb, pixels[..., 0], pixels[..., 1], cv2.INTER_AREA, borderMode=cv2.BORDER_REPLICATE)
    high, low = (np.interp(right, line[:, 0], line[:, 1]) for line in (upper, lower))
    between = (own[..., 1] > high + LIP) & (own[..., 1] < low - LIP)
    between &= (right > upper[0, 0] + LIP) & (right < upper[-1, 0] - LIP)
    teeth = _teeth(seen, between, _lips(rgb, face))
    if teeth is None:
        return None
    edge, there = _lower_edge(teeth, between, down, GAP * scale)
    middle = int(np.argmin(np.abs(right - float(face.own[list(CORNERS), 0].mean()))))
    skin, aside = cheeks(rgb, face), right - right[middle]
    light = seen.astype(np.float32).mean(axis=2)
    wide, shade = float(there.sum()) / scale, float(np.median(light[teeth])) / max(float(skin.mean()), 1.0)
    if wide < NARROWEST or shade < SHADED:
        return None
    seen_well = (min(1.0, shade) * _whole(there)) ** 2 * _balance(aside[there])
    there = binary_closing(there, np.ones(max(1, round(MISSED * scale)), bool)) | there
    bow = float(np.polyfit(aside[there], edge[there], 2)[0])
    return Lent(
        texture=_texture(seen, teeth, edge, there, down, scale),
        corner=np.array([-right[middle] + corner[0], corner[1] - edge[middle]], np.float32),
        scale=float(scale),
        bow=float(np.clip(bow, -1, 0)),
        skin=skin,
        worth=wide * min(face.unit, SCALE) * (1 - 0.85 * turned) * _even(light, teeth, edge, there, middle) * seen_well,
    )


def _even(
    light: Plane, teeth: NDArray[np.bool_], edge: NDArray[np.float64], there: NDArray[np.bool_], middle: int
) -> float:
    """Return 0..1: how evenly lit and how smooth in their line the teeth of a photo are."""
    sides = [light[:, part][teeth[:, part]] for part in (slice(None, middle), slice(middle, None))]
    if not all(len(side) for side in sides):
        return 0.0
    first, second = (float(np.median(side)) for side in sides)
    columns = np.flatnonzero(there)
    rough = edge[columns] - np.polyval(np.polyfit(columns, edge[columns], 2), columns)
    streaked = float(np.quantile(light[teeth], 0.1)) / max(float(np.median(light[teeth])), 1.0)
    return (1 - abs(first - second) / (first + second)) * streaked * float(np.exp(-np.abs(rough).mean() / RAGGED))


def _whole(there: NDArray[np.bool_]) -> float:
    """Return how much of a row of teeth is seen between its ends, 0..1."""
    columns = np.flatnonzero(there)
    return len(columns) / (columns[-1] - columns[0] + 1)


def _balance(aside: NDArray[np.floating]) -> float:
    """Return 0..1: how far the shorter half of a row of teeth goes against the longer one, from the middle."""
    halves = max(0.0, -float(aside.min())), max(0.0, float(aside.max()))
    return min(halves) / max(*halves, 1e-6)


def _edge(face: Anatomy, names: tuple[int, ...]) -> NDArray[np.float64]:
    """Return an inner edge of the lips, (n, 2) right and down, from left to right."""
    line = face.to_own(face.points[list(names)])
    return line[np.argsort(line[:, 0])]


def _lips(rgb: RGB, face: Anatomy) -> NDArray[np.float32]:
    mask = np.zeros(rgb.shape[:2], np.uint8)
    cv2.fillPoly(mask, [np.round(face.points[list(WHOLE_LIPS[:20])]).astype(np.int32)], 1)
    inner = np.round(face.points[[*UPPER_INNER, *LOWER_INNER[::-1]]]).astype(np.int32)
    cv2.fillPoly(mask, [inner], 0)
    return np.median(rgb[mask > 0], axis=0).astype(np.float32)


def _teeth(seen: RGB, between: NDArray[np.bool_], lips: NDArray[np.float32]) -> NDArray[np.bool_] | None:
    """Return which texels are teeth: what is light and little coloured of what is seen between the lips."""
    if between.sum() < 60:
        return None
    colours = seen.astype(np.float32)
    light = colours.mean(axis=2)
    red = colours[..., 0] / np.maximum(light, 1)
    tone = np.clip(light * (1 - 0.9 * np.clip(red - 1.05, 0, 1)), 0, 255).astype(np.uint8)
    level, _ = cv2.threshold(tone[between].reshape(-1, 1), 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    teeth = between & (tone > level)
    lip_red = float(lips[0] / max(float(lips.mean()), 1.0))
    if teeth.sum() < FEWEST * between.sum() or float(np.median(red[teeth])) > lip_red - 0.04:
        return None
    dark = light[between & ~teeth]
    if len(dark) and float(np.median(light[teeth])) < 1.25 * float(np.median(dark)):
        return None
    opened = cv2.morphologyEx(teeth.astype(np.uint8), cv2.MORPH_OPEN, np.ones((3, 3), np.uint8))
    return opened > 0 if opened.sum() >= FEWEST * between.sum() else None


def _lower_edge(
    teeth: NDArray[np.bool_], between: NDArray[np.bool_], down: NDArray[np.float64], gap: float
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return where the upper teeth end in each column, units down, and which columns show some."""
    columns = teeth.shape[1]
    edge, there = np.full(columns, np.nan), np.zeros(columns, bool)
    for column in range(columns):
        rows = np.flatnonzero(teeth[:, column])
        top = np.flatnonzero(between[:, column])
        if not len(rows) or rows[0] - top[0] > 3 * gap:  # darkness under the lip: what is light below are lower teeth
            continue
        breaks = np.flatnonzero(np.diff(rows) > gap)
        last = rows[breaks[0]] if len(breaks) else rows[-1]
        edge[column], there[column] = down[last], True
    known = np.flatnonzero(there)
    if len(known) < 4:
        return np.full(columns, down[-1]), there
    filled = np.interp(np.arange(columns), known, edge[known])
    return gaussian_filter1d(median_filter(filled, 5, mode="nearest"), 0.8, mode="nearest"), there


def _texture(
    seen: RGB, teeth: NDArray[np.bool_], edge: NDArray[np.float64], there: NDArray[np.bool_], down: Plane, scale: float
) -> NDArray[np.float32]:
    """Return colours and share: above their edge teeth are whole, also where the lip of the photo hides them."""
    height = down[:, None]
    rows = np.where(teeth.any(axis=0), teeth.argmax(axis=0), len(down) - 1)
    lit_from = down[rows] + UNDER_LIP * np.maximum(edge - down[rows], 0)
    use = teeth & (height <= edge[None] + 0.5 / scale) & (height >= lit_from[None])
    filled = cv2.GaussianBlur(_continued(seen, use), (0, 0), 0.4)
    share = np.clip((edge[None] - height) / ENDS + 0.5, 0, 1)
    beside = cv2.GaussianBlur(there.astype(np.float32)[None], (0, 0), max(0.5, 0.015 * scale))[0]
    share = share * np.clip(2 * beside - 0.5, 0, 1)[None]
    return np.dstack([filled * share[..., None], share]).astype(np.float32)


def _continued(seen: RGB, use: NDArray[np.bool_]) -> NDArray[np.float32]:
    """Return ``seen`` with the colours of ``use`` carried outward."""
    _, names = cv2.distanceTransformWithLabels((~use).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    known = np.zeros((int(names.max()) + 1, 3), np.float32)
    known[names[use]] = seen[use]
    filled = known[names]
    soft = cv2.GaussianBlur(filled, (0, 0), 2.0)
    return np.where(use[..., None], filled, soft)


def cheeks(rgb: RGB, face: Anatomy) -> NDArray[np.float32]:
    """Return the median colour of both cheeks, (3,)."""
    reach = max(1, round(0.02 * face.unit))
    patches = []
    for x, y in np.round(face.points[list(CHEEKS)]).astype(int):
        patches.append(rgb[max(0, y - reach) : y + reach + 1, max(0, x - reach) : x + reach + 1].reshape(-1, 3))
    every = np.concatenate(patches)
    return (np.median(every, axis=0) if len(every) else np.full(3, 128)).astype(np.float32)


def lit(lent: Lent, skin: NDArray[np.floating], colourless: bool) -> NDArray[np.float32]:
    """Return the texture in the light of a portrait whose cheeks are ``skin`` (3,), grey where it has no colour."""
    gain = np.maximum(skin, 4) / np.maximum(lent.skin, 4)
    level = float(np.clip(gain.mean(), *BRIGHT))
    level *= MUTED
    texture = lent.texture.copy()
    if colourless:
        texture[..., :3] = texture[..., :3].mean(axis=2, keepdims=True) * level
    else:
        texture[..., :3] *= level * np.clip(gain / gain.mean(), *COLOURED).astype(np.float32)
    return np.minimum(texture, np.concatenate([np.full(3, 250), [1]]).astype(np.float32))


def lay(picture: Pixels, texture: NDArray[np.float32], lent: Lent, aside: Plane, below: Plane) -> None:
    """Lay the teeth into ``picture``, in place; ``aside`` and ``below`` units from the middle of their lower edge."""
    x = (aside - lent.corner[0]) * np.float32(lent.scale)
    below = below - np.float32(FLAT * lent.bow) * -(aside**2)
    y = np.maximum((below - lent.corner[1]) * np.float32(lent.scale), 0)  # higher up they go on as they are
    shown = cv2.remap(
        texture, x.astype(np.float32), y.astype(np.float32), cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT
    )
    picture += shown[..., :3] - picture * shown[..., 3:]


def character(face: Anatomy) -> Character:
    """Return what painted teeth of this face look like: by its proportions, the same for every portrait.

    Nothing in a closed mouth tells teeth; but a wide jaw has wide ones, and no two faces have the same proportions.
    """
    width = face.mouth_width
    long = float(np.linalg.norm(face.own[CHIN] - face.own[1]))
    nose = float(np.linalg.norm(face.own[48] - face.own[278]))
    proportions = np.array([width, long, nose, float(face.lips[1])])
    turns = np.random.default_rng(46).normal(0, 9, (12, len(proportions)))
    own = np.sin(2 * np.pi * (turns @ proportions) / 3)  # -1..1 each, the same for nearly the same face
    middle = float(np.clip(0.088 * width / 0.5 * (1 + 0.08 * own[0]), 0.072, 0.11))
    shares = np.array([1.0, 0.78 + 0.07 * own[1], 0.86 + 0.05 * own[2], 0.78, 0.7])
    lengths = 0.004 * np.array([0.6 + 0.4 * own[3], -1.2 + 0.8 * own[4], 0.1 + 0.8 * own[5], -1.5, -2.5])
    return Character(
        sides=tuple(float(v) for v in np.cumsum(middle * shares)),
        lengths=tuple(float(v) for v in lengths),
        bow=0.32 + 0.12 * float(own[6]),
        gaps=0.1 + 0.05 * float(own[7]),
        tone=0.9 + 0.07 * float(own[8]),
        warm=0.5 + 0.45 * float(own[9]),
    )
