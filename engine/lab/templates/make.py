"""``python -m engine.lab.templates.make``: draw every ready template with people who do not exist, as it is shown.

    python -m engine.lab.templates.make                       # all, into engine/templates
    python -m engine.lab.templates.make helmet --out out      # one of them

Needs the component ``people`` (`python -m bot weights fetch people`). Some three seconds of one core a picture.
"""

from __future__ import annotations

import argparse
import io
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from engine import people
from engine.canvas.easel import Seen
from engine.canvas.types import Subject
from engine.faces import templates
from engine.faces.registry import Faces
from engine.faces.types import RGB
from engine.lab.canvas.drawn import PORTRAIT, SELFIE, warm
from engine.models import Models
from engine.safety.provenance import label, xmp
from engine.templates.draw import draw
from engine.templates.gallery import HERE, Gallery
from engine.templates.layout import load

MOST_BYTES = 53_000  # of a picture: all together stay below a megabyte and a half
QUALITIES = (88, 82, 76, 70, 64, 58, 52)
LONG = (860, 760, 660, 580)  # pixels of a picture's longer side, the first that fits
SEED = 3
POSTURE = "amateur_posture"
Who = tuple[str, str]  # a person and their photo
#: Who is seen in each template, place by place; a template that is not named shows `ONE` of these in turn.
CAST: dict[str, tuple[Who, ...]] = {
    "duo": (("P010", SELFIE), ("P007", POSTURE)),
    "cinema": (("P007", SELFIE), ("P001", SELFIE)),
    "hearts": (("P002", SELFIE), ("P005", PORTRAIT)),
    "call": (("P009", PORTRAIT), ("P008", SELFIE)),
    "band": (("P001", SELFIE), ("P007", SELFIE), ("P008", SELFIE)),
    "film": (("P006", SELFIE), ("P008", SELFIE), ("P001", SELFIE)),
    "wall": (("P009", SELFIE), ("P008", PORTRAIT), ("P002", SELFIE)),
    "table": (("P006", SELFIE), ("P007", SELFIE), ("P010", SELFIE), ("P005", PORTRAIT)),
    "holiday": (("P010", SELFIE), ("P007", SELFIE), ("P001", SELFIE), ("P002", SELFIE)),
    "family": (("P005", POSTURE), ("P001", SELFIE), ("P010", SELFIE), ("P008", SELFIE)),
    "team": (("P002", SELFIE), ("P005", PORTRAIT), ("P009", PORTRAIT), ("P007", SELFIE)),
    "booth": (("P007", SELFIE), ("P010", SELFIE), ("P008", PORTRAIT), ("P006", SELFIE)),
}
ONE: tuple[Who, ...] = (
    *(("P009", SELFIE), ("P007", PORTRAIT), ("P010", SELFIE), ("P005", PORTRAIT), ("P001", SELFIE), ("P008", PORTRAIT)),
    *(("P002", SELFIE), ("P006", SELFIE)),
)


class NotAsPromisedError(Exception):
    """A picture is not what ``gallery.toml`` says; the message names it."""


def main() -> None:
    """Make all pictures, or those that are named."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME", help="only these")
    parser.add_argument("--weights", type=Path, default=Path("weights"))
    parser.add_argument("--out", type=Path, default=HERE)
    args = parser.parse_args()
    models = warm(args.weights)
    for number, (name, picture) in enumerate(Gallery().all.items()):
        if args.names and name not in args.names:
            continue
        who = CAST.get(name) or (ONE[number % len(ONE)],)
        drawn = draw(
            load(picture.source), {place: [subject(models, one)] for place, one in enumerate(who, 1)}, seed=SEED
        )
        data = encoded(drawn.rgb)
        (args.out / f"{name}.jpg").write_bytes(data)
        print(f"{name}: {len(data)} bytes, {found(models.faces, data)} faces seen", flush=True)


def subject(models: Models, who: Who) -> Subject:
    """Return a photo of somebody who does not exist, made ready."""
    name, sheet = who
    cut = next(each for each in people.people()[name] if each.sheet == sheet)
    rgb = np.asarray(people.photo(models.settings.weights, name, cut))
    face = models.faces.largest(rgb)
    if face is None:
        raise NotAsPromisedError(f"no face is seen of {name}")
    return models.easel.subject(Seen(rgb=rgb, face=face, number=1, mark=f"{name}-{sheet}"))


def encoded(rgb: RGB) -> bytes:
    """Return a labelled JPEG of at most `MOST_BYTES`, as large (see `LONG`) and then as good as fits.

    Raises:
        NotAsPromisedError: even the smallest is too large.
    """
    for long in LONG:
        scale = min(1.0, long / max(rgb.shape[:2]))
        small = cv2.resize(rgb, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else rgb
        marked = Image.fromarray(label(small))
        for quality in QUALITIES:
            buffer = io.BytesIO()
            told = xmp("portrait-bot").encode()
            marked.save(buffer, "JPEG", quality=quality, optimize=True, progressive=True, xmp=told)
            if buffer.tell() <= MOST_BYTES:
                return buffer.getvalue()
    raise NotAsPromisedError(f"{buffer.tell()} bytes at quality {QUALITIES[-1]}")


def found(faces: Faces, data: bytes) -> int:
    """Return how many faces the bot's own search sees in a finished file, for whoever looks at the pictures."""
    return len(templates.spots(faces, np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))))


if __name__ == "__main__":
    main()
