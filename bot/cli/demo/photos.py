"""The selfies of the demo: a folder of somebody's, or those of a synthetic person, whom nobody is.

A picture that must be refused goes along: a cat.
"""

from __future__ import annotations

import importlib.util
import shutil
from dataclasses import dataclass
from pathlib import Path

from engine import people
from engine.errors import EngineError
from engine.tasks.inspect.request import PHOTO_ENDINGS

MOST = 20


class NoPhotosError(ValueError):
    """A folder without a single photo."""


@dataclass(frozen=True, kw_only=True)
class Photos:
    """What is sent, in order. ``story`` says in one sentence where it comes from."""

    files: tuple[Path, ...]
    story: str


def gather(folder: Path | None, work: Path, weights: Path) -> Photos:
    """Return the photos of ``folder``, or make those of the synthetic person in ``work``. Raises `NoPhotosError`."""
    if folder is None:
        return _synthetic(work, weights)
    there = folder.iterdir() if folder.is_dir() else ()
    files = sorted(file for file in there if file.suffix.lower() in PHOTO_ENDINGS)
    if not files:
        raise NoPhotosError(f"no photos ({', '.join(sorted(PHOTO_ENDINGS))}) in {folder}")
    return Photos(files=tuple(files[:MOST]), story=f"{min(len(files), MOST)} photos from {folder}")


def _synthetic(work: Path, weights: Path) -> Photos:
    try:
        files = people.selfies(weights, people.DEMO, work)
    except EngineError as error:
        raise NoPhotosError(
            f"the synthetic person is not fetched: {error.data.get('how')}; or give --selfies DIR"
        ) from None
    cat = work / "cat.png"
    shutil.copyfile(_sample("chelsea.png"), cat)
    return Photos(files=(*files, cat), story=f"{len(files)} photos of a synthetic person, and a cat")


def _sample(name: str) -> Path:
    # Found without importing scikit-image, which would load numpy and scipy into the bot's process.
    found = importlib.util.find_spec("skimage")
    if found is None or found.origin is None:
        raise NoPhotosError("scikit-image is not installed; give --selfies DIR")
    return Path(found.origin).parent / "data" / name
