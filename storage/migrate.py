"""Brings a database file up to date: ``migrations/NNNN_name.sql`` in order, each in one transaction.

The version is SQLite's ``user_version``. Before an existing database is changed it is copied to ``copies/``.
"""

from __future__ import annotations

import asyncio
import os
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import aiosqlite

from storage.clock import Clock
from storage.errors import DatabaseTooNewError
from storage.files import make_private_file

MIGRATIONS = Path(__file__).with_name("migrations")


def known_migrations(folder: Path = MIGRATIONS) -> dict[int, Path]:
    """Return version -> file, ascending."""
    return {int(path.name[:4]): path for path in sorted(folder.glob("[0-9][0-9][0-9][0-9]_*.sql"))}


async def version_of(connection: aiosqlite.Connection) -> int:
    """Return the version of an open database; 0 is a new file."""
    async with connection.execute("PRAGMA user_version") as cursor:
        row = await cursor.fetchone()
    return row[0] if row else 0


async def migrate(connection: aiosqlite.Connection, path: Path, folder: Path, clock: Clock) -> None:
    """Apply what is missing. A step that fails leaves schema and version as they were. Raises `DatabaseTooNewError`."""
    steps = known_migrations(folder)
    found, known = await version_of(connection), max(steps)
    if found > known:
        raise DatabaseTooNewError(found, known)
    if 0 < found < known:
        await copy_to(connection, path.parent / "copies" / f"{path.stem}-v{found}-{int(clock.now())}.sqlite")
    for version, file in steps.items():
        if version > found:
            await _apply(connection, version, file.read_text(encoding="utf-8"))


async def copy_to(connection: aiosqlite.Connection, target: Path) -> None:
    """Write a copy of an open database to ``target``: whole or absent, private to this user."""
    part = target.with_name(target.name + ".part")
    await asyncio.to_thread(part.unlink, missing_ok=True)
    await asyncio.to_thread(make_private_file, part)
    await connection.execute("VACUUM INTO ?", (str(part),))
    await asyncio.to_thread(os.replace, part, target)


async def _apply(connection: aiosqlite.Connection, version: int, script: str) -> None:
    # Rebuilding a table that others refer to needs this off, and it cannot be switched inside a transaction.
    await connection.execute("PRAGMA foreign_keys=OFF")
    await connection.execute("BEGIN IMMEDIATE")  # a second process waits here, then sees the new version
    try:
        if await version_of(connection) < version:
            for statement in statements(script):
                await connection.execute(statement)
            async with connection.execute("PRAGMA foreign_key_check") as cursor:
                if broken := list(await cursor.fetchall()):
                    raise sqlite3.IntegrityError(f"migration {version} leaves {len(broken)} rows without their parent")
            await connection.execute(f"PRAGMA user_version={version}")
        await connection.execute("COMMIT")
    except BaseException:
        await connection.execute("ROLLBACK")
        raise
    finally:
        await connection.execute("PRAGMA foreign_keys=ON")


def statements(script: str) -> Iterator[str]:
    """Split a script where statements end; triggers hold semicolons of their own."""
    statement = ""
    for piece in re.split("(?<=;)", script):
        statement += piece
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
    if statement.strip():
        yield statement
