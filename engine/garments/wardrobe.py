"""The one place that looks at a picture of clothes: who wears them, which pieces there are, what stays (paper 3.1).

    wardrobe = Wardrobe(settings, faces)
    seen = wardrobe.look(rgb)
    mask = kept(rgb, seen, keep=(1,), taps=())

Where the hub's human parsing (M2FP) is wanted, its labels say what is cloth, as in the published system; else rules do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

import cv2
import numpy as np

from engine import weights
from engine.faces import templates
from engine.faces.images import shrink
from engine.faces.parse import PersonSegmenter
from engine.faces.regions import Mask
from engine.faces.types import RGB, Face
from engine.garments import flat, parsing, wearer
from engine.garments.body import Body, BodyFinder, MediapipeBodies
from engine.garments.pieces import Kind, Piece, pieces
from engine.garments.taps import corrected
from engine.garments.wearer import Wearer
from engine.settings import EngineSettings
from engine.tasks.tryon.request import GarmentTooSmallError, NoGarmentError, NoSuchGarmentError, Tap

if TYPE_CHECKING:
    from engine.faces.registry import Faces

LOOK = 960  # pixels of the longer side that is looked at
SMALLEST = 96  # pixels of the shorter side
LEAST = 0.008  # share of the picture the clothes of a wearer cover at least
NEAR = 0.25  # shoulder widths around the body beyond which a person is somebody else
#: Labels of the published system (paper 3.1) and the piece each belongs to.
LABELS: dict[str, Kind] = {
    "UpperClothes": "top", "Coat": "coat", "Dress": "dress", "Pants": "trousers", "Skirt": "skirt",
}  # fmt: skip
SURE = 0.8  # certainty of a label, as published


@dataclass(frozen=True, kw_only=True, eq=False)
class Seen:
    """What a picture of clothes shows. Masks are of the size looked at, see `kept` and `enlarged`."""

    small: RGB  # the picture as it was looked at
    wearer: Wearer | None  # None: nobody wears the clothes
    pieces: tuple[Piece, ...]
    spot: templates.Spot | None  # the wearer's face in the whole picture


class Wardrobe:
    """Looks at pictures of clothes with models that stay warm. ``backends`` tells which answered.

    Every method raises `WeightMissingError` or `WeightCorruptError` when a model it needs is not there or not whole.
    """

    def __init__(self, settings: EngineSettings, faces: Faces) -> None:
        self._settings, self._faces = settings, faces
        self.backends: dict[str, str] = {}

    @cached_property
    def bodies(self) -> BodyFinder:
        """Body and hands (paper 3.1, bone and hand poses)."""
        pose = weights.path(self._settings.weights, "pose", "pose_landmarker.task")
        made = MediapipeBodies(pose, weights.path(self._settings.weights, "hands", "hand_landmarker.task"))
        self.backends["body"] = made.name
        return made

    @cached_property
    def people(self) -> PersonSegmenter:
        """The person mask."""
        made = PersonSegmenter(weights.path(self._settings.weights, "segmenter", "selfie_segmenter.tflite"))
        self.backends["person"] = made.name
        return made

    def look(self, rgb: RGB) -> Seen:
        """Return who wears what in (height, width, 3) uint8 RGB.

        Raises:
            GarmentTooSmallError: the picture has too few pixels.
            NoGarmentError: no clothes are found.
        """
        if min(rgb.shape[:2]) < SMALLEST:
            raise GarmentTooSmallError(min(rgb.shape[:2]), SMALLEST)
        small = shrink(rgb, LOOK)
        body = self.bodies.body(small)
        scale = small.shape[1] / rgb.shape[1]
        spot = _spot(self._faces, rgb, body, scale)
        if body is None and spot is None:
            return self._lying(small, "nobody")
        seen = self._worn(small, body, spot, scale)
        return seen if seen is not None else self._lying(small, "bare")

    def _worn(self, small: RGB, body: Body | None, spot: templates.Spot | None, scale: float) -> Seen | None:
        face = None if spot is None else _shrunk(spot.face, scale)
        person = self._person(small, body, face)
        found = self._wearer(small, person, face, body)
        parts = self._labelled(small, person)
        if parts:
            clothes = np.maximum.reduce([part.mask for part in parts])
            found = replace(found, clothes=clothes, skin=found.skin * (clothes < 0.5))
        else:
            self.backends["garment"] = "rules" if face is None else self._faces.cutter.name
            parts = pieces(small, found.clothes, body)
        if found.clothes.mean() < LEAST:
            return None
        return Seen(small=small, wearer=found, pieces=tuple(parts), spot=spot)

    def _wearer(self, small: RGB, person: Mask, face: Face | None, body: Body | None) -> Wearer:
        """Return who is in the mask ``person``: by the cut-out network where a face is read, else by rules alone."""
        hands = self.bodies.hands(small)
        if face is None:
            return wearer.wearer(small, person, np.zeros(small.shape[:2], np.float32), None, body, hands)
        cut = self._faces.cutter.cut_out(small, face.mesh, person)
        return parsing.parsed(small, cut, person, face, body, hands)

    def _labelled(self, small: RGB, person: Mask) -> list[Piece]:
        """Return the pieces that human parsing names, where the hub's is wanted and its weights are here."""
        parser = self._faces.parser
        if not hasattr(parser, "parts"):
            return []
        self.backends["garment"] = parser.name
        masks: dict[Kind, Mask] = {}
        for label, sure, mask in parser.parts(small):
            if label in LABELS and sure >= SURE:
                flags = ((mask > 0.5) & (person > 0.2)).astype(np.float32)
                kind = LABELS[label]
                masks[kind] = np.maximum(masks[kind], flags) if kind in masks else flags
        order = [kind for kind in LABELS.values() if kind in masks]
        return [Piece(number=number, kind=kind, mask=masks[kind]) for number, kind in enumerate(order, 1)]

    def _lying(self, small: RGB, otherwise: str) -> Seen:
        """Return the clothes nobody wears; ``otherwise`` is why there are none, where the classifier sees none."""
        names = self._faces.tagger.labels(small)
        found = flat.lying(small, names)
        if not found:
            raise NoGarmentError("ground" if otherwise == "nobody" and flat.clothes_named(names) else otherwise)
        self.backends["garment"] = "plain-ground"
        return Seen(small=small, wearer=None, pieces=tuple(found), spot=None)

    def _person(self, small: RGB, body: Body | None, face: Face | None) -> Mask:
        """Return the mask of this one person: the segmenter looks at the part of the picture the body is in."""
        if body is None:
            return _piece_with(self.people.person_mask(small), face)
        reach = max(3, round(NEAR * body.shoulders)) | 1
        near = cv2.dilate((body.area > 0.3).astype(np.float32), np.ones((reach, reach), np.uint8))
        left, top, right, bottom = _box(near, small.shape)
        mask = np.zeros(small.shape[:2], np.float32)
        mask[top:bottom, left:right] = self.people.person_mask(np.ascontiguousarray(small[top:bottom, left:right]))
        inside = body.area > 0.5
        if inside.any() and mask[inside].mean() < 0.5:  # mannequins are no people to the segmenter
            return body.area
        return mask * cv2.GaussianBlur(near, (0, 0), reach / 6)


def kept(rgb: RGB, seen: Seen, keep: Sequence[int], taps: Sequence[Tap]) -> Mask:
    """Return the mask of what stays as it is, (height, width) of ``rgb``, 0 or 1.

    Raises:
        NoSuchGarmentError: a number of ``keep`` is none of the pieces.
        NoGarmentError: the corrections leave nothing.
    """
    numbers = {piece.number for piece in seen.pieces}
    for number in keep:
        if number not in numbers:
            raise NoSuchGarmentError(number, len(numbers))
    chosen = [piece.mask for piece in seen.pieces if not keep or piece.number in keep]
    mask = corrected(seen.small, np.maximum.reduce(chosen), taps)
    if not (mask > 0.5).any():
        raise NoGarmentError("corrected")
    return (enlarged(rgb, mask) > 0.5).astype(np.float32)


def enlarged(rgb: RGB, mask: Mask) -> Mask:
    """Return a mask at the size of ``rgb`` with its edge drawn to the picture's own edges (guided filter)."""
    height, width = rgb.shape[:2]
    large = cv2.resize(mask, (width, height), interpolation=cv2.INTER_LINEAR)
    radius = max(2, round(0.004 * max(height, width)))
    guided = cv2.ximgproc.guidedFilter(rgb, large, radius, 60.0)
    return np.clip(guided, 0, 1).astype(np.float32)


def _spot(faces: Faces, rgb: RGB, body: Body | None, scale: float) -> templates.Spot | None:
    """Return the wearer's face: the one at the body's nose, or the largest where no body is seen."""
    found = templates.spots(faces, rgb)
    if not found:
        return None
    if body is None:
        return max(found, key=lambda spot: spot.face.side)
    nose = body.where("nose") / scale
    nearest = min(found, key=lambda spot: float(np.linalg.norm(spot.face.centre - nose)))
    return (
        nearest if np.linalg.norm(nearest.face.centre - nose) < max(nearest.face.side, body.shoulders / scale) else None
    )


def _shrunk(face: Face, scale: float) -> Face | None:
    """Return a face of the whole picture in the one looked at; None without a mesh."""
    if face.mesh is None:
        return None
    return Face(box=face.box * scale, score=face.score, mesh=replace(face.mesh, points=face.mesh.points * scale))


def _piece_with(mask: Mask, face: Face | None) -> Mask:
    """Return the connected piece of a person mask that the face lies in."""
    if face is None:
        return mask
    _, names = cv2.connectedComponents((mask > 0.3).astype(np.uint8))
    x, y = (int(np.clip(v, 0, size - 1)) for v, size in zip(face.centre, mask.shape[::-1], strict=True))
    return mask * (names == names[y, x]) if names[y, x] else mask


def _box(near: Mask, shape: tuple[int, ...]) -> tuple[int, int, int, int]:
    rows, columns = np.flatnonzero(near.max(1) > 0.5), np.flatnonzero(near.max(0) > 0.5)
    if not len(rows):
        return 0, 0, shape[1], shape[0]
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1
