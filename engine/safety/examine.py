"""Was this picture or clip made here? What a file still says after it went through chats, phones and screenshots.

The mark in the pixels is looked for in the picture as it is, mirrored, turned, without an even border, and at last at
any size and place, as a crop or a screenshot has it; then the mark of earlier versions. Of what moves a few frames are
read and the surest one counts. What chats strip (metadata, facts, Content Credentials) is read where it is still there.
No answer proves that a picture was *not* made here.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from typing import Any

import numpy as np
from PIL import Image

from engine.faces import images
from engine.faces.types import RGB
from engine.safety import first_watermark, frames, watermark
from engine.safety.provenance import read_facts, source_type
from engine.safety.watermark import Reading

EVEN = 6.0  # brightness steps a border may differ in itself, after a chat's re-encoding
MOST_BORDER = 0.45  # of a side: more and there is no picture left
AS_IT_IS, MIRRORED, BORDERED, BOTH = "as it is", "mirrored", "without its border", "mirrored, without its border"
TURNED, PART, EARLIER = "turned", "cropped, or in a larger picture", "with an earlier version's mark"


@dataclass(frozen=True, kw_only=True)
class Mark:
    """The surest reading of a mark: how sure, 0..1, marked from 0.5; how it was ``seen``; the job's ``number``.

    ``number`` is None where it could not be read, and 0 in a picture that names no job.
    """

    sure: float
    seen: str = AS_IT_IS
    number: int | None = None

    @property
    def there(self) -> bool:
        """Whether it is a mark."""
        return self.sure >= 0.5


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """What a file says of its origin."""

    mark: Mark
    source: str | None = None  # IPTC's digital source type, where the metadata is left
    facts: dict[str, Any] = field(default_factory=dict)  # style, seed, base...: of files sent as documents
    signature: str | None = None  # state of the Content Credentials

    @property
    def ours(self) -> bool:
        """Whether the pixels say that this program made it. Metadata may be anybody's."""
        return self.mark.there


def examine(data: bytes) -> Evidence:
    """Return what a picture or clip says of its origin. Raises `engine.errors.BadPhotoError` for what is neither.

    Of a stranger's file not in a process that can do more than this: `engine.safety.examining`.
    """
    kind = frames.kind(io.BytesIO(data))
    if kind is None:
        picture, file = strongest(images.load(data)), io.BytesIO(data)
        return Evidence(mark=picture, source=source_type(file), facts=read_facts(file), signature=_signature(data))
    source = frames.source_type(io.BytesIO(data)) if kind == frames.MP4 else None
    return Evidence(mark=of_frames(frames.some(io.BytesIO(data))), source=source, signature=_signature(data, kind))


def of_frames(pictures: Sequence[RGB]) -> Mark:
    """Return the surest mark of some frames that names the job most of them name.

    Where none has a mark the middle one is looked at more closely, and so is a single picture.
    """
    whole = [_of(watermark.read_whole(each)) for each in pictures]
    named = Counter(mark.number for mark in whole if mark.there and mark.number is not None)
    if named:
        whole = [mark for mark in whole if mark.number == named.most_common(1)[0][0]]
    best = max(whole, key=_rank)
    return best if best.there and (named or len(pictures) > 1) else strongest(pictures[len(pictures) // 2])


def made_here(rgb: RGB) -> bool:
    """Say whether a picture that was not cropped carries the mark, today's or an earlier version's."""
    return _of(watermark.read_whole(rgb)).there or _earlier(rgb, rgb).there


def strongest(rgb: RGB) -> Mark:
    """Return the surest reading of the mark in (height, width, 3) uint8 RGB."""
    plain, marks = trimmed(rgb), []
    for view, seen in ((rgb, (AS_IT_IS, MIRRORED)), (plain, (BORDERED, BOTH)))[: 1 + (plain.shape != rgb.shape)]:
        marks.append(_of(watermark.read_whole(view), *seen))
        if marks[-1].number is not None:
            return marks[-1]
    marks.append(_earlier(rgb, plain))
    if not any(mark.there for mark in marks):
        found = watermark.search(rgb)
        marks.append(Mark(sure=watermark.sureness(found.deviations), seen=PART, number=found.number))
    return max(marks, key=_rank)


def _rank(mark: Mark) -> tuple[bool, bool, float]:
    return mark.there, mark.number is not None, mark.sure


def _of(reading: Reading, plain: str = AS_IT_IS, mirrored: str = MIRRORED) -> Mark:
    seen = TURNED if reading.turned else mirrored if reading.mirrored else plain
    return Mark(sure=watermark.sureness(reading.deviations), seen=seen, number=reading.number)


def _earlier(rgb: RGB, plain: RGB) -> Mark:
    """Return what the reader of the earlier mark says, which knows no place and no size."""
    views = (rgb, rgb[:, ::-1], plain, plain[:, ::-1])
    found = max(first_watermark.deviations(np.ascontiguousarray(view)) for view in views)
    return Mark(sure=watermark.sureness(found, first_watermark.SURE), seen=EARLIER)


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


def _signature(data: bytes, mime: str = "") -> str | None:
    if find_spec("c2pa") is None:
        return None
    from engine.safety import credentials

    if not mime:
        with Image.open(io.BytesIO(data)) as image:
            mime = Image.MIME.get(image.format or "", "")
    signed = mime in ("image/png", "image/jpeg", "image/webp", "image/gif", frames.MP4)
    found = credentials.read(data, mime) if signed else None
    return None if found is None else str(found["state"])
