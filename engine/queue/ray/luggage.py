"""The files of a job on their way between machines: which there are, what they are called meanwhile, and unpacking.

Every machine keeps the files of its jobs in a root of its own. On the way a path is a *place*: what follows the root,
or ``program:`` and what follows the folder of the program, for what comes with it on every machine.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, TypeVar

import engine
from engine.files import paths_in, with_paths

PROGRAM = Path(engine.__file__).absolute().parent
SHIPPED = "program:"
UNFINISHED = ".new"  # how a file ends that is written beside the one it will replace (engine.training.resume)
T = TypeVar("T")


class StrayFileError(Exception):
    """A path or the name of a file leads out of where a job's files may be."""


@dataclass(frozen=True)
class Luggage:
    """Translates between the paths of this machine, under ``root``, and places."""

    root: Path

    def away(self, value: T) -> T:
        """Return a request, result or progress with places instead of paths. Raises `StrayFileError`."""
        translated: T = with_paths(value, self.place)
        return translated

    def here(self, value: T) -> T:
        """Return it with this machine's paths instead of places. Raises `StrayFileError`."""
        translated: T = with_paths(value, self.path)
        return translated

    def place(self, path: Path) -> Path:
        """Return how a path of this machine is called on the way. Raises `StrayFileError`."""
        path = Path(os.path.normpath(path.absolute()))
        if path.is_relative_to(PROGRAM):
            return Path(SHIPPED) / path.relative_to(PROGRAM)
        if not path.is_relative_to(self.root.absolute()):
            raise StrayFileError
        return path.relative_to(self.root.absolute())

    def path(self, place: Path | str) -> Path:
        """Return where a place is on this machine. Raises `StrayFileError`."""
        parts = PurePosixPath(place).parts
        if not parts or ".." in parts or parts[0] == "/":
            raise StrayFileError
        if parts[0] == SHIPPED:
            return PROGRAM.joinpath(*parts[1:])
        return self.root.absolute().joinpath(*parts)

    def named(self, value: Any) -> list[Path]:
        """Return the places a request names here that are not the program's own."""
        places = [self.place(path) for _, path in paths_in(value)]
        return [place for place in places if place.parts[:1] != (SHIPPED,)]

    def collect(self, places: Iterable[Path], seen: dict[str, int] | None = None) -> dict[str, bytes]:
        """Read what lies at the places, folders with all they hold: place of each file -> content.

        With ``seen`` (place -> when it was written, in nanoseconds) only what is new since; it is brought up to date.
        """
        found: dict[str, bytes] = {}
        for place in places:
            for file in _files(self.path(place)):
                if not file.resolve().is_relative_to(self.root.resolve()):
                    raise StrayFileError  # a link that leads to what a confined worker could not have read
                name = self.place(file).as_posix()
                try:
                    written = file.stat().st_mtime_ns
                    if seen is None or seen.get(name) != written:
                        found[name] = file.read_bytes()
                except FileNotFoundError:  # renamed this moment by a training that saves itself
                    continue
                if seen is not None:
                    seen[name] = written
        return found

    def unpack(self, files: Mapping[str, bytes | memoryview], places: Iterable[Path]) -> None:
        """Write files that came, for this user only, as long as they lie at or under one of ``places``.

        Raises:
            StrayFileError: one lies elsewhere; nothing was written then.
            OSError: the disk is full, or will not be written to.
        """
        allowed = [self.path(place) for place in places]
        targets = {self.path(name): content for name, content in files.items()}
        for target in targets:
            if not any(target.is_relative_to(each) for each in allowed):
                raise StrayFileError
        for target, content in targets.items():
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            fresh = target.with_name(target.name + UNFINISHED)
            with os.fdopen(os.open(fresh, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
                file.write(content)
            fresh.replace(target)


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(each for each in path.rglob("*") if each.is_file() and each.suffix != UNFINISHED)
    return [path] if path.is_file() else []
