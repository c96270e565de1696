"""Finished pictures come in, people without their background come out."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from engine.requests import Lane, Task


@dataclass(frozen=True, kw_only=True)
class Stickers:
    """Cut people out of finished pictures for a messenger's stickers."""

    kind: ClassVar[str] = "stickers"
    lane: ClassVar[Lane] = Lane.LOOK
    pictures: tuple[Path, ...]
    out: Path  # folder for the stickers


@dataclass(frozen=True, kw_only=True)
class CutOut:
    """The answer to `Stickers`: WebP files with a transparent background, in the order of the pictures."""

    kind: ClassVar[str] = "stickers"
    stickers: tuple[Path, ...]
    skipped: int = 0  # pictures in which nobody was found
    backends: dict[str, str] = field(default_factory=dict)


TASKS = (Task(Stickers, CutOut),)
