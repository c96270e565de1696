"""Accepted photos come in, a learnt face comes out (paper 2.1, 2.2)."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, Literal

from engine.errors import EngineError
from engine.requests import Lane, Task
from engine.tasks.inspect.request import Looks


@dataclass(frozen=True, kw_only=True)
class Enrol:
    """Learn a person's face as a LoRA (paper 2.1, 2.2)."""

    kind: ClassVar[str] = "enrol"
    lane: ClassVar[Lane] = Lane.DEVICE
    photos: tuple[Path, ...]  # cleaned, accepted photos
    identity: Path  # folder to write: face.safetensors, identity.json, best.png
    gender: Literal["man", "woman", "person"] | None = None  # the owner's correction
    age_band: Literal["young", "adult", "mature"] | None = None
    tags: tuple[str, ...] | None = None  # the owner's correction of the tags
    seed: int = 0
    steps: int | None = None  # None: those of the preset
    preset: Literal["quick", "good", "best"] = "good"  # how long it is learnt, as the base has it
    instant: bool = False  # no training: ready within seconds, less alike
    work: Path | None = None  # folder in which a killed training goes on
    vouched: bool = False  # an admin knows that the person is grown up


@dataclass(frozen=True, kw_only=True)
class EnrolInstant(Enrol):
    """Know a person from the photos alone, to draw with until the training of `Enrol` is done."""

    kind: ClassVar[str] = "instant"
    instant: bool = True


@dataclass(frozen=True, kw_only=True)
class Enrolled:
    """The answer to `Enrol`; everything lies in ``identity``."""

    kind: ClassVar[str] = "enrol"
    identity: Path
    base: str
    looks: Looks
    photos: int
    steps: int
    seconds: float
    loss: float
    backends: dict[str, str] = field(default_factory=dict)
    instant: bool = False
    held_back: int = 0  # photos the training did not see, by which the best of its candidates was chosen
    kept_step: int = 0  # the step that candidate is of
    resumed_at: int = 0  # the step an interrupted training went on from
    edition: str = ""  # of the base, see `engine.weights.edition`


class NotEnoughPhotosError(EngineError):
    """Fewer usable photos than training needs."""

    code = "not-enough-photos"

    def __init__(self, usable: int, needed: int) -> None:
        super().__init__(usable=usable, needed=needed)


class UnderAgeError(EngineError):
    """The person on the photos appears to be under 18."""

    code = "under-age"


TASKS = (Task(Enrol, Enrolled, trains=True, batches=True), Task(EnrolInstant, Enrolled))
