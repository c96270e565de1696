"""Which selfie goes into a template: the nearest in pose, expression and gaze, with a free and sharp face."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import cv2
import numpy as np

from engine.canvas.easel import Seen
from engine.canvas.expressions import grimaces, usual
from engine.faces import fuse
from engine.faces.types import RGB, Face, Mesh

#: Where the eyes look, told by how far each is turned out, up and down.
GAZE = ("eyeLookOutLeft", "eyeLookOutRight", "eyeLookInLeft", "eyeLookInRight", "eyeLookUpLeft", "eyeLookDownLeft")
ASIDE = 14.0  # degrees of pose that eyes turned otherwise count as
ODD = (
    "browDownLeft",
    "browOuterUpLeft",
    "browInnerUp",
    "mouthStretchLeft",
    "mouthFrownLeft",
    "noseSneerLeft",
    "eyeWideLeft",
)
MIEN = 10.0  # and an odd face that the template does not pull
SHUT = 40.0  # and eyes that are shut, for every share of it beyond `OPEN`: people like themselves awake
OPEN = 0.35
TURNED = 15.0  # degrees by which a mirror image must be nearer in pose to be worth its wrong side
GRIMACE = 45.0  # and a grimace where the template's face is at rest: a calm photo turned otherwise comes before it
MIRROR = ":mirrored"  # behind the mark of a photo


def mirrored(template: Mesh, seen: Sequence[Seen], look: Callable[[RGB], Mesh | None]) -> list[Seen]:
    """Return mirror images of the photos whose heads are turned the other way than the template's."""
    out = []
    for one in seen:
        if abs(one.face.mesh.yaw - template.yaw) - abs(-one.face.mesh.yaw - template.yaw) < TURNED:
            continue
        rgb: RGB = np.asarray(cv2.flip(one.rgb, 1), np.uint8)
        mesh = look(rgb)
        if mesh is not None:
            face = Face(box=mesh.box, score=one.face.score, mesh=mesh)
            out.append(replace(one, rgb=rgb, face=face, mark=one.mark + MIRROR))
    return out


def ranked(template: Mesh, seen: Sequence[Seen]) -> list[Seen]:
    """Return the photos, best suited first; grimaces come last where the template's face pulls none."""
    own = usual([one.face.mesh for one in seen if not one.mark.endswith(MIRROR)])
    rests = not grimaces(template)
    return sorted(seen, key=lambda one: cost(template, one) + GRIMACE * (rests and grimaces(one.face.mesh, own)))


def cost(template: Mesh, one: Seen) -> float:
    """Return how badly a photo suits a template's face, in degrees of pose."""
    own, other = one.face.mesh.blendshapes, template.blendshapes
    aside = sum(abs(own[name] - other[name]) for name in GAZE)
    odd = sum(max(0.0, own[name] - other[name] - 0.1) for name in ODD)
    shut = max(0.0, max(own["eyeBlinkLeft"], own["eyeBlinkRight"]) - OPEN)
    near = fuse.cost(template, fuse.Selfie(rgb=one.rgb, mesh=one.face.mesh))
    return near + ASIDE * aside / 2 + MIEN * odd + SHUT * shut
