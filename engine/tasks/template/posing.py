"""People who are still to be drawn, each as themselves (paper 2.3, 2.5.3): the look at their pose.

What comes out are bones of a pose, by name or read in a photo, with a number on every head; of a photo nothing else.
`engine.tasks.template.together` draws them.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from engine.bases import steering
from engine.faces import forbidden, templates
from engine.faces.images import save_clean
from engine.faces.types import Face
from engine.files import PoseRef
from engine.garments import poses
from engine.garments.body import JOINTS, Body, hands_of
from engine.models import Models
from engine.tasks.portrait import posed
from engine.tasks.portrait.request import POSE_PHOTO, NoPoseError, PoseNotHereError
from engine.tasks.template.request import InspectTemplate, TemplateFace, TemplateFaces

SIDE = 512  # pixels to a side of the picture of bones
HEAD, NECK = JOINTS.index("nose"), JOINTS.index("neck")
SIZE = 0.9  # of a head's box, in shoulder widths


def is_drawn(template: Path) -> bool:
    """Say whether a template is a pose, of which there is no picture yet; a picture may be called like one."""
    return template.suffix == PoseRef.ending and not template.exists()


def inspect(request: InspectTemplate, models: Models) -> TemplateFaces:
    """Number the people of a pose on a picture of its bones; of a photo nothing else comes out.

    Raises:
        PoseNotHereError: nothing steers this base by a pose.
        WeightMissingError: its ControlNets have not been fetched.
        NoPoseError, BadPhotoError, UnsafePictureError, UnfitFaceError: of a photo, as `posed.posed`.
        BlockedFaceError: somebody in it has forbidden their face.
    """
    family, folder = models.family, models.settings.weights
    if not steering.draws_bodies(family):
        raise PoseNotHereError(family.name)
    steering.require(family, folder, (posed.KIND,))
    joints: tuple[tuple[float, ...], ...] = ()
    fingers: tuple[tuple[float, ...], ...] = ()
    ratio = 1.0
    if request.pose == POSE_PHOTO:
        rgb = models.faces.load(request.template)
        forbidden.require_none(models.faces, rgb, request.forbidden)
        bodies, ratio = posed.read(models, rgb), rgb.shape[1] / rgb.shape[0]
        joints = posed.joints(bodies, rgb.shape)
        fingers = posed.fingers(hands_of(models.wardrobe.bodies, rgb, bodies), rgb.shape)
    people = people_of(request.pose, joints, ratio, SIDE, SIDE)
    if len(people) > 1:
        steering.require(family, folder, steering.TEMPLATE)
    boxes = [_head(body) for body in people]
    spots = [templates.Spot(number=n, face=Face(box=box, score=1.0)) for n, box in enumerate(boxes, 1)]
    hands = posed.hands_in_picture(fingers, ratio, SIDE, SIDE)
    save_clean(templates.numbered(poses.skeletons(SIDE, SIDE, people, hands), spots), request.numbered)
    shares = [tuple(float(value) for value in box.clip(0, SIDE) / SIDE) for box in boxes]
    return TemplateFaces(
        faces=tuple(TemplateFace(number=n, box=box) for n, box in enumerate(shares, 1)),
        numbered=request.numbered,
        places=True,
        bodies=joints,
        hands=fingers,
        ratio=ratio,
    )


def people_of(name: str, joints: Sequence[Sequence[float]], ratio: float, width: int, height: int) -> list[Body]:
    """Return the people of a pose in pixels of a picture, from left to right. Raises `NoPoseError`."""
    if joints:
        return posed.in_picture(joints, ratio, width, height)
    if name not in poses.known():
        raise NoPoseError
    return poses.bodies(name, height, width)


def where_head(body: Body) -> NDArray[np.float32]:
    """Return about where the middle of a head is, (x, y): the nose, or above the neck where that is not seen."""
    above = body.joints[NECK] - [0, SIZE * body.shoulders / 2]
    return (body.joints[HEAD] if body.seen[HEAD] else above).astype(np.float32)


def _head(body: Body) -> NDArray[np.float32]:
    """Return about where a head is, (left, top, right, bottom)."""
    half, middle = SIZE * body.shoulders / 2, where_head(body)
    return np.concatenate([middle - half, middle + half]).astype(np.float32)
