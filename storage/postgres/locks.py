"""Names of the server's advisory locks, which are numbers: of the whole server's database, so they begin alike."""

from __future__ import annotations

import hashlib

EVERYTHING = "everything"  # had by whoever is alone, shared by those who keep within a part


def key_of(name: str) -> int:
    """Return the number of a lock, 64 bits with a sign."""
    return int.from_bytes(hashlib.sha256(f"portrait-bot:{name}".encode()).digest()[:8], "big", signed=True)
