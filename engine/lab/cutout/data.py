"""Training pictures: prepared photos moved, put before other backgrounds and beside other people, and made worse.

Before a known background alpha is known as well as on the old one, and no colour tells where the edge is. Around a
moved photo nothing is known and nothing is taught.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch.utils.data import IterableDataset

from engine.faces.parse import PersonSegmenter
from engine.faces.regions import face_units, face_width, hull
from engine.faces.types import OVAL, Points
from engine.lab.cutout.behind import behind
from engine.lab.cutout.spoil import lit, worse
from engine.lab.cutout.teachers import agreed
from engine.lab.cutout.worn import WORN, glasses, hat

Planes = NDArray[np.float32]
SKIN = 3  # place of other skin among the shares
MOST = 400  # pixels of a studio photo's longer side in training


@dataclass(frozen=True, kw_only=True, eq=False)
class Photo:
    """A prepared photo: uint8 planes, the person's own colours, mesh points."""

    rgb: NDArray[np.uint8]  # (height, width, 3)
    own: NDArray[np.uint8]  # the same with the person's colours spread outward
    shares: NDArray[np.uint8]  # (height, width, 6), alpha and the shares
    known: NDArray[np.uint8]  # (height, width), 255 where the classes are known
    points: Points


def read(file: Path, kept: Path | None = None) -> Photo:
    """Read what `prepare` wrote; what was worked out is kept in the folder ``kept``, where one is given."""
    points, place = np.load(file.with_suffix(".points.npy")), kept and kept / file.name
    planes = np.load(file, mmap_mode="r")
    scale = min(1.0, MOST / max(planes.shape[1:]))
    if place and place.exists():
        done = np.load(place, mmap_mode="r")
    else:
        done = _worked_out(np.asarray(planes), points, scale, file.name)
        if place:
            np.save(place, done)
    rgb, own, shares = done[..., :3], done[..., 3:6], done[..., 6:12]
    return Photo(rgb=rgb, own=own, shares=shares, known=done[..., 12], points=points * scale)


def _worked_out(planes: NDArray[np.uint8], points: Points, scale: float, name: str) -> NDArray[np.uint8]:
    """Return (height, width, 13) uint8: picture, own colours, shares, known."""
    if scale < 1:
        planes = np.stack([cv2.resize(one, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) for one in planes])
    rgb = np.ascontiguousarray(planes[:3].transpose(1, 2, 0))
    shares, known = agreed(rgb, points * scale, planes[3:], bare="fairface" not in name)
    if "london" in name or ("people" in name and "amateur" not in name):
        shares = _plain(rgb, shares)
    rest = np.concatenate([shares, known[None]]).transpose(1, 2, 0)
    return np.concatenate([rgb, _spread(rgb, shares[0]), np.round(rest * 255).astype(np.uint8)], -1)


def _blur(values: Planes, sigma: float) -> Planes:
    size = 2 * max(1, round(sigma)) + 1
    return np.asarray(cv2.blur(cv2.blur(values, (size, size)), (size, size)), np.float32)


def _near(rgb: Planes, mask: Planes, sigma: float) -> Planes:
    """Return the mean colour of ``mask`` around every pixel, from further away where none is near."""
    own = rgb * mask[..., None]
    weight, wide = _blur(mask, sigma)[..., None], _blur(mask, 4 * sigma)[..., None]
    near = _blur(own, sigma) + 1e-3 * _blur(own, 4 * sigma)
    return np.asarray(near / (weight + 1e-3 * wide + 1e-7), np.float32)


def _spread(rgb: NDArray[np.uint8], alpha: Planes) -> NDArray[np.uint8]:
    """Return the picture with the person's colours spread outward."""
    side = max(rgb.shape[:2])
    inside = (cv2.erode(alpha, np.ones((3, 3))) > 0.97).astype(np.float32)
    near = _near(rgb.astype(np.float32), inside, side / 80)
    keep = cv2.GaussianBlur(inside, (0, 0), 0.8)[..., None] * inside[..., None]
    return np.clip(rgb * keep + near * (1 - keep), 0, 255).astype(np.uint8)


def _plain(rgb: NDArray[np.uint8], shares: Planes) -> Planes:
    """Return the shares with the alpha that the colours tell, for photos before plain paper."""
    alpha, side, values = shares[0], max(rgb.shape[:2]), rgb.astype(np.float32)
    reach = np.ones((max(3, side // 40),) * 2, np.uint8)
    outside, inside = cv2.dilate(alpha, reach) < 0.05, cv2.erode(alpha, reach) > 0.95
    behind, own = (_near(values, area.astype(np.float32), side / 32) for area in (outside, inside))
    apart = own - behind
    far = (apart**2).sum(-1)
    told = ((((values - behind) * apart).sum(-1) / (far + 1) - 0.1) / 0.8).clip(0, 1)
    trust = np.clip((np.sqrt(far) - 40) / 40, 0, 1) * ~inside * ~outside
    new = alpha * (1 - trust) + told * trust
    parts = shares[1:] + 1e-3 * np.stack([_blur(part, side / 80) for part in shares[1:]])
    return np.concatenate([new[None], parts / np.maximum(parts.sum(0), 1e-6) * new]).astype(np.float32)


class Pictures(IterableDataset[tuple[torch.Tensor, torch.Tensor]]):
    """Endless pairs of uint8: (5, side, side) picture, face, people; (8, side, side) alpha, shares, known, valid."""

    def __init__(self, files: list[Path], scenes: Path, segmenter: Path, side: int, seed: int) -> None:
        self.files, self.scenes, self.segmenter, self.side, self.seed = files, scenes, segmenter, side, seed

    def __iter__(self) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
        """Give pairs without end."""
        cv2.setNumThreads(1)
        random, people = np.random.default_rng(self.seed), PersonSegmenter(self.segmenter)
        kinds = [[f for f in self.files if kind in f.name] for kind in ("fairface", "people", "london")]
        plates = [cv2.imread(str(file))[..., ::-1] for file in sorted(self.scenes.glob("*.png"))]
        kept = self.files[0].parent / "kept"
        kept.mkdir(exist_ok=True)
        read_once = cache(lambda file: read(file, kept))  # mapped from disc, not held

        def photo() -> tuple[Photo, bool]:
            kind = kinds[random.choice(3, p=[0.48, 0.36, 0.16])]
            file = kind[random.integers(len(kind))]
            return read_once(file), "fairface" in file.name

        while True:
            picture, target = made(photo, plates, random, self.side)
            anybody = _people(people, picture, random)
            yield torch.from_numpy(np.concatenate([picture, anybody])), torch.from_numpy(target)


def _people(people: PersonSegmenter, picture: NDArray[np.uint8], random: np.random.Generator) -> NDArray[np.uint8]:
    """Return (1, side, side), the mask of everybody as it would be: coarse, now and then wrong, or not asked for."""
    side = picture.shape[-1]
    if random.random() < 0.1:
        return np.zeros((1, side, side), np.uint8)
    mask = people.person_mask(np.ascontiguousarray(picture[:3].transpose(1, 2, 0)))
    if random.random() < 0.3:
        mask = cv2.GaussianBlur(mask, (0, 0), side * random.uniform(0.003, 0.02))
    if random.random() < 0.15:
        size = (int(side * random.uniform(0.02, 0.2)), int(side * random.uniform(0.02, 0.2)))
        at = tuple(int(v) for v in random.uniform(0, side, 2))
        cv2.ellipse(mask, at, size, random.uniform(0, 180), 0, 360, float(random.random() < 0.5), -1, cv2.LINE_AA)
    return np.round(mask[None] * 255).clip(0, 255).astype(np.uint8)


def made(
    photo: Callable[[], tuple[Photo, bool]], plates: list[NDArray[np.uint8]], random: np.random.Generator, side: int
) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Return one training pair, see `Pictures`."""
    chosen, tight = photo()
    move = _move(chosen, tight, side, random)
    composed = random.random() < 0.6
    rgb = cv2.warpAffine(
        chosen.own if composed else chosen.rgb,
        move,
        (side, side),
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    ).astype(np.float32)
    halves = (np.ascontiguousarray(chosen.shares[..., place]) for place in (slice(3), slice(3, None)))  # four at most
    way = {"flags": cv2.INTER_LINEAR, "borderMode": cv2.BORDER_REPLICATE}
    shares = np.concatenate([cv2.warpAffine(half, move, (side, side), **way) for half in halves], -1)
    known = cv2.warpAffine(chosen.known, move, (side, side), flags=cv2.INTER_NEAREST)
    valid = cv2.warpAffine(np.full(chosen.known.shape, 255, np.uint8), move, (side, side), flags=cv2.INTER_NEAREST)
    shares = shares.astype(np.float32) / 255
    if composed:  # beside the photo there is background, but nothing is known where its edge cuts through the person
        free = (valid == 0) & (cv2.dilate(shares[..., 0], np.ones((5, 5))) < 0.02)
        valid, known = np.where(free, 255, valid), np.where(free, 255, known)
    points = chosen.points[:, :2] @ move[:, :2].T + move[:, 2]
    if random.random() < 0.35:
        rgb = _dyed(rgb, shares, random)
    before = shares[..., WORN]
    if tight:
        known = np.where(before > 0.05, 0, known)  # in tight crops frowns pass for frames and hair for clothes
        mine = ~_somebody_elses(shares, points)
        known, valid = known * mine, valid * mine
    if composed and random.random() < 0.1:
        rgb, shares = hat(rgb, shares, points, random)
    if random.random() < 0.35 and _bare(shares, points):
        rgb, shares = glasses(rgb, shares, points, random)
    known = np.where(shares[..., WORN] > before + 0.05, 255, known)  # what was drawn is known
    if composed and random.random() < 0.25:
        rgb = lit(rgb, random)
    if composed:
        rest = behind(plates, random, side)
        if random.random() < 0.45:
            rest = _other(rest, photo()[0], random, side)
        if random.random() < 0.35:
            rest = cv2.GaussianBlur(rest, (0, 0), random.uniform(1, 8))
        share = shares[..., :1]
        rgb = rgb * share + rest * (1 - share)
    if random.random() < 0.2:
        rgb = lit(rgb, random)
    rgb = worse(rgb, random)
    oval = points[list(OVAL)]
    oval = (
        (oval - oval.mean(0)) * random.uniform(0.95, 1.05)
        + oval.mean(0)
        + random.normal(0, 0.01, 2) * np.ptp(oval[:, 0])
    )
    face = hull((side, side), oval.astype(np.float32)) * 255
    picture = np.concatenate([rgb, face[..., None]], -1).clip(0, 255).astype(np.uint8)
    target = (
        np.concatenate([np.round(shares * 255), known[..., None], valid[..., None]], -1).clip(0, 255).astype(np.uint8)
    )
    if random.random() < 0.5:
        picture, target = picture[:, ::-1], target[:, ::-1]
    return np.ascontiguousarray(picture.transpose(2, 0, 1)), np.ascontiguousarray(target.transpose(2, 0, 1))


def _move(photo: Photo, tight: bool, side: int, random: np.random.Generator) -> NDArray[np.float64]:
    """Return the map from photo to picture: where the face goes and how large it is."""
    near = tight or random.random() < 0.35  # of studio photos too: there the teachers saw the whole head
    low, high = (0.3, 0.68) if near else (0.12, 0.5)
    scale = side * float(np.exp(random.uniform(np.log(low), np.log(high)))) / face_width(photo.points)
    scale = max(scale, random.uniform(0.85, 1.1) * side / min(photo.rgb.shape[:2]))
    turn = np.radians(random.normal(0, 8))
    matrix = scale * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    centre = photo.points[list(OVAL), :2].mean(0)
    place = side * np.array([random.uniform(0.34, 0.66), random.uniform(0.28, 0.56)])
    return np.hstack([matrix, (place - matrix @ centre)[:, None]])


def _somebody_elses(shares: Planes, points: Points) -> NDArray[np.bool_]:
    """Return the side of the head on which there is so much skin that it is a neighbour's: teachers know no wearer."""
    x, y = face_units(shares.shape, np.c_[points, points[:, 0]])
    skin, out = (shares[..., SKIN] > 0.5) & (np.abs(x) > 0.72) & (y > -0.5), np.zeros(shares.shape[:2], np.bool_)
    for side in (-1, 1):
        if (skin & (side * x > 0)).mean() > 0.01:
            out |= (side * x > 0.62) & (y > -1)
    return out


def _bare(shares: Planes, points: Points) -> bool:
    """Return whether the wearer has no glasses yet."""
    eyes = np.round(points[[33, 263, 168]]).astype(int).clip(0, shares.shape[0] - 1)
    return bool(shares[eyes[:, 1], eyes[:, 0], WORN].max() < 0.3)


def _dyed(rgb: Planes, shares: Planes, random: np.random.Generator) -> Planes:
    """Give the clothes another colour or a pattern: few of the photos show many."""
    dress = shares[..., 4:5]
    colour = random.uniform(0, 255, 3).astype(np.float32)
    light = rgb.mean(-1, keepdims=True) / 128
    if random.random() < 0.5:
        y, x = np.mgrid[: rgb.shape[0], : rgb.shape[1]].astype(np.float32)
        wave = np.sin(x * random.normal(0, 0.4) + y * random.normal(0, 0.4)) > random.uniform(-1, 1)
        colour = np.where(wave[..., None], colour, random.uniform(0, 255, 3)).astype(np.float32)
    else:
        light = light ** random.uniform(0.5, 1)
    strength = dress * random.uniform(0.6, 1)
    return np.asarray(rgb * (1 - strength) + (colour * light).clip(0, 255) * strength, np.float32)


def _other(behind: Planes, photo: Photo, random: np.random.Generator, side: int) -> Planes:
    """Put another person into the background."""
    move = _move(photo, False, side, random)
    move[0, 2] += side * random.choice([-1, 1]) * random.uniform(0.2, 0.5)
    rgb = cv2.warpAffine(photo.rgb, move, (side, side), flags=cv2.INTER_LINEAR).astype(np.float32)
    share = cv2.warpAffine(photo.shares[..., 0], move, (side, side), flags=cv2.INTER_LINEAR)[..., None] / 255
    return np.asarray(rgb * share + behind * (1 - share), np.float32)
