"""A person's likeness without a training: one interface for every base that has a way (`engine.bases.likeness`).

    condition = identity_condition.of(family, weights, centre, geometry, pictures)
    shot = condition.shown(shot, number)

Beside a trained face it may act too: what the photos say and what was learnt are then added.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from engine.bases import Family, likeness
from engine.diffusion.pipeline import GenerationRequest
from engine.faces.types import RGB, Mesh
from engine.training.prepare import whole_photo

FACES = 2  # whose numbers are told; each is a few tokens more
LEAST = 64  # pixels to a side of a reference picture


class IdentityCondition(ABC):
    """Who is drawn, told beside the words."""

    name: str  # as `engine.bases.likeness` calls it

    @abstractmethod
    def shown(self, shot: GenerationRequest, number: int) -> GenerationRequest:
        """Return the request for one picture with what tells who it is of; ``number`` varies the pose."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Tokens(IdentityCondition):
    """The mean embedding of the photos, (128,), and the pose of one of them, (28,) each."""

    centre: np.ndarray
    geometry: Sequence[np.ndarray]
    name = likeness.TOKENS

    def shown(self, shot: GenerationRequest, number: int) -> GenerationRequest:
        """See `IdentityCondition`."""
        posed = self.geometry[number % len(self.geometry)] if len(self.geometry) else None
        return replace(shot, embedding=self.centre, geometry=posed)


@dataclass(frozen=True, kw_only=True, eq=False)
class Pictures(IdentityCondition):
    """The photos themselves, (side, side, 3) uint8 each: references of an edit model, or what an IP-Adapter sees."""

    pictures: tuple[RGB, ...]
    name: str

    def shown(self, shot: GenerationRequest, number: int) -> GenerationRequest:
        """See `IdentityCondition`."""
        return replace(shot, references=self.pictures)


@dataclass(frozen=True, kw_only=True, eq=False)
class Numbers(IdentityCondition):
    """The numbers of the face in each photo, (512,), as IP-Adapter FaceID is told them."""

    face_ids: tuple[np.ndarray, ...]
    name = likeness.FACEID

    def shown(self, shot: GenerationRequest, number: int) -> GenerationRequest:
        """See `IdentityCondition`."""
        return replace(shot, face_ids=self.face_ids)


def of(
    family: Family,
    weights: Path,
    *,
    centre: np.ndarray | None,
    geometry: Sequence[np.ndarray],
    photos: Sequence[tuple[RGB, Mesh]],
    numbers: Callable[[RGB, Mesh], np.ndarray] | None = None,
) -> IdentityCondition | None:
    """Return what tells ``family`` who somebody is; None where it has no way, or there is nothing to tell.

    ``photos`` are theirs, best first, with their meshes; ``centre`` is the mean of their embeddings; ``numbers`` reads
    those of a face, (512,), where the operator has turned FaceID on.
    """
    kind = likeness.here(family, weights, faceid=numbers is not None)
    if kind == likeness.FACEID and numbers is not None and photos:
        return Numbers(face_ids=tuple(numbers(rgb, mesh) for rgb, mesh in photos[:FACES]))
    if kind == likeness.TOKENS:
        return None if centre is None else Tokens(centre=centre, geometry=geometry)
    if not kind or not photos:
        return None
    pictures = tuple(framed(rgb, mesh, family) for rgb, mesh in photos[: max(1, family.references)])
    return Pictures(pictures=pictures, name=kind)


def framed(rgb: RGB, mesh: Mesh, family: Family) -> RGB:
    """Return a photo as a base is shown it: a square around the face, see `reference_side`."""
    side = reference_side(family)
    return cv2.resize(whole_photo(rgb, mesh, family)[0], (side, side), interpolation=cv2.INTER_AREA)


def reference_side(family: Family) -> int:
    """Return how many pixels to a side a reference picture has."""
    return max(LEAST, 16 * round(family.reference_share * family.side / 16))
