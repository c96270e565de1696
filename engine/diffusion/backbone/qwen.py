"""Qwen-Image-Edit: a transformer over packed patches, told by a language model that sees the pictures it is shown.

Its text-to-image pipeline draws by words alone. Beside photos it is drawn one picture at a time by
`engine.diffusion.partway`: diffusers' pipeline for that brings every photo to a million pixels, and does not say to
transformers which of the tokens are a picture's, on which their places depend.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
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
SHIFT = 2.0  # towards noise, of what is learnt: about what the pipeline's own reckoning gives at 1024 pixels
KEPT = "kept"  # of `Read.added`, (N, tokens): 1 where a state is the text's
SEEN, SIZES = "seen", "sizes"  # of reference pictures: patches (N, number, channels), rows and columns of each (n, 2)
LOOKED_AT = 384  # pixels to a side, by area, of a picture the language model is shown
TOKEN, PICTURE = "<|image_pad|>", "Picture {}: <|vision_start|>{}<|vision_end|>"
BEGIN = 64  # tokens of the frame below before the person's words, which are not told
FRAME = (  # what the model was taught its edits with
    "<|im_start|>system\nDescribe the key features of the input image (color, shape, size, texture, objects, "
    "background), then explain how the user's text instruction should alter or modify the image. Generate a new image "
    "that meets the user's requirements while maintaining consistency with the original input where appropriate."
    "<|im_end|>\n<|im_start|>user\n{}<|im_end|>\n<|im_start|>assistant\n"
)


class Qwen(FlowBackbone):
    """Latents here are patches: (N, 4 x channels of the autoencoder, rows / 2, columns / 2)."""

    pipeline = "QwenImagePipeline"
    network = "QwenImageTransformer2DModel"
    own_way = True

    def shape(self, width: int, height: int) -> tuple[int, int, int]:
        """See `Backbone`."""
        return self.denoiser.config.in_channels, height // self.pixels_of_a_cell, width // self.pixels_of_a_cell

    def encoded(self, autoencoder: Any, pixels: Tensor) -> Tensor:
        """See `Backbone`; to an autoencoder of films a picture is one frame."""
        return autoencoder.encode(pixels[:, :, None]).latent_dist.mode()[:, :, 0]

    def decoded(self, autoencoder: Any, raw: Tensor) -> Tensor:
        """See `Backbone`."""
        return autoencoder.decode(raw[:, :, None]).sample[:, :, 0]

    def scaled(self, raw: Tensor) -> Tensor:
        """See `Backbone`."""
        mean, spread = self._statistics(raw)
        return functional.pixel_unshuffle((raw - mean) / spread, PATCH)

    def raw(self, latents: Tensor) -> Tensor:
        """See `Backbone`."""
        mean, spread = self._statistics(latents)
        return functional.pixel_shuffle(latents, PATCH) * spread + mean

    def _statistics(self, like: Tensor) -> tuple[Tensor, Tensor]:
        config = self.pipe.vae.config
        mean, spread = (like.new_tensor(values)[:, None, None] for values in (config.latents_mean, config.latents_std))
        return mean, spread

    def begun(self, noise: Tensor) -> Tensor:
        """See `Backbone`; one row of patches, (N, rows x columns, channels)."""
        return _row(noise)

    def made(self, images: Tensor, width: int, height: int) -> Tensor:
        """See `Backbone`."""
        return self.underway(images, width, height)

    def underway(self, latents: Tensor, width: int, height: int) -> Tensor:
        """See `Backbone`."""
        _, rows, columns = self.shape(width, height)
        return latents.transpose(1, 2).unflatten(2, (rows, columns))

    def asked(self, guidance: float) -> dict[str, float]:
        """See `Backbone`; its pipeline calls a guidance of the other kind by the usual name."""
        return {"true_cfg_scale": guidance}

    def read(self, prompts: Sequence[str], device: torch.device, least: int = 1) -> Read:
        """See `Backbone`; shorter texts are filled up with nothing, ``added`` says which states are the text's."""
        states, kept = self.pipe.encode_prompt(list(prompts), device=device)
        return Read(states=states, added={KEPT: states.new_ones(states.shape[:2]) if kept is None else kept})

    def read_beside(
        self, prompts: Sequence[str], pictures: Sequence[RGB], device: torch.device, least: int = 1
    ) -> Read:
        """See `Backbone`; the language model sees the pictures too, each at about `LOOKED_AT` pixels to a side."""
        spelling, sizes = self.pipe.tokenizer, [_looked_at(*picture.shape[:2]) for picture in pictures]
        looks = [Image.fromarray(picture).resize(size) for picture, size in zip(pictures, sizes, strict=True)]
        eyes = _eyes()
        seen = eyes(looks, return_tensors="pt")
        lengths = [int(grid.prod()) // eyes.merge_size**2 for grid in seen["image_grid_thw"]]
        shown = "".join(PICTURE.format(number, TOKEN * length) for number, length in enumerate(lengths, 1))
        read = [spelling(FRAME.format(shown + words), return_tensors="pt").input_ids.to(device) for words in prompts]
        told = [self._states(ids, {key: value.to(device) for key, value in seen.items()}) for ids in read]
        states = nn.utils.rnn.pad_sequence(told, batch_first=True)
        kept = nn.utils.rnn.pad_sequence([row.new_ones(len(row)) for row in told], batch_first=True)
        return Read(states=states, added={KEPT: kept})

    def _states(self, ids: Tensor, seen: Mapping[str, Tensor]) -> Tensor:
        """Return the states of one text (1, tokens) and the pictures in it, (tokens, width), without its frame."""
        pictured = (ids == self.pipe.tokenizer.convert_tokens_to_ids(TOKEN)).int()
        reader = self.pipe.text_encoder
        pixels = {**seen, "pixel_values": seen["pixel_values"].to(reader.dtype)}
        return reader(
            input_ids=ids, attention_mask=torch.ones_like(ids), mm_token_type_ids=pictured, output_hidden_states=True,
            **pixels,
        ).hidden_states[-1][0, BEGIN:]  # fmt: skip

    def told(self, wanted: Read, unwanted: Read) -> dict[str, object]:
        """See `Backbone`."""
        pairs = ("prompt_embeds", wanted), ("negative_prompt_embeds", unwanted)
        return {k: v for name, read in pairs for k, v in ((name, read.states), (f"{name}_mask", read.added[KEPT]))}

    def beside(self, pictures: Sequence[RGB]) -> dict[str, Tensor]:
        """See `FlowBackbone`; each picture in its own size, which is a multiple of 16."""
        vae, device = self.pipe.vae, self.pipe._execution_device
        pixels = [torch.from_numpy(picture).permute(2, 0, 1)[None].float() / 127.5 - 1 for picture in pictures]
        latents = [self.scaled(self.encoded(vae, part.to(device, vae.dtype)).float()) for part in pixels]
        return {SEEN: torch.cat([*map(_row, latents)], 1), SIZES: torch.tensor([one.shape[-2:] for one in latents])}

    def objective(self, min_snr: float) -> Objective:
        """See `Backbone`."""
        return _Taught(SHIFT)

    @property
    def pixels_of_a_cell(self) -> int:
        """See `Backbone`."""
        return self.pipe.vae_scale_factor * PATCH

    def way(self, steps: int, width: int, height: int) -> Tensor:
        """See `FlowBackbone`; the larger the picture, the longer it stays near noise."""
        from diffusers.pipelines.qwenimage.pipeline_qwenimage import calculate_shift  # seconds, for what draws alone

        _, rows, columns = self.shape(width, height)
        names = {"base_seq_len": "base_image_seq_len", "max_seq_len": "max_image_seq_len"}
        names |= {name: name for name in ("base_shift", "max_shift")}
        config = self.pipe.scheduler.config
        told = {name: config[said] for name, said in names.items() if said in config}
        self.pipe.scheduler.set_timesteps(sigmas=self.even(steps), mu=calculate_shift(rows * columns, **told))
        return self.pipe.scheduler.sigmas

    def guides(self, guidance: float) -> bool:
        """See `FlowBackbone`."""
        return guidance > 1

    def guided(self, wanted: Tensor, unwanted: Tensor, guidance: float) -> Tensor:
        """See `FlowBackbone`; each patch is brought back to the length it has by the words alone."""
        both = unwanted + guidance * (wanted - unwanted)
        return both * (wanted.norm(dim=1, keepdim=True) / both.norm(dim=1, keepdim=True))


class _Taught(Flow):
    def ask(self, network: nn.Module, noisy: Tensor, times: Tensor, states: Tensor, added: Mapping[str, Tensor]) -> Any:
        """Patches of the picture, then those of each reference, each of whose places begin in its own middle."""
        rows, columns = noisy.shape[-2:]
        packed = _row(noisy).to(states.dtype)
        sizes, own = [(1, rows, columns)], packed.shape[1]
        if SEEN in added:
            packed = torch.cat([packed, added[SEEN].to(packed)], 1)
            sizes += [(1, high, wide) for high, wide in added[SIZES].tolist()]
        kept = added[KEPT]
        said = network(
            hidden_states=packed, timestep=times.to(packed), img_shapes=[sizes] * len(noisy),
            encoder_hidden_states=states, encoder_hidden_states_mask=None if bool(kept.all()) else kept,
            return_dict=False,
        )[0][:, :own]  # fmt: skip
        return said.transpose(1, 2).unflatten(2, (rows, columns))


def _row(latents: Tensor) -> Tensor:
    return latents.flatten(2).transpose(1, 2)


def _looked_at(height: int, width: int) -> tuple[int, int]:
    """Return (width, height) in which the language model is shown a picture: the usual area, multiples of 32."""
    scale = LOOKED_AT / (height * width) ** 0.5
    return max(32, round(scale * width / 32) * 32), max(32, round(scale * height / 32) * 32)


@cache
def _eyes() -> Any:
    """Return what cuts pictures into the patches Qwen2.5-VL reads; that kind of it which needs no torchvision."""
    from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

    return Qwen2VLImageProcessorPil()
