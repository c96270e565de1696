"""What people choose from with eyes and ears: a small picture of a background, clothes, two seconds of a voice.

The files are made by ``python -m engine.lab.samples`` and ``engine.lab.garments.samples``. Nothing heavy is imported:
the bot's process reads them.
"""

from __future__ import annotations

from pathlib import Path

from engine.weights import components
from engine.weights.presence import status_of

HERE = Path(__file__).parent
PANORAMAS = ("city", "forest", "park", "sunrise")  # of the component of that name, which may not be fetched
COMPONENT = "panoramas"
#: Clothes to try on, worn by people who do not exist, in the order they are shown; titled ``garment-title-<name>``.
GARMENTS = (
    "denim-jacket", "white-shirt", "stripes", "red", "black", "green", "blue-shirt", "mustard", "navy", "summer",
)  # fmt: skip


def scenes(weights: Path) -> tuple[str, ...]:
    """Return the names of the backgrounds that have a picture and can be had with what is fetched in ``weights``."""
    fetched = status_of(weights, components()[COMPONENT]).state == "present"
    names = sorted(file.stem for file in (HERE / "scenes").glob("*.jpg"))
    return tuple(name for name in names if fetched or name not in PANORAMAS)


def scene(name: str) -> Path | None:
    """Return the picture of a background, None where there is none."""
    return _file("scenes", name, ".jpg")


def garment(name: str) -> Path | None:
    """Return a picture of clothes somebody wears, None where there is none."""
    return _file("garments", name, ".jpg")


def voice(name: str) -> Path | None:
    """Return the sound of a voice, None where there is none."""
    return _file("voices", name, ".ogg")


def _file(folder: str, name: str, suffix: str) -> Path | None:
    known = {file.stem: file for file in (HERE / folder).glob(f"*{suffix}")}
    return known.get(name)
