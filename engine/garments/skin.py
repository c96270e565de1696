"""The tone of bare skin: the model's neck, arms and legs take the person's (paper 3.1, on a base that draws heads)."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from engine.faces.fuse import Selfie
from engine.faces.regions import CHEEKS, Mask, features, from_lab, lab, part
from engine.faces.types import RGB, Mesh, as_bytes

Tone = NDArray[np.float32]  # (3,) CIE Lab

LIGHTER = (0.6, 1.6)  # how much darker or lighter skin may become
HUE = 16.0  # Lab steps of a and b it may move
LIKE_SKIN = (16.0, 30.0)  # Lab distance from the cheeks from which the head is less and no longer skin
LIGHT = 0.45  # weight of lightness in that distance
KEPT = 0.6  # share of eyes, brows and lips that keep their colour
FEWEST = 30  # pixels


def tone(rgb: RGB, mesh: Mesh) -> Tone | None:
    """Return the colour of the cheeks of (height, width, 3) uint8 RGB; None where they have too few pixels."""
    cheeks = part(rgb.shape, mesh.points, CHEEKS) > 0
    return np.median(lab(rgb)[cheeks], axis=0).astype(np.float32) if cheeks.sum() >= FEWEST else None


def usual(selfies: Sequence[Selfie]) -> Tone | None:
    """Return the tone of a person over all photos, whatever the light of one."""
    found = [one for selfie in selfies if (one := tone(selfie.rgb, selfie.mesh)) is not None]
    return np.median(found, axis=0).astype(np.float32) if found else None


def of_head(rgb: RGB, head: Mask, mesh: Mesh) -> Mask:
    """Return how much of the head is skin, (height, width) 0..1: no hair, little of eyes and lips."""
    own = tone(rgb, mesh)
    if own is None:
        return np.zeros(rgb.shape[:2], np.float32)
    apart = np.linalg.norm((lab(rgb) - own) * np.array([LIGHT, 1, 1], np.float32), axis=-1)
    near, far = LIKE_SKIN
    likely = np.clip((far - apart) / (far - near), 0, 1)
    width = float(mesh.box[2] - mesh.box[0])
    fine = cv2.GaussianBlur(features(rgb.shape, mesh.points, 1.1), (0, 0), max(0.3, 0.02 * width))
    return (head * cv2.GaussianBlur(likely, (0, 0), max(0.5, 0.02 * width)) * (1 - KEPT * fine)).astype(np.float32)


def toned(rgb: RGB, where: Mask, own: Tone, wanted: Tone) -> RGB:
    """Return the picture with skin of tone ``own`` in tone ``wanted`` where ``where`` (height, width) is 1.

    Light and shadow stay: lightness is multiplied, colour moved. Outside the mask nothing changes, to the bit.
    """
    inside = where > 0
    values = lab(rgb)
    ratio = float(np.clip(wanted[0] / max(own[0], 1.0), *LIGHTER))
    values[..., 0] = np.clip(values[..., 0] * ratio, 0, 100)
    values[..., 1:] += np.clip(wanted[1:] - own[1:], -HUE, HUE)
    share = where[..., None]
    mixed = as_bytes(rgb * (1 - share) + from_lab(values) * share)
    return np.where(inside[..., None], mixed, rgb)
