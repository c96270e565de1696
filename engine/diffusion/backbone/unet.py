"""UNets: the embedded base, Stable Diffusion 1.5 and XL."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from PIL import Image

from engine.diffusion import texts
from engine.diffusion.backbone.seam import Backbone, Read
from engine.faces.types import RGB
from engine.training.objective import Denoising, Objective


class UNet(Backbone):
    """One text encoder, states alone."""

    part = "unet"

    def shape(self, width: int, height: int) -> tuple[int, int, int]:
        """See `Backbone`."""
        cells = self.pipe.vae_scale_factor
        return self.denoiser.config.in_channels, height // cells, width // cells

    def parts(self, prompts: Sequence[str]) -> int:
        """See `Backbone`."""
        return texts.parts(self.pipe, list(prompts))

    def read(self, prompts: Sequence[str], device: torch.device, least: int = 1) -> Read:
        """See `Backbone`."""
        return Read(states=texts.states(self.pipe, list(prompts), device, least, self.family.clip_skip)[0])

    def told(self, wanted: Read, unwanted: Read) -> dict[str, object]:
        """See `Backbone`."""
        return {"prompt_embeds": wanted.states, "negative_prompt_embeds": unwanted.states}

    def shown(self, pictures: Sequence[RGB]) -> dict[str, object]:
        """See `Backbone`; an IP-Adapter is in, see `engine.diffusion.ip_adapter`."""
        return {"ip_adapter_image": [[Image.fromarray(picture) for picture in pictures]]}

    def recognised(self, face_ids: Sequence[np.ndarray], count: int, *, guided: bool) -> dict[str, object]:
        """See `Backbone`; an IP-Adapter FaceID is in. The pipeline repeats them for every picture of a call."""
        told = torch.from_numpy(np.stack(face_ids).astype(np.float32))[None, :, None]  # (1, photos, 1, 512)
        told = torch.cat([torch.zeros_like(told), told]) if guided else told
        return {"ip_adapter_image_embeds": [told.to(self.pipe._execution_device, self.pipe.unet.dtype)]}

    def objective(self, min_snr: float) -> Objective:
        """See `Backbone`."""
        return Denoising(self.pipe.scheduler, min_snr)


class UNetXL(UNet):
    """Two text encoders; the pooled states of one and the picture's size are told beside the states."""

    def read(self, prompts: Sequence[str], device: torch.device, least: int = 1) -> Read:
        """See `Backbone`; ``added``: ``text_embeds`` (N, width), and ``time_ids`` (N, 6) of a picture to learn from."""
        states, pooled = texts.states(self.pipe, list(prompts), device, least, self.family.clip_skip)
        assert pooled is not None  # there are two encoders
        side = self.family.side
        sizes = torch.tensor([[side, side, 0, 0, side, side]], device=device, dtype=states.dtype)
        return Read(states=states, added={"text_embeds": pooled, "time_ids": sizes.repeat(len(states), 1)})

    def told(self, wanted: Read, unwanted: Read) -> dict[str, object]:
        """See `Backbone`."""
        pooled = {
            "pooled_prompt_embeds": wanted.added["text_embeds"],
            "negative_pooled_prompt_embeds": unwanted.added["text_embeds"],
        }
        return super().told(wanted, unwanted) | pooled
