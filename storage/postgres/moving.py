"""Everything of a SQLite file into an empty database on a server: all of it or nothing."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
from psycopg import AsyncConnection, AsyncRawCursor, sql

from storage.clock import Clock, SystemClock
from storage.errors import NotEmptyError
from storage.migrate import MIGRATIONS
from storage.postgres.address import checked, unreachable
from storage.postgres.migrate import migrate
from storage.postgres.translate import values

AT_ONCE = 1000  # rows


async def prepare(url: str, clock: Clock | None = None) -> str:
    """Make the tables of an empty database; returns what it is known by. Raises `DatabaseUnreachableError`."""
    try:
        async with await AsyncConnection.connect(
            checked(url), autocommit=True, cursor_factory=AsyncRawCursor
        ) as connection:
            return await migrate(connection, MIGRATIONS, clock or SystemClock())
    except psycopg.OperationalError as error:
        raise unreachable(error) from error


async def move(file: Path, url: str) -> dict[str, int]:
    """Copy every row of a file of the newest version; returns table -> rows. Raises `NotEmptyError`."""
    return await asyncio.to_thread(_move, file, url)


def _move(file: Path, url: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    with (
        closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)) as source,
        psycopg.connect(checked(url)) as target,  # commits at the end of the block, or nothing is kept
    ):
        source.execute("BEGIN")
        tables = _in_order(source)
        for table in tables:
            if _value(target, sql.SQL("SELECT EXISTS (SELECT 1 FROM {})").format(sql.Identifier(table))):
                raise NotEmptyError(table)
        for table in tables:
            _triggers(target, table, on=False)  # what they do was done when the rows were written
            counts[table] = _copy(source, target, table)
        for table in tables:
            _go_on_counting(source, target, table)
        for table in tables:
            _triggers(target, table, on=True)
    return counts


def _in_order(source: sqlite3.Connection) -> list[str]:
    """Return the tables, each after those it refers to."""
    found = source.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()
    needs = {name: {row[2] for row in source.execute(f"PRAGMA foreign_key_list({name})")} - {name} for (name,) in found}
    order: list[str] = []
    while len(order) < len(needs):
        order += sorted(name for name in needs if name not in order and needs[name] <= set(order))
    return order


def _copy(source: sqlite3.Connection, target: psycopg.Connection[Any], table: str) -> int:
    cursor = source.execute(f"SELECT * FROM {table}")
    names = [column[0] for column in cursor.description]
    into = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    count = 0
    with target.cursor() as writing, writing.copy(into) as copy:
        for row in _rows(cursor):
            copy.write_row(values(row, ()))
            count += 1
    return count


def _rows(cursor: sqlite3.Cursor) -> Iterator[Sequence[Any]]:
    while some := cursor.fetchmany(AT_ONCE):
        yield from some


def _go_on_counting(source: sqlite3.Connection, target: psycopg.Connection[Any], table: str) -> None:
    """Let numbers go on after the last that was ever used: none is used twice."""
    known = source.execute(f"PRAGMA table_info({table})").fetchall()
    keys = [row[1] for row in known if row[5] and row[2] == "INTEGER"]
    if len([row for row in known if row[5]]) != 1 or not keys:
        return
    used = source.execute("SELECT seq FROM sqlite_sequence WHERE name = ?", (table,)).fetchone()
    most = source.execute(f"SELECT coalesce(max({keys[0]}), 0) FROM {table}").fetchone()[0]
    last = max(most, used[0] if used else 0)
    if last:
        target.execute("SELECT setval(pg_get_serial_sequence(%s, %s), %s)", (table, keys[0], last))


def _triggers(target: psycopg.Connection[Any], table: str, *, on: bool) -> None:
    word = sql.SQL("ENABLE" if on else "DISABLE")
    target.execute(sql.SQL("ALTER TABLE {} {} TRIGGER USER").format(sql.Identifier(table), word))


def _value(target: psycopg.Connection[Any], query: sql.Composed) -> Any:
    row = target.execute(query).fetchone()
    return row[0] if row else None
