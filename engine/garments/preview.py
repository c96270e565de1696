"""What a person is shown before anything is drawn: numbered garments, what stays in colour, the rest dimmed."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from engine.faces.images import shrink
from engine.faces.regions import Mask
from engine.faces.types import RGB
from engine.garments.pieces import Piece

SIDE = 1024  # pixels of the longer side
DIM = 0.42  # how bright what does not stay is shown
COLOURS = ((255, 200, 0), (0, 220, 120), (90, 160, 255), (255, 110, 180), (200, 130, 255))
SQUARES = 6  # along the shorter side
INK = (255, 255, 255)


def preview(rgb: RGB, stays: Mask, pieces: Sequence[Piece], *, grid: bool) -> tuple[RGB, int, int]:
    """Return the picture (longer side at most `SIDE`) and the columns and rows of its grid, 0 and 0 without one.

    ``stays`` (height, width) of ``rgb`` is what will not be drawn anew; masks of ``pieces`` may be of any size.
    """
    picture = shrink(rgb, SIDE)
    height, width = picture.shape[:2]
    inside = cv2.resize(stays, (width, height), interpolation=cv2.INTER_NEAREST) > 0.5
    out = np.where(inside[..., None], picture, (picture * DIM).astype(np.uint8))
    thick = max(1, min(height, width) // 250)
    for piece in pieces:
        colour = COLOURS[(piece.number - 1) % len(COLOURS)]
        mask = cv2.resize(piece.mask, (width, height), interpolation=cv2.INTER_LINEAR) > 0.5
        outlined = _staying(mask, inside)
        edges, _ = cv2.findContours(outlined.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        cv2.drawContours(out, edges, -1, colour, thick, cv2.LINE_AA)
        _write(out, str(piece.number), _inside(mask), max(0.7, min(height, width) / 350), colour)
    if not grid:
        return out, 0, 0
    columns, rows = squares(height, width)
    _ruled(out, columns, rows)
    return out, columns, rows


def squares(height: int, width: int) -> tuple[int, int]:
    """Return how many columns and rows of nearly square fields the grid has."""
    side = min(height, width) / SQUARES
    return min(26, round(width / side)), round(height / side)


def _staying(mask: np.ndarray, stays: np.ndarray) -> np.ndarray:
    """Return what of a garment stays, for its line follows a correction; all of one that does not stay."""
    left = mask & stays
    return left if 2 * np.count_nonzero(left) >= np.count_nonzero(mask) else mask


def _inside(mask: np.ndarray) -> tuple[int, int]:
    """Return the place (x, y) deepest inside a mask."""
    depth = cv2.distanceTransform(np.pad(mask.astype(np.uint8), 1), cv2.DIST_L2, 5)[1:-1, 1:-1]
    y, x = np.unravel_index(int(np.argmax(depth)), depth.shape)
    return int(x), int(y)


def _ruled(picture: RGB, columns: int, rows: int) -> None:
    height, width = picture.shape[:2]
    for column in range(1, columns):
        x = round(column * width / columns)
        cv2.line(picture, (x, 0), (x, height), (170, 170, 170), 1)
    for row in range(1, rows):
        y = round(row * height / rows)
        cv2.line(picture, (0, y), (width, y), (170, 170, 170), 1)
    size = min(height, width) / 1100
    for column in range(columns):
        for row in range(rows):
            centre = (round((column + 0.5) * width / columns), round((row + 0.5) * height / rows))
            _write(picture, f"{chr(ord('A') + column)}{row + 1}", centre, max(0.35, size), INK)


def _write(picture: RGB, text: str, centre: tuple[int, int], size: float, colour: tuple[int, int, int]) -> None:
    stroke = max(1, round(2 * size))
    (width, height), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_SIMPLEX, size, stroke)
    corner = (
        int(np.clip(centre[0] - width // 2, 0, max(0, picture.shape[1] - width))),
        int(np.clip(centre[1] + height // 2, height, picture.shape[0])),
    )
    cv2.putText(picture, text, corner, cv2.FONT_HERSHEY_SIMPLEX, size, (0, 0, 0), 3 * stroke, cv2.LINE_AA)
    cv2.putText(picture, text, corner, cv2.FONT_HERSHEY_SIMPLEX, size, colour, stroke, cv2.LINE_AA)
