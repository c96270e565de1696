"""From a photo to a subject: who is in it, cut out, with the shape and the light they were seen in.

subject = prepare(rgb, models.faces, network)      # raises BadPhotoError with one clear reason
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

import cv2
import numpy as np
from PIL import Image

from engine.canvas import compose, light, normals
from engine.canvas.guard import guarded
from engine.canvas.linear import linear, luminance
from engine.canvas.types import CutOut, Linear, Plane, Subject
from engine.errors import BadPhotoError
from engine.faces.occlusion import glasses
from engine.faces.regions import EYE_BAND, face_width, part, soften
from engine.faces.types import LEFT_EYE, RGB, RIGHT_EYE, Face, Mesh, Points
from engine.tasks.inspect.request import PhotoProblem

LEAST = 48  # pixels of a face: from less nothing is made
WANTED = 300  # pixels a face should have; less is enlarged
MOST = 4.0  # times a photo is enlarged at the most
LITTLE = 1.6  # times: resampling is as good up to here
FEW = 480  # pixels of the longer side: of more, the network would take too long
INVENTED = 0.6  # share of the network's picture in the enlarged one
LENS = 0.02  # face widths over which a photo's own lenses go over into the enlarged picture
LARGEST = 540  # pixels of a face: more than a picture of 1024 shows close up is not carried along
ALIKE = 0.62  # of the largest face's area: a second one this large is somebody equally meant
TURNED = 62.0  # degrees: further and half of the face is not seen
ABOVE, BELOW, BESIDE = 1.5, 3.6, 2.6  # face heights around the face that are kept: the widest framing and some air
BOTH_CHEEKS = 35.0  # degrees a head may be turned so that both cheeks are seen well
#: Points of the mesh on the left and the right cheek of the picture, pair by pair.
CHEEKS = ((50, 280), (101, 330), (205, 425), (187, 411), (36, 266), (118, 347), (117, 346), (123, 352), (147, 376))
INNER_LIPS = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308, 324, 318, 402, 317, 14, 87, 178, 88, 95)
WHITES = 0.16  # luminance, linear, of the white of an eye; smiling eyes have less, well exposed ones up to twice that
BRIGHT = 0.42  # and of the brightest of the person: a highlight on skin, clothes
#: Share of the light from above and before that is taken out of a photo. Taking all of it flattens the face that it
#: draws: distance to other photos rose by 0.1; what comes from one side alone tells where the light was.
SHAPE = 0.2
BRIGHTER = 2.4  # the largest gain an underexposed face gets


class Perception(Protocol):
    """What of `engine.faces.registry.Faces` is needed here."""

    def faces(self, rgb: RGB) -> list[Face]:
        """Return the faces, largest first."""


class Cutter(Protocol):
    """What cuts the wearer of a mesh out of a photo."""

    def __call__(self, rgb: RGB, mesh: Mesh, people: Plane | None = None) -> CutOut:
        """``people`` (height, width) 0..1 is where anybody is seen, where that is known already."""


def prepare(
    rgb: RGB,
    faces: Perception,
    cutter: Cutter,
    enlarge: Callable[[RGB, int], RGB] | None = None,
    people: Callable[[RGB], Plane] | None = None,
) -> Subject:
    """Make a photo (height, width, 3) uint8 ready for any scene.

    ``cutter`` cuts the person out (`engine.canvas.cutout.cut_out` with its network), ``enlarge(rgb, side)`` is a
    network for very small photos (`engine.faces.upscale`, "fast"); others are resampled.
    ``people`` is the person mask that keeps the cut-out honest, see `engine.canvas.guard`. Raises `BadPhotoError`:
    no-face, several-faces, face-too-small, turned-away.
    """
    mesh = wearer(faces.faces(rgb))
    rgb, mesh = _around(rgb, mesh)
    rgb, mesh, enlarged = _sized(rgb, mesh, enlarge)
    anybody = None if people is None else people(rgb)
    cut = cutter(rgb, mesh, anybody)
    if anybody is not None:
        cut = guarded(cut, rgb, anybody, float(np.ptp(mesh.points[:, 0])))
    return subject(rgb, mesh, cut, enlarged=enlarged)


def wearer(found: list[Face]) -> Mesh:
    """Return the mesh of the one person a photo is of; raises `BadPhotoError`."""
    if not found:
        raise BadPhotoError(PhotoProblem.NO_FACE)
    first = found[0]
    if len(found) > 1 and found[1].area > ALIKE * first.area:
        raise BadPhotoError(PhotoProblem.SEVERAL_FACES, count=len(found))
    if first.mesh is None or abs(first.mesh.yaw) > TURNED:
        raise BadPhotoError(PhotoProblem.TURNED_AWAY)
    if first.side < LEAST:
        raise BadPhotoError(PhotoProblem.FACE_TOO_SMALL, pixels=round(first.side), needed=LEAST)
    return first.mesh


def subject(rgb: RGB, mesh: Mesh, cut: CutOut, *, enlarged: float = 1.0) -> Subject:
    """Return the subject of a photo that is cut out already; all of one size."""
    shape = normals.shape(cut, mesh)
    photo = linear(cut.colour)
    lively = _lively(mesh, cut.alpha.shape)
    skin = np.minimum(shape.face, cut.face) * (1 - lively)
    return Subject(
        rgb=rgb,
        cut=cut,
        mesh=mesh,
        height=shape.height,
        normals=shape.normals,
        face=shape.face * cut.alpha,
        shading=_own(photo, shape.normals, skin, mesh),
        lively=lively,
        exposure=exposure(photo, mesh, skin, cut.alpha),
        noise=compose.noise_of(linear(rgb)),
        enlarged=enlarged,
        cropped=bool((cut.alpha[:2] > compose.TOUCH).any()),
    )


def _own(photo: Linear, shape: Linear, skin: Plane, mesh: Mesh) -> Plane:
    """Return the photo's own light; where both cheeks are seen, made to agree on them."""
    seen = light.own(photo, shape, skin, SHAPE)
    if abs(mesh.yaw) > BOTH_CHEEKS:
        return seen
    return light.evened(photo, seen, mesh.points[np.array(CHEEKS), :2])


def exposure(photo: Linear, mesh: Mesh, skin: Plane, alpha: Plane) -> float:
    """Return the gain that an underexposed face needs, 1 for most photos.

    Dark skin is no fault. Only where neither the white of the eyes nor anything of the person is bright, light lacked.
    """
    tone, sure = luminance(photo), skin > 0.8
    if not sure.any():
        return 1.0
    eyes = np.zeros(tone.shape, np.uint8)
    for eye in (RIGHT_EYE, LEFT_EYE):
        cv2.fillPoly(eyes, [np.round(mesh.points[list(eye), :2]).astype(np.int32)], 1)
    white = float(np.percentile(tone[eyes > 0], 88)) if eyes.any() else WHITES
    brightest = max(float(np.percentile(tone[sure], 98)), float(np.percentile(tone[alpha > 0.9], 97)))
    needed = min(WHITES / max(white, 1e-3), BRIGHT / max(brightest, 1e-3))
    return float(np.clip(needed**0.8, 1.0, BRIGHTER))


def _around(rgb: RGB, mesh: Mesh) -> tuple[RGB, Mesh]:
    """Return the part of a photo a picture can show of this person, and the mesh in it."""
    left, top, right, bottom = mesh.box
    tall, (height, width) = bottom - top, rgb.shape[:2]
    x0, y0 = max(0, int(left - BESIDE * tall)), max(0, int(top - ABOVE * tall))
    x1, y1 = min(width, int(right + BESIDE * tall)), min(height, int(bottom + BELOW * tall))
    return np.ascontiguousarray(rgb[y0:y1, x0:x1]), _moved(mesh, (-x0, -y0), 1.0)


def _sized(rgb: RGB, mesh: Mesh, enlarge: Callable[[RGB, int], RGB] | None) -> tuple[RGB, Mesh, float]:
    """Bring the face to a useful number of pixels; return the photo, the mesh and how many times it was enlarged."""
    tall = float(mesh.box[3] - mesh.box[1])
    if WANTED <= tall <= LARGEST:
        return rgb, mesh, 1.0
    factor = LARGEST / tall if tall > LARGEST else min(MOST, WANTED / tall)
    side = round(max(rgb.shape[:2]) * factor)
    made = resampled(rgb, side)
    if factor > LITTLE and max(rgb.shape[:2]) <= FEW and enlarge is not None:
        # The network draws clean edges and loses texture, resampling keeps it with the photo's faults: some of both.
        own, points = made, _moved(mesh, (0, 0), side / max(rgb.shape[:2])).points
        made = cv2.addWeighted(enlarge(rgb, side), INVENTED, made, 1 - INVENTED, 0)
        made = _lenses_kept(made, own, points)
    return made, _moved(mesh, (0, 0), side / max(rgb.shape[:2])), max(1.0, factor)


def _lenses_kept(made: RGB, own: RGB, points: Points) -> RGB:
    """Return ``made`` with what glasses cover as it is in ``own``: of a few soft pixels behind them a network draws
    lids and lines that nobody has, and hard light shows them."""
    if glasses(own, points) is None:
        return made
    band = soften(part(own.shape, points, EYE_BAND, 1.08), LENS * face_width(points))[..., None]
    return np.asarray((made * (1 - band) + own * band).round(), np.uint8)


def resampled(rgb: RGB, side: int) -> RGB:
    """Return a photo with its longer side ``side`` pixels, a little sharper where it was enlarged."""
    factor = side / max(rgb.shape[:2])
    size = (max(1, round(rgb.shape[1] * factor)), max(1, round(rgb.shape[0] * factor)))
    made = np.asarray(Image.fromarray(rgb).resize(size, Image.Resampling.LANCZOS))
    if factor <= 1:
        return made
    soft = cv2.GaussianBlur(made, (0, 0), 0.6 * factor)
    return cv2.addWeighted(made, 1.5, soft, -0.5, 0)


def _moved(mesh: Mesh, by: tuple[float, float], factor: float) -> Mesh:
    points = (mesh.points + np.array([*by, 0], np.float32)) * np.float32(factor)
    return replace(mesh, points=points.astype(np.float32))


def _lively(mesh: Mesh, size: tuple[int, int]) -> Plane:
    """Return (height, width) 0..1 over the eyes and the open mouth."""
    drawn = np.zeros(size, np.float32)
    for ring in (RIGHT_EYE, LEFT_EYE, INNER_LIPS):
        cv2.fillPoly(drawn, [np.round(mesh.points[list(ring), :2] * 16).astype(np.int32)], 1.0, cv2.LINE_AA, 4)
    span = float(np.ptp(mesh.points[:, 0]))
    return cv2.GaussianBlur(drawn, (0, 0), max(span / 120, 0.6))
