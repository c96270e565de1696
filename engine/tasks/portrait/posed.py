"""A portrait in a pose: whole bodies, hands, several people, under the bones of a known pose or of people in a photo.

The pose steers by the OpenPose ControlNet of the base; a base without one, and one that draws heads alone, refuses.
Faces of whole bodies are small, so each is drawn again afterwards (`engine.tasks.portrait.refine`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from engine.bases import Family, steering
from engine.errors import UnsafePictureError
from engine.faces import templates
from engine.faces.types import RGB
from engine.garments import bones, poses
from engine.garments.body import JOINTS, Body
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
        return of_joints(request.bodies, request.ratio, width, height)
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


def of_joints(bodies: Sequence[Sequence[float]], ratio: float, width: int, height: int) -> Posed:
    """Return `joints` as they steer a picture: all of the photo inside it, in the middle."""
    placed = in_picture(bodies, ratio, width, height)
    return Posed(picture=poses.skeletons(height, width, placed, []), people=len(placed))


def in_picture(bodies: Sequence[Sequence[float]], ratio: float, width: int, height: int) -> list[Body]:
    """Return `joints` as bodies in pixels of a picture."""
    wide = min(width, height * ratio)
    tall = wide / ratio
    corner, made = np.array([(width - wide) / 2, (height - tall) / 2]), []
    for values in bodies:
        row = np.array(values, np.float32).reshape(-1, 3)
        points = (row[:, :2] * [wide, tall] + corner).astype(np.float32)
        made.append(Body(joints=points, seen=row[:, 2] > 0.5, area=np.zeros((height, width), np.float32)))
    return made


def _of_photo(models: Models, rgb: RGB, height: int, width: int) -> Posed:
    """Return the bones of the people in a photo, which is scaled to fit and stands in the middle."""
    bodies, hands = read(models, rgb), models.wardrobe.bodies.hands(rgb)
    scale = min(width / rgb.shape[1], height / rgb.shape[0])
    inside = round(rgb.shape[1] * scale), round(rgb.shape[0] * scale)
    moved = [bones.scaled(body, (), (scale, scale))[0] for body in bodies]
    _, own = bones.scaled(bodies[0], hands, (scale, scale))
    picture = poses.skeletons(inside[1], inside[0], moved, own)
    left, top = (width - inside[0]) // 2, (height - inside[1]) // 2
    around = (top, height - inside[1] - top, left, width - inside[0] - left)
    return Posed(picture=cv2.copyMakeBorder(picture, *around, cv2.BORDER_CONSTANT), people=len(bodies))
