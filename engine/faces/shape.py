"""Geometry of face fusion: whose shape, in whose pose, and moving pixels along with mesh points (paper 2.4).

Points are (478, 3) pixels; a box is (left, top, right, bottom), whole pixels.
"""

from __future__ import annotations

from typing import TypeAlias

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import LinearNDInterpolator
from scipy.spatial import Delaunay

from engine.faces.regions import (
    LEFT_BROW,
    RIGHT_BROW,
    STABLE,
    WHOLE_LIPS,
    Mask,
    Pixels,
    face_width,
)
from engine.faces.types import LEFT_EYE, LEFT_IRIS, OVAL, RGB, RIGHT_EYE, RIGHT_IRIS, Mesh, Points

Box: TypeAlias = tuple[int, int, int, int]
Map: TypeAlias = NDArray[np.float32]  # (height, width, 2), where each pixel comes from

SURFACE = 468  # the points that are skin; the ten after them are the irises
FARTHEST_MOVE = 0.08  # of the face width: more than this breaks the picture around the face
NEIGHBOURHOOD = 0.06  # of the face width: how far a part's move carries its surroundings
RING = 1.55  # the face may pull the picture up to this many times its outline
FINE_GRID, COARSE_GRID = 2, 4  # pixels between two places where it is worked out whence a pixel comes
BENT_SOFTLY = 6.0  # pixels over which the kinks of a bent picture are smoothed
OUTSIDE = -9000  # pixels: where what no triangle covers comes from, far off any picture
UNSEEN, SEEN = 0.2, 0.6  # a triangle this much squeezed in the selfie was hidden from, or open to, its camera


def pose_gap(one: Mesh, other: Mesh) -> float:
    """Return the degrees between two head poses; tilt in the picture plane does not count, warping undoes it."""
    return float(np.hypot(one.yaw - other.yaw, one.pitch - other.pitch))


def face_box(points: Points, height: int, width: int) -> Box:
    """Return the square around the face that fusion may touch, cut at the picture's edges."""
    oval = points[list(OVAL), :2]
    centre, reach = oval.mean(0), float(max(np.ptp(oval[:, 0]), np.ptp(oval[:, 1])))
    left, top = np.maximum(0, np.floor(centre - reach)).astype(int)
    right, bottom = np.minimum([width, height], np.ceil(centre + reach)).astype(int)
    return int(left), int(top), int(right), int(bottom)


def rigid(points: Points, onto: Points) -> Points:
    """Return ``points`` after the 3-D similarity that best takes them onto ``onto``, fitted where faces move little."""
    names = list(STABLE)
    here, there = points[names].mean(0), onto[names].mean(0)
    centred, target = points[names] - here, onto[names] - there
    left, sizes, right = np.linalg.svd(target.T @ centred)
    flip = np.diag([1, 1, np.sign(np.linalg.det(left @ right))])  # a reflection is no turn
    scale = np.trace(np.diag(sizes) @ flip) / (centred**2).sum()
    return (points - here) @ (scale * (left @ flip @ right)).T + there


def target_shape(portrait: Points, selfie: Points, move: float) -> Points:
    """Return the portrait's points, pulled by ``move`` (0..1) toward the selfie's proportions in the portrait's pose.

    Eyes, brows and lips keep the portrait's shape, that is its expression, and take the selfie's place and width.
    """
    wanted = rigid(selfie, portrait)
    for names in (RIGHT_EYE, LEFT_EYE, WHOLE_LIPS, RIGHT_BROW, LEFT_BROW, RIGHT_IRIS, LEFT_IRIS):
        wanted[list(names)] = _placed(portrait[list(names)], wanted[list(names)])
    width = face_width(portrait)
    x, y = (np.subtract.outer(portrait[:, axis], portrait[:, axis]) for axis in (0, 1))
    near = np.exp((x * x + y * y) * (-1 / (2 * (NEIGHBOURHOOD * width) ** 2)))
    moves = near @ (wanted - portrait) / near.sum(1, keepdims=True)
    length = np.linalg.norm(moves[:, :2], axis=1, keepdims=True)
    return portrait + move * moves * np.minimum(1, FARTHEST_MOVE * width / np.maximum(length, 1e-6))


def _placed(shape: Points, place: Points) -> Points:
    wider = np.clip(np.ptp(place[:, 0]) / max(float(np.ptp(shape[:, 0])), 1e-6), 0.8, 1.25)
    return (shape - shape.mean(0)) * wider + place.mean(0)


def surface(points: Points) -> Delaunay:
    """Return the triangles of a mesh as it lies in a picture."""
    return Delaunay(points[:SURFACE, :2])


def warp_face(picture: RGB | Pixels, source: Points, target: Points, box: Box, known: Delaunay | None = None) -> Pixels:
    """Return the part ``box`` of the target with the face of ``picture`` warped from ``source`` to ``target``.

    Piecewise affine over the mesh; any number of channels. What lies outside the mesh is not meaningful. ``known`` is
    the `surface` of the target, where it was computed before.
    """
    found, _ = _come_from(known or surface(target), source[:SURFACE, :2], box, FINE_GRID)
    found = _inside(_full_size(np.nan_to_num(found, nan=OUTSIDE), box, FINE_GRID), picture)
    return cv2.remap(picture, found, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT).astype(np.float32)


def _inside(places: Map, picture: RGB | Pixels) -> Map:
    """Return ``places`` with what lies off the mesh where reflecting it at the picture's edges ends.

    OpenCV reflects step by step: that took most of a warp's time, for pixels nobody looks at.
    """
    ends = [cv2.borderInterpolate(OUTSIDE, length, cv2.BORDER_REFLECT) for length in picture.shape[1::-1]]
    off = cv2.inRange(places, (OUTSIDE, OUTSIDE), (OUTSIDE, OUTSIDE))
    return np.asarray(cv2.copyTo(np.full_like(places, ends), off, places), np.float32)


def bend_picture(rgb: RGB, source: Points, target: Points, box: Box) -> RGB:
    """Return the part ``box`` of ``rgb``, its face moved from ``source`` to ``target`` and a far ring held still."""
    outline = target[list(OVAL), :2]
    ring = (outline - outline.mean(0)) * RING + outline.mean(0)
    left, top, right, bottom = box
    still = np.vstack([ring, [[left, top], [right, top], [left, bottom], [right, bottom]]])
    onto, origin = (np.vstack([points[:SURFACE, :2], still]) for points in (target, source))
    found, here = _come_from(Delaunay(onto), origin, box, COARSE_GRID)
    shift = cv2.GaussianBlur(np.nan_to_num(found - here).astype(np.float32), (0, 0), BENT_SOFTLY / COARSE_GRID)
    found = _full_size(shift, box, COARSE_GRID)
    found += np.dstack(np.meshgrid(np.arange(left, right, dtype=np.float32), np.arange(top, bottom, dtype=np.float32)))
    return cv2.remap(rgb, found, None, cv2.INTER_CUBIC, borderMode=cv2.BORDER_REFLECT)


def _come_from(
    target: Delaunay, source: Points, box: Box, step: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Interpolate at every ``step``-th pixel: every second one is a quarter of the time, and the map is smooth."""
    left, top, right, bottom = box
    here = np.dstack(np.meshgrid(np.arange(left, right, step, float), np.arange(top, bottom, step, float)))
    return LinearNDInterpolator(target, source)(here), here


def _full_size(coarse: NDArray[np.float64], box: Box, step: int) -> Map:
    left, top, right, bottom = box
    # cv2.resize treats pixels as areas; the coarse grid sits on the centre of every ``step``-th pixel.
    size, shrunk = (right - left, bottom - top), np.array([[1 / step, 0, 0], [0, 1 / step, 0]])
    way = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    return cv2.warpAffine(coarse.astype(np.float32), shrunk, size, flags=way, borderMode=cv2.BORDER_REPLICATE)


def seen(selfie: Points, target: Points, box: Box, known: Delaunay | None = None) -> Mask:
    """Return how much of each place in ``box`` the selfie's camera saw: 0 hidden or squeezed, 1 open."""
    left, top, right, bottom = box
    triangles = (known or surface(target)).simplices
    outline = list(OVAL)
    scale = np.ptp(target[outline, 1]) / max(float(np.ptp(selfie[outline, 1])), 1e-6)
    there = _areas(target, triangles)
    share = _areas(selfie, triangles) / np.where(np.abs(there) < 1e-3, 1e-3, there) * scale**2
    mask = np.zeros((bottom - top, right - left), np.float32)
    corners = np.round(target[:SURFACE, :2] - [left, top]).astype(np.int32)[triangles]  # (triangles, 3, 2)
    for three, value in zip(corners, np.clip((share - UNSEEN) / (SEEN - UNSEEN), 0, 1).tolist(), strict=True):
        cv2.fillConvexPoly(mask, three, value)
    return mask


def _areas(points: Points, triangles: NDArray[np.int32]) -> NDArray[np.float64]:
    a, b, c = (points[triangles[:, k], :2].astype(np.float64) for k in range(3))
    return ((b - a)[:, 0] * (c - a)[:, 1] - (b - a)[:, 1] * (c - a)[:, 0]) / 2
