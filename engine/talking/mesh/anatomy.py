"""Where jaw, lips and skull of one portrait are, and how each mesh point moves with them.

A face is described in its own frame, whatever way it is turned in the picture: origin between the eyes, ``right``
towards the picture's right, ``down`` to the chin, ``front`` out of the face; unit is the distance of the outer eye
corners in space. That is what makes a tilted or half-turned face open its mouth along its own jaw.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from engine.faces.types import CHIN, Mesh

SKIN = 468  # the points that are skin; the ten after them are the irises
EYE_CORNERS = (33, 263)
CORNERS = (78, 308)  # of the inner mouth, the person's right first
UPPER_INNER = (78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308)
LOWER_INNER = (78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308)
UPPER_LIP = (*UPPER_INNER[1:-1], 185, 40, 39, 37, 0, 267, 269, 270, 409, 184, 74, 73, 72, 11, 302, 303, 304, 408,
             183, 42, 41, 38, 12, 268, 271, 272, 407)  # fmt: skip
LOWER_LIP = (*LOWER_INNER[1:-1], 146, 91, 181, 84, 17, 314, 405, 321, 375, 77, 90, 180, 85, 16, 315, 404, 320, 307,
             96, 89, 179, 86, 15, 316, 403, 319, 325)  # fmt: skip
LIP_CORNERS = (61, 291, 78, 308, 62, 292, 76, 306)
EARS = (127, 356, 234, 454)
MID_UPPER, MID_LOWER, UNDER_LIP, OUTER_CORNER = 13, 14, 17, 61

JAW_SIDE = 0.62  # how far to the side of the chin the jaw carries the skin, as a Gaussian
SKULL_BACK = 0.35  # how far behind the ears' points the axis of the skull lies: what faces away from it is hidden

#: Movements of a mouth and how far a full one goes, in units of the face.
DROP, BACK = 0.17, 0.06  # of the lower lip when the jaw opens: down and, with the hinge at the ears, back
GATHER = 0.07  # share by which the mouth becomes narrower while the jaw opens
LIFT = 0.03  # of the upper lip
SPREAD, NARROW, POUT, PRESS = 0.15, 0.27, 0.05, 0.16
CALM_ASIDE, CALM_DOWN, CALM_REACH = 0.07, 0.055, 0.2  # of the corners when a grin relaxes, and how far that reaches
CALM_CHEEKS = 0.03  # that cheeks come down then
RAISED, BROW_REACH = 0.028, (0.3, 0.13)  # of brows that go up, and how far that reaches aside and down
JAW_SHARE = 0.75  # of what parted lips come together; the upper one does the rest
MOVES = ("jaw", "lift", "spread", "rounding", "press", "shut", "calm", "brows")

CHEEKS = (205, 425)
BROWS = ((70, 63, 105, 66, 107, 46, 53, 52, 65, 55), (300, 293, 334, 296, 336, 276, 283, 282, 295, 285))


@dataclass(frozen=True, kw_only=True, eq=False)
class Anatomy:
    """One face in the picture and in its own frame.

    ``points``  (468, 2) pixels
    ``own``     (468, 3) right, down, front in units
    ``turn``    (3, 3) unit rows: right, down and front as (right, down, away) of the picture
    ``origin``  (2,) pixels between the eyes
    ``unit``    pixels of one unit facing the camera
    ``seen``    (468,) False for points on the far side of a turned head
    """

    points: NDArray[np.float64]
    own: NDArray[np.float64]
    turn: NDArray[np.float64]
    origin: NDArray[np.float64]
    unit: float
    seen: NDArray[np.bool_]

    @property
    def axes(self) -> NDArray[np.float64]:
        """(3, 2): pixels that one unit right, down and front move a point in the picture."""
        return self.turn[:, :2] * self.unit

    @property
    def nearness(self) -> NDArray[np.float64]:
        """(468,): units that each point is nearer to the camera than the middle between the eyes."""
        return -(self.own @ self.turn)[:, 2]

    @property
    def gap(self) -> float:
        """How far the lips of the portrait are apart, in units."""
        return float(np.linalg.norm(self.own[MID_UPPER] - self.own[MID_LOWER]))

    @property
    def lips(self) -> NDArray[np.float64]:
        """Middle of the mouth in the face's own frame, (3,)."""
        return (self.own[MID_UPPER] + self.own[MID_LOWER]) / 2

    @property
    def mouth_width(self) -> float:
        """Distance of the inner corners in units."""
        return float(np.linalg.norm(self.own[CORNERS[0]] - self.own[CORNERS[1]]))

    @property
    def flat(self) -> NDArray[np.float64]:
        """(2, 2): pixels that one unit right and one unit down move a point, for measures in the picture plane."""
        return self.axes[:2]

    def to_own(self, pixels: NDArray[np.floating]) -> NDArray[np.float64]:
        """Return right and down (n, 2) of picture points, as if they lay as far in front as the mouth."""
        base = self.origin + self.lips[2] * self.axes[2]
        return (pixels - base) @ np.linalg.inv(self.flat)

    def to_picture(self, own: NDArray[np.floating]) -> NDArray[np.float64]:
        """Return the pixels (n, 2) of right and down (n, 2), as far in front as the mouth."""
        return own @ self.flat + self.origin + self.lips[2] * self.axes[2]


def anatomy(mesh: Mesh) -> Anatomy:
    """Read the face's own frame from its mesh and the pose the mesh was fitted with."""
    points = mesh.points[:SKIN].astype(np.float64)
    turn = mesh.matrix[:3, :3].astype(np.float64)
    turn /= np.cbrt(np.linalg.det(turn))
    # The pose has y up and z towards the viewer, the picture has y down and z away: columns become rows of axes.
    axes = np.stack([turn[:, 0], -turn[:, 1], turn[:, 2]]) * [1, -1, -1]
    unit = float(np.linalg.norm(points[EYE_CORNERS[0]] - points[EYE_CORNERS[1]]))
    origin = (points[EYE_CORNERS[0]] + points[EYE_CORNERS[1]]) / 2
    own = (points - origin) @ axes.T / unit
    axis = own[list(EARS)].mean(axis=0) * [1, 0, 1] - [0, 0, SKULL_BACK]
    outward = (own - axis) * [1, 0, 1]
    facing = -(outward @ axes)[:, 2] / np.linalg.norm(outward, axis=1)  # towards the camera when positive
    return Anatomy(points=points[:, :2], own=own, turn=axes, origin=origin[:2], unit=unit, seen=facing > 0.05)


def moves(face: Anatomy) -> NDArray[np.float64]:
    """Return (8, 468, 2): the pixels that each of `MOVES` at full strength takes every point, in the picture."""
    jaw, upper, near = jaw_share(face), _upper_share(face), _near_mouth(face)
    right, down, _ = (face.own - face.lips).T
    nothing = np.zeros(SKIN)
    own = {
        "jaw": (-GATHER * near * right, DROP * jaw, -BACK * jaw),
        "lift": (nothing, -LIFT * upper, nothing),
        "spread": (SPREAD * near * right, nothing, -0.3 * SPREAD * near * np.abs(right)),
        "rounding": (-NARROW * near * right, nothing, POUT * near),
        "press": (nothing, -PRESS * near * down, -0.02 * near),
        "shut": (nothing, _shutting(face, jaw), nothing),
        "calm": (*_calming(face), nothing),
        "brows": (nothing, -RAISED * _near_any(face, BROWS, BROW_REACH), nothing),
    }
    return np.stack([np.stack(own[name], axis=1) @ face.axes for name in MOVES])


def jaw_share(face: Anatomy) -> NDArray[np.float64]:
    """Return (468,) 0..1: how far each point goes with the jaw. The lower lip goes fully, its corners hardly."""
    right, down = face.own[:, 0], face.own[:, 1]
    middle, chin, lip = face.lips[1], face.own[CHIN], face.own[UNDER_LIP]
    share = np.clip((down - middle) / max(lip[1] - middle, 1e-3), 0, 1)
    share *= np.exp(-(((right - chin[0]) / JAW_SIDE) ** 2))
    half = face.mouth_width / 2
    across = np.clip(np.abs(right - face.lips[0]) / max(half, 1e-3), 0, 1)
    lower = list(LOWER_LIP)
    share[lower] = np.maximum(share[lower] * (across[lower] < 1), 1 - 0.88 * across[lower] ** 2.7)
    share[list(UPPER_LIP)] = 0
    share[list(LIP_CORNERS)] = 0.12
    return share


def _shutting(face: Anatomy, jaw: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (468,) units down that bring parted lips together over their whole width: each as far as they are apart.

    A grin is open in the middle and shut at the corners; a jaw that only goes up presses its corners into each other.
    """
    upper, lower = (face.own[list(names)] for names in (UPPER_INNER, LOWER_INNER))
    upper, lower = (line[np.argsort(line[:, 0])] for line in (upper, lower))
    right = face.own[:, 0]
    apart = np.interp(right, lower[:, 0], lower[:, 1]) - np.interp(right, upper[:, 0], upper[:, 1])
    apart = np.clip(apart, 0, None)
    made = -JAW_SHARE * face.gap * jaw
    lips = list(LOWER_LIP)
    made[lips] = -JAW_SHARE * apart[lips]
    lips = list(UPPER_LIP)
    made[lips] = (1 - JAW_SHARE) * apart[lips]
    return made


def _calming(face: Anatomy) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return (468,) units right and down of a grin that goes: corners in and down, cheeks down."""
    right, down = np.zeros(SKIN), np.zeros(SKIN)
    for side, corner, cheek in zip((-1, 1), (OUTER_CORNER, 291), CHEEKS, strict=True):
        near = _near_any(face, ((corner,),), CALM_REACH)
        right -= CALM_ASIDE * side * near
        down += CALM_DOWN * near + CALM_CHEEKS * _near_any(face, ((cheek,),), CALM_REACH)
    return right, down


def _near_any(
    face: Anatomy, groups: tuple[tuple[int, ...], ...], reach: float | tuple[float, float]
) -> NDArray[np.float64]:
    """Return (468,) 0..1: 1 in the middle of any group of points, falling as a Gaussian of ``reach`` units."""
    found = np.zeros(SKIN)
    for group in groups:
        away = (face.own[:, :2] - face.own[list(group), :2].mean(axis=0)) / np.asarray(reach)
        found = np.maximum(found, np.exp(-(away**2).sum(axis=1)))
    return found


def _upper_share(face: Anatomy) -> NDArray[np.float64]:
    """Return (468,) 0..1: how far each point goes with the middle of the upper lip."""
    half = face.mouth_width / 2
    share = np.zeros(SKIN)
    names = list(UPPER_LIP)
    across = np.clip(np.abs(face.own[names, 0] - face.lips[0]) / max(half, 1e-3), 0, 1)
    share[names] = 1 - across**2
    return share


def _near_mouth(face: Anatomy) -> NDArray[np.float64]:
    """Return (468,) 0..1: 1 on the lips, falling to nothing on cheeks, nose and chin."""
    away = (face.own - face.lips) / [0.62 * face.mouth_width, 0.27, 1.0]
    near = 0.85 * np.exp(-(away[:, :2] ** 2).sum(axis=1))
    lips = [*UPPER_LIP, *LOWER_LIP, *LIP_CORNERS]
    near[lips] = np.maximum(near[lips], 0.9)
    return near
