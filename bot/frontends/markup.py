"""The small markup of views: ``**bold**`` and ``code``; everything else is plain text on every platform."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

_MARK = re.compile(r"\*\*(?P<bold>[^\n]+?)\*\*|`(?P<code>[^`\n]+)`")


@dataclass(frozen=True, kw_only=True)
class Span:
    """A run of text in one look."""

    text: str
    bold: bool = False
    code: bool = False


def spans(text: str) -> list[Span]:
    """Split marked-up text into runs; marks without a partner stay as they are."""
    found: list[Span] = []
    end = 0
    for mark in _MARK.finditer(text):
        if mark.start() > end:
            found.append(Span(text=text[end : mark.start()]))
        bold = mark["bold"]
        found.append(Span(text=bold, bold=True) if bold else Span(text=mark["code"], code=True))
        end = mark.end()
    if end < len(text):
        found.append(Span(text=text[end:]))
    return found


def pieces(text: str, first: int, other: int, measure: Callable[[str], int] = len) -> list[str]:
    """Cut text at line ends (else at spaces) so that the first piece measures at most ``first``, the others ``other``.

    ``measure`` gives the length the platform counts. Marks never span lines, so a cut at a line end breaks none.
    """
    cut: list[str] = []
    limit = first
    while text and measure(text) > limit:
        head = _longest(text, limit, measure)
        at = max(head.rfind("\n"), 0) or max(head.rfind(" "), 0) or len(head)
        cut.append(text[:at].rstrip())
        text = text[at:].lstrip()
        limit = other
    return [*cut, text] if text or not cut else cut


def _longest(text: str, limit: int, measure: Callable[[str], int]) -> str:
    low, high = 1, min(len(text), limit)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if measure(text[:middle]) <= limit else (low, middle - 1)
    return text[:low]
