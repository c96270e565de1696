"""Somebody's name comes in, a postcard to them comes out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from engine.errors import EngineError
from engine.requests import Lane, Task


@dataclass(frozen=True, kw_only=True)
class Postcard:
    """Write to somebody."""

    kind: ClassVar[str] = "postcard"
    lane: ClassVar[Lane] = Lane.DEVICE
    to: str
    out: Path  # the file to write


@dataclass(frozen=True, kw_only=True)
class Written:
    """The answer to `Postcard`."""

    kind: ClassVar[str] = "postcard"
    file: Path
    words: int


class NobodyThere(EngineError):
    """Nobody is called ``name``."""

    code = "nobody-there"

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


TASKS = (Task(Postcard, Written),)
