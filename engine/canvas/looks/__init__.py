"""Looks: what a style does to a composed picture, at full size.

A look is ``(rgb, sitter, random, *, ...) -> rgb`` on (height, width, 3) uint8. Sizes of strokes and dots follow the
picture and the face, so that 512 px and 1536 px look alike. `engine.styles.looks` are the filters the embedded base
learnt at 128 px; these are not.
"""

from __future__ import annotations

from collections.abc import Callable

from engine.canvas.looks import cel, film, ink, paint, prints, screen, tiles
from engine.faces.types import RGB

Look = Callable[..., RGB]

LOOKS: dict[str, Look] = {
    look.__name__: look
    for look in (
        *(film.mono, film.toned, film.old_plate, film.infrared, film.thermal, film.cross, film.faded, film.marble),
        *(film.vivid, ink.pencil, ink.charcoal, cel.ink, cel.comic, cel.cartoon, ink.engraving, ink.woodcut),
        *(ink.ink_wash, ink.white_lines, paint.oil, paint.impressionist, paint.expressionist, paint.watercolour),
        *(paint.pastel, paint.chalks, paint.fresco, tiles.mosaic, tiles.stained_glass, tiles.low_poly, tiles.pixel_art),
        *(prints.paper_cut, prints.pop_art, prints.poster, prints.thread, screen.hologram, screen.neon, screen.glitch),
        *(screen.tape, screen.double_exposure),
    )
}
