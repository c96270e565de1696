"""How often somebody may try: counted in memory, by address and by name, before anything is compared."""

from __future__ import annotations

import ipaddress
from collections import deque
from collections.abc import Callable, Iterable

WINDOW_SECONDS = 15 * 60.0
PER_ADDRESS, PER_NAME = 20, 30  # a name has more: nobody is to be locked out by a stranger who tries a few times
KEPT = 10_000  # addresses and names remembered at once


class Attempts:
    """A sliding window for each key; the oldest keys go first when there are too many."""

    def __init__(self, now: Callable[[], float], window: float = WINDOW_SECONDS, kept: int = KEPT) -> None:
        self._now, self._window, self._kept = now, window, kept
        self._tries: dict[str, deque[float]] = {}

    def wait(self, limits: dict[str, int]) -> float:
        """Count one try under every key of ``limits``; returns the seconds to wait, 0.0 for a welcome one.

        A try that is not welcome is not counted: whoever waits as told is let in then.
        """
        waits = [self._wait(key, most) for key, most in limits.items()]
        if any(waits):
            return max(waits)
        for key in limits:
            self._tries.setdefault(key, deque()).append(self._now())
        while len(self._tries) > self._kept:
            del self._tries[next(iter(self._tries))]
        return 0.0

    def take_back(self, keys: Iterable[str]) -> None:
        """Take back the last try under each key: it was somebody who proved who they are.

        Not those before it: whoever may sign in as themselves could try as many times more as somebody else.
        """
        for key in keys:
            if tries := self._tries.get(key):
                tries.pop()

    def _wait(self, key: str, most: int) -> float:
        tries = self._tries.get(key)
        if tries is None:
            return 0.0
        while tries and tries[0] <= self._now() - self._window:
            tries.popleft()
        if not tries:
            del self._tries[key]
            return 0.0
        return tries[0] + self._window - self._now() if len(tries) >= most else 0.0


def place(address: str) -> str:
    """Return what an address is counted as: a network of 64 bits where one person has so many (IPv6).

    >>> place("2001:db8::1"), place("192.0.2.1")
    ('2001:db8::/64', '192.0.2.1')
    """
    try:
        known = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "nowhere"
    if isinstance(known, ipaddress.IPv6Address):
        mapped = known.ipv4_mapped
        return str(mapped) if mapped else str(ipaddress.ip_network((known, 64), strict=False))
    return str(known)
