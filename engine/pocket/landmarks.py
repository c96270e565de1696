"""Stage: where eyes, brows, nose, lips and outline lie in every cached training picture, for the ControlNets.

``landmarks.npy`` (N, 75, 2) float16, shares of the side: 68 landmarks, 2 pupils, 5 bones of the head; NaN where no
face is found.
"""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np

from engine import weights
from engine.faces.landmarks import bones, pupils, sixty_eight
from engine.faces.mesh import MediapipeMesh
from engine.pocket.data import SIDE

POINTS = 68 + 2 + 5
ENLARGED = 256


def find_all(data: Path, work: Path, weights_folder: Path) -> None:
    """Write ``landmarks.npy`` into ``data`` for the rows that have latents."""
    finder = MediapipeMesh(weights.path(weights_folder, "mesh", "face_landmarker.task"))
    pixels = np.load(data / "pixels.npy", mmap_mode="r")
    rows = np.flatnonzero(np.load(work / "cached.npy"))
    found = np.full((len(pixels), POINTS, 2), np.nan, np.float16)
    for number, row in enumerate(rows):
        enlarged = cv2.resize(np.asarray(pixels[row]), (ENLARGED, ENLARGED), interpolation=cv2.INTER_CUBIC)
        meshes = finder.find(enlarged)
        if meshes:
            mesh = min(meshes, key=lambda each: np.linalg.norm(each.points[:, :2].mean(0) - ENLARGED / 2))
            found[row] = np.concatenate([sixty_eight(mesh), pupils(mesh), bones(mesh)]) / ENLARGED
        if number % 2000 == 0:
            print(f"{number}/{len(rows)}", flush=True)
    np.save(data / "landmarks.npy", found)
    print(f"{int((~np.isnan(found[rows]).any((1, 2))).sum())} of {len(rows)} have a face; side was {SIDE}", flush=True)
