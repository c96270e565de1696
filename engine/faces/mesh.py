"""478 points of a face with pose and expression (paper 2.1.1 asks for five landmarks; everything later needs more)."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from mediapipe.tasks.python import vision
from numpy.typing import NDArray

from engine.faces.mediapipe_tasks import picture, task
from engine.faces.types import RGB, Mesh

PADDING = 0.6  # of the box's side added on each side before the mesh is fitted: it wants to see the whole head
CLOSE = 0.2  # the same where a neighbour's face would be seen too, and might be fitted instead
OVERLAP = 0.45  # of the smaller box: two finds that share more are one face; cheek to cheek stays below
MOST_FACES = 5


class MeshFinder(Protocol):
    """Fits meshes to faces."""

    name: str

    def fit(self, rgb: RGB, box: NDArray[np.float32]) -> Mesh | None:
        """Return the mesh of the face in ``box`` ((4,) pixels), never a neighbour's; None when none is seen there."""

    def find(self, rgb: RGB) -> list[Mesh]:
        """Return the meshes of up to `MOST_FACES` faces anywhere in (height, width, 3) uint8 RGB."""


class MediapipeMesh:
    """The face landmarker of mediapipe: 10 to 27 ms a face, within about 60 degrees of frontal."""

    name = "mediapipe-face-landmarker"

    def __init__(self, model: Path) -> None:
        self._model = model

    @cached_property
    def _single(self) -> Any:
        return self._make(1)

    @cached_property
    def _several(self) -> Any:
        return self._make(MOST_FACES)

    def _make(self, most: int) -> Any:
        return task(
            vision.FaceLandmarker,
            vision.FaceLandmarkerOptions,
            self._model,
            output_face_blendshapes=True,
            output_facial_transformation_matrixes=True,
            num_faces=most,
        )

    def fit(self, rgb: RGB, box: NDArray[np.float32]) -> Mesh | None:
        """Look only around ``box``: finds faces too small to be seen in the whole picture."""
        for padding in (PADDING, CLOSE):
            crop, corner = around(rgb, box, padding)
            meshes = self._detect(self._single, crop, corner)
            if not meshes or same_place(box, meshes[0].box):
                return meshes[0] if meshes else None
        return None

    def find(self, rgb: RGB) -> list[Mesh]:
        """Look in the whole picture; small faces of a group are missed, faces turned to the side are found."""
        return self._detect(self._several, rgb, np.zeros(2, np.float32))

    def _detect(self, landmarker: Any, rgb: RGB, corner: NDArray[np.float32]) -> list[Mesh]:
        found = landmarker.detect(picture(rgb))
        height, width = rgb.shape[:2]
        return [
            Mesh(
                points=_pixels(landmarks, width, height, corner),
                blendshapes={shape.category_name: float(shape.score) for shape in shapes},
                matrix=np.asarray(matrix, np.float32),
            )
            for landmarks, shapes, matrix in zip(
                found.face_landmarks, found.face_blendshapes, found.facial_transformation_matrixes, strict=True
            )
        ]


def same_place(one: NDArray[np.float32], other: NDArray[np.float32]) -> bool:
    """Whether two boxes overlap so much that they show one face."""
    low, high = np.maximum(one[:2], other[:2]), np.minimum(one[2:], other[2:])
    shared = float(np.prod(np.maximum(high - low, 0)))
    return shared > OVERLAP * float(min(np.prod(one[2:] - one[:2]), np.prod(other[2:] - other[:2])))


def around(rgb: RGB, box: NDArray[np.float32], padding: float) -> tuple[RGB, NDArray[np.float32]]:
    """Return the picture around ``box``, widened on all sides by ``padding`` of its side, and its corner (2,)."""
    margin = padding * max(box[2] - box[0], box[3] - box[1])
    height, width = rgb.shape[:2]
    left, top = max(0, int(box[0] - margin)), max(0, int(box[1] - margin))
    right, bottom = min(width, int(np.ceil(box[2] + margin))), min(height, int(np.ceil(box[3] + margin)))
    return rgb[top:bottom, left:right], np.array([left, top], np.float32)


def _pixels(landmarks: list[Any], width: int, height: int, corner: NDArray[np.float32]) -> NDArray[np.float32]:
    points = np.array([(p.x * width, p.y * height, p.z * width) for p in landmarks], np.float32)
    points[:, :2] += corner
    return points
