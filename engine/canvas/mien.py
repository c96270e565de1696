"""Another expression on the person's own photo: their own pixels are moved, nothing is drawn but the inside of a mouth.

    moved = change(rgb, face, head, Expression.SMILE, look=..., distance=..., most=0.3)

How far each point of the face mesh goes is said in the face's own frame (`engine.talking.mesh.anatomy`), so a turned
face smiles along its own cheeks. Jaw, lips and what is between them are the talking portrait's (`MeshSubject`). Smile,
jaw, brows and lids each move only as far as it takes to read the expression back, jaw and lids a little further; where
that costs too much likeness all of it is weakened, brows first. (Lifted brows cost most: 0.1 to 0.2 of distance, a
dropped jaw or wide eyes 0.03.)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import LinearNDInterpolator

from engine.canvas.expressions import lacking, read
from engine.faces.types import RGB, Face, Mesh
from engine.talking.mesh.anatomy import Anatomy, anatomy
from engine.talking.mesh.animator import MeshSubject
from engine.talking.mesh.field import STILL
from engine.talking.options import TalkingOptions
from engine.tasks.portrait.request import Expression

STRENGTHS = (0.4, 0.6, 0.8, 1.0, 1.25, 1.6, 2.0, 2.5)
#: The most of each part, in `STRENGTHS`: wide eyes and a dropped jaw cost little likeness, lifted brows much.
MOST = {"smile": 1.6, "jaw": 1.6, "brows": 1.6, "eyes": 2.5}
PLAIN = {"smile": 0.8, "jaw": 0.9, "brows": 1.25, "eyes": 0.6}  # a face that shows it without doubt
ROUNDS = 8  # pictures that are tried, each with more of what is still lacking
MARGIN = 0.06  # of a score: the finished picture is read again in another light
SURE = 0.09  # and of what costs little likeness
WEAKER, WEAKENED = 0.93, 8  # share that is left of the movement where it costs too much likeness, and how often
LOWER = 0.85  # and of lifted brows
WIDEST = 1.4  # opening of the mouth, 1 is that of a spoken A: behind a moustache less is not seen
AROUND = 0.55  # of the face's size: from here on nothing moves
CORNERS = (61, 291)  # of the mouth, the person's right first
CHEEKS = (205, 425)
LOWER_LIDS = ((145, 153, 144), (374, 380, 373))
UPPER_LIDS = ((159, 158, 160), (386, 385, 387))
BROWS = ((70, 63, 105, 66, 107, 46, 53, 52, 65, 55), (300, 293, 334, 296, 336, 276, 283, 282, 295, 285))
Moves = NDArray[np.float64]  # (468, 2): right and down, units of the face


@dataclass(frozen=True, kw_only=True, eq=False)
class Moved:
    """A photo with another expression; ``strength`` is how far its points went."""

    rgb: RGB
    mesh: Mesh
    strength: float
    shown: bool  # the expression is read back


def change(
    rgb: RGB,
    face: Face,
    head: NDArray[np.float32],
    expression: Expression,
    look: Callable[[RGB], Mesh | None],
    distance: Callable[[RGB], float],
    most: float,
) -> Moved | None:
    """Return ``rgb`` (height, width, 3) uint8 with ``expression``, or None where that cannot be had of this photo.

    ``head`` (height, width) 0..1 is what moves with the skull, ``look`` fits the mesh again, ``distance`` is that of a
    picture to the person and ``most`` how far it may be: from there on it would be somebody else's smile.
    """
    known = anatomy(face.mesh)
    talking = MeshSubject(rgb, face, head, TalkingOptions())
    smiling = face.mesh.shape("mouthSmileLeft", "mouthSmileRight")
    levels = dict.fromkeys(lacking(face.mesh, expression, MARGIN) - {"eyes"}, STRENGTHS[0])
    made, mesh = rgb, face.mesh
    for _ in range(ROUNDS):
        made = _moved(rgb, known, talking, expression, levels, smiling)
        mesh = look(made)
        if mesh is None:
            return None
        unsure = lacking(mesh, expression, MARGIN) | (lacking(mesh, expression, SURE) - {"brows"})
        weak = [part for part in unsure if levels.get(part, 0.0) < MOST[part]]
        if not weak:
            break
        levels |= {part: _more(levels.get(part, 0.0)) for part in weak}
    if levels.get("brows", 0.0) > STRENGTHS[0]:  # the steps are coarse, and lifted brows cost most
        less = levels | {"brows": (levels["brows"] + _less(levels["brows"])) / 2}
        tried = _moved(rgb, known, talking, expression, less, smiling)
        seen = look(tried)
        if seen is not None and not lacking(seen, expression, MARGIN):
            levels, made, mesh = less, tried, seen
    for _ in range(WEAKENED):
        if mesh is not None and distance(made) <= most:
            strength = max(levels.values(), default=0.0)
            return Moved(rgb=made, mesh=mesh, strength=strength, shown=read(mesh, expression))
        levels = {part: (LOWER if part == "brows" else WEAKER) * level for part, level in levels.items()}
        made = _moved(rgb, known, talking, expression, levels, smiling)
        mesh = look(made)
    return None


def sketch(rgb: RGB, face: Face, head: NDArray[np.float32], expression: Expression) -> RGB:
    """Return ``rgb`` with ``expression`` as plainly as a face shows it, whatever that costs: where points shall be."""
    talking = MeshSubject(rgb, face, head, TalkingOptions())
    smiling = face.mesh.shape("mouthSmileLeft", "mouthSmileRight")
    return _moved(rgb, anatomy(face.mesh), talking, expression, PLAIN, smiling)


def _more(level: float) -> float:
    return next((step for step in STRENGTHS if step > level), STRENGTHS[-1])


def _less(level: float) -> float:
    return max((step for step in STRENGTHS if step < level), default=0.0)


def _moved(
    rgb: RGB, face: Anatomy, talking: MeshSubject, expression: Expression, levels: dict[str, float], smiling: float
) -> RGB:
    """``smiling`` 0..1: how much of a smile the photo has, which a serious or a surprised face must lose."""
    smile_, jaw = levels.get("smile", 0.0), levels.get("jaw", 0.0)
    match expression:
        case Expression.SMILE:
            return _warped(rgb, face, smile(face) * smile_)
        case Expression.SERIOUS:
            strength = max(smile_, jaw)
            shut = talking._draw(np.array([0.0, -0.25 * strength, 0.0, min(1.0, strength)]), STILL, 0)
            return _warped(shut, face, -(0.4 + 0.9 * smiling) * smile(face) * strength)
        case Expression.SURPRISED:
            opening = min(WIDEST, 0.9 * jaw)
            open_ = talking._draw(np.array([opening, 0.0, (0.25 + 0.4 * smiling) * min(jaw, 1.0), 0.0]), STILL, 0)
            wide = brows(face) * levels.get("brows", 0.0) + eyes(face) * levels.get("eyes", 0.0)
            return _warped(open_, face, wide + falling(face) * jaw - 0.7 * smiling * smile(face) * smile_)
    return rgb


def smile(face: Anatomy) -> Moves:
    """Corners of the mouth out and up, cheeks up, lower lids a little."""
    moves = np.zeros((len(face.own), 2))
    for side, corner, cheek, lids in zip((-1, 1), CORNERS, CHEEKS, LOWER_LIDS, strict=True):
        near = _near(face, face.own[corner], 0.2)
        moves += near[:, None] * np.array([0.075 * side, -0.075])
        moves += _near(face, face.own[cheek], 0.2)[:, None] * np.array([0.01 * side, -0.035])
        moves += _near(face, face.own[list(lids)].mean(0), 0.07)[:, None] * np.array([0.0, -0.012])
    return moves


def brows(face: Anatomy) -> Moves:
    """Brows up, twice as far as a surprised face's: the mesh fitted to the result answers half of the way."""
    moves = np.zeros((len(face.own), 2))
    for brow in BROWS:
        moves += _near(face, face.own[list(brow)].mean(0), (0.3, 0.12))[:, None] * np.array([0.0, -0.085])
    return moves


def eyes(face: Anatomy) -> Moves:
    """Lids apart."""
    moves = np.zeros((len(face.own), 2))
    for above, below in zip(UPPER_LIDS, LOWER_LIDS, strict=True):
        moves += _near(face, face.own[list(above)].mean(0), (0.12, 0.03))[:, None] * np.array([0.0, -0.016])
        moves += _near(face, face.own[list(below)].mean(0), (0.12, 0.05))[:, None] * np.array([0.0, 0.02])
    return moves


def falling(face: Anatomy) -> Moves:
    """Cheeks down, corners of the mouth down and in, as with a dropped jaw."""
    moves = np.zeros((len(face.own), 2))
    for side, corner, cheek in zip((-1, 1), CORNERS, CHEEKS, strict=True):
        moves += _near(face, face.own[cheek], 0.16)[:, None] * np.array([0.0, 0.015])
        moves += _near(face, face.own[corner], 0.12)[:, None] * np.array([-0.02 * side, 0.03])
    return moves


def _near(face: Anatomy, place: NDArray[np.float64], reach: float | tuple[float, float]) -> NDArray[np.float64]:
    """Return (468,) 1 at ``place``, falling as a Gaussian of ``reach`` units to the side and down."""
    away = (face.own[:, :2] - place[:2]) / np.asarray(reach)
    return np.exp(-(away**2).sum(1))


def _warped(rgb: RGB, face: Anatomy, moves: Moves) -> RGB:
    """Move the points of the face by ``moves`` and everything between them, up to a border where nothing moves."""
    pixels = moves @ face.flat
    to = face.points + pixels
    low, high = face.points.min(0), face.points.max(0)
    margin = AROUND * (high - low).max()
    height, width = rgb.shape[:2]
    left, top = np.maximum(np.floor(low - margin), 0).astype(int)
    right, bottom = np.minimum(np.ceil(high + margin), (width, height)).astype(int)
    ring = _ring(low - 0.6 * margin, high + 0.6 * margin)
    step = max(1, round((right - left) / 160))  # what moves is smooth: a coarse grid holds it
    y, x = np.mgrid[top:bottom:step, left:right:step]
    field = LinearNDInterpolator(np.vstack([to, ring]), np.vstack([pixels, np.zeros((len(ring), 2))]), 0.0)(x, y)
    field = cv2.GaussianBlur(field.astype(np.float32), (0, 0), 1.5)
    field = cv2.resize(field, (right - left, bottom - top), interpolation=cv2.INTER_CUBIC)
    y, x = np.mgrid[top:bottom, left:right].astype(np.float32)
    made = rgb.copy()
    made[top:bottom, left:right] = cv2.remap(
        rgb, x - field[..., 0], y - field[..., 1], cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return made


def _ring(low: NDArray[np.float64], high: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return 48 points on an ellipse around a box."""
    angle = np.linspace(0, 2 * np.pi, 48, endpoint=False)
    return (low + high) / 2 + np.stack([np.cos(angle), np.sin(angle)], 1) * (high - low) / 2 * 1.25
