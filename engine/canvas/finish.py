"""The last steps of a canvas: look, grade and overlays on the composed picture."""

from __future__ import annotations

import numpy as np

from engine.canvas.grade import graded
from engine.canvas.looks import LOOKS
from engine.canvas.overlays import OVERLAYS
from engine.canvas.recipes import Recipe
from engine.canvas.sitter import Sitter
from engine.faces.types import RGB


def finished(rgb: RGB, sitter: Sitter, recipe: Recipe, random: np.random.Generator) -> RGB:
    """Return the composed picture ``rgb`` (height, width, 3) uint8 in the look of ``recipe``; the size stays."""
    if recipe.look:
        rgb = LOOKS[recipe.look.name](rgb, sitter, random, **recipe.look.parameters)
    rgb = graded(rgb, recipe.grade, random)
    for step in recipe.overlays:
        rgb = OVERLAYS[step.name](rgb, sitter, random, **step.parameters)
    return rgb
