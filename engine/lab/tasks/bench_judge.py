"""Does a result know when it is bad? ``python -m engine.lab.tasks.bench_judge WEIGHTS WORK``; JSON in its last line.

Faces put into pictures by the person's own pixels are judged as they are, and again spoilt on purpose in the ways of
`engine.lab.tasks.spoils`, and as somebody else's face. Each kind counts how many of them are refused; of the good ones
none should be. Cases in which no means gave a good picture are counted apart, with what was wrong: a false alarm is
found among them by looking. With ``--scenes`` some of the templates alone.

Limits were put by the templates of even number; the figures named ``held_`` are those of the odd ones, which nothing
was tuned on. With ``--kept FILE`` the drawn cases lie in the folder ``FILE.cases``, and a judge that was changed is
tried on the same pictures: ten minutes the first time, two after that. With ``--values`` every measure is told.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from functools import cached_property, partial
from itertools import islice
from pathlib import Path

import numpy as np

from engine.canvas.swap.judge import Verdict, judge
from engine.canvas.swap.types import Exchanged, Place
from engine.canvas.types import Subject
from engine.errors import BadPhotoError
from engine.faces import templates
from engine.faces.embed import NOBODY, Embedding, distance
from engine.faces.regions import face_width
from engine.faces.types import RGB, Face, Mesh
from engine.identity import Identity
from engine.lab.shelf import Shelf, drawing
from engine.lab.talking.kept import Kept
from engine.lab.tasks.bench_template import Bench, Someone, mark, scenes
from engine.lab.tasks.spoils import SPOILS
from engine.models import Models
from engine.settings import EngineSettings
from engine.tasks.template import ownface
from engine.tasks.template.request import SpoiltError

CASES = 10
HELD, OF = "held_", "of_"  # prefixes: of templates nothing was tuned on; pictures in which a kind of spoil is seen
CHANGED, SEEN = 12, 0.01  # grey values by which a pixel was changed, and squared face widths of them that are seen
DRAWING = (
    "canvas",
    "faces",
    "tasks/enrol",
    "tasks/shared",
    "tasks/template",
    "templates",
)  # whose code draws the cases


@dataclass(frozen=True, kw_only=True, eq=False)
class Case:
    """A face in a template, or why there is none; ``centre`` of its person, ``other`` of somebody else."""

    wearer: str
    centre: Embedding
    other: Embedding
    refused: tuple[str, ...] = ()
    place: Place | None = None
    made: Exchanged | None = None
    selfie: Subject | None = None
    before: float = NOBODY


class Cases:
    """Draws the cases; people are learnt where one is needed."""

    def __init__(self, models: Models, work: Path) -> None:
        self.models, self._bench = models, Bench(models, work)

    @cached_property
    def everybody(self) -> list[Someone]:
        """Everybody who may be put into a template."""
        return self._bench.people()

    def draw(self, file: Path, number: int) -> Case:
        """Put somebody into the template ``file``, another one at every ``number``."""
        faces, everybody = self.models.faces, self.everybody
        wearer, *_ = self._bench.strangers(file, everybody, number)
        other = everybody[(everybody.index(wearer) + 1) % len(everybody)]
        identity = Identity.load(wearer.identity)
        centres = {"centre": np.asarray(identity.centre), "other": np.asarray(Identity.load(other.identity).centre)}
        template = faces.load(file)
        face = next(spot.face for spot in templates.spots(faces, template) if not spot.problem)
        try:
            (best, *_) = ownface.put(self.models, template, face, wearer.identity, identity, 1, lambda: False)
        except (SpoiltError, BadPhotoError) as error:
            return Case(wearer=wearer.name, refused=tuple(str(value) for value in error.data.values()), **centres)
        return Case(
            wearer=wearer.name, place=best.place, made=best.made, selfie=best.selfie, before=best.before, **centres
        )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("weights", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--kept", type=Path, help="a file in which every case is kept, and looked for first")
    parser.add_argument("--scenes", nargs="*", default=(), help="names of templates, all where none is given")
    parser.add_argument("--values", action="store_true", help="tell every measure of every picture")
    args = parser.parse_args()
    models = Models(EngineSettings(weights=args.weights, base="pocket", device="cpu", offline=True, threads=1))
    drawn, kept = Cases(models, args.work), Kept(args.kept, mark())
    shelf = Shelf(args.kept and args.kept.with_suffix(".cases"), drawing(*DRAWING))
    kinds = ("good", *SPOILS, "stranger")
    counted = ("cases", "none", *kinds, *(OF + kind for kind in kinds))
    said = {half + key: 0 for half in ("", HELD) for key in counted}
    shown = [(name, file) for name, file in scenes(args.weights, args.work) if not args.scenes or name in args.scenes]
    for number, (name, file) in enumerate(islice(shown, args.cases)):
        made = partial(shelf.of, f"judge-{name}-{number}", Case, partial(drawn.draw, file, number))
        measure = partial(told, models, made)
        case = measure() if args.values else kept.of("judge", name, number, measure=measure)
        print(json.dumps({"name": name, **case}), flush=True)
        for half in ("", HELD)[: 1 + number % 2]:
            said[f"{half}cases" if "good" in case else f"{half}none"] += 1
            for kind in {*case} & {*kinds}:
                said[half + OF + kind] += 1
                said[half + kind] += bool(case[kind]["faults"])
    print(json.dumps(said))


def told(models: Models, made: Callable[[], Case]) -> dict[str, object]:
    """Return, for a good exchange and for each kind of spoilt one, what is found wrong and what was measured.

    Where none is good: what is wrong with the best.
    """
    case = made()
    if case.place is None or case.made is None:
        return {"wearer": case.wearer, "refused": case.refused}
    return {"wearer": case.wearer, **{kind: _said(one) for kind, one in verdicts(models, case)}}


def verdicts(models: Models, case: Case) -> Iterator[tuple[str, Verdict]]:
    """Yield the kind and the verdict of a good exchange, of each spoilt one, and of somebody else's face.

    Kinds that nobody sees are left out: a neck in another tone where a scarf is, a dark moustache over a dark one.
    """
    faces, place, made, selfie = models.faces, case.place, case.made, case.selfie
    assert place is not None
    assert made is not None
    box = place.head.mesh.box

    def look(rgb: RGB) -> Mesh | None:
        return faces.meshes.fit(rgb, box)

    def to(centre: Embedding) -> Callable[[RGB], float]:
        def apart(rgb: RGB) -> float:
            mesh = look(rgb)
            if mesh is None:
                return NOBODY
            return distance(faces.embedder.embed(rgb, Face(box=mesh.box, score=1.0, mesh=mesh)), centre)

        return apart

    own = to(case.centre)
    yield "good", judge(place, made, selfie, look, own, case.before)
    for kind, spoil in SPOILS.items():
        rgb = spoil(place, made)
        if seen(made, rgb):
            yield kind, judge(place, replace(made, rgb=rgb), selfie, look, own, case.before)
    yield "stranger", judge(place, made, selfie, look, to(case.other), case.before)


def seen(made: Exchanged, rgb: RGB) -> bool:
    """Say whether what was done to a picture is seen in it."""
    changed = np.abs(rgb.astype(np.int16) - made.rgb).max(-1) > CHANGED
    return bool(changed.sum() >= SEEN * face_width(made.points) ** 2)


def _said(verdict: Verdict) -> dict[str, object]:
    return {name: value if name == "faults" else round(value, 4) for name, value in asdict(verdict).items()}


if __name__ == "__main__":
    main()
