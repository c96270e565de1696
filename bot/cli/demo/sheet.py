"""The contact sheet: bands of captioned pictures on one page, each band with pictures of its own size."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

WIDTH = 1500  # px of the page
GAP, CAPTION, TITLE = 12, 24, 34
PAPER, INK, QUIET = "#f6f4f1", "#1d1a24", "#6a6472"


@dataclass(frozen=True)
class Cell:
    """A picture and the words under it."""

    file: Path
    caption: str = ""


@dataclass(frozen=True)
class Band:
    """Pictures that belong together, at most ``columns`` in a row, under one line of words."""

    title: str
    cells: tuple[Cell, ...]
    columns: int

    @property
    def side(self) -> int:
        """Pixels of one picture."""
        return (WIDTH - GAP) // self.columns - GAP

    @property
    def caption(self) -> int:
        """Pixels under a picture."""
        return CAPTION if any(cell.caption for cell in self.cells) else 0

    @property
    def height(self) -> int:
        """Pixels of the whole band."""
        rows = -(-len(self.cells) // self.columns)
        return TITLE + rows * (self.side + self.caption + GAP)


def draw_sheet(bands: list[Band], target: Path) -> None:
    """Write the bands below each other as a PNG, and beside it as a JPEG small enough to be sent."""
    from PIL import Image, ImageDraw, ImageFont

    sheet = Image.new("RGB", (WIDTH, GAP + sum(band.height for band in bands)), PAPER)
    pen, small, large = ImageDraw.Draw(sheet), ImageFont.load_default(15), ImageFont.load_default(19)
    y = GAP
    for band in bands:
        pen.text((GAP, y + 4), band.title, INK, large)
        for number, cell in enumerate(band.cells):
            row, column = divmod(number, band.columns)
            left, top = GAP + column * (band.side + GAP), y + TITLE + row * (band.side + band.caption + GAP)
            sheet.paste(_fitted(cell.file, band.side), (left, top))
            pen.text((left, top + band.side + 4), cell.caption, QUIET, small)
        y += band.height
    sheet.save(target)
    sheet.save(target.with_suffix(".jpg"), quality=84, optimize=True)


def _fitted(file: Path, side: int) -> Image:
    from PIL import Image, ImageOps

    with Image.open(file) as picture:
        # Heads are in the upper half of most pictures.
        return ImageOps.fit(ImageOps.exif_transpose(picture).convert("RGB"), (side, side), centering=(0.5, 0.3))
