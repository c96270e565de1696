"""Which component steers a base by a picture (paper 2.5, 3.1), and whether it is there. Loads no torch."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from engine import weights
from engine.bases import Family, likeness
from engine.errors import WeightMissingError
from engine.weights.presence import status_of

#: Kinds of steering picture a union ControlNet reads, and the number it knows each by.
UNION = {"openpose": 0, "depth": 1, "canny": 3}
TEMPLATE = ("openpose", "canny")  # paper 2.5.2
GARMENT = ("openpose", "depth", "canny")  # paper 3.1


def united(family: Family) -> bool:
    """Say whether one ControlNet reads every kind of picture for this base."""
    return f"{family.architecture}-control-union" in weights.components()


def steered(family: Family) -> bool:
    """Say whether a base is steered by pictures at all; where it is not, it draws from words and from what is there."""
    return united(family) or f"{family.architecture}-control-{TEMPLATE[0]}" in weights.components()


def own_pixels(family: Family) -> bool:
    """Say whether a face in a template is the person's own pixels, unless something else is asked for (paper 2.5)."""
    return family.small_vocabulary or not steered(family)


def draws_bodies(family: Family) -> bool:
    """Say whether it draws a person anew around what they wear: that needs a pose to draw in (paper 3.1)."""
    return family.bodies and steered(family)


def edits(family: Family) -> bool:
    """Say whether it changes a picture by a sentence and other pictures: an edit model, such as FLUX.2 klein."""
    return likeness.way(family) == likeness.REFERENCES


def component(family: Family, kind: str) -> str:
    """Return the component that steers a base by pictures of ``kind``.

    Raises:
        WeightMissingError: none is known for its architecture.
    """
    name = f"{family.architecture}-control-{'union' if united(family) else kind}"
    if name not in weights.components():
        raise WeightMissingError(name, "ENGINE_BASE=auto")
    return name


def require(family: Family, folder: Path, kinds: Iterable[str]) -> None:
    """Look whether everything is there before anything is queued; nothing is hashed.

    Raises:
        WeightMissingError: the first that is not.
    """
    for kind in kinds:
        name = component(family, kind)
        state = status_of(folder, weights.components()[name])
        if state.state == "missing":
            raise WeightMissingError(name, state.how)
