"""Where every pixel of a frame comes from: fields of displacement on a coarse grid, made once, mixed for every frame.

Each field says how far a pixel of the portrait goes for one full movement. A frame mixes them, inverts the mix by
fixed-point iteration (where did the pixel that is here come from?) and enlarges it to the picture. The lips part, so
there are two layers that agree everywhere but around the mouth: one moves with the upper lip, one with the lower.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.interpolate import RBFInterpolator

from engine.faces.regions import Mask
from engine.faces.types import CHIN, OVAL
from engine.talking.mesh.anatomy import EARS, LOWER_LIP, UPPER_LIP, Anatomy, moves

STEP = 4  # pixels between two points of the grid
ROUNDS = 7  # of the inversion; movements compress by less than half, so the error falls below 0.1 pixel
SMOOTH = 2e-3  # of the interpolation, in units of the face: mesh points are noisy
NECK = ((0.3, 0.55), (0.6, 0.15), (0.95, 0.0))  # units below the chin, share of the jaw's movement
HEAD_EDGE = 0.42  # units outside the head where its movement ends
NECK_START, NECK_END = -0.15, 0.95  # units below the chin between which the head's movement fades
NECK_WIDTH = 0.8  # units
FRAME_EDGE = 0.22  # units from the frame's edge where everything rests
BODY_EDGE = 0.12  # the same for shoulders, which move less
CHEST = 1.6  # units below the chin around which shoulders tilt
HAIR_START, HAIR_END = 0.12, 0.6  # units from the face between which hair begins to hang
REACH = 0.22  # units that the edge of a person moves at most
HEAD_MOVES = ("yaw", "pitch", "roll", "right", "down")  # radians, radians, radians, units, units
BODY_MOVES = ("right", "down", "tilt")  # of the shoulders: units, units, radians
POSE_MOVES = (*HEAD_MOVES, *(f"hair {name}" for name in HEAD_MOVES), *(f"shoulders {name}" for name in BODY_MOVES))
STILL = np.zeros(len(POSE_MOVES), np.float32)
PIVOT = 1.25  # units below the eyes around which the head tilts

JAW_ANGLES = (172, 397)

Grid = NDArray[np.float32]  # (rows, columns, 2), pixels right and down


class Fields:
    """The fields of one portrait.

    ``box``    left, top, right, bottom of what may move, multiples of `STEP` but for the frame's edge
    ``upper``  (7, rows, columns, 2) expression of the layer above the mouth (`MOVES`), ``lower`` of the one below
    ``pose``   (13, rows, columns, 2) head, hair and shoulders (`POSE_MOVES`)
    """

    def __init__(self, face: Anatomy, head: Mask, person: Mask | None = None, hair: Mask | None = None) -> None:
        """``head`` (height, width) float32 0..1: face, ears and hair.

        With ``person``, what moves apart from its background, all of it moves: only the neck fades from the head's
        movement to the shoulders', and ``hair`` swings. Without, the background bends around the head.
        """
        height, width = head.shape
        parted = person is not None
        weight = carried(face, height, width) if parted else head_weight(face, head)
        rest = edge_rest(face, height, width)
        jaw_box = self._reach(face, height, width)
        moving = weight * rest > 1e-3 if person is None else _around(person > 0, REACH * face.unit)
        self.box = _union(_box_of(moving), jaw_box, height, width)
        left, top, right, bottom = self.box
        self.rows, self.columns = -(-(bottom - top) // STEP), -(-(right - left) // STEP)
        self._places = _cells(left, top, self.rows, self.columns)
        calm = _sample(rest, self._places)
        self.upper = self._expression(face, LOWER_LIP, jaw_box) * calm[..., None]
        self.lower = self._expression(face, UPPER_LIP, jaw_box) * calm[..., None]
        carries = calm * _sample(weight, self._places)
        whole = self._head(face)
        swings = np.zeros_like(carries) if hair is None else _sample(hanging(face, hair), self._places)
        body = self._shoulders(face) * (_sample(edge_rest(face, height, width, BODY_EDGE), self._places))[..., None]
        body *= (parted * (1 - _sample(weight, self._places)))[..., None]
        self.pose = np.concatenate([whole * carries[..., None], whole * (carries * swings)[..., None], body])

    @staticmethod
    def _reach(face: Anatomy, height: int, width: int) -> tuple[int, int, int, int]:
        """Return the box that jaw and lips may move, cut at the frame's edge."""
        chin = face.own[CHIN, :2]
        oval = face.points[list(OVAL)]
        below = face.to_picture((chin + np.array([0, NECK[-1][0]]))[None])
        corners = np.concatenate([oval, below])
        margin = 0.1 * face.unit
        low, high = corners.min(0) - margin, corners.max(0) + margin
        return (
            max(0, int(low[0])),
            max(0, int(low[1])),
            min(width, int(high[0]) + 1),
            min(height, int(high[1]) + 1),
        )

    def _expression(self, face: Anatomy, left_out: tuple[int, ...], box: tuple[int, int, int, int]) -> Grid:
        """Interpolate the moves of the mesh points over the grid, without the lip of the other layer."""
        kept = face.seen.copy()
        kept[list(left_out)] = False
        moved = moves(face)
        neck, carried = _neck(face, moved[0, CHIN])
        pinned = _border(box)
        points = np.concatenate([face.points[kept], neck, pinned])
        values = np.zeros((len(points), moved.shape[0], 2))
        values[: kept.sum()] = moved[:, kept].transpose(1, 0, 2)
        values[kept.sum() : kept.sum() + len(neck), 0] = carried
        away = RBFInterpolator(
            (points - face.origin) / face.unit,
            values.reshape(len(points), -1),
            kernel="linear",
            smoothing=SMOOTH,
        )
        places = (self._places.reshape(-1, 2) - face.origin) / face.unit
        found = away(places).reshape(self.rows, self.columns, moved.shape[0], 2)
        inside = _inside(self._places, box, 0.12 * face.unit)
        return np.ascontiguousarray((found * inside[..., None, None]).transpose(2, 0, 1, 3), np.float32)

    def _head(self, face: Anatomy) -> Grid:
        """Return what one radian or unit of each head movement does: nearer points of a turning head move further."""
        depth = depth_of(face, self._places)
        pivot = face.origin + PIVOT * face.flat[1]
        aside, below = (self._places - pivot)[..., 0], (self._places - pivot)[..., 1]
        none, unit = np.zeros_like(depth), np.full_like(depth, face.unit)
        fields = ((depth, none), (none, depth), (below, -aside), (unit, none), (none, unit))
        return np.stack([np.stack(pair, axis=-1) for pair in fields]).astype(np.float32)

    def _shoulders(self, face: Anatomy) -> Grid:
        """Return what one unit or radian of each of `BODY_MOVES` does below the neck."""
        pivot = face.to_picture(np.array([[float(face.own[CHIN, 0]), float(face.own[CHIN, 1]) + CHEST]]))[0]
        aside, below = (self._places - pivot)[..., 0], (self._places - pivot)[..., 1]
        none, unit = np.zeros_like(aside), np.full_like(aside, face.unit)
        fields = ((unit, none), (none, unit), (below, -aside))
        return np.stack([np.stack(pair, axis=-1) for pair in fields]).astype(np.float32)

    def forward(self, expression: NDArray[np.float32], pose: NDArray[np.float32]) -> tuple[Grid, Grid]:
        """Return where pixels go: (rows, columns, 2) of the upper and of the lower layer.

        ``expression`` (7,) strengths of `MOVES`, ``pose`` (13,) of `POSE_MOVES`.
        """
        turned = np.tensordot(pose, self.pose, 1)
        return tuple(np.tensordot(expression, layer, 1) + turned for layer in (self.upper, self.lower))

    def backward(self, forward: Grid) -> Grid:
        """Return where the pixels of a frame come from, as displacements (rows, columns, 2)."""
        rows, columns = np.mgrid[: self.rows, : self.columns].astype(np.float32)
        back = -forward
        for _ in range(ROUNDS):
            back = -cv2.remap(
                forward,
                columns + back[..., 0] / STEP,
                rows + back[..., 1] / STEP,
                cv2.INTER_LINEAR,
                borderMode=cv2.BORDER_REPLICATE,
            )
        return back

    def at(self, field: NDArray[np.float32], points: NDArray[np.floating]) -> NDArray[np.float32]:
        """Read a field (rows, columns, n) at picture points (m, 2): (m, n)."""
        x = ((points[:, 0] - self.box[0] + 0.5) / STEP - 0.5).astype(np.float32)
        y = ((points[:, 1] - self.box[1] + 0.5) / STEP - 0.5).astype(np.float32)
        found = cv2.remap(field, x[None], y[None], cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return found[0]


def head_weight(face: Anatomy, head: Mask) -> Mask:
    """Return (height, width) 0..1: 1 on the head, 0 on shoulders and background, smooth between."""
    solid = (head > 0.5).astype(np.uint8)
    for part in (face.points[list(OVAL)], _throat(face)):
        cv2.fillPoly(solid, [np.round(part).astype(np.int32)], 1)
    away = cv2.distanceTransform(1 - solid, cv2.DIST_L2, 5) / face.unit
    weight = _fall(away / HEAD_EDGE)
    weight *= carried(face, *head.shape)
    return cv2.GaussianBlur(weight.astype(np.float32), (0, 0), 0.06 * face.unit)


def carried(face: Anatomy, height: int, width: int) -> Mask:
    """Return (height, width) 0..1: 1 on the head and as high as it, falling along the neck to 0 on the shoulders."""
    return np.asarray(_fall((_below_chin(face, height, width) - NECK_START) / (NECK_END - NECK_START)), np.float32)


def hanging(face: Anatomy, hair: Mask) -> Mask:
    """Return (height, width) 0..1: how freely ``hair`` (height, width) 0..1 swings; at the skull it does not."""
    skull = np.ones(hair.shape, np.uint8)
    cv2.fillPoly(skull, [np.round(face.points[list(OVAL)]).astype(np.int32)], 0)
    away = cv2.distanceTransform(skull, cv2.DIST_L2, 5) / face.unit
    free = 1 - _fall((away - HAIR_START) / (HAIR_END - HAIR_START))
    return cv2.GaussianBlur((hair * free).astype(np.float32), (0, 0), 0.12 * face.unit)


def _below_chin(face: Anatomy, height: int, width: int) -> Mask:
    """Return (height, width) units that a pixel lies below the chin, along the face's own height."""
    rows, columns = np.mgrid[:height, :width].astype(np.float32)
    up = np.linalg.inv(face.flat).astype(np.float32)
    base = face.to_picture(np.zeros((1, 2)))[0]
    return (columns - base[0]) * up[0, 1] + (rows - base[1]) * up[1, 1] - np.float32(face.own[CHIN, 1])


def depth_of(face: Anatomy, places: NDArray[np.floating]) -> NDArray[np.float64]:
    """Return how far in front of the ears each place (..., 2) lies, in pixels; 0 outside the face."""
    near = face.nearness - face.nearness[list(EARS)].min()
    kept = face.seen
    oval = face.points[list(OVAL)]
    centre = oval.mean(axis=0)
    ring = centre + (oval - centre) * 1.75
    points = np.concatenate([face.points[kept], ring])
    values = np.concatenate([np.maximum(near[kept], 0), np.zeros(len(ring))])
    found = RBFInterpolator((points - face.origin) / face.unit, values, kernel="linear", smoothing=1e-2)
    flat = found((places.reshape(-1, 2) - face.origin) / face.unit).reshape(places.shape[:-1])
    return np.clip(flat, 0, None) * face.unit


def edge_rest(face: Anatomy, height: int, width: int, edge: float = FRAME_EDGE) -> Mask:
    """Return (height, width) 0..1: 0 at the frame's edge, where nothing is known of what would move in, 1 inside."""
    rows, columns = np.mgrid[:height, :width].astype(np.float32)
    inside = np.minimum.reduce([columns, width - 1 - columns, rows, height - 1 - rows])
    return 1 - _fall(inside / (edge * face.unit))


def _neck(face: Anatomy, chin_move: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return points (n, 2) below the chin and how the jaw moves them (n, 2)."""
    chin = face.own[CHIN, :2]
    points, carried = [], []
    for below, share in NECK:
        for aside in (-0.5, -0.25, 0.0, 0.25, 0.5):
            points.append((chin[0] + aside, chin[1] + below - 0.5 * aside**2))
            carried.append(share * np.exp(-((aside / 0.5) ** 2)) * chin_move)
    return face.to_picture(np.array(points)), np.array(carried)


def _throat(face: Anatomy) -> NDArray[np.float64]:
    """Return the corners (4, 2) of the neck below the jaw: no edge of the head, its movement fades along it."""
    middle, top = float(face.own[CHIN, 0]), float(face.own[list(JAW_ANGLES), 1].mean())
    bottom = float(face.own[CHIN, 1]) + NECK_END
    sides = (middle - NECK_WIDTH / 2, middle + NECK_WIDTH / 2)
    return face.to_picture(np.array([(sides[0], top), (sides[1], top), (sides[1], bottom), (sides[0], bottom)]))


def _border(box: tuple[int, int, int, int]) -> NDArray[np.float64]:
    """Return points (n, 2) around a box, where expression moves nothing."""
    left, top, right, bottom = box
    share = np.linspace(0, 1, 9)
    x, y = left + share * (right - left), top + share * (bottom - top)
    sides = [np.stack([x, np.full(9, row)], axis=1) for row in (top, bottom)]
    sides += [np.stack([np.full(9, column), y], axis=1) for column in (left, right)]
    return np.concatenate(sides)


def _inside(places: NDArray[np.floating], box: tuple[int, int, int, int], margin: float) -> NDArray[np.float64]:
    """Return 0..1: 0 outside a box and at its edge, 1 from ``margin`` pixels inside."""
    left, top, right, bottom = box
    x, y = places[..., 0], places[..., 1]
    return 1 - _fall(np.minimum.reduce([x - left, right - x, y - top, bottom - y]) / margin)


def _fall(value: NDArray[np.floating]) -> NDArray[np.floating]:
    """Return 1 at 0 and below, 0 at 1 and above, with a smooth slope between."""
    value = np.clip(value, 0, 1)
    return 1 - value * value * (3 - 2 * value)


def _cells(left: int, top: int, rows: int, columns: int) -> NDArray[np.float32]:
    """Return the pixels (rows, columns, 2) that lie in the middle of each cell, as enlarging expects it."""
    y, x = np.mgrid[:rows, :columns].astype(np.float32)
    return np.stack([left + (x + 0.5) * STEP - 0.5, top + (y + 0.5) * STEP - 0.5], axis=-1)


def _sample(mask: Mask, places: NDArray[np.float32]) -> Mask:
    return cv2.remap(mask.astype(np.float32), places[..., 0], places[..., 1], cv2.INTER_LINEAR)


def _around(where: NDArray[np.bool_], reach: float) -> NDArray[np.bool_]:
    """Return where it is no further than ``reach`` pixels to ``where``."""
    return cv2.distanceTransform((~where).astype(np.uint8), cv2.DIST_L2, 5) <= reach


def _box_of(where: NDArray[np.bool_]) -> tuple[int, int, int, int]:
    rows, columns = np.flatnonzero(where.any(axis=1)), np.flatnonzero(where.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def _union(
    one: tuple[int, int, int, int], other: tuple[int, int, int, int], height: int, width: int
) -> tuple[int, int, int, int]:
    """Return the box around both, widened to the grid."""
    left, top = (min(one[k], other[k]) // STEP * STEP for k in (0, 1))
    right, bottom = (-(-max(one[k], other[k]) // STEP) * STEP for k in (2, 3))
    return left, top, min(width, right), min(height, bottom)
