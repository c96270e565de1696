"""How fast the bot process starts and how small it is: the whole application without a front end, up to "ready"."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from engine.lab.bench.row import Row, at_most, told

RUNS = 3  # the best counts: a busy machine can make a start slower, never faster
SECONDS = 1.0
MEGABYTES = 150.0
IDLE_SECONDS, IDLE = 30.0, 0.01  # of a core


def rows(folder: Path) -> Iterable[Row]:
    """Start the application in processes of its own."""
    said = [_start(folder / str(number)) for number in range(RUNS)]
    yield at_most("start", "until ready, best of 3", min(one["seconds"] for one in said), "s", SECONDS)
    yield told("start", "of it on the processor", min(one["processor"] for one in said), "s")
    yield at_most("start", "memory when ready", max(one["megabytes"] for one in said), "MB", MEGABYTES)
    idle = _start(folder / "idle", IDLE_SECONDS)
    yield at_most("start", "memory when idle, of the bot's process", idle["megabytes"], "MB", MEGABYTES)
    yield at_most("start", "of a core when idle, of the bot's process", idle["idle"], "", IDLE)


def _start(folder: Path, idle: float = 0.0) -> dict[str, float]:
    command = [sys.executable, "-m", "engine.lab.bench._ready", str(folder), str(idle)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    return json.loads(done.stdout)
