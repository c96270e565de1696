"""The gallery as data: every template picture by name, with how many faces it has and what it shows."""

from __future__ import annotations

import tomllib
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

HERE = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class TemplatePicture:
    """One template of the gallery. Its title stands in the locales as ``template-title-<name>``.

    ``file`` is the picture that is shown, filled with people who do not exist; ``source`` what is drawn from: the
    layout with its places (`engine.templates.layout`).
    """

    name: str
    faces: int
    tags: tuple[str, ...]
    file: Path

    @property
    def source(self) -> Path:
        """The layout's file."""
        return self.file.with_suffix(".toml")


class Gallery:
    """Every template picture, in the order they are shown.

    >>> Gallery().with_faces(2)[0].name
    'duo'
    """

    def __init__(self, folder: Path = HERE) -> None:
        self._folder = folder

    @cached_property
    def all(self) -> dict[str, TemplatePicture]:
        """Return every picture by name."""
        with (self._folder / "gallery.toml").open("rb") as file:
            table = tomllib.load(file)
        return {
            name: TemplatePicture(
                name=name, faces=row["faces"], tags=tuple(row["tags"]), file=self._folder / f"{name}.jpg"
            )
            for name, row in table.items()
        }

    def names(self) -> list[str]:
        """Return the names, in the file's order."""
        return list(self.all)

    def get(self, name: str) -> TemplatePicture | None:
        """Return a picture by name, None where there is none; case, spaces and dashes do not matter."""
        return next((one for one in self.all.values() if _plain(one.name) == _plain(name)), None)

    def with_faces(self, count: int) -> list[TemplatePicture]:
        """Return the pictures of ``count`` people."""
        return [one for one in self.all.values() if one.faces == count]

    def sizes(self) -> dict[int, int]:
        """Return number of people -> number of pictures, smallest first."""
        return dict(sorted(Counter(one.faces for one in self.all.values()).items()))


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())
