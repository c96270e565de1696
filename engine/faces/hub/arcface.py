"""A face's numbers by ArcFace's published network, which an operator brings along: for non-commercial research only."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.faces.hub.aligned import aligned
from engine.faces.hub.onnx import Session
from engine.faces.types import RGB, Mesh

NUMBERS = 512


class ArcFace:
    """The network of ``w600k_r50.onnx``: (1, 3, 112, 112) RGB in -1..1 -> (1, 512)."""

    name = "arcface-w600k-r50"

    def __init__(self, file: Path, *, threads: int = 1) -> None:
        self._session = Session(file, threads)

    def embed(self, rgb: RGB, mesh: Mesh) -> NDArray[np.float32]:
        """Return (512,) float32 of length 1 for the face of ``mesh`` in (height, width, 3) uint8 RGB."""
        pixels = aligned(rgb, mesh.five).astype(np.float32).transpose(2, 0, 1) / 127.5 - 1
        found = self._session.run(np.ascontiguousarray(pixels)[None]).reshape(-1)
        return found / max(float(np.linalg.norm(found)), 1e-12)
