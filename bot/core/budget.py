"""How much of one person is taken in at once, looked at before a byte is fetched."""

from __future__ import annotations

from collections import OrderedDict, deque
from collections.abc import Callable

WINDOW_SECONDS = 600.0
FILES = 80  # as many as two people's photos for a training, with their templates
BYTES = 200_000_000
UPDATES, UPDATES_SECONDS = 120, 60.0  # whoever sends more was asked to slow down a hundred commands ago
URGENT = 10  # beyond these, of what takes data away
REMEMBERED = 10_000  # people


class Budget:
    """Counts files, or updates, and bytes of each person within ``window`` seconds; a restart begins anew."""

    def __init__(
        self, now: Callable[[], float], files: int = FILES, most: int = BYTES, window: float = WINDOW_SECONDS
    ) -> None:
        self._now, self._files, self._bytes, self._window = now, files, most, window
        self._taken: OrderedDict[str, deque[tuple[float, int]]] = OrderedDict()

    def allows(self, person: str, size: int) -> bool:
        """Say whether a file of ``size`` bytes may be taken from somebody now."""
        taken = self._recent(person)
        return len(taken) < self._files and sum(each for _, each in taken) + size <= self._bytes

    def spend(self, person: str, size: int) -> None:
        """Count a file that was taken."""
        self._recent(person).append((self._now(), size))

    def give_back(self, person: str) -> None:
        """Take back the last that was counted: it was not kept, and will come again."""
        taken = self._recent(person)
        if taken:
            taken.pop()

    def _recent(self, person: str) -> deque[tuple[float, int]]:
        taken = self._taken.setdefault(person, deque())
        self._taken.move_to_end(person)
        if len(self._taken) > REMEMBERED:
            self._taken.popitem(last=False)
        now = self._now()
        while taken and not now - self._window < taken[0][0] <= now:  # also what a clock that was set back left ahead
            taken.popleft()
        return taken
