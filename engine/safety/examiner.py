"""``python -m engine.safety.examiner``: reads files from its standard input and answers what they say of their origin.

Started by `engine.safety.examining`. In: length in 8 bytes, the file. Out: ``E`` or, where it is no picture, ``B``, the
length in 8 bytes and the answer as JSON. Before the first file it gives up what the decoder of photos does, for what
reads metadata and Content Credentials and looks for the mark is attacked in the same way.
"""

from __future__ import annotations

import io
import os
import sys
from dataclasses import asdict

from PIL import Image

from engine.errors import BadPhotoError
from engine.faces import decoder, images
from engine.faces.decoding import READY, SIZE
from engine.safety.examine import examine
from engine.safety.examining import EVIDENCE
from engine.tasks.inspect.request import PhotoProblem

MEMORY_BYTES = 3 * 2**30  # beside what is loaded: the mark is looked for in planes of floating point


def main() -> None:
    """Answer until the other end of the line is closed."""
    source, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints is no answer
    _warm()
    decoder.confine(MEMORY_BYTES)
    answers.write(READY)
    answers.flush()
    while len(head := source.read(SIZE.size)) == SIZE.size:
        data = source.read(*SIZE.unpack(head))
        try:
            decoder.refuse(answers, asdict(examine(data)), EVIDENCE)
        except BadPhotoError as bad:
            decoder.refuse(answers, bad.data)
        except MemoryError:
            limit = images.MAX_PIXELS // 1_000_000
            decoder.refuse(answers, {"reason": PhotoProblem.TOO_MANY_PIXELS, "limit": limit})
        answers.flush()


def _warm() -> None:
    """Load what a first look loads, before memory is bounded."""
    for kind in ("JPEG", "PNG"):
        out = io.BytesIO()
        Image.new("RGB", (256, 256)).save(out, kind)
        examine(out.getvalue())


if __name__ == "__main__":
    main()
