"""Likeness of portraits to photos nobody learnt from: trained beside instant and control, adapted weights beside fixed.

A part of the bench ``studio``, with the same data; this measures it alone. Of the people whom no training of the
embedded base saw, some are learnt (under five minutes each on one core) and twice as many drawn from their photos
alone (half a minute each).
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bot.settings import load
from engine.lab.bench._child import Ask, child
from engine.lab.bench.row import Row, at_least, at_most, told

DATA = Path(".work/data")  # lfw: a folder of photos per person
PEOPLE = 2
FIRST_WINS = 0.75


def rows(folder: Path, data: Path = DATA, people: int = PEOPLE, ask: Ask = child) -> Iterable[Row]:
    """Measure in a process of its own, since torch never enters this one; ``folder`` is for the pictures."""
    if not (data / "lfw").is_dir():
        name = f"data: put lfw into {data}, or name its folder with --data"
        yield Row(bench="likeness", name=name, value=0, unit="", must="present", ok=False)
        return
    counts = ("--people", people, "--more", 2 * people)
    yield from told_by(ask("engine.lab.tasks.likeness", load().engine.weights, data / "lfw", folder, *counts))


def told_by(said: dict[str, float]) -> Iterable[Row]:
    """Return the rows of what was measured."""
    yield told("likeness", "people learnt", said["people"], "")
    yield told("likeness", "people drawn from their photos alone", said["more"], "")
    name = f"first picture nearer to unseen photos than the median one, {said['rankings']} rankings"
    yield at_least("likeness", name, said["first_wins"], "", FIRST_WINS)
    for way in ("trained", "instant", "control"):
        yield told("likeness", f"distance as drawn, {way}", said[f"{way}_raw"], "")
    yield at_most("likeness", "trained minus control, as drawn", said["trained_raw"] - said["control_raw"], "", 0.0)
    yield at_most("likeness", "instant minus control, as drawn", said["instant_raw"] - said["control_raw"], "", 0.0)
    for way in ("trained", "instant", "control"):
        yield told("likeness", f"distance when finished, {way}", said[f"{way}_done"], "")
    yield told("likeness", "distance in a style, fixed weights", said["fixed_raw"], "")
    yield at_most("likeness", "adapted minus fixed, as drawn", said["adapted_raw"] - said["fixed_raw"], "", 0.0)
    yield at_least("likeness", "share of the style kept by adapting", said["style_kept"], "", 0.85)
    yield told("likeness", "seconds to learn", said["seconds"], "s")
