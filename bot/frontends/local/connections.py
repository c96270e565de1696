"""Who is looking at the page right now, and what they must see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Protocol

from bot.frontends.local.transcript import Line

KEPT = 32  # messages remembered per person, for a page that opens while one is on its way


class Room(Protocol):
    """One open page (a browser tab)."""

    def show(self, line: Line) -> None:
        """Put a line on the page; the same line twice shows once."""

    def take_away(self, messages: Collection[str] | None) -> None:
        """Take lines off the page; None: all of them."""

    def speak(self, locale: str) -> None:
        """Say everything in a language; a page that does so already has nothing to do."""


class Connections:
    """All open pages, by person. A person may have several tabs; each shows everything."""

    def __init__(self) -> None:
        self._open: dict[str, list[Room]] = defaultdict(list)
        self._recent: dict[str, dict[str, Line]] = {}

    def enter(self, user: str, room: Room) -> None:
        """Show a person's lines in ``room`` from now on."""
        self._open[user].append(room)

    def leave(self, user: str, room: Room) -> None:
        """Stop showing lines in ``room``."""
        self._open[user].remove(room)
        if not self._open[user]:
            del self._open[user]

    def recent(self, user: str) -> list[Line]:
        """Return how the newest messages stand: storage may not have the very last ones yet when a page loads."""
        return list(self._recent.get(user, {}).values())

    def show(self, user: str, line: Line) -> None:
        """Put a line on every page of a person, and remember it for pages that are just loading."""
        recent = self._recent.setdefault(user, {})
        recent.pop(line.message, None)
        recent[line.message] = line
        if len(recent) > KEPT:
            del recent[next(iter(recent))]
        for room in list(self._open.get(user, ())):
            room.show(line)

    def take_away(self, user: str, messages: Collection[str] | None) -> None:
        """Take lines off every page of a person and out of memory; None: all of them."""
        recent = self._recent.pop(user, {})
        if messages is not None:
            self._recent[user] = {name: line for name, line in recent.items() if name not in messages}
        for room in list(self._open.get(user, ())):
            room.take_away(messages)

    def speak(self, user: str, locale: str) -> None:
        """Let every page of a person speak the language they have chosen."""
        for room in list(self._open.get(user, ())):
            room.speak(locale)

    def watching(self, user: str) -> int:
        """Return how many pages a person has open."""
        return len(self._open.get(user, ()))
