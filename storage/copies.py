"""Copies of the database: made before a migration and nightly, and erased from when a person is forgotten."""

from __future__ import annotations

import asyncio
import sqlite3
from pathlib import Path

from storage.database import Database

KEPT = 7


async def make(db: Database, keep: int = KEPT) -> Path:
    """Copy the database into ``copies/`` beside it and drop the oldest beyond ``keep``. Raises `StorageFull`."""
    folder = db.path.parent / "copies"
    target = folder / f"{db.path.stem}-{int(db.clock.now())}.sqlite"
    await db.copy(target)
    await asyncio.to_thread(_drop_oldest, folder, f"{db.path.stem}-[0-9]*.sqlite", keep)
    return target


def _drop_oldest(folder: Path, pattern: str, keep: int) -> None:
    for old in sorted(folder.glob(pattern))[:-keep]:
        old.unlink()


async def erase(folder: Path, account: str) -> None:
    """Delete a person from every copy in ``folder``, and overwrite the bytes."""
    await asyncio.to_thread(_erase, folder, account)


def _erase(folder: Path, account: str) -> None:
    for path in sorted(folder.glob("*.sqlite")):
        _erase_from(path, account)


def _erase_from(path: Path, account: str) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA foreign_keys=ON")
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("PRAGMA journal_mode=DELETE")
        connection.execute("DELETE FROM accounts WHERE id = ?", (account,))
        # Copies from before version 2 hold the words of a report here.
        connection.execute("UPDATE audit SET detail = '{}' WHERE action = 'report' AND actor = ?", (account,))
        connection.execute("DELETE FROM trash")  # the names of this person's files; the files themselves are gone
    finally:
        connection.close()
