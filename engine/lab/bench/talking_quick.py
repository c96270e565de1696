"""The first part of the bench ``talking``: one portrait, two sayings, about a minute of one core."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from engine.lab.bench.row import Row
from engine.lab.bench.talking import measured


def rows(folder: Path) -> Iterable[Row]:
    """Measure a little of everything."""
    return measured("talking_quick", 1, 2)
