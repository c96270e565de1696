"""What learning one face takes, and how alike it is: ``python -m engine.lab.speed.alike WEIGHTS FOLDER P005``.

Photos go the whole way of the product on the embedded base: eight are learnt, four portraits are drawn, with two of
nobody in particular as the control. The others of the person are only compared with. WHO is a synthetic person or a
folder of photos. Prints a line of JSON: seconds of the processor, the step that was kept, and mean distances of faces
(`engine.faces.embed.distance`) to the mean of the unseen photos; ``photos`` is how far these are from each other.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch

from engine import people
from engine.faces.embed import NOBODY, Embedding, distance
from engine.faces.registry import Faces
from engine.models import Models
from engine.requests import Progress
from engine.settings import EngineSettings
from engine.tasks.enrol import run as enrol
from engine.tasks.enrol.request import Enrol
from engine.tasks.inspect.request import PHOTO_ENDINGS
from engine.tasks.portrait import run as portrait
from engine.tasks.portrait.request import Portrait

LEARNT, UNSEEN = 8, 12  # photos
PICTURES, CONTROLS = 4, 2


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="engine.lab.speed.alike")
    parser.add_argument("weights", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("who")
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    work = chosen.folder / Path(chosen.who).name
    photos = photos_of(chosen.weights, chosen.who, work)
    models = Models(EngineSettings(weights=chosen.weights, base="pocket", device="cpu", offline=True, threads=1))
    portrait.warm(models)
    began = time.process_time()
    learnt = enrol.run(Enrol(photos=tuple(photos[:LEARNT]), identity=work / "face"), models, _unseen, bool)
    spent = time.process_time() - began
    unseen = embeddings(models.faces, photos[LEARNT : LEARNT + UNSEEN])
    said: dict[str, Any] = {"who": work.name, "seconds": round(spent, 1)}
    said |= {"steps": learnt.steps, "kept": learnt.kept_step}
    for way, count in (("learnt", PICTURES), ("nobody", CONTROLS)):
        request = Portrait(
            identity=work / "face", style="natural", out=work / way, count=count, side=128, draw="base",
            use_face_lora=way == "learnt",
        )  # fmt: skip
        made = portrait.run(request, models, _unseen, bool).pictures
        for kind, files in (("drawn", [each.raw for each in made]), ("finished", [each.file for each in made])):
            said[f"{way}, {kind}"] = apart(embeddings(models.faces, files), unseen, of=len(files))
    print(json.dumps({**said, "photos": among(unseen)}))


def photos_of(weights: Path, who: str, work: Path) -> list[Path]:
    """Return the photos of a synthetic person, written into ``work``, or those in a folder."""
    if who in people.people():
        return people.selfies(weights, who, work / "photos", LEARNT + UNSEEN)
    return sorted(file for file in Path(who).iterdir() if file.suffix.lower() in PHOTO_ENDINGS)


def embeddings(faces: Faces, files: Sequence[Path]) -> list[Embedding]:
    """Return the embedding (128,) of each picture that shows a face."""
    seen = [faces.embed(faces.load(file)) for file in files]
    return [each for each in seen if each is not None]


def apart(drawn: Sequence[Embedding], unseen: Sequence[Embedding], *, of: int) -> float:
    """Return the mean distance to the mean of the unseen photos; a picture of ``of`` without a face is of nobody."""
    middle = np.mean(unseen, 0)
    known = [distance(each, middle) for each in drawn]
    return round(float(np.mean([*known, *[NOBODY] * (of - len(known))])), 3)


def among(unseen: Sequence[Embedding]) -> float:
    """Return the mean distance of each photo to the mean of the others."""
    places = range(len(unseen))
    return round(
        float(np.mean([distance(unseen[n], np.mean([unseen[k] for k in places if k != n], 0)) for n in places])), 3
    )


def _unseen(progress: Progress) -> None:
    """Nobody watches."""


if __name__ == "__main__":
    main()
