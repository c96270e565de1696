"""A photo's person made fit to stand in the open: what the photo cuts off is rounded and drawn out.

A photo ends where it likes. Beside others, or behind a table, a straight cut edge would be seen; an arm that rounds off
and clothes that go on a little further are not.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.canvas.types import CutOut, Plane, Subject
from engine.faces.types import CHIN, FOREHEAD, Mesh
from engine.templates.layout import Place

TOUCH = 0.35  # alpha at the photo's border from which the person is cut off there
ROUND = 0.3  # head sizes: the radius a cut arm is rounded with
SMALL = 480  # pixels of the longer side that shape is worked out on
NECK = 0.3  # head sizes below the chin from which a body may be drawn out
LONGEST = 3.0  # times a body is drawn out at the most; below it only goes on as it ended
EASY = 1.4  # times that nobody sees; for less than is needed somebody comes nearer, and lower
NEARER, LOWER = 1.35, 0.08  # times as large, and of the window's height, that this goes
STEPS = 5
CROWN = 0.35  # of the head's width that the photo's upper edge may cut off
PLANES = ("height", "normals", "face", "shading", "lively")


def head_size(mesh: Mesh) -> float:
    """Return how large a head is, pixels: height and width together, so that an open mouth counts half."""
    tall = float(np.hypot(*(mesh.points[CHIN, :2] - mesh.points[FOREHEAD, :2])))
    return float(np.sqrt(tall * np.ptp(mesh.oval[:, 0])))


def eyes_of(mesh: Mesh) -> NDArray[np.float32]:
    """Return the middle between both eyes (2,), pixels."""
    return np.asarray(mesh.eyes.mean(0), np.float32)


def stretch(subject: Subject, rows: float) -> float:
    """Return how many times a body must be drawn out to fill ``rows`` of the photo; infinity where none is seen."""
    tall, start = subject.cut.alpha.shape[0], _below(subject)
    if rows <= tall:
        return 1.0
    return float("inf") if start >= tall - 4 else float((rows - start) / (tall - start))


def _below(subject: Subject) -> float:
    """Return the row from which on a body may be drawn out."""
    return float(subject.mesh.points[CHIN, 1]) + NECK * head_size(subject.mesh)


def place_of(subject: Subject, place: Place, height: int, floor: float = 1.0) -> Place:
    """Return where somebody stands: at ``place`` of a window ``height`` high, nearer where their photo ends soon.

    ``floor`` is the share of the height from which on nobody is seen.
    """
    for step in range(STEPS):
        share = step / (STEPS - 1)
        made = replace(place, y=place.y + LOWER * share, size=place.size * (1 + (NEARER - 1) * share))
        if stretch(subject, rows_seen(subject, made, height, floor)) <= EASY:
            break
    return made


def rows_seen(subject: Subject, place: Place, height: int, floor: float = 1.0) -> float:
    """Return down to which row of the photo somebody at ``place`` is seen."""
    scale = place.size * height / head_size(subject.mesh)
    return float(eyes_of(subject.mesh)[1]) + (floor - place.y) * height / scale


def stands(subject: Subject, place: Place, height: int, floor: float = 1.0) -> bool:
    """Say whether a photo shows enough to stand at ``place``: the crown, and a body that need not grow too long."""
    made = place_of(subject, place, height, floor)
    return crowned(subject) and stretch(subject, rows_seen(subject, made, height, floor)) <= LONGEST


def crowned(subject: Subject) -> bool:
    """Say whether the photo's upper edge leaves the head whole."""
    return bool((subject.cut.alpha[0] > TOUCH).sum() <= CROWN * np.ptp(subject.mesh.oval[:, 0]))


def rounded(subject: Subject) -> Subject:
    """Return ``subject`` with arms that the photo's sides cut off rounded, as if they went down there."""
    alpha, size = subject.cut.alpha, head_size(subject.mesh)
    chin = round(float(subject.mesh.points[CHIN, 1]) - 0.1 * size)
    sides = [edge for edge in (alpha[max(chin, 0) :, :3], alpha[max(chin, 0) :, -3:]) if (edge > TOUCH).any()]
    if not sides:
        return subject
    scale = min(1.0, SMALL / max(alpha.shape))
    small = cv2.resize(alpha, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    radius = max(2, round(ROUND * size * scale))
    solid = cv2.copyMakeBorder((small > 0.5).astype(np.uint8), radius, 0, 0, 0, cv2.BORDER_CONSTANT, value=0)
    solid = cv2.copyMakeBorder(solid, 0, 2 * radius, 0, 0, cv2.BORDER_REPLICATE)
    solid = cv2.copyMakeBorder(solid, 0, 0, radius, radius, cv2.BORDER_CONSTANT, value=0)
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    opened = cv2.morphologyEx(solid, cv2.MORPH_OPEN, disc).astype(np.float32)
    opened = cv2.GaussianBlur(opened, (0, 0), 1.2)[radius : radius + small.shape[0], radius:-radius]
    mask = cv2.resize(opened, alpha.shape[::-1], interpolation=cv2.INTER_CUBIC).clip(0, 1)
    columns = alpha.shape[1]
    x = np.arange(columns, dtype=np.float32)
    near = ((2.2 * ROUND * size - np.minimum(x, columns - 1 - x)) / (ROUND * size)).clip(0, 1)[None]
    y = np.arange(len(alpha), dtype=np.float32)[:, None]
    share = near * ((y - chin) / (0.2 * size)).clip(0, 1)
    return _masked(subject, _whole(alpha, (1 - share * (1 - mask)).astype(np.float32), subject.mesh))


def _whole(alpha: Plane, mask: Plane, mesh: Mesh) -> Plane:
    """Return ``mask`` without what no longer hangs together with the face: a hand at the photo's edge."""
    count, names = cv2.connectedComponents((alpha * mask > TOUCH).astype(np.uint8))
    x, y = (int(np.clip(value, 0, most - 1)) for value, most in zip(mesh.oval.mean(0), alpha.shape[::-1], strict=True))
    if count < 3 or not names[y, x]:
        return mask
    near = cv2.dilate((names == names[y, x]).astype(np.float32), np.ones((7, 7)))
    return np.asarray(mask * cv2.GaussianBlur(near, (0, 0), 1.5), np.float32)


def drawn_out(subject: Subject, rows: float) -> Subject:
    """Return ``subject`` at least ``rows`` high: the body below the neck is drawn out."""
    tall = subject.cut.alpha.shape[0]
    wanted, start = int(np.ceil(rows)), _below(subject)
    if wanted <= tall:
        return subject
    if start >= tall - 4:
        start = float(min(subject.mesh.points[CHIN, 1], tall - 8))
    reach = min(float(wanted), start + LONGEST * (tall - start))
    y = np.arange(wanted, dtype=np.float32)
    t = ((y - start) / max(reach - start, 1)).clip(0, 1)
    scale = (tall - 1 - start) / max(reach - start, 1)
    ease = t + (1 / max(scale, 1e-3) - 1) * t * (1 - t) ** 2  # begins as it was, so that no crease is seen
    source = np.where(y < start, y, start + ease.clip(0, 1) * (tall - 1 - start)).astype(np.float32)
    columns = subject.cut.alpha.shape[1]
    x = np.broadcast_to(np.arange(columns, dtype=np.float32), (wanted, columns))
    down = np.repeat(source[:, None], columns, 1)

    def moved(plane: Plane) -> Plane:
        return cv2.remap(plane, x, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)

    return _changed(subject, moved)


def _masked(subject: Subject, mask: Plane) -> Subject:
    parts = {each.name: getattr(subject.cut, each.name) for each in fields(CutOut) if each.name != "colour"}
    cut = replace(subject.cut, **{name: np.asarray(part * mask, np.float32) for name, part in parts.items()})
    return replace(subject, cut=cut, face=np.asarray(subject.face * mask, np.float32))


def _changed(subject: Subject, change: Callable[[Plane], Plane]) -> Subject:
    cut = replace(subject.cut, **{each.name: change(getattr(subject.cut, each.name)) for each in fields(CutOut)})
    return replace(
        subject, rgb=change(subject.rgb), cut=cut, **{name: change(getattr(subject, name)) for name in PLANES}
    )
