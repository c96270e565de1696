"""What was told to a platform last (a menu, a list of commands), so that it is told again only when it changed."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any


class Published:
    """The fingerprint of what was published, in a small file without content; without a file nothing is remembered."""

    def __init__(self, file: Path | None) -> None:
        self._file = file

    @property
    def is_empty(self) -> bool:
        """Say whether nothing was ever published."""
        return self._file is None or not self._file.exists()

    def is_news(self, *what: Any) -> bool:
        """Say whether ``what``, plain JSON values, differs from what was published last."""
        return self._file is None or not self._file.exists() or self._file.read_text("ascii") != _fingerprint(what)

    def remember(self, *what: Any) -> None:
        """Write down that ``what`` is published."""
        if self._file is not None:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            self._file.write_text(_fingerprint(what), "ascii")


def _fingerprint(what: tuple[Any, ...]) -> str:
    return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()
