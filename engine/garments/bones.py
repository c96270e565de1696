"""The pictures that steer a base drawing a whole body (paper 3.1): bones and hands, depth of the hands, body edges.

All are (height, width, 3) uint8 RGB on black, colours as OpenPose draws them.
"""

from __future__ import annotations

from collections.abc import Sequence
from colorsys import hsv_to_rgb
from dataclasses import replace

import cv2
import numpy as np

from engine.diffusion import controls
from engine.faces.regions import Mask
from engine.faces.types import RGB
from engine.garments.body import JOINTS, Body, Hand

FINGERS = tuple(
    (0 if part == 0 else 4 * finger + part, 4 * finger + part + 1) for finger in range(5) for part in range(4)
)
PALM = (0, 5, 9, 13, 17)
CANNY_LOW, CANNY_HIGH = 80, 200  # of the published try-on
HEAD_GROWS = 0.2  # face widths around the head without edges: the head is to be another one
NEAR, FAR = 250.0, 120.0  # brightness of the nearest and the farthest point of a hand
#: A standing body in shoulder widths from the neck, for clothes nobody wears; in the order of `JOINTS`.
STANDING = ((0, -0.75), (0, 0), (-0.5, 0.02), (-0.62, 0.75), (-0.66, 1.4), (0.5, 0.02), (0.62, 0.75), (0.66, 1.4),
            (-0.3, 1.35), (-0.32, 2.4), (-0.33, 3.4), (0.3, 1.35), (0.32, 2.4), (0.33, 3.4),
            (-0.09, -0.83), (0.09, -0.83), (-0.2, -0.78), (0.2, -0.78))  # fmt: skip
WORN_WIDTH = 0.55  # shoulder widths in the width of a garment that lies flat, sleeves and all


def skeleton(height: int, width: int, body: Body, hands: Sequence[Hand]) -> RGB:
    """Draw bones of the body and of both hands, as OpenPose does."""
    picture, thick = controls.blank(height, width), controls.thickness(height, width)
    controls.draw_body(picture, body.joints, body.seen)
    for hand in hands:
        for number, (first, second) in enumerate(FINGERS):
            hue = tuple(round(255 * value) for value in hsv_to_rgb(number / len(FINGERS), 1, 1))
            ends = _place(hand.points[first]), _place(hand.points[second])
            cv2.line(picture, *ends, hue, max(1, thick // 2), cv2.LINE_AA)
        for point in hand.points:
            cv2.circle(picture, _place(point), thick, (0, 0, 255), -1, cv2.LINE_AA)
    return picture


def hand_depth(height: int, width: int, hands: Sequence[Hand]) -> RGB:
    """Draw how near each part of the hands is, from the depth of their 21 points: white is near."""
    depth = np.zeros((height, width), np.float32)
    for hand in hands:
        light = controls.nearness(hand.points[:, 2], NEAR, FAR)
        thick = max(2, round(0.22 * float(np.linalg.norm(hand.points[9, :2] - hand.points[0, :2]))))
        drawn = np.zeros_like(depth)
        palm = np.round(hand.points[list(PALM), :2]).astype(np.int32)
        cv2.fillConvexPoly(drawn, cv2.convexHull(palm), float(light[list(PALM)].mean()))
        for first, second in FINGERS:
            for step in np.linspace(0, 1, 8):
                at = hand.points[first] * (1 - step) + hand.points[second] * step
                value = float(light[first] * (1 - step) + light[second] * step)
                cv2.circle(drawn, _place(at), thick // 2, value, -1)
        depth = np.maximum(depth, drawn)
    soft = cv2.GaussianBlur(depth, (0, 0), max(0.5, min(height, width) / 400))
    return np.repeat(soft.clip(0, 255).astype(np.uint8)[..., None], 3, axis=2)


def edges(rgb: RGB, person: Mask, head: Mask, reach: float) -> RGB:
    """Return Canny edges of the body: inside the person, without the head and ``reach`` pixels around it."""
    size = max(1, round(HEAD_GROWS * reach))
    free = (person > 0.5) & (cv2.dilate(head, np.ones((size, size), np.uint8)) < 0.5)
    found = cv2.Canny(cv2.cvtColor(rgb, cv2.COLOR_RGB2GRAY), CANNY_LOW, CANNY_HIGH) * free.astype(np.uint8)
    return np.repeat(found[..., None], 3, axis=2)


def standing(garment: Mask) -> Body:
    """Return a body that stands in a garment laid flat; it may reach beyond the picture."""
    left, top, across, _ = cv2.boundingRect((garment > 0.5).astype(np.uint8))
    unit = WORN_WIDTH * across
    joints = np.array(STANDING, np.float32) * unit + np.array([left + across / 2, top + 0.05 * unit], np.float32)
    height, width = garment.shape
    inside = (joints >= 0).all(1) & (joints < [width, height]).all(1)
    return Body(joints=joints, seen=inside, area=np.zeros_like(garment))


def scaled(body: Body, hands: Sequence[Hand], factor: tuple[float, float]) -> tuple[Body, list[Hand]]:
    """Return body and hands after the picture was resized by ``factor`` (x, y)."""
    depth = np.array([*factor, factor[0]], np.float32)
    moved = [replace(hand, points=hand.points * depth) for hand in hands]
    return replace(body, joints=(body.joints * np.array(factor, np.float32)).astype(np.float32)), moved


def _place(point: np.ndarray) -> tuple[int, int]:
    return round(float(point[0])), round(float(point[1]))


assert len(STANDING) == len(controls.COLOURS) == len(JOINTS)
