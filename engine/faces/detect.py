"""All faces of a picture: where they are, how sure, and their meshes (paper 2.1.1; DamoFD in the published code).

Two searches with different blind spots are merged: dlib's HOG window sees upright frontal faces down to 80 pixels, in
groups too, and now and then a pattern on a coat; the face mesh sees turned and tilted faces, but few of a group.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import Protocol

import cv2
import dlib
import numpy as np
from numpy.typing import NDArray

from engine.faces.mesh import MeshFinder, same_place
from engine.faces.types import RGB, Face

LONG_SIDE = 640  # of the picture the HOG window searches; a face must span an eighth of it
CLOSER_LOOK = 1280  # when the first search finds nothing, or nothing large
LARGE = 0.25  # of the long side: beside a face this large, a foreground face is large enough for the first search
DOUBTFUL = -0.1  # HOG scores below are never faces unless a mesh fits
SURE = 0.6  # HOG scores from here on are faces even where no mesh fits (masks, hands before the face)
BACKGROUND = 4.0  # a face this many times smaller in area than the largest is ignored, as in the published code


class Detector(Protocol):
    """Finds faces."""

    name: str

    def faces(self, rgb: RGB) -> list[Face]:
        """Return the faces in (height, width, 3) uint8 RGB, largest first; pixels of ``rgb``."""


class Hog:
    """dlib's histogram-of-gradients face window; 25 ms at 512 pixels, nothing to download."""

    @cached_property
    def _window(self) -> dlib.fhog_object_detector:
        return dlib.get_frontal_face_detector()

    def find(self, rgb: RGB, side: int, threshold: float) -> list[tuple[NDArray[np.float32], float]]:
        """Return (box (4,) pixels of ``rgb``, score) of every window above ``threshold``, best first.

        The search runs on a copy whose long side is ``side`` or less; pictures under half of it are doubled first.
        """
        scale = side / max(rgb.shape[:2])
        scale = scale if scale < 1 else min(2.0, max(1.0, scale / 2))
        boxes, scores, _ = self._window.run(resized(rgb, scale), 0, threshold)
        corners = [(b.left(), b.top(), b.right() + 1, b.bottom() + 1) for b in boxes]
        return [(np.array(c, np.float32) / scale, float(s)) for c, s in zip(corners, scores, strict=True)]


class HogAndMesh:
    """The packaged detector: HOG proposes, the mesh confirms and refines."""

    name = "dlib-hog+mediapipe-mesh"

    def __init__(self, hog: Hog, meshes: MeshFinder) -> None:
        self._hog = hog
        self._meshes = meshes

    def faces(self, rgb: RGB) -> list[Face]:
        """Search at `LONG_SIDE`, and at `CLOSER_LOOK` when a second person could be too small to be seen there."""
        found = self._search(rgb, LONG_SIDE)
        if max((face.side for face in found), default=0.0) < LARGE * max(rgb.shape[:2]):
            found = self._search(rgb, CLOSER_LOOK)
        return sorted(found, key=lambda face: face.area, reverse=True)

    def _search(self, rgb: RGB, side: int) -> list[Face]:
        found: list[Face] = []
        for box, score in self._hog.find(rgb, side, DOUBTFUL):
            mesh = self._meshes.fit(rgb, box)
            if mesh is not None:
                _add(found, Face(box=mesh.box, score=score, mesh=mesh))
            elif score >= SURE:
                _add(found, Face(box=box, score=score))
        for mesh in self._meshes.find(rgb):
            _add(found, Face(box=mesh.box, score=0.0, mesh=mesh))
        return found


def _add(found: list[Face], face: Face) -> None:
    """Append a face unless it is one of those found before, which come from the surer search and may want its mesh."""
    twin = next((place for place, other in enumerate(found) if same_place(face.box, other.box)), None)
    if twin is None:
        found.append(face)
    elif found[twin].mesh is None and face.mesh is not None:
        found[twin] = replace(face, score=found[twin].score)


def foreground(faces: list[Face]) -> list[Face]:
    """Leave out the faces whose area is at least `BACKGROUND` times smaller than the largest one's."""
    most = max((face.area for face in faces), default=0.0)
    return [face for face in faces if face.area * BACKGROUND > most]


def resized(rgb: RGB, scale: float) -> RGB:
    """Return ``rgb`` at ``scale``, contiguous as dlib wants it."""
    if scale == 1:
        return np.ascontiguousarray(rgb)
    size = (max(1, round(rgb.shape[1] * scale)), max(1, round(rgb.shape[0] * scale)))
    return cv2.resize(rgb, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
