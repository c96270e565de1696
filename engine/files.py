"""How a job that waits names its files: what a request or a result holds where a real path will be, or was.

    Portrait(identity=IdentityRef(face).path, out=Scratch("pictures").path, ...)
    match reference(request.identity): case IdentityRef(id=face): ...

A worker never meets these: whoever hands out the job puts files of its scratch folder in their place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, ClassVar


@dataclass(frozen=True)
class Reference:
    """A file by something else than its place."""

    scheme: ClassVar[str]
    id: str

    @property
    def path(self) -> Path:
        """Return how a request names it."""
        return Path(f"{self.scheme}:{self.id}")


@dataclass(frozen=True)
class Media(Reference):
    """A sealed file of the job's owner."""

    scheme: ClassVar[str] = "media"


@dataclass(frozen=True)
class Scratch(Reference):
    """What the job will write: a file or folder of its scratch folder."""

    scheme: ClassVar[str] = "scratch"


@dataclass(frozen=True)
class Training(Reference):
    """A folder that outlives the attempt, so that a training whose worker died goes on."""

    scheme: ClassVar[str] = "training"


@dataclass(frozen=True)
class IdentityRef(Reference):
    """A learnt face of the job's owner."""

    scheme: ClassVar[str] = "identity"


@dataclass(frozen=True)
class GuestRef(Reference):
    """The face of somebody else who agreed to this job; ``id`` is that of their seat."""

    scheme: ClassVar[str] = "guest"


@dataclass(frozen=True)
class Ready(Reference):
    """A template that comes with the program."""

    scheme: ClassVar[str] = "template"


@dataclass(frozen=True)
class Garment(Reference):
    """A picture of clothes that comes with the program."""

    scheme: ClassVar[str] = "garment"


@dataclass(frozen=True)
class PoseRef(Reference):
    """A picture that is still to be drawn, of people in the pose of that name; "photo": whose bones a request says."""

    scheme: ClassVar[str] = "pose"
    ending: ClassVar[str] = ".pose"  # of the path a worker gets: there is no file


PLAIN = (str, int, float, type(None))  # most fields: no path is in them, and nothing more is asked of them

SCHEMES: dict[str, type[Reference]] = {
    each.scheme: each for each in (Media, Scratch, Training, IdentityRef, GuestRef, Ready, Garment, PoseRef)
}


def reference(path: Path | str) -> Reference:
    """Return what a path of a waiting job names.

    Raises:
        ValueError: it names a place, or nothing. Jobs are data: whatever they say, no place is opened for them.
    """
    scheme, _, name = str(path).partition(":")
    if scheme not in SCHEMES or not name:
        raise ValueError(f"a job may not name the path {str(path)!r}")
    return SCHEMES[scheme](name)


def media_id(path: Path | str) -> str:
    """Return the id of the sealed file a finished job names. Raises `ValueError` for anything else."""
    named = reference(path)
    if not isinstance(named, Media):
        raise ValueError(f"{str(path)!r} is no sealed file")
    return named.id


def sealed_in(value: Any) -> list[str]:
    """Return the id of every sealed file a result names."""
    return [media_id(path) for _, path in paths_in(value) if str(path).startswith(f"{Media.scheme}:")]


def paths_in(value: Any, field: str = "") -> Iterator[tuple[str, Path]]:
    """Walk (field name, path) of every path in a request, result or progress."""
    if isinstance(value, Path):
        yield field, value
    elif isinstance(value, tuple):
        for item in value:
            if not isinstance(item, PLAIN):
                yield from paths_in(item, field)
    else:
        for name in _fields_of(value.__class__):
            if not isinstance(item := getattr(value, name), PLAIN):
                yield from paths_in(item, name)


def with_paths(value: Any, renamed: Callable[[Path], Path | None]) -> Any:
    """Return ``value`` with each path replaced by ``renamed(path)``."""
    if isinstance(value, PLAIN):
        return value
    if isinstance(value, Path):
        return renamed(value)
    if isinstance(value, tuple):
        return tuple(with_paths(item, renamed) for item in value)
    values = {name: getattr(value, name) for name in _fields_of(value.__class__)}
    changed = {
        name: moved
        for name, item in values.items()
        if not isinstance(item, PLAIN) and (moved := with_paths(item, renamed)) is not item
    }
    return type(value)(**values | changed) if changed else value


@cache
def _fields_of(cls: type) -> tuple[str, ...]:
    """Return the names of a dataclass's fields, none of any other class: each job is walked through several times."""
    return tuple(each.name for each in fields(cls)) if is_dataclass(cls) else ()
