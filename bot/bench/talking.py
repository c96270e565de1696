"""Talking portraits: lips against the language, lids, background, likeness, speed and memory (paper 3.2).

Five portraits times four sayings in three languages, about four minutes of one core.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from bot.bench.row import Row, at_least, at_most, told
from bot.settings import load

PORTRAITS, SAYINGS = 5, 4


def rows(folder: Path) -> Iterable[Row]:
    """Measure everything."""
    return measured("talking", PORTRAITS, SAYINGS)


def measured(name: str, portraits: int, sayings: int) -> Iterable[Row]:
    """Measure in a process of its own, since no picture library enters this one."""
    command = [sys.executable, "-m", "engine.talking.bench", str(load().engine.weights), str(portraits), str(sayings)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    said = json.loads(done.stdout.splitlines()[-1])
    yield told(name, "clips", said["clips"], "")
    yield at_least(name, "lip gap against intention, mean", said["correlation_mean"], "", 0.85)
    yield told(name, "the worst clip", said["correlation_min"], "")
    yield at_most(name, "lips late or early", said["lag_max"], "frames", 1)
    yield at_most(name, "control: shifted by 8 frames, mean", said["shifted_mean"], "", 0.3)
    yield at_most(name, "gap at p b m against open vowels", said["closure_max"], "", 0.4)
    yield at_most(name, "gap in pauses against the widest", said["pause_max"], "", 0.2)
    yield at_most(name, "blinks missed", said["blinks_missed_max"], "", 0)
    yield at_most(name, "blinks nobody asked for", said["blinks_extra_max"], "", 0)
    yield at_most(name, "background before encoding", said["background_max"], "0..255", 0)
    yield at_most(name, "picture and sound apart", said["apart_max"], "frames", 1)
    yield at_most(name, "distance to the portrait, worst", said["distance_max"], "", 0.35)
    yield at_least(name, "512 px on one core, slowest", said["speed_min"], "frames/s", 20)
    yield at_most(name, "memory of a 60 s clip", said["memory"], "MB", 400)
    yield told(name, "lips from a voice without its words", said["listened"], "")
