"""Synthetic people to try things on: nobody real. The component ``people`` (package openpeople, MIT), cut into selfies.

The package holds for each person a selfie, a portrait, a full view and two sheets of heads; `people.toml` says which
boxes of them are photos. One person is left out because of a likeness to somebody real. No network, no numpy.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from engine import weights

if TYPE_CHECKING:
    from PIL.Image import Image

COMPONENT = "people"
DEMO = "P009"  # whom the demo shows
GUTTER = 6  # pixels of a sheet: what lies between its pictures may reach as far into them
HEAD = 768  # pixels: the longer side of a head cut out of a sheet, as a phone would have taken it


@dataclass(frozen=True, kw_only=True)
class Cut:
    """One photo: a file of the person and the box in it (left, top, right, bottom); () for all of it."""

    sheet: str
    box: tuple[int, ...] = ()
    shows: str = ""  # the expression, where it was asked for


@cache
def people() -> dict[str, tuple[Cut, ...]]:
    """Return the photos of every person by name, the largest first."""
    with Path(__file__).with_suffix(".toml").open("rb") as opened:
        table = tomllib.load(opened)
    return {
        name: tuple(Cut(**{**cut, "box": tuple(cut.get("box", ()))}) for cut in person["photos"])
        for name, person in table.items()
    }


def photo(folder: Path, name: str, cut: Cut) -> Image:
    """Return one photo of a person from the weights ``folder``. Raises `WeightMissingError`, `WeightCorruptError`."""
    from PIL import Image

    with Image.open(weights.path(folder, COMPONENT, f"{name}/assets/{cut.sheet}.jpg")) as sheet:
        whole = sheet.convert("RGB")
    if not cut.box:
        return whole
    left, top, right, bottom = cut.box
    part = whole.crop((left + GUTTER, top + GUTTER, right - GUTTER, bottom - GUTTER))
    scale = HEAD / max(part.size)
    return part.resize((round(part.width * scale), round(part.height * scale)), Image.Resampling.LANCZOS)


def selfies(folder: Path, name: str, into: Path, most: int = 10) -> list[Path]:
    """Write the first ``most`` photos of a person as JPEG into ``into`` and return them.

    Raises `WeightMissingError`, `WeightCorruptError`: the component has not been fetched.
    """
    into.mkdir(parents=True, exist_ok=True)
    files = []
    for number, cut in enumerate(people()[name][:most], 1):
        files.append(into / f"{number:02}-{cut.shows or cut.sheet.replace('_', '-')}.jpg")
        photo(folder, name, cut).save(files[-1], quality=93)
    return files
