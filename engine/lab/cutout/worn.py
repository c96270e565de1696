"""Things to wear, drawn onto training pictures: glasses and hats, of which the photos show few."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces.regions import LEFT_EYE, RIGHT_EYE, face_units, face_width
from engine.faces.types import Points

Planes = NDArray[np.float32]
WORN = 5  # place of the class among the shares, see `engine.lab.cutout.data.Photo`


def _drawn(mask: Planes, a: NDArray[np.float64], b: NDArray[np.float64], thick: int) -> None:
    ends = (tuple(np.round(end * 8).astype(int)) for end in (a, b))
    cv2.line(mask, *ends, 1.0, thick, cv2.LINE_AA, 3)


def glasses(rgb: Planes, shares: Planes, points: Points, random: np.random.Generator) -> tuple[Planes, Planes]:
    """Draw glasses, clear or dark, round or square, with a whole frame or a thin wire."""
    side, width = rgb.shape[0], face_width(np.c_[points, points[:, 0]])
    mask, lenses = np.zeros((side, side), np.float32), np.zeros((side, side), np.float32)
    thick = max(1, round(width * random.uniform(0.006, 0.045)))
    eyes = [points[list(eye)].mean(0) for eye in (RIGHT_EYE, LEFT_EYE)]
    across = eyes[1] - eyes[0]
    apart = float(np.hypot(*across))
    unit = across / apart
    size = apart * random.uniform(0.3, 0.44), apart * random.uniform(0.22, 0.4)
    down = np.array([-across[1], across[0]]) * random.uniform(0, 0.12)
    power = random.choice([1.0, 0.6, 0.35])
    angle = np.linspace(0, 2 * np.pi, 40)
    round_x = np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** power * size[0]
    round_y = np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** power * size[1]
    shape = round_x[:, None] * unit + round_y[:, None] * np.array([-unit[1], unit[0]])
    rimless = random.random() < 0.12
    for eye in eyes:
        line = np.round((shape + eye + down) * 8).astype(np.int32)
        cv2.fillPoly(lenses, [line], 1.0, cv2.LINE_AA, 3)
        if not rimless:
            cv2.polylines(mask, [line], True, 1.0, thick, cv2.LINE_AA, 3)
    right, left = (eye + down for eye in eyes)
    _drawn(mask, right + unit * size[0], left - unit * size[0], thick)
    _drawn(mask, right - unit * size[0], points[127], thick)
    _drawn(mask, left + unit * size[0], points[356], thick)
    colour = random.uniform(0, 90, 3) if random.random() < 0.6 else random.uniform(60, 230, 3)
    dark = random.random() < 0.3
    if dark:
        tint = lenses[..., None] * np.float32(random.uniform(0.75, 1))
        rgb = rgb * (1 - tint) + random.uniform(0, 70, 3).astype(np.float32) * tint
        mask = np.maximum(mask, lenses)
    elif random.random() < 0.5:
        rgb = rgb + lenses[..., None] * random.uniform(0, 50)
    drawn = mask[..., None] * (1 if not dark else (1 - lenses[..., None]))
    rgb = rgb * (1 - drawn) + colour.astype(np.float32) * drawn
    return np.asarray(rgb, np.float32), _given(shares, mask * (shares[..., 0] > 0.5))


def _given(shares: Planes, mask: Planes) -> Planes:
    """Return the shares with what ``mask`` covers of the person being worn."""
    out = shares.copy()
    out[..., 1:] *= 1 - mask[..., None]
    out[..., WORN] += mask * shares[..., 0]
    return out


def hat(rgb: Planes, shares: Planes, points: Points, random: np.random.Generator) -> tuple[Planes, Planes]:
    """Draw a cap, a woollen hat or a hat with a brim over the top of the head; what stood out above it is gone.

    The cloth has folds and the light of the photo's own head, so that shape tells it apart and not flatness.
    """
    side = rgb.shape[0]
    x, y = face_units((side, side), np.c_[points, points[:, 0]])
    brow, wide, tall = random.uniform(0.3, 0.5), random.uniform(0.56, 0.68), random.uniform(0.55, 0.85)
    line = brow + random.uniform(-0.12, 0.12) * x - random.uniform(0, 0.25) * x**2
    dome = ((x / wide) ** 2 + ((y - brow) / tall).clip(0) ** 2 < 1) & (y > line)
    brim = np.zeros_like(dome)
    kind = random.choice(3)
    if kind == 0:  # a cap's peak over the forehead
        shift = random.uniform(-0.15, 0.15)
        brim = (((x - shift) / 0.55) ** 2 + ((y - brow) / random.uniform(0.1, 0.25)) ** 2 < 1) & (y <= line + 0.03)
    elif kind == 1:
        brim = (x / random.uniform(0.85, 1.2)) ** 2 + ((y - brow - 0.02) / random.uniform(0.08, 0.18)) ** 2 < 1
    mask = cv2.GaussianBlur((dome | brim).astype(np.float32), (0, 0), max(0.6, side / 500))
    light = np.float32(random.uniform(-0.5, 0.5)) * x + np.float32(random.uniform(0, 0.5)) * (y - brow)
    folds = cv2.resize(random.normal(0, 1, (12, 12)).astype(np.float32), (side, side), interpolation=cv2.INTER_CUBIC)
    grain = random.normal(0, random.uniform(0, 0.08), (side, side)).astype(np.float32)
    shade = (1 + light + folds * random.uniform(0.02, 0.15) + grain - 0.35 * brim)[..., None].clip(0.1, 2)
    colour = random.uniform(10, 245, 3) if random.random() < 0.6 else np.repeat(random.uniform(5, 235), 3)
    cloth = (np.asarray(colour, np.float32) * shade).clip(0, 255)
    if random.random() < 0.3:
        stripe = np.sin((y if kind == 2 else x) * random.uniform(20, 60)) > 0.3
        cloth = np.where(stripe[..., None], cloth, cloth[..., ::-1])
    out = np.asarray(rgb * (1 - mask[..., None]) + cloth * mask[..., None], np.float32)
    given = shares.copy()
    given[..., 0] = np.maximum(given[..., 0], mask)
    given[..., 1:] *= 1 - mask[..., None]
    given[..., WORN] += mask
    return out, given
