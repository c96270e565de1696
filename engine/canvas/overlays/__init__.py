"""What is drawn in front of or around a finished picture: frames, falling snow, scan lines.

An overlay is ``(rgb, sitter, random, *, ...) -> rgb`` on (height, width, 3) uint8 and keeps the size.
"""

from __future__ import annotations

from collections.abc import Callable

from engine.canvas.overlays import falling, frames, signs
from engine.faces.types import RGB

Overlay = Callable[..., RGB]

OVERLAYS: dict[str, Overlay] = {
    overlay.__name__: overlay
    for overlay in (
        *(falling.snow, falling.rain, falling.drops, falling.petals, falling.sparks, falling.dust, falling.rays),
        *(falling.flare, falling.haze, falling.spectrum, frames.instant, frames.border, frames.panel, frames.oval),
        *(frames.museum, frames.cover, frames.wanted, frames.reel, signs.screen, signs.lower_third, signs.runes),
        *(frames.poster_frame, signs.leaves, frames.mat, signs.slats),
    )
}
