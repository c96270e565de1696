"""Who it is, as 128 numbers, and how alike two people are (paper 2.4, Similarity Ranking; there RTS)."""

from __future__ import annotations

import sys
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import dlib
import numpy as np
from numpy.typing import ArrayLike, NDArray

from engine.faces.detect import resized
from engine.faces.types import RGB, Face

Embedding = NDArray[np.float32]  # (128,)

NOBODY = 1.0  # distance given to a picture in which no face is found: further than most strangers
SAME_PERSON = 0.6  # distance that separates people: 99.2 % right on pairs of LFW photos
#: Distance -> likeness, linear in between. Two photos of one person lie near 0.43 (LFW median), the closest 5 % of
#: strangers begin at 0.65, their median is 0.80; drawn faces of nobody in particular lie around 0.9.
ANCHORS = ((0.0, 1.0), (0.43, 0.75), (SAME_PERSON, 0.5), (0.8, 0.2), (1.2, 0.0))
ENOUGH = 150  # pixels of the face the network looks at; larger faces are shrunk before the landmarks are found
SIDE_OF_BOX = 0.92  # the box dlib's landmarks were trained with, against the height of the mesh outline
CHIP, PADDING = 150, 0.25  # pixels of the aligned face the network reads, and how much of it is around the face


class Embedder(Protocol):
    """Turns a face into an embedding; equal people lie close in Euclidean distance."""

    name: str

    def embed(self, rgb: RGB, face: Face) -> Embedding:
        """Return (128,) float32 for ``face`` in (height, width, 3) uint8 RGB."""


class DlibEmbedder:
    """dlib's ResNet, 75 ms a face on one core; where torch is loaded anyway, by it: 11 ms, the same to 1e-6.

    A process that only looks at photos loads no torch for this: its start and memory are worth more.
    """

    name = "dlib-resnet-v1"

    def __init__(self, landmarks: Path, network: Path) -> None:
        self._landmarks_file, self._network_file = str(landmarks), str(network)

    @cached_property
    def _landmarks(self) -> Any:
        return dlib.shape_predictor(self._landmarks_file)

    @cached_property
    def _network(self) -> Any:
        return dlib.face_recognition_model_v1(self._network_file)

    @cached_property
    def _faster(self) -> Any:
        from engine.faces.resnet import Embedder as Network

        return Network.load(Path(self._network_file))

    def embed(self, rgb: RGB, face: Face) -> Embedding:
        """Align by five landmarks, then run the network once."""
        scale = min(1.0, 2 * ENOUGH / max(face.side, 1.0))
        picture = resized(rgb, scale)
        shape = self._landmarks(picture, _square(face, scale))
        chip = dlib.get_face_chip(picture, shape, CHIP, PADDING)
        if "torch" in sys.modules:
            return self._faster.of(chip)
        return np.asarray(self._network.compute_face_descriptor(chip), np.float32)


def distance(one: ArrayLike, other: ArrayLike) -> float:
    """Return the Euclidean distance of two embeddings; below `SAME_PERSON` they show one person."""
    return float(np.linalg.norm(np.asarray(one, np.float32) - np.asarray(other, np.float32)))


def likeness(apart: float) -> float:
    """Return 0..1 for a distance, never rising with it: 0.5 is the border between the same and another person."""
    return float(np.interp(apart, *zip(*ANCHORS, strict=True)))


def _square(face: Face, scale: float) -> dlib.rectangle:
    """Return the square dlib expects around a face: brows to chin, as wide as high."""
    half = (SIDE_OF_BOX * (face.box[3] - face.box[1]) if face.mesh else face.side) * scale / 2
    middle = face.centre * scale
    return dlib.rectangle(*(round(float(v)) for v in (*(middle - half), *(middle + half))))
