"""A portrait in a pose: whole bodies, hands, several people, under the bones of a known pose or of people in a photo.

The pose steers by the OpenPose ControlNet of the base; a base without one, and one that draws heads alone, refuses.
Faces of whole bodies are small, so each is drawn again afterwards (`engine.tasks.portrait.refine`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from engine.bases import Family, steering
from engine.errors import UnsafePictureError
from engine.faces import templates
from engine.faces.types import RGB
from engine.garments import poses
from engine.garments.body import JOINTS, Body, Hand, hands_of
from engine.models import Models
from engine.safety.nudity import NUDE
from engine.tasks.portrait.request import NoPoseError, Portrait, PoseNotHereError
from engine.tasks.template.request import UnfitFaceError

if TYPE_CHECKING:  # a portrait of a photo loads no base
    from engine.diffusion.inpainter import Control

KIND = "openpose"
HEAD = JOINTS.index("nose")
#: What a portrait's prompt says of its framing; a pose says it instead.
FRAMED = re.compile(r", (?:upper body|solo|medium shot)(?=,|$)")
COUNTED = {1: "one person", 2: "two people side by side", 3: "three people side by side"}
MANY = "a group of people"


@dataclass(frozen=True, kw_only=True, eq=False)
class Posed:
    """What steers a drawing: the bones, (height, width, 3) of the picture that is drawn, and whose they are."""

    picture: RGB
    people: int

    @property
    def control(self) -> Control:
        """Return it as a base is steered by it."""
        from engine.diffusion.inpainter import Control

        return Control(kind=KIND, picture=self.picture)

    def said(self, prompt: str) -> str:
        """Return the prompt of a portrait with the framing and the number of people of the pose."""
        return f"{FRAMED.sub('', prompt)}, full body, {COUNTED.get(self.people, MANY)}"


def require(request: Portrait, models: Models, family: Family) -> None:
    """Look whether this base is steered by poses, and by the files that are here.

    Raises:
        PoseNotHereError: it is not.
        WeightMissingError: its ControlNet has not been fetched.
    """
    if request.posed:
        if not steering.draws_bodies(family):
            raise PoseNotHereError(family.name)
        steering.require(family, models.settings.weights, (KIND,))


def posed(request: Portrait, models: Models, size: tuple[int, int]) -> Posed | None:
    """Return the pose that was asked for, for a picture of ``size`` (width, height); None where none was.

    Raises:
        NoPoseError: nobody is seen in the photo the pose was to come from, or no pose has that name.
        BadPhotoError: the photo cannot be read.
        UnsafePictureError: the nudity check refuses it.
        UnfitFaceError: somebody in it looks under 18.
    """
    width, height = size
    if request.pose_picture is not None:
        return _of_photo(models, models.faces.load(request.pose_picture), height, width)
    if request.bodies:
        return of_joints(request.bodies, request.ratio, width, height, request.hands)
    if not request.pose:
        return None
    if request.pose not in poses.known():
        raise NoPoseError
    picture, people = poses.drawn(request.pose, height, width)
    return Posed(picture=picture, people=people)


def read(models: Models, rgb: RGB) -> list[Body]:
    """Return the bodies of the people in a photo. Raises what `posed` raises of one."""
    if models.faces.nude(rgb) >= NUDE:
        raise UnsafePictureError
    for spot in templates.spots(models.faces, rgb):
        if spot.problem == templates.CHILD:  # whoever is drawn would have a child's body
            raise UnfitFaceError(spot.number, spot.problem)
    bodies = models.wardrobe.bodies.several(rgb)
    if not bodies:
        raise NoPoseError
    return bodies


def joints(bodies: Sequence[Body], shape: tuple[int, ...]) -> tuple[tuple[float, ...], ...]:
    """Return the joints of people in a photo of that shape, from left to right: (x, y, whether seen), as shares."""
    height, width = shape[:2]
    rows = [np.column_stack([body.joints / [width, height], body.seen]).round(4) for body in bodies]
    rows.sort(key=lambda row: float(row[HEAD, 0]))
    return tuple(tuple(map(float, row.ravel())) for row in rows)


def fingers(hands: Sequence[Hand], shape: tuple[int, ...]) -> tuple[tuple[float, ...], ...]:
    """Return the points of hands in a photo of that shape: (x, y) each, as shares."""
    return tuple(tuple(map(float, (hand.points[:, :2] / shape[1::-1]).round(4).ravel())) for hand in hands)


def of_joints(
    bodies: Sequence[Sequence[float]], ratio: float, width: int, height: int, hands: Sequence[Sequence[float]] = ()
) -> Posed:
    """Return `joints` and `fingers` as they steer a picture: all of the photo inside it, in the middle."""
    placed = in_picture(bodies, ratio, width, height)
    drawn = poses.skeletons(height, width, placed, hands_in_picture(hands, ratio, width, height))
    return Posed(picture=drawn, people=len(placed))


def in_picture(bodies: Sequence[Sequence[float]], ratio: float, width: int, height: int) -> list[Body]:
    """Return `joints` as bodies in pixels of a picture."""
    size, corner = _laid(ratio, width, height)
    made = []
    for values in bodies:
        row = np.array(values, np.float32).reshape(-1, 3)
        points = (row[:, :2] * size + corner).astype(np.float32)
        made.append(Body(joints=points, seen=row[:, 2] > 0.5, area=np.zeros((height, width), np.float32)))
    return made


def hands_in_picture(hands: Sequence[Sequence[float]], ratio: float, width: int, height: int) -> list[Hand]:
    """Return `fingers` as hands in pixels of a picture; how far each point is from the camera is not known."""
    size, corner = _laid(ratio, width, height)
    flat = [np.array(values, np.float32).reshape(-1, 2) * size + corner for values in hands]
    return [Hand(points=np.pad(points, ((0, 0), (0, 1))).astype(np.float32), right=True) for points in flat]


def _laid(ratio: float, width: int, height: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return (width, height) of a photo that is scaled to fit a picture and stands in its middle, and its corner."""
    wide = min(width, height * ratio)
    size = np.array([wide, wide / ratio])
    return size, (np.array([width, height]) - size) / 2


def _of_photo(models: Models, rgb: RGB, height: int, width: int) -> Posed:
    """Return the bones of the people in a photo, which is scaled to fit and stands in the middle."""
    bodies = read(models, rgb)
    hands = hands_of(models.wardrobe.bodies, rgb, bodies)
    ratio = rgb.shape[1] / rgb.shape[0]
    return of_joints(joints(bodies, rgb.shape), ratio, width, height, fingers(hands, rgb.shape))
