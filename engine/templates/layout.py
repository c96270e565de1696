"""A template as data: a page, windows in it through which people are seen, and what is drawn before everything.

One file a template; lengths are shares of the page's width and height, or of the window's where they are in one:

    size = [820, 1024]                                   # pixels of the page
    page = { name = "envelope" }                         # drawn first, see `engine.templates.pages`
    front = { name = "postmark" }                        # drawn last

    [[windows]]
    box = [0.1, 0.1, 0.9, 0.7]                           # left, top, right, bottom
    shape = "oval"                                       # rectangle, rounded, oval or heart
    angle = 6.0                                          # degrees clockwise
    scene = { backdrop = "starfield" }                   # what is behind, a parameter beside it
    light = "stage"                                      # the light of another backdrop
    look = { name = "engraving" }                        # engine.canvas.looks; of one person
    grade = { warmth = 0.1 }                             # fields of engine.canvas.grade.Grade
    overlays = [{ name = "instant" }]                    # engine.canvas.overlays
    framing = 2.4                                        # face heights from top to bottom, of one person
    people = [1]                                         # who is seen here, by the number of the place

Several people share a window by ``places``: for one person, for two, and so on, where everybody's eyes are and how
large their head is (x, y, size; shares of the window's width, height and height); whose photos show little of a body
comes nearer. Where a window's person has no part
in a picture, somebody who has is seen in it on another photo.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

Shape = Literal["rectangle", "rounded", "oval", "heart"]
SHAPES: tuple[Shape, ...] = get_args(Shape)
Box = tuple[float, float, float, float]
EYES = 0.44  # of a framed window's height: about where eyes are in it
HEAD = 0.85  # size of a head over the height of its face


class BadLayoutError(ValueError):
    """A file that is no layout; the text is one sentence."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """A drawing function by name, and what it is told."""

    name: str
    parameters: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where somebody's eyes are and how large their head is, shares of the window."""

    x: float
    y: float
    size: float


@dataclass(frozen=True, kw_only=True)
class Window:
    """A part of the page through which people are seen; see the module."""

    box: Box
    people: tuple[int, ...]
    shape: Shape = "rectangle"
    angle: float = 0.0
    scene: Step
    light: str = ""
    blur: float = 0.0
    look: Step | None = None
    grade: Mapping[str, Any] = field(default_factory=dict)
    overlays: tuple[Step, ...] = ()
    framing: float = 2.6
    places: tuple[tuple[Place, ...], ...] = ()
    shadow: float = 0.0  # of the page's shorter side: how high the window's picture lies above the page
    floor: float = 1.0  # share of the window's height from which on what is drawn in front hides everybody

    def places_of(self, count: int) -> tuple[Place, ...]:
        """Return where ``count`` people of this window are."""
        return self.places[count - 1]


@dataclass(frozen=True, kw_only=True)
class Layout:
    """One template."""

    name: str
    width: int
    height: int
    faces: int
    page: Step
    front: Step | None
    windows: tuple[Window, ...]

    def head(self, number: int) -> Box:
        """Return about where the head of place ``number`` is when everybody is there; shares of the page."""
        window = next(one for one in self.windows if number in one.people)
        if window.places:
            place = window.places_of(len(window.people))[window.people.index(number)]
        else:
            tall = HEAD / window.framing
            place = Place(x=0.5, y=EYES, size=tall)
        left, top, right, bottom = window.box
        x, y = left + place.x * (right - left), top + place.y * (bottom - top)
        half = 0.62 * place.size * (bottom - top)
        wide = half * self.height / self.width
        return (x - wide, y - half, x + wide, y + 1.1 * half)


def load(file: Path) -> Layout:
    """Return the layout of a file. Raises `BadLayoutError`."""
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
        windows = tuple(_window(row) for row in table.pop("windows"))
        width, height = table.pop("size")
        made = Layout(
            name=file.stem,
            width=int(width),
            height=int(height),
            faces=max(number for window in windows for number in window.people),
            page=_step(table.pop("page")),
            front=_step(table.pop("front")) if "front" in table else None,
            windows=windows,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise BadLayoutError(f"{file.name}: {error}") from None
    if table:
        raise BadLayoutError(f"{file.name}: {min(table)} is no part of a template")
    return made


def _window(row: dict[str, Any]) -> Window:
    plain = {
        key: row[key]
        for key in ("shape", "angle", "light", "blur", "grade", "framing", "shadow", "floor")
        if key in row
    }
    scene = dict(row["scene"])
    made = Window(
        box=tuple(row["box"]),
        people=tuple(row["people"]),
        scene=Step(name=scene.pop("backdrop"), parameters=scene),
        look=_step(row["look"]) if "look" in row else None,
        overlays=tuple(_step(each) for each in row.get("overlays", ())),
        places=tuple(tuple(Place(x=x, y=y, size=size) for x, y, size in each) for each in row.get("places", ())),
        **plain,
    )
    known = {"box", "people", "scene", "look", "overlays", "places", *plain}
    if unknown := row.keys() - known:
        raise BadLayoutError(f"{min(unknown)} is no part of a window")
    if made.shape not in SHAPES:
        raise BadLayoutError(f"shape must be one of {', '.join(SHAPES)}")
    if len(made.people) > 1 and [len(each) for each in made.places] != list(range(1, len(made.people) + 1)):
        raise BadLayoutError("a window of several people needs places for one, for two, and so on")
    return made


def _step(row: Mapping[str, Any]) -> Step:
    told = dict(row)
    return Step(name=told.pop("name"), parameters=told)
