"""A connection with a thread of its own, that runs more than one statement in one visit to it."""

from __future__ import annotations

import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TypeVar, cast

import aiosqlite

from storage import naming
from storage.files import full_disk_named

T = TypeVar("T")
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000", "secure_delete=ON")


class Connection(aiosqlite.Connection):
    """Made by `connect`."""

    async def visit(self, call: Callable[[sqlite3.Connection], T]) -> T:
        """Return what ``call`` returns in that thread."""
        returned: T = await self._execute(call, self._conn)  # type: ignore[no-untyped-call]
        return returned

    def soon(self, call: Callable[[sqlite3.Connection], None]) -> None:
        """Run ``call`` in that thread, before whatever comes later; it must not fail."""
        self._tx.put_nowait((None, partial(call, self._conn)))


@asynccontextmanager
async def connect(path: Path) -> AsyncIterator[Connection]:
    """Open the database at ``path``. Raises `StorageFullError`."""
    async with Connection(lambda: sqlite3.connect(path, isolation_level=None), iter_chunk_size=64) as connection:
        connection.row_factory = sqlite3.Row
        await connection.create_function("names_person", 2, naming.names_person, deterministic=True)
        with full_disk_named():
            for pragma in PRAGMAS:
                await connection.execute(f"PRAGMA {pragma}")
        yield cast("Connection", connection)
