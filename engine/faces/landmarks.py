"""The 68 landmarks of paper 2.5.1 and the bones of the head, read from the 478-point mesh.

Order and meaning are those of the common 68-point scheme: outline 0-16 from the right ear over the chin to the left,
brows 17-26, nose 27-35, eyes 36-47, outer lips 48-59, inner lips 60-67. "Right" is the person's own right.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from engine.faces.types import LEFT_EYE, NOSE_TIP, RIGHT_EYE, Mesh, Points

OUTLINE = (127, 234, 93, 58, 172, 136, 149, 148, 152, 377, 378, 365, 397, 288, 323, 454, 356)
BROWS = (70, 63, 105, 66, 107, 336, 296, 334, 293, 300)
NOSE = (168, 197, 5, 4, 75, 97, 2, 326, 305)
EYES = (33, 160, 158, 133, 153, 144, 362, 385, 387, 263, 373, 380)
OUTER_LIPS = (61, 39, 37, 0, 267, 269, 291, 405, 314, 17, 84, 181)
INNER_LIPS = (78, 82, 13, 312, 308, 317, 14, 87)
SIXTY_EIGHT = OUTLINE + BROWS + NOSE + EYES + OUTER_LIPS + INNER_LIPS
PUPILS = (468, 473)
EARS = (127, 356)
CHIN = 152
SHOULDERS, NECK = 3.0, 0.75  # shoulders' width in lengths from eyes to chin; ears above the neck in shoulders' widths


def sixty_eight(mesh: Mesh) -> Points:
    """Return the 68 landmarks, (68, 2) float32 pixels."""
    return mesh.points[list(SIXTY_EIGHT), :2].astype(np.float32)


def pupils(mesh: Mesh) -> Points:
    """Return the right and left pupil, (2, 2) float32 pixels."""
    return mesh.points[list(PUPILS), :2].astype(np.float32)


def bones(mesh: Mesh) -> Points:
    """Return nose, right eye, left eye, right ear, left ear: the head's part of a body skeleton, (5, 2) pixels."""
    eyes = np.stack([mesh.points[list(eye), :2].mean(0) for eye in (RIGHT_EYE, LEFT_EYE)])
    return np.concatenate([mesh.points[[NOSE_TIP], :2], eyes, mesh.points[list(EARS), :2]]).astype(np.float32)


def bust(mesh: Mesh) -> tuple[Points, NDArray[np.bool_]]:
    """Return OpenPose's 18 joints (18, 2) and which of them are known (18,): the head's, neck and shoulders.

    What a mesh does not show is placed by proportions, under the head: eyes to chin are a third of the shoulders'
    width, ears stand three quarters of it above the neck. A head may tilt, shoulders stay level.
    """
    nose, right_eye, left_eye, right_ear, left_ear = bones(mesh)
    eyes, ears = (right_eye + left_eye) / 2, (right_ear + left_ear) / 2
    shoulders = SHOULDERS * float(np.linalg.norm(mesh.points[CHIN, :2] - eyes))
    neck = ears + np.array([0, NECK * shoulders])
    joints, seen = np.zeros((18, 2), np.float32), np.zeros(18, bool)
    aside = np.array([shoulders / 2, 0])
    places = {0: nose, 1: neck, 2: neck - aside, 5: neck + aside}
    places |= {14: right_eye, 15: left_eye, 16: right_ear, 17: left_ear}
    for number, place in places.items():
        joints[number], seen[number] = place, True
    return joints, seen


def eye_distance(landmarks: Points) -> float:
    """Return the pixels between the eye centres of (68, 2) landmarks: the unit in which errors are told."""
    return float(np.hypot(*(landmarks[36:42].mean(0) - landmarks[42:48].mean(0))))


def error(found: Points, wanted: Points) -> float:
    """Return the mean distance of (68, 2) landmarks from those wanted, in eye distances of the wanted face."""
    return float(np.linalg.norm(found - wanted, axis=1).mean() / eye_distance(wanted))


def affine(source: Points, target: Points) -> np.ndarray:
    """Return the (2, 3) matrix M that best maps ``source`` (N, 2) onto ``target`` (N, 2) by least squares (2.5.1).

    Raises:
        numpy.linalg.LinAlgError: the points lie on one line, so no affine map is determined.
    """
    ones = np.hstack([source, np.ones((len(source), 1), source.dtype)])
    solution, _, rank, _ = np.linalg.lstsq(ones.astype(np.float64), target.astype(np.float64), rcond=None)
    if rank < 3:
        raise np.linalg.LinAlgError("landmarks on one line")
    return solution.T


def apply(matrix: np.ndarray, points: Points) -> Points:
    """Return ``points`` (N, 2) under the (2, 3) ``matrix``."""
    return (points @ matrix[:, :2].T + matrix[:, 2]).astype(np.float32)
