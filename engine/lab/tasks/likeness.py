"""The child of the bench ``likeness``: ``python -m engine.lab.tasks.likeness WEIGHTS LFW WORK``; JSON in its last line.

LFW holds one folder of photos per person (never shipped). Only people are taken whom no training of the embedded base
saw. Of each some photos are learnt and the others are only compared with, so nothing that chose a picture judges it:
every figure is a distance to the mean embedding of those unseen photos, of the picture as it was drawn (before fusion)
or as it was finished, at 128 pixels. ``--people`` are learnt with the base's own preset, ``--more`` are known from
their photos alone.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from statistics import mean, median
from typing import Any

import numpy as np

from engine.errors import EngineError
from engine.faces.embed import NOBODY, Embedding, distance
from engine.faces.registry import Faces
from engine.lab.pocket.data import held_out_names
from engine.models import Models
from engine.settings import EngineSettings
from engine.tasks.enrol import run as enrol
from engine.tasks.enrol.request import Enrol
from engine.tasks.inspect.request import PHOTO_ENDINGS
from engine.tasks.portrait import run as portrait
from engine.tasks.portrait.request import Portrait, Portraits

LEARNT, UNSEEN = 8, 12  # photos; somebody held out has at least 12 in all
PICTURES = 4  # as many as a person gets
STYLE = "oil"
#: What is drawn of everybody, from the photos alone; and what beside it of those who were learnt.
PLAIN: dict[str, dict[str, Any]] = {"instant": {}, "instant_style": {"style": STYLE}}
LEARNING: dict[str, dict[str, Any]] = {
    "trained": {},
    "trained_again": {"seed": 100},
    "fixed": {"style": STYLE},
    "adapted": {"style": STYLE, "adapt": True},
    "control": {"use_face_lora": False},
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("weights", type=Path)
    parser.add_argument("lfw", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--people", type=int, default=2, help="learnt with the preset")
    parser.add_argument("--more", type=int, default=4, help="known from their photos alone")
    parser.add_argument("--skip", type=int, default=0, help="so many people, to go on with others")
    parser.add_argument("--steps", type=int, help="of training instead of the preset")
    args = parser.parse_args()
    models = Models(EngineSettings(weights=args.weights, base="pocket", device="cpu", threads=1))
    cases: list[dict[str, Any]] = []
    for folder in unknown(args.lfw)[args.skip :]:
        learn = len(_able(cases, "trained_raw")) < args.people
        if not learn and len(_able(cases, "trained_raw", without=True)) >= args.more:
            break
        cases.append(_Case(models, folder, args.work / folder.name, args.steps).measure(learn=learn))
        print(json.dumps(cases[-1]), flush=True)  # minutes pass: what is known is shown
    print(json.dumps(summed(cases)))


def unknown(lfw: Path) -> list[Path]:
    """Return the folders of the people no training of the embedded base saw."""
    counts = {one.name: len(_photos(one)) for one in lfw.iterdir() if one.is_dir()}
    return [lfw / name for name in held_out_names(counts)]


def _photos(folder: Path) -> list[Path]:
    return sorted(file for file in folder.glob("*") if file.suffix.lower() in PHOTO_ENDINGS)


class _Case:
    """One person."""

    def __init__(self, models: Models, folder: Path, work: Path, steps: int | None) -> None:
        photos = _photos(folder)
        self._models, self._work, self._steps = models, work, steps
        self._learnt, self._unseen = tuple(photos[:LEARNT]), photos[LEARNT : LEARNT + UNSEEN]

    def measure(self, *, learn: bool) -> dict[str, Any]:
        """Draw in every way and compare with the unseen photos; a person who cannot be learnt is left out, and told."""
        self._work.mkdir(parents=True, exist_ok=True)
        target = mean_embedding(self._models.faces, self._unseen)
        request = Enrol(photos=self._learnt, identity=self._work / "instant", instant=True)
        try:
            enrol.run(request, self._models, _silent, _never)
            said = self._learn(request) if learn else {}
        except EngineError as error:  # such as somebody who looks too young for the check
            return {"left_out": error.code}
        for way, options in {**PLAIN, **(LEARNING if learn else {})}.items():
            said |= self._compared(way, self._draw(way, options), target)
        return said

    def _learn(self, request: Enrol) -> dict[str, Any]:
        request = replace(request, identity=self._work / "trained", instant=False, steps=self._steps)
        told = enrol.run(request, self._models, _silent, _never)
        return {"seconds": told.seconds, "kept": told.kept_step, "steps": told.steps}

    def _draw(self, way: str, options: dict[str, Any]) -> Portraits:
        known = self._work / ("instant" if way in PLAIN else "trained")
        plain = {"style": "natural", "count": PICTURES, "side": 128}
        request = Portrait(identity=known, out=self._work / way, draw="base", **{**plain, **options})
        return portrait.run(request, self._models, _silent, _never)

    def _compared(self, way: str, made: Portraits, target: Embedding) -> dict[str, Any]:
        raw = [self._apart(picture.raw, target) for picture in made.pictures]
        done = [self._apart(picture.file, target) for picture in made.pictures]
        said: dict[str, Any] = {f"{way}_raw": mean(raw), f"{way}_done": mean(done)}
        if way != "control":  # its pictures are of nobody: there is no first one
            said[f"{way}_first"] = done[0] < median(done)
        if made.tried:
            used = (made.face_weight, made.style_weight)
            chosen = next(one for one in made.tried if (one.face_weight, one.style_weight) == used)
            said["style_kept"] = chosen.style / max(made.tried[0].style, 1e-6)
        return said

    def _apart(self, file: Path, target: Embedding) -> float:
        faces = self._models.faces
        seen = faces.embed(faces.load(file))
        return NOBODY if seen is None else distance(seen, target)


def mean_embedding(faces: Faces, photos: list[Path]) -> Embedding:
    """Return the mean embedding of the largest face on each photo."""
    seen = [faces.embed(faces.load(photo)) for photo in photos]
    return np.mean([one for one in seen if one is not None], 0)


def _able(cases: Iterable[dict[str, Any]], name: str, *, without: bool = False) -> list[dict[str, Any]]:
    return [case for case in cases if "left_out" not in case and (name in case) != without]


def summed(cases: list[dict[str, Any]]) -> dict[str, float]:
    """Return medians over all people, and how often the first picture beat the median one.

    What is compared with one another is of the same people: those that were learnt.
    """
    learnt, plain = _able(cases, "trained_raw"), _able(cases, "trained_raw", without=True)
    names = sorted({name for case in learnt for name in case if not name.endswith("_first")})
    said = {name: median(float(case[name]) for case in learnt if name in case) for name in names}
    hits = [case[name] for case in learnt + plain for name in case if name.endswith("_first")]
    return {
        **said,
        "people": len(learnt),
        "more": len(plain),
        "left_out": len(cases) - len(learnt) - len(plain),
        "rankings": len(hits),
        "first_wins": mean(hits),
    }


def _silent(progress: object) -> None:
    """Nobody watches."""


def _never() -> bool:
    return False


if __name__ == "__main__":
    main()
