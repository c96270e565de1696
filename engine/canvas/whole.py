"""What belongs to a person because of where it lies: enclosed by them, on their face, or where the photo cuts them off.

The network judges pixels; a pair of thin glasses, a patch of light in dark hair or the last row of a sleeve look like
background to it and cannot be.
"""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.canvas.types import Plane
from engine.faces.regions import face_units, face_width, hull
from engine.faces.types import Mesh

SOLID = 0.5  # alpha from which a pixel encloses others
PATCH = 0.16  # face widths: the side of a square as large as the largest gap that is surely none
CURL = 0.05  # and of the largest that is none where nobody is seen in it: through curls the old background is seen
SPAN = 0.7  # face widths: the widest gap at the photo's edge that the person may shut
BELIEVED = 0.6  # of a larger gap that a person mask must call a person
OVAL = 0.98  # of the face's outline within which everything is worn, held or face
SURE, DEEP = 0.85, 0.04  # of a person mask that is sure, and how far inside its edge it is, in face widths
MARGIN = 0.012  # face widths: rows at the edge of a photo of which the network knows little


def whole(alpha: Plane, mesh: Mesh, people: Plane | None) -> Plane:
    """Return ``alpha`` (height, width) 0..1 without gaps that cannot be; ``people`` is where anybody is seen."""
    width = face_width(mesh.points)
    out = np.maximum(alpha, _face(alpha.shape, mesh, width))
    head = _head(alpha.shape, mesh)
    if people is not None:
        out = np.maximum(out, _crown(people, head, width))
    out = to_border(out, max(1, round(MARGIN * width)))
    return np.maximum(out, enclosed(out, width, people, head))


def to_border(alpha: Plane, rows: int) -> Plane:
    """Return ``alpha`` with the outermost ``rows`` pixels on each side at least as full as those next to them.

    A photo ends where it likes, and so does whoever it cuts off.
    """
    out = alpha.copy()
    if min(alpha.shape) <= 4 * rows:
        return out
    for edge in (out, out[::-1], out.T, out.T[::-1]):
        edge[:rows] = np.maximum(edge[:rows], edge[rows : rows + 1])
    return out


def enclosed(alpha: Plane, width: float, people: Plane | None, head: NDArray[np.bool_]) -> Plane:
    """Return 1 in the gaps of ``alpha`` that are the person all the same, softly bordered; (height, width).

    Gaps that reach the photo's edge are none, but where the person is on both sides of them there (see `_open`). Small
    ones are the person; larger ones, as between arm and body, only where ``people`` says so. In hair off the ``head``
    (outline of the skull), only the smallest are.
    """
    gaps = _open((alpha < SOLID).astype(np.uint8), SPAN * width)
    count, names, stats, _ = cv2.connectedComponentsWithStats(gaps, connectivity=4)
    names, fill = names[1:-1, 1:-1], np.zeros(count, np.bool_)
    for name in range(1, count):
        left, top, across, tall, area = stats[name] - (1, 1, 0, 0, 0)
        if left < 0 or top < 0 or left + across > alpha.shape[1] or top + tall > alpha.shape[0]:
            continue
        box = np.s_[top : top + tall, left : left + across]
        here = names[box] == name
        seen = 0.0 if people is None else float(people[box][here].mean())
        skull = float(head[box][here].mean())
        small = PATCH if skull > SOLID or seen > SOLID else CURL
        fill[name] = area < (small * width) ** 2 or (seen > BELIEVED and skull > 0) or seen > 0.9
    if not fill.any():
        return np.zeros_like(alpha)
    grown = cv2.dilate(fill[names].astype(np.uint8), np.ones((5, 5), np.uint8)).astype(np.float32)
    return cv2.GaussianBlur(grown, (0, 0), max(0.6, 0.004 * width))


def _open(gaps: NDArray[np.uint8], most: float) -> NDArray[np.uint8]:
    """Return ``gaps`` with a row more on each side, through which those at the edge hang together.

    It is shut where an edge's gap of up to ``most`` pixels has the person on both sides: there the photo cuts them.
    """
    out = np.pad(gaps, 1, mode="edge")
    for edge in (out[0], out[-1], out[:, 0], out[:, -1]):
        steps = np.flatnonzero(np.diff(edge))  # the last pixel before each change
        for begin, end in pairwise(steps):
            if edge[begin + 1] and end - begin <= most:
                edge[begin + 1 : end + 1] = 0
    return out


def _face(shape: tuple[int, ...], mesh: Mesh, width: float) -> Plane:
    inside = hull(shape, mesh.oval, OVAL)
    soft = max(0.8, 0.012 * width)
    return cv2.GaussianBlur(cv2.erode(inside, np.ones((2 * round(soft) + 1,) * 2)), (0, 0), soft)


def _crown(people: Plane, head: NDArray[np.bool_], width: float) -> Plane:
    """Return the skull, hat and all, where ``people`` is sure: nobody else's head is where the wearer's is."""
    reach = 2 * max(1, round(DEEP * width)) + 1
    sure = cv2.erode((people > SURE).astype(np.float32), np.ones((reach, reach)))
    return cv2.GaussianBlur(sure * head, (0, 0), max(0.8, DEEP * width / 2))


def _head(shape: tuple[int, ...], mesh: Mesh) -> NDArray[np.bool_]:
    """Return where the skull surely is: an ellipse about the face and what is above it."""
    x, y = face_units(shape, mesh.points)
    return np.asarray((x / 0.58) ** 2 + ((y - 0.12) / 0.78) ** 2 < 1, np.bool_)
