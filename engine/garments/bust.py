"""The person's head and neck, cut out of a photo of theirs, where the head of a garment's picture is (paper 3.1).

    bust = placed(subject, like(subject.mesh, face.mesh), rgb.shape, light_of(wearer), tone)

Nothing of it is drawn: the photo's own light is divided out of its pixels, that of the garment's picture put on.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.canvas import harmonics
from engine.canvas.head import head_of
from engine.canvas.light import OUTSIDE, OWN, REMOVED
from engine.canvas.linear import LUMINANCE, exposed, linear
from engine.canvas.smooth import wide
from engine.canvas.types import Linear, Plane, Subject
from engine.faces.regions import CHEEKS, face_units, face_width, part
from engine.faces.types import CHIN, OVAL, Mesh

Tone = NDArray[np.float32]  # (3,) linear light
Move = NDArray[np.float64]  # (2, 3), pixels of the photo to pixels of the picture
Coefficients = NDArray[np.float64]  # (9,)

RIDGE = 0.02  # of the harmonics but the first: what a face does not show stays at rest
LIGHT = 0.85  # share of the garment picture's light that is put on
GAIN = (0.6, 1.6)  # how much of its brightness a photo may gain or lose, colour by colour
NECK, FADES = 0.14, 0.36  # face widths under the chin: the person's own neck is whole there, and fades out below
CORRIDOR = 0.46  # face widths to either side in which the neck lies
LINING = 0.72  # of the face's redness: what has less is no neck
COLLAR = 0.04  # face widths from the collar of the photo at which its neck ends
ENDS = 0.3  # face widths over the chin from which on long hair is rounded
ALIASED = 0.75  # scale under which a photo is softened before it is shrunk
STABLE = (33, 133, 362, 263, 1, 61, 291, 152, 234, 454, 172, 397)  # points a head is laid on another by
FEWEST = 30  # pixels


@dataclass(frozen=True, kw_only=True, eq=False)
class Bust:
    """A head in the picture's pixels; every plane (height, width) 0..1."""

    colour: Linear
    head: Plane  # face, hair, ears and what is worn on them
    neck: Plane  # the upper neck, fading out downwards
    tone: Tone  # of the cheeks, as they are seen now


def like(own: Mesh, other: Mesh) -> Move:
    """Return the move, turn and size that lay a face on another, chin on chin."""
    first, second = (mesh.points[list(STABLE), :2].astype(np.float64) for mesh in (own, other))
    size = np.sqrt(_area(other) / _area(own))
    a, b = first - first.mean(0), second - second.mean(0)
    angle = np.arctan2((a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]).sum(), (a * b).sum())
    turn = size * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    middle = second.mean(0) - turn @ first.mean(0)
    chin = other.points[CHIN, :2] - turn @ own.points[CHIN, :2]
    return np.hstack([turn, np.array([[middle[0]], [0.35 * middle[1] + 0.65 * chin[1]]])])


def _area(mesh: Mesh) -> float:
    return float(cv2.contourArea(mesh.points[list(OVAL), :2].astype(np.float32)))


def light_of(wearer: Subject) -> Coefficients | None:
    """Return the light of the garment's picture as its wearer's face shows it, 1 in the mean; None if it does not."""
    sure = wearer.face > 0.6
    if sure.sum() < 200:
        return None
    shape = harmonics.basis(wearer.normals[sure]).astype(np.float64)
    seen = wearer.shading[sure].astype(np.float64)
    every = max(1, len(seen) // 20000)
    shape, seen = shape[::every], seen[::every]
    ridge = np.sqrt(RIDGE * len(seen)) * np.diag([0.0, 1, 1, 1, 2, 2, 2, 2, 2])
    return np.linalg.lstsq(np.vstack([shape, ridge]), np.r_[seen, np.zeros(9)], rcond=None)[0]


def cheeks(rgb: NDArray[np.uint8], mesh: Mesh) -> Tone | None:
    """Return the colour of the cheeks in linear light, None where they have too few pixels."""
    where = part(rgb.shape, mesh.points, CHEEKS) > 0
    return np.median(linear(rgb)[where], axis=0).astype(np.float32) if where.sum() >= FEWEST else None


def placed(subject: Subject, move: Move, shape: tuple[int, ...], light: Coefficients | None, tone: Tone | None) -> Bust:
    """Return the head of ``subject`` in a picture of ``shape``, in ``light``, its cheeks in ``tone``."""
    person = _relit(subject, light, tone)
    seen = cheeks_of(person, subject.mesh)
    head, neck = _parts(subject)
    scale = float(np.sqrt(abs(np.linalg.det(move[:, :2]))))

    def laid(plane: NDArray[np.float32], smooth: int = cv2.INTER_LINEAR) -> NDArray[np.float32]:
        soft = cv2.GaussianBlur(plane, (0, 0), 0.42 / scale) if scale < ALIASED else plane
        return cv2.warpAffine(soft, move, shape[1::-1], flags=smooth, borderMode=cv2.BORDER_CONSTANT)

    solid = np.maximum(head, neck)
    weight = laid(solid)
    # Weighed by the person: nothing of what stood behind them comes along at the rim.
    colour = laid(person * solid[..., None]) / weight[..., None].clip(1e-3)
    return Bust(colour=colour.clip(0, 1), head=laid(head).clip(0, 1), neck=laid(neck).clip(0, 1), tone=seen)


def cheeks_of(light: Linear, mesh: Mesh) -> Tone:
    """Return the median of the cheeks of (height, width, 3) linear light."""
    where = part(light.shape, mesh.points, CHEEKS) > 0
    return np.median(light[where], axis=0).astype(np.float32) if where.any() else np.full(3, 0.3, np.float32)


def _relit(subject: Subject, light: Coefficients | None, tone: Tone | None) -> Linear:
    photo = linear(subject.cut.colour)
    trust = REMOVED * (subject.face + OUTSIDE * (1 - subject.face))
    ratio = 1 / subject.shading**trust
    if light is not None:
        ratio = ratio * (harmonics.basis(subject.normals) @ light.astype(np.float32)).clip(*OWN) ** LIGHT
    sure = subject.face > 0.7
    ratio = ratio / max(float(np.median(ratio[sure])) if sure.any() else 1.0, 1e-3)
    ratio = ratio + (wide(np.asarray(ratio, np.float32), face_width(subject.mesh.points) / 12) - ratio) * subject.lively
    own = cheeks_of(exposed(photo, np.repeat(ratio[..., None], 3, 2)), subject.mesh)
    gain = np.ones(3, np.float32) if tone is None else (tone / own.clip(1e-3)).clip(*GAIN)
    bright = np.float32(gain @ LUMINANCE)  # skin takes the tone; hair only its brightness, or black hair turns blue
    hair = (subject.cut.hair + subject.cut.worn).clip(0, 1)[..., None]
    return exposed(photo, np.asarray(ratio[..., None] * (gain * (1 - hair) + bright * hair), np.float32))


def _parts(subject: Subject) -> tuple[Plane, Plane]:
    """Return head and upper neck of the photo."""
    cut, mesh = subject.cut, subject.mesh
    unit = face_width(mesh.points)
    x, y = face_units(cut.alpha.shape, mesh.points)
    chin = -float(np.linalg.norm(mesh.points[CHIN, :2] - mesh.eyes.mean(0))) / unit
    # Hair that lay on the photo's own shoulders has none here: it ends round instead of along a collar that is gone.
    low = (chin + ENDS - y).clip(0)
    falls = ((1.08 - np.hypot(x / 1.05, low / 0.8)) / 0.3).clip(0, 1)
    head = head_of(cut, mesh) - cut.hair * (1 - falls) * (y < chin + ENDS)
    jaw = chin + 0.5 * np.abs(x) ** 2
    size = 2 * max(1, round(COLLAR * unit)) + 1
    collar = cv2.dilate(cut.clothes, np.ones((size, size), np.uint8))
    under = ((y - (jaw - FADES)) / (FADES - NECK)).clip(0, 1) * ((CORRIDOR - np.abs(x)) / 0.06).clip(0, 1)
    # The lining of a hood is taken for a neck now and then: it is not as red as the face.
    values = linear(cut.colour) + np.float32(0.01)
    redness = cv2.blur(values[..., 0] / values[..., 1], (5, 5))
    face = cut.face > 0.9
    usual = float(np.median(redness[face])) if face.any() else 1.0
    under = under * ((redness / usual - LINING) / (1 - LINING) * 2).clip(0, 1)
    neck = cut.skin * under * (1 - cv2.GaussianBlur(collar, (0, 0), max(0.8, COLLAR * unit / 2)))
    return np.asarray(head.clip(0, 1), np.float32), np.asarray(neck.clip(0, 1), np.float32)
