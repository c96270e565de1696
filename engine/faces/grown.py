"""Is somebody grown up? One number from three readers that err in different ways.

* the age network, asked six times: three crops, each with its mirror image. Alone it takes one child of thirteen for
  grown up where it refuses one adult of a hundred;
* proportions of the face mesh: what grows between birth and twenty (chin, nose, jaw) against what does not (irises);
* the embedding of the face, in which young faces lie together.

A small network of our own (`FILE`, 156 measures, 128 hidden units) joins them. Zero is the border, chosen by the error
rates that SECURITY.md states; ``python -m engine.lab.faces.grown`` fits it and measures them.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import cv2
import dlib
import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file

from engine.faces.detect import resized
from engine.faces.embed import SIDE_OF_BOX, Embedding
from engine.faces.mesh import around
from engine.faces.types import RGB, Face, Points

FILE = "grown.safetensors"
#: Scores: from `GROWN` on somebody is taken for grown up. Below `CHILD` not even the word of an admin helps, and what
#: is to speak is refused, too: of people over 25 one in five hundred is there.
GROWN, CHILD = 0.0, -2.0
PADDINGS = (0.1, 0.2, 0.35)  # around the five landmarks, as dlib cuts its chips; the network was trained with 0.2
CHIP = 64  # pixels
MEANS = np.array([122.782, 117.001, 104.298], np.float32)  # of the age network's input
YEARS = np.concatenate([[0.25], np.arange(1, 81)]).astype(np.float32)  # its 81 classes
BORDERS = (18, 13, 23)  # years below which its shares are read from each look, then
MEAN_BORDERS = (8, 28, 35)  # from the mean of all
MARGIN = 0.8  # of the face's side, kept around it for mirror images
ENOUGH = 300  # pixels of a face; larger ones are shrunk first


class GrownUpReader:
    """Scores faces, 12 ms on one core; the embedding costs 80 ms more where it is not known yet."""

    def __init__(self, age: Path, landmarks: Path, network: Path, *, threads: int = 1) -> None:
        self._age_file, self._landmarks_file, self._network_file = age, landmarks, network
        self._threads = threads

    @cached_property
    def _age(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = self._threads
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(str(self._age_file), options, providers=["CPUExecutionProvider"])

    @cached_property
    def _landmarks(self) -> Any:
        return dlib.shape_predictor(str(self._landmarks_file))

    @cached_property
    def _network(self) -> dict[str, NDArray[np.float32]]:
        return load_file(self._network_file)

    def score(self, rgb: RGB, face: Face, embedding: Embedding) -> float:
        """Return the score of ``face``, which must have a mesh; `GROWN` and more is grown up."""
        if face.mesh is None:
            raise ValueError("a face without a mesh has no proportions")
        return joined(self._network, measures(self.shares(rgb, face), face.mesh.points, embedding))

    def shares(self, rgb: RGB, face: Face) -> NDArray[np.float32]:
        """Return what the age network sees, (6, 81): three crops as they are, then mirrored."""
        crop, corner = around(rgb, face.box, MARGIN)
        scale = min(1.0, ENOUGH / max(face.side, 1.0))
        crop, middle = resized(crop, scale), (face.centre - corner) * scale
        half = SIDE_OF_BOX * float(face.box[3] - face.box[1]) * scale / 2
        views = ((crop, middle[0]), (cv2.flip(crop, 1), crop.shape[1] - middle[0]))
        chips = np.concatenate([self._chips(view, (across, middle[1]), half) for view, across in views])
        pixels = (chips.astype(np.float32) - MEANS) / 256
        inputs = np.ascontiguousarray(pixels.transpose(0, 3, 1, 2))
        return np.asarray(self._age.run(None, {self._age.get_inputs()[0].name: inputs})[0], np.float32)

    def _chips(self, view: RGB, middle: tuple[float, float], half: float) -> RGB:
        x, y = middle
        box = dlib.rectangle(*(round(float(edge)) for edge in (x - half, y - half, x + half, y + half)))
        shape = self._landmarks(np.ascontiguousarray(view), box)
        cut = (dlib.get_face_chip_details(shape, CHIP, padding) for padding in PADDINGS)
        return np.stack([np.asarray(dlib.extract_image_chip(view, each), np.uint8) for each in cut])


def measures(shares: NDArray[np.float32], points: Points, embedding: Embedding) -> NDArray[np.float32]:
    """Return what is joined, (156,): 12 of the age network's ``shares`` (6, 81), 16 of the mesh, the embedding."""
    ages, mean = shares @ YEARS, shares.mean(axis=0)
    read = [
        *(ages.mean(), ages.min(), ages.max()),
        *(_odds(float(shares[:, :years].sum(axis=1).mean())) for years in BORDERS),
        *(_odds(float(mean[:years].sum())) for years in MEAN_BORDERS),
        *ages.reshape(2, len(PADDINGS)).mean(axis=0),
    ]
    return np.concatenate([read, proportions(points), embedding]).astype(np.float32)


def proportions(points: Points) -> NDArray[np.float32]:
    """Return 16 lengths of a mesh (478, 3), in distances between the eyes."""
    eyes = (points[[33, 133]].mean(axis=0), points[[263, 362]].mean(axis=0))
    middle, unit = (eyes[0] + eyes[1]) / 2, float(np.linalg.norm(eyes[1] - eyes[0])) + 1e-6

    def apart(one: int, other: int) -> float:
        return float(np.linalg.norm(points[one] - points[other]))

    def below(*names: int) -> float:
        return float(np.linalg.norm(points[list(names)].mean(axis=0) - middle))

    lengths = [
        *(below(152), below(10), below(1), below(2), below(13, 14)),  # chin, forehead, tip and root of the nose, mouth
        *(apart(234, 454), apart(172, 397), apart(61, 291), apart(98, 327)),  # face, jaw, mouth, nostrils across
        (apart(469, 471) + apart(474, 476)) / 2,  # irises
        apart(33, 133) + apart(263, 362),  # eyes
        *(apart(168, 6), apart(55, 285), apart(2, 0), apart(17, 152)),  # bridge, brows, upper lip, chin below the lip
        apart(46, 33) + apart(276, 263),  # brows above the eyes
    ]
    return np.array(lengths, np.float32) / unit


def joined(network: dict[str, NDArray[np.float32]], values: NDArray[np.float32]) -> float:
    """Return the score of ``values`` (156,) by the network's tensors."""
    inside = network["inside.weight"] @ ((values - network["mean"]) / network["spread"]) + network["inside.bias"]
    return float(network["out.weight"] @ np.maximum(inside, 0) + network["out.bias"][0])


def _odds(share: float) -> float:
    return float(np.log((share + 1e-3) / (1 - share + 1e-3)))
