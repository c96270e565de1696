"""What a base needs to learn with, beside itself, and whether it is there; see `engine.training.taught`."""

from __future__ import annotations

from pathlib import Path

from engine import weights
from engine.bases.family import Family
from engine.errors import WeightMissingError
from engine.weights.presence import status_of


def require(family: Family, folder: Path) -> None:
    """Look whether what this base learns with is there; nothing is hashed.

    Raises:
        WeightMissingError: it is not.
    """
    for name in filter(None, (family.taught_with, family.taught_on)):
        state = status_of(folder, weights.components()[name])
        if state.state == "missing":
            raise WeightMissingError(name, state.how)
