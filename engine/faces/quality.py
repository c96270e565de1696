"""How good a face photo is (paper 2.4, Template Face Selection; FQA in the published code): 0..1 and its parts.

Everything is measured on one aligned patch of the face, so a value means the same for a phone photo and a thumbnail.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces.align import TEMPLATE
from engine.faces.regions import lab, part
from engine.faces.types import OVAL, RGB, Face, Mesh, Points

PATCH = 160  # side of the aligned patch
DETAIL = 128  # side at which sharpness is measured: what a face must hold to be learnt
SOFT = 2.0  # standard deviation in pixels of the blur a sharp face suffers from and a blurred one does not
GLARE = 245  # of 255: blown out
FLOOR = 0.02  # the least a part counts, so that one failing part sinks the whole but keeps an order

#: Weights of the parts in the composite.
WEIGHTS = {"detector": 1.0, "size": 1.0, "sharpness": 1.5, "exposure": 1.0, "pose": 1.5, "eyes": 1.0}


@dataclass(frozen=True, kw_only=True, eq=False)
class Patch:
    """A face turned, shifted and scaled onto the template of paper 2.1.1.

    ``rgb``     (160, 160, 3) uint8
    ``points``  (478, 3) mesh points in patch pixels
    """

    rgb: RGB
    points: Points

    def region(self, names: tuple[int, ...], grow: float = 1.0) -> NDArray[np.bool_]:
        """Return the hull of the named mesh points as a (160, 160) mask."""
        return part(self.rgb.shape, self.points, names, grow) > 0


@dataclass(frozen=True, kw_only=True)
class Light:
    """The light on a face.

    ``bright``  0..255, the 95th percentile of the face's grey: even the darkest skin has highlights
    ``glare``   0..1, share of blown-out pixels
    ``even``    0..1, median of the darker half of the face to that of the lighter one
    """

    bright: float
    glare: float
    even: float


@dataclass(frozen=True, kw_only=True)
class Quality:
    """Composite 0..1 and its parts, each 0..1."""

    score: float
    parts: dict[str, float]


class QualityJudge(Protocol):
    """Rates faces."""

    name: str

    def rate(self, rgb: RGB, face: Face) -> Quality:
        """Rate ``face`` in (height, width, 3) uint8 RGB."""


class Composite:
    """Geometric mean of what can be measured: no network for this comes in any package."""

    name = "composite"

    def rate(self, rgb: RGB, face: Face) -> Quality:
        """Rate detector score, size, sharpness, exposure, pose and open eyes."""
        parts = {
            "detector": _between(face.score, -0.2, 1.5),
            "size": float(np.interp(face.side, (50, 110, 250, 400), (0, 0.5, 0.9, 1))),
            "sharpness": float(np.interp(softness(rgb, face), (0.5, 0.68, 0.85, 0.93), (1, 0.8, 0.2, 0))),
            **_mesh_parts(rgb, face.mesh),
        }
        weights = np.array([WEIGHTS[name] for name in parts])
        values = np.array([max(value, FLOOR) for value in parts.values()])
        return Quality(score=float(np.exp((weights * np.log(values)).sum() / weights.sum())), parts=parts)


def patch_of(rgb: RGB, mesh: Mesh) -> Patch:
    """Cut the aligned patch of a face out of (height, width, 3) uint8 RGB."""
    affine, _ = cv2.estimateAffinePartial2D(mesh.five, (TEMPLATE * PATCH).astype(np.float32), method=cv2.LMEDS)
    points = mesh.points.copy()
    points[:, :2] = points[:, :2] @ affine[:, :2].T + affine[:, 2]
    scale = float(np.hypot(affine[0, 0], affine[1, 0]))
    if scale < 0.7:  # plain warping would alias
        rgb = cv2.GaussianBlur(rgb, (0, 0), 0.45 / scale)
    warped = cv2.warpAffine(rgb, affine, (PATCH, PATCH), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return Patch(rgb=warped, points=points)


def softness(rgb: RGB, face: Face) -> float:
    """Return 0..1, how little a face loses when blurred: 0.5 to 0.8 for sharp photos, above 0.85 for blurred ones.

    The face at `DETAIL` pixels is blurred by `SOFT`; the result is what is left of its mean gradient, in the direction
    of four where most is left: a shaken photo is smooth along one direction only. Of 109 LFW faces 1 % lie above 0.82;
    smeared by 18 % of their width, 95 % lie above 0.85.
    """
    left, top = np.maximum(face.box[:2], 0).astype(int)
    right, bottom = np.ceil(face.box[2:]).astype(int)
    crop = cv2.resize(rgb[top:bottom, left:right], (DETAIL, DETAIL), interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(crop, cv2.COLOR_RGB2GRAY).astype(np.float32)
    left_over = _gradients(cv2.GaussianBlur(grey, (0, 0), SOFT)) / np.maximum(_gradients(grey), 0.05)
    return float(left_over.max())


def light_of(patch: Patch) -> Light:
    """Measure the light on a face."""
    grey = cv2.cvtColor(patch.rgb, cv2.COLOR_RGB2GRAY)
    oval = patch.region(OVAL, 0.95)
    beside = np.arange(PATCH)[None] < patch.points[168, 0]
    halves = [float(np.median(grey[half])) for half in (oval & beside, oval & ~beside) if half.any()]
    return Light(
        bright=float(np.percentile(grey[oval], 95)),
        glare=float((grey[oval] > GLARE).mean()),
        even=min(halves) / max(*halves, 1.0) if len(halves) == 2 else 0.0,
    )


def lightness(patch: Patch) -> NDArray[np.float32]:
    """Return CIE L of a patch, (160, 160), 0..100."""
    return lab(patch.rgb)[..., 0]


def _mesh_parts(rgb: RGB, mesh: Mesh | None) -> dict[str, float]:
    if mesh is None:
        return {"exposure": 0.0, "pose": 0.0, "eyes": 0.0}
    light = light_of(patch_of(rgb, mesh))
    exposure = min(
        _between(light.bright, 60, 150), 1 - _between(light.glare, 0.02, 0.3), _between(light.even, 0.1, 0.7)
    )
    return {
        "exposure": exposure,
        "pose": 1 - min(1.0, float(np.hypot(mesh.yaw / 50, mesh.pitch / 40))),
        "eyes": 1 - _between(mesh.shape("eyeBlinkLeft", "eyeBlinkRight"), 0.3, 0.7),
    }


def _gradients(grey: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return the mean step sideways, down and along both diagonals, (4,)."""
    pairs = (
        (grey[:, 1:], grey[:, :-1]),
        (grey[1:], grey[:-1]),
        (grey[1:, 1:], grey[:-1, :-1]),
        (grey[1:, :-1], grey[:-1, 1:]),
    )
    return np.array([np.abs(one - other).mean() for one, other in pairs])


def _between(value: float, low: float, high: float) -> float:
    return float(np.clip((value - low) / (high - low), 0, 1))
