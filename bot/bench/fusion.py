"""Face fusion, enlarging and the mark: time on one core, and likeness on real people where their photos are at hand.

Photos of people are not shipped: put one folder per person into ``.work/people`` (LFW unpacked will do) to measure
likeness too, 30 pairs in about two minutes.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from bot.bench.row import Row, at_least, at_most, told
from bot.settings import load

PEOPLE = Path(".work/people")


def rows(folder: Path) -> Iterable[Row]:
    """Measure in a process of its own, since no picture library enters this one."""
    command = [sys.executable, "-m", "engine.faces.measure", str(load().engine.weights), str(PEOPLE)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    said = json.loads(done.stdout.splitlines()[-1])
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
