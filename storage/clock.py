"""Time and ids come in from outside, so a test can hold both still."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from typing import Protocol

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no letter looks like a digit
RANDOM_BITS = 30


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> float:
        """Return Unix seconds."""


class SystemClock:
    """The clock of this machine."""

    def now(self) -> float:
        """Return Unix seconds."""
        return time.time()


class Ids:
    """Makes short text ids (15 letters) that sort by the time they were made, also within one millisecond."""

    def __init__(self, clock: Clock, random_bits: Callable[[int], int] = secrets.randbits) -> None:
        self._clock = clock
        self._random_bits = random_bits
        self._last = 0

    def new(self) -> str:
        """Return an id nobody else has."""
        fresh = (int(self._clock.now() * 1000) << RANDOM_BITS) | self._random_bits(RANDOM_BITS)
        # A clock that stands still or steps back must not break the order.
        self._last = fresh if fresh >> RANDOM_BITS > self._last >> RANDOM_BITS else self._last + 1
        return letters_of(self._last, 15)


def number_of(letters: str) -> int:
    """Return the number that letters of an id stand for."""
    return sum(ALPHABET.index(letter) << 5 * place for place, letter in enumerate(reversed(letters)))


def letters_of(number: int, width: int) -> str:
    """Return a number in as many letters of an id."""
    letters = []
    for _ in range(width):
        number, digit = divmod(number, 32)
        letters.append(ALPHABET[digit])
    return "".join(reversed(letters))
