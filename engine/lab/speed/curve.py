"""How alike a face is after how many steps: ``python -m engine.lab.speed.curve WEIGHTS --people P001 --steps 80``.

The embedded base learns eight photos of a synthetic person, and on the way draws a few pictures that are compared with
the six it never saw. Prints a line of JSON for each look: steps, seconds of the processor spent learning, distance.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import torch

from engine import bases, people
from engine.diffusion.pipeline import PortraitPipeline
from engine.faces.registry import Faces
from engine.settings import EngineSettings
from engine.tasks.inspect.request import Looks
from engine.training.face_lora import likeness_to, prepared, shares_of, wanted_likeness
from engine.training.judge import Judge
from engine.training.loop import fit
from engine.training.prepare import Sample, sample_of
from engine.training.taught import taught

PHOTOS, READ, LOOKS = 8, 14, 4  # learnt; read in all; looked at, evenly on the way


class _Looking(Judge):
    """Looks from the first quarter on."""

    def marks(self, steps: int) -> set[int]:
        """Look after every quarter."""
        return {round(steps * number / LOOKS) for number in range(1, LOOKS + 1)}


def main() -> None:
    """Learn and print."""
    parser = argparse.ArgumentParser(prog="engine.lab.speed.curve")
    parser.add_argument("weights", type=Path)
    parser.add_argument("--people", nargs="+", default=["P001", "P006"])
    parser.add_argument("--steps", type=int, nargs="+", default=[160, 80])
    parser.add_argument("--rate", type=float, help="another learning rate than the recipe's")
    parser.add_argument("--up", type=float, help="so many times the rate for the up halves (LoRA+)")
    parser.add_argument("--rows", type=int, help="so many rows of a batch have their likeness judged; 0: all")
    chosen = parser.parse_args()
    torch.set_num_threads(1)
    settings = EngineSettings(weights=chosen.weights, base="pocket", device="cpu", offline=True, threads=1)
    faces, pipeline = Faces(settings), PortraitPipeline(settings)
    named = {"learning_rate": chosen.rate, "likeness_rows": chosen.rows, "up_rate": chosen.up}
    recipe = replace(pipeline.family.face, **{name: value for name, value in named.items() if value is not None})
    pipeline.family = replace(pipeline.family, face=recipe)
    for name in chosen.people:
        known, looks = read(faces, chosen.weights, name, READ)
        for steps in chosen.steps:
            _learn(pipeline, faces, known, looks, name, steps)


def read(faces: Faces, weights: Path, name: str, most: int) -> tuple[list[Sample], Looks]:
    """Return the first photos of a synthetic person as a training takes them, and what they look like."""
    with tempfile.TemporaryDirectory() as folder:
        photos = [faces.load(file) for file in people.selfies(weights, name, Path(folder), most=most)]
    seen = [(rgb, face) for rgb in photos if (face := faces.largest(rgb)) is not None and face.mesh is not None]
    samples = [sample_of(faces, rgb, face, side=bases.families()["pocket"].side) for rgb, face in seen]
    told = [faces.attributes(rgb, face, each.embedding) for (rgb, face), each in zip(seen, samples, strict=True)]
    return samples, faces.looks(told, [])


def _learn(pipeline: PortraitPipeline, faces: Faces, known: list[Sample], looks: Looks, name: str, steps: int) -> None:
    school, recipe = taught(pipeline), pipeline.family.face
    learnt, held = known[:PHOTOS], known[PHOTOS:]
    lesson = prepared(pipeline, school, learnt, looks, seed=0, steps=steps, look=None, recipe=recipe)
    measure, looked, began = likeness_to(pipeline, school, learnt, held, looks, faces.embed), [0.0], time.process_time()

    def seen() -> float:
        before = time.process_time()
        distance = measure()
        looked[0] += time.process_time() - before
        return distance

    def told(done: int, total: int) -> None:
        if judge.scores and judge.scores[-1][0] == done:
            spent = time.process_time() - began - looked[0]
            print(json.dumps({"who": name, "of": total, "up": recipe.up_rate, "step": done, "seconds": round(spent, 1),
                              "distance": round(judge.scores[-1][1], 4)}), flush=True)  # fmt: skip

    judge = _Looking(seen, LOOKS)
    with school.learns(), pipeline.training_face() as values:
        fit(
            pipeline.backbone.denoiser, pipeline.backbone.objective(recipe.min_snr), values, lesson.data, steps=steps,
            batch=recipe.batch, rate=recipe.learning_rate, seed=0, step=told, cancelled=bool, judge=judge,
            likeness=wanted_likeness(pipeline, recipe, [lesson]), shares=shares_of(pipeline.face_parameters(), recipe),
        )  # fmt: skip


if __name__ == "__main__":
    main()
