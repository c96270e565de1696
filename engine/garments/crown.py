"""The crown of a head that a narrow photo cut off: its outline goes on as it was about to, its hair as it was below.

Only hair is made up, and only a little of it: where a hat is cut off, or too much is missing, there is none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.canvas.subjects import subject as ready
from engine.canvas.types import CutOut, Plane, Subject
from engine.faces.regions import face_width
from engine.faces.types import RGB, Mesh

Floats = NDArray[np.float32]

MOST = 0.3  # face widths that may be missing
SOLID = 0.85  # share of a pixel from which it is head and no fringe
WISP = 0.06  # face widths: what is thinner is a strand
START, LEVEL = 0.07, 0.25  # face widths over which an outline tells where it goes; the least that it narrows by a row
STEEP, OFTEN = 0.7, 4.5  # of half its width and of the hair seen below: a crown higher than that is a cone, or stripes
DOME = 0.42  # how round a crown is: half its width goes with this power of the height that is left
AIR = 0.12  # face widths left above the crown
SOFT = 0.007  # face widths: softness of its outline
TOP = 2  # rows at a photo's edge that may be spoilt
HAIR, HAT = 0.8, 0.1  # from which a pixel is hair; share of what is cut off that may be worn on the head
WITHIN = 0.8  # of the depth of hair that is mirrored: its end is mixed with the forehead


@dataclass(frozen=True, kw_only=True)
class _Cap:
    """What goes on above the photo's upper edge, in its pixels."""

    x: float  # its middle there
    leans: float  # pixels that the middle goes aside with each row up
    half: float  # of its width there
    tall: float
    rough: Floats  # (181,) how far its outline is off, from left to right


def missing(subject: Subject) -> float:
    """Return how many face widths of the crown a photo lacks, 0 for a whole head; infinity where nobody can say."""
    if not subject.cropped:
        return 0.0
    cap = _cap(subject.cut, subject.mesh)
    return float("inf") if cap is None else cap.tall / face_width(subject.mesh.points)


def crowned(subject: Subject) -> Subject | None:
    """Return ``subject`` with the crown its photo cut off, None where too much is `missing` to be made up well."""
    if not subject.cropped:
        return subject
    if missing(subject) > MOST:
        return None
    cap, unit = _cap(subject.cut, subject.mesh), face_width(subject.mesh.points)
    if cap is None or cap.tall > STEEP * cap.half or cap.tall > OFTEN * _seen(cap, subject.cut, unit):
        return None
    rise = round(cap.tall + AIR * unit)
    hair = _hair(cap, rise, subject.cut.alpha.shape[1], SOFT * unit)
    colour = _textured(subject.cut, rise, unit)
    behind = np.repeat(subject.rgb[TOP : TOP + 1], rise, 0)
    share = hair[..., None]
    above = np.asarray(behind * (1 - share) + colour * share, np.uint8)
    points = subject.mesh.points + np.array([0, rise, 0], np.float32)
    return ready(
        np.vstack([above, subject.rgb]),
        replace(subject.mesh, points=points.astype(np.float32)),
        _raised(subject.cut, hair, colour),
        enlarged=subject.enlarged,
    )


def _cap(cut: CutOut, mesh: Mesh) -> _Cap | None:
    """Return what goes on from the outline above the eyes as steeply as that ends; None where a hat is cut off."""
    unit, top = face_width(mesh.points), cut.alpha[: TOP + 1].max(0) > 0.5
    if not top.any() or (cut.worn[: TOP + 1].max(0)[top] > 0.5).mean() > HAT:
        return None
    middle, eyes = float(mesh.points[:, 0].mean()), int(mesh.eyes[:, 1].mean())
    columns = np.flatnonzero(np.abs(np.arange(cut.alpha.shape[1]) - middle) < 1.3 * unit)
    head = cut.alpha[TOP : max(eyes, TOP + 8)][:, columns] > SOLID
    if not head.any(1).all():
        return None
    solid = cv2.morphologyEx(head.astype(np.uint8), cv2.MORPH_OPEN, np.ones((1, max(3, round(WISP * unit)))))
    half = solid.sum(1) / 2.0  # single hairs at its sides are no outline
    places = (solid @ columns) / (2 * half).clip(1)
    rows = np.arange(min(len(half), max(3, round(START * unit))))
    narrows, first = np.polyfit(rows, half[rows], 1)[0], np.median(half[:3])
    if first < 1:  # single hairs reach the edge
        return None
    leans, centre = np.polyfit(rows, places[rows], 1)
    tall = DOME * float(first) / max(float(narrows), LEVEL)
    rough = _rough(half - _even(half, 0.03 * unit))
    return _Cap(x=float(centre), leans=-float(leans), half=float(first), tall=tall, rough=rough)


def _even(values: NDArray[np.floating], reach: float) -> Floats:
    """Return ``values`` (count,) without what changes within ``reach``; beyond both ends they go on as steeply."""
    room = min(len(values) - 1, round(4 * reach))
    longer = np.pad(np.asarray(values, np.float32), room, mode="reflect", reflect_type="odd")
    return cv2.GaussianBlur(longer[None], (0, 0), reach)[0, room : room + len(values)]


def _rough(off: NDArray[np.floating]) -> Floats:
    """Return how rough an outline is, told along half a turn: loose curls do not end in an arc."""
    places = np.linspace(0, 2 * len(off) - 2, 181)
    mirrored = np.r_[off, off[::-1][1:]].astype(np.float32)
    return np.interp(places, np.arange(len(mirrored)), mirrored).astype(np.float32)


def _hair(cap: _Cap, rise: int, width: int, soft: float) -> Plane:
    """Return (rise, width) 0..1, where hair is above the photo."""
    rows, columns = np.mgrid[-rise:0, :width].astype(np.float32)
    x = (columns - cap.x + cap.leans * rows) / cap.half
    inside = 1 + rows / cap.tall - np.abs(x) ** (1 / DOME)
    steep = np.hypot(*np.gradient(inside)).clip(1e-4)
    angle = np.degrees(np.arctan2(-rows / cap.tall, -x)).clip(0, 180)
    off = np.interp(angle.ravel(), np.arange(181), cap.rough).reshape(angle.shape)
    return np.asarray(((inside / steep + off) / (2 * soft) + 0.5).clip(0, 1), np.float32)


def _seen(cap: _Cap, cut: CutOut, unit: float) -> float:
    """Return how deep the hair below the middle of ``cap`` usually is, pixels."""
    first, last = (round(cap.x + side * cap.half) for side in (-0.7, 0.7))
    return float(np.median(_deep(cut, unit)[max(first, 0) : max(last, 1)]))


def _deep(cut: CutOut, unit: float) -> Floats:
    """Return (width,) how many rows of hair lie below the photo's edge in each column."""
    below = cut.hair[TOP:] > HAIR
    deep = np.where(below.all(0), len(below), (~below).argmax(0)).astype(np.float32)
    size = 2 * max(1, round(0.04 * unit)) + 1
    deep = cv2.blur(cv2.erode(deep[None], np.ones((1, size), np.uint8)), (size, 1))[0] * WITHIN
    return np.asarray(deep.clip(4), np.float32)


def _textured(cut: CutOut, rise: int, unit: float) -> RGB:
    """Return (rise, width, 3) hair: what is below the photo's edge, mirrored as often as it takes."""
    deep = _deep(cut, unit)
    up = np.arange(rise, 0, -1, dtype=np.float32)[:, None]
    at = np.mod(up, 2 * deep[None])
    rows = TOP + np.minimum(at, 2 * deep[None] - at)
    columns = np.arange(cut.alpha.shape[1], dtype=np.float32)[None].repeat(rise, 0)
    # Where no hair is below, that beside it goes on.
    hairy = np.flatnonzero(deep > 4)
    if hairy.size:
        columns = columns.clip(hairy[0], hairy[-1])
    places = columns.astype(np.float32), rows.astype(np.float32)
    return cv2.remap(cut.colour, *places, cv2.INTER_LINEAR)  # type: ignore[return-value]


def _raised(cut: CutOut, hair: Plane, colour: RGB) -> CutOut:
    nothing = np.zeros_like(hair)
    added = {"alpha": hair, "hair": hair, "face": nothing, "skin": nothing, "clothes": nothing, "worn": nothing}
    planes = {name: np.vstack([above, _sound(getattr(cut, name))]) for name, above in added.items()}
    return replace(cut, **planes, colour=np.vstack([colour, _sound(cut.colour)]))


def _sound(rows: NDArray[Any]) -> NDArray[Any]:
    """Return ``rows`` of a photo (height, width, ...) with the `TOP` ones as those below."""
    return np.concatenate([np.repeat(rows[TOP : TOP + 1], TOP, 0), rows[TOP:]])
