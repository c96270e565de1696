"""Likeness of portraits to photos nobody learnt from: trained beside instant and control, adapted weights beside fixed.

Photos of people are not shipped: put one folder per person with at least 14 photos into ``.work/people`` (LFW unpacked
will do). Without them there is one row that says so and fails. Eight people, about five minutes each on two cores.
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
FIRST_WINS = 0.75


def rows(folder: Path) -> Iterable[Row]:
    """Measure in a process of its own, since torch never enters this one."""
    if not PEOPLE.is_dir():
        name = f"photos: put one folder per person into {PEOPLE}"
        yield Row(bench="likeness", name=name, value=0, unit="", must="present", ok=False)
        return
    command = [sys.executable, "-m", "engine.tasks.likeness", str(load().engine.weights), str(PEOPLE), str(folder)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    yield from told_by(json.loads(done.stdout.splitlines()[-1]))


def told_by(said: dict[str, float]) -> Iterable[Row]:
    """Return the rows of what was measured."""
    yield told("likeness", "people", said["people"], "")
    yield at_least("likeness", "first picture beats the median one", said["first_wins"], "", FIRST_WINS)
    for way in ("trained", "instant", "control", "fast"):
        yield told("likeness", f"distance as drawn, {way}", said[f"{way}_raw"], "")
    yield at_most("likeness", "trained minus control, as drawn", said["trained_raw"] - said["control_raw"], "", 0.0)
    yield at_most("likeness", "instant minus control, as drawn", said["instant_raw"] - said["control_raw"], "", 0.0)
    for way in ("trained", "instant", "control"):
        yield told("likeness", f"distance when finished, {way}", said[f"{way}_done"], "")
    yield told("likeness", "distance in a style, fixed weights", said["fixed_raw"], "")
    yield at_most("likeness", "adapted minus fixed, as drawn", said["adapted_raw"] - said["fixed_raw"], "", 0.0)
    yield at_least("likeness", "share of the style kept by adapting", said.get("style_kept", 1.0), "", 0.85)
    yield told("likeness", "seconds to learn", said["seconds"], "s")
