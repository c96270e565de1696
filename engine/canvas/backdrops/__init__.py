"""Backdrops the program draws, each with the light that belongs to it.

A backdrop is ``(height, width, random, *, ...) -> (height, width, 3) float32 linear light``, sharp enough for 1024 px.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.canvas.types import Light, Linear, Scene

Draw = Callable[..., Linear]

BACKDROPS: dict[str, Draw] = {}
LIGHTS: dict[str, Light] = {}


def scene(name: str, **parameters: Any) -> Scene:
    """Return a backdrop as a scene; ``parameters`` are the keywords of its function. Raises `KeyError` for no name."""
    draw = BACKDROPS[name]
    return Scene(
        name=f"backdrop:{name}",
        plate=lambda height, width, random: draw(height, width, random, **parameters),
        light=LIGHTS[name],
    )
