"""The same on a GPU, where there is one: passes a second, and the share of what the card can multiply.

``python -m engine.lab.speed.card`` prints one line of JSON, an empty object where there is no card. The most a card can
do is measured, too: the product of two large matrices in bfloat16.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable

import torch

from engine.bases.shapes import TRUE
from engine.lab.speed.base import NAME
from engine.lab.truesize.count import cost
from engine.lab.truesize.counted import TERA
from engine.selftest import made

SIDE, ROWS, ROUNDS = 8192, (1, 4), 20


def main() -> None:
    """Print what was measured."""
    print(json.dumps(measured() if torch.cuda.is_available() else {}))


@torch.inference_mode()
def measured() -> dict[str, float | str]:
    """Return guided passes a second of Stable Diffusion's denoiser, one and four pictures, and shares of the most."""
    from diffusers import UNet2DConditionModel

    left = torch.randn(SIDE, SIDE, device="cuda", dtype=torch.bfloat16)
    most = 2 * SIDE**3 / _seconds(lambda: left @ left) / TERA
    shape = TRUE[NAME].unet
    unet = made.random(lambda: UNet2DConditionModel(**shape), 0, torch.bfloat16).to("cuda")
    unet = unet.to(memory_format=torch.channels_last)
    flop = cost(made.call_of(made.unet_of(NAME, tiny=False), NAME)).flop / TERA
    told: dict[str, float | str] = {"card": torch.cuda.get_device_name(), "most": most}
    for rows in ROWS:
        latents = torch.randn(2 * rows, 4, 64, 64, device="cuda", dtype=torch.bfloat16)
        states = torch.randn(2 * rows, 77, shape["cross_attention_dim"], device="cuda", dtype=torch.bfloat16)
        took = _seconds(lambda latents=latents, states=states: unet(latents, 500, states))
        told |= {f"passes {rows}": rows / took, f"share {rows}": rows * flop / took / most}
    return told


def _seconds(work: Callable[[], object]) -> float:
    """Return the seconds of one of `ROUNDS` calls, after three that warm up."""
    for _ in range(3):
        work()
    torch.cuda.synchronize()
    began = time.perf_counter()
    for _ in range(ROUNDS):
        work()
    torch.cuda.synchronize()
    return (time.perf_counter() - began) / ROUNDS


if __name__ == "__main__":
    main()
