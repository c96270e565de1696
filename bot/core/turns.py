"""Nobody is everybody: how much of what is being handled at once may be of one person."""

from __future__ import annotations

import asyncio
from weakref import WeakValueDictionary

AT_ONCE = 2  # updates of one person, in however many chats they write


class Turns:
    """Hands out turns; a person has at most ``at_once`` of them at a time."""

    def __init__(self, at_once: int = AT_ONCE) -> None:
        self._at_once = at_once
        self._people: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()

    def of(self, person: str) -> asyncio.Semaphore:
        """Return what a person's updates wait for, in the order they ask."""
        found = self._people.get(person)
        if found is None:
            self._people[person] = found = asyncio.Semaphore(self._at_once)
        return found
