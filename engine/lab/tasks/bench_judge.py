"""Does a result know when it is bad? ``python -m engine.lab.tasks.bench_judge WEIGHTS WORK``; JSON in its last line.

Faces put into pictures by the person's own pixels are judged as they are, and again spoilt on purpose in five ways: a
hard seam, the neck's tone left as it was, crossed eyes, blur, and somebody else's face. Each kind counts how many of
them are refused; of the good ones none should be. Cases in which no means gave a good picture are counted apart, with
what was wrong: a false alarm is found among them by looking.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

import cv2
import numpy as np

from engine.canvas.swap.judge import judge, neck_of
from engine.canvas.swap.types import Exchanged, Place
from engine.errors import BadPhotoError
from engine.faces import templates
from engine.faces.embed import distance
from engine.faces.regions import Mask, face_width
from engine.faces.types import LEFT_IRIS, RGB, RIGHT_IRIS, Face, Mesh
from engine.identity import Identity
from engine.lab.talking.kept import Kept
from engine.lab.tasks.bench_template import Bench, Someone, mark, scenes
from engine.models import Models
from engine.settings import EngineSettings
from engine.tasks.shared import kept
from engine.tasks.template import ownface
from engine.tasks.template.request import SpoiltError

CASES = 10
HARD, SHIFT, MIDDLE = 0.3, 45, 128  # of a face laid on hard: share it ends at; how much lighter or darker, from which
SMEAR = 0.035  # face widths: a melted face
INWARD = 0.8  # radii of an iris that crossed eyes look at the nose
WHITE = 1.5  # radii around an iris that move with it


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("weights", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--cases", type=int, default=CASES)
    parser.add_argument("--kept", type=Path, help="a file in which every case is kept, and looked for first")
    args = parser.parse_args()
    models = Models(EngineSettings(weights=args.weights, base="pocket", device="cpu", offline=True, threads=1))
    bench, kept_ = Bench(models, args.work), Kept(args.kept, mark())
    everybody = bench.people()
    said: dict[str, int] = dict.fromkeys(("cases", "none", "good", *SPOILS, "stranger"), 0)
    for number, (name, file) in enumerate(islice(scenes(args.weights, args.work), args.cases)):
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
    seen = models.easel.look(kept.photos(wearer.identity, identity))
    selfie = next(one.face.mesh for one in seen if one.number == best.photo)
    box = best.place.head.mesh.box

    def look(rgb: RGB) -> Mesh | None:
        return faces.meshes.fit(rgb, box)

    def to(who: Identity) -> Callable[[RGB], float]:
        def apart(rgb: RGB) -> float:
            mesh = look(rgb)
            seen_ = None if mesh is None else faces.embedder.embed(rgb, Face(box=mesh.box, score=1.0, mesh=mesh))
            return 2.0 if seen_ is None else distance(seen_, who.centre)

        return apart

    def faults(made: Exchanged, who: Identity) -> tuple[str, ...]:
        return judge(best.place, made, selfie, look, to(who), best.before).faults

    made = best.made
    spoilt = {kind: spoil(best.place, made, selfie) for kind, spoil in SPOILS.items()}
    return {
        "good": faults(made, identity),
        **{kind: faults(replace(made, rgb=rgb), identity) for kind, rgb in spoilt.items()},
        "stranger": faults(made, Identity.load(other.identity)),
    }


def seam(_place: Place, made: Exchanged, _selfie: Mesh) -> RGB:
    """Return the face laid on without a border, of clearly other lightness than what it lies on, as sharp as it is."""
    inside = made.face > HARD
    away = SHIFT if float(np.median(made.rgb[inside])) < MIDDLE else -SHIFT
    return np.where(inside[..., None], made.rgb.astype(np.int16) + away, made.rgb).clip(0, 255).astype(np.uint8)


def neck(place: Place, made: Exchanged, _selfie: Mesh) -> RGB:
    """Return it with a neck of a clearly other tone than the face: lighter under a dark one, darker under a light."""
    face = float(np.median(made.rgb[made.face > 0.9]))
    away = 45 if face < 120 else -45
    return np.where(neck_of(place)[..., None], made.rgb.astype(np.int16) + away, made.rgb).clip(0, 255).astype(np.uint8)


def blur(_place: Place, made: Exchanged, _selfie: Mesh) -> RGB:
    """Return it with a face that has melted."""
    smear = cv2.GaussianBlur(made.rgb, (0, 0), max(2.0, SMEAR * face_width(made.points)))
    return np.where(made.face[..., None] > 0.5, smear, made.rgb)


def eyes(_place: Place, made: Exchanged, _selfie: Mesh) -> RGB:
    """Return it with both eyes turned to the nose."""
    rgb, points = made.rgb.copy(), made.points
    y, x = np.mgrid[: rgb.shape[0], : rgb.shape[1]].astype(np.float32)
    middle = (points[RIGHT_IRIS[0], :2] + points[LEFT_IRIS[0], :2]) / 2
    for iris in (RIGHT_IRIS, LEFT_IRIS):
        centre = points[iris[0], :2]
        radius = float(np.linalg.norm(points[list(iris[1:]), :2] - centre, axis=1).mean())
        inward = (middle - centre) / max(float(np.linalg.norm(middle - centre)), 1e-3) * INWARD * radius
        share: Mask = np.exp(-((np.hypot(x - centre[0], y - centre[1]) / (WHITE * radius)) ** 4)).astype(np.float32)
        rgb = cv2.remap(
            rgb, x - share * np.float32(inward[0]), y - share * np.float32(inward[1]), cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )  # fmt: skip
    return rgb


SPOILS: dict[str, Callable[[Place, Exchanged, Mesh], RGB]] = {"seam": seam, "neck": neck, "eyes": eyes, "blur": blur}


if __name__ == "__main__":
    main()
