"""Loose hair on other shoulders: no slivers of the old collar in it, and no old wall between it and the neck."""

from __future__ import annotations

import cv2
import numpy as np

from engine.canvas.types import CutOut
from engine.faces.regions import face_width
from engine.faces.types import Face
from engine.garments import hair
from engine.garments.judge import about_chin

SIZE = (512, 512)
BROWN, WHITE = (70, 45, 30), (240, 240, 245)


def _locks(face: Face, end: float) -> np.ndarray:
    """Return hair on both sides of the face down to ``end`` face widths under the chin, (height, width)."""
    x, deep = about_chin(face.mesh.points, SIZE)
    return ((np.abs(x) > 0.55) & (np.abs(x) < 0.8) & (deep > -1.0) & (deep < end)).astype(np.float32)


def test_a_white_collar_between_strands_stays_in_the_photo(astronaut_face: Face):
    """White slivers came along in loose hair; hair of its own colour stays, whatever lies beside it."""
    x, deep = about_chin(astronaut_face.mesh.points, SIZE)
    locks = _locks(astronaut_face, 0.4)
    sliver = (locks > 0) & (np.abs(x) < 0.6) & (deep > 0.1)
    cloth = ((deep > 0.1) & (locks == 0)).astype(np.float32)
    colour = np.full((*SIZE, 3), 128, np.uint8)
    colour[locks > 0], colour[cloth > 0], colour[sliver] = BROWN, WHITE, WHITE
    nothing = np.zeros(SIZE, np.float32)
    cut = CutOut(
        alpha=np.maximum(locks, cloth), hair=locks, face=nothing, skin=nothing, clothes=cloth, worn=nothing,
        colour=colour,
    )  # fmt: skip
    kept = hair.without_cloth(cut, astronaut_face.mesh).hair
    inner = cv2.erode(sliver.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    assert inner.sum() > 50
    assert kept[inner].max() < 0.2
    rest = cv2.erode(((locks > 0) & ~sliver).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    assert kept[rest].min() > 0.95


def test_long_hair_goes_on_behind_the_neck(astronaut_face: Face):
    """Between neck and loose hair the wall was seen; short hair has nothing behind a neck."""
    points = astronaut_face.mesh.points
    x, deep = about_chin(points, SIZE)
    nothing = np.zeros(SIZE, np.float32)
    colour = np.full((*SIZE, 3), 0.2, np.float32)
    between = (np.abs(np.abs(x) - 0.45) < 0.03) & (deep > -0.2) & (deep < 0.1)
    below = (np.abs(np.abs(x) - 0.45) < 0.03) & (deep > 0.25) & (deep < 0.4)
    share, shaded = hair.behind_neck(_locks(astronaut_face, 0.2), nothing, colour, points)
    assert share[between].min() > 0.9
    assert share[below].max() < 0.1
    assert shaded[between].max() < 0.2  # it lies in the shade of the head
    assert hair.behind_neck(_locks(astronaut_face, -0.3), nothing, colour, points)[0].max() == 0


def test_hair_that_lay_on_a_shoulder_goes_on_down_to_the_new_one(astronaut_face: Face):
    """Else it ends in the air, cut along the photo's own collar."""
    points = astronaut_face.mesh.points
    x, deep = about_chin(points, SIZE)
    colour = np.full((*SIZE, 3), 0.2, np.float32)
    locks = _locks(astronaut_face, 0.1)
    cloth = ((deep > 0.1) & (deep < 0.5)).astype(np.float32)
    below = (np.abs(np.abs(x) - 0.38) < 0.03) & (deep > 0.15) & (deep < 0.25)
    assert hair.behind_neck(locks, cloth, colour, points)[0][below].min() > 0.9
    assert hair.behind_neck(locks, np.zeros_like(cloth), colour, points)[0][below].max() < 0.1
    assert face_width(points) > 60  # the strips above are some pixels wide


def test_a_beard_is_no_hair_behind_the_neck(astronaut_face: Face):
    """Beside a bearded man's neck stood a dark stripe: beards hang as low as long hair does, but before it."""
    points = astronaut_face.mesh.points
    x, deep = about_chin(points, SIZE)
    oval = (x / 0.5) ** 2 + ((deep + 0.6) / 0.72) ** 2 < 1
    grown = ((np.abs(x) < 0.52) & (deep > -0.4) & (deep < 0.12 - np.abs(x) / 2) & ~(oval & (deep < -0.05))).astype(
        np.float32
    )
    nothing, colour = np.zeros(SIZE, np.float32), np.full((*SIZE, 3), 0.2, np.float32)
    assert hair.behind_neck(grown, nothing, colour, points)[0].max() == 0
    locks = np.maximum(grown, _locks(astronaut_face, 0.2))  # long hair beside a beard goes on as before
    between = (np.abs(np.abs(x) - 0.45) < 0.03) & (deep > 0.0) & (deep < 0.1)
    assert hair.behind_neck(locks, nothing, colour, points)[0][between].min() > 0.9
