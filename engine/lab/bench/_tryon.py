"""Try-on rows of the bench ``templates``: garment, pose and likeness (paper 3.1)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bot.settings import load
from engine.lab.bench._child import Ask, child
from engine.lab.bench.row import Row, at_least, at_most, told

NAME = "templates"
GARMENTS, IDENTITIES = 6, 2


def tryon_rows(folder: Path, photos: Path, people: int = IDENTITIES, ask: Ask = child) -> Iterable[Row]:
    """Measure in a process of its own: clothes some people of ``photos`` (a folder each) wear, tried on by others.

    The other person is the control, so there are two of them at least and at most.
    """
    counts = ("--garments", GARMENTS if people > 1 else GARMENTS // 2, "--identities", IDENTITIES)
    yield from tryon_told(ask("engine.lab.tasks.bench_tryon", load().engine.weights, photos, folder, *counts))


def tryon_told(said: dict[str, float]) -> Iterable[Row]:
    """Return the rows of what was measured."""
    yield told(NAME, f"try-on: pictures, clothes seen in {said['looked']} photos", said["cases"], "")
    yield at_least(NAME, "try-on: garment against the input, worst", said["psnr"], "dB", 35)
    yield told(NAME, "try-on: garment pixels equal to the bit, worst", said["equal"], "")
    yield at_most(NAME, "try-on: joints moved, median of a picture, worst", said["pose"], "shoulders", 0.1)
    yield at_least(
        NAME, "try-on: control, joints of the wearer turned by 30 degrees", said["other_pose"], "shoulders", 0.1
    )
    yield at_least(NAME, "try-on: nearer to unseen photos than the model was", said["nearer"], "", 0.9)
    yield told(NAME, "try-on: distance to unseen photos", said["drawn"], "")
    yield told(NAME, "try-on: distance of the model's own face", said["model"], "")
    yield at_least(NAME, "try-on: control, further from the other person", said["stranger_further"], "", 0.9)
