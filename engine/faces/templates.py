"""Who is in a template picture: its faces, numbered as one reads, and which of them can be redrawn (paper 2.5.3)."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from engine.faces import verdict
from engine.faces.covering import cover_score
from engine.faces.detect import SURE
from engine.faces.quality import patch_of
from engine.faces.registry import Faces
from engine.faces.types import RGB, Face

SMALLEST = 32  # pixels of a face's longer side
MOST_TURNED = 50.0  # degrees to the side
COVERED = 0.4  # how surely something lies before nose and mouth, see `covering`; a beard stays below
PLAIN = (20.0, 25.0, 80.0)  # of faces tilted and turned less, and of more pixels, that can be told
CHILD = "child"  # why a face is left alone
PROBLEMS = ("turned-away", "too-small", "covered", CHILD)
LINE = 0.6  # of a face's height: faces whose centres differ less in height stand in one row


@dataclass(frozen=True, kw_only=True, eq=False)
class Spot:
    """One face of a template; ``problem`` is "" or why it is not redrawn: see `PROBLEMS`."""

    number: int  # 1, 2, ... in reading order
    face: Face
    problem: str = ""


def spots(faces: Faces, rgb: RGB) -> list[Spot]:
    """Return every face of a template in reading order: the same picture always gives the same numbers."""
    ordered = _reading_order(faces.everyone(rgb))
    return [Spot(number=n, face=face, problem=_problem(faces, rgb, face)) for n, face in enumerate(ordered, 1)]


def _problem(faces: Faces, rgb: RGB, face: Face) -> str:
    if face.side < SMALLEST:
        return "too-small"
    if face.mesh is None:  # a window for faces from before sees one where no mesh fits: something is in front of it
        return "covered" if face.score >= SURE else "turned-away"
    if abs(face.mesh.yaw) > MOST_TURNED:
        return "turned-away"
    if _from_before(face) and cover_score(patch_of(rgb, face.mesh), face.score) > COVERED:
        return "covered"
    # Whoever is replaced did not agree to anything: a face that may be a child's is left alone.
    return CHILD if verdict.of_age(faces.attributes(rgb, face)) else ""


def _from_before(face: Face) -> bool:
    """Say whether a face is seen so plainly that a window for faces from before would see it if it were free."""
    tilted, turned, pixels = PLAIN
    mesh = face.mesh
    return mesh is not None and abs(mesh.roll) < tilted and abs(mesh.yaw) < turned and face.side >= pixels


def _reading_order(found: list[Face]) -> list[Face]:
    """Rows from top to bottom, in each row from left to right; the usual face of a row says how high it is."""
    rows: list[list[Face]] = []
    for face in sorted(found, key=lambda each: (each.centre[1], each.centre[0])):
        row = next(
            (row for row in rows if abs(face.centre[1] - _level(row)) < LINE * max(face.side, _usual(row))), None
        )
        if row is None:
            rows.append([face])
        else:
            row.append(face)
    rows.sort(key=_level)
    return [face for row in rows for face in sorted(row, key=lambda each: each.centre[0])]


def _level(row: list[Face]) -> float:
    return float(np.mean([face.centre[1] for face in row]))


def _usual(row: list[Face]) -> float:
    return float(np.median([face.side for face in row]))


def numbered(rgb: RGB, found: list[Spot]) -> RGB:
    """Return the picture with a frame and a number on every face; grey where it cannot be redrawn."""
    picture = rgb.copy()
    side = max(picture.shape[:2])
    thick = max(2, side // 300)
    for spot in found:
        colour = (150, 150, 150) if spot.problem else (255, 200, 0)
        left, top, right, bottom = (round(float(value)) for value in spot.face.box)
        cv2.rectangle(picture, (left, top), (right, bottom), colour, thick, cv2.LINE_AA)
        size = max(0.6, spot.face.side / 120)
        text, stroke = str(spot.number), max(2, round(2 * size))
        (width, height), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, size, stroke)
        corner = (int(np.clip(left, 0, picture.shape[1] - width)), max(height + thick, top - 2 * thick))
        cv2.putText(picture, text, corner, cv2.FONT_HERSHEY_SIMPLEX, size, (0, 0, 0), 3 * stroke, cv2.LINE_AA)
        cv2.putText(picture, text, corner, cv2.FONT_HERSHEY_SIMPLEX, size, colour, stroke, cv2.LINE_AA)
    return picture
