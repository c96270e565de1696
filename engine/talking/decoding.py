"""Strangers' sounds and clips are decoded by a process that can do nothing else (`engine.talking.decoder`).

As for photos (`engine.faces.decoding`): no files, no network, bounded memory, a deadline, and a new process for the
next file where one took it down.
"""

from __future__ import annotations

import atexit
import json
import logging
import struct
from pathlib import Path
from typing import BinaryIO

import numpy as np

from engine.errors import BadPhotoError
from engine.faces.decoding import READY, SHAPE, SIZE, Decoder, TakenDownError, pixels, read_exactly
from engine.faces.types import RGB
from engine.safety.frames import FEW
from engine.talking.sound import PLAYED_RATE, Samples, Sound, checked
from engine.tasks.inspect.request import PhotoProblem
from engine.tasks.talk.request import BadSoundError, SoundProblem

__all__ = ["READY", "MediaDecoder", "frames", "sound", "watched"]

log = logging.getLogger("engine.decoding")
DEADLINE_SECONDS = 30.0
MOST_BYTES = 200_000_000
SOUND, FRAMES, WATCHED, NO_SOUND, NO_PICTURE = b"S", b"F", b"W", b"B", b"P"
HEAD = struct.Struct("<cdQ")  # what is wanted, how many seconds or frames of it, length of the file
MOST_FRAMES = 128  # that are believed: more than are watched of a clip
LONGEST = 3600 * PLAYED_RATE  # samples that are believed


class MediaDecoder(Decoder):
    """One process that decodes sounds and clips."""

    def __init__(self, module: str = "engine.talking.decoder", deadline: float = DEADLINE_SECONDS) -> None:
        super().__init__(module, deadline)

    def sound(self, file: Path, most_seconds: float) -> Sound:
        """Return the sound of a file, see `engine.talking.sound.read`. Raises `BadSoundError`, `OSError`."""
        data = _bytes_of(file)
        if data is None:
            raise BadSoundError(SoundProblem.BROKEN)
        try:
            samples = self.ask(HEAD.pack(SOUND, most_seconds, len(data)), data, _samples)
        except TakenDownError:
            log.warning("a sound of %d bytes took its decoder down, or too long", len(data))
            raise BadSoundError(SoundProblem.BROKEN) from None
        return checked(samples)

    def frames(self, file: Path, few: int = FEW) -> list[RGB]:
        """Return some frames of a clip, see `engine.safety.frames.some`. Raises `BadPhotoError`, `OSError`."""
        return self._frames(file, FRAMES, few)

    def watched(self, file: Path) -> list[RGB]:
        """Return frames in which somebody moves, see `engine.safety.frames`. Raises `BadPhotoError`, `OSError`."""
        return self._frames(file, WATCHED, 0)

    def _frames(self, file: Path, wanted: bytes, few: int) -> list[RGB]:
        data = _bytes_of(file)
        if data is None:
            raise BadPhotoError(PhotoProblem.TOO_LARGE, limit=MOST_BYTES // 1_000_000)
        try:
            return self.ask(HEAD.pack(wanted, float(few), len(data)), data, _pictures)
        except TakenDownError:
            log.warning("a clip of %d bytes took its decoder down, or too long", len(data))
            raise BadPhotoError(PhotoProblem.BROKEN) from None


def sound(file: Path, most_seconds: float) -> Sound:
    """Decode a stranger's sound in the process all of this process share, see `MediaDecoder.sound`."""
    return _shared.sound(file, most_seconds)


def frames(file: Path) -> list[RGB]:
    """Decode some frames of a stranger's clip there, see `MediaDecoder.frames`."""
    return _shared.frames(file)


def watched(file: Path) -> list[RGB]:
    """Decode a stranger's clip there to see them move, see `MediaDecoder.watched`."""
    return _shared.watched(file)


def _bytes_of(file: Path) -> bytes | None:
    return file.read_bytes() if file.stat().st_size <= MOST_BYTES else None


def _samples(answer: BinaryIO) -> Samples:
    if (kind := read_exactly(answer, 1)) == NO_SOUND:
        told = _refusal(answer)
        raise BadSoundError(SoundProblem(told.pop("reason")), **told)
    (count,) = SIZE.unpack(read_exactly(answer, SIZE.size))
    if kind != SOUND or count > LONGEST:
        raise EOFError  # nonsense: a decoder that was taken over is not to be believed either
    return np.frombuffer(read_exactly(answer, 4 * count), np.float32).copy()


def _pictures(answer: BinaryIO) -> list[RGB]:
    if (kind := read_exactly(answer, 1)) == NO_PICTURE:
        told = _refusal(answer)
        raise BadPhotoError(PhotoProblem(told.pop("reason")), **told)
    (count,) = SIZE.unpack(read_exactly(answer, SIZE.size))
    if kind != FRAMES or not 0 < count <= MOST_FRAMES:
        raise EOFError
    return [pixels(answer, *SHAPE.unpack(read_exactly(answer, SHAPE.size))) for _ in range(count)]


def _refusal(answer: BinaryIO) -> dict[str, object]:
    (size,) = SIZE.unpack(read_exactly(answer, SIZE.size))
    return dict(json.loads(read_exactly(answer, min(size, 2**16))))


_shared = MediaDecoder()
atexit.register(_shared.close)
