"""FLOP of both ways at Stable Diffusion 1.5's true size, counted on shapes: ``python -m engine.lab.speed.counted``."""

from __future__ import annotations

import json

import torch
from transformers import CLIPTextConfig, CLIPTextModel

from engine.bases.shapes import SD15
from engine.diffusion import doubling, preview_decoder
from engine.lab.speed.base import FOUR, NAME, family
from engine.lab.speed.published import STEPS
from engine.lab.truesize.count import cost
from engine.lab.truesize.counted import TERA, figures
from engine.selftest import made


def main() -> None:
    """Print them as one line of JSON."""
    print(json.dumps(counted()))


def counted() -> dict[str, float]:
    """Return TFLOP of a step and of a picture, and bytes."""
    ours, side = figures(NAME), family(true=True).side
    autoencoder = made.autoencoder_of(NAME).to(torch.bfloat16).eval().requires_grad_(False)
    unet = made.unet_of(NAME, tiny=False).to(torch.bfloat16).eval().requires_grad_(False)
    small = preview_decoder.empty().to(torch.bfloat16).eval()
    with torch.device("meta"):
        reader = CLIPTextModel(CLIPTextConfig(**SD15.text)).eval().requires_grad_(False)
        pixels = torch.empty(1, 3, side, side, dtype=torch.bfloat16)
        latents = torch.empty(1, 4, side // 8, side // 8, dtype=torch.bfloat16)
        words = torch.zeros(1, SD15.tokens, dtype=torch.long)
    with torch.no_grad():
        encode = cost(lambda: autoencoder.encode(pixels)).flop
        published = cost(lambda: autoencoder.decode(latents)).flop
        doubling.fold(autoencoder)
        decode = cost(lambda: autoencoder.decode(latents)).flop
        look = cost(lambda: small(latents)).flop
        read = cost(lambda: reader(words)).flop
    steps, candidates = family(true=True).samplers[FOUR].steps, family(true=True).candidates
    guided, alone = cost(made.call_of(unet, NAME)).flop, cost(made.call_of(unet, NAME, rows=1)).flop
    return {
        "step": ours["step by definition"],
        "fused step": ours["step"],
        "published step": ours["step by definition"] + (encode + read) / TERA,
        "picture fast": ours["picture fast"],
        "picture four": (steps * alone + decode + read) / TERA,
        "candidates": candidates,
        "sent four": (candidates * (steps * alone + decode) + read) / TERA,
        "sent four looked at": (candidates * (steps * alone + look) + decode + read) / TERA,
        "published picture": (STEPS * guided + published + 2 * read) / TERA,
        "peak step": ours["peak step"],
        "kernels": ours["kernels with a face"],
    }


if __name__ == "__main__":
    main()
