"""Was this picture made here? What a file still says after it went through chats, phones and screenshots.

The mark in the pixels is looked for in the picture as it is, mirrored, and without the even border a screenshot adds;
what chats strip (metadata, facts, Content Credentials) is read where it is still there. No answer proves that a
picture was *not* made here: a crop of a few per cent takes the mark away.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from engine.faces import images
from engine.faces.types import RGB
from engine.safety import watermark
from engine.safety.provenance import read_facts, source_type

EVEN = 6.0  # brightness steps a border may differ in itself, after a chat's re-encoding
MOST_BORDER = 0.45  # of a side: more and there is no picture left


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What was found. ``mark`` is how sure the mark is, 0..1, marked from 0.5; ``seen`` how the picture was turned."""

    mark: float
    seen: str  # "as it is", "mirrored", "without its border", "mirrored, without its border"
    source: str | None = None  # IPTC's digital source type, where the metadata is left
    facts: dict[str, Any] = field(default_factory=dict)  # job, style, base...: of files sent as documents
    signature: str | None = None  # state of the Content Credentials

    @property
    def marked(self) -> bool:
        """Whether the pixels say that this program made them."""
        return self.mark >= 0.5


def examine(path: Path) -> Evidence:
    """Return what a picture says of its origin. Raises `engine.errors.BadPhotoError` for what is none."""
    mark, seen = strongest(images.load(path))
    known = {"source": source_type(path), "facts": read_facts(path)}
    return Evidence(mark=mark, seen=seen, signature=_signature(path), **known)


def strongest(rgb: RGB) -> tuple[float, str]:
    """Return the surest reading of the mark in (height, width, 3) uint8 RGB, 0..1, and how it was looked at."""
    plain = trimmed(rgb)
    views = {"as it is": rgb, "mirrored": rgb[:, ::-1]}
    if plain.shape != rgb.shape:
        views |= {"without its border": plain, "mirrored, without its border": plain[:, ::-1]}
    found = [(watermark.detect(np.ascontiguousarray(view)), name) for name, view in views.items()]
    return max(found, key=lambda one: one[0])


def trimmed(rgb: RGB) -> RGB:
    """Return the picture without borders of one colour: bars of a screenshot, a frame of a chat."""
    top, bottom = _even(rgb), _even(rgb[::-1])
    left, right = _even(rgb.swapaxes(0, 1)), _even(rgb[:, ::-1].swapaxes(0, 1))
    height, width = rgb.shape[:2]
    return rgb[top : height - bottom, left : width - right]


def _even(rgb: RGB) -> int:
    """Return how many rows from the first on are of the first row's one colour."""
    rows = rgb.astype(np.int16)
    colour = np.median(rows[0], axis=0)
    most = round(len(rows) * MOST_BORDER)
    off = np.abs(rows[:most] - colour).mean(axis=(1, 2)) > EVEN
    return int(off.argmax()) if off.any() else 0


def _signature(path: Path) -> str | None:
    if find_spec("c2pa") is None:
        return None
    from engine.safety import credentials

    with Image.open(path) as image:
        mime = Image.MIME.get(image.format or "", "")
    found = credentials.read(path.read_bytes(), mime) if mime in ("image/png", "image/jpeg") else None
    return None if found is None else str(found["state"])
