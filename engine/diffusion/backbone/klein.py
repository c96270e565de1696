"""FLUX.2 klein: a transformer over packed patches of latents whose every channel has mean 0 and spread 1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from PIL import Image
from torch import Tensor, nn
from torch.nn import functional

from engine.diffusion.backbone.flow import FlowBackbone
from engine.diffusion.backbone.seam import Read
from engine.faces.types import RGB
from engine.training.objective import Flow, Objective

PATCH = 2  # cells of the autoencoder's latents to a side that are one of the transformer's
SHIFT = 3.0  # towards noise, of what is learnt: about what the pipeline's own reckoning gives at 1024 pixels
LAYERS = (9, 18, 27)  # of the language model whose states are read side by side
SEEN, PLACES = "seen", "places"  # of reference pictures: patches (N, number, channels), where each is (N, number, 4)


class Klein(FlowBackbone):
    """Latents here are patches: (N, 4 x channels of the autoencoder, rows / 2, columns / 2)."""

    network = "Flux2Transformer2DModel"

    def shape(self, width: int, height: int) -> tuple[int, int, int]:
        """See `Backbone`."""
        cells = self.pipe.vae_scale_factor * PATCH
        return self.denoiser.config.in_channels, height // cells, width // cells

    def scaled(self, raw: Tensor) -> Tensor:
        """See `Backbone`."""
        patches = functional.pixel_unshuffle(raw, PATCH)
        mean, spread = self._statistics(patches)
        return (patches - mean) / spread

    def raw(self, latents: Tensor) -> Tensor:
        """See `Backbone`."""
        mean, spread = self._statistics(latents)
        return functional.pixel_shuffle(latents * spread + mean, PATCH)

    def made(self, images: Tensor, width: int, height: int) -> Tensor:
        """The pipeline ends with what the autoencoder reads."""
        return self.scaled(images)

    def underway(self, latents: Tensor, width: int, height: int) -> Tensor:
        """Between two steps there is a row of patches, (N, rows x columns, channels)."""
        _, rows, columns = self.shape(width, height)
        return latents.transpose(1, 2).unflatten(2, (rows, columns))

    def _statistics(self, like: Tensor) -> tuple[Tensor, Tensor]:
        norm, least = self.pipe.vae.bn, self.pipe.vae.config.batch_norm_eps
        mean, spread = norm.running_mean, (norm.running_var + least).sqrt()
        return mean.to(like)[:, None, None], spread.to(like)[:, None, None]

    def read(self, prompts: Sequence[str], device: torch.device, least: int = 1) -> Read:
        """See `Backbone`; every text has as many states."""
        return Read(states=self.pipe.encode_prompt(list(prompts), device=device, text_encoder_out_layers=LAYERS)[0])

    def told(self, wanted: Read, unwanted: Read) -> dict[str, object]:
        """See `Backbone`."""
        return {"prompt_embeds": wanted.states, "negative_prompt_embeds": unwanted.states}

    def shown(self, pictures: Sequence[RGB]) -> dict[str, object]:
        """See `Backbone`; they are reference pictures, each in a time of its own."""
        return {"image": [Image.fromarray(picture) for picture in pictures]}

    def beside(self, pictures: Sequence[RGB]) -> dict[str, Tensor]:
        """See `FlowBackbone`; as its pipeline reads them."""
        pipe = self.pipe
        read = [pipe.image_processor.preprocess(Image.fromarray(picture)) for picture in pictures]
        seen, places = pipe.prepare_image_latents(read, 1, None, pipe._execution_device, pipe.vae.dtype)
        return {SEEN: seen, PLACES: places}

    def objective(self, min_snr: float) -> Objective:
        """See `Backbone`."""
        return _Taught(SHIFT)

    @property
    def pixels_of_a_cell(self) -> int:
        """See `Backbone`."""
        return self.pipe.vae_scale_factor * PATCH

    def way(self, steps: int, width: int, height: int) -> Tensor:
        """See `FlowBackbone`; the larger the picture, the longer it stays near noise."""
        from diffusers.pipelines.flux2.pipeline_flux2_klein import compute_empirical_mu  # seconds, for what draws alone

        _, rows, columns = self.shape(width, height)
        shift = compute_empirical_mu(rows * columns, steps)
        self.pipe.scheduler.set_timesteps(sigmas=self.even(steps), mu=shift)
        return self.pipe.scheduler.sigmas

    def guides(self, guidance: float) -> bool:
        """See `FlowBackbone`; a distilled one never is."""
        return guidance > 1 and not self.pipe.config.is_distilled

    def guided(self, wanted: Tensor, unwanted: Tensor, guidance: float) -> Tensor:
        """See `FlowBackbone`."""
        return unwanted + guidance * (wanted - unwanted)


class _Taught(Flow):
    def ask(self, network: nn.Module, noisy: Tensor, times: Tensor, states: Tensor, added: Mapping[str, Tensor]) -> Any:
        """Words and patches have their places beside them: (picture, row, column, number in a text)."""
        count, _, rows, columns = noisy.shape
        packed = noisy.flatten(2).transpose(1, 2).to(states.dtype)
        places, own = _places(count, rows, columns, 1, noisy.device), packed.shape[1]
        if SEEN in added:
            packed = torch.cat([packed, added[SEEN].to(packed)], 1)
            places = torch.cat([places, added[PLACES].to(places)], 1)
        said = network(
            hidden_states=packed,
            timestep=times.to(packed),
            guidance=None,
            encoder_hidden_states=states,
            txt_ids=_places(count, 1, 1, states.shape[1], noisy.device),
            img_ids=places,
            return_dict=False,
        )[0][:, :own]
        return said.transpose(1, 2).unflatten(2, (rows, columns))


def _places(count: int, rows: int, columns: int, words: int, device: torch.device) -> Tensor:
    """Return (N, rows x columns x words, 4)."""
    axes = [torch.arange(size, device=device) for size in (1, rows, columns, words)]
    return torch.cartesian_prod(*axes).expand(count, -1, -1)
