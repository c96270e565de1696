"""``python -m engine.talking.decoder``: reads sounds and clips from its standard input, answers with samples or frames.

Started by `engine.talking.decoding`. In: ``S``, ``F`` or ``W`` (a clip in which somebody moves), the most seconds or
frames, length in 8 bytes, the file. Out: ``S``, count in 8 bytes, float32 samples; ``F``, how many, then height, width
and pixels of each; ``B`` or ``P``, length in 8 bytes, why the sound or the pictures are refused, as JSON. Before the
first file it gives up what the decoder of photos does.
"""

from __future__ import annotations

import io
import os
import sys
import wave
from typing import BinaryIO

import numpy as np
from PIL import Image

from engine.errors import BadPhotoError
from engine.faces import decoder, images
from engine.faces.decoding import SHAPE, SIZE
from engine.safety import frames
from engine.talking import sound
from engine.talking.decoding import FRAMES, HEAD, NO_PICTURE, NO_SOUND, READY, SOUND, WATCHED
from engine.tasks.inspect.request import PhotoProblem
from engine.tasks.talk.request import BadSoundError, SoundProblem


def main() -> None:
    """Answer until the other end of the line is closed."""
    source, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    _warm()
    decoder.confine()
    answers.write(READY)
    answers.flush()
    while len(head := source.read(HEAD.size)) == HEAD.size:
        kind, most, size = HEAD.unpack(head)
        data = source.read(size)
        if kind == SOUND:
            _sound(data, most, answers)
        else:
            _frames(data, None if kind == WATCHED else round(most), answers)
        answers.flush()


def _sound(data: bytes, most: float, answers: BinaryIO) -> None:
    try:
        samples = np.ascontiguousarray(sound.decode(io.BytesIO(data), most), np.float32)
    except BadSoundError as bad:
        decoder.refuse(answers, bad.data, NO_SOUND)
    except MemoryError:
        decoder.refuse(answers, {"reason": SoundProblem.BROKEN}, NO_SOUND)
    else:
        answers.write(SOUND + SIZE.pack(len(samples)))
        answers.write(samples.data)


def _frames(data: bytes, few: int | None, answers: BinaryIO) -> None:
    """Answer with ``few`` frames, None: with those in which somebody moves."""
    try:
        found = frames.watched(io.BytesIO(data)) if few is None else frames.some(io.BytesIO(data), few)
        made = [images.shrink(each, images.MAX_SIDE) for each in found]
    except BadPhotoError as bad:
        decoder.refuse(answers, bad.data, NO_PICTURE)
    except MemoryError:
        decoder.refuse(
            answers, {"reason": PhotoProblem.TOO_MANY_PIXELS, "limit": frames.MOST_PIXELS // 1_000_000}, NO_PICTURE
        )
    else:
        answers.write(FRAMES + SIZE.pack(len(made)))
        for rgb in made:
            answers.write(SHAPE.pack(*rgb.shape[:2]))
            answers.write(np.ascontiguousarray(rgb).data)


def _warm() -> None:
    """Load what libraries load at their first file, before memory is bounded and no file can be opened."""
    voice, picture = io.BytesIO(), io.BytesIO()
    with wave.open(voice, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(bytes(16_000))
    Image.new("P", (64, 64)).save(picture, "GIF")
    sound.decode(io.BytesIO(voice.getvalue()), 1.0)
    images.shrink(frames.some(io.BytesIO(picture.getvalue()))[0], 32)


if __name__ == "__main__":
    main()
