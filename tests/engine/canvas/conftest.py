"""A subject made of the public-domain portrait, cut out by rules: what is tested here is what comes after."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from numpy.typing import NDArray

from engine.canvas import subjects
from engine.canvas.linear import display, linear
from engine.canvas.types import CutOut, Subject
from engine.faces.registry import Faces
from engine.faces.types import RGB, Face, Mesh


def ruled(rgb: RGB, mesh: Mesh, head: NDArray[np.float32]) -> CutOut:
    """Cut a person out by the head's mask and a trapeze below it."""
    height = head.shape[0]
    left, _, right, bottom = mesh.box
    middle, span = (left + right) / 2, right - left
    body = np.zeros_like(head)
    corners = [(middle - 0.3 * span, bottom - 0.2 * span), (middle + 0.3 * span, bottom - 0.2 * span),
               (middle + 1.2 * span, bottom + 0.7 * span), (middle + 1.3 * span, height), (middle - 1.3 * span, height),
               (middle - 1.2 * span, bottom + 0.7 * span)]  # fmt: skip
    cv2.fillPoly(body, [np.array(corners, np.int32)], 1.0)
    face = np.zeros_like(head)
    cv2.fillPoly(face, [mesh.oval.astype(np.int32)], 1.0)
    alpha = np.maximum(cv2.GaussianBlur(body, (0, 0), 2), head)
    face = np.minimum(cv2.GaussianBlur(face, (0, 0), 1.5), alpha)
    hair = (np.minimum(head, alpha) - face).clip(0)
    return CutOut(
        alpha=alpha, face=face, hair=hair, skin=np.zeros_like(face), clothes=(alpha - face - hair).clip(0),
        worn=np.zeros_like(face), colour=rgb,
    )  # fmt: skip


@pytest.fixture(scope="session")
def portrait(faces: Faces, astronaut: RGB, astronaut_face: Face) -> tuple[RGB, Mesh, CutOut]:
    """The photo, its mesh and its cut-out."""
    mesh = astronaut_face.mesh
    return astronaut, mesh, ruled(astronaut, mesh, faces.head_mask(astronaut, astronaut_face))


@pytest.fixture(scope="session")
def subject(portrait: tuple[RGB, Mesh, CutOut]) -> Subject:
    """The same made ready."""
    return subjects.subject(*portrait)


@pytest.fixture(scope="session")
def toned(portrait: tuple[RGB, Mesh, CutOut]):
    """Return the subject with skin of another tone: ``share`` of the light her skin gives back."""

    def made(share: float) -> Subject:
        rgb, mesh, cut = portrait
        skin = cut.face[..., None]
        darker = display(linear(rgb) * (1 - skin + skin * np.float32(share)))
        other = CutOut(**{**vars(cut), "colour": darker})
        return subjects.subject(darker, mesh, other)

    return made
