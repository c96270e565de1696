"""Stable Diffusion at its true size, with random weights: every device task in bfloat16, and what a picture costs.

    python -m bot bench --only truesize                # about half an hour on one core, 8 GB of disk, 8 GB of memory
    python -m bot bench --only truesize --people 0     # tiny bases of the same parts: minutes

Enrolment, a fast portrait, a template under two ControlNets and a try-on go through the product's requests and tasks on
a base of Stable Diffusion 1.5's shape; XL goes through them tiny, and its memory is counted. Kernels, FLOP and memory
are counted on shapes alone: they are those of any card. Seconds are of one core and few steps, so they are only told.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from bot.settings import load
from engine.lab.bench._child import Ask, child
from engine.lab.bench.row import Row, at_least, at_most, told

NAME = "truesize"
GIGABYTE = 2**30
STEP_TFLOP = {"sd15": 1.81, "sdxl": 14.8}  # a training step of one sample; 2.87 with autoencoder and text in each
KERNELS = {"sd15": 1239, "sdxl": 4094}  # of a pass with a face put in
TASKS = ("enrol", "portrait fast", "inpaint", "try-on")


def rows(folder: Path, people: int = 1, ask: Ask = child) -> Iterable[Row]:
    """Measure in processes of their own; ``people`` 0 leaves the true size out."""
    for name, figures in ask("engine.lab.truesize.counted").items():
        yield from counted(name, figures)
    weights = load().engine.weights.resolve()
    true = [] if people else ["--tiny"]
    yield from ran("sd15", ask("engine.lab.truesize.run", weights, folder / "sd15", *true), TASKS)
    tiny = ask("engine.lab.truesize.run", weights, folder / "sdxl", "--tiny", "--base", "sdxl")
    yield from ran("sdxl tiny", tiny, TASKS)


def counted(name: str, figures: dict[str, float]) -> Iterable[Row]:
    """Return the rows of what was counted on shapes."""
    yield told(NAME, f"{name}: kernels of a pass, bare", figures["kernels bare"], "")
    yield at_most(NAME, f"{name}: kernels of a pass, with a face", figures["kernels with a face"], "", KERNELS[name])
    yield told(NAME, f"{name}: kernels of a pass, float32 face", figures["kernels with float32 slots"], "")
    yield at_most(NAME, f"{name}: training step of one sample", figures["step"], "TFLOP", STEP_TFLOP[name])
    for kind in ("quality", "fast"):
        yield told(NAME, f"{name}: picture, {kind}", figures[f"picture {kind}"], "TFLOP")
    for what in ("weights", "peak pass", "peak decode", "peak encode", "peak step"):
        yield told(NAME, f"{name}: {what}", figures[what] / GIGABYTE, "GiB")


def ran(name: str, said: dict[str, Any], tasks: Iterable[str]) -> Iterable[Row]:
    """Return the rows of the tasks that were run."""
    yield at_least(NAME, f"{name}: files of weights opened by loading", said["loaded"], "", 1)
    for task in tasks:
        one = said["tasks"][task]
        error = one["error"]
        yield Row(
            bench=NAME, name=f"{name}: {task}{f', {error}' * bool(error)}", value=float(not error), unit="",
            must="runs", ok=not error,
        )  # fmt: skip
        if error:
            continue
        yield told(NAME, f"{name}: {task}, processor", one["first"], "s")
        yield told(NAME, f"{name}: {task}, most memory so far", one["peak"] / GIGABYTE, "GiB")
        if "opened again" in one:
            yield at_most(NAME, f"{name}: {task}, weights opened the second time", one["opened again"], "", 0)
