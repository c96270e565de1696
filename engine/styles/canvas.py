"""Which styles a person's own photo can be put into (`engine.canvas`): the names of its recipes, read without numpy.

What a recipe says is read by `engine.canvas.recipes`; the bot's own process only needs to know which there are.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

RECIPES = Path(__file__).parents[1] / "canvas" / "recipes"


@cache
def canvases() -> frozenset[str]:
    """Return the names of the styles that have a canvas recipe."""
    names: set[str] = set()
    for file in sorted(RECIPES.glob("*.toml")):
        with file.open("rb") as opened:
            names |= tomllib.load(opened).keys()
    return frozenset(names)
