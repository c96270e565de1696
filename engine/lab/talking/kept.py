"""What a bench has measured already, so that a busy machine loses one clip at most.

    kept = Kept(file, mark)                                   # file None: nothing is kept
    figures = kept.of("clip", digest, measure=lambda: clip(portrait, speech))

One JSON line for each measurement; ``mark`` is that of the code it was made by, and what other code measured is
measured again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any

Figures = dict[str, Any]


def mark_of(folders: Iterable[Path], but: Collection[Path] = ()) -> str:
    """Return a digest of all Python files and tables in ``folders``, ``but`` for these."""
    digest = hashlib.sha256()
    found = {file for folder in folders for ending in ("py", "toml") for file in folder.rglob(f"*.{ending}")}
    for file in sorted(found - set(but)):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]


class Kept:
    """Measurements in a file, written as they are made."""

    def __init__(self, file: Path | None, mark: str) -> None:
        self._file, self._mark = file, mark
        self._known: dict[str, Figures] = {}
        if file is not None and file.exists():
            lines = [_read(line) for line in file.read_text("utf-8").splitlines()]
            self._known = {line["key"]: line["figures"] for line in lines if line and line["mark"] == mark}

    def of(self, *key: object, measure: Callable[[], Figures]) -> Figures:
        """Return what is known under ``key``, else what ``measure`` returns, and keep that."""
        name = " ".join(str(part) for part in key)
        if name not in self._known:
            self._known[name] = figures = measure()
            if self._file is not None:
                self._file.parent.mkdir(parents=True, exist_ok=True)
                with self._file.open("a", encoding="utf-8") as opened:
                    opened.write("\n" + json.dumps({"key": name, "mark": self._mark, "figures": figures}))
        return self._known[name]


def _read(line: str) -> dict[str, Any] | None:
    """Return what a line says; None for one that was cut off when its process was ended."""
    try:
        return json.loads(line)
    except ValueError:
        return None
