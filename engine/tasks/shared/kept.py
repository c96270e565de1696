"""The photos of a person that a canvas is made of: they lie in the identity's folder, as they were accepted.

``selfie-N.png`` are smoothed for training and fusion (paper 2.1.1); a photo that is shown again must have its pores.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from engine.faces import decoding, images
from engine.identity import Identity

SIDE = 1536  # pixels of the longer side: a picture of 1024 shows a part of its photo


def keep(folder: Path, photos: Sequence[Path]) -> None:
    """Write ``photos``, best first, into an identity's ``folder``. Raises `BadPhotoError`, `DiskFullError`."""
    for number, photo in enumerate(photos):
        images.save_clean(images.shrink(decoding.load(photo), SIDE), folder / f"photo-{number}.jpg")


def photos(folder: Path, identity: Identity) -> list[Path]:
    """Return the photos of an identity, best first; of one learnt before they were kept, its smoothed selfies."""
    found = [folder / f"photo-{number}.jpg" for number in range(len(identity.selfies))]
    there = [file for file in found if file.is_file()]
    return there or [folder / name for name in identity.selfies]
