"""The child of the bench ``likeness``: ``python -m engine.tasks.likeness WEIGHTS PEOPLE WORK``.

PEOPLE holds one folder of photos per person (never shipped). Of each person some photos are learnt and the others are
only compared with, so nothing that chose a picture judges it. Every figure is a distance to the mean embedding of those
unseen photos, of the picture as it was drawn (before fusion) or as it was finished. Prints one line of JSON.
"""

from __future__ import annotations

import argparse
import json
from dataclasses import replace
from pathlib import Path
from statistics import mean, median

import numpy as np

from engine.errors import EngineError
from engine.faces.embed import Embedding, distance
from engine.faces.registry import Faces
from engine.models import EngineSettings, Models
from engine.requests import Enrol, Portrait, Portraits
from engine.tasks import enrol, portrait

LEARNT, UNSEEN, ENOUGH = 8, 12, 14  # photos
PICTURES = 6
STYLES = ("natural", "oil")
NOBODY = 1.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("weights", type=Path)
    parser.add_argument("people", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--people", dest="count", type=int, default=8)
    parser.add_argument("--steps", type=int)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    models = Models(EngineSettings(weights=args.weights, base="pocket", device="cpu", threads=args.threads))
    found = [folder for folder in sorted(args.people.iterdir()) if len(_photos(folder)) >= ENOUGH]
    cases = [_Case(models, folder, args.work / folder.name, args.steps) for folder in found[: args.count]]
    print(json.dumps(summed([case.measure() for case in cases])))


def _photos(folder: Path) -> list[Path]:
    return sorted(file for file in folder.glob("*") if file.suffix.lower() in {".jpg", ".jpeg", ".png"})


class _Case:
    """One person."""

    def __init__(self, models: Models, folder: Path, work: Path, steps: int | None) -> None:
        photos = _photos(folder)
        self._models, self._work, self._steps = models, work, steps
        self._learnt, self._unseen = tuple(photos[:LEARNT]), photos[LEARNT : LEARNT + UNSEEN]

    def measure(self) -> dict[str, object]:
        """Learn, draw in every way, compare with the unseen photos."""
        self._work.mkdir(parents=True, exist_ok=True)
        target = mean_embedding(self._models.faces, self._unseen)
        request = Enrol(photos=self._learnt, identity=self._work / "trained", steps=self._steps)
        try:
            told = enrol.run(request, self._models, _silent, _never)
            enrol.run(replace(request, identity=self._work / "instant", instant=True), self._models, _silent, _never)
        except EngineError as error:  # a person who looks too young for the check is left out, and counted
            return {"left_out": error.code}
        said: dict[str, object] = {"seconds": told.seconds, "kept": told.kept_step, "steps": told.steps}
        ranked = []
        for way, options in WAYS.items():
            made = self._draw(way, options)
            raw = [self._apart(picture.raw, target) for picture in made.pictures]
            done = [self._apart(picture.file, target) for picture in made.pictures]
            said[f"{way}_raw"], said[f"{way}_done"] = mean(raw), mean(done)
            said[f"{way}_seconds"] = sum(made.seconds.values())
            if made.tried:
                usual = made.tried[0]
                chosen = next(
                    one
                    for one in made.tried
                    if (one.face_weight, one.style_weight) == (made.face_weight, made.style_weight)
                )
                said["style_kept"] = chosen.style / max(usual.style, 1e-6)
            if way in RANKED:
                ranked.append(done[0] < median(done))
                said["first"], said["median"] = done[0], median(done)
        return {**said, "ranked": ranked}

    def _draw(self, way: str, options: dict[str, object]) -> Portraits:
        folder = "instant" if way == "instant" else "trained"
        request = Portrait(
            identity=self._work / folder,
            out=self._work / way,
            count=PICTURES,
            side=128,
            **{"style": STYLES[0], **options},
        )
        return portrait.run(request, self._models, _silent, _never)

    def _apart(self, file: Path, target: Embedding) -> float:
        faces = self._models.faces
        seen = faces.embed(faces.load(file))
        return NOBODY if seen is None else distance(seen, target)


WAYS: dict[str, dict[str, object]] = {
    "trained": {},
    "instant": {},
    "control": {"use_face_lora": False},
    "fast": {"sampler": "fast"},
    "fixed": {"style": STYLES[1]},
    "adapted": {"style": STYLES[1], "adapt": True},
}
RANKED = ("trained", "fixed", "adapted", "fast")


def mean_embedding(faces: Faces, photos: list[Path]) -> Embedding:
    """Return the mean embedding of the largest face on each photo."""
    seen = [faces.embed(faces.load(photo)) for photo in photos]
    return np.mean([one for one in seen if one is not None], 0)


def summed(cases: list[dict[str, object]]) -> dict[str, float]:
    """Return medians over all people, and how often the first picture beat the median one."""
    able = [case for case in cases if "left_out" not in case]
    names = sorted({name for case in able for name in case if name != "ranked"})
    said = {name: median(float(case[name]) for case in able if name in case) for name in names}
    hits = [hit for case in able for hit in case["ranked"]]
    return {
        **said,
        "people": len(able),
        "left_out": len(cases) - len(able),
        "rankings": len(hits),
        "first_wins": mean(hits),
    }


def _silent(progress: object) -> None:
    """Nobody watches."""


def _never() -> bool:
    return False


if __name__ == "__main__":
    main()
