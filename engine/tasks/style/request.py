"""Pictures in one look come in, a style comes out (paper 2.2, "offline")."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

from engine.requests import Lane, Task


@dataclass(frozen=True, kw_only=True)
class TrainStyle:
    """Learn a style from pictures of different people in one look (paper 2.2, "offline")."""

    kind: ClassVar[str] = "train-style"
    lane: ClassVar[Lane] = Lane.DEVICE
    pictures: tuple[Path, ...]
    out: Path  # folder to write: <name>.safetensors, <name>.toml, <name>.png
    name: str
    titles: dict[str, str] = field(default_factory=dict)  # language -> title
    prompt: str = ""  # what the pictures show, without who; empty: the name
    seed: int = 0
    steps: int | None = None  # None: the preset of the base
    work: Path | None = None  # folder in which a killed training goes on


@dataclass(frozen=True, kw_only=True)
class StyleTrained:
    """The answer to `TrainStyle`."""

    kind: ClassVar[str] = "train-style"
    adapter: Path
    record: Path
    preview: Path
    base: str
    pictures: int  # of which so many showed a face
    steps: int
    first_loss: float
    loss: float
    seconds: float
    resumed_at: int = 0  # the step an interrupted training went on from


TASKS = (Task(TrainStyle, StyleTrained, trains=True),)
