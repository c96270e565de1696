"""Does a result know when it is bad? ``python -m engine.lab.tasks.bench_judge WEIGHTS WORK``; JSON in its last line.

Faces put into pictures by the person's own pixels are judged as they are, and again spoilt on purpose in the ways of
`engine.lab.tasks.spoils`, and as somebody else's face. Each kind counts how many of them are refused; of the good ones
none should be. Cases in which no means gave a good picture are counted apart, with what was wrong: a false alarm is
found among them by looking. With ``--scenes`` some of the templates alone, with ``--sheet`` all are seen side by side.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from engine.canvas.swap.judge import judge
from engine.canvas.swap.types import Exchanged
from engine.errors import BadPhotoError
from engine.faces import templates
from engine.faces.embed import NOBODY, distance
from engine.faces.types import OVAL, RGB, Face, Mesh
from engine.identity import Identity
from engine.lab.tasks.bench_template import Bench, Someone, scenes
from engine.lab.tasks.spoils import SPOILS
from engine.models import Models
from engine.settings import EngineSettings
from engine.tasks.template import ownface
from engine.tasks.template.request import SpoiltError

CASES = 10
CELL, AROUND = (200, 260), 0.3  # pixels of a picture on the sheet, and face widths around its face


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("weights", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--scenes", nargs="*", default=(), help="names of templates, all where none is given")
    parser.add_argument("--sheet", type=Path, help="write what was judged there, one case a row")
    args = parser.parse_args()
    models = Models(EngineSettings(weights=args.weights, base="pocket", device="cpu", offline=True, threads=1))
    bench = Bench(models, args.work, "auto", None)
    everybody = bench.people()
    said: dict[str, int] = dict.fromkeys(("cases", "none", "good", *SPOILS, "stranger"), 0)
    rows: list[RGB] = []
    shown = [(name, file) for name, file in scenes(args.weights, args.work) if not args.scenes or name in args.scenes]
    for number, (name, file) in enumerate(islice(shown, args.cases)):
        wearer = bench.stranger(file, everybody, number)
        other = everybody[(everybody.index(wearer) + 1) % len(everybody)]
        faults = case(models, models.faces.load(file), wearer, other, rows if args.sheet else None)
        print(json.dumps({"name": name, "wearer": wearer.name, **faults}), flush=True)
        said["cases" if "good" in faults else "none"] += 1
        for kind, found in faults.items():
            if kind in said:
                said[kind] += bool(found)
        if rows:
            Image.fromarray(np.concatenate(rows)).save(args.sheet)
    print(json.dumps(said))


def case(
    models: Models, template: RGB, wearer: Someone, other: Someone, rows: list[RGB] | None = None
) -> dict[str, tuple[str, ...]]:
    """Return what is found wrong with a good exchange, and with each kind of spoilt one.

    Where none is good: what is wrong with the best. What was judged is put into ``rows``.
    """
    faces, identity = models.faces, Identity.load(wearer.identity)
    face = next(spot.face for spot in templates.spots(faces, template) if not spot.problem)
    try:
        (best, *_) = ownface.put(models, template, face, wearer.identity, identity, 1, lambda: False)
    except (SpoiltError, BadPhotoError) as error:
        return {"refused": tuple(str(value) for value in error.data.values())}
    box = best.place.head.mesh.box

    def look(rgb: RGB) -> Mesh | None:
        return faces.meshes.fit(rgb, box)

    def to(who: Identity) -> Callable[[RGB], float]:
        def apart(rgb: RGB) -> float:
            mesh = look(rgb)
            seen_ = None if mesh is None else faces.embedder.embed(rgb, Face(box=mesh.box, score=1.0, mesh=mesh))
            return NOBODY if seen_ is None else distance(seen_, who.centre)

        return apart

    def faults(made: Exchanged, who: Identity) -> tuple[str, ...]:
        return judge(best.place, made, best.selfie, look, to(who), best.before).faults

    made = best.made
    spoilt = {kind: spoil(best.place, made) for kind, spoil in SPOILS.items()}
    if rows is not None:
        rows.append(_row([made.rgb, *spoilt.values()], made))
    return {
        "good": faults(made, identity),
        **{kind: faults(replace(made, rgb=rgb), identity) for kind, rgb in spoilt.items()},
        "stranger": faults(made, Identity.load(other.identity)),
    }


def _row(pictures: list[RGB], made: Exchanged) -> RGB:
    """Return the faces of ``pictures`` side by side, with what is around them."""
    oval = made.points[list(OVAL), :2]
    around = AROUND * float(np.ptp(oval[:, 0]))
    (left, top), (right, bottom) = (oval.min(0) - around).clip(0).astype(int), (oval.max(0) + around).astype(int)
    return np.concatenate([cv2.resize(rgb[top:bottom, left:right], CELL) for rgb in pictures], 1)


if __name__ == "__main__":
    main()
