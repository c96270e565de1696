"""The child of the bench ``fusion``, ``python -m engine.lab.faces.fusion WEIGHTS [PEOPLE]``: prints one line of JSON.

PEOPLE holds one folder of photos per person (never shipped). Some people are the owners of selfies, others lend a
photo as a stand-in for a generated portrait: framed, shrunk to `SMALL` pixels, enlarged to 512. Likeness is judged
against the owner's *other* photos, and the control are people who have nothing to do with the pair.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import mean, median

import cv2
import numpy as np
import skimage.data
from numpy.typing import NDArray

from engine.faces.fuse import Selfie, choose, fuse
from engine.faces.parse import frame_by_eyes
from engine.faces.registry import Faces
from engine.faces.retouch import retouch
from engine.faces.types import RGB
from engine.safety import watermark
from engine.settings import EngineSettings

OWNERS, STRANGERS, PORTRAITS = 3, 3, 10
ENOUGH, PHOTOS = 12, 14  # photos an owner has at least, and how many are read
SMALL, SIDE = 64, 512
SAME = 0.6  # distance that separates people


def main(weights: Path, people: Path | None) -> None:
    """Measure and print."""
    faces = Faces(EngineSettings(weights=weights, threads=1))
    said = speeds(faces)
    if people is not None and people.is_dir():
        said |= likeness(faces, people)
    print(json.dumps(said))


def speeds(faces: Faces) -> dict[str, float]:
    """Return seconds of one core per step on the public-domain portrait, and how sure the mark is after damage."""
    rgb = np.ascontiguousarray(skimage.data.astronaut())
    face = frame_by_eyes(rgb, faces.mesh(rgb), SIDE)[0]
    mesh = faces.mesh(face)
    small = cv2.resize(face, (128, 128), interpolation=cv2.INTER_AREA)
    marked = cv2.resize(watermark.embed(face), None, fx=0.75, fy=0.75, interpolation=cv2.INTER_AREA)
    stored = cv2.imdecode(cv2.imencode(".jpg", marked, [cv2.IMWRITE_JPEG_QUALITY, 80])[1], cv2.IMREAD_COLOR)
    smooth = retouch(face, mesh)
    return {
        "fuse_seconds": _seconds(lambda: fuse(face, mesh, rgb, faces.mesh(rgb))),
        "upscale_best_seconds": _seconds(lambda: faces.upscaler.upscale(small, SIDE), times=1),
        "upscale_fast_seconds": _seconds(lambda: faces.upscaler.upscale(small, SIDE, quality="fast")),
        "retouch_distance": float(np.linalg.norm(faces.embed(smooth) - faces.embed(face))),
        "mark_after_damage": watermark.detect(np.ascontiguousarray(stored)),
        "mark_in_unmarked": watermark.detect(face),
    }


def _seconds(work: Callable[[], object], times: int = 3) -> float:
    took = []
    for _ in range(times):
        began = time.process_time()
        work()
        took.append(time.process_time() - began)
    return min(took)


def likeness(faces: Faces, people: Path) -> dict[str, float]:
    """Return mean distances to the owner and to strangers before and after fusion, over all pairs."""
    names = _names(people)
    able = [name for name in names if len(list((people / name).glob("*.jpg"))) >= ENOUGH]
    owners, strangers = able[:OWNERS], able[OWNERS : OWNERS + STRANGERS]
    lenders = [name for name in names if name not in owners + strangers][: 2 * PORTRAITS]
    albums = {name: _album(faces, people / name, PHOTOS) for name in owners + strangers}
    others = np.array([one[1] for name in strangers for one in albums[name]])
    portraits = [picture for name in lenders if (picture := _portrait(faces, people / name)) is not None][:PORTRAITS]
    pairs = [_pair(faces, portrait, albums[name], others) for portrait in portraits for name in owners]
    own_before, own_after, other_before, other_after = (list(column) for column in zip(*pairs, strict=True))
    return {
        "pairs": len(pairs),
        "own_before": mean(own_before),
        "own_after": mean(own_after),
        "strangers_before": mean(other_before),
        "strangers_after": mean(other_after),
        "closer": mean(after < before for before, after in zip(own_before, own_after, strict=True)),
        "recognised": mean(after < SAME for after in own_after),
        "own_after_median": median(own_after),
    }


def _names(people: Path) -> list[str]:
    """Return everybody in an order that nobody chose."""
    return sorted((one.name for one in people.iterdir()), key=lambda name: hashlib.sha256(name.encode()).hexdigest())


def _album(faces: Faces, folder: Path, most: int) -> list[tuple[Selfie, NDArray[np.float32]]]:
    album = []
    for file in sorted(folder.glob("*.jpg"))[:most]:
        rgb = cv2.resize(faces.load(file), None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
        face = faces.largest(rgb)
        if face is not None and face.mesh is not None:
            album.append((Selfie(rgb=rgb, mesh=face.mesh), faces.embed(rgb, face)))
    return album


def _portrait(faces: Faces, folder: Path) -> RGB | None:
    rgb = faces.load(sorted(folder.glob("*.jpg"))[0])
    mesh = faces.mesh(rgb)
    if mesh is None:
        return None
    soft = cv2.resize(frame_by_eyes(rgb, mesh, SMALL)[0], (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    return soft if faces.mesh(soft) is not None else None


def _pair(
    faces: Faces, portrait: RGB, album: list[tuple[Selfie, NDArray[np.float32]]], others: NDArray[np.float32]
) -> tuple[float, float, float, float]:
    mesh = faces.mesh(portrait)
    used = choose(mesh, [selfie for selfie, _ in album])
    rest = np.array([embedding for k, (_, embedding) in enumerate(album) if k != used])
    fused = fuse(portrait, mesh, album[used][0].rgb, album[used][0].mesh).picture
    before, after = faces.embed(portrait), faces.embed(fused)
    own = [float(np.linalg.norm(rest - one, axis=1).mean()) for one in (before, after)]
    other = [float(np.linalg.norm(others - one, axis=1).mean()) for one in (before, after)]
    return own[0], own[1], other[0], other[1]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)
