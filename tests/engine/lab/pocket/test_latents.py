"""Folding the scale of the latents into the autoencoder."""

from __future__ import annotations

import torch

from engine.lab.pocket.autoencoder import build
from engine.lab.pocket.latents import encode, fold_scale


def test_folded_latents_are_unit_noise_and_decode_the_same():
    """The denoiser meets mean 0 and spread 1 in every channel; the pictures stay what they were."""
    torch.manual_seed(0)
    model = build().eval()
    pictures = torch.rand(4, 3, 128, 128) * 2 - 1
    before = encode(model, pictures)
    mean, spread = before.mean((0, 2, 3)), before.std((0, 2, 3))
    shown = model.decode(before).sample
    fold_scale(model, mean, spread)
    after = encode(model, pictures)
    assert torch.allclose(after.mean((0, 2, 3)), torch.zeros(8), atol=0.05)
    assert torch.allclose(after.std((0, 2, 3)), torch.ones(8), atol=0.05)
    scaled = (before - mean[:, None, None]) / spread[:, None, None]
    assert (model.decode(scaled).sample - shown).abs().max() < 1e-4
    assert model.config.scaling_factor == 1.0
