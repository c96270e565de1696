"""``python -m engine.lab.templates.make``: draw the people of the gallery, compose, check and write every picture.

    python -m engine.lab.templates.make --weights weights --kept .work/templates

Ten minutes on one core, most of them for the people; ``--kept`` holds them, so that changing a scene takes seconds.
"""

from __future__ import annotations

import argparse
import io
from pathlib import Path

import numpy as np
from PIL import Image

from engine.faces import templates
from engine.faces.registry import Faces
from engine.faces.types import RGB
from engine.lab.templates.people import cast
from engine.lab.templates.scenes import SCENES
from engine.models import Models
from engine.safety.provenance import label, xmp
from engine.settings import EngineSettings
from engine.templates.gallery import HERE, Gallery

MOST_BYTES = 60_000
QUALITIES = (92, 88, 84, 80, 76, 72, 68)


class NotAsPromisedError(Exception):
    """A picture is not what ``gallery.toml`` says; the message names it."""


def main() -> None:
    """Make all pictures, or those that are named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these")
    parser.add_argument("--weights", type=Path, default=Path("weights"))
    parser.add_argument("--kept", type=Path, default=Path(".work/templates"), help="where drawn people are kept")
    parser.add_argument("--out", type=Path, default=HERE)
    args = parser.parse_args()
    models = Models(EngineSettings(weights=args.weights, base="pocket", device="cpu", offline=True, threads=1))
    people = cast(models, args.kept)
    for name, scene in SCENES.items():
        if args.names and name not in args.names:
            continue
        data = encoded(scene(people))
        check(models.faces, name, data, Gallery().all[name].faces)
        (args.out / f"{name}.jpg").write_bytes(data)
        print(f"{name}: {len(data)} bytes", flush=True)


def encoded(rgb: RGB) -> bytes:
    """Return a labelled JPEG of at most `MOST_BYTES`, as good as fits.

    Raises:
        NotAsPromisedError: even the lowest quality is too large.
    """
    marked = Image.fromarray(label(rgb))
    for quality in QUALITIES:
        buffer = io.BytesIO()
        marked.save(buffer, "JPEG", quality=quality, optimize=True, xmp=xmp("portrait-bot").encode())
        if buffer.tell() <= MOST_BYTES:
            return buffer.getvalue()
    raise NotAsPromisedError(f"{buffer.tell()} bytes at quality {QUALITIES[-1]}")


def check(faces: Faces, name: str, data: bytes, wanted: int) -> None:
    """Look at a finished file as the bot will.

    Raises:
        NotAsPromisedError: not every face is found, or one cannot be redrawn.
    """
    rgb = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
    found = templates.spots(faces, rgb)
    problems = [spot.problem for spot in found if spot.problem]
    if len(found) != wanted or problems:
        raise NotAsPromisedError(f"{name}: {len(found)} faces instead of {wanted}, {problems or 'all well'}")


if __name__ == "__main__":
    main()
