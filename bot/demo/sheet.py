"""The contact sheet: rows of captioned pictures on one page."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

SIDE = 256  # px of one picture on the sheet
GAP, CAPTION = 14, 26
PAPER, INK = "#f6f4f1", "#1d1a24"


@dataclass(frozen=True)
class Cell:
    """A picture and the words under it."""

    file: Path
    caption: str


def draw_sheet(rows: list[list[Cell]], target: Path) -> None:
    """Write a PNG with the first cell of the first row, the selfie, to the left of all other rows."""
    from PIL import Image, ImageDraw, ImageFont, ImageOps

    (selfie, *_), *rest = rows
    columns = 1 + max((len(row) for row in rest), default=0)
    across, down = SIDE + GAP, SIDE + GAP + CAPTION
    sheet = Image.new("RGB", (GAP + columns * across, GAP + max(1, len(rest)) * down), PAPER)
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(15)

    def put(cell: Cell, column: int, row: int) -> None:
        x, y = GAP + column * across, GAP + row * down
        with Image.open(cell.file) as picture:
            sheet.paste(ImageOps.fit(ImageOps.exif_transpose(picture).convert("RGB"), (SIDE, SIDE)), (x, y))
        pen.text((x, y + SIDE + 5), cell.caption, INK, font)

    put(selfie, 0, 0)
    for number, cells in enumerate(rest):
        for column, cell in enumerate(cells, 1):
            put(cell, column, number)
    sheet.save(target)
