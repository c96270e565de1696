"""Passwords: argon2id, two at a time, and the same work for a name that does not exist."""

from __future__ import annotations

import asyncio
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

LEAST, MOST = 10, 256  # characters
AT_ONCE = 2  # each takes 64 MiB and some hundredths of a second of a core


class Passwords:
    """Makes and compares hashes in threads."""

    def __init__(self, hasher: PasswordHasher | None = None) -> None:
        self._hasher = hasher or PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
        self._gate = asyncio.Semaphore(AT_ONCE)
        self._nobody = ""  # the hash of no password, made at its first use

    async def hash(self, password: str) -> str:
        """Return the hash of a password."""
        async with self._gate:
            return await asyncio.to_thread(self._hasher.hash, plain(password))

    async def matches(self, kept: str | None, password: str) -> bool:
        """Say whether a password is the one kept; None: there is no such name, and it takes just as long to say so."""
        async with self._gate:
            return await asyncio.to_thread(self._compare, kept, plain(password))

    def is_outdated(self, kept: str) -> bool:
        """Say whether a hash was made at another cost than is used now."""
        return self._hasher.check_needs_rehash(kept)

    def _compare(self, kept: str | None, password: str) -> bool:
        if kept is None and not self._nobody:
            self._nobody = self._hasher.hash("")
        try:
            return self._hasher.verify(kept or self._nobody, password) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def is_fit(password: str) -> bool:
    """Say whether a password may be chosen."""
    return LEAST <= len(plain(password)) <= MOST


def plain(password: str) -> str:
    """Return a password as every keyboard writes it; what is far too long is cut, so that it costs no more."""
    return unicodedata.normalize("NFKC", password[: 4 * MOST])
