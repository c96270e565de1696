"""How files are spread over archives a platform takes: each is a ZIP of its own, opened without the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

ENTRY_BYTES = 256  # what a ZIP adds to a file, beside its name, which stands there twice
LEAST_PIECE = 64 * 1024  # less room than this at the end of an archive is left free


@dataclass(frozen=True, kw_only=True)
class Slice:
    """Bytes ``start`` to ``end`` of the file ``source``, under ``name`` in its archive."""

    name: str
    source: str
    start: int
    end: int


def plan(files: Iterable[tuple[str, str, int]], most: int) -> list[list[Slice]]:
    """Spread (name, source, bytes) over archives of at most ``most`` bytes, in order.

    A file larger than an archive becomes pieces ``NAME.001``, ``NAME.002``...: joined in this order they are the file.
    """
    archives: list[list[Slice]] = [[]]
    room = most
    for name, source, size in files:
        overhead = ENTRY_BYTES + 2 * len(name.encode())
        if archives[-1] and size + overhead > room:
            archives.append([])
            room = most
        if size + overhead <= room:
            archives[-1].append(Slice(name=name, source=source, start=0, end=size))
            room -= size + overhead
            continue
        step = max(LEAST_PIECE, most - overhead)
        for number, start in enumerate(range(0, size, step), 1):
            if number > 1:
                archives.append([])
            end = min(size, start + step)
            archives[-1].append(Slice(name=f"{name}.{number:03d}", source=source, start=start, end=end))
            room = most - (end - start) - overhead
    return archives
