"""One pass of a flow base at true shape, on whatever device its tensors are: what is counted instead of run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from engine import bases
from engine.bases import Family
from engine.bases.flow_shapes import TRUE
from engine.diffusion.backbone import KINDS
from engine.diffusion.backbone.klein import PLACES, SEEN
from engine.diffusion.backbone.qwen import KEPT, SIZES
from engine.diffusion.identity_condition import reference_side
from engine.selftest.flows import PARTS

HALF = torch.bfloat16
WORDS = 128  # tokens of a prompt as they are here, its frame of a chat among them
SEEN_TOKENS = 196  # of a reference picture, where the reader sees it too
FULL = {"flux2-klein": 512}  # architectures that read as many, however short a prompt is


def networks(name: str) -> tuple[nn.Module, nn.Module, nn.Module]:
    """Return denoiser, autoencoder and text encoder of base ``name`` on the meta device, in half precision."""
    from engine.selftest.flows import text_config

    architecture = bases.families()[name].architecture
    shape, (_, denoiser, autoencoder, reader) = TRUE[architecture], PARTS[architecture]
    with torch.device("meta"):
        made = denoiser(**shape.transformer), autoencoder(**shape.vae), reader(text_config(shape))
    for network in made:
        network.to(HALF).eval().requires_grad_(False)
    return made


def channels(autoencoder: nn.Module) -> int:
    """Return how many channels an autoencoder's latents have."""
    config = autoencoder.config
    return config.z_dim if "z_dim" in config else config.latent_channels


def call_of(
    denoiser: nn.Module, name: str, *, device: str, rows: int, train: bool = False, references: int = 0
) -> Callable[[], Tensor]:
    """Return one pass of a denoiser as its backbone asks for it, at the family's own side; ``rows`` at once.

    ``references`` are pictures of half that side it is shown beside the words.
    """
    family = bases.families()[name]
    kind, tokens = KINDS[family.architecture], FULL.get(family.architecture, WORDS)
    objective = kind(_Pipe(denoiser, family), family).objective(0.0)
    side, wide = family.side // kind.pixels, denoiser.config.in_channels
    # Z-Image makes its own patches of two by two; the latents of the others are patches already.
    side = 2 * side if family.architecture == "z-image" else side
    width = TRUE[family.architecture].transformer.get("cap_feat_dim", family.cross_width)

    def call() -> Tensor:
        noisy = torch.empty(rows, wide, side, side, dtype=HALF, device=device)
        states = torch.empty(rows, tokens, width, dtype=HALF, device=device)
        added: dict[str, Any] = {"tokens": [tokens] * rows} if family.architecture == "z-image" else {}
        if family.architecture == "qwen-image":
            states = torch.empty(rows, tokens + references * SEEN_TOKENS, width, dtype=HALF, device=device)
            added[KEPT] = _Full(rows, states.shape[1])
        if references:
            across = reference_side(family) // kind.pixels
            added[SEEN] = torch.empty(rows, references * across**2, wide, dtype=HALF, device=device)
            added[PLACES] = torch.zeros(rows, references * across**2, 4, dtype=torch.int64, device=device)
            added[SIZES] = np.full((references, 2), across)
        with torch.set_grad_enabled(train):
            return objective.ask(denoiser, noisy, torch.full((rows,), 0.5), states, added)

    return call


class _Full:
    """Says that all states of every text are the text's: a tensor that has no numbers could not."""

    def __init__(self, *shape: int) -> None:
        self.shape = shape

    def all(self) -> bool:
        """See the class."""
        return True


class _Pipe:
    """As much of a pipeline as an objective asks for."""

    def __init__(self, denoiser: nn.Module, family: Family) -> None:
        from diffusers import FlowMatchEulerDiscreteScheduler

        self.transformer, self.scheduler = denoiser, FlowMatchEulerDiscreteScheduler(shift=3.0)
