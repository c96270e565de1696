"""The child of the bench ``templates`` for group pictures: ``python -m engine.lab.templates.bench_groups WEIGHTS``.

Prints one line of JSON: how many people are in eight pictures, how many faces were found or refused with a reason, how
many of those of the detector alone, whether the numbers stand as one reads, what was found where nobody is.
"""

from __future__ import annotations

import argparse
import json
import time
from itertools import pairwise
from pathlib import Path

import numpy as np

from engine.faces import templates
from engine.faces.registry import Faces
from engine.faces.types import Face
from engine.lab.canvas.drawn import warm
from engine.lab.templates.groups import Group, Somebody, empty, groups

NEAR = 0.6  # sizes of a face within which what is found is that face


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("weights", type=Path)
    parser.add_argument("--numbered", type=Path, help="write the numbered pictures there")
    args = parser.parse_args()
    faces = warm(args.weights).faces
    print(json.dumps(measured(faces, list(groups(args.weights, faces)), args.numbered)))


def measured(faces: Faces, pictures: list[Group], numbered: Path | None = None) -> dict[str, float]:
    """Return the figures of the bench."""
    people = seen = alone = mistaken = disordered = 0
    seconds = []
    for number, group in enumerate(pictures):
        began = time.process_time()
        spots = templates.spots(faces, group.rgb)
        seconds.append(time.process_time() - began)
        first = faces.detector.faces(group.rgb)
        people += len(group.faces)
        seen += sum(any(near(spot.face, each) for spot in spots) for each in group.faces)
        alone += sum(any(near(face, each) for face in first) for each in group.faces)
        mistaken += sum(not any(near(spot.face, each) for each in group.faces) for spot in spots)
        disordered += not in_order(spots)
        if numbered is not None:
            from engine.faces.images import save_clean

            numbered.mkdir(parents=True, exist_ok=True)
            save_clean(templates.numbered(group.rgb, spots), numbered / f"group-{number}.png")
    nobody = sum(len(faces.everyone(rgb)) for rgb in empty())
    return {
        "pictures": len(pictures),
        "people": people,
        "seen": seen,
        "alone": alone,
        "mistaken": mistaken,
        "disordered": disordered,
        "nobody": nobody,
        "seconds": float(np.median(seconds)),
    }


def near(face: Face, each: Somebody) -> bool:
    """Say whether a face that was found is somebody's."""
    return bool(np.hypot(face.centre[0] - each.x, face.centre[1] - each.y) < NEAR * each.size)


def in_order(spots: list[templates.Spot]) -> bool:
    """Say whether each number stands to the right of the one before, or below it."""
    places = [(spot.face.centre, spot.face.side) for spot in spots]
    return all(b[0][0] > a[0][0] or b[0][1] > a[0][1] + 0.2 * a[1] for a, b in pairwise(places))


if __name__ == "__main__":
    main()
