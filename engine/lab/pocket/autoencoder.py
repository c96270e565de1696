"""Stage 1: the autoencoder, 128 px RGB to 16x16x8 latents and back.

An ordinary `AutoencoderKL`. Trained at full size (a crop has other GroupNorm statistics than a whole picture), on
absolute error, error of the gradients and of two coarser scales, with a small KL term; errors near the middle of the
frame, where the face is, weigh more, since likeness is what the latents must carry.
"""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from diffusers import AutoencoderKL

from engine.lab.pocket import checkpoint
from engine.training.precision import autocast

LEARNING_RATE = 2e-3
KL_WEIGHT = 3e-4
BATCH = 16
SAVE_SECONDS = 600
CPU = torch.device("cpu")


def build() -> AutoencoderKL:
    """Return the untrained autoencoder: 2.6 M parameters, 8 latent channels, factor 8."""
    return AutoencoderKL(
        in_channels=3,
        out_channels=3,
        down_block_types=("DownEncoderBlock2D",) * 4,
        up_block_types=("UpDecoderBlock2D",) * 4,
        block_out_channels=(16, 32, 64, 128),
        layers_per_block=1,
        latent_channels=8,
        norm_num_groups=8,
        sample_size=128,
        mid_block_add_attention=False,
    )


def to_tensor(pictures: np.ndarray) -> torch.Tensor:
    """(N, 128, 128, 3) uint8 RGB to (N, 3, 128, 128) float in -1..1."""
    return torch.from_numpy(np.ascontiguousarray(pictures)).permute(0, 3, 1, 2).float() / 127.5 - 1


def face_weight(side: int = 128) -> torch.Tensor:
    """(1, 1, side, side) weight of each pixel's error: 1 at the edge, 2.5 where the face is, mean 1."""
    y, x = torch.meshgrid(torch.linspace(0, 1, side), torch.linspace(0, 1, side), indexing="ij")
    weight = 1 + 1.5 * torch.exp(-(((x - 0.5) / 0.28) ** 2) - ((y - 0.55) / 0.3) ** 2)
    return (weight / weight.mean())[None, None]


def reconstruction_loss(made: torch.Tensor, wanted: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    """Absolute error of pixels, gradients and two coarser scales; both pictures (N, 3, H, W) in -1..1."""
    error = made - wanted
    loss = (error.abs() * weight).mean()
    loss = (
        loss + (error.diff(dim=2).abs() * weight[:, :, 1:]).mean() + (error.diff(dim=3).abs() * weight[..., 1:]).mean()
    )
    for scale in (2, 4):
        loss = loss + 0.5 * F.avg_pool2d(error, scale).abs().mean()
    return loss


@torch.no_grad()
def psnr(model: AutoencoderKL, pictures: torch.Tensor) -> tuple[float, torch.Tensor]:
    """Return the mean PSNR in dB of ``pictures`` through the model, and what came out."""
    made = []
    for start in range(0, len(pictures), 16):
        with autocast(CPU):
            latent = model.encode(pictures[start : start + 16]).latent_dist.mode()
            made.append(model.decode(latent).sample.float().clamp(-1, 1))
    out = torch.cat(made)
    error = ((out - pictures) ** 2).mean((1, 2, 3)) / 4
    return float((-10 * error.log10()).mean()), out


def train(data: Path, work: Path, seconds: float) -> None:
    """Train for ``seconds`` more, from the checkpoint in ``work`` if there is one; the rate falls in the last 60 %."""
    torch.manual_seed(0)
    model = build()
    named = dict(model.named_parameters())
    ema = {name: value.detach().clone() for name, value in named.items()}
    optimiser = torch.optim.AdamW(named.values(), LEARNING_RATE, betas=(0.9, 0.99), weight_decay=1e-4, fused=True)
    folder = work / "autoencoder"
    step = 0
    saved = checkpoint.load(folder)
    if saved:
        checkpoint.unpack(saved[0], named, ema, optimiser)
        step = saved[1]["step"]
    pixels = np.load(data / "pixels.npy", mmap_mode="r")
    labels = np.load(data / "labels.npy")
    rng = np.random.default_rng(step)
    unseen = np.random.default_rng(5).permutation(np.flatnonzero(labels["held_out"] == 1))[:96]
    seen = np.flatnonzero(labels["held_out"] == 0)
    judge = to_tensor(pixels[np.sort(unseen)])
    weight = face_weight()
    began, last_save, running = time.monotonic(), time.monotonic(), None

    def store(final: bool) -> None:
        checkpoint.exchange(named, ema)
        quality, _ = psnr(model, judge)
        if final:
            model.save_pretrained(work / "vae")
        checkpoint.exchange(named, ema)
        print(f"step {step} held-out PSNR {quality:.2f} dB", flush=True)
        checkpoint.save(folder, checkpoint.pack(named, ema, optimiser), {"step": step, "psnr": quality})

    while (spent := time.monotonic() - began) < seconds:
        share = spent / seconds
        now = LEARNING_RATE * min(1, (step + 1) / 100) * (1 if share < 0.4 else max(0.03, (1 - share) / 0.6))
        for group in optimiser.param_groups:
            group["lr"] = now
        picture = to_tensor(pixels[np.sort(rng.choice(seen, BATCH, replace=False))])
        if rng.random() < 0.5:
            picture = picture.flip(3)
        with autocast(CPU):
            spread = model.encode(picture).latent_dist
            made = model.decode(spread.sample()).sample
        mean, log = spread.mean.float(), spread.logvar.float()
        loss = reconstruction_loss(made.float(), picture, weight)
        loss = loss + KL_WEIGHT * 0.5 * (mean**2 + log.exp() - 1 - log).mean()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(list(named.values()), 1.0)
        optimiser.step()
        optimiser.zero_grad()
        step += 1
        with torch.no_grad():
            torch._foreach_lerp_(list(ema.values()), list(named.values()), 1 - min(0.997, (step + 1) / (step + 10)))
        running = loss.item() if running is None else 0.98 * running + 0.02 * loss.item()
        if step % 200 == 0:
            print(f"step {step} {spent:.0f}s loss {running:.4f} rate {now:.1e}", flush=True)
        if time.monotonic() - last_save > SAVE_SECONDS:
            store(final=True)
            last_save = time.monotonic()
    store(final=True)
