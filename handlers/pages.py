"""One page of a long list: what it shows, the buttons to its neighbours, and its pictures one by one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from handlers.actions import button
from handlers.context import Turn
from handlers.text import Words
from handlers.views import Button, Pictures, View

DIGITS = 5  # of a page's number in a button; whatever is longer is none of ours
Entry = TypeVar("Entry")


@dataclass(frozen=True, kw_only=True)
class Page(Generic[Entry]):
    """The ``shown`` entries of ``total``, from the one at ``start``; pages are numbered from 1 to ``last``."""

    shown: Sequence[Entry]
    number: int
    last: int
    start: int
    total: int

    @property
    def counts(self) -> dict[str, int]:
        """Return what a title says: from, to and total, counted from 1."""
        return {"from": self.start + 1, "to": self.start + len(self.shown), "total": self.total}


def page_number(text: str) -> int:
    """Return the page a button names; whatever is no number is the first page."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= DIGITS else 1


def page_of(entries: Sequence[Entry], number: int, size: int) -> Page[Entry]:
    """Return a page of ``size`` entries, the nearest one there is where the list has become shorter."""
    last = max(1, -(-len(entries) // size))
    number = max(1, min(number, last))
    start = (number - 1) * size
    return Page(shown=entries[start : start + size], number=number, last=last, start=start, total=len(entries))


def neighbours(say: Words, page: Page[Entry], verb: str, *arguments: object) -> tuple[Button, ...]:
    """Return the buttons back and on, as far as there are such pages: ``verb``, the page, then ``arguments``."""
    return tuple(
        button(say(label), verb, target, *arguments)
        for label, target in (("button-back", page.number - 1), ("button-more", page.number + 1))
        if 1 <= target <= page.last
    )


def one_by_one(turn: Turn, shown: View) -> list[View]:
    """Return a page's pictures as messages of their own, without its buttons; a page without pictures as it is."""
    if not isinstance(shown, Pictures):
        return [shown]
    return [replace(shown, unsure=turn.say("apart-unsure"), buttons=(), apart=None)]


def threes(row: Sequence[Button]) -> tuple[tuple[Button, ...], ...]:
    """Return buttons in rows of three."""
    return tuple(tuple(row[at : at + 3]) for at in range(0, len(row), 3))
