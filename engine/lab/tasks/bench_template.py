"""The child of the bench ``templates``: ``python -m engine.lab.tasks.bench_template WEIGHTS LFW WORK``; one line of
JSON.

LFW holds one folder of photos per person (never shipped); five people are taken whom no training of the embedded base
saw. Each of twenty templates (the gallery and one public-domain photo) is given to ``--people`` of them. Nothing that
chose a picture judges it: likeness is measured against the mean embedding of photos that were not learnt, and the
templates' own faces, the next person and drawings without ControlNets are the controls.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from typing import Any

import cv2
import numpy as np
import skimage.data
from PIL import Image

from engine.errors import EngineError
from engine.faces import landmarks, templates
from engine.faces.embed import Embedding, distance
from engine.faces.regions import Mask, lab
from engine.faces.registry import Faces
from engine.faces.types import RGB, Face, Points
from engine.lab.tasks.likeness import LEARNT, NOBODY, UNSEEN, mean_embedding, unknown
from engine.models import Models
from engine.settings import EngineSettings
from engine.tasks.enrol import run as enrol
from engine.tasks.enrol.request import Enrol
from engine.tasks.template import run as template
from engine.tasks.template.request import Template
from engine.templates import Gallery

FIVE = 5  # people
EDGE = (0.05, 0.6)  # shares of a redrawn face between which its border lies
UNMOVED = 1 / 255  # below this share nothing was blended
THUMB = 224  # pixels of a picture's side on the contact sheet
WITHOUT = 4  # templates that are drawn once more without ControlNets


@dataclass(frozen=True, kw_only=True, eq=False)
class Someone:
    """A person of the bench: the folder of what was learnt, and the mean embedding of photos that were not."""

    name: str
    identity: Path
    unseen: Embedding


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("weights", type=Path)
    parser.add_argument("lfw", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--people", type=int, default=FIVE, help="of the five people, for each template")
    parser.add_argument("--templates", type=int, default=20)
    parser.add_argument("--skip", type=int, default=0, help="so many templates, to go on with others")
    parser.add_argument("--sampler", choices=("quality", "fast"), default="quality")
    parser.add_argument("--trained", type=int, default=0, help="so many of the people learn a LoRA, minutes each")
    parser.add_argument("--sheet", type=Path, help="write a contact sheet there")
    args = parser.parse_args()
    models = Models(EngineSettings(weights=args.weights, base="pocket", device="cpu", offline=True, threads=1))
    bench = Bench(models, args.work, args.sampler, args.sheet)
    people = bench.people(args.lfw, args.trained)
    pictures = list(bench.templates(args.work).items())[args.skip : args.skip + args.templates]
    cases = [
        bench.measure(name, file, [people[(number + turn) % len(people)]], people, turn=number + turn)
        for number, (name, file) in enumerate(pictures, args.skip)
        for turn in range(args.people)
    ]
    four = bench.measure("team", Gallery().all["team"].file, people[:4], people)
    without = [
        bench.measure(name, file, [people[number % len(people)]], people, steer=0.0, turn=number)
        for number, (name, file) in enumerate(pictures[:WITHOUT], args.skip)
    ]
    print(json.dumps(summed(cases, four, without)))


class Bench:
    """The warm engine and what has been drawn so far."""

    def __init__(self, models: Models, work: Path, sampler: str, sheet: Path | None) -> None:
        self.models, self.work, self.sampler, self._sheet = models, work, sampler, sheet
        self._shown: list[tuple[RGB, RGB]] = []

    def people(self, lfw: Path, trained: int) -> list[Someone]:
        """Learn the first five who can be learnt, ``trained`` of them as a LoRA and the rest from their photos."""
        found: list[Someone] = []
        for folder in unknown(lfw):
            photos = sorted(folder.glob("*.jpg"))
            identity = self.work / "identities" / folder.name
            identity.mkdir(parents=True, exist_ok=True)
            request = Enrol(photos=tuple(photos[:LEARNT]), identity=identity, instant=len(found) >= trained)
            try:
                if not (identity / "identity.json").exists():
                    enrol.run(request, self.models, _silent, _never)
            except EngineError:  # such as somebody who looks too young for the check
                continue
            seen = mean_embedding(self.models.faces, photos[LEARNT : LEARNT + UNSEEN])
            found.append(Someone(name=folder.name, identity=identity, unseen=seen))
            if len(found) == FIVE:
                break
        return found

    def templates(self, work: Path) -> dict[str, Path]:
        """Return the gallery and one photo of a person who lived."""
        photo = work / "astronaut.png"
        Image.fromarray(skimage.data.astronaut()).save(photo)
        return {"astronaut": photo, **{one.name: one.file for one in Gallery().all.values()}}

    def measure(
        self,
        name: str,
        file: Path,
        wearers: list[Someone],
        everybody: list[Someone],
        *,
        steer: float = 1.0,
        turn: int = 0,
    ) -> dict[str, Any]:
        """Put people into the first faces of a template and return what is measured of the best variant."""
        models, faces = self.models, self.models.faces
        models.inpainter.steer = steer
        picture = faces.load(file)
        spots = templates.spots(faces, picture)
        first = turn % len(spots) if len(wearers) == 1 else 0
        places = tuple(range(first + 1, first + 1 + len(wearers)))
        request = Template(
            template=file,
            people=tuple(one.identity for one in wearers),
            places=places,
            out=self.work,
            count=1,
            seed=100 + turn,
            sampler=self.sampler,
        )
        began = time.process_time()
        (made,) = template.draw(request, models, picture, _silent, _never)
        spent = time.process_time() - began
        self._show(picture, made.picture)
        said: dict[str, Any] = {"name": name, "seconds": spent, "outside": outside(picture, made), "faces": []}
        seen = faces.faces(made.picture)
        for someone, place, shown, wanted in zip(wearers, places, made.shown, made.wanted, strict=True):
            box = spots[place - 1].face
            face = nearest(seen, box.centre)
            said["faces"].append(
                {
                    **alike(faces, picture, box, made.picture, face, someone, everybody),
                    "landmarks": apart(face, wanted),
                    "edge": edge(picture, made.picture, shown),
                }
            )
        print(json.dumps(said), file=sys.stderr, flush=True)  # minutes pass: what is known is shown
        return said

    def _show(self, before: RGB, after: RGB) -> None:
        """Write every template so far beside what became of it, four pairs a row."""
        self._shown.append((_thumb(before), _thumb(after)))
        if self._sheet is None:
            return
        cells = [np.concatenate(pair, 1) for pair in self._shown]
        cells += [np.zeros_like(cells[0])] * (-len(cells) % 4)
        rows = [np.concatenate(cells[start : start + 4], 1) for start in range(0, len(cells), 4)]
        self._sheet.parent.mkdir(parents=True, exist_ok=True)
        Image.fromarray(np.concatenate(rows)).save(self._sheet)


def outside(before: RGB, made: template.Drawn) -> int:
    """Return the most that a pixel changed where nothing was blended, in levels of 255."""
    still = np.maximum.reduce(made.shown) < UNMOVED
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
    """Return how far the landmarks are from those drawn under, in eye distances; 1 without a face."""
    if face is None or face.mesh is None:
        return 1.0
    return landmarks.error(landmarks.sixty_eight(face.mesh), wanted)


def edge(before: RGB, after: RGB, shown: Mask) -> float:
    """Return how much steeper the lightness is along the border of a redrawn face than it was there before."""
    band = (shown > EDGE[0]) & (shown < EDGE[1])
    return float(_steepness(after)[band].mean() / max(_steepness(before)[band].mean(), 1e-3))


def _steepness(rgb: RGB) -> np.ndarray:
    light = lab(rgb)[..., 0]
    return np.hypot(cv2.Sobel(light, cv2.CV_32F, 1, 0), cv2.Sobel(light, cv2.CV_32F, 0, 1))


def _thumb(rgb: RGB) -> RGB:
    scale = THUMB / max(rgb.shape[:2])
    small = cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)[:THUMB, :THUMB]
    out = np.full((THUMB, THUMB, 3), 255, np.uint8)
    out[: small.shape[0], : small.shape[1]] = small
    return out


def summed(cases: list[dict[str, Any]], four: dict[str, Any], without: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the figures of the bench."""
    seen = [face for case in cases for face in case["faces"]]
    drawn = {case["name"] for case in without}
    same = [case for case in cases if case["name"] in drawn]
    return {
        "pictures": len(cases),
        "nearer": mean(face["result"] < face["template"] for face in seen),
        "template": mean(face["template"] for face in seen),
        "result": mean(face["result"] for face in seen),
        "others": mean(face["others"] for face in seen),
        "own_below_others": mean(face["result"] < face["others"] for face in seen),
        "first": mean(face["first"] for face in seen),
        "landmarks": median(face["landmarks"] for face in seen),
        "landmarks_same": median(face["landmarks"] for case in same for face in case["faces"]),
        "landmarks_without": median(face["landmarks"] for case in without for face in case["faces"]),
        "outside": max(case["outside"] for case in [*cases, four]),
        "edge": median(face["edge"] for face in seen),
        "edge_worst": max(face["edge"] for face in seen),
        "four_first": sum(face["first"] for face in four["faces"]),
        "four_result": mean(face["result"] for face in four["faces"]),
        "seconds": median(case["seconds"] for case in cases),
    }


def _silent(progress: object) -> None:
    """Nobody watches."""


def _never() -> bool:
    return False


if __name__ == "__main__":
    main()
