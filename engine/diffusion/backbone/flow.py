"""Families taught by a straight flow: beyond the seam they say the shares of noise a drawing goes through."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import ClassVar

import numpy as np
import torch
from torch import Tensor

from engine.diffusion.backbone.seam import Backbone
from engine.faces.types import RGB

MEANT = 2.0  # towards noise: as much of it as the same strength means on Stable Diffusion's schedule
NEAR = 0.9  # of the first share of noise; a step that takes less away is left out


class FlowBackbone(Backbone):
    """Its denoiser is a transformer that says the way from picture to noise."""

    part: ClassVar[str] = "transformer"
    pixels: ClassVar[int] = 16

    @abstractmethod
    def way(self, steps: int, width: int, height: int) -> Tensor:
        """Return the shares of noise a drawing goes through, (steps + 1,), 1 to 0, as the pipeline chooses them."""

    @abstractmethod
    def guided(self, wanted: Tensor, unwanted: Tensor, guidance: float) -> Tensor:
        """Return what is gone by, from what was said of the words and of what it must not be."""

    @abstractmethod
    def guides(self, guidance: float) -> bool:
        """Say whether it is asked twice at all."""

    def beside(self, pictures: Sequence[RGB]) -> dict[str, Tensor]:
        """Return what its `objective` is told of photos of a person, beside what was read of the words.

        Raises:
            TypeError: as `shown`.
        """
        raise TypeError(f"{type(self).__name__} is shown no pictures")

    def shares(self, steps: int, width: int, height: int, strength: float) -> Tensor:
        """Return the part of `way` that a picture goes at this ``strength`` 0..1, with its own beginning."""
        way = self.way(steps, width, height)
        if strength >= 1:
            return way
        first = MEANT * strength / (1 + (MEANT - 1) * strength)
        return torch.cat([way.new_tensor([first]), way[way < NEAR * first]])

    def even(self, steps: int) -> list[float]:
        """Return shares of noise in even steps, the last of which ends in the picture."""
        return np.linspace(1.0, 1 / steps, steps).tolist()
