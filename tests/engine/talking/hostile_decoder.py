"""A decoder that does what a hostile sound would make it do: the file says what. Run as a module by a test."""

from __future__ import annotations

import os
import sys
import time

import numpy as np

from engine.faces.decoding import READY, SIZE
from engine.talking.decoding import HEAD, NO_PICTURE, NO_SOUND, SOUND
from engine.talking.sound import PLAYED_RATE

ONLY_LIES = b"{"


def main() -> None:
    """Obey each file."""
    source, answers = sys.stdin.buffer, sys.stdout.buffer
    answers.write(READY)
    answers.flush()
    while len(head := source.read(HEAD.size)) == HEAD.size:
        kind, _, size = HEAD.unpack(head)
        order = source.read(size)
        if order == b"hang":
            time.sleep(600)
        elif order == b"crash":
            os._exit(11)
        elif order == b"lie":
            answers.write(SOUND + SIZE.pack(2**60))
        elif order == b"no json":
            answers.write((NO_SOUND if kind == SOUND else NO_PICTURE) + SIZE.pack(1) + ONLY_LIES)
        else:
            samples = np.sin(np.arange(PLAYED_RATE) / 30).astype(np.float32)
            answers.write(SOUND + SIZE.pack(len(samples)) + samples.tobytes())
        answers.flush()


if __name__ == "__main__":
    main()
