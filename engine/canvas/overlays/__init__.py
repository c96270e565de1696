"""What is drawn in front of or around a finished picture: frames, falling snow, scan lines.

An overlay is ``(rgb, sitter, random, *, ...) -> rgb`` on (height, width, 3) uint8 and keeps the size.
"""

from __future__ import annotations

from collections.abc import Callable

from engine.faces.types import RGB

Overlay = Callable[..., RGB]

OVERLAYS: dict[str, Overlay] = {}
