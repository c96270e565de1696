"""What the cut-out network learns from: three segmenters and the face mesh, agreed on as shares of every pixel.

The teachers are never shipped. `hair_segmentation.tflite` needs the package ai-edge-litert, which is no dependency of
the project: install it aside and put it on the path.
"""

from __future__ import annotations

import importlib
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from engine.faces.mesh import MediapipeMesh
from engine.faces.occlusion import DARK, _lens_lightness, bridge_line, glasses
from engine.faces.parse import PersonSegmenter
from engine.faces.regions import EYE_BAND, Plane, face_units, hull, part
from engine.faces.types import OVAL, RGB, Points

Shares = NDArray[np.float32]  # (6, height, width): alpha and the shares of `CLASSES`
CLASSES = ("hair", "face", "skin", "clothes", "worn")
SIDE = 512
SURE_GLASSES = 0.42  # strength of the line across the nose
MEAN, DEVIATION = np.float32([0.485, 0.456, 0.406]), np.float32([0.229, 0.224, 0.225])


class Teachers:
    """Hair (MediaPipe), skin and clothes (Kazuhito00), person (MediaPipe), each 0..1 at the photo's own size."""

    def __init__(self, folder: Path, weights: Path) -> None:
        litert = importlib.import_module("ai_edge_litert.interpreter")  # no dependency of the project: see the module
        self._hair = litert.Interpreter(str(folder / "hair_segmentation.tflite"), num_threads=1)
        self._hair.allocate_tensors()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._parts = onnxruntime.InferenceSession(
            str(folder / "skin_clothes_hair.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self._person = PersonSegmenter(weights / "segmenter" / "selfie_segmenter.tflite")
        self.meshes = MediapipeMesh(weights / "mesh" / "face_landmarker.task")

    def hair(self, rgb: RGB) -> NDArray[np.float32]:
        """Return how much of each pixel is hair; (height, width)."""
        seen = np.zeros((1, SIDE, SIDE, 4), np.float32)
        seen[0, ..., :3] = _square(rgb)
        self._hair.set_tensor(self._hair.get_input_details()[0]["index"], seen)
        self._hair.invoke()
        return _back(self._hair.get_tensor(self._hair.get_output_details()[0]["index"])[0, ..., 1], rgb)

    def parts(self, rgb: RGB) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
        """Return skin and clothes; (height, width) each."""
        seen = ((_square(rgb) - MEAN) / DEVIATION).transpose(2, 0, 1)[None].astype(np.float32)
        out = self._parts.run(None, {self._parts.get_inputs()[0].name: seen})[0].reshape(3, SIDE, SIDE)
        return _back(out[0], rgb), _back(out[1], rgb)

    def person(self, rgb: RGB) -> NDArray[np.float32]:
        """Return how surely each pixel is a person."""
        return self._person.person_mask(rgb)

    def maps(self, rgb: RGB, *, tight: bool) -> NDArray[np.uint8]:
        """Return what each says, (5, height, width): person, hair, skin, clothes, doubt about hair; 255 is sure."""
        views = self.hair_views(rgb, tight=tight)
        doubt = np.max(views, 0) - np.min(views, 0)
        return np.round(np.stack([self.person(rgb), np.median(views, 0), *self.parts(rgb), doubt]) * 255).astype(
            np.uint8
        )

    def hair_views(self, rgb: RGB, *, tight: bool) -> list[Plane]:
        """Return what the hair teacher says of three views of one photo, each at the photo's own size.

        It expects heads with air around: a ``tight`` crop of a face is mirrored outward for it, by different widths.
        Where the views differ the teacher does not know.
        """
        size = rgb.shape[0]
        around = (size // 4, size // 4, size // 8) if tight else (0, 0, size // 16)
        mirrored = np.ascontiguousarray(rgb[:, ::-1])
        return [
            self._padded(rgb, around[0]),
            np.ascontiguousarray(self._padded(mirrored, around[1])[:, ::-1]),
            self._padded(rgb, around[2]),
        ]

    def _padded(self, rgb: RGB, pad: int) -> Plane:
        hair = self.hair(cv2.copyMakeBorder(rgb, pad, pad, pad, pad, cv2.BORDER_REFLECT))
        return hair[pad : pad + rgb.shape[0], pad : pad + rgb.shape[1]]


def agreed(rgb: RGB, points: Points, maps: NDArray[np.uint8], *, bare: bool = False) -> tuple[Shares, Plane]:
    """Return alpha and the shares of `CLASSES` (6, height, width), which add up to alpha, and where that is known.

    The hair teacher is right about hair. Inside the outline of the face everything else is face, glasses apart (none
    where ``bare``); what is clothes above the brows is worn. What is person and nothing else is not known.
    """
    side = max(rgb.shape[:2])
    person, hair, skin, clothes, doubt = maps.astype(np.float32) / 255 if len(maps) > 4 else _undoubted(maps)
    unsure = (doubt > 0.5) | ((hair > 0.3) & (cv2.dilate(person, np.ones((side // 40, side // 40))) < 0.15))
    person = cv2.ximgproc.guidedFilter(rgb, person, max(2, side // 64), 60.0).clip(0, 1)
    person = np.maximum(((person - 0.15) / 0.7).clip(0, 1), hair)
    x, y = face_units(rgb.shape, points)
    oval = cv2.GaussianBlur(hull(rgb.shape, points[list(OVAL), :2]), (0, 0), side / 300)
    inside = np.maximum(oval, skin * ((np.abs(x) < 0.42) & (y > 0) & (y < 0.75)))  # the mesh ends below the hairline
    seen = None if bare else glasses(rgb, points)
    worn = np.zeros_like(oval) if seen is None else seen * (cv2.dilate(oval, np.ones((9, 9))) > 0.3)
    rest = (1 - hair) * (1 - worn)
    face, outside = rest * inside * np.maximum(person, oval), rest * (1 - inside)
    above = ((y > 0.18) & (np.abs(x) < 0.9)).astype(np.float32)
    dress = outside * np.maximum(clothes, (y < -1.3) * (person - skin).clip(0, 1)) * person
    near = cv2.GaussianBlur(hair, (0, 0), side / 100) * (y > -0.6)  # a rim of hair that no teacher names
    strand = outside * np.clip(2 * near, 0, 1) * (person - skin - clothes).clip(0, 1)
    parts = np.stack([hair + strand, face, outside * skin * person, dress * (1 - above), worn + dress * above])
    alpha = np.maximum(person, np.maximum(face, worn)).clip(0, 1)
    known = parts.sum(0) > 0.5 * alpha
    known &= ~unsure  # the views of the hair teacher differ, or nobody is seen there
    known &= (hair < 0.3) | (cv2.erode(oval, np.ones((side // 40, side // 40))) < 0.5) | (y > 0)  # dark cheeks
    if seen is not None and max(_lens_lightness(rgb, points)) > DARK and bridge_line(rgb, points) < SURE_GLASSES:
        known &= worn < 0.1  # frowns and brows look like frames
    if seen is None and not bare:
        known &= part(rgb.shape, points, EYE_BAND) < 0.5  # thin frames are not seen by rule
    known = known.astype(np.float32)
    return np.concatenate([alpha[None], parts / np.maximum(parts.sum(0), 1e-4) * alpha]).astype(np.float32), known


def _undoubted(maps: NDArray[np.uint8]) -> NDArray[np.float32]:
    planes = maps.astype(np.float32) / 255
    return np.concatenate([planes, np.zeros_like(planes[:1])])


def _square(rgb: RGB) -> NDArray[np.float32]:
    how = cv2.INTER_AREA if max(rgb.shape[:2]) > SIDE else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(rgb, (SIDE, SIDE), interpolation=how), np.float32) / 255


def _back(plane: NDArray[np.float32], rgb: RGB) -> NDArray[np.float32]:
    return np.asarray(cv2.resize(plane, rgb.shape[1::-1], interpolation=cv2.INTER_LINEAR).clip(0, 1), np.float32)
