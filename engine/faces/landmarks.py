"""The 68 landmarks of paper 2.5.1 and the bones of the head, read from the 478-point mesh.

Order and meaning are those of the common 68-point scheme: outline 0-16 from the right ear over the chin to the left,
brows 17-26, nose 27-35, eyes 36-47, outer lips 48-59, inner lips 60-67. "Right" is the person's own right.
"""

from __future__ import annotations

import numpy as np

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
