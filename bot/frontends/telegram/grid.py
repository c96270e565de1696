"""Several pictures as one, so that a job's result is one message: an edit, which may be repeated, and no album."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence

GAP = 6  # pixels between two pictures
LONGEST = 2560  # pixels of a side: what Telegram's best photo size keeps
PAPER = (255, 255, 255)
QUALITY = 92


def columns(count: int) -> int:
    """Return how many pictures stand side by side: 2 and 3 in one row, 4 as 2x2, 10 as 4+4+2."""
    return count if count <= 3 else math.ceil(math.sqrt(count))


def grid(pictures: Sequence[bytes]) -> bytes:
    """Return one JPEG with all pictures, in reading order; the same pictures give the same bytes.

    Raises OSError for a file that is no picture. Blocking: run in a thread.
    """
    from PIL import Image, ImageOps  # only when needed: it would slow the start of the bot

    opened = []
    for data in pictures:
        with Image.open(io.BytesIO(data)) as one:
            opened.append(one.convert("RGB"))
    wide = columns(len(opened))
    high = math.ceil(len(opened) / wide)
    side = min(max(max(one.size) for one in opened), (LONGEST - GAP * (max(wide, high) - 1)) // max(wide, high))
    cells = [ImageOps.contain(one, (side, side)) for one in opened]
    width, height = (max(cell.width for cell in cells), max(cell.height for cell in cells))
    paper = Image.new("RGB", (wide * (width + GAP) - GAP, high * (height + GAP) - GAP), PAPER)
    for number, cell in enumerate(cells):
        row, column = divmod(number, wide)
        left = column * (width + GAP) + (width - cell.width) // 2
        paper.paste(cell, (left, row * (height + GAP) + (height - cell.height) // 2))
    out = io.BytesIO()
    paper.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
