"""The pictures a list shows of the styles: synthetic people in each, small and labelled.

    python -m engine.lab.canvas.previews [NAME...]       # of the styles with a recipe; all without a NAME

People of dark and light skin, women and men, take turns over the styles. The file is named in the style's table:
``preview = "previews/NAME.jpg"``.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Sequence
from pathlib import Path

import cv2

from engine.canvas.recipes import recipes
from engine.errors import UnsafePictureError
from engine.faces.images import load
from engine.faces.types import RGB
from engine.lab.canvas.drawn import SHOWN, drawn, subject, warm
from engine.models import Models
from engine.safety.examine import made_here
from engine.safety.nudity import NUDE
from engine.safety.origin import EDITED
from engine.safety.provenance import save_labelled
from engine.styles import HERE

LONG = 800  # pixels it is drawn at, so that strokes and grain look as in a picture
SIZES = ((304, 380), (256, 320), (216, 270))  # width, height: a mosaic needs more bytes than a sky
MOST = 25_000  # bytes
QUALITIES = (84, 76, 68, 60, 50)
FOLDER = HERE / "previews"


def preview(models: Models, style: str, person: str) -> RGB:
    """Return the picture a preview is made of, (LONG, 0.8 LONG, 3); raises `UnsafePictureError`."""
    picture = drawn(models, subject(models, person), recipes()[style], long=LONG, seed=zlib.crc32(style.encode()))
    if models.faces.nude(picture) >= NUDE:
        raise UnsafePictureError
    return picture


def saved(picture: RGB, style: str, folder: Path = FOLDER) -> bool:
    """Write a labelled preview, as large and as good as `MOST` bytes allow; False where its mark could not be read."""
    file = folder / f"{style}.jpg"
    for size in SIZES:
        small = cv2.resize(picture, size, interpolation=cv2.INTER_AREA)
        for quality in QUALITIES:
            save_labelled(small, file, facts={"style": style}, quality=quality, origin=EDITED)
            if file.stat().st_size <= MOST and made_here(load(file)):
                return True
    return False


def shipped(models: Models, names: Sequence[str]) -> list[str]:
    """Draw the previews of ``names`` (all styles with a recipe where it is empty); return those without a sure mark.

    A picture of dots and hard edges may hide the mark: then the next person is shown.
    """
    FOLDER.mkdir(exist_ok=True)
    turns = {style: SHOWN[at % len(SHOWN) :] + SHOWN[: at % len(SHOWN)] for at, style in enumerate(recipes())}
    wanted = [style for style in turns if not names or style in names]
    unsure = []
    for style in sorted(wanted, key=lambda each: SHOWN.index(turns[each][0])):  # one person after the other: made once
        if not any(saved(preview(models, style, person), style) for person in turns[style]):
            unsure.append(style)
    return unsure


if __name__ == "__main__":
    sys.exit(" ".join(shipped(warm(), sys.argv[1:])) or 0)
