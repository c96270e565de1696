"""Master keys: the newest wraps, every earlier one still opens what it wrapped.

The file is 32 bytes a key, newest first; it may lie in the data folder, in another place, in a mounted secret, or be an
entry of the system's keyring. A
wrapped key says which version it was wrapped with, so a rotation may be killed at any line and goes on. The oldest key
also makes the marks of erased people, which must stay comparable for ever.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from storage.errors import BrokenMasterKeyError
from storage.files import write_whole
from storage.keyrings import KeyringPlace

Place = Path | KeyringPlace
KEY_BYTES = 32
MOST = 255  # versions are one byte
VERSIONED = b"PBK"  # begins a wrapped key that names its version; those of before are of version 1
WRAPPED_BYTES = 12 + KEY_BYTES + 16  # nonce, key, tag


@dataclass(frozen=True, kw_only=True)
class Masters:
    """The master keys of one data folder, newest first."""

    path: Place
    keys: tuple[bytes, ...]

    def __repr__(self) -> str:
        return f"Masters({self.path}, {len(self.keys)})"

    @property
    def version(self) -> int:
        """The version of the key that wraps now, from 1."""
        return len(self.keys)

    @property
    def oldest(self) -> bytes:
        """The key of the first version."""
        return self.keys[-1]

    def tagged(self, wrapped: bytes, tag: bytes = VERSIONED) -> bytes:
        """Return what the newest key wrapped, with its version."""
        return tag + bytes([self.version]) + wrapped

    def of_tagged(self, wrapped: bytes, tag: bytes) -> tuple[bytes, bytes]:
        """Return (master key, bytes without the tag) of what carries ``tag``. Raises `BrokenMasterKeyError`."""
        version = wrapped[len(tag)] if wrapped.startswith(tag) and len(wrapped) > len(tag) else 0
        if not 0 < version <= len(self.keys):
            raise BrokenMasterKeyError(self.path)
        return self.keys[-version], wrapped[len(tag) + 1 :]

    def of(self, wrapped: bytes) -> tuple[bytes, bytes, int]:
        """Return (master key, bytes without the tag, version) of a stored key. Raises `BrokenMasterKeyError`."""
        version = 1
        if len(wrapped) == WRAPPED_BYTES + len(VERSIONED) + 1 and wrapped.startswith(VERSIONED):
            version, wrapped = wrapped[len(VERSIONED)], wrapped[len(VERSIONED) + 1 :]
        if not 0 < version <= len(self.keys):
            raise BrokenMasterKeyError(self.path)
        return self.keys[-version], wrapped, version


def read(path: Place, *, make: bool) -> Masters:
    """Read a key file; where there is none, ``make`` one with a first key. Raises `BrokenMasterKeyError`, `OSError`."""
    if make and not path.exists():
        write(path, secrets.token_bytes(KEY_BYTES))
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise BrokenMasterKeyError(path) from None
    if not data or len(data) % KEY_BYTES or len(data) > MOST * KEY_BYTES:
        raise BrokenMasterKeyError(path)
    keys = tuple(data[start : start + KEY_BYTES] for start in range(0, len(data), KEY_BYTES))
    return Masters(path=path, keys=keys)


def write(place: Place, keys: bytes) -> None:
    """Put keys where they lie, whole or not at all. Raises `OSError`."""
    if isinstance(place, KeyringPlace):
        place.write(keys)
    else:
        write_whole(place, keys, close=False)


def add(masters: Masters) -> Masters:
    """Put a fresh key before the others, on disk when this returns. Raises `OSError`, ValueError for one too many."""
    if len(masters.keys) >= MOST:
        raise ValueError(f"{MOST} rotations are the most")
    keys = (secrets.token_bytes(KEY_BYTES), *masters.keys)
    write(masters.path, b"".join(keys))
    return Masters(path=masters.path, keys=keys)
