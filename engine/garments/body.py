"""The pose of whoever wears a garment: body, hands and the area they cover, by mediapipe (paper 3.1, DWPose row)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import cv2
import numpy as np
from mediapipe.tasks.python import vision
from numpy.typing import NDArray

from engine.faces.mediapipe_tasks import picture, task
from engine.faces.regions import Mask
from engine.faces.types import RGB, Points

#: The 18 joints of an OpenPose skeleton, in its order, and the point of the 33-point pose each is; the neck is made.
JOINTS = ("nose", "neck", "right-shoulder", "right-elbow", "right-wrist", "left-shoulder", "left-elbow", "left-wrist",
          "right-hip", "right-knee", "right-ankle", "left-hip", "left-knee", "left-ankle", "right-eye", "left-eye",
          "right-ear", "left-ear")  # fmt: skip
POINTS = (0, -1, 12, 14, 16, 11, 13, 15, 24, 26, 28, 23, 25, 27, 5, 2, 8, 7)
SEEN = 0.5  # visibility from which a joint counts
MOST = 4  # bodies looked for in a photo of several people
UNSURE = 0.3  # of the hand detector
AROUND_HAND = 0.7  # of the shoulders or the forearm, whichever is longer: half of what is looked at for a hand
HAND_BEYOND = 0.35  # forearms from the wrist to the middle of the hand
ARMS = (("right-shoulder", "right-elbow"), ("right-elbow", "right-wrist"),
        ("left-shoulder", "left-elbow"), ("left-elbow", "left-wrist"))  # fmt: skip
LEGS = (("right-hip", "right-knee"), ("right-knee", "right-ankle"),
        ("left-hip", "left-knee"), ("left-knee", "left-ankle"))  # fmt: skip


@dataclass(frozen=True, kw_only=True, eq=False)
class Body:
    """One body.

    ``joints``  (18, 2) float32 pixels in the order of `JOINTS`; may lie outside the picture
    ``seen``    (18,) bool: visible and inside the picture
    ``area``    (height, width) float32 0..1, what the body covers, coarse
    """

    joints: Points
    seen: NDArray[np.bool_]
    area: Mask

    def at(self, name: str) -> Points | None:
        """Return a joint (2,), or None when it is not seen."""
        place = JOINTS.index(name)
        return self.joints[place] if self.seen[place] else None

    def where(self, name: str) -> Points:
        """Return a joint (2,) wherever it is thought to be."""
        return self.joints[JOINTS.index(name)]

    @property
    def shoulders(self) -> float:
        """Pixels between the shoulders: the unit in which errors are told."""
        return float(np.linalg.norm(self.where("right-shoulder") - self.where("left-shoulder")))


@dataclass(frozen=True, kw_only=True, eq=False)
class Hand:
    """One hand: (21, 3) pixels, wrist first, then four points a finger from the thumb on; z away from the camera."""

    points: Points
    right: bool  # the person's own


class BodyFinder(Protocol):
    """Finds the main body and its hands in (height, width, 3) uint8 RGB."""

    name: str

    def body(self, rgb: RGB) -> Body | None:
        """Return the main body, or None."""

    def several(self, rgb: RGB) -> list[Body]:
        """Return up to `MOST` bodies, from left to right."""

    def hands(self, rgb: RGB) -> list[Hand]:
        """Return up to two hands."""


class MediapipeBodies:
    """BlazePose and its hands."""

    name = "mediapipe-pose+hands"

    def __init__(self, pose: Path, hands: Path) -> None:
        self._pose_file, self._hands_file = pose, hands

    @cached_property
    def _pose(self) -> Any:
        return task(
            vision.PoseLandmarker, vision.PoseLandmarkerOptions, self._pose_file, output_segmentation_masks=True
        )

    @cached_property
    def _poses(self) -> Any:
        return task(vision.PoseLandmarker, vision.PoseLandmarkerOptions, self._pose_file, num_poses=MOST)

    @cached_property
    def _hands(self) -> Any:
        settings = {"num_hands": 2, "min_hand_detection_confidence": UNSURE}
        return task(vision.HandLandmarker, vision.HandLandmarkerOptions, self._hands_file, **settings)

    def body(self, rgb: RGB) -> Body | None:
        """Return the main body, or None."""
        height, width = rgb.shape[:2]
        found = self._pose.detect(picture(rgb))
        if not found.pose_landmarks:
            return None
        area = np.array(found.segmentation_masks[0].numpy_view(), np.float32).reshape(height, width)
        return _body(found.pose_landmarks[0], area)

    def several(self, rgb: RGB) -> list[Body]:
        """Return up to `MOST` bodies, from left to right; what they cover is not looked for."""
        found = self._poses.detect(picture(rgb)).pose_landmarks
        bodies = [_body(raw, np.zeros(rgb.shape[:2], np.float32)) for raw in found]
        return sorted(bodies, key=lambda body: float(body.where("neck")[0]))

    def hands(self, rgb: RGB) -> list[Hand]:
        """Return up to two hands."""
        height, width = rgb.shape[:2]
        found = self._hands.detect(picture(rgb))
        made = []
        for raw, sides in zip(found.hand_landmarks, found.handedness, strict=True):
            points = np.array([[one.x * width, one.y * height, one.z * width] for one in raw], np.float32)
            made.append(Hand(points=points, right=sides[0].category_name == "Left"))  # it thinks of a mirror
        return made


def hands_of(finder: BodyFinder, rgb: RGB, bodies: Sequence[Body]) -> list[Hand]:
    """Return the hands of people in (height, width, 3) uint8 RGB, each looked for around a wrist that is seen.

    The detector sees 192 pixels: in a photo of a whole body a hand is too small for it.
    """
    found: list[Hand] = []
    for body in bodies:
        for side in ("right", "left"):
            hand = _hand_at(finder, rgb, body, side)
            if hand is not None and not any(_same(hand, other) for other in found):
                found.append(hand)
    return found


def _hand_at(finder: BodyFinder, rgb: RGB, body: Body, side: str) -> Hand | None:
    """Return the hand whose wrist is nearest to that of a body, in pixels of the whole picture; None: none is seen."""
    wrist, elbow = body.at(f"{side}-wrist"), body.where(f"{side}-elbow")
    if wrist is None:
        return None
    forearm = wrist - elbow
    half = AROUND_HAND * max(body.shoulders, float(np.linalg.norm(forearm)))
    middle = wrist + HAND_BEYOND * forearm
    left, top = np.maximum(0, np.floor(middle - half)).astype(int)
    right, bottom = np.minimum(rgb.shape[1::-1], np.ceil(middle + half)).astype(int)
    if right <= left or bottom <= top:
        return None
    corner = np.array([left, top, 0], np.float32)
    seen = [replace(one, points=one.points + corner) for one in finder.hands(rgb[top:bottom, left:right].copy())]
    near = {float(np.linalg.norm(one.points[0, :2] - wrist)): one for one in seen}
    return near[min(near)] if near and min(near) <= half / 2 else None


def _same(hand: Hand, other: Hand) -> bool:
    """Say whether two hands are one, found from two wrists that are near each other."""
    apart = float(np.linalg.norm(hand.points[:, :2] - other.points[:, :2], axis=1).mean())
    return apart < float(np.linalg.norm(other.points[9, :2] - other.points[0, :2])) / 2


def _body(raw: Any, area: Mask) -> Body:
    """Return a body of the 33 points of a pose in a picture as large as ``area``."""
    height, width = area.shape
    points = np.array([[one.x * width, one.y * height, one.visibility] for one in raw], np.float32)
    neck = np.append((points[11, :2] + points[12, :2]) / 2, points[11:13, 2].min())
    joints = np.stack([neck if place < 0 else points[place] for place in POINTS]).astype(np.float32)
    inside = (joints[:, :2] >= 0).all(1) & (joints[:, :2] < [width, height]).all(1)
    return Body(joints=joints[:, :2], seen=inside & (joints[:, 2] >= SEEN), area=area)


def limbs(shape: tuple[int, ...], body: Body, pairs: tuple[tuple[str, str], ...], thick: float) -> NDArray[np.bool_]:
    """Return where (height, width) lies within ``thick`` pixels of the bones ``pairs`` whose ends are both seen."""
    drawn = np.zeros(shape[:2], np.uint8)
    for first, second in pairs:
        ends = body.at(first), body.at(second)
        if ends[0] is not None and ends[1] is not None:
            places = [tuple(int(v) for v in np.round(end)) for end in ends]
            cv2.line(drawn, places[0], places[1], 1, max(1, round(2 * thick)))
    return drawn > 0


def apart(found: Body, wanted: Body) -> float:
    """Return the median distance of the joints both show, in shoulder widths of the wanted one; inf without any."""
    both = found.seen & wanted.seen
    if not both.any():
        return float("inf")
    return float(np.median(np.linalg.norm(found.joints[both] - wanted.joints[both], axis=1)) / wanted.shoulders)
