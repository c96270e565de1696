"""The pictures that steer a ControlNet: bones and landmarks drawn OpenPose-style, Canny edges, depth (paper 2.5, 3.1).

All are (height, width, 3) uint8 RGB on black. Sizes of dots and lines follow the side, so that the same drawing
suits 128 and 768 pixels.
"""

from __future__ import annotations

import cv2
import numpy as np
from scipy.spatial import Delaunay

from engine.faces.shape import SURFACE
from engine.faces.types import RGB, Points

#: OpenPose's 18 joints (`engine.garments.body.JOINTS`): which are joined; each limb and joint has its place's colour.
LIMBS = ((1, 2), (1, 5), (2, 3), (3, 4), (5, 6), (6, 7), (1, 8), (8, 9), (9, 10), (1, 11), (11, 12), (12, 13),
         (1, 0), (0, 14), (14, 16), (0, 15), (15, 17))  # fmt: skip
COLOURS = ((255, 0, 0), (255, 85, 0), (255, 170, 0), (255, 255, 0), (170, 255, 0), (85, 255, 0), (0, 255, 0),
           (0, 255, 85), (0, 255, 170), (0, 255, 255), (0, 170, 255), (0, 85, 255), (0, 0, 255), (85, 0, 255),
           (170, 0, 255), (255, 0, 255), (255, 0, 170), (255, 0, 85))  # fmt: skip
DIM = 0.6  # light of a limb's colour beside that of a joint
#: The embedded base's own drawing of a head, which its ControlNet learnt: pairs of `engine.faces.landmarks.bones`, hue.
HEAD_LIMBS = ((0, 1, (255, 0, 170)), (1, 3, (255, 0, 255)), (0, 2, (170, 0, 255)), (2, 4, (85, 0, 255)))
HEAD_DOTS = ((255, 0, 0), (170, 0, 255), (255, 0, 255), (85, 0, 255), (255, 0, 85))
CANNY_LOW, CANNY_HIGH = 100, 200  # of the published code
NEAR, FAR = 255.0, 90.0  # grey levels of the nearest and the farthest part that is drawn; what is not drawn is 0
SHIFT = 4  # fractional bits of drawn coordinates: at 128 pixels a whole pixel is a tenth of an eye


def blank(height: int, width: int) -> RGB:
    """Return a black picture."""
    return np.zeros((height, width, 3), np.uint8)


def thickness(height: int, width: int) -> int:
    """Return half the width of a limb and the radius of a joint: 4 pixels at 512, as published ControlNets learnt."""
    return max(1, round(min(height, width) / 128))


def draw_body(picture: RGB, joints: Points, seen: np.ndarray) -> RGB:
    """Draw the limbs and joints (18, 2) that are ``seen`` (18,) in place, in OpenPose's colours and widths."""
    thick = thickness(*picture.shape[:2])
    for (first, second), colour in zip(LIMBS, COLOURS, strict=False):
        if seen[first] and seen[second]:
            ends, dim = joints[[first, second]], tuple(int(DIM * value) for value in colour)
            middle, (across, down) = ends.mean(0), ends[1] - ends[0]
            size, angle = (round(float(np.hypot(across, down)) / 2), thick), np.degrees(np.arctan2(down, across))
            outline = cv2.ellipse2Poly(
                (round(float(middle[0])), round(float(middle[1]))), size, round(angle), 0, 360, 1
            )
            cv2.fillConvexPoly(picture, outline, dim)
    for joint, shown, colour in zip(joints, seen, COLOURS, strict=True):
        if shown:
            cv2.circle(picture, (round(float(joint[0])), round(float(joint[1]))), thick, colour, -1)
    return picture


def draw_head(picture: RGB, bones: Points) -> RGB:
    """Draw the head's bones (5, 2) as the embedded base's ControlNet learnt them, in place; return the picture."""
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


def nearness(z: np.ndarray, near: float, far: float) -> np.ndarray:
    """Return grey levels for depths (n,) that grow away from the camera: ``near`` for the nearest, ``far`` the last."""
    return far + (near - far) * (z.max() - z) / max(float(np.ptp(z)), 1e-6)


def draw_depth(picture: RGB, mesh: Points) -> RGB:
    """Draw how near each part of a face is, from its mesh (478, 3), in place and return the picture: white is near.

    A stand-in for a depth network: it knows the face's surface, not the hair or what is around.
    """
    surface = mesh[:SURFACE]
    light = nearness(surface[:, 2], NEAR, FAR)
    corners = Delaunay(surface[:, :2]).simplices
    far_first = np.argsort(light[corners].mean(1))  # of a turned face, the cheek hides what lies behind it
    for triangle in corners[far_first]:
        places = np.round(surface[triangle, :2] * (1 << SHIFT)).astype(np.int32)
        grey = float(light[triangle].mean())
        cv2.fillConvexPoly(picture, places, (grey, grey, grey), cv2.LINE_8, SHIFT)
    return picture


def _fixed(point: Points) -> tuple[int, int]:
    return round(float(point[0]) * (1 << SHIFT)), round(float(point[1]) * (1 << SHIFT))


def _radius(side: int, at_512: int) -> int:
    return max(1 << (SHIFT - 1), round(at_512 * side / 512 * (1 << SHIFT)))
