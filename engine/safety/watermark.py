"""An invisible mark in the pixels that says "made here, by this job", and outlives chats, crops and screenshots.

Metadata is thrown away by Telegram and by every screenshot; this mark is not. It is spread spectrum on the lines of a
small tile, `TILES` of which cover the picture's long side:

* some lines have fixed phases (`_sync`). Where they agree with the picture, at any size, place and mirrored, a mark is,
  and its size and place are known: this is what a crop, a border or a smaller copy needs;
* the others carry 48 bits: a job's number of 30 and a check of 18. Each byte is one of 256 Walsh functions, read as a
  whole, so no single line has to be right, and two of them may be the second best guess. The number names a job only
  to whoever has the database.

How far a picture may be damaged and how often an unmarked one is taken for ours: `python -m engine.lab.marks`. What it
does not survive: turning by less than a right angle, drawing over it, a crop to less than a third of the long side,
and somebody who reads this file and wants it gone.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces.types import RGB, as_bytes

TILES, SIDE = 4, 128  # tiles along the long side; samples of a tile's side
LOW, HIGH = 7, 28  # waves per tile: under them it shows, over them JPEG removes it
KEY = 20261128  # any number; whoever changes it can no longer read older pictures
QUIET, LOUD = 0.5, 1.8  # brightness steps (0..255): strength on flat areas and in texture
SMALL, MOST_GAIN = 640, 1.6  # a picture of fewer pixels is looked at from further away, and loses more to JPEG
TEXTURE = 14.0  # local contrast (standard deviation) from which the mark is laid at full strength
BYTES, WALSH = 6, 128  # of the message; chips of each byte
NUMBER_BITS, CHECK_BITS = 30, 18
SURE = 7.5  # standard deviations of the fixed lines from which a picture is marked, see `engine.lab.marks`
READ_AT = 1024  # pixels of the long side a picture is read at
SMALLEST, LARGEST = 0.38, 3.0  # long side of the marked picture as a share of the given one's that is looked for
STEP = 0.006  # between two sizes: the finest waves are off by a sixth of their length at the picture's edge
ENOUGH = 5.0  # deviations above `SURE` after which no further size is looked at

Complex = NDArray[np.complex128]
Plane = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What the pixels say. ``deviations`` above chance, marked from `SURE` on; ``number`` None: not readable."""

    deviations: float
    number: int | None = None  # of the job; 0 for none
    mirrored: bool = False
    turned: int = 0  # quarter turns the picture was given, counterclockwise
    scale: float = 1.0  # long side of the marked picture, as a share of the given one's: above 1 it was cropped
    begin: tuple[int, int] = (0, 0)  # row and column of the first tile's corner, in `SIDE` to a tile

    @property
    def marked(self) -> bool:
        """Whether the mark is there."""
        return self.deviations >= SURE

    @property
    def aligned(self) -> bool:
        """Whether the mark lies where `embed` would lay another."""
        upright = not self.mirrored and not self.turned and self.scale == 1.0
        return self.marked and upright and all(min(at, SIDE - at) <= 1 for at in self.begin)


def embed(rgb: RGB, number: int = 0) -> RGB:
    """Return ``rgb`` (height, width, 3) uint8 with the mark of a job's ``number``; not seen by the eye (42 to 52 dB).

    What another job's mark says there, as in a portrait that speaks, is taken out: two would spoil each other.
    Raises ValueError for a number of more than 30 bits.
    """
    height, width = rgb.shape[:2]
    long = max(height, width)
    tile, earlier = _tile(number), _laid_before(rgb)
    if earlier is not None:
        tile = tile - _tile(earlier)
    pattern = np.tile(tile, (TILES, TILES))
    pattern = cv2.resize(pattern, (long, long), interpolation=cv2.INTER_CUBIC)[:height, :width]
    strength = min(max(SMALL / long, 1.0), MOST_GAIN)
    return as_bytes(rgb + (pattern * strength * _room(_light(rgb)))[..., None])


def _laid_before(rgb: RGB) -> int | None:
    """Return the number of a mark that lies where another would be laid, None without one.

    Such a mark is seen the way up it was laid: without that, no other view is looked at.
    """
    if not _reading(_fold(_evened(rgb), 1.0), 1.0, mirrored=False, turned=0).marked:
        return None
    earlier = read_whole(rgb)
    return earlier.number if earlier.aligned else None


def detect(rgb: RGB) -> float:
    """Return how sure it is that ``rgb``, not cropped, carries the mark: 0..1, marked from 0.5 on."""
    return sureness(read_whole(rgb).deviations)


def sureness(deviations: float, sure: float = SURE) -> float:
    """Return deviations from chance as 0..1; 0.5 stands for ``sure`` of them."""
    return float(1 / (1 + np.exp(np.clip(sure - deviations, -50, 50))))


def read_whole(rgb: RGB) -> Reading:
    """Read the mark of a picture (height, width, 3) uint8 that was resized, mirrored or turned, but not cropped."""
    fold = _fold(_evened(rgb), 1.0)
    views = [(mirrored, turned) for mirrored in (False, True) for turned in range(4)]
    return max((_reading(fold, 1.0, *view) for view in views), key=lambda each: each.deviations)


def search(rgb: RGB) -> Reading:
    """Read the mark of a picture that may be cropped, or lie in a larger one such as a screenshot; about a second."""
    evened, best = _evened(rgb), Reading(deviations=0.0)
    for number in range(round(float(np.log(LARGEST / SMALLEST)) / STEP)):
        best = max(best, _either_way(evened, SMALLEST * float(np.exp(STEP * number))), key=lambda each: each.deviations)
        if best.deviations > SURE + ENOUGH:
            break
    if best.scale < 1:  # the marked picture has more pixels than it was looked at with
        evened = _evened(rgb, best.scale)
    close = (best.scale * (1 + STEP * float(share)) for share in np.linspace(-1, 1, 25))
    readings = (best, *(_either_way(evened, scale) for scale in close))
    return max(readings, key=lambda each: (each.marked and each.number is not None, each.deviations))


def _either_way(evened: Plane, scale: float) -> Reading:
    fold = _fold(evened, scale)
    readings = (_reading(fold, scale, mirrored, 0) for mirrored in (False, True))
    return max(readings, key=lambda each: each.deviations)


def _reading(fold: Plane, scale: float, mirrored: bool, turned: int) -> Reading:
    fold = np.rot90(fold[:, ::-1] if mirrored else fold, -turned)
    lines = _levelled(np.fft.fft2(fold)[_sync().rows, _sync().columns])
    deviations, row, column = _agreement(lines)
    number = _number(lines, row, column) if deviations >= SURE else None
    begin = (row, column)
    return Reading(deviations=deviations, number=number, mirrored=mirrored, turned=turned, scale=scale, begin=begin)


@dataclass(frozen=True, kw_only=True)
class _Lines:
    """The lines in use, in a fixed order: the first ``fixed`` ones have known phases, the others carry bits."""

    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    radius: NDArray[np.float64]  # waves per tile
    phases: Complex  # of the fixed ones
    fixed: int
    places: NDArray[np.intp]  # where each chip of the message goes
    signs: NDArray[np.int64]  # and how it is turned, so that no message makes a regular picture


@cache
def _sync() -> _Lines:
    rows, columns = np.mgrid[-HIGH : HIGH + 1, : HIGH + 1]
    radius = np.hypot(rows, columns)
    used = (radius >= LOW) & (radius < HIGH) & ((columns > 0) | (rows > 0))  # the other half mirrors this one
    random, chips = np.random.default_rng(KEY), BYTES * WALSH
    order = random.permutation(int(used.sum()))
    fixed = len(order) - chips // 2  # a line carries two chips, as its real and its imaginary part
    return _Lines(
        rows=rows[used][order] % SIDE,
        columns=columns[used][order],
        radius=radius[used][order],
        phases=np.exp(0.5j * np.pi * (random.integers(0, 4, fixed) + 0.5)),
        fixed=fixed,
        places=random.permutation(chips),
        signs=random.choice([-1, 1], chips),
    )


@cache
def _walsh() -> NDArray[np.int64]:
    """Return `WALSH` functions of as many chips, each +1 or -1, all of them at right angles."""
    square = np.ones((1, 1), np.int64)
    while len(square) < WALSH:
        square = np.block([[square, square], [square, -square]])
    return square


def _message(number: int) -> bytes:
    if not 0 <= number < 1 << NUMBER_BITS:
        raise ValueError(f"a job's number has {NUMBER_BITS} bits, {number} has more")
    return (number << CHECK_BITS | _check(number)).to_bytes(BYTES, "big")


def _check(number: int) -> int:
    return zlib.crc32(number.to_bytes(4, "big")) & ((1 << CHECK_BITS) - 1)


def _tile(number: int) -> Plane:
    """Return the mark as a tile of mean 0 and spread 1, (SIDE, SIDE)."""
    lines = _sync()
    chips = np.concatenate([_walsh()[byte & 127] * (1 - 2 * (byte >> 7)) for byte in _message(number)])
    chips = chips[lines.places] * lines.signs
    half = len(chips) // 2
    values = np.concatenate([lines.phases * np.sqrt(2), chips[:half] + 1j * chips[half:]])
    spectrum = np.zeros((SIDE, SIDE), complex)
    spectrum[lines.rows, lines.columns] = values
    spectrum[-lines.rows % SIDE, -lines.columns % SIDE] = values.conj()
    tile = np.fft.ifft2(spectrum).real
    return (tile / tile.std()).astype(np.float32)


def _evened(rgb: RGB, part: float = 1.0) -> Plane:
    """Return the picture's fine structure at even contrast: a few strong edges must not outvote the rest of it.

    ``part``: share of its long side the marked picture takes; that is what `READ_AT` pixels are for.
    """
    light = _light(rgb)
    scale = READ_AT / part / max(light.shape)
    if scale < 1:
        size = (max(1, round(light.shape[1] * scale)), max(1, round(light.shape[0] * scale)))
        light = cv2.resize(light, size, interpolation=cv2.INTER_AREA)
    coarse = max(light.shape) * part / (TILES * SIDE)
    flat = light - cv2.GaussianBlur(light, (0, 0), 4 * coarse)
    return flat / (np.sqrt(cv2.GaussianBlur(flat**2, (0, 0), 6 * coarse)) + 2)


def _fold(evened: Plane, scale: float) -> Plane:
    """Lay all tiles over each other, (SIDE, SIDE), taking the marked picture for ``scale`` times as long."""
    height, width = evened.shape
    share = TILES * SIDE / (max(height, width) * scale)
    size = (max(1, round(width * share)), max(1, round(height * share)))
    small = cv2.resize(evened, size, interpolation=cv2.INTER_AREA if share < 1 else cv2.INTER_CUBIC)
    small = np.pad(small, ((0, -small.shape[0] % SIDE), (0, -small.shape[1] % SIDE)))
    return small.reshape(small.shape[0] // SIDE, SIDE, small.shape[1] // SIDE, SIDE).sum((0, 2))


def _levelled(lines: Complex) -> Complex:
    """Weigh each line against those as fine as it, and let none count for more than one and a half."""
    ring = _rings()
    mean = np.bincount(ring, np.abs(lines)) / np.bincount(ring)
    level = lines / (mean[ring] + 1e-9)
    return level * np.minimum(1, 1.5 / np.maximum(np.abs(level), 1e-9))


@cache
def _rings() -> NDArray[np.intp]:
    return ((_sync().radius - LOW) / 2).astype(np.intp)


def _agreement(lines: Complex) -> tuple[float, int, int]:
    """Return how well the fixed lines agree where they agree best, in standard deviations, and that place."""
    sync = _sync()
    product = np.zeros((SIDE, SIDE), complex)
    product[sync.rows[: sync.fixed], sync.columns[: sync.fixed]] = lines[: sync.fixed] * sync.phases.conj()
    agreement = np.fft.ifft2(product).real * SIDE**2
    spread = np.sqrt((np.abs(lines[: sync.fixed]) ** 2).sum() / 2) + 1e-9
    row, column = divmod(int(agreement.argmax()), SIDE)
    return float(agreement[row, column] / spread), row, column


def _number(lines: Complex, row: int, column: int) -> int | None:
    """Return the number the other lines carry for a tile that begins there; None where its check does not fit."""
    sync = _sync()
    waves = _waves(lines, row, column)
    lines = lines * np.exp(2j * np.pi * waves / SIDE) * _trust(lines, waves)
    carrying = lines[sync.fixed :]
    chips = np.empty(2 * len(carrying))
    chips[sync.places] = np.concatenate([carrying.real, carrying.imag]) * sync.signs
    scores = chips.reshape(BYTES, WALSH) @ _walsh()
    first, second = np.argsort(-np.abs(scores), axis=1)[:, :2].T
    for wrong in ((), *combinations(range(BYTES), 1), *combinations(range(BYTES), 2)):
        chosen = [int(second[at] if at in wrong else first[at]) for at in range(BYTES)]
        data = bytes(at | (128 if score[at] < 0 else 0) for at, score in zip(chosen, scores, strict=True))
        value = int.from_bytes(data, "big")
        number, check = value >> CHECK_BITS, value & ((1 << CHECK_BITS) - 1)
        if check == _check(number):
            return number
    return None


def _waves(lines: Complex, row: int, column: int) -> NDArray[np.float64]:
    """Return how many waves of each line, times `SIDE`, lie before the tile's begin, found to a quarter of a sample."""
    sync = _sync()
    rows, columns = (sync.rows + SIDE // 2) % SIDE - SIDE // 2, sync.columns  # a part of a sample needs the sign
    fixed = lines[: sync.fixed] * sync.phases.conj()

    def agreement(at: tuple[float, float]) -> float:
        waves = rows[: sync.fixed] * at[0] + columns[: sync.fixed] * at[1]
        return float((fixed * np.exp(2j * np.pi * waves / SIDE)).real.sum())

    near = (-0.5, -0.25, 0.0, 0.25, 0.5)
    best = max(((row + down, column + right) for down in near for right in near), key=agreement)
    return rows * best[0] + columns * best[1]


def _trust(lines: Complex, waves: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far lines of each fineness are to be believed: as far as the fixed ones among them are right."""
    sync, ring = _sync(), _rings()
    right = (lines[: sync.fixed] * np.exp(2j * np.pi * waves[: sync.fixed] / SIDE) * sync.phases.conj()).real
    count = np.bincount(ring[: sync.fixed], minlength=ring.max() + 1)
    mean = np.bincount(ring[: sync.fixed], right, minlength=ring.max() + 1) / np.maximum(count, 1)
    return np.maximum(mean, 0.02)[ring]


def _light(rgb: RGB) -> Plane:
    return cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY).astype(np.float32)


def _room(light: Plane) -> Plane:
    """Return how strong the mark may be at each pixel without being seen."""
    sigma = max(1.0, max(light.shape) / 128)
    mean = cv2.GaussianBlur(light, (0, 0), sigma)
    contrast = np.sqrt(np.maximum(cv2.GaussianBlur(light**2, (0, 0), sigma) - mean**2, 0))
    around = 2 * round(2 * sigma) + 1  # an edge is loud on both its sides: beside it a sky is still a sky
    contrast = cv2.erode(contrast, np.ones((around, around), np.uint8))
    return QUIET + (LOUD - QUIET) * np.clip(contrast / TEXTURE, 0, 1)
