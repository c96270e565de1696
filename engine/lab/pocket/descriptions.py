"""Stage: hair, glasses and background of every cached training picture, as words for its caption.

Read by rule from mesh, person mask and colours, like `engine.faces.parse`: no packaged network names them. Where a
rule cannot tell, nothing is said; the training drops words at random anyway. The same rules read the drawn pictures
back (`engine.lab.pocket.judge`), so a figure of theirs says that a word did what it did in the photos, not more.

``descriptions.npy`` (N,) structured: indices into `HAIR`, `LENGTHS`, `GLASSES` and `BACKGROUNDS`, 0 where unknown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine import weights
from engine.faces.face_quality import large_enough
from engine.faces.mesh import MediapipeMesh
from engine.faces.parse import PersonSegmenter
from engine.faces.regions import CHEEKS, Mask, Pixels, face_units, hull, lab, part
from engine.faces.types import FOREHEAD, RGB, Mesh
from engine.lab.pocket import glasses
from engine.lab.pocket.data import LFW
from engine.lab.pocket.landmarks import central

#: What can be said, field by field; the first of each is "nothing".
HAIR = ("", "black hair", "brown hair", "blond hair", "grey hair", "bald")
LENGTHS = ("", "short hair", "long hair")
GLASSES = ("", "no", "glasses")
BACKGROUNDS = ("", "dark background", "white background", "grey background", "red background", "green background",
               "blue background", "brown background")  # fmt: skip
WORDS = {"hair": HAIR, "length": LENGTHS, "glasses": GLASSES, "background": BACKGROUNDS}
SPOKEN = {field: tuple(word for word in names if word not in ("", "no")) for field, names in WORDS.items()}
FIELDS = np.dtype([(field, "u1") for field in WORDS])

FEWEST = 0.01  # of the picture's pixels: what is smaller says nothing
ABOVE = (0.12, 0.4)  # face widths above the face's outline: between the hairline of most and the top of the head
BALD = 16.0  # Lab distance from the cheeks below which the top of a head is skin
BROWN, LIGHT = 46.0, 56.0  # lightness to which hair is brown, and from which it is blond
SPECKLED = 14.0  # how far colours of hair lie apart at most
ALIKE = 22.0  # Lab distance within which a strand has the colour of the hair above
LONG, SHORT = 0.35, 0.08  # shares of the places beside the neck that are hair


@dataclass(frozen=True, kw_only=True)
class Description:
    """What is seen, in the words above; "" where nothing can be said."""

    hair: str = ""
    length: str = ""
    glasses: str = ""
    background: str = ""

    def words(self) -> tuple[str, ...]:
        """Return what a caption says of it: bald heads have no length, and nobody is described by what is missing."""
        length = "" if self.hair == "bald" else self.length
        return tuple(word for word in (self.hair, length, self.glasses, self.background) if word and word != "no")


def describe(rgb: RGB, mesh: Mesh, person: Mask) -> Description:
    """Describe a square picture framed as the base's own: its face ``mesh``, and ``person`` (side, side), 0..1."""
    values = lab(rgb)
    x, y = face_units(rgb.shape, mesh.points)
    oval = hull(rgb.shape, mesh.oval, 1.05) > 0
    enough = FEWEST * person.size
    hair, colour = _hair(values, mesh, (person > 0.6) & ~oval, x, y, enough)
    worn = glasses.score(rgb)
    return Description(
        hair=hair,
        length=_length(values, colour, person, oval, mesh, x, y),
        glasses="glasses" if worn >= glasses.SURE else "no" if worn < glasses.NONE else "",
        background=_background(values, (person < 0.1) & (np.hypot(x, y) < 2), enough),
    )


def _hair(
    values: Pixels, mesh: Mesh, beside: np.ndarray, x: np.ndarray, y: np.ndarray, enough: float
) -> tuple[str, np.ndarray | None]:
    """Return the word and the median Lab colour of what lies above the forehead."""
    top = y[tuple(np.clip(np.round(mesh.points[FOREHEAD, 1::-1]).astype(int), 0, np.array(y.shape) - 1))]
    above = beside & (np.abs(x) < 0.4) & (y > top + ABOVE[0]) & (y < top + ABOVE[1])
    cheeks = part(values.shape, mesh.points, CHEEKS) > 0
    if above.sum() < enough or not cheeks.any():
        return "", None
    skin = np.median(values[cheeks], axis=0)
    other = above & (np.linalg.norm(values - skin, axis=-1) > BALD)
    if other.sum() < 0.3 * above.sum():
        return "bald", None
    light, red, yellow = colour = np.median(values[other], axis=0)
    chroma = float(np.hypot(red, yellow))
    if np.percentile(np.linalg.norm((values[other] - colour)[:, 1:], axis=1), 75) > SPECKLED:
        return "", None  # a hat, a scarf
    if chroma < 9 and light > 40:
        return "grey hair", colour
    if light < 20:
        return "black hair", colour
    if red > 30 or yellow < -4:
        return "", None  # no colour of hair
    if light > LIGHT and yellow > 12:
        return "blond hair", colour
    return ("brown hair" if chroma >= 9 and light < BROWN else ""), colour


def _length(
    values: Pixels, colour: np.ndarray | None, person: Mask, oval: np.ndarray, mesh: Mesh, x: np.ndarray, y: np.ndarray
) -> str:
    """Say whether hair of this colour hangs beside the mouth and below."""
    if colour is None:
        return ""
    mouth = -float(np.linalg.norm(mesh.eyes.mean(0) - mesh.points[[61, 291], :2].mean(0)))
    mouth /= float(np.ptp(mesh.oval[:, 0]))
    places = ~oval & (np.abs(x) > 0.45) & (np.abs(x) < 0.8) & (y < mouth + 0.15) & (y > mouth - 0.35)
    if places.sum() < FEWEST * person.size:
        return ""
    strands = places & (person > 0.6) & (np.linalg.norm(values - colour, axis=-1) < ALIKE)
    share = strands.sum() / places.sum()
    return "long hair" if share > LONG else "short hair" if share < SHORT else ""


def _background(values: Pixels, where: np.ndarray, enough: float) -> str:
    """Name the colour most of the background has."""
    if where.sum() < 4 * enough:
        return ""
    light, red, yellow = np.median(values[where], axis=0)
    chroma, hue = float(np.hypot(red, yellow)), float(np.degrees(np.arctan2(yellow, red)) % 360)
    if light < 18:
        return "dark background"
    if chroma < 8:
        return "white background" if light > 82 else "grey background" if 35 < light < 75 else ""
    if chroma < 12:
        return ""
    if hue < 50 or hue > 330:
        return "red background" if chroma > 25 else "brown background"
    if hue < 95:
        return "brown background" if light < 65 else ""
    return "green background" if hue < 190 else "blue background"


def words_of(row: np.void) -> tuple[str, ...]:
    """Return what a caption says of one record of ``descriptions.npy``."""
    return Description(**{field: names[row[field]] for field, names in WORDS.items()}).words()


def reader(weights_folder: Path) -> Callable[[RGB], Description]:
    """Return what describes the face nearest the middle of (256, 256, 3); it says nothing where none is found."""
    finder = MediapipeMesh(weights.path(weights_folder, "mesh", "face_landmarker.task"))
    parser = PersonSegmenter(weights.path(weights_folder, "segmenter", "selfie_segmenter.tflite"))

    def read(picture: RGB) -> Description:
        mesh = central(finder, picture)
        return Description() if mesh is None else describe(picture, mesh, parser.person_mask(picture))

    return read


def find_all(data: Path, work: Path, weights_folder: Path) -> None:
    """Write ``descriptions.npy`` into ``data`` for the rows that have latents."""
    read = reader(weights_folder)
    pixels, source = np.load(data / "pixels.npy", mmap_mode="r"), np.load(data / "labels.npy")["source"]
    rows = np.flatnonzero(np.load(work / "cached.npy"))
    found = np.zeros(len(pixels), FIELDS)
    for number, row in enumerate(rows):
        said = read(large_enough(np.asarray(pixels[row])))
        if source[row] != LFW:  # cropped to the face: hair and background are the photo's edge, drawn out
            said = Description(glasses=said.glasses)
        found[row] = tuple(names.index(getattr(said, field)) for field, names in WORDS.items())
        if number % 2000 == 0:
            print(f"{number}/{len(rows)}", flush=True)
    np.save(data / "descriptions.npy", found)
    for field, names in WORDS.items():
        counts = np.bincount(found[field][rows], minlength=len(names))
        print(field, {word or "unknown": int(count) for word, count in zip(names, counts, strict=True)}, flush=True)
