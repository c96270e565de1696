"""Whose proportions: the person's features in the template's head, and where every pixel comes from.

Beyond the outline of the mesh both faces go on: a ring around it carries foreheads and beards along.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import LinearNDInterpolator
from scipy.spatial import Delaunay

from engine.canvas.swap.types import Means
from engine.canvas.types import Plane
from engine.faces.regions import face_width, hull, soften
from engine.faces.shape import SURFACE, Box, rigid
from engine.faces.types import LEFT_EYE, LEFT_IRIS, OVAL, RIGHT_EYE, RIGHT_IRIS, Points

Map = NDArray[np.float32]  # (height, width, 2), where each pixel comes from
NEAR = 0.22  # face widths from the outline within which a point goes with the outline
RINGS = (1.22, 1.5)  # of the outline, about its middle
FARTHEST = 0.10  # face widths that the outline may move
STILL = 1.35  # of the outline: from here on the template is not bent; frames and walls have straight lines
GROWN, BESIDE = 1.04, 0.05  # outline that goes along, face widths beside the wearer in which that ends
GAZE = 0.12  # widths of an eye that its iris may be moved within it
STEP = 2  # pixels: between them the map is smooth


def goal(template: Points, selfie: Points, means: Means) -> Points:
    """Return (478, 3) where the points of the person's face go, pixels of the template.

    Features take the person's own places, turned in 3-D into the template's pose; the outline, and what lies near it,
    goes between both heads, so that hair, ears and neck of the template still fit.
    """
    own, width = rigid(selfie, template), face_width(template)
    oval = list(OVAL)
    apart = np.sqrt(((own[:, None, :2] - own[None, oval, :2]) ** 2).sum(-1)).min(1) / width
    inner = np.clip(apart / NEAR, 0, 1)[:, None]
    inner = inner * inner * (3 - 2 * inner)
    share = means.outline + (means.proportions - means.outline) * inner
    moves = (own - template) * share
    length = np.linalg.norm(moves[:, :2], axis=1, keepdims=True)
    most = FARTHEST * width + (1 - (1 - inner)) * width
    made = template + moves * np.minimum(1, most / np.maximum(length, 1e-6))
    return _looking(made, template)


def _looking(made: Points, template: Points) -> Points:
    """Return the points with the irises where the template's are within its eyes: the person looks where it looks."""
    eyes = ((RIGHT_EYE, RIGHT_IRIS), (LEFT_EYE, LEFT_IRIS))
    shifts = []
    for eye, iris in eyes:
        here, there = (_within(points, eye, iris) for points in (made, template))
        shifts.append(there - here)
    shift = np.clip(np.mean(shifts, 0), -GAZE, GAZE) * [1, 0]
    out = made.copy()
    for eye, iris in eyes:
        across = _across(made, eye)
        out[list(iris), :2] += shift[0] * across
    return out


def _across(points: Points, eye: tuple[int, ...]) -> NDArray[np.float64]:
    corners = points[[eye[0], eye[8]], :2]
    across = corners[1] - corners[0]
    return across if across[0] > 0 else -across


def _within(points: Points, eye: tuple[int, ...], iris: tuple[int, ...]) -> NDArray[np.float64]:
    """Return where an iris is in its eye, along the eye, in widths of it."""
    across = _across(points, eye)
    offset = points[iris[0], :2] - points[[eye[0], eye[8]], :2].mean(0)
    return np.array([float(offset @ across) / max(float(across @ across), 1e-6), 0.0])


def with_rings(points: Points, like: Points | None = None) -> Points:
    """Return (n, 2): the points of the skin, then rings around the outline.

    ``like`` None: the outline grown about its middle. Else rings as far from the outline as those of ``like`` are,
    turned and scaled as the outlines are to each other.
    """
    oval = points[list(OVAL), :2].astype(np.float64)
    centre = oval.mean(0)
    if like is None:
        rings = [(oval - centre) * grow + centre for grow in RINGS]
    else:
        other = like[list(OVAL), :2].astype(np.float64)
        turn = _similarity(other - other.mean(0), oval - centre)
        rings = [oval + ((other - other.mean(0)) * (grow - 1)) @ turn for grow in RINGS]
    return np.vstack([points[:SURFACE, :2], *rings]).astype(np.float64)


def _similarity(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (2, 2) that best turns and scales centred ``one`` (n, 2) onto ``other``, from the right."""
    left, sizes, right = np.linalg.svd(one.T @ other)
    flip = np.diag([1.0, np.sign(np.linalg.det(left @ right))])
    return (left @ flip @ right) * (np.trace(np.diag(sizes) @ flip) / (one**2).sum())


def coming(target: NDArray[np.float64], source: NDArray[np.float64], size: tuple[int, int]) -> Map:
    """Return where every pixel of a picture of ``size`` (height, width) comes from; outside the points: nowhere."""
    out = np.full((*size, 2), -9e3, np.float32)
    left, top, right, bottom = _around(target, size)
    if right <= left or bottom <= top:
        return out
    seen = LinearNDInterpolator(Delaunay(target), source)(_grid(left, top, right, bottom))
    coarse = np.where(np.isnan(seen), -9e3, seen).astype(np.float32)
    out[top:bottom, left:right] = _fine(coarse, right - left, bottom - top)
    return out


def bending(template: Points, target: Points, size: tuple[int, int], wearer: Plane | None = None) -> Map:
    """Return where every pixel comes from when the template's outline goes to ``target``'s.

    Its features go along; a far ring stands still, and so does all that is not the ``wearer`` (height, width) 0..1,
    where they are known: a picture's frame right below a chin is straight.
    """
    oval = template[list(OVAL), :2]
    ring = (oval - oval.mean(0)) * STILL + oval.mean(0)
    to, since = (np.vstack([points[:SURFACE, :2], ring]).astype(np.float64) for points in (target, template))
    x, y = np.meshgrid(np.arange(size[1], dtype=np.float32), np.arange(size[0], dtype=np.float32))
    full = np.dstack([x, y])
    going = np.ones(size, np.float32) if wearer is None else _going(wearer, template, target)
    left, top, right, bottom = _around(to, size)
    shift = LinearNDInterpolator(Delaunay(to), since - to, 0.0)(_grid(left, top, right, bottom)).astype(np.float32)
    shift = cv2.GaussianBlur(
        shift, (0, 0), max(1.0, 0.02 * face_width(template) / STEP), borderType=cv2.BORDER_CONSTANT
    )
    full[top:bottom, left:right] += _fine(shift, right - left, bottom - top) * going[top:bottom, left:right, None]
    return full


def _going(wearer: Plane, template: Points, target: Points) -> Plane:
    """Return (height, width) 0..1 of what goes along: the wearer, and what either outline covers."""
    width = face_width(template)
    faces = [hull(wearer.shape, points[list(OVAL), :2], GROWN) for points in (template, target)]
    whole = np.maximum.reduce([(wearer > 0.3).astype(np.float32), *faces])
    return soften(cv2.dilate(whole, np.ones((max(3, int(BESIDE * width)) | 1,) * 2)), BESIDE / 2 * width)


def _around(points: NDArray[np.float64], size: tuple[int, int]) -> Box:
    (left, top), (right, bottom) = np.floor(points.min(0)), np.ceil(points.max(0)) + 1
    return max(0, int(left)), max(0, int(top)), min(size[1], int(right)), min(size[0], int(bottom))


def _grid(left: int, top: int, right: int, bottom: int) -> NDArray[np.float64]:
    """Return every second pixel: what moves is smooth."""
    x, y = np.meshgrid(np.arange(left, right + STEP, STEP), np.arange(top, bottom + STEP, STEP))
    return np.dstack([x, y]).astype(np.float64)


def _fine(coarse: Map, width: int, height: int) -> Map:
    # cv2.resize treats pixels as areas; the coarse grid sits on every second pixel's centre, hence the explicit map.
    x, y = np.meshgrid(np.arange(width, dtype=np.float32) / STEP, np.arange(height, dtype=np.float32) / STEP)
    return cv2.remap(coarse, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
