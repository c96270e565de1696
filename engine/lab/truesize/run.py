"""The child of the bench ``truesize``: every device task at the true size of Stable Diffusion 1.5, in bfloat16.

``python -m engine.lab.truesize.run WEIGHTS FOLDER [--tiny] [--base sdxl]``. The base is random (`made`), so pictures
are noise; requests, tasks and weights' way from disk are those of the product. Every request is made twice: what the
second one opens of weights was not kept. Few steps a picture, since on a processor each takes ten seconds and more.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import safetensors

from engine.bases import Family

OPENED: list[str] = []  # files of weights, as they are opened


def noting(open_file: Callable[..., Any], below: Path) -> Callable[..., Any]:
    """Note what is opened of the weights; a person's own adapter is read for each of their pictures."""

    def noted(file: Any, *arguments: Any, **named: Any) -> Any:
        if Path(file).is_relative_to(below):
            OPENED.append(str(file))
        return open_file(file, *arguments, **named)

    return noted


def main() -> None:
    """Run every task and print what was measured as one line of JSON."""
    parser = argparse.ArgumentParser(prog="engine.lab.truesize.run")
    parser.add_argument("weights", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--tiny", action="store_true")
    parser.add_argument("--base", default="sd15")
    parser.add_argument("--once", action="store_true", help="half the time, and nothing is known of a second request")
    parser.add_argument("--only", nargs="+", metavar="TASK", help="of these alone; enrol comes with what needs a face")
    chosen = parser.parse_args()
    safetensors.safe_open = noting(
        safetensors.safe_open, chosen.folder / "weights"
    )  # before diffusers and transformers take it from there
    print(
        json.dumps(
            measured(
                chosen.weights,
                chosen.folder,
                chosen.base,
                tiny=chosen.tiny,
                times=1 if chosen.once else 2,
                only=chosen.only,
            )
        )
    )


def measured(
    weights: Path, folder: Path, base: str, *, tiny: bool, times: int = 2, only: list[str] | None = None
) -> dict[str, Any]:
    """Return seconds, peak bytes and files of weights opened of every task, first and second time.

    ``only`` names the tasks to run, None for all. A face is always enrolled: the others draw it.
    """
    import torch

    from engine.diffusion.pipeline import PortraitPipeline
    from engine.models import Models
    from engine.selftest import made
    from engine.settings import EngineSettings

    own = folder / "weights"
    own.mkdir(parents=True)
    for component in weights.iterdir():
        (own / component.name).symlink_to(component.resolve())
    made.write(own, base, tiny=tiny)
    settings = EngineSettings(weights=own, base=base, device="cpu", offline=True, threads=1)
    family = made.family(base, tiny=tiny)
    family = _shortened(family)
    models = Models(settings)
    told: dict[str, Any] = {"tasks": {}}
    began = len(OPENED)
    models.pipeline = PortraitPipeline(settings, family, dtype=torch.bfloat16)
    told["loaded"] = len(OPENED) - began
    for name, request in _requests(folder, base).items():
        if only is None or name in (*only, "enrol"):
            told["tasks"][name] = _times(models, request, name, 1 if only and name not in only else times)
    return told


def _shortened(family: Family) -> Family:
    """Return a family that does the same things, as few times as can be: each takes ten seconds on a processor.

    A dozen pictures of anybody before a training alone took half an hour, and say nothing that one does not.
    """
    samplers = {kind: replace(one, steps=2) for kind, one in family.samplers.items()}
    face = replace(family.face, prior_pictures=1, batch=1, variants=1)
    return replace(family, samplers=samplers, face=face, candidates=1)


def _requests(folder: Path, base: str) -> dict[str, Callable[[int], Any]]:
    """Return name -> what makes a task's request for its first and second time."""
    import skimage.data
    from PIL import Image

    from engine.tasks.enrol.request import Enrol
    from engine.tasks.portrait.request import Portrait
    from engine.tasks.template.request import Template
    from engine.tasks.tryon.request import TryOn

    photo, person = folder / "photo.png", folder / "person-0"
    Image.fromarray(skimage.data.astronaut()).save(photo)

    def out(name: str, time: int) -> Path:
        return folder / f"{name}-{time}"

    return {
        "enrol": lambda time: Enrol(photos=(photo,), identity=out("person", time), steps=2, seed=1),
        "portrait fast": lambda time: Portrait(
            identity=person, style="id-photo", out=out("portrait", time), count=1, seed=1, sampler="fast"
        ),
        "inpaint": lambda time: Template(template=photo, people=(person,), out=out("template", time), count=1),
        "try-on": lambda time: TryOn(garment=photo, identity=person, out=out("tryon", time), count=1),
    }


def _times(models: Any, request: Callable[[int], Any], name: str, times: int) -> dict[str, Any]:
    """Run a task two times; the second must find everything where the first left it."""
    from engine.errors import EngineError
    from engine.requests import to_json
    from engine.selftest.stages import peak_bytes
    from engine.tasks import task
    from engine.worker import perform

    told: dict[str, Any] = {"error": ""}
    for number in range(times):
        made, began, opened = request(number), time.process_time(), len(OPENED)
        made.out.mkdir(exist_ok=True) if hasattr(made, "out") else None
        try:
            perform({"kind": made.kind, "request": to_json(made)}, task, models, lambda step: None, lambda: False)
        except EngineError as error:
            return {**told, "error": str(error)}
        told[("first", "second")[number]] = time.process_time() - began
        told[("opened", "opened again")[number]] = len(OPENED) - opened
        told["peak"] = peak_bytes(models.pipeline.device)
        print(json.dumps({name: told}), flush=True)
    return told


if __name__ == "__main__":
    main()
