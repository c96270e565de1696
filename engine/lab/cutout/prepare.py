"""Ask the teachers once about every photo and keep what they say.

    python -m engine.lab.cutout.prepare OUT --teachers FOLDER --weights WEIGHTS --fairface F --london L --people P

One file a photo in OUT: uint8 (8, height, width), red green blue, person, hair, skin, clothes, doubt about hair; beside
it the mesh points. Names begin with ``train-`` or ``held-``; held back are the last photos of each set.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from engine.faces import images
from engine.faces.types import RGB
from engine.lab.cutout.teachers import Teachers

SMALL, LARGE = 256, 640  # sides at which photos of 224 px and studio photos are kept
HELD = 150  # of the photos of FairFace
LONDON_HELD, PEOPLE_HELD = ("09", "10", "11"), ("P009", "P010")
TURNED = 45.0  # degrees: photos of FairFace turned further teach little
LEFT_OUT = ("P003",)  # looks like somebody


def fairface(folder: Path, most: int) -> Iterator[tuple[str, RGB]]:
    """Give `most` photos in an order of chance, the last `HELD` of them to be held back."""
    files = sorted(folder.glob("*.jpg"))
    for place, at in enumerate(np.random.default_rng(0).permutation(len(files))[: most + HELD]):
        kind = "held" if place < HELD else "train"
        yield f"{kind}-fairface-{files[at].stem}", _fit(images.load(files[at]), SMALL)


def london(folder: Path) -> Iterator[tuple[str, RGB]]:
    """Give all of the London Set."""
    for file in sorted(folder.glob("*.jpg")):
        kind = "held" if file.stem.startswith(LONDON_HELD) else "train"
        yield f"{kind}-london-{file.stem}", _fit(images.load(file), LARGE)


def people(folder: Path) -> Iterator[tuple[str, RGB]]:
    """Give the synthetic people: whole pictures, their upper halves, and the cells of their sheets."""
    for file in sorted(folder.glob("*/assets/*.jpg")):
        name = file.parts[-3]
        if name in LEFT_OUT:
            continue
        kind, rgb = "held" if name in PEOPLE_HELD else "train", images.load(file)
        for place, piece in enumerate(_pieces(file.stem, rgb)):
            yield f"{kind}-people-{name}-{file.stem}-{place}", _fit(piece, LARGE)


def _pieces(kind: str, rgb: RGB) -> list[RGB]:
    height, width = rgb.shape[:2]
    if kind == "emotions_sheet":
        rows, across = height // 4, width // 4
        return [
            rgb[r * rows : r * rows + int(0.86 * rows), c * across : (c + 1) * across]
            for r in range(4)
            for c in range(4)
        ]
    if kind == "character_sheet":
        return [
            rgb[a : a + height // 2, c * width // 4 : (c + 1) * width // 4] for a in (0, height // 2) for c in range(4)
        ]
    return [rgb, rgb[:width], rgb[: height * 7 // 10, width // 8 : width * 7 // 8]]


def _fit(rgb: RGB, side: int) -> RGB:
    scale = side / max(rgb.shape[:2])
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.ascontiguousarray(cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=how))


def main() -> None:
    """Prepare everything that is not there yet; `--share 0/2` takes every second photo."""
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    for name in ("teachers", "weights", "fairface", "london", "people"):
        parser.add_argument(f"--{name}", type=Path, required=True)
    parser.add_argument("--most", type=int, default=2600)
    parser.add_argument("--share", default="0/1")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    cv2.setNumThreads(1)
    teachers, (part, parts) = Teachers(asked.teachers, asked.weights), map(int, asked.share.split("/"))
    sources = (people(asked.people), london(asked.london), fairface(asked.fairface, asked.most))
    for place, (name, rgb) in enumerate(photo for source in sources for photo in source):
        if place % parts != part or (asked.out / f"{name}.npy").exists():
            continue
        seen = teachers.meshes.find(rgb)
        if not seen:
            continue
        mesh = max(seen, key=lambda one: float(np.ptp(one.oval[:, 0])))
        tight = "fairface" in name
        if tight and abs(mesh.yaw) > TURNED:
            continue
        maps = np.concatenate([rgb.transpose(2, 0, 1), teachers.maps(rgb, tight=tight)])
        np.save(asked.out / f"{name}.points.npy", mesh.points.astype(np.float32))
        np.save(asked.out / f"{name}.npy", maps)


if __name__ == "__main__":
    main()
