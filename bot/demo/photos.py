"""The selfies of the demo: a folder of somebody's, or the portrait of Eileen Collins that scikit-image ships.

NASA's photograph is in the public domain. One photo is little to learn from, so the demo also sends its mirror image
and says so. Two pictures that must be refused go along: a crop, which shows nothing new, and a cat.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from engine.requests import PHOTO_ENDINGS

if TYPE_CHECKING:
    from PIL.Image import Image

MOST = 20
FACE = (224, 118)  # centre of the face on the 512 px astronaut


class NoPhotos(ValueError):
    """A folder without a single photo."""


@dataclass(frozen=True, kw_only=True)
class Photos:
    """What is sent, in order. ``story`` says in one sentence where it comes from."""

    files: tuple[Path, ...]
    story: str


def gather(folder: Path | None, work: Path) -> Photos:
    """Return the photos of ``folder``, or make the astronaut's in ``work``. Raises `NoPhotos`."""
    if folder is None:
        return _astronaut(work)
    files = sorted(file for file in folder.iterdir() if file.suffix.lower() in PHOTO_ENDINGS) if folder.is_dir() else []
    if not files:
        raise NoPhotos(f"no photos ({', '.join(sorted(PHOTO_ENDINGS))}) in {folder}")
    return Photos(files=tuple(files[:MOST]), story=f"{min(len(files), MOST)} photos from {folder}")


def _astronaut(work: Path) -> Photos:
    from PIL import Image, ImageOps

    work.mkdir(parents=True, exist_ok=True)
    whole = Image.open(_sample("astronaut.png")).convert("RGB")
    makers: dict[str, Callable[[], Image]] = {
        "selfie.png": lambda: whole,
        "mirrored.png": lambda: ImageOps.mirror(_crop(whole, 132, -12)),
        "crop.png": lambda: _crop(whole, 112, 14),
        "cat.png": lambda: Image.open(_sample("chelsea.png")).convert("RGB"),
    }
    files = []
    for name, make in makers.items():
        make().save(work / name)
        files.append(work / name)
    story = "one public-domain portrait (NASA), its mirror image, a crop of it and a cat"
    return Photos(files=tuple(files), story=story)


def _crop(picture: Image, half: int, aside: int) -> Image:
    """Cut a square around the face, ``aside`` px off its centre, shown at 512 px."""
    from PIL.Image import Resampling

    x, y = FACE[0] + aside, FACE[1] + half // 5
    left, top = max(0, x - half), max(0, y - half)
    return picture.crop((left, top, left + 2 * half, top + 2 * half)).resize((512, 512), Resampling.LANCZOS)


def _sample(name: str) -> Path:
    # Found without importing scikit-image, which would load numpy and scipy into the bot's process.
    found = importlib.util.find_spec("skimage")
    if found is None or found.origin is None:
        raise NoPhotos("scikit-image is not installed; give --selfies DIR")
    return Path(found.origin).parent / "data" / name
