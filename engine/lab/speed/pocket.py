"""The embedded base beside the published way: eight photos to a judged LoRA, and what of a portrait no network takes.

``python -m engine.lab.speed.pocket WEIGHTS FOLDER`` prints one line of JSON. Tasks run as in a worker, warm, in one
thread, the training in `THREADS` too, by the clock; the photos are of a synthetic person. A portrait is the second of
somebody whose photos are remembered, ``first`` one of somebody of whom nothing is. The published training is computed
of its steps.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import torch

from engine import bases, people
from engine.faces import fuse
from engine.faces.detect import Hog
from engine.faces.embed import DlibEmbedder
from engine.faces.mesh import MediapipeMesh
from engine.faces.upscale import Upscaler
from engine.lab.speed import published
from engine.lab.speed.networks import Networks
from engine.models import Models
from engine.requests import Progress
from engine.safety.nudity import OpenNsfw
from engine.settings import EngineSettings
from engine.tasks.enrol import run as enrol
from engine.tasks.enrol.request import Enrol
from engine.tasks.portrait import run as portrait
from engine.tasks.portrait.request import Portrait

WHO, PHOTOS, STEPS = "P002", 8, 5
THREADS = 2  # of `EngineSettings`: what a worker has unless the operator says otherwise
#: What runs a network outside the base, and nothing else.
SEEING = (
    (Upscaler, "_run"), (DlibEmbedder, "embed"), (Hog, "find"), (MediapipeMesh, "_detect"), (OpenNsfw, "score"),
)  # fmt: skip
FUSING = ((fuse, "fuse"),)  # arithmetic on pixels where the published system has a network


def main() -> None:
    """Measure and print."""
    torch.set_num_threads(1)
    print(json.dumps(measured(Path(sys.argv[1]), Path(sys.argv[2]))))


def measured(weights: Path, folder: Path) -> dict[str, float]:
    """Return seconds: processor's, and the clock's of the training."""
    models = Models(EngineSettings(weights=weights, base="pocket", device="cpu", offline=True, threads=1))
    portrait.warm(models)
    pipeline, photos = models.pipeline, tuple(people.selfies(weights, WHO, folder / WHO, PHOTOS))

    def learn() -> None:
        enrol.run(Enrol(photos=photos, identity=folder / "face"), models, _unseen, bool)

    torch.set_num_threads(THREADS)
    began = time.monotonic()
    learn()
    clock = time.monotonic() - began
    torch.set_num_threads(1)
    learning = _seconds(learn)

    def drawn() -> None:
        request = Portrait(identity=folder / "face", style="natural", out=folder / "made", count=1, draw="base")
        portrait.run(request, models, _unseen, bool)

    drawn()
    original, inside = pipeline.draw, []

    def draw(*arguments: object, **named: object) -> object:
        before = time.process_time()
        try:
            return original(*arguments, **named)
        finally:
            inside.append(time.process_time() - before)

    pipeline.draw = draw
    with Networks(pipeline.networks) as networks:
        whole = _seconds(drawn)
    with Networks(pipeline.networks, SEEING) as every:
        request = _seconds(drawn)
    with Networks((), FUSING) as fused:
        _seconds(drawn)
    models.forget_people()
    with Networks(pipeline.networks, SEEING) as of_first:
        first = _seconds(drawn)
    step = published.training(bases.families()["pocket"].folder, 128, ("to_q", "to_k", "to_v", "to_out.0"))
    step()
    one = _seconds(lambda: [step() for _ in range(STEPS)]) / STEPS
    return {
        "learnt": learning,
        "learnt clock": clock,
        "portrait": whole,
        "drawing": inside[0],
        "drawing outside networks": inside[0] - networks.seconds,
        "request": request,
        "networks": every.seconds,
        "fusing": fused.seconds,
        "first request": first,
        "first networks": of_first.seconds,
        "published step": one,
        "published steps": published.STEPS_A_PHOTO * PHOTOS,
    }


def _seconds(work: Callable[[], object]) -> float:
    began = _worked()
    work()
    return _worked() - began


def _worked() -> float:
    """Return seconds of the processor, also of the process that decodes photos."""
    children = (process.cpu_times() for process in psutil.Process().children())
    return time.process_time() + sum(times.user + times.system for times in children)


def _unseen(progress: Progress) -> None:
    """Nobody watches."""


if __name__ == "__main__":
    main()
