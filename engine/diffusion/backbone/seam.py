"""The seam itself: everything that differs between architectures of a base."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np
import torch
from torch import Tensor, nn

from engine.bases import Family
from engine.faces.types import RGB
from engine.training.objective import Objective

DENOISERS = ("unet", "transformer")  # what the denoiser is called in a pipeline, in its folder and in adapter files


def denoiser(pipe: Any) -> nn.Module:
    """Return the network of a pipeline that denoises."""
    return next(network for part in DENOISERS if (network := getattr(pipe, part, None)) is not None)


@dataclass(frozen=True, kw_only=True, eq=False)
class Read:
    """What was read of N texts: ``states`` (N, tokens, width), and what is told beside them, N rows each."""

    states: Tensor
    added: dict[str, Tensor] = field(default_factory=dict)

    def to(self, dtype: torch.dtype) -> Read:
        """Return the same in another type; what is no fraction (places, counts) stays as it is."""
        fractions = {k: v.to(dtype) for k, v in self.added.items() if isinstance(v, Tensor) and v.is_floating_point()}
        return Read(states=self.states.to(dtype), added=self.added | fractions)


class Backbone(ABC):
    """One architecture around one pipeline."""

    part: ClassVar[str]  # one of `DENOISERS`
    pipeline: ClassVar[str] = ""  # class of diffusers that draws by words alone, where its folder names another
    network: ClassVar[str] = ""  # class of diffusers its denoiser is of, where that tells the architecture
    pixels: ClassVar[int] = 8  # sides of a picture are multiples of this
    own_way: ClassVar[bool] = False  # beside photos it draws by `engine.diffusion.partway`, one picture at a time
    noise_dtype: ClassVar[torch.dtype | None] = None  # of the noise a drawing begins with; None: that of the base

    def __init__(self, pipe: Any, family: Family) -> None:
        self.pipe, self.family = pipe, family

    @property
    def denoiser(self) -> nn.Module:
        """Return the network that denoises; adapters are put into it."""
        return getattr(self.pipe, self.part)

    @property
    def pixels_of_a_cell(self) -> int:
        """Return how many pixels to a side one cell of the latents is."""
        return self.pipe.vae_scale_factor

    @abstractmethod
    def shape(self, width: int, height: int) -> tuple[int, int, int]:
        """Return (channels, rows, columns) of the latents of a picture of so many pixels."""

    def scaled(self, raw: Tensor) -> Tensor:
        """Return what the autoencoder gave (N, ...) as latents (N, channels, rows, columns) the denoiser learnt."""
        config = self.pipe.vae.config
        return (raw - (config.shift_factor or 0.0)) * config.scaling_factor

    def raw(self, latents: Tensor) -> Tensor:
        """Return latents as the autoencoder reads them: the way back of `scaled`."""
        config = self.pipe.vae.config
        return latents / config.scaling_factor + (config.shift_factor or 0.0)

    def encoded(self, autoencoder: Any, pixels: Tensor) -> Tensor:
        """Return what the autoencoder gives of pictures (N, 3, height, width) -1..1, as `scaled` takes it."""
        return autoencoder.encode(pixels).latent_dist.mode()

    def decoded(self, autoencoder: Any, raw: Tensor) -> Tensor:
        """Return pictures (N, 3, height, width), about -1..1, of what `raw` gave: the way back of `encoded`."""
        return autoencoder.decode(raw).sample

    def begun(self, noise: Tensor) -> Tensor:
        """Return noise (N, channels, rows, columns) as the pipeline takes it."""
        return noise

    def made(self, images: Tensor, width: int, height: int) -> Tensor:
        """Return what the pipeline calls latents at its end as latents (N, channels, rows, columns)."""
        return images

    def asked(self, guidance: float) -> dict[str, float]:
        """Return what the pipeline is told of the guidance."""
        return {"guidance_scale": guidance}

    def underway(self, latents: Tensor, width: int, height: int) -> Tensor:
        """Return what a sampler holds between two steps as latents (N, channels, rows, columns)."""
        return latents

    def parts(self, prompts: Sequence[str]) -> int:
        """Return how many parts the longest text is read in; see `engine.diffusion.texts`."""
        return 1

    @abstractmethod
    def read(self, prompts: Sequence[str], device: torch.device, least: int = 1) -> Read:
        """Read texts, in at least so many parts; with the gradient that is asked for around it."""

    def read_beside(
        self, prompts: Sequence[str], pictures: Sequence[RGB], device: torch.device, least: int = 1
    ) -> Read:
        """As `read`, by a reader that sees ``pictures`` too where it has eyes."""
        return self.read(prompts, device, least)

    @abstractmethod
    def told(self, wanted: Read, unwanted: Read) -> dict[str, object]:
        """Return what the pipeline is told of the texts."""

    def shown(self, pictures: Sequence[RGB]) -> dict[str, object]:
        """Return what the pipeline is told of photos of a person, (side, side, 3) uint8 each.

        Raises:
            TypeError: it can be shown none (a mistake in the code: `engine.bases.likeness` says so).
        """
        raise TypeError(f"{type(self).__name__} is shown no pictures")

    def recognised(self, face_ids: Sequence[np.ndarray], count: int, *, guided: bool) -> dict[str, object]:
        """Return what the pipeline is told of the numbers of a person's face, (512,) each, for ``count`` pictures.

        Raises:
            TypeError: as `shown`.
        """
        raise TypeError(f"{type(self).__name__} is told no numbers of a face")

    @abstractmethod
    def objective(self, min_snr: float) -> Objective:
        """Return what a training of an adapter on this base moves towards."""
