"""Does a result know when it is bad? ``python -m engine.lab.tasks.bench_judge WEIGHTS WORK``; JSON in its last line.

Faces put into pictures by the person's own pixels are judged as they are, and again spoilt on purpose in the ways of
`engine.lab.tasks.spoils`, and as somebody else's face. Each kind counts how many of them are refused; of the good ones
none should be. Cases in which no means gave a good picture are counted apart, with what was wrong: a false alarm is
found among them by looking. With ``--scenes`` some of the templates alone.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

from engine.canvas.swap.judge import judge
from engine.canvas.swap.types import Exchanged
from engine.errors import BadPhotoError
from engine.faces import templates
from engine.faces.embed import NOBODY, distance
from engine.faces.types import RGB, Face, Mesh
from engine.identity import Identity
from engine.lab.talking.kept import Kept
from engine.lab.tasks.bench_template import Bench, Someone, mark, scenes
from engine.lab.tasks.spoils import SPOILS
from engine.models import Models
from engine.settings import EngineSettings
from engine.tasks.template import ownface
from engine.tasks.template.request import SpoiltError

CASES = 10


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("weights", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--kept", type=Path, help="a file in which every case is kept, and looked for first")
    parser.add_argument("--scenes", nargs="*", default=(), help="names of templates, all where none is given")
    args = parser.parse_args()
    models = Models(EngineSettings(weights=args.weights, base="pocket", device="cpu", offline=True, threads=1))
    bench, kept_ = Bench(models, args.work), Kept(args.kept, mark())
    everybody = bench.people()
    said: dict[str, int] = dict.fromkeys(("cases", "none", "good", *SPOILS, "stranger"), 0)
    shown = [(name, file) for name, file in scenes(args.weights, args.work) if not args.scenes or name in args.scenes]
    for number, (name, file) in enumerate(islice(shown, args.cases)):
        wearer, *_ = bench.strangers(file, everybody, number)
        other = everybody[(everybody.index(wearer) + 1) % len(everybody)]
        judged = partial(case, models, models.faces.load(file), wearer, other)
        faults = kept_.of("judge", name, wearer.name, measure=judged)
        print(json.dumps({"name": name, "wearer": wearer.name, **faults}), flush=True)
        said["cases" if "good" in faults else "none"] += 1
        for kind, found in faults.items():
            if kind in said:
                said[kind] += bool(found)
    print(json.dumps(said))


def case(models: Models, template: RGB, wearer: Someone, other: Someone) -> dict[str, tuple[str, ...]]:
    """Return what is found wrong with a good exchange, and with each kind of spoilt one.

    Where none is good: what is wrong with the best.
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
    return {
        "good": faults(made, identity),
        **{kind: faults(replace(made, rgb=rgb), identity) for kind, rgb in spoilt.items()},
        "stranger": faults(made, Identity.load(other.identity)),
    }


if __name__ == "__main__":
    main()
