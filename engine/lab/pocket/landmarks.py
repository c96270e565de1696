"""Stage: where eyes, brows, nose, lips and outline lie in every cached training picture, for the ControlNets.

``landmarks.npy`` (N, 75, 2) float16, shares of the side: 68 landmarks, 2 pupils, 5 bones of the head; NaN where no
face is found.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine import weights
from engine.faces.face_quality import LOOKED_AT, large_enough
from engine.faces.landmarks import bones, pupils, sixty_eight
from engine.faces.mesh import MediapipeMesh, MeshFinder
from engine.faces.types import RGB, Mesh
from engine.lab.pocket.data import SIDE

POINTS = 68 + 2 + 5


def central(finder: MeshFinder, picture: RGB) -> Mesh | None:
    """Return the mesh of the face nearest the middle of a square picture: the others are bystanders; None without."""
    middle = len(picture) / 2
    return min(finder.find(picture), key=lambda mesh: np.linalg.norm(mesh.points[:, :2].mean(0) - middle), default=None)


def find_all(data: Path, work: Path, weights_folder: Path) -> None:
    """Write ``landmarks.npy`` into ``data`` for the rows that have latents."""
    finder = MediapipeMesh(weights.path(weights_folder, "mesh", "face_landmarker.task"))
    pixels = np.load(data / "pixels.npy", mmap_mode="r")
    rows = np.flatnonzero(np.load(work / "cached.npy"))
    found = np.full((len(pixels), POINTS, 2), np.nan, np.float16)
    for number, row in enumerate(rows):
        mesh = central(finder, large_enough(np.asarray(pixels[row])))
        if mesh is not None:
            found[row] = np.concatenate([sixty_eight(mesh), pupils(mesh), bones(mesh)]) / LOOKED_AT
        if number % 2000 == 0:
            print(f"{number}/{len(rows)}", flush=True)
    np.save(data / "landmarks.npy", found)
    print(f"{int((~np.isnan(found[rows]).any((1, 2))).sum())} of {len(rows)} have a face; side was {SIDE}", flush=True)
