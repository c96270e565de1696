"""The pictures that steer a ControlNet: bones and face landmarks drawn OpenPose-style, Canny edges (paper 2.5).

All are (height, width, 3) uint8 RGB on black. Sizes of dots and lines follow the side, so that the same drawing
suits 128 and 768 pixels.
"""

from __future__ import annotations

import cv2
import numpy as np

from engine.faces.types import RGB, Points

#: Pairs of `engine.faces.landmarks.bones` that are joined, and the hue of each, as OpenPose colours them.
HEAD_LIMBS = ((0, 1, (255, 0, 170)), (1, 3, (255, 0, 255)), (0, 2, (170, 0, 255)), (2, 4, (85, 0, 255)))
HEAD_DOTS = ((255, 0, 0), (170, 0, 255), (255, 0, 255), (85, 0, 255), (255, 0, 85))
CANNY_LOW, CANNY_HIGH = 100, 200  # of the published code
SHIFT = 4  # fractional bits of drawn coordinates: at 128 pixels a whole pixel is a tenth of an eye


def blank(height: int, width: int) -> RGB:
    """Return a black picture."""
    return np.zeros((height, width, 3), np.uint8)


def draw_head(picture: RGB, bones: Points) -> RGB:
    """Draw the head's bones (5, 2) in place and return the picture."""
    side = min(picture.shape[:2])
    thick = max(1, round(side / 128))
    for first, second, colour in HEAD_LIMBS:
        dim = tuple(int(0.6 * value) for value in colour)
        cv2.line(picture, _fixed(bones[first]), _fixed(bones[second]), dim, thick, cv2.LINE_AA, SHIFT)
    for point, colour in zip(bones, HEAD_DOTS, strict=True):
        cv2.circle(picture, _fixed(point), _radius(side, 4), colour, -1, cv2.LINE_AA, SHIFT)
    return picture


def draw_face(picture: RGB, landmarks: Points, pupils: Points) -> RGB:
    """Draw 68 landmarks and two pupils as white dots in place and return the picture."""
    side = min(picture.shape[:2])
    for point in np.concatenate([landmarks, pupils]):
        cv2.circle(picture, _fixed(point), _radius(side, 3), (255, 255, 255), -1, cv2.LINE_AA, SHIFT)
    return picture


def canny(picture: RGB, keep: np.ndarray | None = None) -> RGB:
    """Return the edges of ``picture``; only where ``keep`` (height, width) is true, when given (outside the face)."""
    edges = cv2.Canny(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), CANNY_LOW, CANNY_HIGH)
    if keep is not None:
        edges = edges * keep.astype(np.uint8)
    return np.repeat(edges[..., None], 3, axis=2)


def _fixed(point: Points) -> tuple[int, int]:
    return round(float(point[0]) * (1 << SHIFT)), round(float(point[1]) * (1 << SHIFT))


def _radius(side: int, at_512: int) -> int:
    return max(1 << (SHIFT - 1), round(at_512 * side / 512 * (1 << SHIFT)))
