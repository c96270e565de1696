"""Twelve pictures of people in clothes, and where the clothes are.

Ten show synthetic people (openpeople, MIT) as they are; in one of these a dress and in one a coat is drawn over what
they wear, so that their truth is known to the pixel. The last is NASA's astronaut. The other truths stand in `truth`:
one bit a pixel, what two segmenters say of overlapping parts of each picture (`teach`), looked at and mended by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import skimage.data
from numpy.typing import NDArray
from PIL import Image

from engine import weights
from engine.faces.types import RGB
from engine.people import COMPONENT

Flags = NDArray[np.bool_]  # (height, width)
TRUTH = Path(__file__).parent / "truth"
LONG = 1280  # pixels of the longer side of a picture
#: name -> person and photo.
PHOTOS = {
    "jacket": ("P001", "amateur_posture"),
    "white": ("P002", "amateur_posture"),
    "phone": ("P004", "amateur_posture"),
    "beard": ("P005", "amateur_posture"),
    "long-hair": ("P008", "amateur_posture"),
    "shorts": ("P009", "amateur_posture"),
    "shirt": ("P005", "studio_portrait"),
    "denim": ("P001", "amateur_selfie"),
    "hood": ("P004", "amateur_selfie"),
}
STANDING, UPPER = ("jacket", "white", "phone", "beard", "long-hair", "shorts"), 0.42  # of the height: upper clothes
SKIN = (190, 140, 115)  # of somebody whose arms are covered
MADE: dict[str, Callable[[RGB, Flags], tuple[RGB, Flags]]] = {}


@dataclass(frozen=True, kw_only=True, eq=False)
class Worn:
    """A picture (height, width, 3) uint8 RGB and where its clothes are, (height, width)."""

    name: str
    rgb: RGB
    clothes: Flags


def photo(folder: Path, name: str) -> RGB:
    """Return one picture by its name from the weights ``folder``; raises `WeightMissingError`."""
    if name == "astronaut":
        return np.ascontiguousarray(skimage.data.astronaut())
    person, sheet = PHOTOS[name]
    with Image.open(weights.path(folder, COMPONENT, f"{person}/assets/{sheet}.jpg")) as opened:
        opened.draft("RGB", (LONG, LONG))
        small = opened.convert("RGB")
    small.thumbnail((LONG, LONG))
    return np.asarray(small)


def truth(name: str, shape: tuple[int, ...]) -> Flags:
    """Return where the clothes of a picture are, (height, width) of ``shape``."""
    mask = np.asarray(Image.open(TRUTH / f"{name}.png").convert("L"))
    return cv2.resize(mask, shape[1::-1], interpolation=cv2.INTER_LINEAR) > 127


def pictures(folder: Path) -> list[Worn]:
    """Return all twelve."""
    found = []
    for name in (*PHOTOS, "astronaut"):
        rgb = photo(folder, name)
        found.append(Worn(name=name, rgb=rgb, clothes=truth(name, rgb.shape)))
    by_name = {worn.name: worn for worn in found}
    for name, base, make in (("dress", "white", _dress), ("coat", "beard", _coat)):
        rgb, clothes = make(by_name[base].rgb, by_name[base].clothes)
        found.append(Worn(name=name, rgb=rgb, clothes=clothes))
    return found


def alike(folder: Path) -> list[Worn]:
    """Return six people whose upper clothes have the colour of their own cheeks: no colour parts cloth from skin."""
    return [_alike(name, photo(folder, name)) for name in STANDING]


def _alike(name: str, rgb: RGB) -> Worn:
    clothes = truth(name, rgb.shape)
    top = clothes.copy()
    first, last, _, _ = _extent(clothes)
    top[round(first + UPPER * (last - first)) :] = False
    light = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)
    light *= 190 / max(float(np.median(light[top])), 1.0)
    bare = _arms(rgb, clothes)
    skin = np.median(rgb[bare], axis=0) if bare.any() else np.float32(SKIN)
    made = _worn(rgb, top, light.clip(60, 240), tuple(float(v) for v in skin / 190 / 1.15))
    return Worn(name=f"{name}-alike", rgb=made, clothes=clothes)


def _dress(rgb: RGB, clothes: Flags) -> tuple[RGB, Flags]:
    """A red dress to the knee over shirt and shorts; hands stay before it."""
    top, bottom, middle, wide = _extent(clothes)
    knee = round(bottom + 0.3 * (bottom - top))
    skirt = np.zeros(clothes.shape, np.uint8)
    hips = round(top + 0.62 * (bottom - top))
    corners = [(middle - 0.36 * wide, hips), (middle + 0.36 * wide, hips), (middle + 0.47 * wide, knee),
               (middle - 0.47 * wide, knee)]  # fmt: skip
    cv2.fillPoly(skirt, [np.round(corners).astype(np.int32)], 1)
    covered = (clothes | (skirt > 0)) & ~_arms(rgb, clothes)
    folds = _folds(clothes.shape, middle, wide, hips)
    light = cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)
    shade = np.where(clothes, light, 205.0) * folds
    return _worn(rgb, covered, shade, (0.72, 0.16, 0.2)), covered


def _coat(rgb: RGB, clothes: Flags) -> tuple[RGB, Flags]:
    """A brown coat, open, to the knee, over shirt and trousers."""
    top, bottom, middle, wide = _extent(clothes)
    hem = round(top + 0.74 * (bottom - top))
    y, x = np.mgrid[: clothes.shape[0], : clothes.shape[1]].astype(np.float32)
    off = np.abs(x - middle) / wide
    gap = 0.07 + 0.1 * (y - top) / (bottom - top)
    panel = (off > gap) & (off < 0.36 + 0.1 * (y - top) / (bottom - top)) & (y < hem) & (y > top + 0.3 * (hem - top))
    covered = ((clothes & (off > gap) & (y < hem)) | panel) & ~_arms(rgb, clothes)
    light = cv2.GaussianBlur(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), (0, 0), 2).astype(np.float32)
    shade = np.where(clothes & (y < top + 0.45 * (bottom - top)), light, 118.0) * _folds(
        clothes.shape, middle, wide, top
    )
    return _worn(rgb, covered, shade, (0.62, 0.45, 0.3)), covered | clothes


def _arms(rgb: RGB, clothes: Flags) -> Flags:
    """Return skin beside the clothes, by its colour."""
    values = cv2.cvtColor(rgb, cv2.COLOR_RGB2YCrCb).astype(np.int16)
    near = cv2.dilate(clothes.astype(np.uint8), np.ones((61, 61), np.uint8)) > 0
    skin = (values[..., 1] > 142) & (values[..., 2] < 122) & near & ~clothes
    size = np.ones((7, 7), np.uint8)
    return cv2.morphologyEx(cv2.morphologyEx(skin.astype(np.uint8), cv2.MORPH_OPEN, size), cv2.MORPH_CLOSE, size) > 0


def _extent(clothes: Flags) -> tuple[int, int, float, float]:
    rows, columns = np.flatnonzero(clothes.mean(1) > 0.08), np.flatnonzero(clothes.any(0))
    middle = float(np.argwhere(clothes[: round(float(rows.mean()))])[:, 1].mean())
    return int(rows[0]), int(rows[-1]), middle, float(columns[-1] - columns[0])


def _folds(shape: tuple[int, ...], middle: float, wide: float, first: int) -> NDArray[np.float32]:
    y, x = np.mgrid[: shape[0], : shape[1]].astype(np.float32)
    deep = ((y - first) / shape[0] * 4).clip(0, 1)
    wave = np.sin((x - middle) / wide * 22 + 1.3 * np.sin(y / 70)) * 0.1 * deep
    return (1 + wave - 0.25 * ((x - middle) / wide) ** 2).astype(np.float32)


def _worn(rgb: RGB, covered: Flags, shade: NDArray[np.float32], colour: tuple[float, float, float]) -> RGB:
    grain = np.random.default_rng(0).normal(0, 2.5, rgb.shape[:2]).astype(np.float32)
    cloth = (shade + grain)[..., None] * np.float32(colour) * 1.15
    share = cv2.GaussianBlur(covered.astype(np.float32), (0, 0), 0.8)[..., None]
    return (rgb * (1 - share) + cloth * share).clip(0, 255).astype(np.uint8)
