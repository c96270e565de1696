"""An examiner whose answer is what the file says. Run as a module by a test."""

from __future__ import annotations

import os
import sys
import time

from engine.faces.decoding import READY, SIZE
from engine.safety.examining import EVIDENCE


def main() -> None:
    """Obey each file."""
    source, answers = sys.stdin.buffer, sys.stdout.buffer
    answers.write(READY)
    answers.flush()
    while len(head := source.read(SIZE.size)) == SIZE.size:
        order = source.read(*SIZE.unpack(head))
        if order == b"hang":
            time.sleep(600)
        elif order == b"crash":
            os._exit(11)
        else:
            answers.write(EVIDENCE + SIZE.pack(len(order)) + order)
        answers.flush()


if __name__ == "__main__":
    main()
