"""Does a portrait know when it is bad? Part ``judge`` of the bench ``canvas``; every picture is left in a folder.

Portraits of synthetic people with light and dark skin, beards, long and curly hair are judged as they are, in styles
that nobody tuned on, and again spoilt on purpose: hair eaten, smeared, in a halo or with old background in it, pieces
that float, the photo's end in the picture, a face melted, half melted, with an erased or doubled part, crossed eyes,
and somebody else's. Each kind counts how many are refused; of the good ones hardly one should be.

Limits were put by every other person; the figures named ``held_`` are those of the others, whom nothing was tuned on.
Photos of LFW, small and before whatever was there, are counted apart. What was drawn may lie on a shelf
(`engine.lab.shelf`), and a judge that was changed is tried on the same pictures.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from itertools import groupby
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from PIL import Image

from engine import people
from engine.canvas import judge
from engine.canvas.draw import draw, variants
from engine.canvas.easel import Seen
from engine.canvas.judge import UNIT
from engine.canvas.recipes import recipes
from engine.canvas.swap.types import Exchanged
from engine.canvas.types import Shown, Subject
from engine.errors import BadPhotoError
from engine.faces.embed import NOBODY, Embedding, distance
from engine.faces.regions import hull
from engine.faces.types import FOREHEAD, OVAL, RGB, Mesh
from engine.lab.canvas.drawn import PORTRAIT, SELFIE, SHOWN, subject
from engine.lab.shelf import Shelf, drawing
from engine.lab.tasks import spoils
from engine.models import Models
from engine.tasks.inspect.request import PhotoProblem

STYLES = ("natural", "paris-cafe", "autumn-park", "candlelight", "library")  # each person in three of them, in turn
SHEETS = (PORTRAIT, PORTRAIT, SELFIE)  # before a wall, and before whatever was there
BITE, WIDER, PIECE, SMEARED, HALO = 0.17, 0.1, 0.12, 0.03, 0.05  # face widths
OLD = (250, 20)  # grey value of a halo around dark and light hair
WITNESSES = 6  # other photos a person is known from
LONG = 768  # pixels of a portrait's longer side: what is looked at is smaller
HELD, LFW, OF_LFW = "held_", "lfw_", 14  # prefixes of figures, and how many people of LFW
DRAWING = ("canvas", "faces")  # whose code draws the cases


@dataclass(frozen=True, kw_only=True, eq=False)
class Case:
    """One portrait, and what a judge is told of it."""

    name: str
    rgb: RGB
    shown: Shown
    points: np.ndarray  # (478, 3) in ``rgb``


@dataclass(frozen=True, kw_only=True, eq=False)
class Person:
    """Whom a portrait is asked to show: ``embeddings`` (n, 128) of other photos of them."""

    embeddings: NDArray[np.float32]

    @property
    def centre(self) -> Embedding:
        """Where their photos lie."""
        return np.asarray(self.embeddings.mean(0), np.float32)


def over(
    models: Models, work: Path, most: int = len(SHOWN), kept: Path | None = None, lfw: Path | None = None
) -> dict[str, int]:
    """Return how many cases there were, and how many of each kind were refused; `good` are false alarms.

    With a zip of ``lfw`` also of people of it, named ``lfw_``. Drawn cases are looked for in the folder ``kept`` and
    left there.
    """
    shelf = Shelf(kept, drawing(*DRAWING))
    told = _counted(models, work, [synthetic(models, name, place, shelf) for place, name in enumerate(SHOWN[:most])])
    if lfw is not None:
        real = [of_lfw(models, lfw, files, place, shelf) for place, files in enumerate(known(lfw))]
        told |= {f"{LFW}{kind}": count for kind, count in _counted(models, work, real).items()}
    return told


def _counted(models: Models, work: Path, everybody: Sequence[tuple[Person, list[Case]]]) -> dict[str, int]:
    """Judge everybody's cases; the next person is the stranger. Every other person is held back."""
    work.mkdir(parents=True, exist_ok=True)
    told = {half + kind: 0 for half in ("", HELD) for kind in ("cases", *KINDS)}
    for place, (person, own) in enumerate(everybody):
        for made in own:
            Image.fromarray(made.rgb).save(work / f"{made.name}.png")
            said = refusals(models, made, person, everybody[(place + 1) % len(everybody)][0])
            for half in ("", HELD)[: 1 + place % 2]:
                told[f"{half}cases"] += 1
                for kind, faults in said.items():
                    told[half + kind] += bool(faults)
            for kind, faults in said.items():
                if bool(faults) == (kind == "good"):
                    print(made.name, kind, *faults, flush=True)
    return told


def synthetic(models: Models, name: str, place: int, shelf: Shelf) -> tuple[Person, list[Case]]:
    """Return a synthetic person, and their portraits."""
    weights = models.settings.weights

    def photos() -> Iterator[RGB]:
        return (np.asarray(people.photo(weights, name, cut)) for cut in people.people()[name][1 : 1 + WITNESSES])

    made = []
    for turn, sheet in enumerate(SHEETS):
        style = STYLES[(place + turn) % len(STYLES)]
        draws = partial(_drawn, models, f"{style}-{name}", partial(subject, models, name, sheet), style, place + turn)
        with suppress(BadPhotoError):
            made.append(shelf.of(f"{name}-{turn}", Case, draws))
    return shelf.of(name, Person, lambda: _person(models, photos())), made


def known(lfw: Path) -> list[list[str]]:
    """Return the photos of people of whom there are enough, a few from all of the alphabet."""
    with zipfile.ZipFile(lfw) as archive:
        files = sorted(name for name in archive.namelist() if name.endswith(".jpg"))
    able = [own for _, group in groupby(files, key=_folder) if WITNESSES < len(own := list(group)) < 2 * WITNESSES]
    return able[:: max(1, len(able) // OF_LFW)][:OF_LFW]


def of_lfw(models: Models, lfw: Path, files: Sequence[str], place: int, shelf: Shelf) -> tuple[Person, list[Case]]:
    """Return somebody of LFW, known from some photos, and the portrait of another, where one can be made."""
    name, style = _folder(files[0]), STYLES[place % len(STYLES)]

    def photos(*which: str) -> Iterator[RGB]:
        with zipfile.ZipFile(lfw) as archive:
            yield from (models.faces.load(archive.read(file)) for file in which)

    def who() -> Subject:
        (rgb,) = photos(files[0])
        face = models.faces.largest(rgb)
        if face is None or face.mesh is None:
            raise BadPhotoError(PhotoProblem.NO_FACE)
        return models.easel.subject(Seen(rgb=rgb, face=face, number=1, mark=name))

    person = shelf.of(f"known-{name}", Person, lambda: _person(models, photos(*files[1 : 1 + WITNESSES])))
    with suppress(BadPhotoError):
        return person, [shelf.of(name, Case, partial(_drawn, models, f"{style}-{name}", who, style, place))]
    return person, []


def _folder(file: str) -> str:
    return file.split("/", maxsplit=1)[0]


def _drawn(models: Models, name: str, ready: Callable[[], Subject], style: str, seed: int) -> Case:
    who, recipe = ready(), recipes()[style]
    variant = variants(recipe, 1, seed=seed, photos=1, book=models.easel.scenes)[0]
    scene = variant.scene_of(models.easel.scenes)
    drawn = draw(who, recipe, scene=scene, framing=variant.framing, side=variant.side, seed=variant.seed, long=LONG)
    shown = drawn.shown
    assert shown is not None
    points = shown.mesh.points * np.float32(drawn.rgb.shape[1] / shown.alpha.shape[1])
    return Case(name=name, rgb=drawn.rgb, shown=shown, points=points)


def refusals(models: Models, made: Case, person: Person, stranger: Person) -> dict[str, tuple[str, ...]]:
    """Return what is found wrong with a portrait as it is, spoilt in every way, and asked for by a ``stranger``."""

    def by(who: Person) -> Callable[[RGB], tuple[Mesh | None, float]]:
        def look(rgb: RGB) -> tuple[Mesh | None, float]:
            face = models.faces.largest(rgb)
            if face is None:
                return None, NOBODY
            return face.mesh, distance(models.faces.embed(rgb, face), who.centre)

        return look

    own, rgb, far = by(person), made.rgb, judge.farthest(person.embeddings)
    seen = own(rgb)
    said = {"good": judge.judged(made.shown, rgb, own, far)[0].faults}
    said |= {kind: judge.verdict(spoil(made.shown), *seen, far).faults for kind, spoil in SHOWN_SPOILS.items()}
    said["stranger"] = judge.judged(made.shown, rgb, by(stranger), judge.farthest(stranger.embeddings))[0].faults
    for kind, spoil in FACE_SPOILS.items():
        whole = spoilt(made.shown.whole, made.shown.mesh.points, spoil)
        changed = spoilt(rgb, made.points, spoil)
        said[kind] = judge.judged(replace(made.shown, whole=whole), changed, own, far)[0].faults
    return said


def _person(models: Models, photos: Iterable[RGB]) -> Person:
    found = [one for one in map(models.faces.embed, photos) if one is not None]
    return Person(embeddings=np.asarray(found, np.float32))


def spoilt(rgb: RGB, points: np.ndarray, spoil: Callable[..., RGB]) -> RGB:
    """Return a picture with the face spoilt by a way of `engine.lab.tasks.spoils`."""
    face = np.asarray(hull(rgb.shape[:2], points[list(OVAL), :2], 0.97), np.float32)
    face = cv2.GaussianBlur(face, (0, 0), 0.01 * float(np.ptp(points[:, 0])))
    nothing = np.zeros_like(face)
    return spoil(
        None, Exchanged(rgb=rgb, face=face, skin=nothing, hair=nothing, shaved=nothing, touched=face, points=points)
    )


def eaten(shown: Shown) -> Shown:
    """Return it with a bite out of the hair beside the crown."""
    x, y = shown.mesh.points[FOREHEAD, :2] + np.array([0.3, -0.12]) * UNIT
    rows, columns = np.flatnonzero(shown.hair[:, int(np.clip(x, 0, shown.hair.shape[1] - 1))] > 0.5), int(x)
    top = float(rows[0]) if len(rows) else float(y)
    return _without(shown, _disc_at(shown, columns, top + 0.5 * BITE * UNIT, BITE))


def swallowed(shown: Shown) -> Shown:
    """Return it with a rim of the old background around all of it."""
    alpha = cv2.dilate(shown.alpha, _kernel(WIDER))
    hair = np.minimum(cv2.dilate(shown.hair, _kernel(WIDER)), alpha)
    grown = ((alpha - shown.alpha) > 0.3)[..., None]
    whole, colour = (np.where(grown, shown.photo, rgb) for rgb in (shown.whole, shown.colour))
    return replace(shown, alpha=alpha, hair=hair, whole=whole, colour=colour)


def halo(shown: Shown) -> Shown:
    """Return it with a rim around the hair as a window behind leaves one, or a dark wall around light hair."""
    inner = cv2.erode(shown.alpha, _kernel(HALO))
    rim = (shown.hair > 0.4) & (inner < 0.4)
    light = float(shown.colour[shown.hair > 0.9].mean()) if (shown.hair > 0.9).any() else 0.0
    value = np.uint8(OLD[light > 110])
    return replace(shown, colour=np.where(rim[..., None], value, shown.colour))


def pieces(shown: Shown) -> Shown:
    """Return it with a piece of somebody else beside the person."""
    free = cv2.distanceTransform((shown.alpha < 0.05).astype(np.uint8), cv2.DIST_L2, 5)
    y, x = np.unravel_index(int(free.argmax()), free.shape)
    piece = _disc_at(shown, float(x), float(y), min(PIECE, 0.8 * float(free.max()) / UNIT))
    return replace(shown, alpha=np.maximum(shown.alpha, piece))


def ended(shown: Shown) -> Shown:
    """Return it with the photo's end, and an arm that stops there, in the picture."""
    columns = np.flatnonzero((shown.alpha > 0.5).sum(0) > 0.4 * UNIT)
    beyond = shown.beyond.copy()
    beyond[:, : columns[0] + 2] = True
    return replace(shown, beyond=beyond, alpha=np.where(beyond, 0, shown.alpha).astype(np.float32))


def smeared(shown: Shown) -> Shown:
    """Return it with smeared hair."""
    soft = cv2.GaussianBlur(shown.whole, (0, 0), SMEARED * UNIT)
    return replace(shown, whole=np.where(shown.hair[..., None] > 0.3, soft, shown.whole))


def _without(shown: Shown, gone: np.ndarray) -> Shown:
    planes = {name: np.asarray(getattr(shown, name) * (1 - gone), np.float32) for name in ("alpha", "hair")}
    whole = (shown.whole * (1 - gone[..., None]) + shown.behind * gone[..., None]).astype(np.uint8)
    return replace(shown, whole=whole, **planes)


def _disc_at(shown: Shown, x: float, y: float, radius: float) -> np.ndarray:
    rows, columns = np.mgrid[: shown.alpha.shape[0], : shown.alpha.shape[1]]
    return (np.hypot(columns - x, rows - y) < radius * UNIT).astype(np.float32)


def _kernel(reach: float) -> np.ndarray:
    side = 2 * max(1, round(reach * UNIT)) + 1
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))


SHOWN_SPOILS: dict[str, Callable[[Shown], Shown]] = {
    one.__name__: one for one in (eaten, swallowed, halo, pieces, ended, smeared)
}
FACE_SPOILS: dict[str, Callable[..., RGB]] = {
    one.__name__: one for one in (spoils.blur, spoils.half, spoils.mouth, spoils.eyes, spoils.erased, spoils.double)
}
KINDS = ("good", *SHOWN_SPOILS, *FACE_SPOILS, "stranger")
