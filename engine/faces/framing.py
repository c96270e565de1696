"""How a base wants a face to lie in its pictures, and the geometry vector that describes one.

The embedded base was trained on faces brought to one framing by their eyes; selfies are framed the same way before
they are learnt, and its geometry token reads the vector made here.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

RIGHT_EYE_CORNERS, LEFT_EYE_CORNERS = (33, 133), (263, 362)
#: Mesh points whose framed positions describe pose, expression and face shape (x, y each).
GEOMETRY_POINTS = (1, 152, 61, 291, 13, 14, 105, 334, 234, 454, 10, 6)
GEOMETRY_SHAPES = ("mouthSmileLeft", "jawOpen", "eyeBlinkLeft", "eyeSquintLeft")
#: Positions in `GEOMETRY_POINTS` that change places in a mirror.
MIRROR_PAIRS = tuple(
    (GEOMETRY_POINTS.index(a), GEOMETRY_POINTS.index(b)) for a, b in ((61, 291), (105, 334), (234, 454))
)


def eye_transform(
    points: NDArray[np.floating],
    side: int,
    eyes_y: float,
    eye_distance: float,
    jitter: NDArray[np.floating] | None = None,
) -> NDArray[np.float64]:
    """Return the (2, 3) similarity that puts the eye centres of a mesh onto the framing.

    ``points`` (478, 2 or more) pixels. ``jitter`` (4,) adds shifts (shares of the side), log scale and radians.
    """
    right = points[list(RIGHT_EYE_CORNERS), :2].mean(0)
    left = points[list(LEFT_EYE_CORNERS), :2].mean(0)
    shift_x, shift_y, grow, turn = (0.0, 0.0, 0.0, 0.0) if jitter is None else jitter
    across = left - right
    scale = eye_distance * side / max(float(np.hypot(*across)), 1e-6) * np.exp(grow)
    angle = np.arctan2(across[1], across[0]) + turn
    cosine, sine = scale * np.cos(-angle), scale * np.sin(-angle)
    rotation = np.array([[cosine, -sine], [sine, cosine]])
    middle = rotation @ ((right + left) / 2)
    place = np.array([(0.5 + shift_x) * side, (eyes_y + shift_y) * side])
    return np.hstack([rotation, (place - middle)[:, None]])


def warp(rgb: NDArray[np.uint8], transform: NDArray[np.float64], side: int) -> NDArray[np.uint8]:
    """Return the (side, side, 3) picture under ``transform``; what lies outside repeats the border."""
    scale = float(np.hypot(transform[0, 0], transform[1, 0]))
    if scale < 0.7:  # plain warping would alias
        rgb = cv2.GaussianBlur(rgb, (0, 0), 0.45 / scale)
    return cv2.warpAffine(rgb, transform, (side, side), flags=cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE)


def geometry(
    points: NDArray[np.floating], transform: NDArray[np.float64], side: int, blendshapes: dict[str, float]
) -> NDArray[np.float32]:
    """Return the (28,) geometry of a face under ``transform``: 12 points as shares of the side, 4 blendshapes."""
    framed = (points[list(GEOMETRY_POINTS), :2] @ transform[:, :2].T + transform[:, 2]) / side
    return np.concatenate([framed.ravel(), [blendshapes[name] for name in GEOMETRY_SHAPES]]).astype(np.float32)


def mirrored(rows: NDArray[np.floating]) -> NDArray[np.floating]:
    """Return geometry rows (N, 28) of the flipped pictures."""
    out = rows.copy()
    points = out[:, : 2 * len(GEOMETRY_POINTS)].reshape(len(out), -1, 2)
    points[..., 0] = 1 - points[..., 0]
    for a, b in MIRROR_PAIRS:
        points[:, [a, b]] = points[:, [b, a]]
    return out
