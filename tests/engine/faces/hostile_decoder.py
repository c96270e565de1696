"""A decoder that does what a hostile file would make it do: the file says what. Run as a module by a test."""

from __future__ import annotations

import os
import sys
import time

from engine.faces.decoding import PICTURE, PROBLEM, READY, SHAPE, SIZE

NONSENSE = {
    b"no json": b"{",
    b"no bottom": b"[" * 60_000,
    b"no object": b"[1]",
    b"no reason": b"{}",
    b"own reason": b'{"reason": "an advertisement"}',
    b"own words": b'{"reason": "broken", "self": 1}',
}


def main() -> None:
    """Obey each file."""
    source, answers = sys.stdin.buffer, sys.stdout.buffer
    answers.write(READY)
    answers.flush()
    while len(head := source.read(SIZE.size)) == SIZE.size:
        order = source.read(*SIZE.unpack(head))
        if order == b"hang":
            time.sleep(600)
        elif order == b"busy":
            while True:
                pass
        elif order == b"crash":
            os._exit(11)
        elif order == b"lie":
            answers.write(PICTURE + SHAPE.pack(2**31, 2**31))
        elif order == b"waits":  # for a processor that others have
            time.sleep(1)
            answers.write(PICTURE + SHAPE.pack(1, 2) + b"\1\2\3\4\5\6")
        elif order in NONSENSE:
            answers.write(PROBLEM + SIZE.pack(len(NONSENSE[order])) + NONSENSE[order])
        else:
            answers.write(PICTURE + SHAPE.pack(1, 2) + b"\1\2\3\4\5\6")
        answers.flush()


if __name__ == "__main__":
    main()
