"""A fresh video or series of photos comes in, and whether it shows the person of the photos doing what was asked."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import ClassVar

from engine.requests import Lane, Task


class Movement(StrEnum):
    """What a head can be asked to do; each has a sentence ``alive-<value>``.

    Neither side has a name: front cameras mirror some videos and not others.
    """

    SIDE = "side"
    UP = "up"
    MOUTH = "mouth"
    EYES = "eyes"


class AliveProblem(StrEnum):
    """Why a series does not count; each has a sentence ``alive-no-<value>``."""

    UNREADABLE = "unreadable"
    NO_FACE = "face"
    OTHER_PERSON = "person"
    WRONG_CODE = "code"


@dataclass(frozen=True, kw_only=True)
class Alive:
    """Look whether ``files`` (one video, or a photo a movement) show the known person doing ``code`` in order."""

    kind: ClassVar[str] = "alive"
    lane: ClassVar[Lane] = Lane.LOOK
    files: tuple[Path, ...]
    code: tuple[Movement, ...]
    known_embeddings: tuple[tuple[float, ...], ...] = ()  # of the accepted photos, 128 floats each


@dataclass(frozen=True, kw_only=True)
class Lively:
    """The answer to `Alive`. ``problem`` None: it is them, and they did what was asked."""

    kind: ClassVar[str] = "alive"
    problem: AliveProblem | None
    backends: dict[str, str] = field(default_factory=dict)


TASKS = (Task(Alive, Lively),)
