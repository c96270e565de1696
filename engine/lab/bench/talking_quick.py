"""The first part of the bench ``talking``: one portrait, two sayings, about a minute of one core."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from engine.lab.bench.row import Row
from engine.lab.bench.talking import measured

PARTS = ("clips", "blinks", "sentences")


def rows(folder: Path) -> Iterable[Row]:
    """Measure a little of everything."""
    words = [word for part in PARTS for word in ("--part", part)]
    return measured("talking_quick", "--portraits", 1, "--sayings", 2, *words)
