"""What every picture of the job at work is stamped with: its number, and the language of the label.

A worker has one job at a time, and a picture is labelled deep inside what it does, in its threads too; so the stamp is
the process's and is set around each job, as the current directory would be.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Stamp:
    """``number`` of the job in the invisible mark, 30 bits, 0 for none; ``language`` of the visible label."""

    number: int = 0
    language: str = "en"


_current = Stamp()


def current() -> Stamp:
    """Return the stamp of the job at work."""
    return _current


@contextmanager
def stamped(stamp: Stamp) -> Iterator[None]:
    """Stamp what is labelled inside this block."""
    global _current
    before, _current = _current, stamp
    try:
        yield
    finally:
        _current = before
