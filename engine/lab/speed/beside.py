"""A training step in one thread, in two of torch's and with its rows in two: ``engine.lab.speed.beside WEIGHTS``.

The embedded base, likeness in the loss, the same batch all three ways in turn; prints the fastest of each in
milliseconds, by the clock and of the processor. It says something on an idle machine with two cores or more alone.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from pathlib import Path

import torch

from engine.diffusion.pipeline import PortraitPipeline
from engine.faces.registry import Faces
from engine.lab.speed.attention import PHOTOS
from engine.lab.speed.curve import read
from engine.settings import EngineSettings
from engine.training.beside import Beside
from engine.training.face_lora import prepared, wanted_likeness
from engine.training.loop import Run
from engine.training.taught import taught

WAYS = {"one thread": (1, 1), "torch's two": (2, 1), "rows in two": (2, 2)}  # threads of torch's; threads for rows


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="engine.lab.speed.beside")
    parser.add_argument("weights", type=Path)
    parser.add_argument("--who", default="P002")
    parser.add_argument("--rounds", type=int, default=12)
    chosen = parser.parse_args()
    settings = EngineSettings(weights=chosen.weights, base="pocket", device="cpu", offline=True, threads=1)
    pipeline = PortraitPipeline(settings)
    recipe = pipeline.family.face
    known, looks = read(Faces(settings), chosen.weights, chosen.who, PHOTOS)
    lesson = prepared(pipeline, taught(pipeline), known, looks, seed=0, steps=None, look=None, recipe=recipe)
    with pipeline.training_face() as values:
        run = Run(
            pipeline.backbone.denoiser, pipeline.backbone.objective(recipe.min_snr), values, lesson.data,
            batch=recipe.batch, rate=recipe.learning_rate, seed=0, judge=None,
        )  # fmt: skip
        run.likeness = wanted_likeness(pipeline, recipe, [lesson])
        print(json.dumps(fastest(run, chosen.rounds)))


def fastest(run: Run, rounds: int) -> dict[str, tuple[float, float]]:
    """Return milliseconds of the fastest step each way, by the clock and of the processor; nothing is moved."""
    spent = dict.fromkeys(WAYS, (math.inf, math.inf))
    before = torch.get_num_threads()
    try:
        for number in range(rounds + 1):  # the first of each warms up
            batch = run.drawn()
            for way, (threads, rows) in WAYS.items():
                torch.set_num_threads(threads)
                with Beside(rows) as run.beside:
                    began = time.monotonic(), time.process_time()
                    run._summed(batch)
                    took = time.monotonic() - began[0], time.process_time() - began[1]
                run._optimiser.zero_grad()
                if number:
                    spent[way] = min(spent[way][0], took[0]), min(spent[way][1], took[1])
    finally:
        torch.set_num_threads(before)
    return {way: (round(1000 * clock, 1), round(1000 * processor, 1)) for way, (clock, processor) in spent.items()}


if __name__ == "__main__":
    main()
