"""The cut-out network as the packaged head segmenter (paper 2.1.1; mission row 3)."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

import numpy as np

from engine.canvas import network
from engine.canvas.cutout import cut_out
from engine.canvas.types import CutOut, Plane
from engine.faces.parse import PersonSegmenter
from engine.faces.regions import Mask, face_units, face_width, hull, soften
from engine.faces.types import RGB, Mesh

HAIR_BESIDE = 1.2  # face widths to either side: hair further out is none
HAIR_BELOW = 1.7  # face widths below the eyes: longer hair is cut here, the head would be a picture of hair
EARS, EAR_TOP = 0.85, 0.3  # face widths to either side and above the eyes: skin here, above the mouth, is ears
TEMPLES, HAIRLINE = 0.55, 0.8  # face widths to either side and above the eyes: skin here is forehead


class Cutter:
    """Cuts people and heads out.

    >>> cutter = Cutter(weights.path(folder, "cutout", "cutout.safetensors"), faces.people)
    >>> portrait = clean_background(rgb, cutter.head_mask(rgb, mesh))
    """

    name = "cutout-network"

    def __init__(self, file: Path, people: PersonSegmenter) -> None:
        self._file, self._people = file, people

    @cached_property
    def _network(self) -> network.CutNet:
        return network.load(self._file)

    def load(self) -> None:
        """Read the network now instead of at its first use."""
        _ = self._network

    def cut_out(self, rgb: RGB, mesh: Mesh, people: Plane | None = None, *, clean: bool = True) -> CutOut:
        """Return the wearer of ``mesh`` cut out of (height, width, 3) uint8 RGB, see `engine.canvas.cutout`.

        ``people`` (height, width) 0..1 is where anybody is seen, where that is known already.
        """
        people = self._people.person_mask(rgb) if people is None else people
        return cut_out(rgb, mesh, self._network, people, clean=clean)

    def head_mask(self, rgb: RGB, mesh: Mesh) -> Mask:
        """Return the mask of face, ears, hair and what is worn on them; (height, width) float32, 0..1."""
        return head_of(self.cut_out(rgb, mesh, clean=False), mesh)


def head_of(cut: CutOut, mesh: Mesh) -> Mask:
    """Return the head of a cut-out person, without neck and clothes; (height, width) float32, 0..1."""
    x, y = face_units(cut.alpha.shape, mesh.points)
    mouth = mesh.points[[61, 291], :2].mean(0)
    below = -float(np.linalg.norm(mesh.eyes.mean(0) - mouth)) / face_width(mesh.points)
    temples = (np.abs(x) < TEMPLES) & (y < HAIRLINE)  # the mesh ends below the hairline
    ears = cut.skin * ((y > below) & (temples | (np.abs(x) < EARS) & (y < EAR_TOP)))
    oval = soften(hull(cut.alpha.shape, mesh.oval), 0.01 * face_width(mesh.points))
    inside = (cut.skin + cut.clothes) * oval  # a beard or a shadow on the cheek
    worn = cut.worn * (y > below)
    return np.asarray(
        (
            cut.hair * ((y > -HAIR_BELOW) & (np.abs(x) < HAIR_BESIDE)) + cut.face + ears * (1 - oval) + inside + worn
        ).clip(0, 1),
        np.float32,
    )
