"""Some frames of what moves: a clip, an animated GIF. For reading a mark in them, and for seeing somebody move.

What a file is, its first bytes say, and the reader is told: a playlist that names other files is never opened.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import av
import numpy as np

from engine.errors import BadPhotoError
from engine.faces import images
from engine.faces.types import RGB
from engine.tasks.inspect.request import PhotoProblem

MP4, WEBM, GIF = "video/mp4", "video/webm", "image/gif"
READERS = {MP4: "mov", WEBM: "matroska", GIF: "gif"}
FEW = 7  # frames that are read
MOST = 1500  # frames that are looked through for them
MOST_PIXELS = 4096 * 4096
EVERY, MOST_SECONDS, SIDE = 0.2, 20.0, 480  # seconds between two looks at who moves, how much is watched, pixels


def kind(file: Path | BinaryIO) -> str | None:
    """Return the media type of a file that may move, None for any other."""
    if isinstance(file, Path):
        with file.open("rb") as opened:
            return kind(opened)
    head = file.read(64)
    file.seek(0)
    if head[4:8] == b"ftyp" and head[8:12] not in images.HEIF_BRANDS:
        return MP4
    if head.startswith(b"\x1aE\xdf\xa3"):
        return WEBM
    return GIF if head.startswith((b"GIF87a", b"GIF89a")) else None


def some(file: Path | BinaryIO, few: int = FEW) -> list[RGB]:
    """Return up to ``few`` frames, spread over the first `MOST`, (height, width, 3) uint8 RGB.

    Raises `BadPhotoError` for what holds none.
    """
    return _read(file, lambda container: _spread(container, few))


def watched(file: Path | BinaryIO) -> list[RGB]:
    """Return a clip's frames, one every `EVERY` seconds and none behind `MOST_SECONDS`, upright, at most `SIDE` long.

    Raises `BadPhotoError` for what holds none.
    """
    return _read(file, _timed)


def _read(file: Path | BinaryIO, choose: Callable[[av.container.InputContainer], list[RGB]]) -> list[RGB]:
    form = kind(file)
    if form is None:
        raise BadPhotoError(PhotoProblem.NOT_AN_IMAGE)
    try:
        source, reader = str(file) if isinstance(file, Path) else file, READERS[form]
        with av.open(source, "r", format=reader, metadata_errors="ignore") as container:
            found = choose(container)
    except (av.error.FFmpegError, UnicodeDecodeError, IndexError) as error:
        raise BadPhotoError(PhotoProblem.BROKEN) from error
    if not found:
        raise BadPhotoError(PhotoProblem.BROKEN)
    return found


def _timed(container: av.container.InputContainer) -> list[RGB]:
    found: list[RGB] = []
    due = 0.0
    for frame in container.decode(video=0):
        _require_few_pixels(frame)
        at = float(frame.time or 0.0)
        if at > MOST_SECONDS:
            break
        if at + 1e-6 >= due:
            due = at + EVERY
            turned = np.rot90(frame.to_ndarray(format="rgb24"), round(float(frame.rotation or 0) / 90))
            found.append(images.shrink(np.ascontiguousarray(turned), SIDE))
    return found


def _require_few_pixels(frame: av.VideoFrame) -> None:
    if frame.width * frame.height > MOST_PIXELS:
        raise BadPhotoError(PhotoProblem.TOO_MANY_PIXELS, limit=MOST_PIXELS // 1_000_000)


def _spread(container: av.container.InputContainer, few: int) -> list[RGB]:
    """Keep every frame, then every second one, then every fourth: an even choice without knowing how many come."""
    kept: list[tuple[int, RGB]] = []
    step = 1
    for number, frame in enumerate(container.decode(video=0)):
        if number >= MOST:
            break
        _require_few_pixels(frame)
        if number % step:
            continue
        kept.append((number, np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)))
        if len(kept) > few:
            step *= 2
            kept = [each for each in kept if each[0] % step == 0]
    return [rgb for _, rgb in kept]


def source_type(file: Path | BinaryIO) -> str | None:
    """Return the digital source type an MP4's XMP states, None where it states none."""
    from engine.talking import video  # whose writer puts it there

    return video.source_type(file)
