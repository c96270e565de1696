"""A face of a large picture brought into the framing a base draws in, and put back (paper 2.5.3).

Small faces of a group and large single ones are worked on alike: in a square of the same layout. Nothing outside the
mask of a put-back changes, to the bit.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from engine.bases import Family
from engine.faces.framing import eye_transform, warp
from engine.faces.landmarks import apply
from engine.faces.regions import Mask
from engine.faces.types import RGB, Mesh, Points, as_bytes


@dataclass(frozen=True, kw_only=True, eq=False)
class Frame:
    """``transform`` (2, 3) takes pixels of the whole picture to pixels of a square of ``side``."""

    transform: np.ndarray
    side: int

    @classmethod
    def of(cls, mesh: Mesh, family: Family, side: int) -> Frame:
        """Return the framing of ``family`` around a face, at ``side`` pixels."""
        return cls(transform=eye_transform(mesh.points, side, family.eyes_y, family.eye_distance), side=side)

    @property
    def scale(self) -> float:
        """Pixels of the square for one pixel of the picture."""
        return float(np.hypot(self.transform[0, 0], self.transform[1, 0]))

    def points(self, points: Points) -> Points:
        """Return points (N, 2 or 3) of the picture in the square, (N, 2)."""
        return apply(self.transform, points[:, :2])

    def back(self, points: Points) -> Points:
        """Return points (N, 2) of the square in the picture."""
        return apply(cv2.invertAffineTransform(self.transform), points)

    def mesh(self, mesh: Mesh) -> Points:
        """Return a mesh's points (478, 3) in the square; depth is scaled like the rest."""
        return np.hstack([self.points(mesh.points), mesh.points[:, 2:] * self.scale]).astype(np.float32)

    def cut(self, rgb: RGB) -> RGB:
        """Return the square, (side, side, 3); beyond the picture's edge its border is repeated."""
        return warp(rgb, self.transform, self.side)

    def put(self, rgb: RGB, square: RGB, mask: Mask) -> RGB:
        """Return ``rgb`` with ``square`` laid over it where ``mask`` (side, side), 0..1, is not 0."""
        height, width = rgb.shape[:2]
        left, top, right, bottom = self._box(height, width)
        if left >= right or top >= bottom:
            return rgb
        back = cv2.invertAffineTransform(self.transform)
        back[:, 2] -= (left, top)
        size, shrink = (right - left, bottom - top), self.scale > 1.4
        if shrink:  # plain warping would alias
            square = cv2.GaussianBlur(square, (0, 0), 0.3 * self.scale)
        flags = cv2.INTER_LINEAR if shrink else cv2.INTER_CUBIC
        above = cv2.warpAffine(square, back, size, flags=flags, borderMode=cv2.BORDER_REPLICATE).astype(np.float32)
        share = cv2.warpAffine(mask.astype(np.float32), back, size, flags=cv2.INTER_LINEAR)[..., None]
        out = rgb.copy()
        below = out[top:bottom, left:right]
        mixed = as_bytes(below * (1 - share) + above * share)
        below[:] = np.where(share > 0, mixed, below)
        return out

    def share(self, mask: Mask, height: int, width: int) -> Mask:
        """Return where in a picture of that size `put` changes something, (height, width), 0..1."""
        back = cv2.invertAffineTransform(self.transform)
        return cv2.warpAffine(mask.astype(np.float32), back, (width, height), flags=cv2.INTER_LINEAR)

    def _box(self, height: int, width: int) -> tuple[int, int, int, int]:
        corners = np.array([[0, 0], [self.side, 0], [0, self.side], [self.side, self.side]], np.float32)
        there = apply(cv2.invertAffineTransform(self.transform), corners)
        left, top = np.maximum(0, np.floor(there.min(0))).astype(int)
        right, bottom = np.minimum([width, height], np.ceil(there.max(0)) + 1).astype(int)
        return int(left), int(top), int(right), int(bottom)
