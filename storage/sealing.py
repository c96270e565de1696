"""AES-256-GCM, bound to a place: what was sealed for one opens nowhere else."""

from __future__ import annotations

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from storage.errors import UnreadableError

NONCE_BYTES = 12


def seal(secret: bytes, data: bytes, bound: bytes) -> bytes:
    """Return ``data`` sealed under ``secret`` for the place ``bound``."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(secret).encrypt(nonce, data, bound)


def unseal(secret: bytes, sealed: bytes, bound: bytes) -> bytes:
    """Return what `seal` sealed under the same secret for the same place. Raises `UnreadableError`."""
    try:
        return AESGCM(secret).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound)
    except (InvalidTag, ValueError):
        raise UnreadableError("wrong key, wrong place or changed bytes") from None
