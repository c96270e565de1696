"""What the steps of an exchange hand to each other; planes are of the template's part `Place.box`."""

from __future__ import annotations

from dataclasses import dataclass

from engine.canvas.types import Plane, Subject
from engine.faces.shape import Box
from engine.faces.types import RGB, Points


@dataclass(frozen=True, kw_only=True, eq=False)
class Place:
    """A head of a template: the part of the picture its person is in, made ready as a subject of its own."""

    box: Box  # left, top, right, bottom, pixels of the template
    head: Subject  # in pixels of that part
    cuts: tuple[bool, bool, bool, bool] = (
        False,
        False,
        False,
        False,
    )  # sides of `box` beyond which it goes on

    @property
    def points(self) -> Points:
        """(478, 3), pixels of the part."""
        return self.head.mesh.points


@dataclass(frozen=True, kw_only=True)
class Means:
    """How an exchange is made; what fails is tried again with other ones."""

    proportions: float = 0.85  # 0..1, whose features' places and sizes: 0 the template's, 1 the person's
    outline: float = 0.5  # and whose outline
    relight: float = 1.0  # 0..1 of the selfie's light taken out and the template's put on
    plain: bool = False  # the template is not bent, no beard is carried beyond the outline


@dataclass(frozen=True, kw_only=True, eq=False)
class Exchanged:
    """The part of a template with the person's face.

    ``rgb``     (height, width, 3) uint8, equal to the template where ``touched`` is 0
    ``face``    (height, width) 0..1, the person's own pixels
    ``skin``    the template's skin that took their tone
    ``hair``    what of it borders on skin: the template's around the face, and the person's beard
    ``shaved``  where the template's beard was taken off
    ``touched`` the largest of these and of what was bent
    ``points``  (478, 3), where the person's face was put
    """

    rgb: RGB
    face: Plane
    skin: Plane
    hair: Plane
    shaved: Plane
    touched: Plane
    points: Points
