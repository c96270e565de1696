"""Does a portrait know when it is bad? Part ``judge`` of the bench ``canvas``; every picture is left in a folder.

Portraits of synthetic people with light and dark skin, beards, long and curly hair are judged as they are, in styles
that nobody tuned on, and again spoilt on purpose: hair eaten, smeared, in a halo or with old background in it, pieces
that float, the photo's end in the picture, a face melted, half melted, with an erased or doubled part, crossed eyes,
and somebody else's. Each kind counts how many are refused; of the good ones hardly one should be.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from engine import people
from engine.canvas import judge
from engine.canvas.draw import draw, variants
from engine.canvas.judge import UNIT
from engine.canvas.recipes import recipes
from engine.canvas.swap.types import Exchanged
from engine.canvas.types import Shown
from engine.errors import BadPhotoError
from engine.faces.embed import NOBODY, Embedding, distance
from engine.faces.regions import hull
from engine.faces.types import FOREHEAD, OVAL, RGB, Mesh
from engine.lab.canvas.drawn import PORTRAIT, SELFIE, SHOWN, subject
from engine.lab.tasks import spoils
from engine.models import Models

STYLES = ("natural", "paris-cafe", "autumn-park", "candlelight", "library")  # each person in three of them, in turn
SHEETS = (PORTRAIT, PORTRAIT, SELFIE)  # before a wall, and before whatever was there
BITE, WIDER, PIECE, SMEARED, HALO = 0.17, 0.1, 0.12, 0.03, 0.05  # face widths
OLD = (250, 20)  # grey value of a halo around dark and light hair
WITNESSES = 6  # other photos a person is known from


@dataclass(frozen=True, kw_only=True, eq=False)
class Case:
    """One portrait, and what a judge is told of it: ``centre`` of the person, ``other`` of somebody else."""

    name: str
    rgb: RGB
    shown: Shown
    points: np.ndarray  # (478, 3) in ``rgb``
    centre: Embedding
    other: Embedding


def over(models: Models, work: Path, most: int = len(SHOWN)) -> dict[str, int]:
    """Return how many cases there were, and how many of each kind were refused; `good` are false alarms."""
    work.mkdir(parents=True, exist_ok=True)
    told = dict.fromkeys(("cases", "good", *SHOWN_SPOILS, *FACE_SPOILS, "stranger"), 0)
    names = SHOWN[:most]
    centres = {name: _known(models, name) for name in names}
    for place, name in enumerate(names):
        other = centres[names[(place + 1) % len(names)]]
        for made in cases(models, name, place, centres[name], other):
            Image.fromarray(made.rgb).save(work / f"{made.name}.png")
            told["cases"] += 1
            for kind, faults in refusals(models, made).items():
                told[kind] += bool(faults)
                if bool(faults) == (kind == "good"):
                    print(made.name, kind, *faults, flush=True)
    return told


def cases(models: Models, name: str, place: int, centre: Embedding, other: Embedding) -> list[Case]:
    """Return the portraits of one person."""
    made = []
    for turn, sheet in enumerate(SHEETS):
        try:
            who = subject(models, name, sheet)
        except BadPhotoError:
            continue
        style = STYLES[(place + turn) % len(STYLES)]
        recipe = recipes()[style]
        variant = variants(recipe, 1, seed=place + turn, photos=1, book=models.easel.scenes)[0]
        scene = variant.scene_of(models.easel.scenes)
        drawn = draw(who, recipe, scene=scene, framing=variant.framing, side=variant.side, seed=variant.seed)
        shown = drawn.shown
        assert shown is not None
        points = shown.mesh.points * np.float32(drawn.rgb.shape[1] / shown.alpha.shape[1])
        fields = {"rgb": drawn.rgb, "shown": shown, "points": points, "centre": centre, "other": other}
        made.append(Case(name=f"{style}-{name}", **fields))
    return made


def refusals(models: Models, made: Case) -> dict[str, tuple[str, ...]]:
    """Return what is found wrong with a portrait as it is, and with it spoilt in every way."""

    def by(centre: Embedding) -> Callable[[RGB], tuple[Mesh | None, float]]:
        def look(rgb: RGB) -> tuple[Mesh | None, float]:
            face = models.faces.largest(rgb)
            if face is None:
                return None, NOBODY
            return face.mesh, distance(models.faces.embed(rgb, face), centre)

        return look

    own, rgb = by(made.centre), made.rgb
    seen = own(rgb)
    said = {"good": judge.judged(made.shown, rgb, own)[0].faults}
    said |= {kind: judge.verdict(spoil(made.shown), *seen).faults for kind, spoil in SHOWN_SPOILS.items()}
    said["stranger"] = judge.judged(made.shown, rgb, by(made.other))[0].faults
    for kind, spoil in FACE_SPOILS.items():
        whole = spoilt(made.shown.whole, made.shown.mesh.points, spoil)
        changed = spoilt(rgb, made.points, spoil)
        said[kind] = judge.judged(replace(made.shown, whole=whole), changed, own)[0].faults
    return said


def _known(models: Models, name: str) -> Embedding:
    """Return the mean of what is known of somebody's other photos."""
    cuts = people.people()[name][1 : 1 + WITNESSES]
    photos = (np.asarray(people.photo(models.settings.weights, name, cut)) for cut in cuts)
    found = [one for one in map(models.faces.embed, photos) if one is not None]
    return np.asarray(np.mean(found, axis=0))


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
