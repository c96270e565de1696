"""What travels to another machine: a message and its files, as one sealed parcel.

    key = ParcelKey()                                # the receiver's, in its memory alone
    sealed = seal_for(key.public, Parcel(message={"op": "run"}, files={"job/inputs/a.png": picture}))
    key.open(sealed)                                 # nobody else can

A job goes to an actor's own key (HPKE, RFC 9180: X25519, HKDF-SHA256, AES-256-GCM), which was made when the actor began
and ends with it. Its answers come back over an `AnswerLine`, under a key that travelled in the job's parcel. So whoever
carries, keeps or spills a parcel has nothing of it.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hpke
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

SUITE = hpke.Suite(hpke.KEM.X25519, hpke.KDF.HKDF_SHA256, hpke.AEAD.AES_256_GCM)
INFO = b"portrait-bot parcel 1"
LARGE_BYTES = 256 * 1024  # that a thread, or a store, is worth its trouble for
HEAD = struct.Struct("<I")  # bytes of the JSON that begins a parcel
NONCE_BYTES = 12
Content = bytes | memoryview
Sealed = bytes | memoryview  # of bytes, or what `in_store` makes of them


class BrokenParcelError(Exception):
    """What came is no parcel for whoever opened it: damaged, out of order, or sealed with another key."""


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """A message in plain JSON values, and files: name with slashes -> content."""

    message: dict[str, Any]
    files: Mapping[str, Content] = field(default_factory=dict)


class ParcelKey:
    """The key of a receiver; it is never written down."""

    def __init__(self) -> None:
        self._key = X25519PrivateKey.generate()

    @property
    def public(self) -> bytes:
        """Return what a sender needs, 32 bytes."""
        return self._key.public_key().public_bytes_raw()

    def open(self, sealed: Sealed) -> Parcel:
        """Open what `seal_for` made. Raises `BrokenParcelError`."""
        try:
            return _unpack(SUITE.decrypt(memoryview(sealed), self._key, INFO))
        except (InvalidTag, ValueError):
            raise BrokenParcelError from None


def seal_for(public: bytes, parcel: Parcel) -> bytes:
    """Seal a parcel for the holder of a key, given its `ParcelKey.public`."""
    return SUITE.encrypt(_pack(parcel), X25519PublicKey.from_public_bytes(public), INFO)


class AnswerLine:
    """One direction of a conversation under a ``key`` that is used for nothing else: its parcels are counted."""

    def __init__(self, key: bytes) -> None:
        self._cipher = AESGCM(key)
        self._count = 0

    @staticmethod
    def new_key() -> bytes:
        """Return a key of 32 random bytes."""
        return AESGCM.generate_key(bit_length=256)

    def seal(self, parcel: Parcel) -> bytes:
        """Seal the next parcel."""
        return self._cipher.encrypt(self._next(), _pack(parcel), INFO)

    def open(self, sealed: Sealed) -> Parcel:
        """Open the next parcel. Raises `BrokenParcelError`, also for one that comes twice or was left out."""
        try:
            return _unpack(self._cipher.decrypt(self._next(), memoryview(sealed), INFO))
        except (InvalidTag, ValueError):
            raise BrokenParcelError from None

    def _next(self) -> bytes:
        self._count += 1
        return self._count.to_bytes(NONCE_BYTES, "big")


def in_store(sealed: bytes) -> Any:
    """Return a parcel as Ray keeps it without a copy of its own, and shows it to the receiver in place, if it is large.

    Bytes it copies on the way in and on the way out: for some megabytes that takes longer than sealing them does.
    """
    return sealed if len(sealed) < LARGE_BYTES else numpy.frombuffer(sealed, numpy.uint8)


def _pack(parcel: Parcel) -> bytes:
    sizes = {name: len(content) for name, content in parcel.files.items()}
    head = json.dumps({"message": parcel.message, "files": sizes}, separators=(",", ":")).encode()
    return b"".join((HEAD.pack(len(head)), head, *parcel.files.values()))


def _unpack(data: bytes) -> Parcel:
    """Read what `_pack` wrote; `ValueError` (of JSON, or of a length) for anything else."""
    if len(data) < HEAD.size:
        raise ValueError("no head")
    (length,) = HEAD.unpack_from(data)
    told = json.loads(data[HEAD.size : HEAD.size + length])
    files, at, whole = {}, HEAD.size + length, memoryview(data)
    for name, size in told["files"].items():
        files[name] = whole[at : at + size]
        at += size
    if at != len(data):
        raise ValueError("another length than its head says")
    return Parcel(message=told["message"], files=files)
