"""Every face of a group picture, also those half turned, bowed, tilted, small or in profile (paper 2.5.3).

Several looks with different blind spots are merged. The first is that of every photo (`detect`). Then the face mesh
looks at overlapping squares, in which a small face is large, and at the picture turned, in which a head that lies is
upright; what it finds must be found again close up. Last come people whose face nothing has seen: there, a body's pose
says where it is, and that it looks away. A person seen from behind has no face.

The looks are as many for a large picture as for a small one: at most 115 squares, 4 turns and `MOST` close-ups.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from mediapipe.tasks.python import vision
from numpy.typing import NDArray

from engine.faces.detect import Detector
from engine.faces.mediapipe_tasks import picture, task
from engine.faces.mesh import MeshFinder, around, same_place
from engine.faces.types import RGB, Face, Mesh, Points

PARTS = (2, 3, 5)  # of the longer side: squares of these parts are looked at, each overlapping half of the next
TURNS = (-90, -45, 45, 90)  # degrees
MOST = 24  # faces; of a crowd the largest are told
PERSON = 0.35  # certainty of the detector of things from which something is a person
PERSON_SIDE = 0.05  # of the picture's longer side: smaller people are no subject
MARGIN = 0.15  # of a person's box, around it
UNSURE = 0.3  # of the pose's finder: that there is somebody is known
BEHIND = 0.1  # of the look's side: how much further than the ears the nose lies of whoever is seen from behind
HEAD_PART = 0.6  # of a person's box in which their face is
NOSE, EYES, EARS, MOUTH = 0, (2, 5), (7, 8), (9, 10)  # points of the pose
TALL, DEEP = 2.6, 1.5  # a face's side: in lengths from eyes to mouth, and from ear to nose


class Search:
    """Finds everybody's face. ``things`` and ``pose`` are the files of the packaged detectors of both."""

    name = "looks+people"

    def __init__(self, detector: Detector, meshes: MeshFinder, things: Path, pose: Path) -> None:
        self._detector, self._meshes, self._things_file, self._pose_file = detector, meshes, things, pose

    @cached_property
    def _things(self) -> Any:
        return task(vision.ObjectDetector, vision.ObjectDetectorOptions, self._things_file, score_threshold=PERSON,
                    category_allowlist=["person"], max_results=MOST)  # fmt: skip

    @cached_property
    def _pose(self) -> Any:
        unsure = {"min_pose_detection_confidence": UNSURE, "min_pose_presence_confidence": UNSURE}
        return task(vision.PoseLandmarker, vision.PoseLandmarkerOptions, self._pose_file, **unsure)

    def everyone(self, rgb: RGB) -> list[Face]:
        """Return the faces of (height, width, 3) uint8 RGB, largest first, at most `MOST`.

        A face without a mesh and with score 0 looks away.
        """
        found = list(self._detector.faces(rgb))
        for mesh in (*self._parts(rgb), *self._turned(rgb)):
            if not any(_same(mesh.box, face) for face in found) and len(found) < MOST:
                again = self._meshes.fit(rgb, mesh.box)
                if again is not None and same_place(mesh.box, again.box):
                    found.append(Face(box=again.box, score=0.0, mesh=again))
        for box in self._people(rgb, found):
            if len(found) < MOST and not any(_same(box, face) for face in found):
                near = self._meshes.fit(rgb, box)
                found.append(Face(box=box if near is None else near.box, score=0.0, mesh=near))
        return sorted(found, key=lambda face: face.area, reverse=True)[:MOST]

    def _parts(self, rgb: RGB) -> Iterator[Mesh]:
        for corner, part in squares(rgb):
            for mesh in self._meshes.find(part):
                yield _moved(mesh, np.array([[1, 0, corner[0]], [0, 1, corner[1]]], np.float32))

    def _turned(self, rgb: RGB) -> Iterator[Mesh]:
        height, width = rgb.shape[:2]
        for angle in TURNS:
            move = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
            across, tall = (
                round(height * abs(move[0, 1]) + width * abs(move[0, 0])),
                round(height * abs(move[0, 0]) + width * abs(move[0, 1])),
            )
            move[:, 2] += (across - width) / 2, (tall - height) / 2
            turned = cv2.warpAffine(rgb, move, (across, tall), borderMode=cv2.BORDER_REPLICATE)
            for mesh in self._meshes.find(turned):
                yield _moved(mesh, cv2.invertAffineTransform(move).astype(np.float32))

    def _people(self, rgb: RGB, found: list[Face]) -> Iterator[NDArray[np.float32]]:
        """Yield boxes of the faces of people whose face is not among ``found``."""
        for seen in self._things.detect(picture(rgb)).detections:
            box = seen.bounding_box
            left, top, across, tall = box.origin_x, box.origin_y, box.width, box.height
            if max(across, tall) < PERSON_SIDE * max(rgb.shape[:2]):
                continue
            below = top + HEAD_PART * max(tall, 1.2 * across)
            if any(left < face.centre[0] < left + across and top < face.centre[1] < below for face in found):
                continue
            head = self._head(rgb, np.array([left, top, left + across, top + tall], np.float32))
            if head is not None:
                yield head

    def _head(self, rgb: RGB, person: NDArray[np.float32]) -> NDArray[np.float32] | None:
        """Return the box of the face of who is in a box, None where none is seen."""
        part, corner = around(rgb, person, MARGIN)
        if min(part.shape[:2]) < 16:
            return None
        poses = self._pose.detect(picture(part)).pose_landmarks
        if not poses:
            return None
        size = np.array([part.shape[1], part.shape[0], part.shape[1]], np.float32)
        points = np.array([(p.x, p.y, p.z) for p in poses[0]], np.float32) * size
        if points[NOSE, 2] > points[list(EARS), 2].mean() + BEHIND * max(part.shape[:2]):
            return None  # seen from behind
        return face_box(points[:, :2] + corner)


def face_box(pose: Points) -> NDArray[np.float32]:
    """Return the box (4,) of a face from the points (33, 2) of a body's pose, however far it is turned."""
    eyes, mouth, ears = (pose[list(part)].mean(0) for part in (EYES, MOUTH, EARS))
    side = max(TALL * float(np.hypot(*(eyes - mouth))), DEEP * float(np.hypot(*(ears - pose[NOSE]))))
    middle = (eyes + mouth + pose[NOSE]) / 3
    return np.concatenate([middle - side / 2, middle + side / 2]).astype(np.float32)


def squares(rgb: RGB) -> Iterator[tuple[tuple[int, int], RGB]]:
    """Yield the upper left corner (x, y) and the pixels of overlapping squares of a picture, see `PARTS`."""
    height, width = rgb.shape[:2]
    for parts in PARTS:
        side = max(1, round(max(height, width) / parts))
        for top in _steps(height, side):
            for left in _steps(width, side):
                yield (left, top), np.ascontiguousarray(rgb[top : top + side, left : left + side])


def _steps(length: int, side: int) -> list[int]:
    if length <= side:
        return [0]
    count = int(np.ceil((length - side) / (side / 2))) + 1
    return [round(at) for at in np.linspace(0, length - side, count)]


def _same(box: NDArray[np.float32], face: Face) -> bool:
    """Say whether a box shows a face that is known: they overlap, or one's middle lies in the other."""
    middle = (box[:2] + box[2:]) / 2
    inside = (face.box[:2] < middle).all() and (middle < face.box[2:]).all()
    return bool(inside or same_place(box, face.box))


def _moved(mesh: Mesh, move: NDArray[np.float32]) -> Mesh:
    """Return a mesh under an affine map (2, 3) of pixels; only its place is of use then."""
    points = mesh.points.copy()
    points[:, :2] = points[:, :2] @ move[:, :2].T + move[:, 2]
    return Mesh(points=points, blendshapes=mesh.blendshapes, matrix=mesh.matrix)
