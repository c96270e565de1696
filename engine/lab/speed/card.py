"""The same on a GPU, where there is one: passes a second, and the share of what the card can multiply.

``python -m engine.lab.speed.card FOLDER`` prints one line of JSON, an empty object where there is no card. The most a
card can do is measured, too: the product of two large matrices in bfloat16. Several people's faces in a batch, and
several people's trainings, are run on the base at its true size, which is written into FOLDER.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import torch

from engine.bases.shapes import TRUE
from engine.lab.speed import base, ours
from engine.lab.speed.base import NAME
from engine.lab.speed.run import PEOPLE, PICTURES, TRAINED
from engine.lab.truesize.count import cost
from engine.lab.truesize.counted import TERA
from engine.selftest import made

SIDE, ROWS, ROUNDS = 8192, (1, 4), 20


def main() -> None:
    """Print what was measured."""
    there = torch.cuda.is_available()
    print(json.dumps({**measured(), **grouped(Path(sys.argv[1]), "cuda")} if there else {}))


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


def grouped(folder: Path, device: str, *, true: bool = True, rounds: int = 3) -> dict[str, float]:
    """Return seconds of four pictures: of one face, of four in a batch, of four in turn; and of training steps."""
    place, family = base.write(folder, true=true), base.family(true=true)
    warm, known = ours.pipeline(place, family, device=device), ours.faces(place)
    ways: dict[str, Callable[[], object]] = {
        "one face": lambda: ours.draw(warm, known[0], place.style, PICTURES, base.FOUR),
        "mixed": lambda: ours.draw_mixed(warm, known[:PEOPLE], place.style, base.FOUR),
        "in turn": lambda: [ours.draw(warm, face, place.style, 1, base.FOUR) for face in known[:PEOPLE]],
    }
    # In turn, so that a card that grows slower with its warmth is so for all of them; the first round warms up.
    timed = [{name: _once(work) for name, work in ways.items()} for _ in range(rounds + 1)][1:]
    told = {name: min(each[name] for each in timed) for name in ways}
    told["step"] = ours.train(warm, TRAINED, _now)
    told["step together"] = ours.train_together(warm, PEOPLE, TRAINED, _now)
    return told


def _once(work: Callable[[], object]) -> float:
    began = _now()
    work()
    return _now() - began


def _now() -> float:
    """Return the seconds of the clock, once the card has done what it was told."""
    if torch.cuda.is_available():
        torch.cuda.synchronize()
    return time.perf_counter()


def _seconds(work: Callable[[], object]) -> float:
    """Return the seconds of one of `ROUNDS` calls, after three that warm up."""
    for _ in range(3):
        work()
    return _once(lambda: [work() for _ in range(ROUNDS)]) / ROUNDS


if __name__ == "__main__":
    main()
