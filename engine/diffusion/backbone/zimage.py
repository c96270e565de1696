"""Z-Image and Z-Image-Turbo: a transformer over one row of words and picture patches, taught by a straight flow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.utils.rnn import pad_sequence

from engine.diffusion.backbone.flow import FlowBackbone
from engine.diffusion.backbone.seam import Read
from engine.training.objective import Flow, Objective

TOKENS = 512  # of a text, its frame of a chat among them; more is not read
LENGTHS = "tokens"  # of `Read.added`: how many of a row's states are the text's


class ZImage(FlowBackbone):
    """States of one language model, each text as long as it is."""

    network = "ZImageTransformer2DModel"
    noise_dtype = torch.float32  # the pipeline keeps its latents in it

    def shape(self, width: int, height: int) -> tuple[int, int, int]:
        """See `Backbone`."""
        cells = self.pipe.vae_scale_factor
        return self.denoiser.in_channels, height // cells, width // cells

    def read(self, prompts: Sequence[str], device: torch.device, least: int = 1) -> Read:
        """See `Backbone`; shorter texts are filled up with nothing, ``added`` says how long each is, (N,)."""
        rows, _ = self.pipe.encode_prompt(
            list(prompts), device=device, do_classifier_free_guidance=False, max_sequence_length=TOKENS
        )
        lengths = torch.tensor([len(row) for row in rows], device=device)
        return Read(states=pad_sequence(list(rows), batch_first=True), added={LENGTHS: lengths})

    def told(self, wanted: Read, unwanted: Read) -> dict[str, object]:
        """See `Backbone`."""
        return {"prompt_embeds": rows(wanted), "negative_prompt_embeds": rows(unwanted)}

    def objective(self, min_snr: float) -> Objective:
        """See `Backbone`."""
        return _Taught(self.pipe.scheduler.config.shift)

    def way(self, steps: int, width: int, height: int) -> Tensor:
        """See `FlowBackbone`."""
        self.pipe.scheduler.set_timesteps(sigmas=self.even(steps))
        return self.pipe.scheduler.sigmas

    def guides(self, guidance: float) -> bool:
        """See `FlowBackbone`; 0 is none."""
        return guidance > 0

    def guided(self, wanted: Tensor, unwanted: Tensor, guidance: float) -> Tensor:
        """See `FlowBackbone`."""
        return wanted + guidance * (wanted - unwanted)


class _Taught(Flow):
    def ask(self, network: nn.Module, noisy: Tensor, times: Tensor, states: Tensor, added: Mapping[str, Tensor]) -> Any:
        """It is told how much of a picture is clean, and says the way to the picture: here it is the way to noise."""
        clean = (1 - times).to(noisy.device, torch.float32)  # as its pipeline: bfloat16 is two of a thousand off
        pictures = list(noisy.to(states.dtype)[:, :, None].unbind(0))
        said = network(pictures, clean, rows(Read(states=states, added=dict(added))), return_dict=False)[0]
        return -torch.stack(list(said)).squeeze(2)


def rows(read: Read) -> list[Tensor]:
    """Return the states of each text alone, (its tokens, width)."""
    return [states[: int(length)] for states, length in zip(read.states, read.added[LENGTHS], strict=True)]
