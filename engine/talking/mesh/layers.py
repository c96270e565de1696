"""A portrait in two layers, the person and what is behind them: one moves, the other does not.

Behind the person's edge the background is carried on from its nearest pixels; only the few that a moving edge uncovers
are ever seen. Where nothing moves, both layers together are the portrait, bit for bit: the person's layer ends where
the background was never touched.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces.regions import Mask
from engine.faces.types import OVAL, RGB
from engine.talking.mesh.anatomy import Anatomy

PERSON = 0.06  # share of the person from which a pixel goes with them: the last hair
FRINGE, FEATHER = 0.02, 0.03  # units beyond it that go with them fully, and that end softly
ANYBODY = 0.1  # share of a person from which the other network sees one
SEEN = 0.97  # of the face that a cut-out must hold; one that holds less has seen somebody else, or a drawing it cannot
BEYOND = 0.08  # units around what another network calls a person in which the cut-out is believed
DEPTH = 0.3  # units that the background is carried on behind the person


@dataclass(frozen=True, kw_only=True, eq=False)
class Layers:
    """``share`` (height, width) uint8: how much of a pixel goes with the person, ``behind`` the background alone."""

    share: NDArray[np.uint8]
    behind: RGB


def layers(rgb: RGB, face: Anatomy, person: Mask) -> Layers | None:
    """Part (height, width, 3) uint8 RGB by ``person`` (height, width) 0..1; None where that is not the face's own."""
    if _held(face, person) < SEEN:
        return None
    radius = max(1, round(FRINGE * face.unit))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * radius + 1, 2 * radius + 1))
    solid = cv2.morphologyEx((person > PERSON).astype(np.uint8), cv2.MORPH_CLOSE, disc)
    solid = cv2.dilate(solid, disc)
    away = cv2.distanceTransform(1 - solid, cv2.DIST_L2, 5) / (FEATHER * face.unit)
    soft = np.clip(1 - away, 0, 1)
    share = np.round(255 * soft * soft * (3 - 2 * soft)).astype(np.uint8)
    return Layers(share=share, behind=_carried_on(rgb, solid > 0, DEPTH * face.unit))


def agreed(face: Anatomy, person: Mask, other: Mask) -> Mask:
    """Return a cut-out ``person`` (height, width) 0..1 without what ``other``, another network's, has far from anybody.

    The frame of a painting and rays behind a comic's hero were taken for hair, and bent with the head. A network that
    does not even hold the face is not asked.
    """
    if _held(face, other) < SEEN:
        return person
    away = cv2.distanceTransform((other <= ANYBODY).astype(np.uint8), cv2.DIST_L2, 5)
    return np.where(away <= BEYOND * face.unit, person, 0).astype(np.float32)


def _held(face: Anatomy, person: Mask) -> float:
    """Return how much of the face a cut-out holds, 0..1."""
    oval = np.zeros(person.shape, np.uint8)
    cv2.fillPoly(oval, [np.round(face.points[list(OVAL)]).astype(np.int32)], 1)
    inside = person[oval > 0]
    return float((inside > 0.5).mean()) if inside.size else 0.0


def _carried_on(rgb: RGB, hidden: NDArray[np.bool_], depth: float) -> RGB:
    """Return ``rgb`` with the pixels ``hidden`` replaced by their nearest others, the softer the further away."""
    if not hidden.any() or hidden.all():
        return rgb.copy()
    away, names = cv2.distanceTransformWithLabels(
        hidden.astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    known = np.zeros((int(names.max()) + 1, 3), np.uint8)
    known[names[~hidden]] = rgb[~hidden]
    near = hidden & (away < depth)
    filled = rgb.copy()
    filled[near] = known[names[near]]
    soft = cv2.GaussianBlur(filled, (0, 0), max(1.0, 0.05 * depth))
    share = np.clip(away / max(0.12 * depth, 1.0), 0, 1)[..., None]
    return np.where(near[..., None], np.round(filled + (soft.astype(np.float32) - filled) * share), rgb).astype(
        np.uint8
    )
