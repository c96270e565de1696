"""Looks: what a style does to a composed picture, at full size.

A look is ``(rgb, sitter, random, *, ...) -> rgb`` on (height, width, 3) uint8. Sizes of strokes and dots follow the
picture and the face, so that 512 px and 1536 px look alike. `engine.styles.looks` are the filters the embedded base
learnt at 128 px; these are not.
"""

from __future__ import annotations

from collections.abc import Callable

from engine.faces.types import RGB

Look = Callable[..., RGB]

LOOKS: dict[str, Look] = {}
