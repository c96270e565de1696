"""Face fusion, enlarging and the mark: time on one core, and likeness on real people where their photos are at hand.

Photos of people are not shipped: with the data of the bench ``studio`` likeness is measured too, 30 pairs in about two
minutes.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from bot.settings import load
from engine.lab.bench._child import Ask, child
from engine.lab.bench.row import Row, at_least, at_most, told

DATA = Path(".work/data")  # lfw: a folder of photos per person


def rows(folder: Path, data: Path = DATA, ask: Ask = child) -> Iterable[Row]:
    """Measure in a process of its own, since no picture library enters this one."""
    said = ask("engine.lab.faces.fusion", load().engine.weights, data / "lfw")
    yield at_most("fusion", "fusion at 512 px, one core", said["fuse_seconds"], "s", 2)
    yield told("fusion", "128 to 512 px, best, one core", said["upscale_best_seconds"], "s")
    yield told("fusion", "128 to 512 px, fast, one core", said["upscale_fast_seconds"], "s")
    yield at_most("fusion", "distance after retouching", said["retouch_distance"], "", 0.2)
    yield at_least("fusion", "mark after 0.75 and JPEG 80", said["mark_after_damage"], "", 0.9)
    yield at_most("fusion", "mark in an unmarked picture", said["mark_in_unmarked"], "", 0.1)
    if "pairs" not in said:
        return
    yield told("fusion", "pairs of portrait and person", said["pairs"], "")
    yield told("fusion", "distance to the person before", said["own_before"], "")
    yield at_most("fusion", "distance to the person after", said["own_after"], "", 0.65)
    yield at_least("fusion", "portraits that came closer", said["closer"], "", 0.95)
    yield told("fusion", "recognised as the person after", said["recognised"], "")
    yield told("fusion", "distance to strangers before", said["strangers_before"], "")
    yield at_least("fusion", "distance to strangers after", said["strangers_after"], "", 0.70)
