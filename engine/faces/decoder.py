"""``python -m engine.faces.decoder``: reads photos from its standard input and answers with their pixels.

Started by `engine.faces.decoding`. In: length in 8 bytes, the file. Out: ``P``, height and width in 4 bytes each, the
pixels; or ``B``, length in 8 bytes, the reason as JSON. Before the first photo it gives up the network, memory, and all
files but its own program.
"""

from __future__ import annotations

import json
import os
import sys
from typing import BinaryIO

from engine.errors import BadPhotoError
from engine.faces import images
from engine.faces.decoding import PICTURE, PROBLEM, READY, SHAPE, SIZE
from engine.sandbox import landlock, limits, network
from engine.tasks.inspect.request import PhotoProblem

MEMORY_BYTES = 1536 * 2**20  # beside what is loaded: 50 million pixels of floating point and their copies


def main() -> None:
    """Answer until the other end of the line is closed."""
    source, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    _warm()
    confine()
    answers.write(READY)
    answers.flush()
    while len(head := source.read(SIZE.size)) == SIZE.size:
        _answer(source.read(*SIZE.unpack(head)), answers)


def _answer(data: bytes, answers: BinaryIO) -> None:
    try:
        rgb = images.load(data)
    except BadPhotoError as bad:
        refuse(answers, bad.data)
    except MemoryError:
        refuse(answers, {"reason": PhotoProblem.TOO_MANY_PIXELS, "limit": images.MAX_PIXELS // 1_000_000})
    else:
        answers.write(PICTURE + SHAPE.pack(*rgb.shape[:2]))
        answers.write(rgb.data)
    answers.flush()


def refuse(answers: BinaryIO, told: dict[str, object], kind: bytes = PROBLEM) -> None:
    """Answer why a file is refused."""
    body = json.dumps(told).encode()
    answers.write(kind + SIZE.pack(len(body)) + body)


def _warm() -> None:
    """Load what Pillow loads at its first picture, before memory is bounded."""
    import io

    from PIL import Image, ImageCms

    ImageCms.createProfile("sRGB")
    for kind in ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "HEIF"):
        buffer = io.BytesIO()
        Image.new("RGB", (16, 16)).save(buffer, kind)
        images.load(buffer.getvalue())


def confine(memory: int = MEMORY_BYTES) -> None:
    """Give up what can be given up here; what the system refuses is said, and the photo is decoded all the same.

    ``memory``: the bytes that may be reserved from now on.
    """
    steps = (
        limits.no_core,
        lambda: limits.memory(memory),
        limits.step_back,
        limits.no_peeking,
        network.refuse,
        lambda: landlock.restrict(readable=landlock.program()),
        limits.no_files,  # the last: the error output may be a file, and what went wrong before is said there
    )
    for step in steps:
        try:
            step()
        except OSError as error:
            print(f"decoder: not confined as it should be: {error}", file=sys.stderr)


if __name__ == "__main__":
    main()
