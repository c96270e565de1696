"""Japanese as it is read: the offline voice knows kana and no kanji."""

from __future__ import annotations

from functools import cache
from typing import Any

FIRST, LAST = "\u3400", "\u9fff"  # ideographs, rare ones included


def readable(text: str) -> str:
    """Return the text with its kanji as hiragana; one without kanji stays as it is."""
    if not any(FIRST <= char <= LAST for char in text):
        return text
    return "".join(part["hira"] for part in _reader().convert(text))


def parts(text: str) -> list[str]:
    """Return the words of a text as hiragana, as far as it can be written in them."""
    return [part["hira"] for part in _reader().convert(text)]


@cache
def _reader() -> Any:
    import pykakasi  # its dictionary takes a second to load: only where it is needed

    return pykakasi.kakasi()
