"""How often drawings, screens and hands are seen: ``python -m engine.lab.faces.genuine --lfw ZIP --fairface ZIP``.

Real photos are LFW's and FairFace's; drawings are the canvas's painted and drawn looks on them, on the half of the
people that is measured; screens are photos shown in coloured stripes, tilted, taken again with noise and a bezel.
``--fit`` prints the weights of a drawing, fitted on the other half.
"""

from __future__ import annotations

import argparse
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from engine.canvas.looks import LOOKS
from engine.canvas.sitter import Sitter
from engine.faces import genuine
from engine.faces.quality import patch_of
from engine.faces.regions import hull
from engine.faces.registry import Faces
from engine.faces.types import OVAL, RGB, Mesh
from engine.settings import EngineSettings

DRAWN = ("cartoon", "comic", "ink", "pencil", "charcoal", "watercolour", "oil", "impressionist", "poster", "pop_art")
LARGE = 512  # pixels of a picture before a look is put on it
MOST_REFUSED = 0.01  # of real photos
PULL = 1e-3


def photos(archive: Path, number: int, seed: int) -> Iterator[RGB]:
    """Yield photos of an archive, drawn by a seed."""
    opened = zipfile.ZipFile(archive)
    names = sorted(name for name in opened.namelist() if name.endswith(".jpg"))
    for name in random.Random(seed).sample(names, number):
        read = cv2.imdecode(np.frombuffer(opened.read(name), np.uint8), cv2.IMREAD_COLOR)
        yield np.ascontiguousarray(read[..., ::-1])


def drawing(rgb: RGB, mesh: Mesh, look: str, seed: int) -> RGB:
    """Return a photo as a look draws it, the person taken to be what the face and what is below it cover."""
    height, width = rgb.shape[:2]
    face = hull((height, width), mesh.points[list(OVAL), :2].astype(np.float32)).astype(np.float32)
    alpha = cv2.GaussianBlur(cv2.dilate(face, np.ones((61, 61))), (0, 0), 6)
    alpha[round(float(mesh.box[3])) :] = 1.0
    sitter = Sitter(alpha=alpha, face=face, hair=np.zeros_like(face), skin=face, points=mesh.points[:, :2])
    return LOOKS[look](rgb, sitter, np.random.default_rng(seed))


def on_a_screen(rgb: RGB, seed: int, *, bezel: bool = True) -> RGB:
    """Return a photo as a camera sees it on a screen: stripes of red, green and blue, tilted, in another raster."""
    random_ = np.random.default_rng(seed)
    side = 3 * 400
    shown = cv2.resize(rgb, (400, 400), interpolation=cv2.INTER_AREA).repeat(3, axis=0).repeat(3, axis=1)
    stripes = np.zeros((side, side, 3), np.float32)
    for channel in range(3):
        stripes[:, channel::3, channel] = 2.4
    stripes[2::3] *= 0.35
    lit = np.clip(shown * stripes, 0, 255)
    edge = 150 if bezel else 0
    whole = np.full((side + 2 * edge, side + 2 * edge, 3), 22.0, np.float32)
    whole[edge : edge + side, edge : edge + side] = lit
    wide = len(whole)
    turn = cv2.getRotationMatrix2D((wide / 2, wide / 2), float(random_.uniform(-4, 4)), 1.0)
    scale = float(random_.uniform(0.45, 0.62))
    seen = cv2.warpAffine(cv2.GaussianBlur(whole, (0, 0), 0.8), turn, (wide, wide), borderValue=(60, 58, 55))
    small = cv2.resize(seen, None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR)
    light = np.linspace(0.85, 1.1, small.shape[1], dtype=np.float32)[None, :, None]
    taken = np.clip(small * light * 1.1 + random_.normal(0, 3, small.shape), 0, 255).astype(np.uint8)
    _, data = cv2.imencode(".jpg", np.ascontiguousarray(taken[..., ::-1]), [cv2.IMWRITE_JPEG_QUALITY, 88])
    return np.ascontiguousarray(cv2.imdecode(data, cv2.IMREAD_COLOR)[..., ::-1])


def fitted(real: NDArray[np.float32], drawn: NDArray[np.float32]) -> tuple[float, NDArray[np.float32]]:
    """Return offset and weights of a score that refuses `MOST_REFUSED` of ``real`` (n, m) and finds ``drawn``."""
    values = np.concatenate([real, drawn])
    mean, spread = values.mean(0), values.std(0) + 1e-6
    scaled = np.c_[(values - mean) / spread, np.ones(len(values))]
    sign = np.r_[-np.ones(len(real)), np.ones(len(drawn))]
    weight = np.r_[np.full(len(real), 1 / len(real)), np.full(len(drawn), 1 / len(drawn))]

    def loss(which: NDArray[np.float64]) -> float:
        return float((weight * np.logaddexp(0, -sign * (scaled @ which))).sum() + PULL * (which[:-1] ** 2).sum())

    found = minimize(loss, np.zeros(scaled.shape[1]), method="L-BFGS-B").x
    weights = (found[:-1] / spread).astype(np.float32)
    border = float(np.quantile(real @ weights, 1 - MOST_REFUSED))
    return -border, weights


def main() -> None:
    """Measure all, and say how often each is right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lfw", type=Path, required=True)
    parser.add_argument("--fairface", type=Path, required=True)
    parser.add_argument("--weights", type=Path, default=Path("weights"))
    parser.add_argument("--number", type=int, default=150)
    parser.add_argument("--drawings", type=int, default=60)
    parser.add_argument("--seed", type=int, default=11, help="other than that of the fit, to measure")
    parser.add_argument("--fit", action="store_true")
    chosen = parser.parse_args()
    faces = Faces(EngineSettings(weights=chosen.weights, threads=1))
    hands = genuine.HandBeforeMouth(chosen.weights / "hands" / "hand_landmarker.task")
    tables: dict[str, list[NDArray[np.float32]]] = {"real": [], "drawn": []}
    seen: dict[str, list[tuple[float, bool]]] = {"lfw": [], "fairface": [], "screen": [], "screen alone": []}
    made = 0
    for source in ("lfw", "fairface"):
        for number, rgb in enumerate(photos(getattr(chosen, source), chosen.number, chosen.seed)):
            face = faces.largest(rgb)
            if face is None or face.mesh is None or abs(face.mesh.yaw) > 35:
                continue
            tables["real"].append(genuine.drawn_measures(patch_of(rgb, face.mesh)))
            seen[source].append((genuine.raster(rgb), hands.covers(rgb, face)))
            if number % 3 == 0:
                for name, bezel in (("screen", True), ("screen alone", False)):
                    again = on_a_screen(rgb, number, bezel=bezel)
                    seen[name].append((genuine.raster(again), False))
            if made < chosen.drawings and number % 2 == 0:
                large = cv2.resize(rgb, (LARGE, LARGE), interpolation=cv2.INTER_CUBIC)
                found = faces.largest(large)
                if found is None or found.mesh is None:
                    continue
                made += 1
                picture = drawing(large, found.mesh, DRAWN[made % len(DRAWN)], made)
                tables["drawn"].append(genuine.drawn_measures(patch_of(picture, found.mesh)))
    real, drawn = np.stack(tables["real"]), np.stack(tables["drawn"])
    halves: Callable[[NDArray[np.float32], int], NDArray[np.float32]] = lambda rows, half: rows[half::2]  # noqa: E731
    if chosen.fit:
        offset, weights = fitted(halves(real, 0), halves(drawn, 0))
        print("offset", round(offset, 3), "weights", tuple(round(float(weight), 3) for weight in weights))
    else:
        offset, weights = genuine.DRAWN_OFFSET, np.array(genuine.DRAWN_WEIGHTS, np.float32)
    for name, rows in (("real", halves(real, 1)), ("drawn", halves(drawn, 1))):
        print(f"{name}: {100 * float((rows @ weights + offset > 0).mean()):.1f} % of {len(rows)} taken for drawings")
    for name, rows in seen.items():
        values = np.array([row[0] for row in rows])
        print(f"{name}: {100 * (values > genuine.RASTER).mean():.1f} % of {len(rows)} taken for photos of a screen")
        print(f"  raster {np.percentile(values, (1, 5, 50, 95, 99)).round(1)}")
        print(f"  hands before the mouth: {sum(row[1] for row in rows)}")


if __name__ == "__main__":
    main()
