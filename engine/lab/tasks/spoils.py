"""Ways a face in a template comes out badly, each made on purpose from a good one: what a judge has to refuse.

Every spoil takes the place and the exchange, and returns the picture of the part, (height, width, 3) uint8 RGB. Sizes
are in face widths, so that a small face is spoilt as much as a large one.
"""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np

from engine.canvas.linear import display, linear, luminance
from engine.canvas.swap.judge import neck_of
from engine.canvas.swap.types import Exchanged, Place
from engine.faces import occlusion
from engine.faces.regions import Mask, face_units, face_width, hull, part
from engine.faces.types import LEFT_EYE, LEFT_IRIS, MOUTH_LEFT, MOUTH_RIGHT, NOSE_TIP, OVAL, RGB, RIGHT_IRIS, Points

Spoil = Callable[[Place, Exchanged], RGB]

HARD, SHIFT, MIDDLE = 0.3, 45, 128  # of a face laid on hard: share it ends at; how much lighter or darker, from which
JAW = 45  # how much lighter or darker a jaw is than the neck it ends on
MAGENTA = (1.5, 0.7, 1.7)  # of red, green and blue in a lamp that lights the neck alone
SMEAR = 0.035  # face widths: a melted face
INWARD = 0.8  # radii of an iris that crossed eyes look at the nose
WHITE = 1.5  # radii around an iris that move with it
BANDS, THICK, GREY, COVERS = (0.22, -0.12, -0.42), 0.035, 128, 0.6  # heights of grey bands, half of one, and its share
HAIR, DENSE = 35, 0.8  # light of a moustache, and how dense it is
FRINGE, LOCKS = 0.16, (40.0, 0.03)  # face widths above the brows; how many and how deep its locks are
HAIR_SEEN, BLOND = 70, 190  # light of a face from which dark hair is seen before it, and of other hair
AGAIN = 0.05  # face widths: how far a second contour lies beside the first
SMALL, LARGE = 0.8, 1.25  # times as wide as the face should be
TILT, ASIDE = 14.0, 0.13  # degrees and face widths by which a face is off its place
STAIN, STAINED = 0.1, 55  # face widths: radius of a stain, and how much lighter or darker it is


def seam(_place: Place, made: Exchanged) -> RGB:
    """Return the face laid on without a border, of clearly other lightness than what it lies on, as sharp as it is."""
    inside = made.face > HARD
    return _lightened(made.rgb, inside[..., None] * _away(made.rgb, inside, SHIFT))


def jaw(_place: Place, made: Exchanged) -> RGB:
    """Return it with a seam along the jaw alone: the chin is of another lightness than the neck right below it."""
    _, y = face_units(made.face.shape, made.points)
    inside = made.face > HARD
    share = np.clip((-y - 0.3) / 0.25, 0, 1) * inside
    return _lightened(made.rgb, share[..., None] * _away(made.rgb, inside, JAW))


def neck(place: Place, made: Exchanged) -> RGB:
    """Return it with a neck of a clearly other tone than the face: lighter under a dark one, darker under a light."""
    away = 45 if float(np.median(made.rgb[made.face > 0.9])) < 120 else -45
    return _lightened(made.rgb, neck_of(place)[..., None] * float(away))


def magenta(place: Place, made: Exchanged) -> RGB:
    """Return it with a neck in the light of another lamp, as light as it was."""
    light = linear(made.rgb)
    seen = light * np.asarray(MAGENTA, np.float32)
    seen *= (luminance(light) / luminance(seen).clip(1e-4))[..., None]
    return _mixed(made.rgb, display(seen.clip(0, 1)), neck_of(place).astype(np.float32))


def blur(_place: Place, made: Exchanged) -> RGB:
    """Return it with a face that has melted."""
    return np.where(made.face[..., None] > 0.5, _smeared(made), made.rgb)


def half(_place: Place, made: Exchanged) -> RGB:
    """Return it with one half of the face melted."""
    x, _ = face_units(made.face.shape, made.points)
    return _mixed(made.rgb, _smeared(made), made.face * np.clip(x / 0.05, 0, 1))


def mouth(_place: Place, made: Exchanged) -> RGB:
    """Return it with a melted mouth."""
    middle = made.points[[MOUTH_RIGHT, MOUTH_LEFT], :2].mean(0)
    return _mixed(made.rgb, _smeared(made), _spot(made, middle, 0.28) * (made.face > 0.5))


def eyes(_place: Place, made: Exchanged) -> RGB:
    """Return it with both eyes turned to the nose."""
    rgb, points = made.rgb.copy(), made.points
    y, x = np.mgrid[: rgb.shape[0], : rgb.shape[1]].astype(np.float32)
    middle = (points[RIGHT_IRIS[0], :2] + points[LEFT_IRIS[0], :2]) / 2
    for iris in (RIGHT_IRIS, LEFT_IRIS):
        centre = points[iris[0], :2]
        radius = float(np.linalg.norm(points[list(iris[1:]), :2] - centre, axis=1).mean())
        inward = (middle - centre) / max(float(np.linalg.norm(middle - centre)), 1e-3) * INWARD * radius
        share: Mask = np.exp(-((np.hypot(x - centre[0], y - centre[1]) / (WHITE * radius)) ** 4)).astype(np.float32)
        rgb = cv2.remap(
            rgb, x - share * np.float32(inward[0]), y - share * np.float32(inward[1]), cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )  # fmt: skip
    return rgb


def erased(_place: Place, made: Exchanged) -> RGB:
    """Return it with skin painted over one eye."""
    lid = cv2.GaussianBlur(part(made.face.shape, made.points, LEFT_EYE, 1.6), (0, 0), 0.012 * face_width(made.points))
    return _mixed(made.rgb, np.broadcast_to(np.median(made.rgb[made.face > 0.9], 0), made.rgb.shape), lid)


def bands(_place: Place, made: Exchanged) -> RGB:
    """Return it with grey bands across the face."""
    _, y = face_units(made.face.shape, made.points)
    share = np.maximum.reduce([np.abs(y - height) < THICK for height in BANDS]) * (made.face > 0.5) * COVERS
    return _mixed(made.rgb, np.full_like(made.rgb, GREY), share)


def moustache(_place: Place, made: Exchanged) -> RGB:
    """Return it with one half of a moustache that somebody else wore."""
    lip, base = made.points[0, :2], made.points[2, :2]  # the upper lip's edge, the nose's foot
    middle = (lip + base) / 2 + 0.11 * (made.points[MOUTH_LEFT, :2] - made.points[MOUTH_RIGHT, :2])
    x, y = face_units(made.face.shape, made.points)
    at_x, at_y = (float(plane[tuple(np.round(middle[::-1]).astype(int))]) for plane in (x, y))
    share = np.exp(-((((x - at_x) / 0.11) ** 2 + ((y - at_y) / 0.045) ** 2) ** 2)).astype(np.float32)
    grain = np.random.default_rng(0).normal(HAIR, 12, made.face.shape)
    hair = np.repeat(cv2.GaussianBlur(grain.astype(np.float32), (0, 0), 0.7)[..., None], 3, axis=2)
    return _mixed(made.rgb, hair, DENSE * share)


def fringe(place: Place, made: Exchanged) -> RGB:
    """Return it with a fringe that has no head: a band of hair over the brows, and skin again above it."""
    skin = (place.head.cut.face + place.head.cut.skin).clip(0, 1)
    x, y = face_units(made.face.shape, made.points)
    brows = occlusion.height_of_brows(made.points)
    ragged = LOCKS[1] * np.abs(np.sin(LOCKS[0] * x))
    share = skin * np.clip((y - brows - ragged) / 0.015, 0, 1) * np.clip((brows + FRINGE - y) / 0.03, 0, 1)
    light = HAIR if float(np.median(made.rgb[made.face > 0.9])) > HAIR_SEEN else BLOND
    grain = np.random.default_rng(0).normal(light, 12, made.face.shape)
    hair = np.repeat(cv2.GaussianBlur(grain.astype(np.float32), (0, 0), 0.7)[..., None], 3, axis=2)
    return _mixed(made.rgb, hair, (DENSE * share * (np.abs(x) < 0.5)).astype(np.float32))


def double(_place: Place, made: Exchanged) -> RGB:
    """Return it with every contour twice."""
    again = _moved(made, np.array([AGAIN, 0.4 * AGAIN]))
    return _mixed(made.rgb, again[0], 0.5 * np.minimum(made.face, again[1]))


def small(place: Place, made: Exchanged) -> RGB:
    """Return a face too small for its head, laid on the template's own."""
    rgb, share = _moved(made, np.zeros(2), scale=SMALL)
    return _mixed(place.head.rgb, rgb, share)


def large(_place: Place, made: Exchanged) -> RGB:
    """Return a face too large for its head."""
    rgb, share = _moved(made, np.zeros(2), scale=LARGE)
    return _mixed(made.rgb, rgb, share)


def tilted(place: Place, made: Exchanged) -> RGB:
    """Return a face that is turned in its head."""
    rgb, share = _moved(made, np.zeros(2), degrees=TILT)
    return _mixed(place.head.rgb, rgb, share)


def aside(place: Place, made: Exchanged) -> RGB:
    """Return a face beside its place."""
    rgb, share = _moved(made, np.array([ASIDE, 0.0]))
    return _mixed(place.head.rgb, rgb, share)


def stain(_place: Place, made: Exchanged) -> RGB:
    """Return it with a stain on a cheek."""
    share = _spot(made, made.points[280, :2], STAIN)
    return _lightened(made.rgb, share[..., None] * _away(made.rgb, made.face > 0.9, STAINED))


def _away(rgb: RGB, inside: np.ndarray, by: float) -> float:
    """Return ``by`` lighter for what is dark, darker for what is light."""
    return by if float(np.median(rgb[inside])) < MIDDLE else -by


def _lightened(rgb: RGB, by: np.ndarray) -> RGB:
    return (rgb + by).clip(0, 255).astype(np.uint8)


def _mixed(rgb: RGB, other: np.ndarray, share: np.ndarray) -> RGB:
    """Return ``other`` laid over ``rgb`` with ``share`` (height, width) 0..1."""
    return (rgb + (other - rgb.astype(np.float32)) * share[..., None]).clip(0, 255).astype(np.uint8)


def _smeared(made: Exchanged) -> RGB:
    return cv2.GaussianBlur(made.rgb, (0, 0), max(2.0, SMEAR * face_width(made.points)))


def _spot(made: Exchanged, centre: Points, radius: float) -> Mask:
    """Return (height, width) 0..1: a spot of ``radius`` face widths with a soft edge."""
    y, x = np.mgrid[: made.face.shape[0], : made.face.shape[1]]
    away = np.hypot(x - centre[0], y - centre[1]) / face_width(made.points)
    return np.asarray(np.exp(-((away / radius) ** 6)), np.float32)


def _moved(made: Exchanged, by: Points, *, scale: float = 1.0, degrees: float = 0.0) -> tuple[RGB, Mask]:
    """Return the picture and the face's share, moved ``by`` face widths, scaled and turned around the nose."""
    centre = made.points[NOSE_TIP, :2]
    matrix = cv2.getRotationMatrix2D((float(centre[0]), float(centre[1])), degrees, scale)
    matrix[:, 2] += by * face_width(made.points)
    oval = hull(made.face.shape, made.points[list(OVAL), :2], 0.97)
    soft = cv2.GaussianBlur(np.minimum(oval, made.face), (0, 0), 0.01 * face_width(made.points))
    size = made.face.shape[1], made.face.shape[0]
    moved = (cv2.warpAffine(plane, matrix, size, borderMode=cv2.BORDER_REPLICATE) for plane in (made.rgb, soft))
    return next(moved), next(moved)


SPOILS: dict[str, Spoil] = {
    one.__name__: one
    for one in (
        seam, jaw, neck, magenta, blur, half, mouth, eyes, erased, bands, moustache, fringe, double, small, large,
        tilted, aside, stain,
    )
}  # fmt: skip
