"""What is known about one face. Coordinates are pixels of the picture it was found in, x to the right, y down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

RGB: TypeAlias = NDArray[np.uint8]  # (height, width, 3), 0..255, red green blue
Points: TypeAlias = NDArray[np.float32]  # (n, 2) or (n, 3) pixels


def as_bytes(values: NDArray[np.floating]) -> RGB:
    """Return what a computation made of a picture, 0..255 and a little beyond, as uint8 of the same shape: rounded."""
    return np.clip(np.round(values), 0, 255).astype(np.uint8)


#: Points of the 478-point mesh. Left and right are the person's own.
OVAL = (10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377,
        152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109)  # fmt: skip
RIGHT_EYE = (33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246)
LEFT_EYE = (263, 249, 390, 373, 374, 380, 381, 382, 362, 398, 384, 385, 386, 387, 388, 466)
RIGHT_IRIS, LEFT_IRIS = (468, 469, 470, 471, 472), (473, 474, 475, 476, 477)
LIPS = (61, 146, 91, 181, 84, 17, 314, 405, 321, 375, 291, 409, 270, 269, 267, 0, 37, 39, 40, 185)
NOSE_TIP, CHIN, FOREHEAD = 1, 152, 10
MOUTH_RIGHT, MOUTH_LEFT = 61, 291


@dataclass(frozen=True, kw_only=True, eq=False)
class Mesh:
    """The 478 points of one face, how it is turned, and what it is doing.

    ``points``       (478, 3) float32 pixels; z has the scale of x and grows away from the camera
    ``blendshapes``  name -> 0..1, for instance ``eyeBlinkLeft``
    ``matrix``       (4, 4) float32, canonical face to camera
    """

    points: Points
    blendshapes: dict[str, float]
    matrix: NDArray[np.float32]

    @property
    def yaw(self) -> float:
        """Degrees turned to the side; positive when the person looks to the right side of the picture."""
        row = self.matrix[2]
        return float(np.degrees(np.arctan2(-row[0], np.hypot(row[1], row[2]))))

    @property
    def pitch(self) -> float:
        """Degrees nodded; positive looks down."""
        return float(np.degrees(np.arctan2(self.matrix[2, 1], self.matrix[2, 2])))

    @property
    def roll(self) -> float:
        """Degrees tilted in the picture plane; positive is counter-clockwise as seen in the picture."""
        return float(np.degrees(np.arctan2(self.matrix[1, 0], self.matrix[0, 0])))

    @property
    def oval(self) -> Points:
        """Outline of the face, (36, 2) pixels, clockwise from the forehead."""
        return self.points[list(OVAL), :2]

    @property
    def eyes(self) -> Points:
        """Centres of the right and the left eye, (2, 2) pixels."""
        return np.stack([self.points[list(eye), :2].mean(axis=0) for eye in (RIGHT_EYE, LEFT_EYE)])

    @property
    def five(self) -> Points:
        """Right eye, left eye, nose tip, right and left mouth corner, (5, 2) pixels: the landmarks of paper 2.1.1."""
        rest = self.points[[NOSE_TIP, MOUTH_RIGHT, MOUTH_LEFT], :2]
        return np.concatenate([self.eyes, rest]).astype(np.float32)

    @property
    def box(self) -> NDArray[np.float32]:
        """Left, top, right, bottom of the outline, (4,) pixels."""
        oval = self.oval
        return np.concatenate([oval.min(axis=0), oval.max(axis=0)]).astype(np.float32)

    def shape(self, *names: str) -> float:
        """Return the mean of the named blendshapes, 0..1."""
        return sum(self.blendshapes[name] for name in names) / len(names)


@dataclass(frozen=True, kw_only=True, eq=False)
class Face:
    """One face in a picture.

    ``box``    (4,) float32 pixels: left, top, right, bottom, from the brows' top to the chin
    ``score``  how sure the detector is; 0 and less is doubtful, frontal faces reach 1 to 3
    ``mesh``   None when only the detector saw the face (far profile, heavily covered, tiny)
    """

    box: NDArray[np.float32]
    score: float
    mesh: Mesh | None = None

    @property
    def side(self) -> float:
        """Length in pixels of the longer side of the box."""
        return float(max(self.box[2] - self.box[0], self.box[3] - self.box[1]))

    @property
    def area(self) -> float:
        """Area of the box in square pixels."""
        return float((self.box[2] - self.box[0]) * (self.box[3] - self.box[1]))

    @property
    def centre(self) -> NDArray[np.float32]:
        """Middle of the box, (2,) pixels."""
        return (self.box[:2] + self.box[2:]) / 2
