"""The loop face and style adapters share (paper 2.2): cached inputs in, trained slots out.

Cosine rate after a short warm-up, gradients clipped to 1, losses weighted by cell (the head counts most) and by
signal-to-noise. The base stays frozen; only the adapter's tensors, kept in float32, move.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import dataclass

import torch

from engine.errors import Cancelled
from engine.training.dataset import Dataset

MAX_SNR = 5.0
WARM_UP = 0.05  # share of the steps


@dataclass(frozen=True, kw_only=True)
class Trained:
    """What a training says of itself: mean loss of the first and last tenth of its steps, and its seconds."""

    steps: int
    first_loss: float
    last_loss: float
    seconds: float


def snr_weight(alphas: torch.Tensor, prediction: str) -> torch.Tensor:
    """Return each timestep's loss weight, (T,): min(snr, 5), expressed for what the base predicts."""
    snr = alphas / (1 - alphas)
    if prediction == "v_prediction":
        return (snr.clamp(max=MAX_SNR) + 1) / (snr + 1)
    return snr.clamp(max=MAX_SNR) / snr.clamp(min=1e-8)


def fit(
    unet: torch.nn.Module,
    scheduler: object,
    values: list[torch.nn.Parameter],
    data: Dataset,
    *,
    steps: int,
    batch: int,
    rate: float,
    seed: int,
    step: Callable[[int, int], None],
    cancelled: Callable[[], bool],
) -> Trained:
    """Train ``values`` on ``data``.

    Raises:
        Cancelled: between two steps, when ``cancelled`` returns True.
    """
    generator = torch.Generator().manual_seed(seed)
    alphas = scheduler.alphas_cumprod.float()
    prediction = scheduler.config.prediction_type
    weigh = snr_weight(alphas, prediction)
    optimiser = torch.optim.AdamW(values, rate, betas=(0.9, 0.99), weight_decay=0.0, fused=True)
    device, losses, began = data.latents.device, [], time.monotonic()
    for number in range(steps):
        if cancelled():
            raise Cancelled
        warm = min(1.0, (number + 1) / max(1.0, WARM_UP * steps))
        for group in optimiser.param_groups:
            group["lr"] = rate * warm * (0.05 + 0.95 * (1 + math.cos(math.pi * number / steps)) / 2)
        rows = torch.randint(len(data.latents), (batch,), generator=generator)
        times = torch.randint(len(alphas), (batch,), generator=generator)
        clean = data.latents[rows]
        noise = torch.randn(clean.shape, generator=generator).to(device)
        keep = alphas[times].to(device)[:, None, None, None]
        noisy = keep.sqrt() * clean + (1 - keep).sqrt() * noise
        with torch.autocast(device.type, torch.bfloat16):
            guess = unet(noisy, times.to(device), data.states[rows], return_dict=False)[0].float()
        target = keep.sqrt() * noise - (1 - keep).sqrt() * clean if prediction == "v_prediction" else noise
        error = ((guess - target) ** 2).mean(1) * data.weights[rows]
        loss = (weigh[times].to(device) * error.mean((1, 2))).mean()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(values, 1.0)
        optimiser.step()
        optimiser.zero_grad()
        losses.append(loss.detach())
        step(number + 1, steps)
    history = torch.stack(losses).tolist()
    tenth = max(1, steps // 10)
    return Trained(
        steps=steps,
        first_loss=sum(history[:tenth]) / tenth,
        last_loss=sum(history[-tenth:]) / tenth,
        seconds=time.monotonic() - began,
    )
