"""Two places where a cut-out's edge errs: ears that are half let go, and old background that sticks to hair as a bump.

What is asked is the photo's colours, each side of the edge by its own: an ear has the cheek's, a bump that has the
background's and not the hair's is none of the person.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.canvas.channels import squared
from engine.canvas.smooth import wide
from engine.canvas.types import Plane
from engine.faces.regions import face_units, face_width, for_all, lab
from engine.faces.types import RGB, Mesh

Mask = NDArray[np.bool_]

EAR = (0.38, 0.72, -0.55, 0.2)  # face units in which ears are: from and to beside the face, from and to above the eyes
CHEEK = (0.12, 0.38, -0.32, -0.05)  # and in which a cheek surely is bare
BESIDE = (0.4, 1.3, -0.75, 0.4)  # and in which the background beside it is looked at
TONE = 0.4  # of lightness in the distance of colours: an ear is in another light than the cheek
APART = 12.0  # Lab by which skin and background must differ for colours to tell
SKIN = 0.6  # of the way from the background's colour to the skin's from which a pixel is skin
SEEN = 0.5  # of a person mask
OTHERS = 0.15  # face units beyond that: what goes on so far is no ear but a neighbour's cheek, or a hand
#: Face widths: what is no ear, an ear's shadows, and how near the head it begins.
SPECK, HOLLOW, TOUCH = 0.012, 0.05, 0.03
SMALL = 140  # pixels of a face in the small picture that is looked at; the photo's own edge is found afterwards
BUMP = 0.1  # face widths: half the width of what is no shape of a head
#: Face widths: hair is sure so far in, colours are known so far around, and so far off.
ROOTS, REACH, OFF = 0.05, 0.3, 0.06
#: Grey values of noise; spreads by which the background must be the nearer one; and up to which it is the background: a
#: white bow is nearer to a light wall than to black hair, and neither.
GRAIN, RATHER, ALIKE = 8.0, 1.0, 4.0
FEW = 40  # pixels of which a colour can be told


def with_ears(rgb: RGB, alpha: Plane, mesh: Mesh, people: Plane | None) -> Plane:
    """Return ``alpha`` (height, width) with ears as solid as the face they are on.

    An ear is where ``people`` sees somebody, beside the face, in the colour of the cheek on its side, and ends there:
    a neighbour's cheek goes on. Where skin and background have one colour, or nobody knows where people are, nothing
    is changed.
    """
    if people is None:
        return alpha
    width = face_width(mesh.points)
    size, scale = _small(alpha, width)
    less, soft, anybody = (cv2.resize(plane, size, interpolation=cv2.INTER_AREA) for plane in (rgb, alpha, people))
    x, y = face_units(soft.shape, mesh.points * np.float32(scale))
    colours = lab(less) * np.array([TONE, 1, 1], np.float32)
    found = np.zeros_like(soft)
    for side in (-1, 1):
        found = np.maximum(found, _ear(colours, soft, anybody, (side * x, y), width * scale))
    found = cv2.GaussianBlur(found, (0, 0), 0.8)
    return np.maximum(alpha, cv2.resize(found, alpha.shape[1::-1], interpolation=cv2.INTER_LINEAR))


def _ear(colours: Plane, alpha: Plane, people: Plane, units: tuple[Plane, Plane], width: float) -> Plane:
    """Return where the ear on the side of positive x is, (height, width) 0 or 1; nowhere if colours do not tell."""
    cheek = _within(units, CHEEK) & (alpha > 0.95)
    behind = _within(units, BESIDE) & (alpha < 0.05) & (people < 0.2)
    if min(cheek.sum(), behind.sum()) < FEW:
        return np.zeros_like(alpha)
    skin, other = (np.median(colours[where], 0) for where in (cheek, behind))
    way = skin - other
    far = float(way @ way)
    if far < APART**2:
        return np.zeros_like(alpha)
    anywhere = _within(units, (EAR[0], EAR[1] + OTHERS, *EAR[2:])) & (people > SEEN)
    # A background of several colours is told by the nearer of two: how far along the way, and how near to the skin.
    along = (colours - other) @ way / far
    off = np.sqrt(squared((colours - skin).astype(np.float32)) / far)
    head = (alpha > 0.9).astype(np.uint8)
    like = (anywhere & (along > SKIN) & (off < SKIN) & (head == 0)).astype(np.uint8)
    like = cv2.morphologyEx(like, cv2.MORPH_OPEN, _disc(SPECK * width))
    _, names = cv2.connectedComponents(like)
    near = names[(cv2.dilate(head, _disc(TOUCH * width)) > 0) & (like > 0)]
    ear = np.isin(names, np.setdiff1d(near, [0, *names[units[0] > EAR[1] + OTHERS - TOUCH]])).astype(np.uint8)
    # Gaps beside hair that no ear is next to show what is behind.
    closed = cv2.morphologyEx(ear | head, cv2.MORPH_CLOSE, _disc(HOLLOW * width))
    near_ear = cv2.dilate(ear, _disc(HOLLOW * width))
    return np.asarray(closed * near_ear * (anywhere & (units[0] < EAR[1])), np.float32)


def bumps(rgb: RGB, alpha: Plane, hair: Plane, width: float) -> Plane:
    """Return how much of each pixel sticks out of the hair in the colours of the background, (height, width) 0..1.

    A bun, a curl or a hat has the colours of ``hair`` or others of its own, and is none. ``width`` is that of the face
    in pixels; looked at is a small picture.
    """
    size, scale = _small(alpha, width)
    less, soft, locks = (cv2.resize(plane, size, interpolation=cv2.INTER_AREA) for plane in (rgb, alpha, hair))
    found = _bumps(less, soft, locks, width * scale)
    return cv2.resize(found, alpha.shape[1::-1], interpolation=cv2.INTER_LINEAR)


def _bumps(rgb: RGB, alpha: Plane, hair: Plane, width: float) -> Plane:
    smooth = cv2.morphologyEx((alpha > 0.5).astype(np.uint8), cv2.MORPH_OPEN, _disc(BUMP * width))
    near = cv2.dilate((hair > 0.5).astype(np.uint8), _disc(ROOTS * width)) > 0
    asked = (cv2.dilate(smooth, _disc(SPECK * width)) == 0) & (alpha > 0.02) & near
    core = cv2.erode((hair > 0.9).astype(np.uint8), _disc(ROOTS * width)) > 0
    free = cv2.erode((alpha < 0.02).astype(np.uint8), _disc(OFF * width)).astype(np.float32)
    if not asked.any() or min(core.sum(), free.sum()) < FEW:
        return np.zeros_like(alpha)
    behind = _apart(rgb, free, REACH * width)
    foreign = asked & (behind < ALIKE) & (_unlike_usual(rgb, core) > behind + RATHER)
    return cv2.GaussianBlur(cv2.dilate(foreign.astype(np.float32), _disc(SPECK * width)), (0, 0), 0.8)


def _apart(rgb: RGB, where: Plane, reach: float) -> Plane:
    """Return by how many spreads each pixel differs from what is usual around it ``where``."""
    values = rgb.astype(np.float32)
    weight = wide(where, reach)
    share = weight.clip(1e-4)
    mean = wide(values * for_all(where), reach) / for_all(share)
    spread = (wide(squared(values) * where, reach) / share - squared(mean)).clip(0)
    apart = np.sqrt(squared(values - mean) / (spread + GRAIN**2))
    return np.where(weight > 1e-3, apart, RATHER).astype(np.float32)


def _unlike_usual(rgb: RGB, where: Mask) -> Plane:
    """Return by how many spreads each pixel differs from what is usual ``where``; few bright strands change it."""
    known = rgb[where][:: max(1, int(where.sum()) // 20000)].astype(np.float32)
    usual = np.median(known, 0)
    spread = 1.48 * float(np.median(np.sqrt(((known - usual) ** 2).sum(-1))))
    return np.sqrt(squared(rgb.astype(np.float32) - usual) / (spread**2 + GRAIN**2))


def _small(plane: Plane, width: float) -> tuple[tuple[int, int], float]:
    """Return (across, down) of the small picture edges are judged in, and its pixels per pixel of ``plane``."""
    scale = min(1.0, SMALL / max(width, 1.0))
    return (max(2, round(plane.shape[1] * scale)), max(2, round(plane.shape[0] * scale))), scale


def _within(units: tuple[Plane, Plane], box: tuple[float, float, float, float]) -> Mask:
    x, y = units
    return np.asarray((x > box[0]) & (x < box[1]) & (y > box[2]) & (y < box[3]), np.bool_)


def _disc(radius: float) -> NDArray[np.uint8]:
    side = 2 * max(1, round(radius)) + 1
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))  # type: ignore[return-value]
