"""How soon a person hears whether a selfie is good: the look at one 2048-pixel photo, in a worker's process."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from bot.settings import load
from engine.lab.bench.row import Row, at_least, at_most, told

SECONDS = 2.0
MEGABYTES = 1000.0


def rows(folder: Path) -> Iterable[Row]:
    """Look at one public-domain portrait, cold and warm."""
    command = [sys.executable, "-m", "engine.lab.faces.speed", str(folder), str(load().engine.weights)]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True, text=True)
    said = json.loads(done.stdout.splitlines()[-1])
    yield told("look", "first look, models loading", said["cold"], "s")
    yield at_most("look", "warm look, best of 5", min(said["warm"]), "s", SECONDS)
    yield told("look", "of it on the processor", min(said["processor"]), "s")
    yield at_least("look", "accepted", said["accepted"], "photo", 1)
    yield at_most("look", "memory of the process", said["megabytes"], "MB", MEGABYTES)
