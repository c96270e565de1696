"""The child of the bench ``templates``: ``python -m engine.lab.tasks.bench_template WEIGHTS WORK``; JSON in its last
line.

Photos of synthetic people nobody wears here, one public-domain photo, and the gallery are given to ``--people`` of five
synthetic people of both sexes, from the lightest to the darkest skin, but never to the one a scene shows. Nothing that
chose a picture judges it: likeness is measured against the mean embedding of photos that were not learnt. Controls: the
template's own face, the other people, a neck left as it was, a face laid on hard, and the landmarks that another wearer
would have been asked for in the same scene. With ``--kept FILE`` a run that was ended goes on where it was.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import mean, median
from typing import Any

import cv2
import numpy as np
import skimage.data
from PIL import Image

import engine
from engine import people as synthetic
from engine.canvas.linear import luminance
from engine.canvas.swap import geometry, judge
from engine.canvas.swap.exchange import usual
from engine.canvas.swap.types import Means, Place
from engine.errors import BadPhotoError
from engine.faces import landmarks, templates
from engine.faces.embed import Embedding, distance
from engine.faces.regions import Mask, face_width
from engine.faces.registry import Faces
from engine.faces.types import RGB, Face, Mesh, Points
from engine.lab.talking.kept import Kept, mark_of
from engine.lab.tasks.likeness import NOBODY, mean_embedding
from engine.models import Models
from engine.settings import EngineSettings
from engine.tasks.enrol import run as enrol
from engine.tasks.enrol.request import Enrol
from engine.tasks.template import ownface
from engine.tasks.template import run as template
from engine.tasks.template.request import SpoiltError, Template
from engine.templates import Gallery

WEARERS = ("P002", "P005", "P006", "P007", "P009")
LEARNT = (0, 3, 4, 6, 8)  # of the photos of a wearer; the others judge
#: Whose photos are templates, and which of them: selfie, studio, standing, laughing, looking aside.
SITTERS = {"P001": (0, 1, 2, 3), "P004": (0, 1, 2), "P008": (0, 1, 2, 3), "P010": (0, 1, 2)}
SCENES = 21  # in each of which five people, or four where it shows one of them: 102 cases
LONG = 1024  # pixels of a template's longer side
THIRD = 2  # of five people: the lightest and the darkest
EDGE = (0.05, 0.6)  # shares of a face between which its border lies
UNMOVED = 1 / 255  # below this share nothing was blended
APART = 0.4  # distance to somebody's photos below which a template shows them
FOUR = "four"  # the case of four people in one picture
MEASURED = ("canvas", "faces", "tasks", "templates", "lab/tasks")  # whose code makes the figures; see `Kept`
THUMB = 320  # pixels of a picture's side on the contact sheet


@dataclass(frozen=True, kw_only=True, eq=False)
class Someone:
    """A person of the bench: what was learnt, the mean embedding of photos that were not, and how light they are."""

    name: str
    identity: Path
    unseen: Embedding
    light: float
    meshes: tuple[Mesh, ...] = ()  # of the photos that were learnt


@dataclass(frozen=True, kw_only=True, eq=False)
class _Scene:
    """A template as it was looked at once, for everybody who is put into it."""

    file: Path
    picture: RGB
    spots: list[templates.Spot]
    places: dict[int, Place]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("weights", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--people", type=int, default=len(WEARERS), help="of the five people, for each template")
    parser.add_argument("--templates", type=int, default=SCENES)
    parser.add_argument("--draw", choices=("auto", "base"), default="auto", help="base: drawn as before, to compare")
    parser.add_argument("--kept", type=Path, help="a file in which every case is kept, and looked for first")
    parser.add_argument("--pictures", type=Path, help="write every picture of this run there")
    parser.add_argument("--sheet", type=Path, help="write a contact sheet of this run there")
    args = parser.parse_args()
    models = Models(EngineSettings(weights=args.weights, base="pocket", device="cpu", offline=True, threads=1))
    bench = Bench(models, args.work, args.draw, args.sheet, args.pictures)
    kept = Kept(args.kept, mark())
    everybody = bench.people()
    cases = []
    for number, (name, file) in enumerate(islice(scenes(args.weights, args.work), args.templates)):
        for wearer in bench.strangers(file, everybody, number)[: args.people]:
            measure = partial(bench.measure, name, file, [wearer], everybody)
            cases.append(kept.of("face", args.draw, name, wearer.name, measure=measure))
    sitters = partial(together, args.weights, args.work)
    four = kept.of("face", args.draw, FOUR, measure=lambda: bench.measure(FOUR, sitters(), everybody[:4], everybody))
    print(json.dumps(summed(cases, four, everybody)))


def mark() -> str:
    """Return the mark of the code that makes the figures."""
    return mark_of(Path(engine.__path__[0]) / name for name in MEASURED)


def scenes(weights: Path, work: Path) -> Iterator[tuple[str, Path]]:
    """Yield the templates by name."""
    folder = work / "templates"
    folder.mkdir(parents=True, exist_ok=True)
    for name, numbers in SITTERS.items():
        for number in numbers:
            file = folder / f"{name}-{number}.png"
            picture = synthetic.photo(weights, name, synthetic.people()[name][number])
            picture.thumbnail((LONG, LONG), Image.Resampling.LANCZOS)
            picture.save(file)
            yield file.stem, file
    photo = folder / "astronaut.png"
    Image.fromarray(skimage.data.astronaut()).save(photo)
    yield photo.stem, photo
    yield from ((one.name, one.file) for one in Gallery().all.values() if one.faces == 1)


def together(weights: Path, work: Path) -> Path:
    """Return a picture of the four sitters, two above two."""
    cells = []
    for name in SITTERS:
        picture = synthetic.photo(weights, name, synthetic.people()[name][1])
        cells.append(np.asarray(picture.resize((LONG // 2, LONG // 2), Image.Resampling.LANCZOS)))
    rows = [np.concatenate(cells[start : start + 2], 1) for start in (0, 2)]
    Image.fromarray(np.concatenate(rows)).save(work / "four.png")
    return work / "four.png"


class Bench:
    """The warm engine and what has been made so far."""

    def __init__(
        self, models: Models, work: Path, draw: str = "auto", sheet: Path | None = None, pictures: Path | None = None
    ) -> None:
        self.models, self.work, self._draw, self._sheet, self._pictures = models, work, draw, sheet, pictures
        self._shown: list[tuple[RGB, RGB]] = []
        self._scene: _Scene | None = None

    def people(self) -> list[Someone]:
        """Learn the five from some of their photos."""
        return [self._learnt(name) for name in WEARERS]

    def strangers(self, file: Path, everybody: list[Someone], turn: int) -> list[Someone]:
        """Return the people whom a template does not show, another one first at every turn."""
        shown = self.models.faces.embed(self.models.faces.load(file))
        order = [everybody[(turn + step) % len(everybody)] for step in range(len(everybody))]
        return [one for one in order if shown is None or distance(shown, one.unseen) > APART]

    def _looked(self, file: Path) -> _Scene:
        """Return a template as it was looked at; the last one is remembered, since people take turns in it."""
        if self._scene is None or self._scene.file != file:
            picture = self.models.faces.load(file)
            spots = templates.spots(self.models.faces, picture)
            self._scene = _Scene(file=file, picture=picture, spots=spots, places={})
        return self._scene

    def _place(self, scene: _Scene, number: int) -> Place:
        faces = self.models.faces
        if number not in scene.places:
            mesh = scene.spots[number - 1].face.mesh
            scene.places[number] = ownface.place(scene.picture, mesh, faces.cutter.cut_out, faces.people.person_mask)
        return scene.places[number]

    def _learnt(self, name: str) -> Someone:
        faces, folder = self.models.faces, self.work / "people" / name
        files = synthetic.selfies(self.models.settings.weights, name, folder / "photos", most=14)
        learnt = [files[k] for k in LEARNT]
        if not (folder / "identity" / "identity.json").exists():
            enrol.run(
                Enrol(photos=tuple(learnt), identity=folder / "identity", instant=True), self.models, _silent, _never
            )
        seen = [(rgb, mesh) for rgb in map(faces.load, learnt) if (mesh := faces.mesh(rgb)) is not None]
        return Someone(
            name=name,
            identity=folder / "identity",
            unseen=mean_embedding(faces, [file for k, file in enumerate(files) if k not in LEARNT]),
            light=float(luminance(usual(seen))),
            meshes=tuple(mesh for _, mesh in seen),
        )

    def measure(self, name: str, file: Path, wearers: list[Someone], everybody: list[Someone]) -> dict[str, Any]:
        """Put people into a template and return what is measured of the best variant; of a refused one the reason."""
        faces, scene = self.models.faces, self._looked(file)
        able = [spot for spot in scene.spots if not spot.problem]
        if len(able) < len(wearers):
            return {"name": name, "refused": scene.spots[0].problem if scene.spots else "no-face", "faces": []}
        places = tuple(spot.number for spot in able[: len(wearers)])
        people = tuple(one.identity for one in wearers)
        request = Template(template=file, people=people, places=places, out=self.work, count=1, seed=0, draw=self._draw)
        began = time.process_time()
        try:
            (made, *_) = template.draw(request, self.models, scene.picture, _silent, _never)
        except (SpoiltError, BadPhotoError) as error:
            said = {"name": name, "wearer": wearers[0].name, "refused": str(error.data), "faces": []}
            print(json.dumps(said), file=sys.stderr, flush=True)
            return said
        said = {"name": name, "seconds": time.process_time() - began, "outside": outside(scene.picture, made)}
        self._show(f"{name}-{wearers[0].name}", scene.picture, made.picture)
        seen = faces.faces(made.picture)
        said["faces"] = [
            self._measured(
                scene, place, made, number, nearest(seen, scene.spots[place - 1].face.centre), who, everybody
            )
            for number, (who, place) in enumerate(zip(wearers, places, strict=True))
        ]
        print(json.dumps(said), file=sys.stderr, flush=True)  # minutes pass: what is known is shown
        return said

    def _measured(
        self,
        scene: _Scene,
        place: int,
        made: template.Drawn,
        number: int,
        face: Face | None,
        who: Someone,
        everybody: list[Someone],
    ) -> dict[str, Any]:
        """Return what is measured of one face and of its controls."""
        before, shown = scene.picture, made.shown[number]
        there = self._place(scene, place)
        return {
            "wearer": who.name,
            **alike(self.models.faces, before, scene.spots[place - 1].face, made.picture, face, who, everybody),
            "landmarks": apart(face, made.wanted[number]),
            "landmarks_other": min(apart(face, asked(there, one)) for one in everybody if one is not who),
            "edge": edge(before, made.picture, shown),
            "ridge": ridge(there, before, made.picture, shown),
            "ridge_hard": ridge(there, before, hard(before, made.picture, shown), shown),
            **_neck(there, made.picture, shown),
        }

    def _show(self, name: str, before: RGB, after: RGB) -> None:
        """Write a picture, and every template so far beside what became of it, three pairs a row."""
        if self._pictures is not None:
            self._pictures.mkdir(parents=True, exist_ok=True)
            Image.fromarray(after).save(self._pictures / f"{name}.png")
        self._shown.append((_thumb(before), _thumb(after)))
        if self._sheet is None:
            return
        cells = [np.concatenate(pair, 1) for pair in self._shown]
        cells += [np.zeros_like(cells[0])] * (-len(cells) % 3)
        rows = [np.concatenate(cells[start : start + 3], 1) for start in range(0, len(cells), 3)]
        self._sheet.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.concatenate(rows)).save(self._sheet)


def _neck(there: Place, after: RGB, shown: Mask) -> dict[str, float]:
    """Return delta E of the neck, and of a neck that was left as it was."""
    left, top, right, bottom = there.box
    part, share = after[top:bottom, left:right], shown[top:bottom, left:right]
    nothing = np.zeros_like(share)
    made = ownface.Exchanged(
        rgb=part, face=share, skin=share, hair=nothing, shaved=nothing, touched=share, points=there.points
    )
    laid = np.where(share[..., None] > 0.5, part, there.head.rgb)
    return {
        "neck": judge.neck(there.head.rgb, made, there),
        "neck_left": judge.neck(there.head.rgb, replace(made, rgb=laid), there),
    }


def asked(there: Place, who: Someone) -> Points:
    """Return (68, 2) landmarks somebody would be asked for at a place, by their photo that is nearest in pose."""
    mesh = there.head.mesh
    own = min(who.meshes, key=lambda one: abs(one.yaw - mesh.yaw) + abs(one.pitch - mesh.pitch))
    goal = geometry.goal(there.points, own.points, Means())
    return landmarks.sixty_eight(replace(mesh, points=goal)) + np.array(there.box[:2], np.float32)


def outside(before: RGB, made: template.Drawn) -> int:
    """Return the most that a pixel changed where nothing was blended, in levels of 255."""
    touched = np.maximum.reduce(made.shown) if made.touched is None else made.touched
    still = touched < UNMOVED
    return int(np.abs(before.astype(int) - made.picture.astype(int))[still].max(initial=0))


def nearest(seen: list[Face], centre: np.ndarray) -> Face | None:
    """Return the face nearest to a point, None where none is seen."""
    return min(seen, key=lambda face: np.linalg.norm(face.centre - centre), default=None)


def alike(
    faces: Faces, before: RGB, old: Face, after: RGB, new: Face | None, someone: Someone, everybody: list[Someone]
) -> dict[str, Any]:
    """Return distances to the photos nobody learnt: of the template's face, of the new one, and to other people."""
    own = faces.embed(before, old)
    made = None if new is None else faces.embed(after, new)
    to = {one.name: NOBODY if made is None else distance(made, one.unseen) for one in everybody}
    others = [apart for name, apart in to.items() if name != someone.name]
    return {
        "template": distance(own, someone.unseen),
        "result": to[someone.name],
        "others": mean(others),
        "first": to[someone.name] < min(others),
    }


def apart(face: Face | None, wanted: Points) -> float:
    """Return how far the landmarks are from those asked for, in eye distances; 1 without a face."""
    if face is None or face.mesh is None:
        return 1.0
    return landmarks.error(landmarks.sixty_eight(face.mesh), wanted)


def edge(before: RGB, after: RGB, shown: Mask) -> float:
    """Return how much steeper the lightness is along the border of a face than it was there before."""
    band = (shown > EDGE[0]) & (shown < EDGE[1])
    return float(judge.steepness(after)[band].mean() / max(judge.steepness(before)[band].mean(), 1e-3))


def ridge(there: Place, before: RGB, after: RGB, shown: Mask) -> float:
    """Return how much steeper the lightness is across the steepest line of a border, where no hair of the head is."""
    hair, (left, top, right, bottom) = np.zeros_like(shown), there.box
    hair[top:bottom, left:right] = there.head.cut.hair
    return judge.ridge(before, after, shown, hair, face_width(there.points))


def hard(before: RGB, after: RGB, shown: Mask) -> RGB:
    """Return the control of the border: the new face much darker and laid on without one."""
    inside = (shown > sum(EDGE) / 2)[..., None]
    return np.where(inside, (after * 0.6).astype(np.uint8), before)


def _thumb(rgb: RGB) -> RGB:
    scale = THUMB / max(rgb.shape[:2])
    small = cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)[:THUMB, :THUMB]
    out = np.full((THUMB, THUMB, 3), 255, np.uint8)
    out[: small.shape[0], : small.shape[1]] = small
    return out


def summed(cases: list[dict[str, Any]], four: dict[str, Any], everybody: list[Someone]) -> dict[str, Any]:
    """Return the figures of the bench; those of the lightest and the darkest people apart."""
    seen = [face for case in cases for face in case["faces"]]
    order = [one.name for one in sorted(everybody, key=lambda one: -one.light)]
    made = [case for case in cases if case["faces"]]
    said: dict[str, Any] = {
        "pictures": len(cases),
        "refused": sum(not case["faces"] for case in cases),
        "nearer": mean(face["result"] < face["template"] for face in seen),
        "template": mean(face["template"] for face in seen),
        "result": mean(face["result"] for face in seen),
        "others": mean(face["others"] for face in seen),
        "own_below_others": mean(face["result"] < face["others"] for face in seen),
        "first": mean(face["first"] for face in seen),
        "landmarks": median(face["landmarks"] for face in seen),
        "landmarks_other": median(face["landmarks_other"] for face in seen),
        "outside": max(case["outside"] for case in [*made, four] if case["faces"]),
        "edge": median(face["edge"] for face in seen),
        "edge_worst": max(face["edge"] for face in seen),
        "ridge": median(face["ridge"] for face in seen),
        "ridge_worst": max(face["ridge"] for face in seen),
        "ridge_hard": median(face["ridge_hard"] for face in seen),
        "neck": median(face["neck"] for face in seen),
        "neck_worst": max(face["neck"] for face in seen),
        "neck_left": median(face["neck_left"] for face in seen),
        "four_first": sum(face["first"] for face in four["faces"]),
        "four_result": mean([face["result"] for face in four["faces"]] or [NOBODY]),
        "seconds": median(case["seconds"] for case in made),
    }
    for third, names in (("light", order[:THIRD]), ("dark", order[-THIRD:])):
        own = [face for face in seen if face["wearer"] in names]
        measures: dict[str, Callable[[Any], float]] = {"result": mean, "neck": median, "edge": median}
        said |= {f"{third}_{key}": how([face[key] for face in own] or [0.0]) for key, how in measures.items()}
    return said


def _silent(progress: object) -> None:
    """Nobody watches."""


def _never() -> bool:
    return False


if __name__ == "__main__":
    main()
