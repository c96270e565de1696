"""Which component steers a base by a picture (paper 2.5, 3.1), and whether it is there. Loads no torch."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from engine import weights
from engine.bases import Family
from engine.errors import WeightMissingError
from engine.weights.presence import status_of

#: Kinds of steering picture a union ControlNet reads, and the number it knows each by.
UNION = {"openpose": 0, "depth": 1, "canny": 3}
TEMPLATE = ("openpose", "canny")  # paper 2.5.2
GARMENT = ("openpose", "depth", "canny")  # paper 3.1


def united(family: Family) -> bool:
    """Say whether one ControlNet reads every kind of picture for this base."""
    return f"{family.architecture}-control-union" in weights.components()


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
