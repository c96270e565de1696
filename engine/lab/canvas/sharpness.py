"""How sharp a face is that a small photo gives: against the same face from the photo as it was.

    python -m engine.lab.canvas.sharpness [--people P001 P002] [--share 0.6]

The face of a synthetic person's selfie is shrunk to ``share`` of its size and enlarged again in each way: plain cubic,
as the canvas does it, resampled with sharpening, and the packaged network. Printed for each: detail that is left
(strength of the finest two octaves over that of the photo; 1 is as sharp), and the error it makes (of 255).
"""

from __future__ import annotations

import argparse
import time
from statistics import mean

import cv2
import numpy as np

from engine import people
from engine.canvas import compose, subjects
from engine.canvas.grade import grey
from engine.faces.types import RGB
from engine.lab.canvas.drawn import SELFIE, warm
from engine.models import Models

SIDE = 640  # pixels of the face's part, as it was


def part(models: Models, person: str) -> RGB:
    """Return the face of a person's selfie with air around it, (SIDE, SIDE, 3)."""
    sheet = next(each for each in people.people()[person] if each.sheet == SELFIE)
    rgb = np.asarray(people.photo(models.settings.weights, person, sheet))
    face = models.faces.largest(rgb)
    if face is None or face.mesh is None:
        raise ValueError(person)
    left, top, right, bottom = face.mesh.box
    half = int(0.65 * max(right - left, bottom - top))
    x, y = int((left + right) / 2), int((top + bottom) / 2)
    crop = rgb[max(0, y - half) : y + half, max(0, x - half) : x + half]
    return cv2.resize(crop, (SIDE, SIDE), interpolation=cv2.INTER_AREA if len(crop) > SIDE else cv2.INTER_CUBIC)


def detail(rgb: RGB) -> float:
    """Return the strength of the finest two octaves of a picture."""
    light = grey(rgb.astype(np.float32) / 255)
    return float(np.abs(light - cv2.GaussianBlur(light, (0, 0), 2.4)).mean())


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", nargs="+", default=("P001", "P002", "P007", "P009"))
    parser.add_argument("--share", type=float, default=0.62)
    args = parser.parse_args()
    models = warm()
    scale, small_side = 1 / args.share, round(SIDE * args.share)
    rows: dict[str, list[tuple[float, float, float]]] = {}
    for person in args.people:
        own = part(models, person)
        small = cv2.resize(own, (small_side, small_side), interpolation=cv2.INTER_AREA)
        cubic = cv2.resize(small, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
        for name, enlarge in (
            ("cubic", lambda cubic=cubic: cubic),
            ("canvas", lambda cubic=cubic: compose.sharpened(cubic, scale)),
            ("resampled", lambda small=small: subjects.resampled(small, SIDE)),
            ("network", lambda small=small: models.faces.upscaler.upscale(small, SIDE, quality="fast")),
        ):
            began = time.process_time()
            made = enlarge()
            spent = time.process_time() - began
            error = float(np.sqrt(((made.astype(float) - own) ** 2).mean()))
            rows.setdefault(name, []).append((detail(made) / detail(own), error, spent))
    for name, values in rows.items():
        left, error, spent = (mean(value[place] for value in values) for place in range(3))
        print(f"{name:10} detail {left:.2f}, error {error:.2f}, {spent:.2f} s")


if __name__ == "__main__":
    main()
