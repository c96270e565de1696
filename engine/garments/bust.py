"""The person's head and neck, cut out of a photo of theirs, where the head of a garment's picture is (paper 3.1).

    bust = placed(subject, like(subject.mesh, face.mesh), rgb.shape, light_of(wearer), tone)

Nothing of it is drawn: the photo's own light is divided out of its pixels, that of the garment's picture put on.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.canvas import harmonics
from engine.canvas.head import head_of
from engine.canvas.light import OUTSIDE, OWN, REMOVED
from engine.canvas.linear import LUMINANCE, exposed, linear
from engine.canvas.smooth import wide
from engine.canvas.types import Linear, Plane, Subject
from engine.faces.regions import CHEEKS, face_units, face_width, hull, part, upright
from engine.faces.types import CHIN, OVAL, Mesh, Points
from engine.garments import hair, neck
from engine.garments.bearded import whole_beard
from engine.garments.firm import firm

Tone = NDArray[np.float32]  # (3,) linear light
Move = NDArray[np.float64]  # (2, 3), pixels of the photo to pixels of the picture
Coefficients = NDArray[np.float64]  # (9,)

UNREST = 0.15  # face widths from the hair
RIDGE = 0.02  # of the harmonics but the first: what a face does not show stays at rest
LIGHT = 0.85  # share of the garment picture's light that is put on
GAIN = (0.6, 1.6)  # how much of its brightness a photo may gain or lose, colour by colour
CORRIDOR, UNDER = 0.62, 0.85  # face widths to either side of the chin and under it in which the neck lies
LINING = 0.72  # of the face's redness: what has less is no neck
COLLAR = 0.04  # face widths from the collar of the photo at which its neck ends
HANGS, FRINGES = 1.3, 0.5  # face widths under the eyes at which long hair ends, and over which it does
BESIDE, WAVES = (1.2, 1.35), 0.9  # face widths to either side that hair reaches, under the chin and so far above it
ENDS = 0.15  # face widths over which it ends there
ALIASED = 0.75  # scale under which a photo is softened before it is shrunk
NEARER = 0.97  # of the size: selfies are taken from nearer than pictures of clothes, which makes a face large
SMALLEST = 0.86  # of its size a head may become to have room under the picture's edge
ASKEW, ASIDE = 8.0, 0.22  # degrees that two heads are turned apart; face widths by which a neck may then be shifted
THROAT = (0.25, 0.06, 0.34)  # face widths to either side and under the chin in which a neck is looked for
STABLE = (33, 133, 362, 263, 1, 61, 291, 152, 234, 454, 172, 397)  # points a head is laid on another by
FEWEST = 30  # pixels
LEAST_HAIR, HELD, GROWS = 0.2, 0.0, 0.2  # what is hair; how high it reaches at least; or the share of it in the face


@dataclass(frozen=True, kw_only=True, eq=False)
class Bust:
    """A head in the picture's pixels; every plane (height, width) 0..1."""

    colour: Linear
    head: Plane  # face, hair, ears and what is worn on them
    neck: Plane  # bare skin of the neck, down to the collar of the photo
    hair: Plane  # of the head
    hides: Plane  # hair, and the collar of the photo: what a neck is not seen behind
    tone: Tone  # of the cheeks, as they are seen now
    points: Points  # (478, 2) of the face, in the picture's pixels


def like(own: Mesh, other: Mesh) -> Move:
    """Return the move, turn and size that lay a face on another, chin on chin."""
    first, second = (mesh.points[list(STABLE), :2].astype(np.float64) for mesh in (own, other))
    size = NEARER * np.sqrt(_area(other) / _area(own))
    a, b = first - first.mean(0), second - second.mean(0)
    angle = np.arctan2((a[:, 0] * b[:, 1] - a[:, 1] * b[:, 0]).sum(), (a * b).sum())
    turn = size * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    middle = second.mean(0) - turn @ first.mean(0)
    chin = other.points[CHIN, :2] - turn @ own.points[CHIN, :2]
    return np.hstack([turn, np.array([[middle[0]], [0.35 * middle[1] + 0.65 * chin[1]]])])


def onto_neck(move: Move, subject: Subject, wearer: Mesh, skin: Plane) -> Move:
    """Return ``move`` shifted along the shoulders so that the person's neck is where that of the ``wearer`` was.

    Of two heads that are not turned alike the chins lie to different sides of their necks. ``skin`` (height, width) is
    what is bare of the wearer's.
    """
    neck_, hides = _parts(subject)[1], subject.cut.hair + subject.cut.clothes
    own = neck.upper(
        neck.seen(neck_ > 0.5, hides > 0.3, np.zeros(neck_.shape, bool), subject.mesh.points), neck.LEANING
    )
    other = neck.upper(neck.seen(skin > 0.5, skin < 0, np.zeros(skin.shape, bool), wearer.points), neck.LEANING)
    if None in own or None in other or abs(subject.mesh.yaw - wearer.yaw) < ASKEW:
        return move
    aside = ((other[1] - other[0]) - (own[1] - own[0])) / 2  # type: ignore[operator]
    along = np.linalg.inv(upright(wearer.points)[:, :2].astype(np.float64)) @ np.array(
        [np.clip(aside, -ASIDE, ASIDE), 0]
    )
    return np.hstack([move[:, :2], move[:, 2:] + along[:, None]])


def fitted(move: Move, subject: Subject, margin: float) -> Move | None:
    """Return ``move``, smaller about the chin where hair would else be cut off by the picture's upper edge.

    ``margin`` is the first row hair may be in; None where even the `SMALLEST` head would be cut off.
    """
    rows = np.flatnonzero((head_of(subject.cut, subject.mesh) > 0.5).sum(1) > 2)
    crown = np.array([subject.mesh.points[:, 0].mean(), float(rows[0]) if len(rows) else 0.0])
    chin = move[:, :2] @ subject.mesh.points[CHIN, :2] + move[:, 2]
    top = float((move[:, :2] @ crown + move[:, 2])[1])
    size = min(1.0, (chin[1] - margin) / max(chin[1] - top, 1.0))
    if size < SMALLEST:
        return None
    return np.hstack([move[:, :2] * size, (chin + (move[:, 2] - chin) * size)[:, None]])


def throat_shown(subject: Subject) -> float:
    """Return how much of the neck a photo shows, 0..1."""
    return throat_in(_parts(subject)[1], subject.mesh)


def throat_in(skin: Plane, mesh: Mesh) -> float:
    """Return how much of the neck under the chin of ``mesh`` is bare ``skin`` (height, width), 0..1."""
    x, y = face_units(skin.shape, mesh.points)
    chin = -float(np.linalg.norm(mesh.points[CHIN, :2] - mesh.eyes.mean(0))) / face_width(mesh.points)
    strip = (np.abs(x) < THROAT[0]) & (y < chin - THROAT[1]) & (y > chin - THROAT[2])
    return float((skin[strip] > 0.5).mean()) if strip.any() else 0.0


def unrest_behind(subject: Subject) -> float:
    """Return how much the light behind the hair changes, 0..1: of a window and leaves some stays between strands."""
    unit = face_width(subject.mesh.points)
    reach = 2 * max(1, round(UNREST * unit)) + 1
    around = cv2.dilate(subject.cut.hair, cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (reach, reach))) > 0.5
    behind = subject.rgb[around & (subject.cut.alpha < 0.02)]
    return float(behind.mean(1).std() / 255) if len(behind) else 0.0


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
    whole = whole_beard(firm(subject.cut, subject.mesh, subject.rgb), subject.mesh, subject.rgb)
    subject = replace(subject, cut=hair.without_cloth(whole, subject.mesh))
    person = _relit(subject, light, tone)
    seen = cheeks_of(person, subject.mesh)
    head, throat = _parts(subject)
    scale = float(np.sqrt(abs(np.linalg.det(move[:, :2]))))

    def laid(plane: NDArray[np.float32], smooth: int = cv2.INTER_LINEAR) -> NDArray[np.float32]:
        soft = cv2.GaussianBlur(plane, (0, 0), 0.42 / scale) if scale < ALIASED else plane
        return cv2.warpAffine(soft, move, shape[1::-1], flags=smooth, borderMode=cv2.BORDER_CONSTANT)

    solid = np.maximum(head, throat)
    weight = laid(solid)
    # Weighed by the person: nothing of what stood behind them comes along at the rim.
    colour = laid(person * solid[..., None]) / weight[..., None].clip(1e-3)
    points = subject.mesh.points[:, :2] @ move[:, :2].T + move[:, 2]
    return Bust(
        colour=colour.clip(0, 1), head=laid(head).clip(0, 1), neck=laid(throat).clip(0, 1),
        hair=laid(np.minimum(subject.cut.hair, head)).clip(0, 1),
        hides=laid(subject.cut.hair + subject.cut.clothes).clip(0, 1), tone=seen, points=points.astype(np.float32),
    )  # fmt: skip


def _held(hair: Plane, mesh: Mesh, y: Plane) -> Plane:
    """Return ``hair`` that hangs on the head: the shade between jaw and collar is taken for hair at times.

    What hangs on a head reaches above the eyes or into the face, as a beard does.
    """
    count, names = cv2.connectedComponents((hair > LEAST_HAIR).astype(np.uint8))
    pixels = np.bincount(names.ravel(), minlength=count)
    oval = hull(hair.shape, mesh.oval) > 0
    held = np.isin(np.arange(count), names[(y > HELD) & (names > 0)])
    held |= np.bincount(names[oval], minlength=count) > GROWS * pixels
    held[0] = True
    loose = cv2.dilate((~held[names]).astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    return np.asarray(hair * ~(loose & ~(held[names] & (names > 0))), np.float32)


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
    cut = replace(cut, hair=_held(cut.hair, mesh, y))
    chin = -float(np.linalg.norm(mesh.points[CHIN, :2] - mesh.eyes.mean(0))) / unit
    # Hair that lay on the photo's own shoulders goes on behind the garment, but not further down than it hides.
    low = ((y + HANGS + FRINGES) / FRINGES).clip(0, 1)
    far = BESIDE[1] - (BESIDE[1] - BESIDE[0]) * ((chin + WAVES - y) / WAVES).clip(0, 1)
    low *= ((far - np.abs(x)) / ENDS).clip(0, 1)
    head = head_of(cut, mesh)
    head = np.maximum(head, cut.hair * (y < 0)) - cut.hair * (1 - low) * (y < chin + WAVES)
    size = 2 * max(1, round(COLLAR * unit)) + 1
    collar = cv2.dilate(cut.clothes, np.ones((size, size), np.uint8))
    under = ((y < chin + 0.4) & (y > chin - UNDER) & (np.abs(x) < CORRIDOR)).astype(np.float32)
    # The lining of a hood is taken for a neck now and then: it is not as red as the face.
    values = linear(cut.colour) + np.float32(0.01)
    redness = cv2.blur(values[..., 0] / values[..., 1], (5, 5))
    face = cut.face > 0.9
    usual = float(np.median(redness[face])) if face.any() else 1.0
    under = under * ((redness / usual - LINING) / (1 - LINING) * 2).clip(0, 1)
    neck = cut.skin * under * (1 - cv2.GaussianBlur(collar, (0, 0), max(0.8, COLLAR * unit / 2)))
    return np.asarray(head.clip(0, 1), np.float32), np.asarray(neck.clip(0, 1), np.float32)
