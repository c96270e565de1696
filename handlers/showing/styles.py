"""The page of styles: every one that can be drawn here, by family or by what somebody is looking for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from engine.tasks.portrait.request import MOST_CHARACTERS
from handlers import styles
from handlers.context import Turn
from handlers.understanding import understand
from handlers.views import Button


@dataclass(frozen=True, kw_only=True)
class Sample:
    """Something to choose: its name and title, the picture that shows it ("" for none), and what choosing it does."""

    name: str
    title: str
    picture: str
    choose: Button


@dataclass(frozen=True, kw_only=True)
class Family:
    """A family of styles with the number that can be drawn."""

    name: str
    title: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Styles:
    """What the page shows. ``near``: nothing fits the words exactly, these may be meant.

    ``scene`` is the background that was chosen before, with its title; both are "" where none was. ``most_words`` are
    the characters somebody may describe a picture in.
    """

    samples: tuple[Sample, ...]
    families: tuple[Family, ...]
    family: str
    search: str
    near: bool = False
    scene: str = ""
    scene_title: str = ""
    most_words: int = MOST_CHARACTERS


async def show(turn: Turn, options: Mapping[str, str]) -> Styles:
    """Return the styles of a ``family`` that fit a ``search``; both may be missing."""
    known = tuple(Family(name=name, title=title, count=count) for name, title, count in _families(turn))
    family = options.get("family", "")
    family = family if family in {one.name for one in known} else ""
    search = " ".join(options.get("search", "").split())[:80]
    names = styles.found(turn, search)
    near = not names
    if near:
        names = styles.meant(turn, understand(search, styles.titles(turn)))
    book = turn.deps.styles
    kept = [name for name in names if not family or book.info(name)["family"] == family]
    samples = tuple(_sample(turn, name) for name in kept)
    scene = options.get("scene", "")
    scene = scene if scene in turn.deps.scenes else ""
    return Styles(
        samples=samples,
        families=known,
        family=family,
        search=search,
        near=near and bool(samples),
        scene=scene,
        scene_title=turn.say(f"scene-{scene}") if scene else "",
    )


def _families(turn: Turn) -> list[tuple[str, str, int]]:
    return list(turn.deps.styles.families(turn.say.locale))


def _sample(turn: Turn, name: str) -> Sample:
    pictured = turn.deps.styles.info(name).get("preview")
    return Sample(
        name=name,
        title=turn.style_title(name),
        picture=f"style:{name}" if pictured else "",
        choose=styles.draw_button(turn, name),
    )
