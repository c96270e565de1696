"""One pass of a flow base at true shape, on whatever device its tensors are: what is counted instead of run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor, nn

from engine import bases
from engine.bases import Family
from engine.bases.flow_shapes import TRUE
from engine.diffusion.backbone import KINDS
from engine.diffusion.backbone.klein import PLACES, SEEN
from engine.diffusion.identity_condition import reference_side
from engine.selftest.flows import PARTS

HALF = torch.bfloat16
WORDS = 128  # tokens of a prompt as they are here, its frame of a chat among them
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


def call_of(
    denoiser: nn.Module, name: str, *, device: str, rows: int, train: bool = False, references: int = 0
) -> Callable[[], Tensor]:
    """Return one pass of a denoiser as its backbone asks for it, at the family's own side; ``rows`` at once.

    ``references`` are pictures of half that side it is shown beside the words.
    """
    family = bases.families()[name]
    kind, tokens = KINDS[family.architecture], FULL.get(family.architecture, WORDS)
    objective = kind(_Pipe(denoiser, family), family).objective(0.0)
    side, channels = family.side // kind.pixels, denoiser.config.in_channels
    # Klein's latents are patches already, Z-Image makes its own of two by two.
    side = side if family.architecture == "flux2-klein" else 2 * side
    width = TRUE[family.architecture].transformer.get("cap_feat_dim", family.cross_width)

    def call() -> Tensor:
        noisy = torch.empty(rows, channels, side, side, dtype=HALF, device=device)
        states = torch.empty(rows, tokens, width, dtype=HALF, device=device)
        added: dict[str, Any] = {"tokens": [tokens] * rows} if family.architecture == "z-image" else {}
        if references:
            number = references * (reference_side(family) // kind.pixels) ** 2
            added[SEEN] = torch.empty(rows, number, channels, dtype=HALF, device=device)
            added[PLACES] = torch.zeros(rows, number, 4, dtype=torch.int64, device=device)
        with torch.set_grad_enabled(train):
            return objective.ask(denoiser, noisy, torch.full((rows,), 0.5), states, added)

    return call


class _Pipe:
    """As much of a pipeline as an objective asks for."""

    def __init__(self, denoiser: nn.Module, family: Family) -> None:
        from diffusers import FlowMatchEulerDiscreteScheduler

        self.transformer, self.scheduler = denoiser, FlowMatchEulerDiscreteScheduler(shift=3.0)
