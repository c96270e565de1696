"""How `engine.canvas.grimaces` was fitted, and how well it reads: ``python -m engine.lab.faces.grimaces WEIGHTS ZIP``.

``ZIP`` is the Face Research Lab London Set (``PERSON_neutral.jpg``, ``PERSON_smiling.jpg``). Every photo of the
synthetic people is read by weights that were fitted without its person, and compared with the labels in `miens.toml`.
Control: the same with labels that were shuffled among each person's photos, and the blendshapes alone. JSON in its last
line; above it the weights fitted on everybody.
"""

from __future__ import annotations

import argparse
import json
import tomllib
import zipfile
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from engine import people
from engine.canvas.expressions import GRIMACE, SCORES, calmness, usual
from engine.canvas.grimaces import WEIGHTS, measures
from engine.faces.registry import Faces
from engine.faces.types import Mesh
from engine.settings import EngineSettings

GOOD = ("calm", "smile")
RIDGE, LONDON, SIDE = 3.0, 0.3, 0.7  # of the weights' squares; of a photo of the studio set; of its own size

Values = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True, eq=False)
class Table:
    """Photos of people: ``alone`` and ``apart`` (n, 16), ``calm`` (n,) 0..1 by blendshapes, ``good`` (n,), names."""

    alone: Values
    apart: Values
    calm: Values
    good: Flags
    people: NDArray[np.str_]


def labels() -> dict[str, dict[int, str]]:
    """Return what every photo of every person shows, by its place."""
    with Path(__file__).with_name("miens.toml").open("rb") as opened:
        table = tomllib.load(opened)

    def by_place(rows: dict[str, list[int]]) -> dict[int, str]:
        return {place: mien for mien, places in rows.items() for place in places}

    usually = by_place(table.pop("usual"))
    return {name: usually | by_place(table.get(name, {})) for name in people.people()}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("weights", type=Path)
    parser.add_argument("london", type=Path)
    args = parser.parse_args()
    faces = Faces(EngineSettings(weights=args.weights, base="pocket", device="cpu", threads=1))
    table, studio = synthetic(faces, args.weights), london(faces, args.london)
    for name, alone, apart in zip(WEIGHTS, *(one[:-1] for one in fitted(table, studio)), strict=True):
        print(f"{name}: {alone:.1f} {apart:.1f}")
    print("bias:", *(round(float(one[-1]), 1) for one in fitted(table, studio)))
    print(json.dumps(agreement(table, studio)))


def synthetic(faces: Faces, folder: Path) -> Table:
    """Read the synthetic people."""
    rows: dict[str, list] = {name: [] for name in ("alone", "apart", "calm", "good", "people")}
    for name, shown in labels().items():
        cuts = people.people()[name]
        meshes = {place: faces.mesh(np.asarray(people.photo(folder, name, cut))) for place, cut in enumerate(cuts)}
        seen = {place: mesh for place, mesh in meshes.items() if mesh is not None}
        own = usual(list(seen.values()))
        assert own is not None
        for place, mesh in seen.items():
            values = measures(mesh)
            told = (values, values - own.measures, calmness(mesh, own), shown[place] in GOOD, name)
            for key, value in zip(rows, told, strict=True):
                rows[key].append(value)
    return Table(**{key: np.array(values) for key, values in rows.items()})


def london(faces: Faces, file: Path) -> Values:
    """Return the measures (n, 16) of the studio set; all are photos people would show."""
    with zipfile.ZipFile(file) as opened:
        names = sorted(name for name in opened.namelist() if name.endswith(".jpg"))
        meshes = [_mesh(faces, opened.read(name)) for name in names]
    return np.array([measures(mesh) for mesh in meshes if mesh is not None])


def _mesh(faces: Faces, data: bytes) -> Mesh | None:
    bgr = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    small = cv2.resize(bgr, None, fx=SIDE, fy=SIDE, interpolation=cv2.INTER_AREA)
    return faces.mesh(np.ascontiguousarray(small[..., ::-1]))


def fitted(table: Table, studio: Values, good: Flags | None = None, rows: Flags | None = None) -> tuple[Values, Values]:
    """Return the weights (17,), bias last, of what is read alone and apart, fitted on ``rows`` of the table."""
    rows = np.ones(len(table.good), np.bool_) if rows is None else rows
    known = (table.good if good is None else good)[rows]
    both = np.vstack([table.alone[rows], studio])
    weight = np.r_[np.ones(len(known)), np.full(len(studio), LONDON)]
    alone = logistic(both, np.r_[known, np.ones(len(studio), np.bool_)], weight)
    return alone, logistic(table.apart[rows], known, np.ones(len(known)))


def logistic(values: Values, good: Flags, weight: Values) -> Values:
    """Return the weights (17,), bias last, of a ridge logistic regression over standardised ``values`` (n, 16)."""
    mean, spread = values.mean(0), values.std(0) + 1e-9
    rows, side = (values - mean) / spread, np.where(good, 1.0, -1.0)

    def loss(guess: Values) -> tuple[float, Values]:
        reach = side * (rows @ guess[:-1] + guess[-1])
        pull = -weight * side / (1 + np.exp(reach))
        value = (weight * np.logaddexp(0, -reach)).sum() + RIDGE / 2 * (guess[:-1] ** 2).sum()
        return float(value), np.r_[rows.T @ pull + RIDGE * guess[:-1], pull.sum()]

    best = minimize(loss, np.zeros(values.shape[1] + 1), jac=True, method="L-BFGS-B").x
    own = best[:-1] / spread
    return np.r_[own, best[-1] - own @ mean]


def agreement(table: Table, studio: Values) -> dict[str, float]:
    """Return how often a photo of somebody who was left out is read as it was labelled, and both controls."""
    random = np.random.default_rng(0)
    shuffled = table.good.copy()
    for name in set(table.people):
        shuffled[table.people == name] = random.permutation(shuffled[table.people == name])
    read = held_out(table, studio, table.good)
    return {
        "photos": len(read),
        "agreement": float(((read >= GRIMACE) == table.good).mean()),
        "ranked": ranked(read, table.good),
        "control_shuffled": float(((held_out(table, studio, shuffled) >= GRIMACE) == table.good).mean()),
        "control_blendshapes": max(float(((table.calm >= at) == table.good).mean()) for at in np.linspace(0, 1, 101)),
        "control_blendshapes_ranked": ranked(table.calm, table.good),
    }


def held_out(table: Table, studio: Values, good: Flags) -> Values:
    """Return what every photo is read as, (n,) 0..1, by weights fitted on the others' photos and ``good``."""
    read = np.zeros(len(good))
    for name in set(table.people):
        own = table.people == name
        alone, apart = fitted(table, studio, good, ~own)
        score = (table.alone[own] @ alone[:-1] + alone[-1] + table.apart[own] @ apart[:-1] + apart[-1]) / 2
        read[own] = (1 - SCORES + SCORES * table.calm[own]) / (1 + np.exp(-score))
    return read


def ranked(read: Values, good: Flags) -> float:
    """Return how often a photo people would show is read higher than one they would not, over all pairs."""
    return float((read[good][:, None] > read[~good]).mean())


if __name__ == "__main__":
    main()
