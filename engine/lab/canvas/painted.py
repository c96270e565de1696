"""Painterly looks side by side: the picture they are put on, the style network alone, and the look as it is shipped.

    python -m engine.lab.canvas.painted FOLDER [--looks impressionist graphic-novel oil] [--people P001 P002]

One PNG for each look and person, 1024 px high, and in the last line of what is printed: how far each moves the colour
of the skin from the photo's (a and b of Lab), and how much of the fine light and dark of the eyes it keeps
(correlation). A network alone loses both.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from pathlib import Path
from statistics import mean

import cv2
import numpy as np

from engine.canvas import compose
from engine.canvas.brushwork import repainted
from engine.canvas.draw import framed
from engine.canvas.grade import Grade, blurred, grey, unit_as_bytes
from engine.canvas.looks import tools
from engine.canvas.recipes import recipes
from engine.canvas.sitter import Sitter
from engine.faces.types import RGB
from engine.lab.canvas.drawn import drawn, subject, warm

PEOPLE = ("P001", "P002", "P007", "P009")
LOOKS = ("impressionist", "graphic-novel", "oil", "watercolour")
MANNERS = {"graphic-novel": 2}  # of the network alone; 5 for the others
LONG = 768  # pixels the network sees


def skin_moved(photo: RGB, made: RGB, sitter: Sitter) -> float:
    """Return how far the median colour of the face is from ``photo``'s, light and dark left out."""
    sure = sitter.face > 0.8
    values = [np.median(cv2.cvtColor(each, cv2.COLOR_RGB2LAB)[sure].astype(float), 0)[1:] for each in (photo, made)]
    return float(np.hypot(*(values[0] - values[1])))


def eyes_kept(photo: RGB, made: RGB, sitter: Sitter) -> float:
    """Return the correlation of the fine light and dark of both pictures where a face is read."""
    where = tools.features(sitter, rest=0.0) > 0.5
    fine = [grey(tools.unit(each)) - blurred(grey(tools.unit(each)), sitter.span / 12) for each in (photo, made)]
    return float(np.corrcoef(fine[0][where], fine[1][where])[0, 1])


def main() -> None:
    """Draw, save and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--looks", nargs="+", default=LOOKS)
    parser.add_argument("--people", nargs="+", default=PEOPLE)
    args = parser.parse_args()
    args.folder.mkdir(parents=True, exist_ok=True)
    models = warm()
    figures: dict[str, list[tuple[float, ...]]] = {look: [] for look in args.looks}
    for person in args.people:
        who = subject(models, person)
        for look in args.looks:
            recipe = dataclasses.replace(recipes()[look], overlays=(), grade=Grade(), framings=("shoulders",))
            plain = drawn(models, who, dataclasses.replace(recipe, look=None))
            sitter = framed(who, compose.frame(who, "shoulders", "4:5")).sitter
            alone = unit_as_bytes(repainted(tools.unit(plain), MANNERS.get(look, 5), LONG))
            shipped = drawn(models, who, recipe)
            cv2.imwrite(str(args.folder / f"{look}-{person}.png"), np.hstack([plain, alone, shipped])[..., ::-1])
            pair = (alone, shipped)
            row = [skin_moved(plain, one, sitter) for one in pair] + [eyes_kept(plain, one, sitter) for one in pair]
            figures[look].append(tuple(row))
    names = ("skin moved, network alone", "shipped", "eyes kept, network alone", "shipped")
    for look, rows in figures.items():
        values = [round(mean(row[place] for row in rows), 2) for place in range(len(names))]
        print(look, json.dumps(list(zip(names, values, strict=True))))


if __name__ == "__main__":
    main()
