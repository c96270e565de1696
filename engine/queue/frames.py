"""What travels between the bot and a worker: JSON objects, each behind its length in four bytes.

Only metadata crosses. Pictures and adapters stay in files, so a frame is small and a huge length means a broken peer.
"""

from __future__ import annotations

import asyncio
import json
import struct
from typing import Any, Protocol

LENGTH = struct.Struct("<I")
LARGEST = 8 * 2**20  # bytes: two hundred face embeddings as text are a tenth of this


class BrokenFrameError(Exception):
    """The peer sent something that is no frame; the connection cannot be trusted any more."""


class Readable(Protocol):
    """A blocking binary stream, such as ``socket.makefile("rb")``."""

    def read(self, count: int, /) -> bytes | None:
        """Return up to ``count`` bytes, fewer only at the end."""


def pack(message: dict[str, Any]) -> bytes:
    """Turn a message into a frame.

    Raises `TypeError` for values JSON has no word for, `BrokenFrameError` if too long.
    """
    body = json.dumps(message, separators=(",", ":")).encode()
    if len(body) > LARGEST:
        raise BrokenFrameError(f"a frame of {len(body)} bytes, {LARGEST} allowed")
    return LENGTH.pack(len(body)) + body


def unpack(body: bytes) -> dict[str, Any]:
    """Read a frame's body; raises `BrokenFrameError` unless it is a JSON object."""
    try:
        message = json.loads(body)
    except ValueError as error:
        raise BrokenFrameError("a frame without JSON") from error
    if not isinstance(message, dict):
        raise BrokenFrameError("a frame without an object")
    return message


def size(head: bytes) -> int:
    """Return the length a frame's first four bytes announce; raises `BrokenFrameError` when it is absurd."""
    (count,) = LENGTH.unpack(head)
    if count > LARGEST:
        raise BrokenFrameError(f"a frame of {count} bytes announced, {LARGEST} allowed")
    return count


def read(stream: Readable) -> dict[str, Any] | None:
    """Read the next message from a blocking stream; None once the peer is gone."""
    head = stream.read(LENGTH.size) or b""
    if len(head) < LENGTH.size:
        return None
    count = size(head)
    body = stream.read(count) or b""
    return unpack(body) if len(body) == count else None


async def receive(reader: asyncio.StreamReader) -> dict[str, Any] | None:
    """Read the next message in the event loop; None once the peer is gone."""
    try:
        head = await reader.readexactly(LENGTH.size)
        return unpack(await reader.readexactly(size(head)))
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
