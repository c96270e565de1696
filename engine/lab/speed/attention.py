"""Attention fused and in one piece beside each other: ``python -m engine.lab.speed.attention WEIGHTS``.

Attention alone, forward and backward in bfloat16, then a training step of the embedded base with likeness in the loss
and without it: both ways in turn, in one thread, the processor's milliseconds of the fastest of each. The last line
says how far the gradient of eight batches, likeness and all, lies from that in float32: its cosine.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from unittest.mock import patch

import torch
from torch.nn import functional

from engine.diffusion.pipeline import PortraitPipeline
from engine.faces.registry import Faces
from engine.lab.speed.curve import read
from engine.settings import EngineSettings
from engine.training import precision
from engine.training.face_lora import prepared, wanted_likeness
from engine.training.likeness import Likeness
from engine.training.loop import Run
from engine.training.taught import taught

PHOTOS, BATCHES = 4, 8
WAYS = {"fused": 0, "in one piece": precision.SHORT}  # cells up to which attention is computed in one piece


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="engine.lab.speed.attention")
    parser.add_argument("weights", type=Path)
    parser.add_argument("--who", default="P002")
    parser.add_argument("--rounds", type=int, default=8)
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    for places in (16, 64, 256):
        print(json.dumps({"places": places} | _fastest(_alone(places), chosen.rounds)), flush=True)
    settings = EngineSettings(weights=chosen.weights, base="pocket", device="cpu", offline=True, threads=1)
    pipeline = PortraitPipeline(settings)
    recipe = pipeline.family.face
    known, looks = read(Faces(settings), chosen.weights, chosen.who, PHOTOS)
    lesson = prepared(pipeline, taught(pipeline), known, looks, seed=0, steps=None, look=None, recipe=recipe)
    likeness = wanted_likeness(pipeline, recipe, [lesson])
    with pipeline.training_face() as values:

        def run(judged: Likeness | None) -> Run:
            made = Run(
                pipeline.backbone.denoiser, pipeline.backbone.objective(recipe.min_snr), values, lesson.data,
                batch=recipe.batch, rate=recipe.learning_rate, seed=0, judge=None,
            )  # fmt: skip
            made.likeness = judged
            return made

        for name, judged in (("with likeness", likeness), ("without", None)):
            once = partial(run(judged).step, recipe.learning_rate)
            print(json.dumps({"step": name} | _fastest(once, chosen.rounds)), flush=True)
        slopes = {way: _slope(lambda: run(likeness), values, short) for way, short in WAYS.items()}
        whole = _slope(lambda: run(likeness), values, 0, whole=True)
        alike = {way: round(float(torch.cosine_similarity(slope, whole, 0)), 5) for way, slope in slopes.items()}
        print(json.dumps({"cosine of the gradient with that in float32": alike}))


def _alone(places: int) -> Callable[[], None]:
    """Return what computes attention of 4 rows in 6 heads of 32 numbers, there and back."""
    parts = [torch.randn(4, 6, places, 32, requires_grad=True) for _ in range(3)]

    def there_and_back() -> None:
        with precision.autocast(torch.device("cpu"), torch.bfloat16, places):
            made = functional.scaled_dot_product_attention(*parts)
        made.sum().backward()

    return there_and_back


def _fastest(work: Callable[[], None], rounds: int) -> dict[str, float]:
    """Return the processor's milliseconds of the fastest round each way; the first of each warms up."""
    spent: dict[str, list[float]] = {way: [] for way in WAYS}
    for _ in range(rounds + 1):
        for way, short in WAYS.items():
            with patch.object(precision, "SHORT", short):
                began = time.process_time()
                work()
                spent[way].append(time.process_time() - began)
    return {way: round(1000 * min(each[1:]), 2) for way, each in spent.items()}


def _slope(
    made: Callable[[], Run], values: list[torch.nn.Parameter], short: int, *, whole: bool = False
) -> torch.Tensor:
    """Return the gradient of `BATCHES` batches, the same whenever it is asked for, as one vector."""
    run = made()
    run.whole = whole
    with patch.object(precision, "SHORT", short):
        for _ in range(BATCHES):
            run._loss(run.drawn()).backward()
    slope = torch.cat([value.grad.flatten() for value in values if value.grad is not None])
    for value in values:
        value.grad = None
    return slope


if __name__ == "__main__":
    main()
