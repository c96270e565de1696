"""A picture or clip comes in, what its pixels say of its origin comes out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from engine.requests import Lane, Task


@dataclass(frozen=True, kw_only=True)
class Verify:
    """Look for the mark of this program in a picture or clip; faces are not looked at."""

    kind: ClassVar[str] = "verify"
    lane: ClassVar[Lane] = Lane.LOOK
    file: Path


@dataclass(frozen=True, kw_only=True)
class Verified:
    """The answer to `Verify`. ``number`` names the job, see `storage.jobs.by_short`; None or 0: no job is named."""

    kind: ClassVar[str] = "verify"
    marked: bool
    number: int | None = None
    says: bool = False  # whether the file's metadata states that a model made or edited it


TASKS = (Task(Verify, Verified),)
