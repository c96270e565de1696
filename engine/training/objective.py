"""What the denoiser of a base is taught (paper 2.2): how a clean picture is spoilt, and what has to be said of it.

`Denoising` is for bases that predict the noise, or its velocity, over a thousand times; `Flow` for those that predict
the straight way from the picture to the noise.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor, nn

MAX_SNR = 5.0
CLEANEST = 0.3  # of the way to noise: below, the face is there already and nothing is learnt of who is asked for


def snr_weight(alphas: Tensor, prediction: str, most: float = MAX_SNR) -> Tensor:
    """Return each timestep's loss weight, (T,): min(snr, most), expressed for what the base predicts; ones for 0."""
    if not most:
        return torch.ones_like(alphas)
    snr = alphas / (1 - alphas)
    if prediction == "v_prediction":
        return (snr.clamp(max=most) + 1) / (snr + 1)
    return snr.clamp(max=most) / snr.clamp(min=1e-8)


class Objective(ABC):
    """Latents are (N, channels, rows, columns), ``times`` (N,) whatever `times` gave."""

    @abstractmethod
    def times(self, count: int, generator: torch.Generator) -> Tensor:
        """Draw ``count`` moments between picture and noise."""

    @abstractmethod
    def middle(self) -> Tensor:
        """Return one moment in the middle, (1,); no number is drawn."""

    @abstractmethod
    def noised(self, clean: Tensor, noise: Tensor, times: Tensor) -> Tensor:
        """Return the pictures spoilt up to their moments."""

    @abstractmethod
    def target(self, clean: Tensor, noise: Tensor, times: Tensor) -> Tensor:
        """Return what the denoiser should say of them."""

    @abstractmethod
    def believed(self, noisy: Tensor, said: Tensor, times: Tensor) -> Tensor:
        """Return the clean latents that what it ``said`` implies."""

    @abstractmethod
    def weight(self, times: Tensor) -> Tensor:
        """Return (N,): what each moment's error counts."""

    @abstractmethod
    def noisy(self, times: Tensor) -> Tensor:
        """Return (N,) bool: whether so much is spoilt that the face has to be guessed, see `CLEANEST`."""

    @abstractmethod
    def ask(self, network: nn.Module, noisy: Tensor, times: Tensor, states: Tensor, added: Mapping[str, Tensor]) -> Any:
        """Return what ``network`` says of spoilt pictures; ``states`` and ``added`` as the backbone read them."""


class Denoising(Objective):
    """Of a base with a noise schedule ``scheduler`` of diffusers; ``min_snr`` 0 weighs all moments alike."""

    def __init__(self, scheduler: Any, min_snr: float = MAX_SNR) -> None:
        self._alphas = scheduler.alphas_cumprod.float()
        self._prediction = scheduler.config.prediction_type
        self._weights = snr_weight(self._alphas, self._prediction, min_snr)

    def times(self, count: int, generator: torch.Generator) -> Tensor:
        """Draw among the schedule's times."""
        return torch.randint(len(self._alphas), (count,), generator=generator)

    def middle(self) -> Tensor:
        """Return the middle one."""
        return torch.full((1,), len(self._alphas) // 2)

    def noised(self, clean: Tensor, noise: Tensor, times: Tensor) -> Tensor:
        """Mix by signal power."""
        keep = self._keep(times, clean)
        return keep.sqrt() * clean + (1 - keep).sqrt() * noise

    def target(self, clean: Tensor, noise: Tensor, times: Tensor) -> Tensor:
        """Return the noise, or its velocity."""
        if self._prediction != "v_prediction":
            return noise
        keep = self._keep(times, clean)
        return keep.sqrt() * noise - (1 - keep).sqrt() * clean

    def believed(self, noisy: Tensor, said: Tensor, times: Tensor) -> Tensor:
        """Take the noise that was said out again."""
        keep = self._keep(times, noisy)
        if self._prediction == "v_prediction":
            return keep.sqrt() * noisy - (1 - keep).sqrt() * said
        return (noisy - (1 - keep).sqrt() * said) / keep.sqrt()

    def weight(self, times: Tensor) -> Tensor:
        """See `snr_weight`."""
        return self._weights[times]

    def noisy(self, times: Tensor) -> Tensor:
        """By the place in the schedule."""
        return times >= CLEANEST * len(self._alphas)

    def ask(self, network: nn.Module, noisy: Tensor, times: Tensor, states: Tensor, added: Mapping[str, Tensor]) -> Any:
        """Call it as UNets are called."""
        more = {"added_cond_kwargs": dict(added)} if added else {}
        return network(noisy, times.to(noisy.device), states, return_dict=False, **more)[0]

    def _keep(self, times: Tensor, like: Tensor) -> Tensor:
        """Return the share of signal power, (N, 1, 1, 1)."""
        return self._alphas[times].to(like.device)[:, None, None, None]


class Flow(Objective):
    """Of a base that says the straight way from picture to noise: noise minus picture.

    A moment is the share of noise, 0..1, drawn as the base was taught: normal in the logit, then ``shift`` towards
    noise, as much as a picture of its size needs (Esser and others, 2024, section 3.1 and equation 23).
    """

    def __init__(self, shift: float) -> None:
        self._shift = shift

    def times(self, count: int, generator: torch.Generator) -> Tensor:
        """Draw shares of noise."""
        return self._shifted(torch.randn(count, generator=generator).sigmoid())

    def middle(self) -> Tensor:
        """Return the middle one."""
        return self._shifted(torch.full((1,), 0.5))

    def noised(self, clean: Tensor, noise: Tensor, times: Tensor) -> Tensor:
        """Go straight."""
        share = _spread(times, clean)
        return (1 - share) * clean + share * noise

    def target(self, clean: Tensor, noise: Tensor, times: Tensor) -> Tensor:
        """Return the way."""
        return noise - clean

    def believed(self, noisy: Tensor, said: Tensor, times: Tensor) -> Tensor:
        """Go back."""
        return noisy - _spread(times, noisy) * said

    def weight(self, times: Tensor) -> Tensor:
        """Weigh all alike: the drawing of moments is the weighing."""
        return torch.ones_like(times)

    def noisy(self, times: Tensor) -> Tensor:
        """By the share of noise."""
        return times >= CLEANEST

    def _shifted(self, share: Tensor) -> Tensor:
        return self._shift * share / (1 + (self._shift - 1) * share)


def _spread(times: Tensor, like: Tensor) -> Tensor:
    return times.to(like.device, like.dtype)[:, None, None, None]
