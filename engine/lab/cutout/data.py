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

from engine.faces.regions import LEFT_EYE, RIGHT_EYE, face_width, hull
from engine.faces.types import OVAL, Points
from engine.lab.cutout.teachers import agreed

Planes = NDArray[np.float32]
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
        done = np.load(place)
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
    """Endless pairs: (4, side, side) uint8 picture and face, (8, side, side) uint8 alpha, shares, known, valid."""

    def __init__(self, files: list[Path], scenes: Path, side: int, seed: int) -> None:
        self.files, self.scenes, self.side, self.seed = files, scenes, side, seed

    def __iter__(self) -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
        """Give pairs without end."""
        cv2.setNumThreads(1)
        random = np.random.default_rng(self.seed)
        kinds = [[f for f in self.files if kind in f.name] for kind in ("fairface", "people", "london")]
        plates = [cv2.imread(str(file))[..., ::-1] for file in sorted(self.scenes.glob("*.png"))]
        kept = self.files[0].parent / "kept"
        kept.mkdir(exist_ok=True)
        read_once = cache(lambda file: read(file, kept))

        def photo() -> tuple[Photo, bool]:
            kind = kinds[random.choice(3, p=[0.45, 0.37, 0.18])]
            file = kind[random.integers(len(kind))]
            return read_once(file), "fairface" in file.name

        while True:
            picture, target = made(photo, plates, random, self.side)
            yield torch.from_numpy(picture), torch.from_numpy(target)


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
    halves = (np.ascontiguousarray(chosen.shares[..., part]) for part in (slice(3), slice(3, None)))  # four at most
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
    if random.random() < 0.25 and shares[..., 5].max() < 0.3:
        rgb, shares = _glasses(rgb, shares, points, random)
    if composed:
        behind = _behind(plates, random, side)
        if random.random() < 0.3:
            behind = _other(behind, photo()[0], random, side)
        if random.random() < 0.3:
            behind = cv2.GaussianBlur(behind, (0, 0), random.uniform(1, 8))
        share = shares[..., :1]
        rgb = rgb * share + behind * (1 - share)
    rgb = _worse(rgb, random)
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
    low, high = (0.3, 0.62) if tight else (0.12, 0.55)
    scale = side * float(np.exp(random.uniform(np.log(low), np.log(high)))) / face_width(photo.points)
    scale = max(scale, random.uniform(0.85, 1.1) * side / min(photo.rgb.shape[:2]))
    turn = np.radians(random.normal(0, 8))
    matrix = scale * np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    centre = photo.points[list(OVAL), :2].mean(0)
    place = side * np.array([random.uniform(0.34, 0.66), random.uniform(0.28, 0.56)])
    return np.hstack([matrix, (place - matrix @ centre)[:, None]])


def _dyed(rgb: Planes, shares: Planes, random: np.random.Generator) -> Planes:
    """Give the clothes another colour or a pattern: few of the photos show many."""
    dress = shares[..., 4:5]
    colour = random.uniform(0, 255, 3).astype(np.float32)
    light = rgb.mean(-1, keepdims=True) / 128
    if random.random() < 0.5:
        y, x = np.mgrid[: rgb.shape[0], : rgb.shape[1]]
        wave = np.sin((x * random.normal() + y * random.normal()) * random.uniform(0.05, 0.8)) > random.uniform(-1, 1)
        colour = np.where(wave[..., None], colour, random.uniform(0, 255, 3)).astype(np.float32)
    else:
        light = light ** random.uniform(0.5, 1)
    strength = dress * random.uniform(0.6, 1)
    return np.asarray(rgb * (1 - strength) + (colour * light).clip(0, 255) * strength, np.float32)


def _glasses(rgb: Planes, shares: Planes, points: Points, random: np.random.Generator) -> tuple[Planes, Planes]:
    """Draw glasses, clear or dark, round or square."""
    side, width = rgb.shape[0], face_width(np.c_[points, points[:, 0]])
    mask, lenses = np.zeros((side, side), np.float32), np.zeros((side, side), np.float32)
    thick = max(1, round(width * random.uniform(0.012, 0.045)))
    eyes = [points[list(eye)].mean(0) for eye in (RIGHT_EYE, LEFT_EYE)]
    across = eyes[1] - eyes[0]
    turn, apart = float(np.degrees(np.arctan2(across[1], across[0]))), float(np.hypot(*across))
    size = apart * random.uniform(0.3, 0.44), apart * random.uniform(0.22, 0.4)
    down = np.array([-across[1], across[0]]) * random.uniform(0, 0.12)
    power = random.choice([1.0, 0.6, 0.35])
    inner = []
    for eye in eyes:
        angle = np.linspace(0, 2 * np.pi, 40)
        shape = np.stack([np.sign(np.cos(angle)) * np.abs(np.cos(angle)) ** power * size[0],
                          np.sign(np.sin(angle)) * np.abs(np.sin(angle)) ** power * size[1]], 1)  # fmt: skip
        c, s = np.cos(np.radians(turn)), np.sin(np.radians(turn))
        line = np.round((shape @ np.array([[c, s], [-s, c]]) + eye + down) * 8).astype(np.int32)
        cv2.fillPoly(lenses, [line], 1.0, cv2.LINE_AA, 3)
        cv2.polylines(mask, [line], True, 1.0, thick, cv2.LINE_AA, 3)
        inner.append(eye + down)
    unit = across / apart
    ends = (
        (inner[0] + unit * size[0], inner[1] - unit * size[0]),
        (inner[0] - unit * size[0], points[127]),
        (inner[1] + unit * size[0], points[356]),
    )
    for a, b in ends:
        cv2.line(
            mask, tuple(np.round(a * 8).astype(int)), tuple(np.round(b * 8).astype(int)), 1.0, thick, cv2.LINE_AA, 3
        )
    colour = random.uniform(0, 90, 3) if random.random() < 0.7 else random.uniform(60, 230, 3)
    dark = random.random() < 0.35
    if dark:
        tint = lenses[..., None] * random.uniform(0.75, 1)
        rgb = rgb * (1 - tint) + random.uniform(0, 70, 3) * tint
        mask = np.maximum(mask, lenses)
    elif random.random() < 0.4:
        rgb = rgb + lenses[..., None] * random.uniform(0, 40)
    drawn = mask[..., None] * (1 if not dark else (1 - lenses[..., None]))
    rgb = rgb * (1 - drawn) + colour * drawn
    mask = mask * (shares[..., 0] > 0.5)
    shares = shares.copy()
    shares[..., 1:] *= 1 - mask[..., None]
    shares[..., 5] += mask * shares[..., 0]
    return np.asarray(rgb, np.float32), shares


def _behind(plates: list[NDArray[np.uint8]], random: np.random.Generator, side: int) -> Planes:
    """Return a background: a piece of a scene, a gradient, or coarse noise."""
    chance = random.random()
    if chance < 0.55:
        plate = plates[random.integers(len(plates))]
        size = int(random.uniform(40, 250))
        y, x = random.integers(plate.shape[0] - size), random.integers(plate.shape[1] - size)
        piece = cv2.resize(plate[y : y + size, x : x + size], (side, side), interpolation=cv2.INTER_CUBIC)
        return np.asarray(piece, np.float32) * random.uniform(0.4, 1.2)
    if chance < 0.75:
        corners = (
            random.uniform(0, 255, (2, 2, 3))
            if random.random() < 0.6
            else np.repeat(random.uniform(0, 255, (2, 2, 1)), 3, 2)
        )
        return np.asarray(cv2.resize(corners.astype(np.float32), (side, side)), np.float32)
    out = np.zeros((side, side, 3), np.float32)
    for cells in (3, 9, 30, 90):
        out += cv2.resize(
            random.normal(0, 1, (cells, cells, 3)).astype(np.float32), (side, side), interpolation=cv2.INTER_CUBIC
        ) * random.uniform(0, 60)
    return out + random.uniform(30, 220, 3).astype(np.float32)


def _other(behind: Planes, photo: Photo, random: np.random.Generator, side: int) -> Planes:
    """Put another person into the background."""
    move = _move(photo, False, side, random)
    move[0, 2] += side * random.choice([-1, 1]) * random.uniform(0.2, 0.5)
    rgb = cv2.warpAffine(photo.rgb, move, (side, side), flags=cv2.INTER_LINEAR).astype(np.float32)
    share = cv2.warpAffine(photo.shares[..., 0], move, (side, side), flags=cv2.INTER_LINEAR)[..., None] / 255
    return np.asarray(rgb * share + behind * (1 - share), np.float32)


def _worse(rgb: Planes, random: np.random.Generator) -> Planes:
    """Change light and colour; blur, shrink, add noise and JPEG."""
    rgb = 255 * (rgb.clip(0, 255) / 255) ** float(np.exp(random.normal(0, 0.3)))
    rgb = rgb * random.normal(1, 0.15) * random.normal(1, 0.06, 3) + random.normal(0, 8)
    if random.random() < 0.1:
        rgb = np.repeat(rgb.mean(-1, keepdims=True), 3, -1)
    elif random.random() < 0.5:
        grey = rgb.mean(-1, keepdims=True)
        rgb = grey + (rgb - grey) * random.uniform(0.4, 1.5)
    rgb = np.ascontiguousarray(rgb, np.float32)
    if random.random() < 0.35:
        rgb = cv2.GaussianBlur(rgb, (0, 0), random.uniform(0.4, 1.6))
    if random.random() < 0.2:
        small = cv2.resize(rgb, None, fx=(s := random.uniform(0.3, 0.8)), fy=s, interpolation=cv2.INTER_AREA)
        rgb = cv2.resize(small, rgb.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    if random.random() < 0.5:
        rgb = rgb + random.normal(0, random.uniform(1, 10), rgb.shape)
    rgb = rgb.clip(0, 255)
    if random.random() < 0.4:
        _, code = cv2.imencode(".jpg", rgb.astype(np.uint8), [cv2.IMWRITE_JPEG_QUALITY, int(random.uniform(30, 95))])
        rgb = cv2.imdecode(code, cv2.IMREAD_COLOR)
    return np.asarray(rgb, np.float32)
