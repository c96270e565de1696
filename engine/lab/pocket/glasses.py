"""Glasses, seen on a picture framed as the base's own: ``python -m engine.lab.pocket.glasses --data DIR``.

A linear score on gradient histograms of the strip around the eyes, fitted (ridge) on the photos named in
``glasses.toml``, which were sorted by eye. The command fits it anew, says how it does on the eighth of them that each
of eight fits did not see, and writes it into the folder of the base, whose licence is its own.
"""

from __future__ import annotations

import argparse
import tomllib
from functools import cache
from pathlib import Path

import cv2
import numpy as np
import torch
from safetensors.torch import load_file, save_file

from engine.faces.types import RGB
from engine.lab.pocket.data import SIDE
from engine.lab.pocket.export import TARGET
from engine.weights.presence import write_checksums

ROWS, COLUMNS = slice(38, 86), slice(16, 112)  # of 128 pixels: the strip around the eyes
RIDGE, FOLDS = 10.0, 8
SURE, NONE = 0.55, 0.17  # scores from which there are glasses, and below which there are none
HERE = Path(__file__).parent
SORTED, FITTED = HERE / "glasses.toml", TARGET / "glasses.safetensors"


def features(picture: RGB) -> np.ndarray:
    """Return the gradient histograms, (1980,), of a (128, 128, 3) uint8 picture framed by the eyes."""
    if picture.shape[:2] != (SIDE, SIDE):
        picture = cv2.resize(picture, (SIDE, SIDE), interpolation=cv2.INTER_AREA)
    strip = cv2.cvtColor(np.ascontiguousarray(picture[ROWS, COLUMNS]), cv2.COLOR_RGB2GRAY)
    size = strip.shape[::-1]
    return cv2.HOGDescriptor(size, (16, 16), (8, 8), (8, 8), 9).compute(strip).ravel()


def score(picture: RGB) -> float:
    """Return how surely glasses are worn; see `SURE` and `NONE`."""
    fitted = _fitted()
    return float(features(picture) @ fitted["weight"].numpy() + fitted["offset"].item())


@cache
def _fitted() -> dict[str, torch.Tensor]:
    return load_file(FITTED)


def fit(seen: np.ndarray, worn: np.ndarray) -> tuple[np.ndarray, float]:
    """Return weights (1980,) and offset for histograms (N, 1980) and whether glasses are worn (N,) bool."""
    wanted = 2.0 * worn - 1
    middle = seen.mean(0)
    centred = seen - middle
    dual = np.linalg.solve(centred @ centred.T + RIDGE * np.eye(len(seen)), wanted - wanted.mean())
    weight = centred.T @ dual
    return weight, float(-middle @ weight)


def unseen_scores(seen: np.ndarray, worn: np.ndarray) -> np.ndarray:
    """Return the score of each picture by the fit that did not see it, (N,)."""
    scores = np.zeros(len(seen))
    for part in np.array_split(np.random.default_rng(0).permutation(len(seen)), FOLDS):
        rest = np.setdiff1d(np.arange(len(seen)), part)
        weight, offset = fit(seen[rest], worn[rest])
        scores[part] = seen[part] @ weight + offset
    return scores


def main() -> None:
    """Fit, say how well, write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=Path(".work/pocket/data"), help="arrays of the data stage")
    pixels = np.load(parser.parse_args().data / "pixels.npy", mmap_mode="r")
    known = tomllib.loads(SORTED.read_text())
    rows = [*known["with_glasses"], *known["without"]]
    worn = np.arange(len(rows)) < len(known["with_glasses"])
    seen = np.stack([features(np.asarray(pixels[row])) for row in rows])
    scores = unseen_scores(seen, worn)
    sure, none = scores >= SURE, scores < NONE
    print(f"{len(rows)} photos, {int(worn.sum())} with glasses")
    print(f"called glasses: {worn[sure].mean():.2f} are, and {sure[worn].mean():.2f} of those worn are called so")
    print(f"called none: {1 - worn[none].mean():.2f} are, and {none[~worn].mean():.2f} of those without are called so")
    weight, offset = fit(seen, worn)
    save_file({"weight": torch.from_numpy(weight).float(), "offset": torch.tensor([offset])}, FITTED)
    write_checksums(TARGET)


if __name__ == "__main__":
    main()
