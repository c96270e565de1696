"""Is it a photo of a person, taken with a camera? Drawings, photos of screens, and hands before the mouth.

All are measured on pixels by rules whose few numbers were fitted by ``python -m engine.lab.faces.genuine``, which also
states how often each is wrong. They are for those who send a wrong picture by mistake, not for those who deceive: what
is made to look like a photo passes, and so does a good print that fills the picture.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from mediapipe.tasks.python import vision
from numpy.typing import NDArray

from engine.faces.mediapipe_tasks import picture, task
from engine.faces.mesh import around
from engine.faces.quality import Patch
from engine.faces.regions import LOWER_FACE, WHOLE_LIPS
from engine.faces.types import LEFT_EYE, LIPS, OVAL, RGB, RIGHT_EYE, Face

FLAT, LINE = 1.5, 30.0  # steps of lightness (0..255) below which a place is even, and of a thin dark stroke
DRAWN_NAMES = ("flat", "peaked", "colours", "spread", "fine", "finer", "middle", "coarse", "strokes", "chroma", "vivid",
               "ears")  # fmt: skip
WINDOW = 512  # pixels of the picture's middle in which a screen's raster is looked for
LOW, HIGH = 0.08, 0.48  # cycles a pixel: coarser is the picture itself
NEAR_AXIS = 3  # of the spectrum, left out: edges of JPEG blocks and of the picture lie there
PEAKS = 12  # highest places of the spectrum that are looked at
HAND = 0.5  # certainty of the hand finder
OVER = 0.25  # of the mouth's box that a hand must cover
#: The fitted score of a drawing: offset, then a weight for each measure; and the border of a screen's raster.
DRAWN_OFFSET = -19.3
DRAWN_WEIGHTS = (21.046, -0.637, -2.508, -2.202, 5.584, 7.896, -12.072, 8.421, -38.009, -3.31, 2.845, 7.81)
RASTER = 4.5


@dataclass(frozen=True, kw_only=True)
class Doubt:
    """How little a picture looks like a photo of a person; each is true from its border on.

    ``drawn``     score of a drawing, above 0 it is one
    ``raster``    deviations by which the spectrum's peaks stand out
    """

    drawn: float
    raster: float

    @property
    def is_drawn(self) -> bool:
        """Whether it is taken for a drawing."""
        return self.drawn > 0

    @property
    def is_rephotographed(self) -> bool:
        """Whether it is taken for a photo of a screen or of a coarse print."""
        return self.raster > RASTER


CERTAIN = Doubt(drawn=-1.0, raster=0.0)


def doubt(rgb: RGB, patch: Patch) -> Doubt:
    """Measure a picture (height, width, 3) uint8 and the aligned ``patch`` of the face in it."""
    score = DRAWN_OFFSET + float(np.dot(DRAWN_WEIGHTS, drawn_measures(patch)))
    return Doubt(drawn=score, raster=raster(rgb))


def drawn_measures(patch: Patch) -> NDArray[np.float32]:
    """Return what tells drawings from photos, in the order of `DRAWN_NAMES`; measured on the skin of the face."""
    values = cv2.cvtColor(patch.rgb, cv2.COLOR_RGB2LAB).astype(np.float32)
    light = values[..., 0]
    face = patch.region(OVAL, 0.9)
    skin = face & ~patch.region(RIGHT_EYE, 1.6) & ~patch.region(LEFT_EYE, 1.6) & ~patch.region(WHOLE_LIPS, 1.2)
    slope = np.hypot(cv2.Sobel(light, cv2.CV_32F, 1, 0) / 8, cv2.Sobel(light, cv2.CV_32F, 0, 1) / 8)
    blurred = [light, *(cv2.GaussianBlur(light, (0, 0), sigma) for sigma in (0.8, 1.6, 3.2, 6.4))]
    bands = [np.abs(one - other)[skin].mean() for one, other in pairwise(blurred)]
    thin = cv2.morphologyEx(light, cv2.MORPH_CLOSE, np.ones((7, 7))) - light
    coarse = (patch.rgb[skin] >> 3).astype(np.int32) @ (1024, 32, 1)
    logs = [float(np.log(band + 0.05)) for band in bands]
    return np.array(
        [
            float((slope[skin] < FLAT).mean()),
            float(np.log((np.percentile(slope[skin], 98) + 0.1) / (np.median(slope[skin]) + 0.1))),
            float(np.log(len(np.unique(coarse)) / max(1, len(coarse)) + 1e-3)),
            float(light[face].std() / 64),
            *logs,
            float((thin[face] > LINE).mean()),
            float(np.hypot(values[..., 1] - 128, values[..., 2] - 128)[skin].std() / 16),
            float(np.hypot(values[..., 1] - 128, values[..., 2] - 128)[skin].mean() / 32),
            logs[0] - logs[1],
        ],
        np.float32,
    )


def raster(rgb: RGB) -> float:
    """Return how far the highest places of the spectrum stand out of their surroundings, in its deviations.

    A screen's pixels and the camera's make a regular pattern (moire), which no face and no cloth has all over.
    """
    height, width = rgb.shape[:2]
    side = min(WINDOW, height, width)
    top, left = (height - side) // 2, (width - side) // 2
    window = rgb[top : top + side, left : left + side].astype(np.float32)
    planes = [window.mean(axis=2), window[..., 0] - window[..., 1]]
    return max(_peaks(plane) for plane in planes)


def _peaks(plane: NDArray[np.float32]) -> float:
    side = len(plane)
    taper = np.hanning(side)[:, None] * np.hanning(side)[None]
    size = np.log(np.abs(np.fft.fftshift(np.fft.fft2((plane - plane.mean()) * taper))) + 1.0).astype(np.float32)
    around_it = cv2.medianBlur(cv2.normalize(size, None, 0, 255, cv2.NORM_MINMAX).astype(np.uint8), 15)
    low, high = float(size.min()), float(size.max())
    stands = size - (around_it.astype(np.float32) / 255 * (high - low) + low)
    places = np.fft.fftshift(np.fft.fftfreq(side)).astype(np.float32)
    radius = np.hypot(places[:, None], places[None])
    middle = side // 2
    axis = (np.abs(np.arange(side) - middle) <= NEAR_AXIS)[:, None] | (np.abs(np.arange(side) - middle) <= NEAR_AXIS)
    used = stands[(radius > LOW) & (radius < HIGH) & ~axis]
    spread = float(np.median(np.abs(used - np.median(used)))) * 1.4826 + 1e-3
    return float(np.sort(used)[-PEAKS:].mean() / spread)


class HandBeforeMouth:
    """Finds hands by MediaPipe's hand landmarker, 15 to 30 ms a face."""

    def __init__(self, model: Path) -> None:
        self._model = model

    @cached_property
    def _finder(self) -> Any:
        settings = {"num_hands": 2, "min_hand_detection_confidence": HAND}
        return task(vision.HandLandmarker, vision.HandLandmarkerOptions, self._model, **settings)

    def covers(self, rgb: RGB, face: Face) -> bool:
        """Say whether a hand lies before the mouth of ``face``, which must have a mesh."""
        if face.mesh is None:
            return False
        crop, corner = around(rgb, face.box, 0.6)
        mouth = face.mesh.points[list({*LIPS, *LOWER_FACE}), :2] - corner
        height, width = crop.shape[:2]
        for hand in self._finder.detect(picture(np.ascontiguousarray(crop))).hand_landmarks:
            points = np.array([(point.x * width, point.y * height) for point in hand], np.float32)
            if _share_inside(mouth, points) > OVER:
                return True
        return False


def _share_inside(mouth: NDArray[np.float32], hand: NDArray[np.float32]) -> float:
    """Return the share of points of the mouth that lie inside the outline of a hand."""
    outline = cv2.convexHull(hand.astype(np.float32))
    inside = [cv2.pointPolygonTest(outline, (float(x), float(y)), False) >= 0 for x, y in mouth]
    return float(np.mean(inside))
