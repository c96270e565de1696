"""Files whose checksum was right once: remembered beside them, so that a base is not hashed at every start.

A base is up to 14 GB, and each worker would read it whole before its first picture. A file that has the size and the
time of modification it had when it was hashed is taken for the same; ``python -m bot weights verify`` hashes anew.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from pathlib import Path

RECORD = ".verified.json"  # in the folder of a component: file name -> [size, modification time in ns, sha256]

State = tuple[int, int, str]


def recall(file: Path) -> State | None:
    """Return (size, modification time in ns, sha256) of the file as it was hashed, None where nothing is known."""
    try:
        size, when, digest = json.loads((file.parent / RECORD).read_text(encoding="utf-8"))[file.name]
        return int(size), int(when), str(digest)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def remember(file: Path, state: State) -> None:
    """Write down what a file was when it was hashed; a folder that cannot be written to is hashed each time."""
    place = file.parent / RECORD
    try:
        known = json.loads(place.read_text(encoding="utf-8"))
        assert isinstance(known, dict)
    except (OSError, ValueError, AssertionError):
        known = {}
    known[file.name] = list(state)
    fresh = place.with_name(f"{RECORD}.{os.getpid()}")
    with suppress(OSError):
        fresh.write_text(json.dumps(known), encoding="utf-8")
        fresh.replace(place)  # two workers may write at once: each leaves a whole file
