"""How surely a moving head is told from a stranger's: ``python -m engine.lab.faces.turned --lfw ZIP``.

Photos of LFW on which a head is turned, lifted or its mouth open are compared with the mean of the same person's other
photos that look ahead, and with everybody else's: what `engine.tasks.alive` does with each movement.
"""

from __future__ import annotations

import argparse
import random
import zipfile
from pathlib import Path

import cv2
import numpy as np

from engine.faces.embed import SAME_PERSON, Embedding, distance
from engine.faces.registry import Faces
from engine.settings import EngineSettings
from engine.tasks.alive.request import Movement
from engine.tasks.alive.run import AHEAD, movement_of

PHOTOS = 6  # of a person
SIDE = 432  # pixels of a photo; it is small, and so would be the mesh's mistakes

Row = tuple[str, float, Movement | None, Embedding]  # person, yaw, what the head does, who it is


def rows(archive: Path, faces: Faces, people: int) -> list[Row]:
    """Look at the first photos of some people with enough of them."""
    found: list[Row] = []
    with zipfile.ZipFile(archive) as photos:
        by_person: dict[str, list[str]] = {}
        for name in sorted(photos.namelist()):
            if name.endswith(".jpg"):
                by_person.setdefault(name.split("/")[0], []).append(name)
        many = sorted(person for person, names in by_person.items() if len(names) >= PHOTOS)
        random.Random(3).shuffle(many)
        for person in many[:people]:
            for name in by_person[person][:PHOTOS]:
                bgr = cv2.imdecode(np.frombuffer(photos.read(name), np.uint8), cv2.IMREAD_COLOR)
                rgb = np.ascontiguousarray(cv2.resize(bgr, (SIDE, SIDE))[..., ::-1])
                face = faces.largest(rgb)
                if face is not None and face.mesh is not None:
                    mesh = face.mesh
                    found.append((person, mesh.yaw, movement_of(mesh), faces.embedder.embed(rgb, face)))
    return found


def main() -> None:
    """Print for each movement how many of its owners are taken, and of strangers how many."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lfw", type=Path, required=True)
    parser.add_argument("--weights", type=Path, default=Path("weights"))
    parser.add_argument("--people", type=int, default=70)
    chosen = parser.parse_args()
    found = rows(chosen.lfw, Faces(EngineSettings(weights=chosen.weights, threads=1)), chosen.people)
    own: dict[Movement, list[float]] = {}
    strangers: list[float] = []
    for index, (person, _, movement, embedding) in enumerate(found):
        if movement is None:
            continue
        ahead: dict[str, list[Embedding]] = {}
        for place, (name, yaw, _, each) in enumerate(found):
            if abs(yaw) < AHEAD and place != index:
                ahead.setdefault(name, []).append(each)
        apart = {name: distance(embedding, np.mean(each, axis=0)) for name, each in ahead.items() if len(each) > 1}
        if person in apart:
            own.setdefault(movement, []).append(apart.pop(person))
        strangers += apart.values()
    for movement, apart_ in own.items():
        print(
            f"{movement}: {100 * np.mean(np.array(apart_) < SAME_PERSON):.1f} % of {len(apart_)} taken for themselves"
        )
    print(f"strangers: {100 * np.mean(np.array(strangers) < SAME_PERSON):.1f} % of {len(strangers)} comparisons")


if __name__ == "__main__":
    main()
