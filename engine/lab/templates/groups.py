"""Group pictures of people who do not exist, with where every face is: what a search of faces is judged by.

    for group in groups(weights, faces): group.rgb, group.faces

Half of the people look to the side, are in profile or tilt their heads; some are small. Nobody here lives, nothing is
kept: the pictures are made of the component ``people`` when they are needed, always the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

import cv2
import numpy as np

from engine import people, weights
from engine.canvas.backdrops import BACKDROPS
from engine.canvas.linear import display
from engine.canvas.types import Plane
from engine.faces.registry import Faces
from engine.faces.types import RGB

Kind = Literal["front", "turned", "profile", "tilted", "small"]
SIZES = (2, 3, 3, 4, 4, 5, 5, 6)  # people in each of the eight
SIDE = 1280  # pixels of a group picture's longer side
#: Where the views of a character sheet lie in it, and the face in each: middle x, y and size, shares of the view.
VIEWS = {"turned": (666, 142, 1142, 642), "profile": (1853, 142, 2329, 642)}
FACE = {"turned": (0.7, 0.5, 0.42), "profile": (0.74, 0.5, 0.42)}
LEAN = (18.0, 38.0)  # degrees a tilted head leans
BACKGROUND = 14.0  # distance in colour from the sheet's grey at which somebody surely stands before it
PLACES = ("cafe", "woods", "office", "party", "field", "brick", "sunset", "bookshelf")
EMPTY = ("cafe", "woods", "graffiti", "party", "pumpkins", "temple", "circuit", "stadium", "mughal", "blocks")


@dataclass(frozen=True, kw_only=True)
class Somebody:
    """One person of a group picture: the middle of their face, its size in pixels, and how they are seen."""

    x: float
    y: float
    size: float
    kind: Kind


@dataclass(frozen=True, kw_only=True, eq=False)
class Group:
    """A group picture (height, width, 3) and who is in it."""

    rgb: RGB
    faces: tuple[Somebody, ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class _Bust:
    """Somebody cut out: pixels, share, and the middle and size of the face."""

    rgb: RGB
    alpha: Plane
    face: tuple[float, float, float]


def groups(folder: Path, faces: Faces) -> Iterator[Group]:
    """Yield eight group pictures; about a minute of one core. Raises `WeightMissingError` without the people."""
    names = tuple(people.people())
    for number, count in enumerate(SIZES):
        random = np.random.default_rng(100 + number)
        chosen = [str(name) for name in random.permutation(names)[:count]]
        kinds: list[Kind] = [("turned", "tilted", "profile", "tilted")[k % 4] for k in range(number % 2, count, 2)]
        kinds += [("front", "small")[k % 3 == 2] for k in range(count - len(kinds))]
        random.shuffle(kinds)
        yield _group(folder, faces, PLACES[number], list(zip(chosen, kinds, strict=True)), random)


def empty() -> Iterator[RGB]:
    """Yield pictures in which nobody is: the control."""
    for number, name in enumerate(EMPTY):
        yield display(BACKDROPS[name](900, SIDE, np.random.default_rng(number)))


def _group(folder: Path, faces: Faces, place: str, who: list[tuple[str, Kind]], random: np.random.Generator) -> Group:
    width, height = SIDE, 900
    picture = display(BACKDROPS[place](height, width, random)).astype(np.float32)
    columns = (len(who) + 1) // 2 if len(who) > 4 else len(who)
    known = []
    for number, (name, kind) in enumerate(who):
        row = number // columns
        bust = _bust(folder, faces, name, kind)
        size = 0.42 * width / (columns + 1.5) * random.uniform(0.85, 1.1) * (0.45 if kind == "small" else 1.0)
        x = width * (number % columns + 0.5 + 0.3 * row) / (columns + 0.3 * (len(who) > 4)) + random.uniform(-15, 15)
        y = height * (0.28 if len(who) > 4 else 0.4) + row * 0.4 * height + random.uniform(-30, 30)
        lean = random.choice([-1, 1]) * random.uniform(*LEAN) if kind == "tilted" else random.uniform(-4, 4)
        _put(picture, bust, (x, y), size, float(lean), mirrored=bool(random.random() < 0.5))
        known.append(Somebody(x=x, y=y, size=size, kind=kind))
    noisy = picture + random.normal(0, 2, picture.shape)
    return Group(rgb=np.clip(np.round(noisy), 0, 255).astype(np.uint8), faces=tuple(known))


def _put(
    picture: np.ndarray, bust: _Bust, at: tuple[float, float], size: float, lean: float, *, mirrored: bool
) -> None:
    """Lay somebody into ``picture`` in place with the middle of their face at ``at``."""
    rgb, alpha, (x, y, tall) = bust.rgb, bust.alpha, bust.face
    if mirrored:
        rgb, alpha, x = rgb[:, ::-1], alpha[:, ::-1], rgb.shape[1] - x
    move = cv2.getRotationMatrix2D((x, y), lean, size / tall)
    move[:, 2] += np.array(at) - (x, y)
    soft = cv2.GaussianBlur(np.ascontiguousarray(rgb), (0, 0), max(0.45 * tall / size, 0.3))
    frame = picture.shape[1::-1]
    share = cv2.warpAffine(np.ascontiguousarray(alpha), move, frame)[..., None]
    seen = cv2.warpAffine(soft, move, frame, flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)
    picture[:] = picture * (1 - share) + seen * share


@cache
def _bust(folder: Path, faces: Faces, name: str, kind: Kind) -> _Bust:
    """Cut somebody out: the person mask for photos, the even grey behind for the views of a sheet."""
    if kind in VIEWS:
        from PIL import Image

        file = weights.path(folder, people.COMPONENT, f"{name}/assets/character_sheet.jpg")
        with Image.open(file) as sheet:
            left, top, right, bottom = VIEWS[kind]
            rgb = np.asarray(sheet.convert("RGB").crop((left + 8, top + 8, right - 8, bottom - 8)))
        rows, columns = rgb.shape[:2]
        x, y, tall = FACE[kind]
        apart = np.linalg.norm(rgb.astype(np.float32) - np.median(rgb[:20].reshape(-1, 3), 0), axis=-1)
        alpha = np.maximum(((cv2.GaussianBlur(apart, (0, 0), 1.5) - BACKGROUND) / 12).clip(0, 1),
                           faces.people.person_mask(rgb) > 0.9)  # fmt: skip
        return _Bust(rgb=rgb, alpha=alpha.astype(np.float32), face=(x * columns, y * rows, tall * rows))
    cuts = people.people()[name]
    cut = next(each for each in cuts if each.sheet == ("amateur_posture" if kind == "small" else "studio_portrait"))
    rgb = np.asarray(people.photo(folder, name, cut))
    face = faces.largest(rgb)
    assert face is not None  # every photo of theirs shows one
    x, y = face.centre
    return _Bust(rgb=rgb, alpha=faces.people.person_mask(rgb), face=(float(x), float(y), face.side))
