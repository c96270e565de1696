"""The shape that is lit: the depth of the face mesh inside the face, inflated outlines of head and body elsewhere.

An outline is inflated by a Poisson equation: the root of its solution is a half sphere over a disc and a half cylinder
over a strip, and it does not bend down where the photo's border, not the person, ends the outline.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from scipy.interpolate import LinearNDInterpolator
from scipy.sparse import diags
from scipy.sparse.linalg import spsolve

from engine.canvas.channels import squared
from engine.canvas.types import CutOut, Linear, Plane
from engine.faces.types import CHIN, Mesh

SIDE = 420  # longer side of the grid the shape is worked out on
COARSE = 150  # and of the one outlines are inflated on
INSIDE = 0.5  # of an alpha: from here on a pixel is inside the outline
SURFACE = 468  # points of the mesh that lie on the skin; the others are irises
ROUND = 0.8  # of a half sphere: heads and shoulders are flatter than their outline is wide
CHEST = 0.45  # face widths: no body comes further towards the camera than this from its own edge
FLATTER = 0.82  # of the mesh's relief: hard light from above on all of it draws beards
BEHIND = 0.55  # face widths: the neck's and the chest's edge lie this far behind the head's


@dataclass(frozen=True, kw_only=True, eq=False)
class Shape:
    """What the light falls on; planes of the photo's size."""

    height: Plane  # pixels towards the camera
    normals: Linear  # (height, width, 3) unit vectors
    face: Plane  # 0..1, where they come from the face mesh


def shape(cut: CutOut, mesh: Mesh) -> Shape:
    """Return the shape of the person ``cut`` out, whose face is ``mesh``."""
    height, width = cut.alpha.shape
    scale = min(1.0, SIDE / max(height, width))
    grid = (max(8, round(width * scale)), max(8, round(height * scale)))
    points = mesh.points[:SURFACE] * np.array([grid[0] / width, grid[1] / height, scale], np.float32)
    alpha, hair = (cv2.resize(plane, grid, interpolation=cv2.INTER_AREA) for plane in (cut.alpha, cut.hair))
    relief, inside = _relief(points, alpha.shape)
    span = float(np.ptp(points[:, 0]))
    head = _head(alpha, hair, inside, points)
    skull = inflated(head) * ROUND
    falls = _falls(points, alpha.shape, span, inside)
    body = _body(alpha, head, points, span)
    ring = cv2.erode(inside, np.ones((3, 3))) - cv2.erode(inside, np.ones((9, 9)))
    offset = float(np.median((skull - relief)[ring > 0])) if (ring > 0).any() else 0.0
    relief = relief + offset
    share = np.clip(cv2.GaussianBlur(cv2.erode(inside, np.ones((5, 5))), (0, 0), span / 14) * 1.8 - 0.6, 0, 1)
    whole = np.where(head > INSIDE, skull * (1 - share) + relief * share, body)
    whole = whole * falls + body * (1 - falls)
    blend = (cv2.GaussianBlur(head, (0, 0), span / 60) * falls)[..., None]
    rough = normals(skull, span / 22) * blend + normals(body, span / 22) * (1 - blend)
    mixed = rough * (1 - share[..., None]) + normals(relief * FLATTER, span / 34) * share[..., None]
    mixed = cv2.GaussianBlur(mixed, (0, 0), span / 50)
    whole = cv2.GaussianBlur(whole.astype(np.float32), (0, 0), span / 60)
    full = (width, height)
    return Shape(
        height=cv2.resize(whole, full, interpolation=cv2.INTER_LINEAR) / scale,
        normals=unit(cv2.resize(mixed, full, interpolation=cv2.INTER_CUBIC)),
        face=cv2.resize(share.astype(np.float32), full, interpolation=cv2.INTER_LINEAR).clip(0, 1),
    )


def inflated(mask: Plane) -> Plane:
    """Return the height of the outline ``mask`` (height, width) 0..1 blown up, pixels; 0 outside.

    The border of the picture is no edge: what it cuts off goes on.
    """
    height, width = mask.shape
    scale = min(1.0, COARSE / max(height, width))
    size = (max(4, round(width * scale)), max(4, round(height * scale)))
    inside = cv2.resize(mask, size, interpolation=cv2.INTER_AREA) > INSIDE
    if not inside.any():
        return np.zeros_like(mask)
    field = np.zeros(inside.shape, np.float32)
    field[inside] = spsolve(*_poisson(inside))
    # Over a disc of radius r the solution of "minus Laplacian = 4" is r*r - x*x: its root is the half sphere.
    field = cv2.GaussianBlur(field, (0, 0), 1.0) * inside
    large = cv2.resize(field, (width, height), interpolation=cv2.INTER_CUBIC).clip(0)
    return (np.sqrt(large) / scale * (mask > 0.05)).astype(np.float32)


def _poisson(inside: np.ndarray) -> tuple:
    """Return the sparse matrix and the right side of "minus Laplacian = 4" over ``inside``; 0 at its edge."""
    number = np.full(inside.shape, -1)
    number[inside] = np.arange(inside.sum())
    count = int(inside.sum())
    degree = np.full(count, 4.0)
    rows, columns = [], []
    for axis, step in ((0, 1), (0, -1), (1, 1), (1, -1)):
        beside = np.roll(number, step, axis)
        edge = [slice(None), slice(None)]
        edge[axis] = slice(0, 1) if step == 1 else slice(-1, None)
        beside[tuple(edge)] = -2  # beyond the picture: mirrored
        own, other = number[inside], beside[inside]
        degree[own[other == -2]] -= 1
        rows.append(own[other >= 0])
        columns.append(other[other >= 0])
    from scipy.sparse import coo_matrix

    row, column = np.concatenate(rows), np.concatenate(columns)
    # A little leak: an outline without any edge of its own would rise without end.
    matrix = diags(degree + 1e-4) - coo_matrix((np.ones(len(row)), (row, column)), shape=(count, count))
    return matrix.tocsc(), np.full(count, 4.0)


def normals(height: Plane, blur: float) -> Linear:
    """Return (height, width, 3) unit normals of a height field in pixels, smoothed over ``blur`` pixels first."""
    smooth = cv2.GaussianBlur(height, (0, 0), max(blur, 0.6))
    right = cv2.Sobel(smooth, cv2.CV_32F, 1, 0, scale=1 / 8)
    down = cv2.Sobel(smooth, cv2.CV_32F, 0, 1, scale=1 / 8)
    return unit(np.stack([-right, down, np.ones_like(right)], -1))


def unit(vectors: Linear) -> Linear:
    """Return vectors (..., 3) of length one."""
    return (vectors / np.sqrt(squared(vectors)).clip(1e-6)[..., None]).astype(np.float32)


def _relief(points: np.ndarray, size: tuple[int, int]) -> tuple[Plane, Plane]:
    """Return the mesh's height towards the camera over (height, width), level outside, and 1 where the mesh is."""
    (left, top), (right, bottom) = points[:, :2].min(0), points[:, :2].max(0)
    x0, y0 = max(0, int(left) - 1), max(0, int(top) - 1)
    x1, y1 = min(size[1], int(right) + 2), min(size[0], int(bottom) + 2)
    y, x = np.mgrid[y0:y1, x0:x1]
    seen = LinearNDInterpolator(points[:, :2], -points[:, 2])(x, y)
    inside = np.zeros(size, np.float32)
    inside[y0:y1, x0:x1] = ~np.isnan(seen)
    edge = float(np.nanpercentile(seen, 2))
    relief = np.full(size, edge, np.float32)
    relief[y0:y1, x0:x1] = np.nan_to_num(seen, nan=edge)
    # Beyond the mesh the height falls off instead of jumping: blurred values, weighed by where there are any.
    weight = cv2.GaussianBlur(inside, (0, 0), 4) + 1e-3
    beyond = (cv2.GaussianBlur(relief * inside, (0, 0), 4) + edge * 1e-3) / weight
    return np.where(inside > 0, relief, beyond).astype(np.float32), inside


def _head(alpha: Plane, hair: Plane, inside: Plane, points: np.ndarray) -> Plane:
    """Return 1 where the head is: face, hair above the chin, and the skull between them."""
    chin = points[CHIN, 1]
    left, right = points[:, 0].min(), points[:, 0].max()
    middle, span = (left + right) / 2, right - left
    y, x = np.mgrid[0 : alpha.shape[0], 0 : alpha.shape[1]]
    centre = (points[:, 1].min() + chin) / 2 - 0.18 * span
    skull = ((x - middle) / (0.66 * span)) ** 2 + ((y - centre) / (0.9 * span)) ** 2 < 1
    head = np.maximum(inside, np.maximum(hair, skull) * (alpha > INSIDE) * (y < chin - 0.15 * span))
    return cv2.morphologyEx((head > INSIDE).astype(np.float32), cv2.MORPH_CLOSE, np.ones((5, 5)))


def _falls(points: np.ndarray, size: tuple[int, int], span: float, inside: Plane) -> Plane:
    """Return 1 on the head and less and less towards the chin's height beside it: long hair goes on over the chest."""
    y = np.arange(size[0], dtype=np.float32)[:, None]
    fade = np.clip((points[CHIN, 1] - 0.15 * span - y) / (0.7 * span), 0, 1)
    return np.maximum(fade * fade * (3 - 2 * fade), inside)


def _body(alpha: Plane, head: Plane, points: np.ndarray, span: float) -> Plane:
    """Return the height of neck, chest and arms, with the head's edge as level 0."""
    chin = points[CHIN, 1]
    y = np.arange(alpha.shape[0])[:, None]
    person = (alpha > INSIDE).astype(np.float32)
    # The neck goes on behind the jaw; above the ears only what is no head (a hand, a hat) is body.
    trunk = person * ((head < INSIDE) | (y > chin - 0.3 * span))
    rise = inflated(trunk.astype(np.float32)) * ROUND
    most = CHEST * span
    return (most * np.tanh(rise / most) - BEHIND * span).astype(np.float32)
