"""A conversation as it stands on the page: lines from storage or live ones, folded by the same rule.

A line replaces an earlier one when both name the same message. Progress changes where it stands, and so do words and
buttons under the same pictures; anything else that changes is news and moves to the end, so nobody scrolls up for a
verdict or for finished portraits.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from handlers.views import Pictures, Progress, Video, View


@dataclass(frozen=True, kw_only=True)
class Line:
    """One entry of a conversation: what a person did (``payload``) or what the bot showed (``view``)."""

    message: str  # what a later line names to replace this one
    at: float  # Unix seconds
    payload: dict[str, Any] | None = None
    view: View | None = None

    @property
    def mine(self) -> bool:
        """True for what the person did."""
        return self.payload is not None


class Place(Enum):
    """Where a line goes on a page that shows the lines before it."""

    END = "end"  # a new bubble
    SAME = "same"  # the old bubble changes where it stands
    MOVED = "moved"  # the old bubble changes and goes to the end


class Transcript:
    """The bubbles of one page, oldest first."""

    def __init__(self) -> None:
        self._lines: dict[str, Line] = {}

    @property
    def lines(self) -> list[Line]:
        """The bubbles, oldest first."""
        return list(self._lines.values())

    def take_away(self, messages: Collection[str] | None) -> list[str]:
        """Forget lines, None: all of them; returns the names of those that were there."""
        gone = [name for name in self._lines if messages is None or name in messages]
        for name in gone:
            del self._lines[name]
        return gone

    def put(self, line: Line) -> Place:
        """Take a line in and say where it belongs. The same line again changes nothing but its bubble's content."""
        before = self._lines.get(line.message)
        if before is None:
            self._lines[line.message] = line
            return Place.END
        changed = (line.view, line.payload) != (before.view, before.payload)
        quiet = isinstance(line.view, Progress) or _same_files(before.view, line.view)
        if changed and not quiet and self.lines[-1] is not before:
            del self._lines[line.message]
            self._lines[line.message] = line
            return Place.MOVED
        self._lines[line.message] = replace(line, at=before.at)
        return Place.SAME


def _same_files(before: View | None, after: View | None) -> bool:
    """Say whether two views show the same pictures or the same clip."""
    if isinstance(before, Pictures) and isinstance(after, Pictures):
        return before.items == after.items
    return isinstance(before, Video) and isinstance(after, Video) and before.media == after.media
