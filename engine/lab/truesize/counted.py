"""What a picture and a training step cost at true size, and what they keep in memory: counted, not run.

``python -m engine.lab.truesize.counted`` prints one line of JSON. Shapes decide these figures, so they hold on any
card; attention is counted as the one kernel that it is there. bfloat16, one guided picture, one training sample.
"""

from __future__ import annotations

import json
from types import SimpleNamespace

import torch

from engine import bases
from engine.bases import FAST, QUALITY
from engine.diffusion import doubling
from engine.diffusion.acting import Acting
from engine.lab.truesize.count import Cost, cost
from engine.selftest import made

TERA = 1e12


def main() -> None:
    """Print the figures of every base of which the true shape is known."""
    print(json.dumps({name: figures(name) for name in made.TRUE}))


def figures(name: str) -> dict[str, float]:
    """Return the figures of one base: kernels a pass, TFLOP a picture and a training step, bytes."""
    family = bases.families()[name]
    unet = made.unet_of(name, tiny=False).to(torch.bfloat16).eval().requires_grad_(False)
    call = made.call_of(unet, name)
    bare = cost(call)
    with torch.device("meta"):
        acting = Acting(SimpleNamespace(unet=unet), torch.device("cpu"), torch.bfloat16, family.face, merge=True)
        acting.use(face=1.0, style=None)
        drawn = cost(call)
        acting.use(face=1.0, style=None, training=True)
        old = cost(call)
        learnt, defined = _step(unet, name), _step(unet, name, fused=False)
    autoencoder = made.autoencoder_of(name).to(torch.bfloat16).eval().requires_grad_(False)
    doubling.fold(autoencoder)
    cells = family.side // 8
    latents = torch.empty(1, 4, cells, cells, device="meta", dtype=torch.bfloat16)
    pixels = torch.empty(1, 3, family.side, family.side, device="meta", dtype=torch.bfloat16)
    with torch.no_grad():
        decode, encode = cost(lambda: autoencoder.decode(latents).sample), cost(lambda: autoencoder.encode(pixels))
    told = {
        "kernels bare": bare.kernels,
        "kernels with a face": drawn.kernels,
        "kernels with float32 slots": old.kernels,
        "weights": sum(value.nbytes for value in unet.parameters()),
        "peak pass": drawn.peak,
        "peak decode": decode.peak,
        "peak encode": encode.peak,
        "peak step": learnt.peak,
        "step": learnt.flop / TERA,
        "step by definition": defined.flop / TERA,
    }
    for kind in (QUALITY, FAST):
        if kind in family.samplers:
            told[f"picture {kind}"] = (family.samplers[kind].steps * drawn.flop + decode.flop) / TERA
    return told


def _step(unet: torch.nn.Module, name: str, *, fused: bool = True) -> Cost:
    """Return what one sample's way there and back costs."""
    slots = [value for path, value in unet.named_parameters() if ".face." in path]
    unet.train()
    for value in slots:
        value.requires_grad_(True)
    call = made.call_of(unet, name, rows=1, train=True)
    counted = cost(lambda: call().float().sum().backward(), fused=fused)
    for value in slots:
        value.requires_grad_(False)
        value.grad = None
    unet.eval()
    return counted


if __name__ == "__main__":
    main()
