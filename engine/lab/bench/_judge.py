"""Rows of the bench ``templates`` about the judge: what was spoilt on purpose is refused, what is good is not (2.4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from bot.settings import load
from engine.lab.bench._child import Ask, child
from engine.lab.bench.row import Row, at_least, at_most, told

CASES = 20
SPOILT = {
    "seam": "a face laid on hard",
    "jaw": "a seam along the jaw",
    "neck": "a neck of another tone",
    "magenta": "a neck in magenta light",
    "eyes": "crossed eyes",
    "erased": "an erased eye",
    "blur": "a melted face",
    "half": "half of a face melted",
    "mouth": "a melted mouth",
    "bands": "grey bands",
    "moustache": "half of somebody's moustache",
    "fringe": "a fringe without a head",
    "double": "every contour twice",
    "small": "a face too small",
    "large": "a face too large",
    "tilted": "a face turned in its head",
    "aside": "a face beside its place",
    "stain": "a stain on a cheek",
    "stranger": "somebody else's face",
}
TRYON = {
    "corners": "the wall at the corners of a collar",
    "unseen": "a neck nobody saw",
    "violet": "a neck of two tones",
    "pale": "the neck of somebody lighter",
    "window": "old background in the hair",
    "melted": "a blurred head",
    "shaven": "a beard painted over",
}


def judge_rows(folder: Path, ask: Ask = child, options: Sequence[object] = ()) -> Iterable[Row]:
    """Measure in a process of its own, which is given ``options`` too."""
    words = (load().engine.weights, folder, "--cases", CASES, *options)
    yield from judge_told(ask("engine.lab.tasks.bench_judge", *words))


def judge_told(said: dict[str, float]) -> Iterable[Row]:
    """Return the rows of what was measured."""
    for half, words in (("", "judge"), ("held_", "judge, of scenes nothing was tuned on")):
        yield told("templates", f"{words}: cases", said[f"{half}cases"], "")
        yield told("templates", f"{words}: cases without a good picture, refused in full", said[f"{half}none"], "")
        yield at_most("templates", f"{words}: false alarms, good pictures refused", said[f"{half}good"], "", 0)
        for kind, name in SPOILT.items():
            share = said[half + kind] / max(said[f"{half}of_{kind}"], 1)
            yield at_least("templates", f"{words}: control, {name}, refused", share, "", 0.95)


def tryon_judge_rows(folder: Path, ask: Ask = child, options: Sequence[object] = ()) -> Iterable[Row]:
    """Measure in a process of its own, which is given ``options`` too."""
    yield from tryon_judge_told(ask("engine.lab.tasks.bench_judge_tryon", load().engine.weights, folder, *options))


def tryon_judge_told(said: dict[str, float]) -> Iterable[Row]:
    """Return the rows of what was measured of heads on other shoulders (paper 3.1)."""
    yield at_least("templates", "try-on's judge: cases", said["cases"], "", 8)
    yield told("templates", "try-on's judge: pairs without a good head, refused in full", said["none"], "")
    yield at_most("templates", "try-on's judge: false alarms, good pictures refused", said["good"], "", 0)
    for kind, name in TRYON.items():
        share = said[kind] / max(said["cases"], 1)
        yield at_least("templates", f"try-on's judge: control, {name}, refused", share, "", 0.95)
