"""Between the stages: bring each latent channel to mean 0 and spread 1, and cache the latents of every picture.

The change of scale is folded into the two 1x1 convolutions beside the latents, so the autoencoder stays an ordinary
`AutoencoderKL` with ``scaling_factor`` 1 and the denoiser meets unit noise on unit data in every channel.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import torch
from diffusers import AutoencoderKL

from engine.lab.pocket.autoencoder import to_tensor
from engine.lab.pocket.data import LFW


@torch.no_grad()
def encode(model: AutoencoderKL, pictures: torch.Tensor) -> torch.Tensor:
    """(N, 3, 128, 128) in -1..1 to the latent means (N, 8, 16, 16)."""
    with torch.autocast("cpu", torch.bfloat16):
        return model.encode(pictures).latent_dist.mode().float()


@torch.no_grad()
def fold_scale(model: AutoencoderKL, mean: torch.Tensor, spread: torch.Tensor) -> None:
    """Make the encoder give ``(z - mean) / spread`` and the decoder expect that; both (channels,)."""
    channels = len(mean)
    before, after = model.quant_conv, model.post_quant_conv
    before.weight[:channels] /= spread[:, None, None, None]
    before.bias[:channels] = (before.bias[:channels] - mean) / spread
    before.bias[channels:] -= 2 * spread.log()
    after.bias += (after.weight[:, :, 0, 0] * mean).sum(1)
    after.weight *= spread[None, :, None, None]
    model.register_to_config(scaling_factor=1.0)


def cache(data: Path, work: Path, close: int = 8000) -> None:
    """Fold the scale of ``work/vae`` (once) and write ``latents.npy`` (2, N, 8, 16, 16) float16: as is, and flipped.

    Of the tightly cropped set only ``close`` pictures are taken; ``cached.npy`` (N,) says which rows are filled.
    """
    model = AutoencoderKL.from_pretrained(work / "vae").eval()
    pixels = np.load(data / "pixels.npy", mmap_mode="r")
    if model.config.scaling_factor != 1.0:
        some = np.sort(np.random.default_rng(0).permutation(len(pixels))[:1024])
        sample = torch.cat([encode(model, to_tensor(pixels[block])) for block in np.array_split(some, 16)])
        fold_scale(model, sample.mean((0, 2, 3)), sample.std((0, 2, 3)))
        model.save_pretrained(work / "vae")
    out = np.lib.format.open_memmap(
        work / "latents.npy", mode="w+", dtype=np.float16, shape=(2, len(pixels), 8, 16, 16)
    )
    source = np.load(data / "labels.npy")["source"]
    tight = np.random.default_rng(1).permutation(np.flatnonzero(source != LFW))[:close]
    rows = np.sort(np.concatenate([np.flatnonzero(source == LFW), tight]))
    for number, block in enumerate(np.array_split(rows, max(1, len(rows) // 64))):
        batch = to_tensor(pixels[block])
        out[0, block] = encode(model, batch).numpy()
        out[1, block] = encode(model, batch.flip(3)).numpy()
        if number % 50 == 0:
            print(f"{number * 64}/{len(rows)}", flush=True)
    np.save(work / "cached.npy", np.isin(np.arange(len(pixels)), rows))
    out.flush()
