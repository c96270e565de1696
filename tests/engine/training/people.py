"""Made-up people: smooth noise with a made-up mesh, enough to be framed, encoded and learnt."""

from __future__ import annotations

import cv2
import numpy as np

from engine.faces.framing import GEOMETRY_SHAPES
from engine.faces.types import Mesh
from engine.tasks.inspect.request import Looks
from engine.training.prepare import Sample

LOOKS = Looks(gender="woman", age_band="adult", age=30.0)
SIDE = 96


def samples(count: int) -> list[Sample]:
    """Return ``count`` different pictures of nobody, (96, 96, 3) each."""
    rng = np.random.default_rng(1)
    made = []
    for _ in range(count):
        points = rng.uniform(0.3, 0.7, (478, 3)) * SIDE
        for eye, x in ((33, 34), (133, 42), (362, 54), (263, 62)):
            points[eye, :2] = x, 40
        noise = cv2.GaussianBlur(rng.uniform(0, 255, (SIDE, SIDE, 3)).astype(np.float32), (0, 0), 6)
        picture = cv2.normalize(noise, None, 0, 255, cv2.NORM_MINMAX).astype(np.uint8)
        head = np.zeros((SIDE, SIDE), np.float32)
        head[20:80, 25:75] = 1
        made.append(Sample(picture=picture, head=head, mesh=_mesh(points), embedding=rng.normal(size=128) * 0.1))
    return made


def _mesh(points: np.ndarray) -> Mesh:
    return Mesh(
        points=points.astype(np.float32),
        blendshapes=dict.fromkeys(GEOMETRY_SHAPES, 0.1),
        matrix=np.eye(4, dtype=np.float32),
    )
