"""The hub's ONNX models: which way is up (rot_bgr, paper 2.1.1) and face quality (FQA, paper 2.4)."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces.hub.aligned import aligned
from engine.faces.quality import Quality, QualityJudge
from engine.faces.types import RGB, Face

SIDE = 224
MEAN_BGR = (103.53, 116.28, 123.675)
SCALE_BGR = (0.01742919, 0.017507, 0.01712475)


class Session:
    """An ONNX model with one input, opened at its first use."""

    def __init__(self, file: Path, threads: int) -> None:
        self._file, self._threads = file, threads

    @cached_property
    def _opened(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = self._threads
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(str(self._file), options, providers=["CPUExecutionProvider"])

    def run(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """Return the first output for ``values``."""
        name = self._opened.get_inputs()[0].name
        return np.asarray(self._opened.run(None, {name: values})[0])


class RotBgr:
    """The published orientation network: four scores, for 0, 90, 180 and 270 degrees clockwise."""

    name = "rot_bgr"

    def __init__(self, file: Path, *, threads: int = 1) -> None:
        self._session = Session(file, threads)

    def scores(self, rgb: RGB) -> NDArray[np.float32]:
        """Return (4,) for (height, width, 3) uint8 RGB; the highest says how far it must be turned."""
        small = cv2.resize(rgb, (SIDE, SIDE))[..., ::-1].astype(np.float32)
        pixels = (small - np.array(MEAN_BGR, np.float32)) * np.array(SCALE_BGR, np.float32)
        return self._session.run(np.ascontiguousarray(pixels.transpose(2, 0, 1))[None]).reshape(-1)[:4]

    def upright(self, rgb: RGB) -> tuple[RGB, int]:
        """Turn by what the network says: index k means that k quarters clockwise bring it upright."""
        quarters = int(np.argmax(self.scores(rgb)))
        return np.ascontiguousarray(np.rot90(rgb, -quarters)) if quarters else rgb, 90 * quarters


class Fqa:
    """The published quality network on the aligned face: 0..1, among the parts of the packaged composite."""

    name = "fqa"

    def __init__(self, file: Path, packaged: QualityJudge, *, threads: int = 1) -> None:
        self._session = Session(file, threads)
        self._packaged = packaged

    def rate(self, rgb: RGB, face: Face) -> Quality:
        """Rate ``face``: the network's score, and the composite's parts beside it as explanation.

        A face without a mesh cannot be aligned; the packaged judge answers for it.
        """
        explained = self._packaged.rate(rgb, face)
        if face.mesh is None:
            return explained
        pixels = aligned(rgb, face.mesh.five).astype(np.float32).transpose(2, 0, 1) / 127.5 - 1
        score = float(np.clip(self._session.run(np.ascontiguousarray(pixels)[None])[0].mean(), 0, 1))
        return Quality(score=score, parts={**explained.parts, "fqa": score})
