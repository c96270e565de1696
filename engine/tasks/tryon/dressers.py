"""The seam of what dresses a person: every backend gets the same scene, and gives pictures or none (paper 3.1).

The garment's own pixels come back over whatever a backend gives, and its pictures are checked, ranked and labelled as
those of any other: a newer one is a function of a `Scene` and a line in ``DRESSERS`` of `engine.tasks.tryon.run`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from engine.bases import Family, steering
from engine.settings import EngineSettings
from engine.tasks.shared import editing
from engine.tasks.template.run import Drawn
from engine.tasks.tryon.inspect import DRAWN
from engine.tasks.tryon.request import DresserNotHereError
from engine.tasks.tryon.scene import Scene

OWN, FACE, EDIT = "own", "face", "edit"


@dataclass(frozen=True, kw_only=True)
class Dresser:
    """One way to show a person in clothes.

    ``draws``: all around the garment is drawn, so that a place may be asked for in words and the label says "drawn".
    ``fits`` says whether it works on a base, ``dress`` gives pictures, none where it has no good one.
    """

    name: str
    draws: bool
    fits: Callable[[Family], bool]
    dress: Callable[[Scene], list[Drawn]]


def order(family: Family, settings: EngineSettings) -> tuple[str, ...]:
    """Return the names of the backends to try, best first: the operator's own, or what suits the base."""
    if settings.dressers:
        return settings.dressers
    if steering.draws_bodies(family):
        return (DRAWN,)
    if not steering.edits(family) or settings.edits == editing.NEVER:
        return OWN, FACE
    return (EDIT, OWN, FACE) if settings.edits == editing.FIRST else (OWN, EDIT, FACE)


def usable(known: Mapping[str, Dresser], family: Family, settings: EngineSettings) -> Sequence[Dresser]:
    """Return the backends to try.

    Raises:
        DresserNotHereError: the operator named some, and none is known or works on this base.
    """
    names = order(family, settings)
    there = [known[name] for name in names if name in known and known[name].fits(family)]
    if not there:
        raise DresserNotHereError(", ".join(names), family.name)
    return there
