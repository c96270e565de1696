"""What a stranger's file says of its origin, read by a process that can do nothing else (`engine.safety.examiner`).

As photos are decoded (`engine.faces.decoding`): no files, no network, bounded memory, a deadline. What comes back is
shown to somebody, so that of its words only those are believed that this program writes, and only what can be printed.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any, BinaryIO

from engine.errors import BadPhotoError
from engine.faces.decoding import PROBLEM, SIZE, Decoder, TakenDownError, read_exactly
from engine.safety.examine import Evidence, Mark
from engine.safety.provenance import ALLOWED_FACTS
from engine.tasks.inspect.request import PhotoProblem

DEADLINE_SECONDS = 120.0  # a mark in a part of a large picture is searched for at every size and place
MOST_BYTES = 200_000_000
EVIDENCE = b"E"
LONGEST = 200  # characters of what a file says


class Examiner(Decoder):
    """One process that examines files; close it when the last one was looked at."""

    def __init__(self, module: str = "engine.safety.examiner", deadline: float = DEADLINE_SECONDS) -> None:
        super().__init__(module, deadline)

    def examine(self, file: Path) -> Evidence:
        """Return what a picture or clip says of its origin, see `engine.safety.examine`.

        Raises `BadPhotoError` for what is neither, or ended the process, or took too long; `OSError` for a file that
        cannot be read, and when no process can be started.
        """
        if file.stat().st_size > MOST_BYTES:
            raise BadPhotoError(PhotoProblem.TOO_LARGE, limit=MOST_BYTES // 1_000_000)
        data = file.read_bytes()
        try:
            return self.ask(SIZE.pack(len(data)), data, _evidence)
        except TakenDownError:
            raise BadPhotoError(PhotoProblem.BROKEN) from None


def _evidence(answer: BinaryIO) -> Evidence:
    kind = read_exactly(answer, 1)
    (size,) = SIZE.unpack(read_exactly(answer, SIZE.size))
    told: dict[str, Any] = json.loads(read_exactly(answer, min(size, 2**20)))
    if kind == PROBLEM:
        raise BadPhotoError(PhotoProblem(told.pop("reason")), **told)
    if kind != EVIDENCE:
        raise EOFError
    mark = told["mark"]
    number, sure = mark["number"], float(mark["sure"])
    if not math.isfinite(sure) or not (number is None or 0 <= int(number) < 2**31):
        raise EOFError
    facts = {name: _plain(value) for name, value in dict(told["facts"]).items() if name in ALLOWED_FACTS}
    return Evidence(
        mark=Mark(sure=sure, seen=_plain(mark["seen"]), number=None if number is None else int(number)),
        source=None if told["source"] is None else _plain(told["source"]),
        facts=facts,
        signature=None if told["signature"] is None else _plain(told["signature"]),
    )


def _plain(text: object) -> str:
    """Return what a file says as it may be printed: a terminal obeys some characters."""
    return "".join(each if each.isprintable() else "�" for each in str(text)[:LONGEST])
